"""What does a month look like from the link of a letter? Counts and hours, and never a name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.domain.kinds import MarketState, ReportState
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.models.people import Membership
from clauses.models.signed_link import SignedLink
from clauses.queries import hours_anomalies
from clauses.queries.hours_facts import due_on
from clauses.queries.hours_months import TO_DO, contracts_by_lot


@dataclass(frozen=True, slots=True)
class Share:
    """What one employer declares: how many people, and their hours (hundredths)."""

    employer: str
    people: int
    hours: int


@dataclass(frozen=True, slots=True)
class MonthByLink:
    lot: Lot
    month: date
    holder: str
    shares: list[Share]
    total: int
    due_on: date
    complete: bool


def actor_of_link(link: SignedLink, on: date) -> Actor | None:
    """The person a letter was written to, if they still hold the lot; None otherwise."""
    membership = db.session.get(Membership, link.membership_id)
    actor = gate.actor_of(membership, on) if membership else None
    return actor if actor and gate.may(actor, Permission.MONTH_SUBMIT, Lot, link.lot_id) else None


def month_by_link(link_id: int, on: date, at: datetime) -> MonthByLink | None:
    """The month of a link; None when the link is used or late, or when the month changed since its letter."""
    link = db.session.get(SignedLink, link_id)
    if link is None or link.used_at is not None or link.expires_at <= at or actor_of_link(link, on) is None:
        return None
    lot = db.session.scalars(
        select(Lot).where(Lot.id == link.lot_id).options(joinedload(Lot.market), joinedload(Lot.award))
    ).one()
    report = db.session.scalars(
        select(MonthlyReport)
        .where(MonthlyReport.lot_id == link.lot_id, MonthlyReport.month == link.month)
        .options(selectinload(MonthlyReport.entries).joinedload(HoursEntry.employer))
    ).one_or_none()
    state = report.state if report else ReportState.TO_ENTER
    closed = lot.market.state in (MarketState.CLOSED, MarketState.CANCELLED)
    if (report.version if report else None) != link.report_version or state not in TO_DO or closed:
        return None
    people: dict[str, set[int]] = defaultdict(set)
    hours: dict[str, int] = defaultdict(int)
    for entry in report.entries if report else []:
        people[entry.employer.name].add(entry.participant_id)
        hours[entry.employer.name] += entry.worked + entry.training
    shares = [Share(name, len(found), hours[name]) for name, found in sorted(people.items())]
    contracts = contracts_by_lot([lot.id])[lot.id]
    complete = report is not None and hours_anomalies.complete(
        report, contracts, hours_anomalies.of_reports([report])[report.id]
    )
    return MonthByLink(
        lot, link.month, link.membership.organization.name, shares, sum(hours.values()), due_on(link.month), complete
    )  # fmt: skip
