"""What follows when a member of a group fails? It keeps what was validated for it, the others take the rest (R16)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, record
from clauses.domain.consortium import targets
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.events import MemberDefaulted
from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.awards import GroupMember, MemberDefault
from clauses.models.markets import Award, Lot

RUNNING = frozenset({MarketState.AWARDED, MarketState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class DefaultFields:
    """A failure as it is typed; `kept` in hundredths: what was validated for the member and stays its own."""

    member_id: int | None
    since: date | None
    kept: int | None
    reason: str | None


@action
def declare_default(
    actor: Actor, market_id: int, number: int, fields: DefaultFields, *, now: datetime
) -> MemberDefault:
    """Record that a member of the group has failed, for ever: what it did not do falls to the others by their shares.

    Refuses the lead, whose place somebody else must take first, a member that already failed, a day before the
    notification or to come, and more hours kept than its own part.
    """
    lot = load_by(actor, Permission.AWARD_DECLARE, Lot, Lot.market_id == market_id, Lot.number == number)
    award = db.session.scalars(
        select(Award)
        .where(Award.lot_id == lot.id)
        .options(selectinload(Award.members).joinedload(GroupMember.default), joinedload(Award.lot))
    ).one_or_none()
    if award is None or not award.members or lot.market.state not in RUNNING:
        raise IllegalMove(state=lot.market.state)
    member = next((one for one in award.members if one.id == fields.member_id), None)
    if member is None and fields.member_id is not None:
        raise OutOfReach
    refusals = _refusals(lot, award, member, fields, civil_day(now))
    if refusals or member is None or fields.since is None or fields.kept is None or fields.reason is None:
        raise Several(refusals)
    made = MemberDefault(
        member_id=member.id, since=fields.since, kept_hours=fields.kept, reason=fields.reason,
        recorded_on=civil_day(now), recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record(MemberDefaulted(made.id), now=now)
    journal(actor, "lot:member_default", lot, now=now, lot_id=lot.id, organization_id=member.organization_id,
            since=made.since, kept=made.kept_hours)  # fmt: skip
    return made


def _refusals(
    lot: Lot, award: Award, member: GroupMember | None, fields: DefaultFields, on: date
) -> list[DomainError]:
    found: list[DomainError] = []
    if member is None:
        found.append(Refused("default_member", field="default_member"))
    elif member.lead:
        found.append(Refused("default_lead", field="default_member"))
    elif member.default is not None:
        found.append(Refused("default_twice", field="default_member", day=member.default.since))
    if fields.since is None:
        found.append(Refused("default_since", field="default_since"))
    elif fields.since < award.notified_on:
        found.append(Refused("default_early", field="default_since", day=award.notified_on))
    elif fields.since > on:
        found.append(Refused("default_future", field="default_since"))
    if fields.kept is None:
        found.append(Refused("default_kept", field="default_kept"))
    elif member is not None and lot.targets:
        parts = targets(lot.targets[-1].hours, [one.share for one in award.members])
        own = parts[award.members.index(member)]
        if fields.kept > own:
            found.append(Refused("default_kept_over", field="default_kept", own=own))
    if not fields.reason:
        found.append(Refused("default_reason", field="default_reason"))
    return found
