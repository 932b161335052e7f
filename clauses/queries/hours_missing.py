"""What is missing of the months that are over: a report, the hours of a structure, a proof, a document; and who is to be reminded?

A report without hours was received: it is not missing. A report sent back for a correction waits for its holder again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, and_, exists, literal, or_, select, true, union_all
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.kinds import EligibilityState, EntryState, MarketState, ReportState
from clauses.domain.kinds_follow_up import ReminderKind
from clauses.domain.reminders import Ladder, ladder
from clauses.domain.values import add_months, last_day, month_of, months_between
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport, Participant
from clauses.models.markets import Award, Lot, Market
from clauses.models.people import Organization
from clauses.models.reminders import Reminder, ReminderPause
from clauses.queries import hours_evidence, lasting
from clauses.queries.hours_facts import covers, due_on, lot_period
from clauses.queries.hours_months import TO_DO, months_of
from clauses.queries.lasting import Lots
from clauses.reference import rulebook

OVER = (MarketState.CLOSED, MarketState.CANCELLED)
NOT_RECEIVED = frozenset({ReportState.TO_ENTER, ReportState.DRAFT})
MONTHS_BACK = 12  # a month not sent for a year is a matter for a conversation, not for a list
HOLDER = (joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.award).joinedload(Award.awardee), joinedload(Lot.territory), selectinload(Lot.targets))  # noqa: E501  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """What one organization still owes of one month of one lot; `people` is how many lines, proofs or documents are missing."""

    lot: Lot
    month: date
    organization: Organization
    kind: ReminderKind
    due_on: date
    people: int = 0
    back: bool = False  # a report that came and was sent back
    held: bool = False  # hours that were decided wait for it

    @property
    def key(self) -> tuple[int, date, int, ReminderKind]:
        return self.lot.id, self.month, self.organization.id, self.kind


def ladder_of(month: date) -> Ladder:
    """The ladder of a month, by the rule in force in the month after it."""
    return ladder(month, rulebook.reporting(add_months(month, 1)))


def missing_of(
    lots: Iterable[Lot], on: date, *, since: date | None = None, proofs: bool = True, lines: bool = True
) -> list[Missing]:
    """What is missing on these lots, the oldest months first; the lots come with `HOLDER`.

    Proofs, and the hours that structures have not typed, are left out at will. Who works on a lot is read for the lots
    that miss something alone.
    """
    running = {lot.id: lot for lot in lots if lot.market.state not in OVER and lot.award is not None}
    first = since or add_months(month_of(on), -MONTHS_BACK)

    def of_lot(row: Any) -> bool:
        """A month outside the execution asks nothing of anybody."""
        period = lot_period(running[row.lot_id])
        return period is not None and period[0] <= row.month <= period[1]

    late = [row for row in _not_sent(running, first, month_of(on)) if of_lot(row)]
    asked = {row.lot_id for row in late}
    typed, contracts = (_typed(asked, first), _contracts(asked)) if asked and lines else ({}, {})
    found = []
    for row in late:
        lot, back = running[row.lot_id], row.state is ReportState.TO_CORRECT
        holder = lot.award.awardee  # type: ignore[union-attr]
        found.append(Missing(lot, row.month, holder, ReminderKind.REPORT, due_on(row.month), back=back))
        if lines and not back:
            known: Collection[int] = typed.get(row.report_id or 0, ())
            found += _lines(lot, row.month, known, contracts.get(lot.id, ()))
    if proofs:
        unproven, documents = _unproven(running, first), _documents(running, first)
        for row in _received(unproven.keys() | documents.keys(), month_of(on)):
            if of_lot(row):
                found += _pieces(
                    running[row.lot_id], row, unproven.get(row.id, ()), documents.get(row.id, {})
                )
    return sorted(found, key=lambda one: (one.month, one.organization.name, one.lot.id, one.kind))


class NotSent(NamedTuple):
    """A month of a lot whose report was not received, with the report where there is one."""

    lot_id: int
    month: date
    report_id: int | None
    state: ReportState | None


def _not_sent(lot_ids: Collection[int], first: date, end: date) -> list[NotSent]:
    """The months of these lots from `first` to before `end` whose report was not received.

    For a page that is worked out to be kept, those of a handful of lots stand until something changes there.
    """
    if first >= end:
        return []
    parts = lasting.handfuls((None, lot_id) for lot_id in lot_ids).values()
    found = lasting.kept_by_lots(
        ("not sent", first, end), parts, lambda some: _paired(some, first, end), lambda rows: len(rows) / 10
    )
    return [row for rows in found.values() for row in rows]


def _paired(parts: Collection[Lots], first: date, end: date) -> dict[Lots, list[NotSent]]:
    """The database pairs the lots with the months: what was received, nearly all, is never read."""
    months = (add_months(first, n) for n in range(months_between(first, end)))
    span = union_all(*(select(literal(one, Date).label("month")) for one in months)).subquery()
    where = {lot_id: part for part in parts for lot_id in part}
    found: dict[Lots, list[NotSent]] = {part: [] for part in parts}
    for row in db.session.execute(
        select(Lot.id, span.c.month, MonthlyReport.id, MonthlyReport.state)
        .select_from(Lot)
        .join(span, true())
        .outerjoin(MonthlyReport, and_(MonthlyReport.lot_id == Lot.id, MonthlyReport.month == span.c.month))
        .where(Lot.id.in_(where), or_(MonthlyReport.id.is_(None), MonthlyReport.state.in_(TO_DO)))
    ):
        found[where[row[0]]].append(NotSent(*row))
    return found


def _received(report_ids: Collection[int], end: date) -> Sequence[Any]:
    """Of these reports, those that were received, of the months before `end`."""
    columns = (MonthlyReport.id, MonthlyReport.lot_id, MonthlyReport.month, MonthlyReport.state)
    return db.session.execute(
        select(*columns).where(
            MonthlyReport.id.in_(report_ids), MonthlyReport.month < end, MonthlyReport.state.not_in(TO_DO)
        )
    ).all()


def _contracts(lot_ids: Collection[int]) -> dict[int, list[Any]]:
    """By lot, (lot, person, first day, last day, employer) of each contract."""
    one = EmploymentContract
    asked = select(one.lot_id, one.participant_id, one.starts_on, one.ends_on, Organization)
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
        asked.join(Organization, Organization.id == one.employer_id)
        .where(one.lot_id.in_(lot_ids))
        .order_by(one.id)
    ):
        rows[row.lot_id].append(row)
    return rows


def _lines(lot: Lot, month: date, typed: Collection[int], contracts: Sequence[Any]) -> list[Missing]:
    """The structures that have typed nothing of the people whom they employ in the month.

    Once a structure has typed some of them, the others may have been absent: nothing says so, nothing is asked.
    """
    people: dict[Organization, set[int]] = defaultdict(set)
    for one in contracts:
        employer = one.Organization
        if employer.id == lot.award.awardee_id or not covers(one, month):  # type: ignore[union-attr]
            continue
        if employer.id not in typed:
            people[employer].add(one.participant_id)
    return [
        Missing(lot, month, employer, ReminderKind.LINES, due_on(month), len(ids))
        for employer, ids in people.items()
    ]


def _typed(lot_ids: Collection[int], first: date) -> dict[int, set[int]]:
    """Whose people have hours typed in the reports that were not sent: employers, by report."""
    rows = db.session.execute(
        select(HoursEntry.report_id, HoursEntry.employer_id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            MonthlyReport.lot_id.in_(lot_ids),
            MonthlyReport.month >= first,
            MonthlyReport.state.in_(NOT_RECEIVED),
        )
        .distinct()
    )
    found: dict[int, set[int]] = defaultdict(set)
    for report_id, employer_id in rows:
        found[report_id].add(employer_id)
    return found


def _unproven(lot_ids: Collection[int], first: date) -> dict[int, list[HoursEntry]]:
    """The lines that wait for a proof, by report."""
    found: dict[int, list[HoursEntry]] = defaultdict(list)
    for entry in db.session.scalars(
        select(HoursEntry)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            MonthlyReport.lot_id.in_(lot_ids),
            MonthlyReport.month >= first,
            HoursEntry.state == EntryState.PENDING_ELIGIBILITY,
        )
        .options(
            joinedload(HoursEntry.entered_by),
            joinedload(HoursEntry.participant).selectinload(Participant.eligibilities),
        )
    ).unique():
        found[entry.report_id].append(entry)
    return found


def _documents(lot_ids: Collection[int], first: date) -> dict[int, dict[Organization, int]]:
    """How many documents each organization still has to put, by report that waits for a decision or for a document."""
    reports = db.session.scalars(
        select(MonthlyReport)
        .where(
            MonthlyReport.lot_id.in_(lot_ids),
            MonthlyReport.month >= first,
            or_(
                MonthlyReport.state == ReportState.SUBMITTED,
                MonthlyReport.entries.any(HoursEntry.state == EntryState.PENDING_EVIDENCE),
            ),
        )
        .options(
            selectinload(MonthlyReport.entries).joinedload(HoursEntry.entered_by),
            joinedload(MonthlyReport.lot).joinedload(Lot.award).joinedload(Award.awardee),
        )
    ).all()
    pieces = hours_evidence.of_reports(reports)
    found: dict[int, dict[Organization, int]] = {}
    for report in reports:
        names = {entry.entered_by_id: entry.entered_by for entry in report.entries}
        if report.lot.award is not None:
            names[report.lot.award.awardee_id] = report.lot.award.awardee
        owed = hours_evidence.owed(report, pieces[report.id])
        found[report.id] = {names[number]: len(documents) for number, documents in owed.items()}
    return found


def _pieces(
    lot: Lot, report: Any, entries: Sequence[HoursEntry], documents: Mapping[Organization, int]
) -> list[Missing]:
    """Whoever typed hours without the proofs or the documents that go with them, once for both."""
    people: dict[Organization, set[int]] = defaultdict(set)
    for entry in entries:
        if not with_resource_person(entry.participant):
            people[entry.entered_by].add(entry.participant_id)
    decided = report.state is not ReportState.SUBMITTED
    return [
        Missing(
            lot, report.month, one, ReminderKind.PROOFS, due_on(report.month),
            len(people.get(one, ())) + documents.get(one, 0), held=decided,
        )
        for one in dict.fromkeys([*people, *documents])
    ]  # fmt: skip


def with_resource_person(person: Participant) -> bool:
    """A proof was sent and waits for a decision: nothing is missing on the employer's side."""
    return any(
        one.state is EligibilityState.PENDING and (one.proof_file_id or one.proof_label)
        for one in person.eligibilities
    )


