"""What is done, by whom and by when, so that a lot that is behind catches up? Read within one's reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import ComplianceStatus, PartyCapacity, Role
from clauses.domain.kinds_decisions import NoticeDemand
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.domain.lifecycle import RECOVERY, RecoveryMove, moves_from
from clauses.extensions import db
from clauses.models.decisions import Decision
from clauses.models.follow_up import RecoveryAction
from clauses.models.markets import Award, Lot, LotParty
from clauses.models.people import Membership, Organization
from clauses.queries import compliance, people
from clauses.queries.compliance import LotFigures
from clauses.queries.decisions import FOR_A_CASE, ended_on

P = Permission
LIMIT = 200
ANSWER_DAYS = 30  # after the day of a request, what is proposed answers it still; then it is the buyer's turn
OPEN = (RecoveryState.PROPOSED, RecoveryState.KEPT)
BEHIND = (ComplianceStatus.WATCH, ComplianceStatus.ALERT)
_SAID = (
    joinedload(RecoveryAction.who), joinedload(RecoveryAction.organization), joinedload(RecoveryAction.proposed_by),
    joinedload(RecoveryAction.decided_by), joinedload(RecoveryAction.settled_by),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doer:
    """An organization that may do something on a lot, and in which capacity; None is whoever follows it."""

    id: int
    name: str
    capacity: PartyCapacity | None


@dataclass(frozen=True, slots=True)
class LotRecovery:
    """The actions of a lot as one reads them, and what may be proposed of it; hours in hundredths."""

    lot: Lot
    figures: LotFigures
    actions: Sequence[RecoveryAction]
    may_propose: bool  # this person, on this lot
    open: bool  # something is left to catch up
    doers: Sequence[Doer]
    request: Decision | None  # of the buyer, that this person's organization may answer here


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """One action with its lot, and what this person may say of it."""

    action: RecoveryAction
    moves: frozenset[RecoveryMove]


def figures_of(lot: Lot, on: date) -> LotFigures:
    """The figures of a lot loaded with `FOR_A_CASE`."""
    [found] = compliance.figures_of([lot], on=on)
    return found


def left_of(figures: LotFigures) -> int:
    """Hours that remain to be done on a lot that has begun (hundredths); none on a lot that has not."""
    standing = figures.standing
    if standing is None or standing.status is ComplianceStatus.NOT_STARTED:
        return 0
    return max(0, figures.owed - figures.validated)


def last_day_of(figures: LotFigures) -> date | None:
    """The last day on which the lot is carried out; None while it owes nothing."""
    return ended_on(figures.target) if figures.target is not None else None


def lot_recovery(actor: Actor, lot_id: int, on: date) -> LotRecovery:
    """The actions of a lot, the oldest first; raises OutOfReach or Forbidden."""
    lot = load(actor, P.RECOVERY_VIEW, Lot, lot_id, *FOR_A_CASE)
    figures = figures_of(lot, on)
    proposes = may(actor, P.RECOVERY_PROPOSE, Lot, lot.id)
    return LotRecovery(
        lot, figures, _read(actor, lot.id), proposes, left_of(figures) > 0, doers_of(lot, on) if proposes else (),
        request_of(lot.id, actor.organization_id, on) if proposes else None,
    )  # fmt: skip


def _read(actor: Actor, lot_id: int) -> Sequence[RecoveryAction]:
    return db.session.scalars(
        select(RecoveryAction)
        .where(RecoveryAction.lot_id == lot_id, within_reach(actor, P.RECOVERY_VIEW, RecoveryAction))
        .options(*_SAID)
        .order_by(RecoveryAction.number)
    ).all()


def doers_of(lot: Lot, on: date) -> list[Doer]:
    """Who may do something on a lot: those who are a party to it, its buyer, and the organization that follows it."""
    rows = db.session.execute(
        select(Organization.id, Organization.name, LotParty.capacity)
        .join(LotParty, LotParty.organization_id == Organization.id)
        .where(LotParty.lot_id == lot.id)
    )
    order = list(PartyCapacity)
    found: dict[int, Doer] = {}
    for id, name, capacity in sorted(rows, key=lambda row: (order.index(row.capacity), row.name)):
        found.setdefault(id, Doer(id, name, capacity))
    buyer = lot.market.buyer
    found.setdefault(buyer.id, Doer(buyer.id, buyer.name, PartyCapacity.BUYER))
    follower = _follower(lot, on)
    if follower is not None:
        found.setdefault(follower.id, Doer(follower.id, follower.name, None))
    return list(found.values())


def _follower(lot: Lot, on: date) -> Organization | None:
    """The organization of whoever follows the lot on a day."""
    follower = people.follower_of(lot.territory_id, on)
    if follower is None or follower.user_id is None:
        return None
    role = Role.REGIONAL_COORDINATOR if follower.vacant else Role.RESOURCE_PERSON
    return db.session.scalars(
        select(Organization)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.user_id == follower.user_id, Membership.role == role, Membership.active)
        .order_by(Membership.id)
        .limit(1)
    ).one_or_none()


def sheet(actor: Actor, recovery_id: int) -> RecoverySheet:
    """One action, and the moves that this person may make of it."""
    found = load(
        actor, P.RECOVERY_VIEW, RecoveryAction, recovery_id, *_SAID, joinedload(RecoveryAction.lot).options(*FOR_A_CASE)
    )  # fmt: skip
    if found.lot.closed_on is not None:
        return RecoverySheet(found, frozenset())
    allowed = {
        RecoveryMove.KEEP: P.RECOVERY_DECIDE, RecoveryMove.DROP: P.RECOVERY_DECIDE, RecoveryMove.FINISH: P.RECOVERY_FINISH,
    }  # fmt: skip
    moves = moves_from(RECOVERY, found.state)
    return RecoverySheet(
        found, frozenset(one for one in moves if may(actor, allowed[one], RecoveryAction, found.id))
    )


def everything(actor: Actor) -> Sequence[RecoveryAction]:
    """Those within reach: those that wait first, the first due first; then the last settled."""
    return db.session.scalars(
        select(RecoveryAction)
        .where(within_reach(actor, P.RECOVERY_VIEW, RecoveryAction))
        .options(*_SAID, joinedload(RecoveryAction.lot).joinedload(Lot.market))
        .order_by(
            RecoveryAction.settled_on.is_not(None), RecoveryAction.settled_on.desc(), RecoveryAction.due_on,
            RecoveryAction.id,
        )
        .limit(LIMIT)
    ).all()  # fmt: skip


def request_of(lot_id: int, organization_id: int, on: date) -> Decision | None:
    """The last request of the buyer for a plan to catch up that this organization, which holds the lot, may still answer."""
    return db.session.scalars(
        select(Decision)
        .join(Award, Award.lot_id == Decision.lot_id)
        .where(
            Decision.lot_id == lot_id, Decision.demand == NoticeDemand.RECOVERY, Award.awardee_id == organization_id,
            Decision.answer_by >= on - timedelta(days=ANSWER_DAYS),
        )
        .order_by(Decision.number.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip


def answering(actor: Actor, decision_id: int) -> Sequence[RecoveryAction]:
    """The actions proposed in answer to a request, within reach, the oldest first."""
    return db.session.scalars(
        select(RecoveryAction)
        .where(
            RecoveryAction.decision_id == decision_id, within_reach(actor, P.RECOVERY_VIEW, RecoveryAction)
        )
        .options(*_SAID)
        .order_by(RecoveryAction.number)
    ).all()


def told(recovery_id: int) -> RecoveryAction:
    """One action with its lot, for a message."""
    return (
        db.session.scalars(
            select(RecoveryAction)
            .where(RecoveryAction.id == recovery_id)
            .options(*_SAID, joinedload(RecoveryAction.lot).options(*FOR_A_CASE))
        )
        .unique()
        .one()
    )


def of_lots(lot_ids: Sequence[int]) -> Sequence[RecoveryAction]:
    """The actions of lots already within reach, for a report or a file."""
    return db.session.scalars(
        select(RecoveryAction)
        .where(RecoveryAction.lot_id.in_(lot_ids or [0]))
        .options(joinedload(RecoveryAction.who))
        .order_by(RecoveryAction.lot_id, RecoveryAction.number)
    ).all()
