"""Is every spreadsheet that comes in either read rightly or refused in a clear sentence, in bounded time and memory?"""

import random
import struct
import zlib
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from clauses.domain.errors import Refused
from clauses.queries import sheets
from clauses.queries.sheets import guard
from clauses.wording import sentences

SHEET = "xl/worksheets/sheet1.xml"


def book(*rows: tuple, change=None) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def rebuilt(content: bytes, *, replace: dict[str, bytes] | None = None, add: list | None = None) -> bytes:
    """The same archive with some parts changed and others added."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, data in add or []:
            new.writestr(name, data)
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def refusal(content: bytes) -> str:
    """The code of the refusal; its sentence must write itself."""
    with pytest.raises(Refused) as caught:
        sheets.read(content, field="file")
    assert caught.value.field == "file"
    assert sentences.refusal(caught.value.code, **caught.value.facts)
    return caught.value.code


PLAIN = book(("Objet", "Montant"), ("École", 1200.5))


def values(content: bytes) -> list[tuple]:
    return [line.cells for line in sheets.read(content, field="file").lines]


def test_a_workbook_gives_exact_values():
    made = book(("Objet", "Montant", "Début", "Clause"), ("École  neuve", 0.1 + 0.2, date(2026, 3, 2), True))
    assert values(made) == [
        ("Objet", "Montant", "Début", "Clause"), ("École neuve", Decimal("0.3"), date(2026, 3, 2), True)
    ]  # fmt: skip


def test_whole_numbers_stay_whole():
    assert values(book(("a",), (1_500_000,), (1e9,), (12345678901234,))) == [
        ("a",), (Decimal(1_500_000),), (Decimal(10**9),), (Decimal(12345678901234),)
    ]  # fmt: skip


def test_a_lying_dimension_hides_no_row():
    lying = part(PLAIN, SHEET).replace(b'ref="A1:B2"', b'ref="A1:A1"')
    assert lying != part(PLAIN, SHEET)
    assert len(values(rebuilt(PLAIN, replace={SHEET: lying}))) == 2


def test_a_huge_dimension_costs_nothing():
    lying = part(PLAIN, SHEET).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert len(values(rebuilt(PLAIN, replace={SHEET: lying}))) == 2


def test_merged_cells_hold_their_value_once():
    made = book(("a", "b"), ("deux", None), change=lambda b: b.active.merge_cells("A2:B2"))
    assert values(made) == [("a", "b"), ("deux",)]


def test_the_days_of_a_macintosh_are_the_same_days():
    def epoch(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    assert values(book(("jour",), (date(2026, 3, 2),), change=epoch))[1] == (date(2026, 3, 2),)


def test_a_day_written_as_text_stays_a_text():
    assert values(book(("jour",), ("02/03/2026",)))[1] == ("02/03/2026",)


def test_a_formula_gives_the_value_last_computed():
    xml = part(PLAIN, SHEET).replace(b"<v>1200.5</v>", b"<f>600.25*2</f><v>1200.5</v>")
    assert values(rebuilt(PLAIN, replace={SHEET: xml}))[1] == ("École", Decimal("1200.5"))


def test_hidden_sheets_are_ignored():
    def hide(made: Workbook) -> None:
        made.active.sheet_state = "hidden"
        made.create_sheet("Vue").append(("vu",))
        made.active = 1

    assert values(book(("caché",), change=hide)) == [("vu",)]


def test_rows_keep_the_number_that_the_spreadsheet_shows():
    found = sheets.read(book(("a",), (None,), ("b",), change=None), field="file")
    assert [line.number for line in found.lines] == [1, 3]


def test_a_hundred_thousand_empty_rows_are_nothing():
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 100_003))
    xml = part(PLAIN, SHEET).replace(b"</sheetData>", rows + b"</sheetData>")
    assert len(values(rebuilt(PLAIN, replace={SHEET: xml}))) == 2


def test_a_stray_cell_at_the_end_of_the_sheet_is_bounded():
    xml = part(PLAIN, SHEET).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert refusal(rebuilt(PLAIN, replace={SHEET: xml})) in ("sheet_heavy", "sheet_columns", "sheet_damaged")


def test_too_many_rows_and_columns():
    assert refusal(book(*[(n,) for n in range(5_002)])) == "sheet_rows"
    assert len(values(book(*[(n,) for n in range(5_001)]))) == 5_001
    assert refusal(book(tuple(range(65)))) == "sheet_columns"


def test_nothing_in_it():
    assert refusal(b"") == refusal(b" \r\n") == refusal(book()) == refusal(b";;;\n;;\n") == "sheet_empty"


@pytest.mark.parametrize("declaration", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY x "y">]>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_declarations_are_refused_in_any_part_and_encoding(declaration: str, encoding: str):
    body = f'<?xml version="1.0"?>{declaration}<a/>'.encode(encoding)
    for name in (SHEET, "xl/styles.xml", "[Content_Types].xml"):
        assert refusal(rebuilt(PLAIN, replace={name: body})) == "sheet_declaration"
    assert refusal(rebuilt(PLAIN, add=[("customXml/a.bin", b" " * 65_530 + body)])) == "sheet_declaration"


def test_a_bomb_is_stopped_before_it_is_inflated():
    tracked = rebuilt(PLAIN, add=[("xl/sharedStrings2.xml", b" " * 31_000_000)])
    assert len(tracked) < 100_000 and refusal(tracked) == "sheet_bomb"
    noise = bytes(range(256)) * 4
    spread = [(f"xl/media/{n}.bin", zlib.compress(noise) * 100_000) for n in range(1)]
    assert refusal(rebuilt(PLAIN, add=spread)) in ("sheet_bomb", "sheet_big")


def test_a_size_that_lies_is_found():
    made = bytearray(rebuilt(PLAIN, add=[("xl/media/a.bin", random.Random(1).randbytes(200_000))]))
    with ZipFile(BytesIO(bytes(made))) as archive:
        real = archive.getinfo("xl/media/a.bin").file_size
    where = bytes(made).rfind(struct.pack("<L", real))
    made[where : where + 4] = struct.pack("<L", 10)
    assert refusal(bytes(made)) == "sheet_damaged"


def test_many_parts_are_refused():
    assert refusal(rebuilt(PLAIN, add=[(f"a{n}", b"") for n in range(200)])) == "sheet_bomb"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_written_twice_is_refused():
    for name in (SHEET, SHEET.upper(), SHEET.replace("/", "\\")):
        assert refusal(rebuilt(PLAIN, add=[(name, part(PLAIN, SHEET))])) == "sheet_doubled"


def test_macros_links_locks_and_symbolic_links_are_refused():
    types = part(PLAIN, "[Content_Types].xml")
    assert refusal(rebuilt(PLAIN, add=[("xl/vbaProject.bin", b"x")])) == "sheet_macros"
    macro = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert refusal(rebuilt(PLAIN, replace={"[Content_Types].xml": macro})) == "sheet_macros"
    other = types.replace(b"sheet.main+xml", b"template.main+xml")
    assert refusal(rebuilt(PLAIN, replace={"[Content_Types].xml": other})) == "sheet_kind"
    assert refusal(rebuilt(PLAIN, add=[("xl/externalLinks/externalLink1.xml", b"<a/>")])) == "sheet_links"
    link = ZipInfo("xl/media/a")
    link.external_attr = 0o120777 << 16
    assert refusal(rebuilt(PLAIN, add=[(link, b"/etc/passwd")])) == "sheet_damaged"
    assert refusal(rebuilt(PLAIN, add=[("../a", b"x")])) == "sheet_damaged"
    locked = bytearray(PLAIN)
    directory = PLAIN.find(b"PK\x01\x02")
    locked[directory + 8] |= 1
    assert refusal(bytes(locked)) == "sheet_locked"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "sheet_old"


def test_what_is_no_spreadsheet():
    assert refusal(b"%PDF-1.7\n") == refusal(b"<html><table>") == refusal(b"a\0b;c\n") == "sheet_kind"
    assert refusal(PLAIN[: len(PLAIN) // 2]) == refusal(b"PK\x03\x04" + bytes(50)) == "sheet_damaged"
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_STORED) as archive:
        archive.writestr("bonjour.txt", "bonjour")
    assert refusal(kept.getvalue()) == "sheet_kind"
    assert refusal(b"a;b\n" * 2_600_000) == "sheet_big"
    broken = rebuilt(PLAIN, replace={SHEET: b"<worksheet><sheetData><row><c><v>1"})
    assert refusal(broken) in ("sheet_damaged", "sheet_empty")


def test_broken_bytes_never_break_the_portal():
    for place in range(0, len(PLAIN), 97):
        hurt = bytearray(PLAIN)
        hurt[place] ^= 0xFF
        try:
            guard.check(bytes(hurt), "file")
        except Refused:
            continue


@pytest.mark.parametrize(
    "content",
    [
        "Objet;Montant\nÉcole;1 200,50\n".encode(),
        "\ufeffObjet;Montant\r\nÉcole;1 200,50\r\n".encode(),
        "Objet;Montant\nÉcole;1 200,50\n".encode("cp1252"),
        'Objet,Montant\nÉcole,"1 200,50"\n'.encode(),
        "Objet\tMontant\nÉcole\t1 200,50\n".encode("utf-16"),
        '"Objet";"Montant"\n\n"École";"1 200,50"\n;;\n'.encode(),
    ],
)
def test_a_csv_is_read_whatever_its_separator_and_its_letters(content: bytes):
    assert values(content) == [("Objet", "Montant"), ("École", "1 200,50")]


def test_a_csv_is_bounded_too():
    assert refusal(b"a;b\n" + b"1;2\n" * 5_001) == "sheet_rows"
    assert refusal(b";".join([b"a"] * 65)) == "sheet_columns"
    assert refusal(b'a;b\n"' + b"x" * 200_000) == "sheet_damaged"
