"""Two acts that cross: each waits for the other or is refused, and nothing is lost, doubled or answered 500."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from clauses.actions import allocation, markets
from clauses.actions.hours import months, participants
from clauses.domain.errors import DomainError
from clauses.domain.kinds import (
    ContractType,
    Gender,
    LineState,
    LotResult,
    MarketState,
    Modality,
    PlanState,
)
from clauses.extensions import db
from clauses.jobs import dispatch
from clauses.models.allocation import AllocationLine, AllocationPlan
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, Participant
from clauses.models.journal import AuditEvent, EmailMessage, OutboxEvent
from clauses.models.markets import Market
from clauses.queries import audit, invariants
from tests import stage, stage_hours
from tests.portal import Portal

SEPTEMBER = date(2026, 9, 1)


def cross(portal: Portal, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, all begun at the same instant; a refusal of the trade is an answer, anything else fails."""
    db.session.remove()
    start = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        with portal.app.app_context():
            start.wait()
            try:
                answers[number] = acts[number]()
            except DomainError as refusal:
                answers[number] = refusal
            except Exception as failure:  # noqa: BLE001 - told by the main thread
                answers[number] = failure

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    failures = [a for a in answers if isinstance(a, Exception) and not isinstance(a, DomainError)]
    assert not failures, failures
    assert audit.verify().broken is None
    db.session.rollback()
    return answers


def codes(answers: list[Any]) -> list[str]:
    """« done », or the codes of the refusal."""
    found = []
    for one in answers:
        several = getattr(one, "refusals", None)
        found.append(",".join(r.code for r in several) if several else getattr(one, "code", "done"))
    return sorted(found)


def person(first: str = "Zéphyrin") -> participants.Person:
    return participants.Person(
        last_name="Aubrespin", first_name=first, birth=date(1988, 4, 12), gender=Gender.UNSTATED, commune_code="60057",
        priority_district=False, prescriber=None, categories=("RSA",), informed=True,
    )  # fmt: skip


@pytest.fixture
def two_lots(portal: Portal) -> tuple[int, int]:
    """Lots 1 and 2, held by one company, that hires by itself."""
    market = stage.published(portal)
    found = (
        stage.awarded(portal, 1, market=market).lot_id,
        stage.awarded(portal, 2, market=market).lot_id,
    )
    portal.day("2026-10-05")
    return found


def hire(portal: Portal, who: Any, lot_id: int, first: str = "Zéphyrin", same_as: int | None = None) -> Any:
    return participants.register_participant(
        who, lot_id, person(first), participants.Contract(Modality.DIRECT_HIRE, ContractType.CDD, SEPTEMBER, None, None),
        same_as=same_as, homonym=False, proof=None, proof_label=None, files=portal.app.config["SETTINGS"].files,
        now=portal.now,
    )  # fmt: skip


def test_the_last_three_answers_at_once_settle_the_plan_once(portal: Portal) -> None:
    plan = stage.proposed(portal)
    plan_id = plan.id
    portal.day("2026-06-30")
    actors = [
        stage.actor("nadege.brunel"),
        stage.actor("elodie.petit", "agence de Beauvais"),
        stage.actor("olivier.lambert"),
    ]
    lines = {
        line.structure_id: line.id
        for line in db.session.scalars(select(AllocationLine).where(AllocationLine.plan_id == plan_id))
    }

    def answer(who: Any) -> Callable[[], Any]:
        return lambda: allocation.answer_line(
            who, lines[who.organization_id], LineState.ACCEPTED, hours=None, reason=None, message=None, version=None,
            now=portal.now,
        )  # fmt: skip

    assert codes(cross(portal, *map(answer, actors))) == ["done"] * 3
    assert db.session.get_one(AllocationPlan, plan_id).state is PlanState.SETTLED
    settled = select(func.count()).where(AuditEvent.action == "plan:settle")
    assert db.session.scalar(settled) == 1


def test_a_new_plan_and_an_answer_to_the_old_one_do_not_lock_each_other(portal: Portal) -> None:
    plan = stage.proposed(portal)
    commitment_id = plan.commitment_id
    portal.day("2026-06-30")
    nadege, claire = stage.actor("nadege.brunel"), stage.actor("claire.delattre")
    line_id = db.session.scalars(
        select(AllocationLine.id).where(AllocationLine.structure_id == nadege.organization_id)
    ).one()
    lines = stage.plan_lines(*stage.PLANNED)
    answers = cross(
        portal,
        lambda: allocation.answer_line(nadege, line_id, LineState.ACCEPTED, hours=None, reason=None, message=None,
                                       version=None, now=portal.now),
        lambda: allocation.propose_plan(claire, commitment_id, lines, reason=None, difference_confirmed=False,
                                        version=None, now=portal.now),
    )  # fmt: skip
    assert codes(answers[1:]) == ["done"]
    states = list(db.session.scalars(select(AllocationPlan.state).order_by(AllocationPlan.number)))
    assert states == [PlanState.SUPERSEDED, PlanState.PROPOSED]


