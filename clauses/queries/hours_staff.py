"""What do the permanent staff of a structure do on a lot, and what does an hour of its subcontract cost? (R12, R23)

Hours of supervisors and of permanent employees never count; they are told, because the price of an hour is that of
all the hours of the subcontract.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from clauses.domain.kinds import EntryState, Modality
from clauses.domain.subcontracts import low_price
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.awards import Subcontract
from clauses.models.hours import HoursEntry, MonthlyReport, StaffHours
from clauses.models.people import Organization
from clauses.reference import rulebook

# Where a structure works with its own teams, only its employees in insertion count (R12).
WITH_STAFF = frozenset({
    Modality.SUBCONTRACT_EI, Modality.SUBCONTRACT_ACI, Modality.SUBCONTRACT_EA, Modality.SIAE_AWARDEE,
})  # fmt: skip


def typed_by(organization_id: int, month: date, lot_ids: Iterable[int]) -> dict[int, int]:
    """By lot, the hours of its permanent staff that a structure told for a month (hundredths)."""
    rows = db.session.execute(
        select(MonthlyReport.lot_id, StaffHours.hours)
        .join(MonthlyReport, MonthlyReport.id == StaffHours.report_id)
        .where(
            StaffHours.employer_id == organization_id, MonthlyReport.month == month,
            MonthlyReport.lot_id.in_(list(lot_ids) or [0]),
        )
    )  # fmt: skip
    return dict(rows.all())


def told_in(report_id: int | None) -> list[tuple[int, str, int]]:
    """(structure, its name, hours) of the permanent staff in one report, by name."""
    rows = db.session.execute(
        select(StaffHours.employer_id, Organization.name, StaffHours.hours)
        .join(Organization, Organization.id == StaffHours.employer_id)
        .where(StaffHours.report_id == (report_id or 0))
        .order_by(Organization.name)
    )
    return [(employer_id, name, hours) for employer_id, name, hours in rows]


@dataclass(frozen=True, slots=True)
class LowPrice:
    """A subcontract whose hours, all of them, are paid less than the price that asks a look; cents and hundredths."""

    name: str
    amount: int
    hours: int
    price: int
    least: int


def low_prices(reports: Iterable[MonthlyReport]) -> dict[int, list[LowPrice]]:
    """By report, the subcontracts of its lot that the hours declared so far make too cheap (R23)."""
    by_lot: dict[int, list[MonthlyReport]] = defaultdict(list)
    for report in reports:
        by_lot[report.lot_id].append(report)
    subcontracts = db.session.execute(
        select(
            Subcontract.lot_id, Subcontract.organization_id, func.sum(Subcontract.amount), Organization.name
        )
        .join(Organization, Organization.id == Subcontract.organization_id)
        .where(Subcontract.lot_id.in_(by_lot or [0]), Subcontract.refused_on.is_(None))
        .group_by(Subcontract.lot_id, Subcontract.organization_id, Organization.name)
    ).all()
    if not subcontracts:
        return {}
    hours = _hours_of({lot_id for lot_id, *_ in subcontracts})
    found: dict[int, list[LowPrice]] = defaultdict(list)
    for lot_id, organization_id, amount, name in subcontracts:
        total = hours.get((lot_id, organization_id), 0)
        for report in by_lot[lot_id]:
            rule = rulebook.subcontract(last_day(report.month))
            price = low_price(int(amount), total, rule)  # PostgreSQL sums a large integer to a decimal
            if price is not None:
                found[report.id].append(LowPrice(name, int(amount), total, price, rule.min_hourly_cents))
    return found


def _hours_of(lot_ids: set[int]) -> dict[tuple[int, int], int]:
    """By lot and structure, everything declared on it: insertion, training and permanent staff."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for rows in (
        select(MonthlyReport.lot_id, HoursEntry.employer_id, func.sum(HoursEntry.worked))
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(MonthlyReport.lot_id.in_(lot_ids), HoursEntry.state != EntryState.REFUSED)
        .group_by(MonthlyReport.lot_id, HoursEntry.employer_id),
        select(MonthlyReport.lot_id, StaffHours.employer_id, func.sum(StaffHours.hours))
        .join(MonthlyReport, MonthlyReport.id == StaffHours.report_id)
        .where(MonthlyReport.lot_id.in_(lot_ids))
        .group_by(MonthlyReport.lot_id, StaffHours.employer_id),
    ):
        for lot_id, employer_id, hours in db.session.execute(rows):
            found[lot_id, employer_id] += hours
    return found


def subcontract_amounts(lot_id: int) -> dict[int, int]:
    """By structure, the amount of its subcontracts on a lot that were not refused, in cents."""
    rows = db.session.execute(
        select(Subcontract.organization_id, func.sum(Subcontract.amount))
        .where(Subcontract.lot_id == lot_id, Subcontract.refused_on.is_(None))
        .group_by(Subcontract.organization_id)
    )
    return {organization_id: int(amount) for organization_id, amount in rows}
