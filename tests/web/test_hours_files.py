"""Do the hours that a structure's own software knows become those of the months, once, exactly, or not at all?"""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.hours_files import HoursFile
from clauses.models.journal import AuditEvent
from clauses.queries import invariants
from tests import stage_hours
from tests.portal import Browser, Page, Portal
from tests.stage_hours import AI, PEOPLE, Site

SEPTEMBER = date(2026, 9, 1)
P1, P2 = PEOPLE["P1"], PEOPLE["P2"]
HEAD = ("Matricule", "Nom", "Prénom", "Date", "Nb heures", "Taux horaire")


@pytest.fixture
def site(portal: Portal) -> Site:
    found = stage_hours.begun(portal)
    portal.day("2026-10-08")
    return found


@pytest.fixture
def structure(site: Site) -> Browser:
    return site.portal.sign_in("nadege.brunel")


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sent(structure: Browser, content: bytes, name: str = "export.xlsx") -> Page:
    page = structure.get("/heures/importer")
    said = structure.submit(
        page, {"hours_file": (io.BytesIO(content), name)}, form="hours-file-form", status=303,
        content_type="multipart/form-data",
    )  # fmt: skip
    return structure.follow(said)


def checked(structure: Browser, content: bytes, **said: str) -> Page:
    """From the file to the check page, with the columns as they are proposed, save what is said."""
    columns = sent(structure, content)
    return structure.follow(structure.submit(columns, said, form="columns-form", status=303))


def typed() -> dict[str, tuple[int, int]]:
    db.session.rollback()
    return {
        entry.participant.last_name: (entry.worked, entry.training)
        for entry in db.session.scalars(
            select(HoursEntry).join(MonthlyReport).where(MonthlyReport.month == SEPTEMBER)
        )
    }


def daily(who: tuple[str, str, date], *hours: Any) -> list[tuple[Any, ...]]:
    return [
        ("042", who[1].upper(), who[0], date(2026, 9, day), one, 12.02) for day, one in enumerate(hours, 1)
    ]


def test_the_days_of_a_time_export_become_the_hours_of_the_month(structure: Browser):
    page = checked(
        structure,
        workbook(
            HEAD, *daily(P1, 7.75, 7.25, "7,5"), *daily(P2, 7.75, 0, None), ("TOTAL", None, None, None, 30.25)
        ),
    )
    assert "30,25 h" in page and "2, 3, 4" in page
    done = structure.follow(structure.submit(page, form="hours-confirm", status=303))
    assert "Heures du fichier enregistrées : 30,25 h" in done
    assert typed() == {P1[1]: (2250, 0), P2[1]: (775, 0)}
    kept = db.session.scalars(select(HoursFile)).one()
    assert kept.lines == 2 and kept.taken_at is not None
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "hours:import")).one()
    assert told.facts["lines"] == 2 and told.facts["sha256"] == kept.file.sha256
    assert invariants.breaches() == []


def test_hours_that_read_two_ways_are_asked_once_then_remembered(structure: Browser):
    """Trap 30: 7.30 is 7 h 30 or 7 h 18; nothing is guessed, and the answer serves the next file alike."""
    content = workbook(HEAD, *daily(P1, 7.30, 8, 7.45))
    columns = sent(structure, content)
    assert "Ces heures se lisent de deux façons" in columns and "« 7,3 »" in columns
    refused = structure.submit(columns, form="columns-form", status=422)
    assert "Dites comment les heures de ce fichier sont écrites." in refused
    said = structure.submit(refused, {"writing": "clock"}, form="columns-form", status=303)
    page = structure.follow(said)
    assert "23,25 h" in page  # 7 h 30 + 8 h + 7 h 45
    again = sent(structure, content)
    assert "Vos réponses pour ce modèle de fichier sont reprises." in again
    page = structure.follow(structure.submit(again, form="columns-form", status=303))
    assert "23,25 h" in page


def test_a_whole_month_as_it_is_paid_is_questioned(structure: Browser):
    """Trap 28: 151,67 h is what a month is paid; only what was worked counts."""
    content = workbook(("Salarié", "Mois", "Heures"), (f"{P1[0]} {P1[1]}", "09/2026", 151.67))
    page = checked(structure, content)
    refused = structure.submit(page, form="hours-confirm", status=422)
    assert "Cochez la case si ces heures ont bien été travaillées" in refused and typed() == {}
    structure.submit(refused, {"really_worked": "y"}, form="hours-confirm", status=303)
    assert typed() == {P1[1]: (15167, 0)}


