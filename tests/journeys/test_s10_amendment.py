"""S10: an amendment, its proposal, the state before and after, the floor of R19, and a report that does not move."""

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.markets import ContractChange, HoursTarget
from tests import stage
from tests.journeys.test_s17_report import ask, lots_of, worked
from tests.moments import moment
from tests.portal import Browser, Portal
from tests.reading import Page, plain

from datetime import date  # isort: skip


@moment
def half_worked(portal: Portal) -> str:
    """Lot 3 at 1 February 2027: 140 h validated of 280; returns the address of the lot."""
    market = stage.published(portal)
    stage.awarded(portal, 3, "Menuiseries Verbrugghe", amount=61_000_000, market=market)
    portal.day("2027-01-12")
    worked(3, date(2026, 12, 1), 140, date(2027, 1, 12))
    portal.day("2027-02-01")
    portal.run_jobs()
    return f"/marches/{market.id}/lots/3"


@pytest.fixture
def joinery(portal: Portal) -> str:
    return half_worked(portal)


AMENDMENT = {
    "amend_date": "01/02/2027",
    "lot_amount": "719 800",
    "exec_months": "14",
    "document": "Avenant signé le 20/01/2027",
}


def look(
    buyer: Browser, lot: str, values: dict[str, str], motif: str = "amendment", status: int = 200
) -> Page:
    page = buyer.get(f"{lot}/modifications/nouvelle?motif={motif}")
    return buyer.submit(page, {**values, "do": "check"}, form="change-form", status=status)


def amend(buyer: Browser, lot: str, values: dict[str, str] = AMENDMENT, motif: str = "amendment") -> Page:
    shown = look(buyer, lot, values, motif)
    return buyer.submit(shown, {"do": "save"}, form="change-form")


