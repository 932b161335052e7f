"""Do the hours of a pooled person, brought by a file, go to every lot of the pool by the rule of sharing? (R15)"""

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.queries import invariants
from tests import stage_pooling
from tests.portal import Browser, Portal
from tests.stage_pooling import NAME, SEPTEMBER, Gymnasium
from tests.web.test_hours_files import checked, workbook

HEAD = ("Nom", "Prénom", "Mois", "Lot", "Heures")


@pytest.fixture
def site(portal: Portal) -> Gymnasium:
    found = stage_pooling.gymnasium(portal)
    portal.day("2026-08-20")
    found.propose()
    found.all_agree()
    portal.day("2026-10-05")
    return found


@pytest.fixture
def structure(site: Gymnasium) -> Browser:
    return site.portal.sign_in("elodie.petit", "agence de Beauvais")


def parts(site: Gymnasium) -> list[int]:
    """What each lot of the pool received in September, in their order."""
    db.session.rollback()
    found = dict(
        db.session.execute(
            select(MonthlyReport.lot_id, HoursEntry.worked)
            .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
            .where(MonthlyReport.month == SEPTEMBER)
        ).all()
    )
    return [found.get(site.lots[number], 0) for number in (1, 2, 3)]


def line(hours: object, lot: int | None = None) -> tuple[object, ...]:
    return (NAME[1], NAME[0], "09/2026", lot, hours)


def test_the_hours_of_a_file_are_shared_whatever_lot_it_says(site: Gymnasium, structure: Browser) -> None:
    page = checked(structure, workbook(HEAD, line(60, 1), line(6, 3)))
    assert "66 h" in page and "Mutualisation : partagées entre ses lots" in page
    structure.submit(page, form="hours-confirm", status=303)
    assert parts(site) == [2200, 1650, 2750]
    assert invariants.breaches() == []


def test_a_file_that_names_no_lot_is_shared_and_taken_once(site: Gymnasium, structure: Browser) -> None:
    content = workbook(HEAD, line(66))
    structure.submit(checked(structure, content), form="hours-confirm", status=303)
    assert parts(site) == [2200, 1650, 2750]
    again = checked(structure, content)
    assert "Toutes les heures de ce fichier sont déjà enregistrées" in again
    structure.submit(checked(structure, workbook(HEAD, line(72))), form="hours-confirm", status=303)
    assert sum(parts(site)) == 7200


def test_what_the_pool_refuses_is_told_at_its_line_and_nothing_is_taken(
    site: Gymnasium, structure: Browser
) -> None:
    page = checked(structure, workbook(HEAD, line("208,25")))
    refused = structure.submit(page, form="hours-confirm", status=422)
    assert "208,25 h dépassent la durée maximale légale" in refused and "2" in refused
    assert parts(site) == [0, 0, 0]