# What is to leave by itself: asked in SQL, so that a tick that finds nothing costs one statement.


def holders_to_remind(month: date, rank: int, on: date) -> list[int]:
    """The lots whose report of this month is missing, not suspended, and not reminded of at this rung."""
    return _lots_without(
        month, on, received=MonthlyReport.state.not_in(TO_DO),
        told=and_(Reminder.kind == ReminderKind.REPORT, or_(Reminder.rank >= rank, Reminder.told_on == on)),
    )  # fmt: skip


def buyers_to_tell(month: date, on: date) -> list[int]:
    """The lots whose report of this month never came, and whose buyer was not told."""
    return _lots_without(
        month, on, received=MonthlyReport.state.not_in(NOT_RECEIVED), told=Reminder.kind == ReminderKind.BUYER
    )


def _lots_without(
    month: date, on: date, *, received: ColumnElement[bool], told: ColumnElement[bool]
) -> list[int]:
    lots = db.session.scalars(
        select(Lot)
        .join(Award, Award.lot_id == Lot.id)
        .join(Market, Market.id == Lot.market_id)
        .where(
            Market.state.not_in(OVER),
            Award.exec_start <= last_day(month),
            ~exists().where(MonthlyReport.lot_id == Lot.id, MonthlyReport.month == month, received),
            ~exists().where(Reminder.lot_id == Lot.id, Reminder.month == month, told),
            ~exists().where(
                ReminderPause.lot_id == Lot.id, ReminderPause.month == month, ReminderPause.until >= on
            ),
        )
        .options(joinedload(Lot.award), selectinload(Lot.targets))
        .order_by(Lot.id)
    ).unique()
    return [lot.id for lot in lots if month in months_of(lot, on)]


