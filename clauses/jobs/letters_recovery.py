"""Who is told that an action to catch up a lot is proposed, kept, given up or done?

The buyer, who reads the file of the lot, is told of what answers its request and of what becomes of every action. Whoever
acts is not told what they have just done.
"""

from datetime import date, datetime

from clauses.domain.events_decisions import RecoveryDone, RecoveryDropped, RecoveryKept, RecoveryProposed
from clauses.domain.lifecycle import RecoveryMove
from clauses.jobs.letters import About, Post, Side, follower, link, members, quoted, send
from clauses.models.follow_up import RecoveryAction
from clauses.queries import recovery as queries


def proposed(fact: RecoveryProposed, *, event_key: str, now: datetime) -> None:
    """M84: who follows the lot keeps it or not; its holder; and the buyer, where it answers its request."""
    one = queries.told(fact.recovery_id)
    _tell(one, "proposed", one.proposed_by_id, Post(event_key, now), one.decision_id is not None)


def kept(fact: RecoveryKept, *, event_key: str, now: datetime) -> None:
    """M84: the holder, who does it, who follows the lot, the buyer."""
    one = queries.told(fact.recovery_id)
    _tell(one, RecoveryMove.KEEP, one.decided_by_id, Post(event_key, now), True)


def dropped(fact: RecoveryDropped, *, event_key: str, now: datetime) -> None:
    """M84: the same, with the reason."""
    one = queries.told(fact.recovery_id)
    _tell(one, RecoveryMove.DROP, one.settled_by_id, Post(event_key, now), True, one.decided_on)


def done(fact: RecoveryDone, *, event_key: str, now: datetime) -> None:
    """M84: the same; what it brings is declared as any other hour."""
    one = queries.told(fact.recovery_id)
    _tell(one, RecoveryMove.FINISH, one.settled_by_id, Post(event_key, now), True)


def _tell(
    one: RecoveryAction,
    move: str,
    by_id: int | None,
    post: Post,
    buyer: bool,
    expected: date | None = date.min,
) -> None:
    """`expected`: None where nobody was to do it yet, and whoever would have done it was told nothing."""
    lot = one.lot
    holder = lot.award.awardee if lot.award else None
    sides = [members("company", holder)] if holder else []
    does = (
        move != "proposed"
        and expected is not None
        and one.who_id not in (lot.market.buyer_id, holder and holder.id)
    )
    if does:
        sides.append(members("doer", one.who))
    if buyer:
        sides.append(members("buyer", lot.market.buyer))
    sides.append(follower(lot.territory, post.on))
    told = [Side(side.role, [user for user in side.users if user.id != by_id], side.name) for side in sides]
    send(
        "M84", told, post, territory=lot.territory, about=About(lot.id, part=one.number),
        url=link("compliance.recovery", recovery_id=one.id), lot=lot, market=lot.market, move=move,
        number=one.number, who=one.who.name, due=one.due_on, text=quoted(one.text, 25).rstrip("."),
        day=one.done_on, reason=quoted(one.reason, 25).rstrip("."), answers=one.decision_id is not None,
        author=one.proposed_by, organization=one.organization,
    )  # fmt: skip
