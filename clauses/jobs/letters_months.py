"""Who is reminded that a month is due, and which link lets them answer for it without signing in? (M11)"""

import logging
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.actions.base import civil_day
from clauses.actions.people import links
from clauses.config import clock
from clauses.domain.accounts import LIFETIMES
from clauses.domain.kinds import MarketState, Rank, ReportState
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.domain.values import add_months, month_of
from clauses.extensions import db, write_transaction
from clauses.jobs import mail
from clauses.jobs.letters import About, Side, link
from clauses.jobs.notices import was_told
from clauses.models.accounts import SecretLink
from clauses.models.hours import MonthlyReport
from clauses.models.markets import Award, Lot, Market
from clauses.models.people import Membership, Organization
from clauses.models.signed_link import SignedLink
from clauses.queries import people
from clauses.queries.hours_facts import lot_period
from clauses.reference import rulebook

log = logging.getLogger(__name__)
WAITING = (ReportState.TO_ENTER, ReportState.DRAFT, ReportState.TO_CORRECT)


def remind_of_months(now: datetime) -> None:
    """M11 on the days of the rule (R10), once for a lot, a month and a day; a missed day is caught up the next one."""
    on = civil_day(now)
    days = [day for day in rulebook.reporting(on).reminder_days if day <= on.day]
    if not days:
        return
    month, rank = add_months(month_of(on), -1), len(days)
    lots = db.session.scalars(
        select(Lot)
        .join(Award, Award.lot_id == Lot.id)
        .join(Market, Market.id == Lot.market_id)
        .where(Market.state.not_in((MarketState.CLOSED, MarketState.CANCELLED)), Award.exec_start <= on)
        .options(joinedload(Lot.award), selectinload(Lot.targets))
        .order_by(Lot.id)
    ).unique()
    ids = [lot.id for lot in lots if (period := lot_period(lot)) and period[0] <= month <= period[1]]
    db.session.rollback()
    for lot_id in ids:
        try:
            with write_transaction():
                _remind(lot_id, month, rank, now)
                db.session.commit()
        except Exception:  # another process has just written it, or this lot alone is wrong
            db.session.rollback()
            log.exception("month_not_recalled", extra={"lot_id": lot_id})


def _remind(lot_id: int, month: date, rank: int, now: datetime) -> None:
    key = f"MonthDue-{lot_id}-{month:%Y%m}-{rank}"
    if was_told(key):
        return
    report = db.session.scalar(
        select(MonthlyReport)
        .where(MonthlyReport.lot_id == lot_id, MonthlyReport.month == month)
        .options(selectinload(MonthlyReport.entries))
    )
    if report is not None and report.state not in WAITING:
        return
    lot = db.session.scalars(
        select(Lot)
        .where(Lot.id == lot_id)
        .options(
            joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.territory), joinedload(Lot.award)
        )
    ).one()
    holder = db.session.get_one(Organization, lot.award.awardee_id)  # type: ignore[union-attr]
    contact = people.follower_of(lot.territory_id, civil_day(now))
    for membership in db.session.scalars(
        select(Membership)
        .where(Membership.organization_id == holder.id, Membership.active, Membership.rank != Rank.READER)
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    ):
        if not membership.user.active:
            continue
        made = make_link(membership, lot, report, month)
        mail.compose(
            "M11", membership.user, event_key=key, now=now, secret_link=made, side=Side("company", [], holder.name),
            territory=lot.territory, about=About(lot.id, month=month),
            act=link("hours.month", lot_id=lot.id, month=f"{month:%Y-%m}"), contact=contact, lot=lot, market=lot.market, month=month, rank=rank, due=rulebook.reporting(month).due_day,
            lines=len(report.entries) if report else 0,
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