def test_one_lot_is_awarded_once_and_the_last_lots_close_the_market(portal: Portal) -> None:
    market = stage.published(portal)
    market_id, ids = market.id, [lot.id for lot in market.lots]
    portal.day("2026-06-15")
    sandrine = stage.actor("sandrine.lemaire")

    def nothing(lot_id: int) -> Callable[[], Any]:
        fields = markets.AwardFields(result=LotResult.NO_BID, reason="Aucune offre reçue")
        return lambda: markets.award_lot(sandrine, lot_id, fields, seen_version=None, now=portal.now)

    answers = cross(portal, *[nothing(lot_id) for lot_id in (ids[0], ids[0], *ids[1:])])
    assert codes(answers).count("done") == len(ids), answers
    assert db.session.get_one(Market, market_id).state is MarketState.CANCELLED


def test_one_person_typed_twice_at_once_is_asked_about(portal: Portal, two_lots: tuple[int, int]) -> None:
    mickael = stage.actor("mickael.roussel")
    answers = cross(portal, *[lambda lot_id=lot_id: hire(portal, mickael, lot_id) for lot_id in two_lots])
    assert codes(answers) == ["done", "p_duplicate"]
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 1


def test_hours_of_one_person_on_two_lots_pass_the_month_together(
    portal: Portal, two_lots: tuple[int, int]
) -> None:
    mickael = stage.actor("mickael.roussel")
    known, _ = hire(portal, mickael, two_lots[0])
    hire(portal, mickael, two_lots[1], same_as=known.id)
    contracts = dict(db.session.execute(select(EmploymentContract.lot_id, EmploymentContract.id)).all())
    half = 14_000  # 140 h: a month's work, and twice that is not one

    def enter(lot_id: int) -> Callable[[], Any]:
        rows = [months.Typed(contracts[lot_id], half, comment="Mois plein")]
        return lambda: months.enter_hours(mickael, lot_id, SEPTEMBER, rows, now=portal.now)

    answers = codes(cross(portal, *[enter(lot_id) for lot_id in two_lots]))
    assert answers.count("done") == 1, answers
    assert db.session.scalar(select(func.sum(HoursEntry.worked))) == half


def test_grids_and_single_months_cross_without_a_deadlock(portal: Portal, two_lots: tuple[int, int]) -> None:
    mickael = stage.actor("mickael.roussel")
    for lot_id, first in zip(two_lots, ("Zéphyrin", "Ottilie"), strict=True):
        hire(portal, mickael, lot_id, first)
    contracts = dict(db.session.execute(select(EmploymentContract.lot_id, EmploymentContract.id)).all())

    def rows(lot_id: int, hours: int) -> list[months.Typed]:
        return [months.Typed(contracts[lot_id], hours)]

    def grid(hours: int) -> Callable[[], Any]:
        typed = {lot_id: rows(lot_id, hours) for lot_id in two_lots}
        return lambda: months.enter_grid(mickael, SEPTEMBER, typed, now=portal.now)

    def single(lot_id: int, hours: int) -> Callable[[], Any]:
        return lambda: months.enter_hours(mickael, lot_id, SEPTEMBER, rows(lot_id, hours), now=portal.now)

    acts = [act for n in range(1, 5) for act in (grid(n * 100), *(single(i, n * 100 + 50) for i in two_lots))]
    assert codes(cross(portal, *acts)) == ["done"] * len(acts)
    assert db.session.scalar(select(func.count()).select_from(HoursEntry)) == 2


def test_two_decisions_on_one_proof_count_its_hours_once(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    site.hire("P3", stage_hours.AI, date(2026, 9, 2), proven_on=None)
    portal.day("2026-10-08")
    site.enter(SEPTEMBER, {("P3", stage_hours.AI): 50})
    site.submit(SEPTEMBER)
    portal.day("2026-10-12")
    assert site.validate(SEPTEMBER).waiting == 5000
    proof_id = db.session.scalars(select(Eligibility.id).order_by(Eligibility.id.desc()).limit(1)).one()
    claire = stage.actor("claire.delattre")

    def decide() -> Any:
        return participants.decide_eligibility(
            claire, proof_id, participants.Verdict.VALIDATE, effective_on=date(2026, 8, 20), message=None, now=portal.now
        )  # fmt: skip

    assert codes(cross(portal, decide, decide, decide)) == ["done", "elig_decided", "elig_decided"]
    assert not invariants.breaches()


def test_facts_drained_by_two_at_once_leave_once(portal: Portal) -> None:
    stage.settled(portal)
    cross(portal, *[dispatch.tick] * 4)
    dispatch.tick()
    assert not db.session.scalar(select(func.count()).where(OutboxEvent.drained_at.is_(None)))
    twice = (
        select(EmailMessage.event_key)
        .group_by(EmailMessage.event_key, EmailMessage.recipient_id)
        .having(func.count() > 1)
    )
    assert not db.session.scalars(twice).all()
    assert not db.session.scalar(select(func.count()).where(OutboxEvent.attempts > 0))