def structures_to_remind(month: date, rank: int, on: date) -> list[int]:
    """The structures with people of whom no hours were typed in the month, on a lot not reminded of at this rung."""
    told = exists().where(
        Reminder.lot_id == EmploymentContract.lot_id, Reminder.month == month, Reminder.kind == ReminderKind.LINES,
        Reminder.organization_id == EmploymentContract.employer_id,
        or_(Reminder.rank >= rank, Reminder.told_on == on),
    )  # fmt: skip
    of_month = (MonthlyReport.lot_id == Lot.id, MonthlyReport.month == month)
    # The lots first: most months were received, and their contracts are then never read.
    waiting = (
        select(Lot.id)
        .join(Market, Market.id == Lot.market_id)
        .where(
            Market.state.not_in(OVER),
            ~exists().where(*of_month, MonthlyReport.state.not_in(NOT_RECEIVED)),
            ~exists().where(
                ReminderPause.lot_id == Lot.id, ReminderPause.month == month, ReminderPause.until >= on
            ),
        )
    )
    return list(
        db.session.scalars(
            select(EmploymentContract.employer_id)
            .join(Lot, Lot.id == EmploymentContract.lot_id)
            .join(Award, Award.lot_id == Lot.id)
            .where(
                Lot.id.in_(waiting),
                Award.awardee_id != EmploymentContract.employer_id,
                EmploymentContract.starts_on <= last_day(month),
                or_(EmploymentContract.ends_on.is_(None), EmploymentContract.ends_on >= month),
                ~exists().where(
                    *of_month,
                    MonthlyReport.entries.any(HoursEntry.employer_id == EmploymentContract.employer_id),
                ),
                ~told,
            )
            .distinct()
            .order_by(EmploymentContract.employer_id)
        )
    )


def lots_of_structure(organization_id: int, on: date) -> list[Lot]:
    """The lots on which a structure employs somebody, with what `missing_of` reads."""
    mine = select(EmploymentContract.lot_id).where(EmploymentContract.employer_id == organization_id)
    return list(
        db.session.scalars(select(Lot).where(Lot.id.in_(mine)).options(*HOLDER).order_by(Lot.id)).unique()
    )


def employers_on(lot_id: int) -> set[int]:
    """The organizations that employ somebody on a lot."""
    return set(
        db.session.scalars(
            select(EmploymentContract.employer_id).where(EmploymentContract.lot_id == lot_id).distinct()
        )
    )
