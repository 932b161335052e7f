"""S05: an EI holds the lot and an association intermédiaire works beside it; the month with a double, to the hour."""

from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.domain.kinds import CommitmentState, Modality, Programme
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.cooperation import CooperationEvent
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport
from clauses.models.markets import Lot, Market
from clauses.queries import invariants
from tests import stage, stage_site
from tests.journeys.test_s02_s03_commitment_and_plan import typed
from tests.portal import Browser, Portal

EI, AI = "Vert'Oise Paysage", "Relais Emploi Sud Oise"
ANTOINE, FATOU, KARIM = "antoine.mercier", "fatou.diop", "karim.benali"
V1 = ("Wandrille", "Xanthopoulos", date(1990, 5, 2))
V2 = ("Yolaine", "Zwarthoed", date(1985, 8, 14))
Q1 = ("Quitterie", "Lhuillery", date(1992, 1, 30))
Q2 = ("Gonzague", "Mervelet", date(1979, 9, 9))
NAMES = [part for person in (V1, V2, Q1, Q2) for part in person[:2]]
OWN = (80, 96, 104, 90, 70, 100, 80)
OF_Q1 = (0, 42, 42, 42, 28, 14, 0)
OF_Q2 = (0, 0, 28, 42, 28, 14, 0)
LINES = ((("siae_awardee", ""), "620", "2"), (("ai_placement", f"{AI} (AI)"), "280", "2"))


def month_of(number: int) -> date:
    return date(2026, 4 + number, 1)


@pytest.fixture
def market(portal: Portal) -> Market:
    return stage_site.published_lot(
        portal, "damien.leroux", reference="2026-ACSO-021", title="Entretien des espaces publics", number=2,
        lot_title="Espaces verts - Creil, Nogent-sur-Oise", trade="espaces_verts", commune="60175", hours=900,
        start=date(2026, 4, 1), months=7, programme=Programme.NONE,
    )  # fmt: skip


def planned(portal: Portal, market: Market) -> Commitment:
    """Steps 1 and 2: awarded to the EI, declared by it, planned by the resource person, accepted by the AI."""
    portal.day("2026-03-15")
    damien = portal.sign_in("damien.leroux")
    page = damien.get(f"/marches/{market.id}/lots/2/attribution")
    fields = {
        "award_result": "awarded", "awardee": str(stage.organization(EI).id), "award_amount": "320 000",
        "notification_date": "15/03/2026", "exec_start": "01/04/2026", "exec_months": "7",
    }  # fmt: skip
    told = damien.follow(damien.submit(page, fields))
    assert "seules les heures de ses salariés en insertion comptent." in told

    antoine = portal.sign_in(ANTOINE)
    assert "C'est à Vert'Oise Paysage" in antoine.get("/engagements")
    commitment = db.session.scalars(select(Commitment)).one()
    declared = {"company_contact": "Antoine Mercier, 03 44 00 00 00", "signatory": "y"}
    page = antoine.get(f"/engagements/{commitment.id}/declaration")
    antoine.submit(page, {**typed(*LINES), **declared}, press="send")
    portal.day("2026-03-18")
    karim = portal.sign_in(KARIM)
    plan = karim.get(f"/engagements/{commitment.id}/affectation")
    computed = karim.submit(plan, press="compute", status=200)
    assert "Total : 900 h sur 900 h" in computed
    assert "devront passer par une ETTI" not in computed.text  # 140 h each: no relay to foresee
    karim.submit(plan, press="propose")
    fatou = portal.sign_in(FATOU)
    fatou.submit(fatou.get("/demandes"), {"answer": "accepted"})
    db.session.rollback()
    kept = db.session.get_one(Commitment, commitment.id)
    assert kept.state is CommitmentState.PLANNED
    return kept


def enter(
    browser: Browser, hiring: stage_site.Hiring, number: int, hours: dict[tuple[str, str], int]
) -> None:
    month = f"{month_of(number):%Y-%m}"
    typed_hours = {f"h_worked-{hiring.contracts[key]}": str(n) for key, n in hours.items() if n}
    if typed_hours:
        browser.submit(browser.get(f"/heures?month={month}"), typed_hours, form="/heures")


def decide(karim: Browser, lot_id: int, number: int, **fields: str) -> None:
    month = f"{month_of(number):%Y-%m}"
    page = karim.get(f"/validation/{month}?lot={lot_id}")
    karim.submit(page, {"v_decision": "validate", **fields}, form=f"/{lot_id}/decision")


