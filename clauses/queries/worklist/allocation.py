"""Which commitments, plans and proposed hours wait for an act?"""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import CommitmentState, LineState, PlanState
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.markets import Lot
from clauses.queries import deadlines
from clauses.queries.decisions import ended_on
from clauses.queries.worklist.found import Found, of_lot
from clauses.wording import sentences
from clauses.wording.worklist import COUNTER

_LOT = joinedload(Commitment.lot).joinedload(Lot.market)


def declarations(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Commitments that the holder of a lot has not sent, or must complete; not those of a lot whose time is over."""
    if not any(lot.award and lot.award.awardee_id == actor.organization_id for lot in lots):
        return []
    rows = db.session.scalars(
        select(Commitment)
        .where(
            within_reach(actor, Permission.COMMITMENT_EDIT, Commitment),
            Commitment.state.in_((CommitmentState.DRAFT, CommitmentState.TO_COMPLETE)),
        )
        .order_by(Commitment.id)
    )
    held = {lot.id: lot for lot in lots}
    found = []
    for one in rows:
        lot = held.get(one.lot_id)
        if lot is None or lot.award is None or ended_on(lot.targets[-1]) < on:
            continue
        since = lot.award.notified_on
        found.append(
            Found(
                "declare_commitment", of_lot(lot, hours=lot.targets[-1].hours), "allocation.show_declaration",
                {"commitment_id": one.id}, since, deadlines.commitment_due(since),
            )
        )  # fmt: skip
    return found


def requests(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Hours proposed to a structure that has not answered."""
    rows = db.session.scalars(
        select(AllocationLine)
        .join(AllocationPlan)
        .where(
            within_reach(actor, Permission.LINE_ANSWER, AllocationLine),
            AllocationLine.state == LineState.PROPOSED,
            AllocationPlan.state == PlanState.PROPOSED,
        )
        .options(
            joinedload(AllocationLine.plan)
            .joinedload(AllocationPlan.commitment)
            .options(_LOT, joinedload(Commitment.company))
        )
        .order_by(AllocationPlan.proposed_on, AllocationLine.id)
    )
    return [
        Found(
            "answer_line",
            of_lot(line.plan.commitment.lot, hours=line.hours, modality=line.modality,
                   company=line.plan.commitment.company.name),
            "allocation.requests", {"_anchor": f"card-{line.id}"}, line.plan.proposed_on,
            deadlines.line_due(line.plan.proposed_on),
        )
        for line in rows
    ]  # fmt: skip


def declared(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Commitments sent for which no plan is proposed nor settled."""
    planned = select(AllocationPlan.id).where(
        AllocationPlan.commitment_id == Commitment.id,
        AllocationPlan.state.in_((PlanState.PROPOSED, PlanState.SETTLED)),
    )
    rows = db.session.scalars(
        select(Commitment)
        .where(
            within_reach(actor, Permission.PLAN_MAKE, Commitment),
            Commitment.state.in_((CommitmentState.SUBMITTED, CommitmentState.UNDER_REVIEW)),
            ~exists(planned),
        )
        .options(_LOT, joinedload(Commitment.company))
        .order_by(Commitment.submitted_on, Commitment.id)
    )
    return [
        Found(
            "instruct_commitment", of_lot(one.lot, company=one.company.name), "allocation.show_plan",
            {"commitment_id": one.id}, one.submitted_on,
        )
        for one in rows
    ]  # fmt: skip


def answered(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Plans in which a structure declined, or proposed another volume: one act for each plan."""
    rows = db.session.scalars(
        select(AllocationLine)
        .join(AllocationPlan)
        .where(
            within_reach(actor, Permission.PLAN_MAKE, AllocationLine),
            AllocationLine.state.in_((LineState.COUNTERED, LineState.DECLINED)),
            AllocationPlan.state == PlanState.PROPOSED,
        )
        .options(
            joinedload(AllocationLine.structure),
            joinedload(AllocationLine.plan).joinedload(AllocationPlan.commitment).options(_LOT),
        )
        .order_by(AllocationLine.answered_on, AllocationLine.id)
    )
    found: dict[int, Found] = {}
    for line in rows:
        one = line.plan.commitment
        counter = sentences.written(COUNTER, hours=line.counter_hours) if line.counter_hours else ""
        facts = of_lot(
            one.lot, structure=line.structure.name if line.structure else "", state=line.state, hours=counter
        )
        found.setdefault(
            line.plan_id,
            Found("reply_line", facts, "allocation.show_plan", {"commitment_id": one.id}, line.answered_on),
        )
    return list(found.values())
