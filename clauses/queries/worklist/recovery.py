"""Which actions to catch up a lot wait, for whom and since when, and which lots that are behind have none? (domain rules
1.2, step 17)

One statement in all: the lots that are behind are known from the figures that the home page shows already.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.kinds import Role
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.extensions import db
from clauses.models.follow_up import RecoveryAction
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.queries.compliance import LotFigures
from clauses.queries.recovery import BEHIND, OPEN, last_day_of
from clauses.queries.worklist.found import Found, of_lot, short

P = Permission
FOLLOWS = (Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR)
SETTLED_DAYS = 60  # what was done lately is not in the validated hours yet: a month to declare it, and some days to read it


def catching_up(actor: Actor, on: date, running: Iterable[LotFigures] = ()) -> list[Found]:
    """What waits for this person. `running`: lots whose figures are known; without them, none is said to be behind.

    Whoever follows a lot keeps what was proposed, asks about what is late, and agrees on something where a lot is behind
    and nothing is under way; whoever is to do something sees it from the day it was kept.
    """
    follows = actor.role in FOLLOWS
    permission = P.RECOVERY_DECIDE if follows else P.RECOVERY_FINISH
    if reach_of(actor, permission) is None:
        return []
    behind = [one for one in running if _is_behind(actor, one, on)] if follows else []
    rows = _waiting(actor, permission, on if behind else None, follows)
    found = [one for row in rows if (one := _to_follow(row, on) if follows else _to_do(row)) is not None]
    busy = {row.lot_id for row in rows}
    return found + [_to_agree(one) for one in behind if one.lot.id not in busy]


def _is_behind(actor: Actor, one: LotFigures, on: date) -> bool:
    """A lot that this person follows, late while it is carried out: once over or closed, or stopped, nothing is asked."""
    if one.lot.territory_id not in actor.territories | actor.vacant or one.lot.closed_on is not None:
        return False
    if one.standing is None or one.standing.status not in BEHIND:
        return False
    last = last_day_of(one)
    return one.target is not None and one.target.suspended_on is None and last is not None and on <= last


def _waiting(actor: Actor, permission: Permission, on: date | None, follows: bool) -> Iterable[Any]:
    """The actions of open lots that wait for somebody and, at will, those done of late: their lots are not forgotten."""
    states = RecoveryAction.state.in_(OPEN) if follows else RecoveryAction.state == RecoveryState.KEPT
    if on is not None:
        lately = RecoveryAction.settled_on >= on - timedelta(days=SETTLED_DAYS)
        states = or_(states, and_(RecoveryAction.state == RecoveryState.DONE, lately))
    doer, author = aliased(Organization), aliased(Organization)
    return db.session.execute(
        select(
            RecoveryAction.id, RecoveryAction.number, RecoveryAction.text, RecoveryAction.state, RecoveryAction.due_on,
            RecoveryAction.proposed_on, RecoveryAction.decided_on, RecoveryAction.lot_id, Lot.number.label("lot"),
            Market.reference, doer.name.label("who"), author.name.label("by"),
        )
        .join(Lot, Lot.id == RecoveryAction.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(doer, doer.id == RecoveryAction.who_id)
        .join(author, author.id == RecoveryAction.organization_id)
        .where(within_reach(actor, permission, RecoveryAction), states, Lot.closed_on.is_(None))
        .order_by(RecoveryAction.id)
    ).all()  # fmt: skip


def _to_follow(row: Any, on: date) -> Found | None:
    if row.state is RecoveryState.PROPOSED:
        return Found(
            "keep_recovery", _facts(row), "compliance.recovery", {"recovery_id": row.id}, row.proposed_on
        )
    if row.state is RecoveryState.KEPT and row.due_on < on:
        since = row.due_on + timedelta(days=1)
        return Found("late_recovery", _facts(row), "compliance.recovery", {"recovery_id": row.id}, since)
    return None


def _to_do(row: Any) -> Found:
    return Found(
        "do_recovery", _facts(row), "compliance.recovery", {"recovery_id": row.id}, row.decided_on, row.due_on
    )


def _facts(row: Any) -> dict[str, Any]:
    return {
        "lot": row.lot, "ref": row.reference, "n": row.number, "what": short(row.text), "who": row.who, "by": row.by,
        "due": row.due_on,
    }  # fmt: skip


def _to_agree(one: LotFigures) -> Found:
    assert one.standing is not None
    facts = of_lot(
        one.lot, state=one.standing.status, validated=one.validated, owed=one.owed, company=one.awardee or ""
    )
    return Found("agree_recovery", facts, "compliance.lot_recovery", {"lot_id": one.lot.id})
