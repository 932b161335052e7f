"""How are the hours of a lot committed, planned and answered; and which structures could take some?"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import CommitmentState, EmployerKind, LineState, OrganizationKind, PlanState
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment, CommitmentLine
from clauses.models.markets import Lot, Market
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.reference import geography

_LOT = joinedload(Commitment.lot).options(
    joinedload(Lot.market).joinedload(Market.buyer),
    joinedload(Lot.clause),
    joinedload(Lot.award),
    joinedload(Lot.territory),
    selectinload(Lot.targets),
)
_PLANS = selectinload(Commitment.plans).options(
    selectinload(AllocationPlan.lines).joinedload(AllocationLine.structure),
    joinedload(AllocationPlan.proposed_by),
)
_LINES = selectinload(Commitment.lines)


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure that could take hours: where it is, how far, and what it says it can offer in the trade."""

    id: int
    name: str
    kind: EmployerKind
    commune: str
    distance_km: int | None
    monthly_hours: int | None  # hundredths, in the trade of the lot
    allocated: int  # hundredths, in plans proposed or settled


def commitments(actor: Actor) -> list[Commitment]:
    """The commitments the actor may see, those waiting for an act first."""
    rows = db.session.scalars(
        select(Commitment)
        .where(within_reach(actor, Permission.COMMITMENT_VIEW, Commitment))
        .options(_LOT, _PLANS, joinedload(Commitment.company))
        .order_by(Commitment.id.desc())
    )
    return sorted(rows.unique(), key=lambda c: (c.state is not CommitmentState.DRAFT, -c.id))


def commitment(
    actor: Actor, commitment_id: int, permission: Permission = Permission.COMMITMENT_VIEW
) -> Commitment:
    """One commitment with everything its pages print."""
    return gate.load(
        actor, permission, Commitment, commitment_id, _LOT, _PLANS,
        _LINES.joinedload(CommitmentLine.structure), joinedload(Commitment.company),
    )  # fmt: skip


def commitment_of_lot(actor: Actor, lot_id: int) -> Commitment | None:
    """The commitment on a lot, if the actor may see it."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.lot_id == lot_id, within_reach(actor, Permission.COMMITMENT_VIEW, Commitment))
        .options(_LOT, _PLANS, _LINES, joinedload(Commitment.company))
    ).unique().one_or_none()  # fmt: skip


def current_plan(one: Commitment) -> AllocationPlan | None:
    """The plan being answered if there is one, else the settled one."""
    by_state = {p.state: p for p in one.plans}
    return by_state.get(PlanState.PROPOSED) or by_state.get(PlanState.SETTLED)


def settled_plan(one: Commitment) -> AllocationPlan | None:
    return next((p for p in reversed(one.plans) if p.state is PlanState.SETTLED), None)


def requests(actor: Actor) -> list[AllocationLine]:
    """What is proposed to this structure, unanswered first, then the latest."""
    rows = db.session.scalars(
        select(AllocationLine)
        .join(AllocationPlan)
        .where(
            within_reach(actor, Permission.LINE_ANSWER, AllocationLine),
            AllocationLine.state != LineState.SUPERSEDED,
        )
        .options(
            joinedload(AllocationLine.plan).options(
                joinedload(AllocationPlan.proposed_by),
                joinedload(AllocationPlan.commitment).options(_LOT, joinedload(Commitment.company)),
            )
        )
    ).unique()
    return sorted(rows, key=lambda line: (line.state is not LineState.PROPOSED, -line.id))


def structures(near: str | None, trade: str | None) -> list[Structure]:
    """The insertion employers with an account, by distance then by hours available (never by a score)."""
    allocated: dict[int, int] = {
        structure_id: total
        for structure_id, total in db.session.execute(
            select(AllocationLine.structure_id, func.sum(AllocationLine.hours))
            .join(AllocationPlan)
            .where(AllocationPlan.state.in_((PlanState.PROPOSED, PlanState.SETTLED)))
            .group_by(AllocationLine.structure_id)
        )
        if structure_id is not None
    }
    stated = select(Capability.organization_id, Capability.monthly_hours).where(
        Capability.trade == (trade or "")
    )
    offered: dict[int, int | None] = dict(db.session.execute(stated).all())
    place = geography.commune(near) if near else None
    found = []
    for o in db.session.scalars(
        select(Organization).where(
            Organization.kind == OrganizationKind.EMPLOYER, Organization.origin != "siae_2021"
        )
    ):
        there = geography.commune(o.commune_code)
        distance = geography.distance_km(place, there) if place and there else None
        assert o.employer_kind is not None
        found.append(
            Structure(o.id, o.name, o.employer_kind, there.name if there else "", distance,
                      offered.get(o.id), allocated.get(o.id, 0))
        )  # fmt: skip
    return sorted(
        found, key=lambda s: (s.distance_km is None, s.distance_km or 0, -(s.monthly_hours or 0), s.name)
    )


def holds_a_lot(actor: Actor) -> bool:
    """Does this organization hold a lot itself?"""
    held = select(Commitment.id).where(within_reach(actor, Permission.COMMITMENT_EDIT, Commitment)).limit(1)
    return db.session.scalar(held) is not None
