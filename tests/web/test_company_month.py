"""Does a company answer for all its lots of a month in a few minutes? D08, and D09 for several lots at once."""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.actions.hours import participants
from clauses.domain.kinds import ContractType, Gender, Modality, ReportState
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import AI, Site

SEPTEMBER = date(2026, 9, 1)


def two_lots(portal: Portal) -> tuple[Site, int, int]:
    """The company holds lots 1 and 4; on lot 4 it hires one person itself. Returns the site, lot 4, that contract."""
    site = stage_hours.begun(portal)
    stage.awarded(portal, 4, "Bâtisseurs du Thérain", market=stage.lot(1).market)
    fourth = stage.lot(4).id
    portal.day("2026-08-31")
    person, _ = participants.register_participant(
        stage.actor("mickael.roussel"), fourth,
        participants.Person("Eustachon", "Wilfrid", date(1990, 5, 5), Gender.MAN, None, False, None, ("DELD",), True),
        participants.Contract(Modality.DIRECT_HIRE, ContractType.CDD, date(2026, 9, 1), None, None),
        same_as=None, homonym=False, proof=None, proof_label="Attestation",
        files=portal.app.config["SETTINGS"].files, now=portal.now,
    )  # fmt: skip
    site.prove(person.id, date(2026, 8, 20))
    contract = db.session.scalars(
        select(EmploymentContract.id).where(EmploymentContract.participant_id == person.id)
    ).one()
    portal.day("2026-10-05")
    return site, fourth, contract


def reports() -> dict[int, ReportState]:
    db.session.rollback()
    return {r.lot_id: r.state for r in db.session.scalars(select(MonthlyReport))}


def test_a_company_types_all_its_lots_on_one_screen_then_confirms_them_together(portal: Portal) -> None:
    site, fourth, contract = two_lots(portal)
    mickael = portal.sign_in("mickael.roussel")
    listed = mickael.get("/releves")
    assert "Coup d'Main Beauvaisis : 2 personnes sans heures" in listed and "je confirme" not in listed
    assert "Saisir sur un seul écran les heures de septembre 2026 de tous vos lots" in listed

    site.enter(SEPTEMBER, {("P1", AI): 70})
    page = mickael.get("/heures?month=2026-09")
    assert "Tous vos lots sur un seul écran" in page and "Saisi par Coup d'Main Beauvaisis" in page
    theirs, missing = site.contracts["P1", AI], site.contracts["P2", AI]
    assert f'name="h_worked-{theirs}"' not in page.response.text, (
        "a line of the structure is confirmed, not typed"
    )
    typed = {f"h_worked-{missing}": "63", f"h_worked-{contract}": "120"}
    mickael.submit(page, typed, form="/heures")

    listed = mickael.get("/releves")
    assert "133 h" in listed and "Coup d'Main Beauvaisis : 133 h, 2 personnes" in listed
    assert "Bâtisseurs du Thérain : 120 h, 1 personne" in listed
    unsigned = mickael.submit(listed, {}, form="/releves", status=422)
    assert "Cochez l'attestation" in unsigned and set(reports().values()) == {ReportState.DRAFT}
    both = {"pick": [f"{site.lot_id}_2026-09", f"{fourth}_2026-09"], "r_honour": "y"}
    mickael.submit(listed, both, form="/releves")
    assert reports() == {site.lot_id: ReportState.SUBMITTED, fourth: ReportState.SUBMITTED}


def test_everything_on_one_screen_is_kept_or_nothing_is(portal: Portal) -> None:
    site, _, contract = two_lots(portal)
    mickael = portal.sign_in("mickael.roussel")
    page = mickael.get("/heures?month=2026-09")
    typed = {f"h_worked-{site.contracts['P1', AI]}": "70", f"h_worked-{contract}": "208,25"}
    refused = mickael.submit(page, typed, form="/heures", status=422)
    assert "208,25 h dépassent la durée maximale légale" in refused
    db.session.rollback()
    assert db.session.scalars(select(HoursEntry)).all() == []


@pytest.mark.parametrize("who", ["sandrine.lemaire", "isabelle.caudron"])
def test_the_screen_of_all_lots_shows_nobody_to_others(portal: Portal, who: str) -> None:
    two_lots(portal)
    browser = portal.sign_in(who)
    answer = browser.client.get("/heures?month=2026-09")
    assert not any(name in answer.text for name in (*stage_hours.NAMES, "Eustachon"))


def test_two_people_typing_the_same_grid_are_told_of_each_other(portal: Portal) -> None:
    site, *_ = two_lots(portal)
    nadege = portal.sign_in("nadege.brunel")
    first, second = (f"h_worked-{site.contracts[who, AI]}" for who in ("P1", "P2"))
    opened = nadege.get("/heures?month=2026-09")
    nadege.submit(nadege.get("/heures?month=2026-09"), {first: "70"}, form="/heures")
    told = nadege.submit(opened, {first: "12", second: "63"}, form="/heures", status=409)
    assert "Nadège Brunel" in told and "12" in told.response.text
    db.session.rollback()
    assert [entry.worked for entry in db.session.scalars(select(HoursEntry))] == [7000]
    nadege.submit(told, form="/heures")  # « Enregistrer quand même », having read it
    db.session.rollback()
    assert sorted(entry.worked for entry in db.session.scalars(select(HoursEntry))) == [1200, 6300]


def test_what_a_company_does_on_its_own_line_does_not_hold_up_the_structure(portal: Portal) -> None:
    site, _, contract = two_lots(portal)
    nadege, mickael = portal.sign_in("nadege.brunel"), portal.sign_in("mickael.roussel")
    opened = nadege.get("/heures?month=2026-09")
    mickael.submit(mickael.get("/heures?month=2026-09"), {f"h_worked-{contract}": "120"}, form="/heures")
    nadege.submit(opened, {f"h_worked-{site.contracts['P1', AI]}": "70"}, form="/heures")
