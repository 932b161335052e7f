"""Is what is typed the hours really worked, in the month they were worked? Domain rules, 5.1 and traps 28 to 31."""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport
from tests import stage_hours
from tests.portal import Portal
from tests.stage_hours import AI, PEOPLE, Site
from tests.web.test_hours_files import checked, sent, workbook

SEPTEMBER, DECEMBER = date(2026, 9, 1), date(2026, 12, 1)


@pytest.fixture
def site(portal: Portal) -> Site:
    found = stage_hours.begun(portal)
    portal.day("2026-10-05")
    return found


def worked() -> list[int]:
    db.session.rollback()
    return sorted(db.session.scalars(select(HoursEntry.worked)))


def save(site: Site, hours: str, month: str = "2026-09", status: int = 303, **more: str):
    nadege = site.portal.sign_in("nadege.brunel")
    typed = {f"h_worked-{site.contracts['P1', AI]}": hours}
    typed |= {f"{name}-{site.contracts['P1', AI]}": value for name, value in more.items()}
    return nadege.submit(nadege.get(f"/heures?month={month}"), typed, form="/heures", status=status)


def test_the_paid_length_of_a_month_is_questioned_before_it_counts_as_worked(site: Site) -> None:
    """Trap 28: 151,67 h copied from a payslip. It is kept, and never confirmed in a batch without a look."""
    site.enter(SEPTEMBER, {("P2", AI): 63})
    save(site, "151,67")
    assert worked() == [6300, 15167]
    url = f"/releves/{site.lot_id}/2026-09"
    mickael = site.portal.sign_in("mickael.roussel")
    question = "151,67 h, c'est la durée payée d'un mois complet. Vérifiez que congés, maladie et jours fériés n'y sont pas."
    assert question in mickael.get(url)
    assert "je confirme" not in mickael.get("/releves")
    save(site, "151,67", h_comment="Aucun congé ni absence ce mois-ci, planning joint")
    assert question not in mickael.get(url) and "je confirme" in mickael.get("/releves")


def test_an_hour_of_overtime_counts_for_one_hour(site: Site) -> None:
    """Trap 29: overtime is paid 125 %; 141 h of which 6 of overtime are 141 h, in what is typed and in what counts."""
    site.enter(SEPTEMBER, {("P2", AI): 63})
    save(site, "141", h_comment="dont 6 h supplémentaires à 125 %")
    site.submit(SEPTEMBER)
    site.validate(SEPTEMBER)
    db.session.rollback()
    assert sorted(db.session.scalars(select(LedgerLine.hours))) == [6300, 14100]


def test_rates_and_amounts_of_a_payroll_are_never_read_as_hours(site: Site) -> None:
    """Trap 29: the column of the rate and that of the amount stand beside the hours; only hours are summed."""
    nadege = site.portal.sign_in("nadege.brunel")
    first, last, _ = PEOPLE["P1"]
    rows = [("Nom", "Prénom", "Mois", "Heures", "Taux majoration", "Montant brut"),
            (last, first, "09/2026", 135, 1, 1623), (last, first, "09/2026", 6, 1.25, 90.16)]  # fmt: skip
    page = checked(nadege, workbook(*rows))
    assert "141 h" in page
    nadege.submit(page, form="hours-confirm", status=303)
    assert worked() == [14100]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("7h30", 750), ("7:30", 750), ("7,5", 750), ("7.50", 750), ("7,30 h", 730), ("7,3", 730)],
)
def test_a_duration_that_reads_one_way_is_kept(site: Site, typed: str, kept: int) -> None:
    save(site, typed)
    assert worked() == [kept]


def test_seven_point_thirty_is_asked_and_never_guessed(site: Site) -> None:
    """Trap 30: 7.30 is 7 h 18 or 7 h 30; the person says which, once, and what stands is not asked again."""
    asked = save(site, "7.30", status=422)
    assert (
        "7.30 se lit de deux façons : écrivez 7h30 pour 7 heures 30 minutes, ou « 7.30 h » pour un nombre à virgule."
        in asked
    )
    assert 'value="7.30"' in asked.response.text and worked() == []
    save(site, "7,33 h")
    assert worked() == [733]
    save(site, "7,33", h_comment="Vingt minutes arrondies")  # as the page shows it back
    assert worked() == [733]


def test_the_month_worked_rules_the_year_whatever_the_payslip_says(site: Site) -> None:
    """Trap 31: hours of December, paid and typed in January, count in December and in the year before."""
    site.portal.day("2027-01-08")
    site.enter(DECEMBER, {("P1", AI): 56, ("P2", AI): 30})
    site.submit(DECEMBER)
    site.portal.day("2027-01-12")
    site.validate(DECEMBER)
    db.session.rollback()
    lines = db.session.scalars(select(LedgerLine)).all()
    assert {line.month for line in lines} == {DECEMBER} and {line.recorded_on.year for line in lines} == {
        2027
    }
    assert sum(line.hours for line in lines if line.month.year == 2026) == 8600


def test_the_period_of_the_payslip_is_not_taken_for_the_month_worked(site: Site) -> None:
    """Trap 31: a payroll says « Période de paie »; the month worked is asked instead."""
    site.portal.day("2027-01-08")
    nadege = site.portal.sign_in("nadege.brunel")
    first, last, _ = PEOPLE["P1"]
    rows = [("Nom", "Prénom", "Période de paie", "Heures"), (last, first, "01/2027", 56)]
    columns = sent(nadege, workbook(*rows))
    page = nadege.follow(nadege.submit(columns, {"file_month": "2026-12"}, form="columns-form", status=303))
    assert "décembre 2026" in page
    nadege.submit(page, form="hours-confirm", status=303)
    db.session.rollback()
    assert db.session.scalars(select(MonthlyReport.month)).all() == [DECEMBER]