def test_the_permanent_staff_of_a_payroll_is_left_out_on_purpose(structure: Browser):
    """Trap 36: those who are not in insertion never count, and nobody is left out by a slip."""
    content = workbook(
        ("Salarié", "Mois", "Heures"), (f"{P1[0]} {P1[1]}", "09/2026", 70), ("Jean Permanent", "09/2026", 140)
    )
    page = checked(structure, content)
    assert "Ligne 3 : Jean Permanent" in page
    refused = structure.submit(page, form="hours-confirm", status=422)
    assert "Cochez la case pour laisser de côté" in refused and typed() == {}
    structure.submit(refused, {"leave_out": "y"}, form="hours-confirm", status=303)
    assert typed() == {P1[1]: (7000, 0)}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Zéphyrin Aubrespin", "09/2026", "beaucoup"), "Ligne 3, colonne « Heures » : « beaucoup » n'est pas un nombre d'heures"),
        (("Zéphyrin Aubrespin", "09/2026", -7), "Ligne 3, colonne « Heures » : « -7 » : un nombre d'heures ne peut pas être négatif"),
        (("Zéphyrin Aubrespin", "bientôt", 7), "Ligne 3, colonne « Mois » : « bientôt » n'est pas un mois"),
        (("Zéphyrin Aubrespin", "12/2026", 7), "Ligne 3, colonne « Mois » : décembre 2026 n'est pas encore commencé."),
        ((None, "09/2026", 7), "Ligne 3, colonne « Salarié » : Cette ligne ne dit pas de qui sont les heures."),
        (("Zéphyrin Aubrespin", "07/2026", 7), "Zéphyrin A. n'a pas de contrat en juillet 2026"),
    ],
)  # fmt: skip
def test_one_line_that_cannot_be_taken_refuses_the_whole_file(
    structure: Browser, row: tuple[Any, ...], said: str
):
    good = (f"{P2[0]} {P2[1]}", "09/2026", 63)
    page = checked(structure, workbook(("Salarié", "Mois", "Heures"), good, row))
    assert said in page and "Enregistrer 63 h" not in page
    assert typed() == {}


def test_hours_typed_since_the_check_are_shown_before_they_are_replaced(structure: Browser, site: Site):
    content = workbook(("Salarié", "Mois", "Heures"), (f"{P1[0]} {P1[1]}", "09/2026", 70))
    page = checked(structure, content)
    site.enter(SEPTEMBER, {("P1", AI): 35})
    again = structure.submit(page, form="hours-confirm", status=422)
    assert "Des heures ont été saisies depuis la vérification" in again and typed() == {P1[1]: (3500, 0)}
    assert "1 ligne remplace des heures déjà saisies." in again
    structure.submit(again, form="hours-confirm", status=303)
    assert typed() == {P1[1]: (7000, 0)}


def test_what_a_month_refuses_is_told_with_its_line_and_nothing_is_written(structure: Browser):
    content = workbook(
        ("Salarié", "Mois", "Heures"),
        (f"{P2[0]} {P2[1]}", "09/2026", 63),
        (f"{P1[0]} {P1[1]}", "09/2026", 300),
    )
    page = checked(structure, content)
    refused = structure.submit(page, form="hours-confirm", status=422)
    assert "Ligne 3 : 300 h dépassent la durée maximale légale" in refused
    assert typed() == {}


def test_our_own_model_goes_out_named_and_comes_back_whole(structure: Browser):
    answer = structure.get("/heures/modele.xlsx?mois=2026-09").response
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        row[heads.index("Heures travaillées")].value = 42.5
    back = io.BytesIO()
    book.save(back)
    page = checked(structure, back.getvalue())
    structure.submit(page, form="hours-confirm", status=303)
    assert typed() == {P1[1]: (4250, 0), P2[1]: (4250, 0)}


def test_a_file_belongs_to_the_structure_that_sent_it(structure: Browser, site: Site):
    sent(structure, workbook(("Salarié", "Mois", "Heures"), (f"{P1[0]} {P1[1]}", "09/2026", 70)))
    key = db.session.scalars(select(HoursFile)).one().file.key
    other = site.portal.sign_in("elodie.petit")
    other.get(f"/heures/importer/{key}", status=404)
    other.get(f"/heures/importer/{key}/verification", status=404)