def test_the_effect_is_shown_before_it_is_recorded(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(joinery)
    assert "Aucune modification depuis l'attribution." in page
    shown = look(buyer, joinery, AMENDMENT)
    for words in (
        "719 800 €", "331,49 h", "315 h", "14 mois", "12 mois", "280 h",
        "50,0 % des heures contre 41,7 % du temps (+8,3 points)",
        "44,4 % des heures contre 35,7 % du temps (+8,7 points)", "Conforme",
    ):  # fmt: skip
        assert words in shown, words
    assert not db.session.scalars(select(ContractChange)).all()


def test_the_amendment_makes_a_second_version(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    buyer.follow(amend(buyer, joinery))
    first, second = db.session.scalars(
        select(HoursTarget).where(HoursTarget.lot_id == stage.lot(3).id).order_by(HoursTarget.number)
    )
    assert (first.hours, first.exec_months) == (28000, 12)
    assert (second.hours, second.exec_months, second.reason) == (31500, 14, "Avenant n° 1")
    [change] = db.session.scalars(select(ContractChange))
    assert (change.amount_before, change.amount_after) == (61_000_000, 71_980_000)
    assert (change.computed_hours, change.proposed_hours, change.target_id) == (33149, 31500, second.id)
    page = buyer.get(joinery)
    assert "Avenant n° 1" in page and "280 → 315 h" in page and "44,4 %" in page
    history = buyer.get(f"{joinery}?onglet=historique")
    assert "280 h puis 315 h, Avenant n° 1" in history


def test_the_curve_shows_the_step(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    amend(buyer, joinery)
    page = buyer.get(joinery)
    rows = {row[0].text: [c.text for c in row[1:]] for row in (list(tr) for tr in page.by_id("follow-up").iter("tr")) if row[0].text}  # noqa: E501  # fmt: skip
    assert [rows["janv. 27"][2], rows["févr. 27"][2]] == ["280\u202fh", "315\u202fh"]
    assert rows["janv. 27"][1] == "116,67\u202fh"  # 5 months of 12 of 280 h
    assert rows["févr. 27"][1] == "135\u202fh"  # 6 of 14 of 315 h
    flags = page.find_all(lambda e: "flag" in (e.get("class") or "").split())
    assert [f.text for f in flags] == ["Avenant n° 1"]


def test_the_floor_of_hours_already_validated(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    values = {**AMENDMENT, "lot_amount": "610 000", "exec_months": "12", "target_hours": "135"}
    refused = look(buyer, joinery, values, status=422)
    assert refused.problems == ["Le nouveau volume (135 h) est inférieur aux heures déjà validées (140 h)."]
    assert "140 h" in look(buyer, joinery, {**values, "target_hours": "140"})


def test_the_report_of_january_is_unchanged(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    market_id = stage.lot(3).market_id
    before = lots_of(ask(portal, buyer, market_id, "31/01/2027"))["3"]
    amend(buyer, joinery)
    portal.day("2027-03-02")
    after = lots_of(ask(portal, buyer, market_id, "31/01/2027"))["3"]
    assert before == after
    assert after[3:7] == ["280 h", "140 h", "50,0 %", "5/12"]
    then = lots_of(ask(portal, buyer, market_id, "28/02/2027"))["3"]
    assert then[3:7] == ["315 h", "140 h", "44,4 %", "6/14"]


def test_those_concerned_are_told(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    amend(buyer, joinery)
    portal.run_jobs()
    told = portal.mails("M34")
    assert {m.recipient.email.split("@")[0] for m in told} >= {"claire.delattre"}
    assert {m.subject for m in told} == {"Le volume d'heures change : marché 2026-VB-014, lot 3"}
    body = plain(told[0].body)
    assert "passe de 280 h à 315 h à partir du 1er février 2027 (motif : avenant n° 1)" in body
    assert "La durée passe de 12 à 14 mois." in body


def test_a_change_seen_by_another_first_is_not_overwritten(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    mine, other = look(buyer, joinery, AMENDMENT), look(buyer, joinery, AMENDMENT)
    buyer.submit(other, {"do": "save"}, form="change-form")
    buyer.submit(mine, {"do": "save"}, form="change-form", status=409)


def test_what_was_altered_after_the_look_is_looked_at_again(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    shown = look(buyer, joinery, AMENDMENT)
    again = buyer.submit(shown, {"target_hours": "300", "do": "save"}, form="change-form", status=200)
    assert "300 h" in again
    assert not db.session.scalars(select(ContractChange)).all()


def test_works_that_stop_stop_the_time(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    amend(buyer, joinery, {"amend_date": "01/02/2027"}, "suspension")
    portal.day("2027-04-30")
    assert "41,7 %" in buyer.get(joinery)  # 5 months of 12, for ever until they resume
    amend(buyer, joinery, {"amend_date": "01/05/2027"}, "resumption")
    portal.day("2027-05-31")
    assert "50,0 %" in buyer.get(joinery)
    assert "6 mois sur 12" in buyer.get(joinery)


def test_a_contract_handed_over_keeps_its_target(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    new = stage.organization("Bâtisseurs du Thérain")
    amend(buyer, joinery, {"amend_date": "01/02/2027", "holder": str(new.id)}, "transfer")
    page = buyer.get(joinery)
    assert "Cession du marché : Bâtisseurs du Thérain" in page
    assert "280 h" in page
    portal.sign_in("mickael.roussel").get(joinery)


def test_a_contract_that_ends_early_owes_its_part(portal: Portal, joinery: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    portal.day("2027-03-01")
    shown = look(buyer, joinery, {"amend_date": "01/03/2027"}, "termination")
    assert "140 h" in shown  # 6 months of 12
    buyer.submit(shown, {"do": "save"}, form="change-form")
    assert "Enregistrer une modification" not in buyer.get(joinery)


def test_only_the_buyer_records_a_change(portal: Portal, joinery: str) -> None:
    for who, status in (("claire.delattre", 403), ("mickael.roussel", 404)):
        portal.sign_in(who).get(f"{joinery}/modifications/nouvelle", status=status)
    assert "Enregistrer une modification" not in portal.sign_in("claire.delattre").get(joinery)
