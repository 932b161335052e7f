"""Whom does whoever follows the lots have to remind, of what, after which reminders, and who can be called? E07."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState, Rank
from clauses.domain.kinds_follow_up import ReminderKind
from clauses.domain.silence import Silence
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.hours import EmploymentContract
from clauses.models.markets import Award, Lot, Market
from clauses.models.notices import RefusedAddress
from clauses.models.people import Membership, Organization, User
from clauses.models.reminders import ReminderCall, ReminderPause
from clauses.queries import hours_missing, hours_reminders, hours_silence, lasting
from clauses.queries.hours_missing import HOLDER, Missing
from clauses.queries.hours_reminders import Sent

P = Permission


@dataclass(frozen=True, slots=True)
class Owed:
    """What an organization owes of one month of one lot, and what was done about it."""

    parts: tuple[Missing, ...]
    late: bool
    sent: tuple[Sent, ...]
    next_on: date | None  # of the next reminder that leaves by itself
    informed_on: date | None  # the day the buyer will be told, while that is to come
    pause: ReminderPause | None
    calls: tuple[ReminderCall, ...]
    today: bool  # reminded today already

    @property
    def lot(self) -> Lot:
        return self.parts[0].lot

    @property
    def month(self) -> date:
        return self.parts[0].month


@dataclass(frozen=True, slots=True)
class Reached:
    """How an organization is reached: who acts for it, at which number, and whose address takes nothing any more."""

    name: str | None = None
    phone: str | None = None
    accounts: int = 0
    refused: tuple[str, ...] = ()  # the people whose address refused our messages


@dataclass(slots=True)
class Party:
    """One organization with all that it owes on the lots of this person."""

    organization: Organization
    reached: Reached
    silence: Silence | None = None
    usual_on: date | None = None
    owed: list[Owed] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return any(one.late for one in self.owed)


def parties(actor: Actor, on: date) -> list[Party]:
    """Those who owe something of a month that is over, on the lots of this person: silent ones, then the oldest month."""
    lots = followed_lots(actor)
    return _parties(hours_missing.missing_of(lots, on), on)


def month_file(actor: Actor, lot_id: int, month: date, on: date) -> tuple[Lot, list[Party]]:
    """Who owes what of one month of one lot; raises OutOfReach or Forbidden."""
    lot = load(actor, P.REMINDER_VIEW, Lot, lot_id, *HOLDER)
    missing = [one for one in hours_missing.missing_of([lot], on, since=month) if one.month == month]
    return lot, _parties(missing, on)


def silent_on(lots: Sequence[Lot], on: date) -> list[tuple[str, Silence, date]]:
    """(organization, silence, day by which it usually answers) of those unusually silent about the last month."""
    month = add_months(month_of(on), -1)
    missing = [
        one
        for one in hours_missing.missing_of(lots, on, since=month, proofs=False, lines=False)
        if not one.back
    ]
    names = {one.organization.id: one.organization.name for one in missing}
    names |= hours_silence.typed_nothing({one.lot.id: one.organization.id for one in missing}, month)
    found = hours_silence.silent_among(names.keys(), on)
    rows = [(names[id], one, hours_silence.usual_day(month, one)) for id, one in found.items()]
    return sorted(rows, key=lambda row: row[0])


def followed_lots(actor: Actor) -> list[Lot]:
    """The awarded lots on which this person reminds others, with what `missing_of` reads."""
    return list(
        db.session.scalars(
            select(Lot)
            .join(Market, Market.id == Lot.market_id)
            .join(Award, Award.lot_id == Lot.id)
            .where(
                within_reach(actor, P.REMINDER_VIEW, Lot),
                Market.state.not_in((MarketState.CLOSED, MarketState.CANCELLED)),
            )
            .options(*HOLDER)
            .order_by(Lot.id)
        ).unique()
    )


def refused_among(lots: Sequence[Lot]) -> list[tuple[str, str, datetime]]:
    """(person, organization, when) of those who act on these lots and whose address refused our messages for good."""
    ids = tuple(lot.id for lot in lots)
    if not ids:
        return []
    parties = {lot.award.awardee_id for lot in lots if lot.award}
    return lasting.kept(("refused", ids), lambda: _refused(ids, parties), len)


def _refused(ids: Collection[int], parties: Collection[int]) -> list[tuple[str, str, datetime]]:
    employers = select(EmploymentContract.employer_id).where(EmploymentContract.lot_id.in_(ids))
    rows = db.session.execute(
        select(User, Organization.name, RefusedAddress.refused_at)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .join(RefusedAddress, RefusedAddress.address == func.lower(User.email))
        .where(
            Membership.active, User.active,
            or_(Membership.organization_id.in_(parties), Membership.organization_id.in_(employers)),
        )
        .order_by(RefusedAddress.refused_at, User.id)
    )  # fmt: skip
    return [(user.name, name, at) for user, name, at in rows]


def callable_on(lot: Lot) -> list[tuple[int, str]]:
    """(number, name) of those who may be called about a month of this lot, the holder first."""
    holder = lot.award.awardee_id if lot.award else 0
    ids = {holder, *hours_missing.employers_on(lot.id)}
    rows = db.session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(ids)))
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: (row[0] != holder, row[1]))


def _parties(missing: Sequence[Missing], on: date) -> list[Party]:
    if not missing:
        return []
    lot_ids = {one.lot.id for one in missing}
    sent, calls = hours_reminders.sent_about(lot_ids), hours_reminders.calls_about(lot_ids)
    pauses = hours_reminders.pauses_of(lot_ids, on)
    silent = hours_silence.silent_partners(missing, on)
    reached = _reached({one.organization.id for one in missing}, lot_ids)
    month = add_months(month_of(on), -1)
    grouped: dict[tuple[int, date, int], list[Missing]] = defaultdict(list)
    for one in missing:
        grouped[one.lot.id, one.month, one.organization.id].append(one)
    found: dict[int, Party] = {}
    for place, parts in grouped.items():
        who = parts[0].organization
        if who.id not in found:
            unusual = silent.get(who.id)
            usual_on = hours_silence.usual_day(month, unusual) if unusual else None
            found[who.id] = Party(who, reached.get(who.id, Reached(phone=who.phone)), unusual, usual_on)
        found[who.id].owed.append(
            _owed(parts, sent.get(place, []), calls.get(place, []), pauses.get(place[:2]), on)
        )
    return sorted(
        found.values(), key=lambda one: (one.silence is None, not one.late, one.owed[0].month, one.organization.name)
    )  # fmt: skip


def _owed(
    parts: Sequence[Missing], sent: Sequence[Sent], calls: Sequence[ReminderCall], pause: ReminderPause | None,
    on: date,
) -> Owed:  # fmt: skip
    ladder = hours_missing.ladder_of(parts[0].month)
    recalls = [one for one in parts if one.kind is not ReminderKind.PROOFS]
    rank = max((one.rank for one in sent), default=0)
    waits_for_buyer = any(one.kind is ReminderKind.REPORT and not one.back for one in recalls)
    return Owed(
        parts=tuple(parts), late=any(one.held for one in parts) or on > parts[0].due_on, sent=tuple(sent),
        next_on=ladder.next_after(rank, on) if recalls else None,
        informed_on=ladder.informed_on if waits_for_buyer and ladder.informed_on > on else None, pause=pause,
        calls=tuple(calls), today=any(one.told_on == on and one.kind is not ReminderKind.BUYER for one in sent),
    )  # fmt: skip


def _reached(organization_ids: Collection[int], lot_ids: Collection[int]) -> dict[int, Reached]:
    """The person who acts for each organization, or whom the company named for its lot, and the refused addresses."""
    contacts = db.session.execute(
        select(Commitment.company_id, Commitment.company_contact)
        .where(Commitment.lot_id.in_(lot_ids), Commitment.company_contact.is_not(None))
        .order_by(Commitment.id)
    )
    named = {row.company_id: row.company_contact for row in contacts}
    members: dict[int, list[Membership]] = defaultdict(list)
    for one in db.session.scalars(
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organization_id.in_(organization_ids), Membership.active, User.active,
            Membership.rank != Rank.READER,
        )
        .options(joinedload(Membership.user), joinedload(Membership.organization))
        .order_by(Membership.id)
    ):  # fmt: skip
        members[one.organization_id].append(one)
    refused = set(
        db.session.scalars(
            select(User.id)
            .join(RefusedAddress, RefusedAddress.address == func.lower(User.email))
            .where(User.id.in_({one.user_id for rows in members.values() for one in rows}))
        )
    )
    found = {}
    for organization_id, rows in members.items():
        with_phone = next((one.user for one in rows if one.user.phone), None)
        phone = with_phone.phone if with_phone else rows[0].organization.phone
        found[organization_id] = Reached(
            named.get(organization_id) or rows[0].user.name, phone, len(rows),
            tuple(one.user.name for one in rows if one.user_id in refused),
        )  # fmt: skip
    return found
