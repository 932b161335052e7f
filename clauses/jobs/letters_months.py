"""Who is reminded that a month is due, and which link lets them answer for it without signing in? (M11, M12, M13)

Each rung of the ladder is written down with its letters, in one transaction: after a crash it left whole or not at all,
and the table refuses a second one. A missed day is caught up by the rung in force.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.actions.base import civil_day
from clauses.actions.people import links
from clauses.config import clock
from clauses.domain.accounts import LIFETIMES
from clauses.domain.events import ReminderAsked
from clauses.domain.kinds import Rank, ReportState
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.domain.kinds_follow_up import ReminderKind
from clauses.domain.values import add_months, month_of
from clauses.extensions import db, write_transaction
from clauses.jobs import mail
from clauses.jobs.letters import About, Post, Side, follower, follower_name, link, members, send
from clauses.jobs.letters_hours import proofs_asked
from clauses.models.accounts import SecretLink
from clauses.models.hours import MonthlyReport
from clauses.models.markets import Lot
from clauses.models.people import Membership, Organization, User
from clauses.models.reminders import Reminder
from clauses.models.signed_link import SignedLink
from clauses.queries import hours_counters, hours_missing, hours_reminders, people
from clauses.wording import reminders as words
from clauses.wording.formats import joined

log = logging.getLogger(__name__)


def remind_of_months(now: datetime) -> None:
    """M11 on the days of the rule to the holders and to the structures with empty lines, then M13 to the buyers (R10)."""
    on = civil_day(now)
    month = add_months(month_of(on), -1)
    rank = hours_missing.ladder_of(month).rank(on)
    if rank:
        for lot_id in _found(hours_missing.holders_to_remind(month, rank, on)):
            _alone(partial(_remind_holder, month=month, rank=rank, now=now), lot_id)
        for organization_id in _found(hours_missing.structures_to_remind(month, rank, on)):
            _alone(partial(_remind_structure, month=month, rank=rank, now=now), organization_id)
    for late in (add_months(month, -1), month):
        if hours_missing.ladder_of(late).informs(on):
            for lot_id in _found(hours_missing.buyers_to_tell(late, on)):
                _alone(partial(_tell_buyer, month=late, now=now), lot_id)


def _found(ids: list[int]) -> list[int]:
    db.session.rollback()
    return ids


def _alone(write: Callable[[int], None], number: int) -> None:
    """Write one reminder with its letters; another process may have just written it, or this one alone is wrong."""
    try:
        with write_transaction():
            write(number)
            db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("month_not_recalled", extra={"subject_id": number})


def reminder_asked(fact: ReminderAsked, *, event_key: str, now: datetime) -> None:
    """The letters of a reminder sent by hand; nothing leaves when what it asks for came in between."""
    one = db.session.get_one(Reminder, fact.reminder_id)
    lot = _lot(one.lot_id)
    still = [
        missing
        for missing in hours_missing.missing_of([lot], civil_day(now), since=one.month)
        if missing.key == (one.lot_id, one.month, one.organization_id, one.kind)
    ]
    if not still:
        return
    post = Post(one.event_key, now)
    if one.kind is ReminderKind.REPORT:
        _write_to_holder(lot, one.month, post)
    elif one.kind is ReminderKind.LINES:
        _write_to_structure(still, post)
    elif one.kind is ReminderKind.PROOFS:
        report = _report(one.lot_id, one.month)
        if report is not None:
            proofs_asked(report, post, only=one.organization_id, again=True)


def _remind_holder(lot_id: int, month: date, rank: int, now: datetime) -> None:
    lot, key = _lot(lot_id), f"MonthDue-{lot_id}-{month:%Y%m}-{rank}"
    _note(lot, month, lot.award.awardee_id, ReminderKind.REPORT, rank, key, now)  # type: ignore[union-attr]
    _write_to_holder(lot, month, Post(key, now))


def _write_to_holder(lot: Lot, month: date, post: Post) -> None:
    """M11, with a link that answers for the month without a password, to each member who may answer."""
    ladder, holder = hours_missing.ladder_of(month), lot.award.awardee  # type: ignore[union-attr]
    report = _report(lot.id, month)
    contact = people.follower_of(lot.territory_id, post.on)
    for membership in _writers(holder):
        mail.compose(
            "M11", membership.user, event_key=post.event_key, now=post.now, contact=contact,
            secret_link=make_link(membership, lot, report, month), side=Side("company", [], holder.name),
            territory=lot.territory, about=About(lot.id, month=month),
            act=link("hours.month", lot_id=lot.id, month=f"{month:%Y-%m}"), lot=lot, market=lot.market, month=month,
            tone=ladder.tone(post.on), due=ladder.due_on.day, lines=len(report.entries) if report else 0,
            back=report is not None and report.state is ReportState.TO_CORRECT, informed=post.on >= ladder.informed_on,
        )  # fmt: skip


def _remind_structure(organization_id: int, month: date, rank: int, now: datetime) -> None:
    """One letter for all the lots of a structure: one grid, one act."""
    on = civil_day(now)
    lots = hours_missing.lots_of_structure(organization_id, on)
    due = hours_reminders.lots_not_told(organization_id, [lot.id for lot in lots], month, rank, on)
    found = [
        one
        for one in hours_missing.missing_of([lot for lot in lots if lot.id in due], on, since=month)
        if one.kind is ReminderKind.LINES and one.organization.id == organization_id and one.month == month
    ]
    if not found:
        return
    key = f"MonthDue-S{organization_id}-{month:%Y%m}-{rank}-{found[0].lot.id}"
    for one in found:
        _note(one.lot, month, organization_id, ReminderKind.LINES, rank, key, now)
    _write_to_structure(found, Post(key, now))


def _write_to_structure(found: Sequence[hours_missing.Missing], post: Post) -> None:
    month, one = found[0].month, found[0]
    ladder = hours_missing.ladder_of(month)
    users = [membership.user for membership in _writers(one.organization)]
    places = [words.PLACE.format(ref=m.lot.market.reference, lot=m.lot.number) for m in found]
    told = joined(places[: words.MOST_PLACES])
    if len(places) > words.MOST_PLACES:
        told = words.PLACES.format(n=len(places))
    send(
        "M11", [Side("structure", users, one.organization.name)], post, territory=one.lot.territory,
        url=link("hours.grid", month=f"{month:%Y-%m}"), about=About(one.organization.id, part=1, month=month), month=month,
        tone=ladder.tone(post.on), due=ladder.due_on.day, people=sum(m.people for m in found), places=told,
    )  # fmt: skip


def _tell_buyer(lot_id: int, month: date, now: datetime) -> None:
    """M13: the buyer, the resource person and the company in copy, once for a lot and a month."""
    lot, key = _lot(lot_id), f"MonthMissing-{lot_id}-{month:%Y%m}"
    company, post = lot.award.awardee, Post(key, now)  # type: ignore[union-attr]
    sent = hours_reminders.sent_about([lot.id]).get((lot.id, month, company.id), [])
    call = hours_reminders.last_call(lot.id, month, company.id)
    _note(lot, month, lot.market.buyer_id, ReminderKind.BUYER, 0, key, now)
    send(
        "M13", [members("buyer", lot.market.buyer), follower(lot.territory, post.on), members("company", company)], post,
        territory=lot.territory, url=link("markets.lot", market_id=lot.market_id, number=lot.number),
        about=About(lot.id, month=month), lot=lot, market=lot.market, month=month, company=company,
        days=[one.told_on for one in sent if one.reached], refused=any(not one.reached for one in sent),
        adviser=follower_name(lot.territory, post.on), called_on=call.called_on if call else None,
        validated=hours_counters.counted_on(lot.id), target=lot.targets[-1].hours if lot.targets else 0,
    )  # fmt: skip


def _note(
    lot: Lot, month: date, organization_id: int, kind: ReminderKind, rank: int, key: str, now: datetime
) -> None:
    db.session.add(
        Reminder(lot_id=lot.id, month=month, organization_id=organization_id, kind=kind, rank=rank, told_at=now,
                 told_on=civil_day(now), event_key=key)
    )  # fmt: skip
    db.session.flush()


def _lot(lot_id: int) -> Lot:
    return (
        db.session.scalars(select(Lot).where(Lot.id == lot_id).options(*hours_missing.HOLDER)).unique().one()
    )


def _report(lot_id: int, month: date) -> MonthlyReport | None:
    return db.session.scalars(
        select(MonthlyReport)
        .where(MonthlyReport.lot_id == lot_id, MonthlyReport.month == month)
        .options(selectinload(MonthlyReport.entries))
    ).one_or_none()


def _writers(organization: Organization) -> list[Membership]:
    """The people who may answer for an organization: a reader may not."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.organization_id == organization.id, Membership.active, Membership.rank != Rank.READER,
                User.active,
            )
            .options(joinedload(Membership.user))
            .order_by(Membership.id)
        )
    )  # fmt: skip


def make_link(membership: Membership, lot: Lot, report: MonthlyReport | None, month: date) -> SecretLink:
    """The link of one letter: this person, this lot, this month as it stands now."""
    at = clock.real()
    signed = SignedLink(
        token_hash=f"to-come-{membership.id}-{lot.id}-{at.timestamp()}"[:64], purpose=LinkPurpose.MONTH.value,
        membership_id=membership.id, lot_id=lot.id, month=month, report_version=report.version if report else None,
        created_at=at, expires_at=at + LIFETIMES[LinkPurpose.MONTH],
    )  # fmt: skip
    db.session.add(signed)
    db.session.flush()
    made = links.make(LinkPurpose.MONTH, signed.id, at=at)
    signed.token_hash = made.token_hash
    return made
