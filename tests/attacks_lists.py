"""Which lists of contracts or of structures are sent to cost the portal its time and its memory? As large as they may be."""

import json
from collections.abc import Callable

from tests.domain.decp_reading import envelope, record

MOST = 4_990_000  # bytes: the largest list of contracts; one of structures may be twice as large


def contracts(count: int) -> bytes:
    """A list of contracts without a fault."""
    return envelope(*(record(id=f"2026M{n}") for n in range(count))).encode()


def within(begin: bytes, one: bytes, end: bytes, most: int = MOST) -> bytes:
    """The same thing again and again, as often as it goes in."""
    return begin + one * ((most - len(begin) - len(end)) // len(one)) + end


def in_a_contract(field: str, one: bytes, most: int = MOST) -> bytes:
    """A contract that holds the same thing again and again."""
    begin, _, end = envelope(record(**{field: "@"})).encode().partition(b'"@"')
    return within(begin + b"[", one + b",", b"1]" + end, most)


def rows(count: int, row: bytes, heading: bytes) -> bytes:
    return heading + b"\n" + (row + b"\n") * count


def numbered(form: bytes, count: int, between: bytes = b",") -> bytes:
    return between.join(form.replace(b"#", b"%x" % n) for n in range(count))


STRUCTURES = (
    b"siret,type,nom,code_insee,source_date,naf,latitude,longitude,zone,rayon_km,zone_codes,mise_a_disposition,sous_traitance,"
    b"cotraitance,secteurs,reseaux,metiers,site_web,convention_active,convention_numero,convention_debut,convention_fin,"
    b"antenne,source_id,commune,code_postal,enseigne"
)
COLUMNS = b"id,acheteur_id,montant"
LISTS: dict[str, Callable[[], bytes]] = {
    "numbers by the million": lambda: within(b'{"marches":[', b"1,", b"1]}"),
    "as many numbers as are read": lambda: b'{"marches":[' + b"1," * 399_000 + b"1]}",
    "lists by the million": lambda: within(b'{"marches":[', b"[],", b"1]}"),
    "objects by the million": lambda: within(b"[", b"{},", b"1]"),
    "as many objects as are read": lambda: b'{"data":[' + b"{}," * 199_000 + b"1]}",
    "lists one inside the other": lambda: within(b'{"marches":[', b"[" * 25 + b"]" * 25 + b",", b"1]}"),
    "lists inside lists without end": lambda: b"[" * MOST,
    "names by the hundred thousand": lambda: b'{"marches":[{' + numbered(b'"#":1', 399_000) + b"}]}",
    "one name by the hundred thousand": lambda: b'{"marches":[{' + b'"a":1,' * 399_000 + b'"a":1}]}',
    "numbers without end": lambda: b'{"marches":[' + b"1" * (MOST - 100) + b"]}",
    "long numbers by the thousand": lambda: within(b'{"marches":[', b"1" * 399 + b",", b"1]}"),
    "signs that are not numbers": lambda: within(b'{"marches":[', b"NaN,", b"1]}"),
    "holders by the hundred thousand": lambda: in_a_contract("titulaires", b'{"titulaire":{"id":"1"}}'),
    "holders that are numbers": lambda: in_a_contract("titulaires", b"1", 800_000),
    "changes by the hundred thousand": lambda: in_a_contract("modifications", b'{"modification":{"id":"x"}}'),
    "faults by the hundred thousand": lambda: b'{"marches":{"marche":[' + b",".join([b'{"titulaires":[' + b"1," * 78 + b"1]}"] * 4_990) + b"]}}",
    "contracts of nothing": lambda: b'{"marches":{"marche":[' + b",".join([b"{}"] * 5_000) + b"]}}",
    "quotes that never close": lambda: within(b"[", b'"', b""),
    "quotes that hold quotes": lambda: within(b'{"a":"', b'\\"', b""),
    "quotes and lists by the million": lambda: within(b"", b'["', b""),
    "words of rare letters": lambda: within(b'{"marches":["', "\U0001f600".encode(), b'"]}'),
    "words of letters by their number": lambda: within(b'{"marches":["', b"\\u0041", b'"]}'),
    "a table of columns by the hundred thousand": lambda: COLUMNS + b"," + numbered(b"#", 700_000) + b"\n1,2,3\n",
    "a heading in quotes of columns without end": lambda: within(COLUMNS + b',"\n"', b",a", b"\n1,2,3\n"),
    "a table of cells beyond its columns": lambda: rows(4_990, b"," * 990 + b"1", COLUMNS),
    "a table as wide as is read": lambda: rows(4_990, b"1," * 480 + b"1", COLUMNS + b"," + numbered(b"c#", 480)),
    "a table of cells too long": lambda: rows(41, b'"' + b"x" * 120_000 + b'",1,2', COLUMNS),
    "a table of empty lines": lambda: within(COLUMNS + b"\n", b"\n", b""),
    "one contract in five thousand changes": lambda: COLUMNS + b",titulaire_id,modification_id\n" + numbered(b"1,21500222100012,3,#,#", 4_999, b"\n"),
    "rows that each name other columns": lambda: b"[" + b",".join(b"{" + numbered(b'"k%d_#":1' % n, 90) + b"}" for n in range(4_300)) + b"]",
    "structures of faults": lambda: rows(19_990, b"x," * 26 + b"x", STRUCTURES),
    "structures of faults in every line": lambda: rows(19_990, b"9999999999," * 26 + b"2999-99-99", STRUCTURES),
    "structures that are nothing": lambda: json.dumps({"results": [{"siret": "1", "kind": "EI", "name": "", "presta_types": []}] * 19_990}).encode(),
    "a structure of sectors by the hundred thousand": lambda: b'[{"siret":"21500222100012","kind":"EI","name":"x","presta_types":"","sectors":[' + numbered(b'"#"', 390_000) + b"]}]",
    "a structure of words without end": lambda: within(b'[{"siret":"21500222100012","kind":"EI","name":"x","presta_types":"","sectors":"', b"a; ", b'"}]'),
}  # fmt: skip
