"""Which partners are unusually silent, and what is each one's habit? Read from when each month was first answered.

A sign of life is hours typed, contested or imported, a report sent, a message or a difficulty: silence is none of these.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import func, or_, select, union, union_all

from clauses.config import PARIS
from clauses.domain.kinds_follow_up import ReminderKind
from clauses.domain.silence import Silence, silence
from clauses.domain.values import add_months, last_day, month_of
from clauses.extensions import db
from clauses.models.follow_up import Difficulty
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.journal import AuditEvent
from clauses.models.markets import Award
from clauses.models.people import Organization
from clauses.models.threads import LotMessage
from clauses.queries import lasting
from clauses.queries.hours_missing import NOT_RECEIVED, Missing

Read = TypeVar("Read")

MONTHS = 12  # of history
SIGNS = ("hours:enter", "hours:import", "hours:contest", "report:submit", "report:by_link")


def silent_partners(missing: Sequence[Missing], on: date) -> dict[int, Silence]:
    """The organizations that owe something of the last month, gave no sign of it, and usually do by now."""
    month = add_months(month_of(on), -1)
    return silent_among(
        {
            one.organization.id
            for one in missing
            if one.month == month and one.kind is not ReminderKind.PROOFS and not one.back
        },
        on,
    )


def silent_among(owing: Set[int], on: date) -> dict[int, Silence]:
    """Those of these organizations, which owe something of the last month, that gave no sign of it and usually do by now."""
    month, who = add_months(month_of(on), -1), tuple(sorted(owing))
    if not owing:
        return {}

    def kept(read: Callable[[Collection[int], date], Read], since: date) -> Read:
        return lasting.kept(
            ("signs", read.__name__, who, since), lambda: read(who, since), lambda _: len(who) / 2
        )

    signs = kept(_signs, add_months(month, -MONTHS))
    first, alive = kept(_first_months, on), kept(_spoke, add_months(month, 1))
    waited = (on - last_day(month)).days
    found = {}
    for organization_id in owing - alive:
        days = signs.get(organization_id, {})
        if month in days or organization_id not in first:
            continue
        since = max(first[organization_id], add_months(month, -MONTHS))
        history = []
        while since < month:
            answered = days.get(since)
            # People who type during the month itself answer on its last day, no sooner.
            history.append(max(0, (answered - last_day(since)).days) if answered else None)
            since = add_months(since, 1)
        unusual = silence(history, waited)
        if unusual:
            found[organization_id] = unusual
    return found


def typed_nothing(holders: Mapping[int, int], month: date) -> dict[int, str]:
    """The structures that employ somebody in a month on lots whose report was not received, and have typed nothing of it
    there: their names, by their numbers. `holders`, by lot, is who answers for its report itself."""
    if not holders:
        return {}
    lots = tuple(sorted(holders))
    rows = db.session.execute(
        select(MonthlyReport.lot_id, HoursEntry.employer_id)
        .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
        .where(
            MonthlyReport.lot_id.in_(lots), MonthlyReport.month == month, MonthlyReport.state.in_(NOT_RECEIVED)
        )
        .distinct()
    )  # fmt: skip
    typed = {(lot_id, number) for lot_id, number in rows}
    employers = lasting.kept(
        ("employers", lots, month), lambda: _employers(lots, month), lambda rows: len(rows) / 5
    )
    return {
        number: name for lot_id, number, name in employers if number != holders[lot_id] and (lot_id, number) not in typed
    }  # fmt: skip


def _employers(lot_ids: Collection[int], month: date) -> list[tuple[int, int, str]]:
    """(lot, employer, its name) of the contracts of these lots that have a day in the month."""
    one = EmploymentContract
    rows = db.session.execute(
        select(one.lot_id, one.employer_id, Organization.name)
        .join(Organization, Organization.id == one.employer_id)
        .where(
            one.lot_id.in_(lot_ids),
            one.starts_on <= last_day(month),
            or_(one.ends_on.is_(None), one.ends_on >= month),
        )
        .distinct()
    )
    return [(lot_id, number, name) for lot_id, number, name in rows]


def _signs(organization_ids: Collection[int], first: date) -> dict[int, dict[date, date]]:
    """The day of the first sign of each organization about each month."""
    found: dict[int, dict[date, date]] = defaultdict(dict)

    def keep(organization_id: int | None, month: date, day: date | None) -> None:
        if organization_id is None or day is None:
            return
        found[organization_id][month] = min(day, found[organization_id].get(month, day))

    for organization_id, month, at in db.session.execute(
        select(AuditEvent.organization_id, MonthlyReport.month, func.min(AuditEvent.at))
        .join(MonthlyReport, MonthlyReport.id == AuditEvent.object_id)
        .where(
            # Not by an index of their own: the lines of these organizations are few among those of the region.
            func.coalesce(AuditEvent.object_type, "") == "MonthlyReport",
            func.coalesce(AuditEvent.action, "").in_(SIGNS),
            AuditEvent.organization_id.in_(organization_ids),
            MonthlyReport.month >= first,
        )
        .group_by(AuditEvent.organization_id, MonthlyReport.month)
    ):
        keep(organization_id, month, _day(at))
    for organization_id, month, day in db.session.execute(
        select(Award.awardee_id, MonthlyReport.month, func.min(MonthlyReport.submitted_on))
        .join(Award, Award.lot_id == MonthlyReport.lot_id)
        .where(
            Award.awardee_id.in_(organization_ids),
            MonthlyReport.month >= first,
            MonthlyReport.submitted_on.is_not(None),
        )
        .group_by(Award.awardee_id, MonthlyReport.month)
    ):
        keep(organization_id, month, day)
    return found


def _first_months(organization_ids: Collection[int], _: date) -> dict[int, date]:
    """The first month in which each organization owed something: its first lot, or its first contract."""
    found: dict[int, date] = {}
    held = select(Award.awardee_id, func.min(Award.exec_start)).where(Award.awardee_id.in_(organization_ids))
    hired = select(EmploymentContract.employer_id, func.min(EmploymentContract.starts_on)).where(
        EmploymentContract.employer_id.in_(organization_ids)
    )
    both = union_all(held.group_by(Award.awardee_id), hired.group_by(EmploymentContract.employer_id))
    for organization_id, day in db.session.execute(both):
        found[organization_id] = min(month_of(day), found.get(organization_id, month_of(day)))
    return found


def _spoke(organization_ids: Collection[int], since: date) -> set[int]:
    """Those that wrote a message or signalled a difficulty since the month ended."""
    at = datetime.combine(since, time(), PARIS)
    messages = select(LotMessage.organization_id).where(
        LotMessage.organization_id.in_(organization_ids), LotMessage.sent_at >= at
    )
    troubles = select(Difficulty.organization_id).where(
        Difficulty.organization_id.in_(organization_ids), Difficulty.signalled_at >= at
    )
    return set(db.session.scalars(union(messages, troubles)))


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def usual_day(month: date, found: Silence) -> date:
    """« avant le 6 » : the day after the one by which the partner usually answers for the month."""
    return last_day(month) + timedelta(days=found.usual + 1)
