"""Does a list of structures enter the directory whole, once, and without a word put over what a structure said?"""

import csv
import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from clauses.actions.partners import import_list, lists
from clauses.domain.errors import Refused
from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import DirectoryShape
from clauses.extensions import db, write_transaction
from clauses.models.directory import DirectoryImport
from clauses.models.partners import Capability, SiaeProfile
from clauses.models.people import Organization
from clauses.queries import directory_export, directory_lists
from clauses.queries.invariants_directory import profiles_kept
from clauses.reports.directory import csv_text
from clauses.wording import directory as words
from tests.portal import Portal

FRANCE = gzip.decompress((Path(__file__).parents[1] / "data" / "siae-france-2021.csv.gz").read_bytes())
TODAY = date(2026, 3, 2)
HEADER = "siret,kind,name,brand,naf,address_line_1,post_code,city,latitude,longitude,convention_is_active"
SIRET = "73282932000074"


def take(portal: Portal, content: bytes | str, **more) -> DirectoryImport:
    data = content.encode() if isinstance(content, str) else content
    return import_list(None, "liste", data, now=portal.now, **more)


def counts(done: DirectoryImport) -> tuple[int, int, int, int, int]:
    return done.created, done.changed, done.unchanged, done.kept, done.refused


def profile_of(siret: str, kind: EmployerKind = EmployerKind.AI) -> SiaeProfile:
    db.session.expire_all()
    return db.session.scalars(
        select(SiaeProfile).join(Organization).where(Organization.siret == siret, SiaeProfile.employer_kind == kind)
    ).one()  # fmt: skip


def test_the_structures_of_france_enter_once_and_come_back_the_same(portal: Portal) -> None:
    """3 853 rows, of which 12 SIRETs under two kinds, and the 50 of the Oise that the demonstration has already."""
    done = take(portal, FRANCE)
    assert done.read == 3853 and done.created == 3803 and done.refused == 0
    assert done.changed + done.unchanged == 50
    sirets = [row["siret"] for row in csv.DictReader(FRANCE.decode().splitlines())]
    twice = {one for one in sirets if sirets.count(one) == 2}
    assert len(twice) == 12
    kinds = db.session.execute(
        select(Organization.siret, func.count()).where(Organization.siret.in_(twice)).group_by(Organization.siret)
    ).all()  # fmt: skip
    assert {n for _, n in kinds} == {2} and len(kinds) == 12
    again = take(portal, FRANCE)
    assert counts(again) == (0, 0, 3853, 0, 0), "the second time changes nothing, and says so"
    assert not list(profiles_kept()), "each has its sheet and its place"
    db.session.rollback()
    written = csv_text(directory_export.structures())
    assert "@" not in written.split("\r\n", 1)[1], "no address of mail leaves"
    with write_transaction():
        gone = select(Organization.id).where(Organization.origin == DirectoryShape.NATIONAL_2021)
        db.session.execute(delete(Capability).where(Capability.organization_id.in_(gone)))
        db.session.execute(delete(SiaeProfile).where(SiaeProfile.organization_id.in_(gone)))
        db.session.execute(delete(Organization).where(Organization.origin == DirectoryShape.NATIONAL_2021))
        db.session.commit()
    back = take(portal, "\N{BYTE ORDER MARK}" + written)
    assert (back.shape, back.created, back.changed, back.refused) == (DirectoryShape.OWN, 3853, 0, 0)
    db.session.rollback()
    assert csv_text(directory_export.structures()) == written


def test_what_a_structure_published_is_never_replaced_by_a_list(portal: Portal) -> None:
    row = f"{SIRET},AI,ALPHA,,8121Z,1 Rue du Bac,60000,BEAUVAIS,49.43,2.08,True"
    assert counts(take(portal, f"{HEADER}\n{row}")) == (1, 0, 0, 0, 0)
    sheet = profile_of(SIRET)
    assert (sheet.city, sheet.lat_e6, sheet.source_date) == ("Beauvais", 49_430_000, date(2021, 5, 6))
    practised = select(Capability.trade, Capability.monthly_hours).where(
        Capability.organization_id == sheet.organization_id
    )
    assert db.session.execute(practised).all() == [("nettoyage", None)], (
        "its main activity is a trade; no hours"
    )
    with write_transaction():
        sheet.published_on, sheet.brand, sheet.organization.name = date(2026, 1, 5), "Alpha services", "Alpha"
        db.session.commit()
    marche = {"results": [{"id": 7, "siret": SIRET, "kind": "AI", "name": "ALPHA 60", "brand": "AUTRE", "city": "Noyon",
                           "post_code": "60400", "presta_types": ["PREST"], "sectors": [{"slug": "repassage"}],
                           "networks": ["Coorace"], "contact_website": "alpha.example", "nature": "ANTENNA",
                           "updated_at": "2026-02-01T10:00:00Z"}]}  # fmt: skip
    assert counts(take(portal, json.dumps(marche))) == (0, 1, 0, 0, 0)
    sheet = profile_of(SIRET)
    assert (sheet.organization.name, sheet.brand, sheet.city) == ("Alpha", "Alpha services", "Beauvais")
    assert (sheet.sectors, sheet.networks, sheet.website) == (
        ["repassage"],
        ["coorace"],
        "https://alpha.example",
    )
    assert sheet.lends_staff, "what it does is its own word too"
    assert sheet.branch, "what the State says follows the newer of the two days"
    assert counts(take(portal, json.dumps(marche))) == (0, 0, 0, 1, 0), "left as it is, and told so"