def test_900_hours_of_an_ei_and_an_ai_together(portal: Portal, market: Market) -> None:
    commitment = planned(portal, market)
    lot_id = commitment.lot_id
    hiring = stage_site.Hiring(portal, lot_id, KARIM)
    antoine_acts, fatou_acts = stage.actor(ANTOINE), stage.actor(FATOU)
    portal.day("2026-04-30")
    for person in (V1, V2):
        hiring.hire(antoine_acts, person, Modality.SIAE_AWARDEE, date(2026, 4, 1))
    portal.day("2026-05-31")
    hiring.hire(fatou_acts, Q1, Modality.AI_PLACEMENT, date(2026, 5, 1))
    hiring.hire(antoine_acts, Q1, Modality.SIAE_AWARDEE, date(2026, 5, 1))
    portal.day("2026-06-30")
    hiring.hire(fatou_acts, Q2, Modality.AI_PLACEMENT, date(2026, 6, 1))

    for number in range(7):
        month = f"{month_of(number):%Y-%m}"
        portal.day(date(2026, 5 + number, 8).isoformat())
        antoine, fatou, karim = (portal.sign_in(who) for who in (ANTOINE, FATOU, KARIM))
        own = {(V1[1], EI): OWN[number] // 2, (V2[1], EI): OWN[number] // 2}
        double = {(Q1[1], EI): 42} if number == 1 else {}
        enter(antoine, hiring, number, {**own, **double})
        enter(fatou, hiring, number, {(Q1[1], AI): OF_Q1[number], (Q2[1], AI): OF_Q2[number]})
        if number == 1:
            the_holder_reads_who_is_placed_with_it(antoine, hiring, lot_id)
        antoine.submit(
            antoine.get(f"/releves/{lot_id}/{month}"), {"r_honour": "y"}, form="/releves/", press="Transmettre le relevé"
        )  # fmt: skip
        if number == 1:
            may_has_a_double_and_the_line_of_the_ai_is_kept(karim, lot_id)
        else:
            decide(karim, lot_id, number)

    total = select(func.sum(LedgerLine.hours)).where(LedgerLine.lot_id == lot_id)
    db.session.rollback()
    assert db.session.scalar(total) == 90_000
    assert db.session.scalar(total.where(LedgerLine.modality == Modality.AI_PLACEMENT)) == 28_000  # 31,1 %
    [cooperation] = db.session.scalars(select(CooperationEvent))
    assert (cooperation.kind, cooperation.first.name, cooperation.second.name) == ("ai_ei", AI, EI)
    fatou = portal.sign_in(FATOU)
    assert "AI auprès d'une EI titulaire" in fatou.get("/cooperation/journal")
    sheet = portal.sign_in(ANTOINE).get(f"/engagements/{commitment.id}")
    assert "900 h" in sheet and "100,0 %" in sheet and AI in sheet and "620 h" in sheet and "280 h" in sheet
    damien = portal.sign_in("damien.leroux")
    lot = db.session.get_one(Lot, lot_id)
    for page in (damien.get(f"/engagements/{commitment.id}"), damien.get(f"/marches/{lot.market_id}/lots/2")):
        assert not any(name in page.text for name in NAMES)
    assert invariants.breaches() == []


def the_holder_reads_who_is_placed_with_it(antoine: Browser, hiring: stage_site.Hiring, lot_id: int) -> None:
    """Names and hours of the AI's people, like any holder; not their grounds, and their line is not the holder's."""
    page = antoine.get(f"/releves/{lot_id}/2026-05")
    assert "Quitterie Lhuillery" in page and AI in page and "180 h" in page
    assert f'h_worked-{hiring.contracts[Q1[1], AI]}"' not in page.response.text
    antoine.post(f"/releves/{lot_id}/2026-05", {f"h_worked-{hiring.contracts[Q1[1], AI]}": "10"}, status=403)
    people = antoine.get(f"/lots/{lot_id}/participants")
    assert "Quitterie Lhuillery" in people and "RSA" not in people.text
    assert "Doublon probable" in page


def may_has_a_double_and_the_line_of_the_ai_is_kept(karim: Browser, lot_id: int) -> None:
    page = karim.get(f"/validation/2026-05?lot={lot_id}")
    assert "Doublon probable" in page and "180 h" in page
    entries = {
        (e.participant.last_name, e.modality): e
        for e in db.session.scalars(
            select(HoursEntry).join(MonthlyReport).where(MonthlyReport.month == date(2026, 5, 1))
        )
    }
    double = entries[Q1[1], Modality.SIAE_AWARDEE]
    kept = {"v_decision": "partly", f"v_hours-{double.id}": "0", f"v_reason-{double.id}": "duplicate"}
    karim.submit(page, kept, form=f"/{lot_id}/decision")
    db.session.rollback()
    counted = select(func.sum(LedgerLine.hours)).where(LedgerLine.month == date(2026, 5, 1))
    assert db.session.scalar(counted) == 13_800
    refused = db.session.get_one(HoursEntry, double.id)
    assert (refused.state.value, refused.refusal_reason.value) == ("refused", "duplicate")


def test_a_structure_that_only_works_on_the_lot_reads_its_own_people_alone(
    portal: Portal, market: Market
) -> None:
    commitment = planned(portal, market)
    hiring = stage_site.Hiring(portal, commitment.lot_id, KARIM)
    portal.day("2026-05-31")
    hiring.hire(stage.actor(ANTOINE), V1, Modality.SIAE_AWARDEE, date(2026, 4, 1))
    hiring.hire(stage.actor(FATOU), Q1, Modality.AI_PLACEMENT, date(2026, 5, 1))
    fatou = portal.sign_in(FATOU)
    for url in (f"/releves/{commitment.lot_id}/2026-05", f"/lots/{commitment.lot_id}/participants"):
        page = fatou.get(url)
        assert "Lhuillery" in page and "Xanthopoulos" not in page.text
    sheet = fatou.get(f"/engagements/{commitment.id}")
    assert "280 h" in sheet and "620 h" not in sheet.text
