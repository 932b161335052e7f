"""How is what a lot owes shared between the members of its group, before the award and after it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor
from clauses.domain.bases import OPEN_BASES, hours_owed
from clauses.domain.consortium import after_default, targets
from clauses.domain.filing import HOURS_TYPES
from clauses.domain.kinds import GroupForm, HoursBasis, Role
from clauses.domain.kinds_awards import ShareUnit
from clauses.extensions import db
from clauses.models.awards import GroupMember
from clauses.models.markets import Lot
from clauses.queries import lot_sums
from clauses.queries.volumes import terms
from clauses.wording import formats


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A member and its part; `share` in basis points or hundredths of an hour, `hours` in hundredths when known."""

    name: str
    siret: str | None
    lead: bool
    share: int
    hours: int | None
    share_shown: str
    member_id: int
    failed_on: date | None  # since when it fails, when it does
    own: int | None  # its part before anybody failed


@dataclass(frozen=True, slots=True)
class Group:
    form: GroupForm
    unit: ShareUnit
    rows: tuple[GroupRow, ...]
    total: int | None  # what the lot owes, when it is known
    whole: bool  # every member is shown, or this person's own part alone


def opening_volume(
    lot: Lot, offer_hours: int | None, start: date | None, months: int | None, notified: date | None
) -> int | None:
    """What a lot will owe on the day of its notification (hundredths).

    None where the clause owes no hours, or none that is known yet; `offer_hours` are those the candidate filled in.
    """
    clause = lot.clause
    if not lot.has_clause or clause is None:
        return None
    said = terms(lot)
    if said is None:
        return None
    if clause.hours_basis is HoursBasis.CANDIDATE_FILLED and offer_hours:
        said = replace(said, hours=offer_hours)
    follows = (
        clause.hours_basis in (*OPEN_BASES, HoursBasis.PER_TRANCHE) and clause.clause_type in HOURS_TYPES
    )
    if not said.hours and not follows:
        return None
    if months is None or notified is None:
        return said.hours
    return hours_owed(said, exec_start=start, exec_months=months, as_of=notified)


def shared(total: int | None, shares: Sequence[int]) -> tuple[int | None, ...]:
    """The part of each share in a volume (R16); nothing is split while nothing is owed."""
    return targets(total, shares) if total else tuple(None for _ in shares)


def members_in_order(award_id: int) -> Sequence[GroupMember]:
    """The members of the group that holds a lot, the lead first."""
    return db.session.scalars(
        select(GroupMember)
        .where(GroupMember.award_id == award_id)
        .order_by(GroupMember.position)
        .options(joinedload(GroupMember.organization), joinedload(GroupMember.default))
    ).all()


def parts_of(
    total: int | None, members: Sequence[GroupMember], also: Mapping[int, int] | None = None
) -> tuple[int | None, ...]:
    """The part of each member once those that failed keep theirs; `also`: as if these failed too, with these hours."""
    kept = {place: one.default.kept_hours for place, one in enumerate(members) if one.default}
    kept |= {place: also[one.id] for place, one in enumerate(members) if also and one.id in also}
    shares = [one.share for one in members]
    if not total or not kept:
        return shared(total, shares)
    return after_default(total, shares, [kept.get(place, 0) for place in range(len(shares))], kept)


@dataclass(frozen=True, slots=True)
class Failing:
    """A member that may fail: what it owes, what it did itself, and what each other would owe then."""

    member_id: int
    name: str
    own: int | None
    done: int
    then: list[tuple[str, int | None]]


def may_fail(lot: Lot) -> list[Failing]:
    """The members of the group of a lot already within reach, besides the lead and those that already failed."""
    award = lot.award
    if award is None or award.group_form is GroupForm.NONE:
        return []
    members = members_in_order(award.id)
    total = lot.targets[-1].hours if lot.targets else None
    own = shared(total, [one.share for one in members])
    found = []
    for one, part in zip(members, own, strict=True):
        if one.lead or one.default is not None:
            continue
        done = min(lot_sums.validated_of(lot.id, one.organization_id), part or 0)
        parts = parts_of(total, members, {one.id: done})
        then = [(m.organization.name, hours) for m, hours in zip(members, parts, strict=True)]
        found.append(Failing(one.id, one.organization.name, part, done, then))
    return found


def told_share(unit: ShareUnit, share: int) -> str:
    """« 33,33 % » or « 661,05 h », as the share is written in the deed of the group."""
    return formats.hours(share) if unit is ShareUnit.HOURS else formats.rate(share)


def group_of(actor: Actor, lot: Lot) -> Group | None:
    """The group of a lot already within reach; a member reads its own part alone, those below it nothing.

    The holder leads the group and reads it whole, like the buyer and those who follow the lot.
    """
    award = lot.award
    if award is None or award.group_form is GroupForm.NONE or award.share_unit is None:
        return None
    members = members_in_order(award.id)
    total = lot.targets[-1].hours if lot.targets else None
    shares = [one.share for one in members]
    own, parts = shared(total, shares), parts_of(total, members)
    apart = actor.role in (Role.COMPANY, Role.SIAE) and actor.organization_id != award.awardee_id
    rows = tuple(
        GroupRow(
            one.organization.name,
            one.organization.siret,
            one.lead,
            one.share,
            hours,
            told_share(award.share_unit, one.share),
            one.id,
            one.default.since if one.default else None,
            before,
        )
        for one, hours, before in zip(members, parts, own, strict=True)
        if not apart or one.organization_id == actor.organization_id
    )
    if not rows:
        return None
    return Group(award.group_form, award.share_unit, rows, total, not apart)