def test_between_two_lists_the_newer_one_wins_whatever_the_order(portal: Portal) -> None:
    def emplois(name: str, day: str) -> str:
        return json.dumps([{"id": "u-1", "siret": SIRET, "type": "EI", "raison_sociale": name, "ville": "Clairoix",
                            "addresse_ligne_1": "Rue de Roye", "code_postal": "60280", "mis_a_jour_le": day}])  # fmt: skip

    assert counts(take(portal, emplois("BETA", "2025-04-01"))) == (1, 0, 0, 0, 0)
    assert counts(take(portal, emplois("BETA NOUVELLE", "2026-01-01"))) == (0, 1, 0, 0, 0)
    assert counts(take(portal, emplois("BETA", "2025-04-01"))) == (0, 0, 0, 1, 0)
    sheet = profile_of(SIRET, EmployerKind.EI)
    assert sheet.organization.name == "BETA NOUVELLE" and sheet.source_date == date(2026, 1, 1)
    assert sheet.lat_e6 and sheet.organization.commune_code == "60156", "without coordinates, its commune"


def test_an_esat_of_hosmoz_comes_in_with_its_network_and_without_its_telephone(portal: Portal) -> None:
    text = ("Id;Raison Sociale;Siren;Siret;Catégorie;Adresse;Code Postal;Ville;Tel public;Email;Adhérent Hosmoz;"
            "Pôles de compétences;URL\n12;ESAT DES ÉTANGS;732829320;732 829 320 00074;ESAT;1 rue du Lac;60250;Mouy;"
            "0344000000;a@b.example;Oui;Repassage, Alchimie;javascript:alert(1)\n")  # fmt: skip
    check = directory_lists.check(text.encode("cp1252"), today=TODAY, listed_on=date(2025, 9, 1))
    assert {one.code for _, one in check.warned} == {"siae_sector", "siae_website"}
    take(portal, text.encode("cp1252"), listed_on=date(2025, 9, 1))
    sheet = profile_of(SIRET, EmployerKind.ESAT)
    assert (sheet.networks, sheet.sectors, sheet.website) == (["hosmoz"], ["repassage"], None)
    assert (sheet.organization.phone, sheet.organization.email) == (None, None)
    assert sheet.source_date == date(2025, 9, 1) and sheet.takes_works


def test_each_row_refused_says_its_line_its_column_and_why_and_the_others_come_in(portal: Portal) -> None:
    rows = [
        f"{SIRET},AI,=cmd|calc,,,1 Rue,60000,Beauvais,49.43,2.08,True",
        f"{SIRET},AI,ENCORE,,,1 Rue,60000,Beauvais,,,True",
        "123,AI,COURT,,,1 Rue,60000,Beauvais,,,True",
        "73282932000074,OPCS,PORTEUR,,,1 Rue,60000,Beauvais,,,True",
        "73282932000074,XX,INCONNU,,,1 Rue,60000,Beauvais,,,True",
        "73282932000074,EI,,,,1 Rue,6000000,Beauvais,,,peut-être",
        "73282932000074,ACI,LOIN,,,1 Rue,60000,Beauvais,43.2,5.4,True",
    ]
    check = directory_lists.check("\n".join([HEADER, *rows]).encode(), today=TODAY)
    assert [(one.line, one.field, one.code) for one in check.refusals] == [
        (2, "siret", "siae_twice"), (3, "siret", "decp_siret"), (4, "kind", "siae_kind_outside"),
        (5, "kind", "siae_kind"), (6, "name", "decp_missing"), (6, "post_code", "siae_post_code"),
        (6, "convention_is_active", "siae_yes"),
    ]  # fmt: skip
    told = [words.refused(one) for one in check.refusals] + [words.warned(*one) for one in check.warned]
    assert told[1] == ("Ligne 3 (ligne 4 du fichier), colonne siret : un SIRET comporte 14 chiffres, "
                       "celui-ci en a 3 (« 123 »).")  # fmt: skip
    assert (
        words.REASONS.keys() <= words.SENTENCES.keys()
        and {one.code for one in check.refusals} <= words.REASONS.keys()
    )
    done = take(portal, "\n".join([HEADER, *rows]))
    assert counts(done) == (2, 0, 0, 0, 5)
    assert not any("value" in one or "peut-être" in str(one) for one in done.refusals), (
        "never what the row held"
    )
    placed = profile_of(SIRET, EmployerKind.ACI)
    assert round(placed.lat_e6 / 1e6, 1) == 49.4, "a point in another region is not believed"
    assert "'=cmd|calc" in csv_text(directory_export.structures()), "no spreadsheet computes a name"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet_empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "list_unreadable"),
        (b"a;b\n1;2\n", "list_unreadable"),
        (HEADER.encode(), "list_unreadable"),
        (b"[" * 5000, "list_too_deep"),
        (b'{"results": []}', "list_unreadable"),
        (b'[{"siret": "1", "siret": "2"}]', "decp_doubled_key"),
        (b"x" * 10_000_001, "decp_too_big"),
        (b"PK\x03\x04 not a workbook", "sheet_damaged"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(portal: Portal, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        directory_lists.check(content, today=TODAY)
    assert refusal.value.code == code


def test_an_import_that_fails_at_its_end_leaves_nothing(portal: Portal, monkeypatch) -> None:
    before = db.session.scalar(select(func.count()).select_from(Organization))
    monkeypatch.setattr(lists, "journal", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(portal, f"{HEADER}\n{SIRET},AI,ALPHA,,,1 Rue,60000,Beauvais,,,True")
    assert db.session.scalar(select(func.count()).select_from(Organization)) == before
    assert db.session.scalar(select(func.count()).select_from(DirectoryImport)) == 0
