"""Which lines look like the same hours declared twice: by two employers on a lot, or on two lots by one? (R5-3, R13)

Hours are hundredths. Two lines that a pool shares are no double: the pool keeps their sum. What was said of a pair
(`HoursMatch`) is read with it: a pair said to be two different works is not shown again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from clauses.domain.kinds import EntryState
from clauses.domain.kinds_validation import MatchState
from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport
from clauses.models.markets import Lot
from clauses.models.validation import HoursMatch
from clauses.queries import hours_pooled


@dataclass(frozen=True, slots=True)
class Double:
    """Two lines of one person in one month: `one` is in the report that is read, `other` beside it or elsewhere."""

    one: HoursEntry
    other: HoursEntry
    elsewhere: Lot | None  # the lot of the other, when it is not the same
    match: HoursMatch | None

    @property
    def pair(self) -> tuple[int, int]:
        return pair_of(self.one.id, self.other.id)


def pair_of(one_id: int, other_id: int) -> tuple[int, int]:
    """A pair is known by its two numbers, the lower first."""
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)


def open_doubles(reports: Sequence[MonthlyReport]) -> dict[int, list[Double]]:
    """By report, the pairs nobody has settled yet; entries, with their person and employer, are loaded already."""
    found: dict[int, list[Double]] = {report.id: [] for report in reports}
    pairs = [*_beside(reports), *_elsewhere(reports)]
    if not pairs:
        return found
    said = matches({entry.id for _, one, other, _ in pairs for entry in (one, other)})
    for report_id, one, other, lot in pairs:
        match = said.get(pair_of(one.id, other.id))
        if match is None or match.state is not MatchState.DISTINCT:
            found[report_id].append(Double(one, other, lot, match))
    return found


def matches(entry_ids: Collection[int]) -> dict[tuple[int, int], HoursMatch]:
    """What was said of the pairs in which these lines are."""
    if not entry_ids:
        return {}
    ids = set(entry_ids)
    rows = db.session.scalars(
        select(HoursMatch).where(or_(HoursMatch.first_id.in_(ids), HoursMatch.second_id.in_(ids)))
    )
    return {(row.first_id, row.second_id): row for row in rows}


def _stands(entry: HoursEntry) -> bool:
    return bool(entry.worked) and entry.state is not EntryState.REFUSED


def _beside(reports: Iterable[MonthlyReport]) -> list[tuple[int, HoursEntry, HoursEntry, None]]:
    """The same hours of one person declared by two employers on the lot in the month."""
    found: list[tuple[int, HoursEntry, HoursEntry, None]] = []
    for report in reports:
        by_person: dict[int, list[HoursEntry]] = defaultdict(list)
        for entry in report.entries:
            if _stands(entry):
                by_person[entry.participant_id].append(entry)
        for rows in by_person.values():
            for i, one in enumerate(rows):
                other = next((r for r in rows[i + 1 :] if r.worked == one.worked), None)
                if other is not None:
                    found.append((report.id, one, other, None))
    return found


def _elsewhere(
    reports: Sequence[MonthlyReport],
) -> list[tuple[int, HoursEntry, HoursEntry, Lot]]:
    """The same hours of one person by one employer, typed on another lot in the month, and not shared by a pool."""
    mine = {
        (report.month, entry.participant_id, entry.employer_id, entry.worked): (report, entry)
        for report in reports
        for entry in report.entries
        if _stands(entry)
    }
    if not mine:
        return []
    rows = db.session.execute(
        select(HoursEntry, MonthlyReport.month, MonthlyReport.lot_id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            HoursEntry.participant_id.in_({key[1] for key in mine}),
            MonthlyReport.month.in_({key[0] for key in mine}),
            HoursEntry.state != EntryState.REFUSED,
            HoursEntry.worked > 0,
        )
        .order_by(HoursEntry.id)
    ).all()
    of_lot: dict[tuple[date, int, int, int], list[tuple[HoursEntry, int]]] = defaultdict(list)
    for entry, month, lot_id in rows:
        of_lot[month, entry.participant_id, entry.employer_id, entry.worked].append((entry, lot_id))
    pairs = []
    for report in reports:
        for entry in report.entries:
            if _stands(entry):
                key = (report.month, entry.participant_id, entry.employer_id, entry.worked)
                other = next(((e, lot) for e, lot in of_lot[key] if lot != report.lot_id), None)
                if other is not None:
                    pairs.append((report.id, entry, *other))
    fed = (
        hours_pooled.part_entries([entry.id for _, one, two, _ in pairs for entry in (one, two)])
        if pairs
        else {}
    )
    pairs = [p for p in pairs if fed.get(p[1].id) is None or fed.get(p[1].id) != fed.get(p[2].id)]
    lots = {
        lot.id: lot
        for lot in db.session.scalars(
            select(Lot)
            .where(Lot.id.in_({lot_id for *_, lot_id in pairs} or {0}))
            .options(joinedload(Lot.market))
        )
    }
    return [(report_id, one, other, lots[lot_id]) for report_id, one, other, lot_id in pairs]


def counted_twice(report: MonthlyReport, kept: dict[int, int]) -> list[Double]:
    """The unsettled pairs of a report that a decision would count twice; `kept`: hours to count, by entry.

    Beside each other: both are kept whole. Elsewhere: this one is kept whole while the other counts already.
    """
    found = []
    for double in open_doubles([report])[report.id]:
        whole = kept.get(double.one.id, 0) >= double.one.worked
        if double.elsewhere is None:
            whole = whole and kept.get(double.other.id, 0) >= double.other.worked
        elif whole:
            whole = _counts(double.other.id) >= double.other.worked
        if whole:
            found.append(double)
    return found


def _counts(entry_id: int) -> int:
    lines = db.session.scalars(select(LedgerLine.hours).where(LedgerLine.entry_id == entry_id))
    return sum(lines)


def both_counted() -> list[tuple[int, int]]:
    """Pairs settled as one and the same hours whose two lines count: there must be none (invariant)."""
    first, second = aliased(HoursEntry), aliased(HoursEntry)
    return [
        (one, two)
        for one, two in db.session.execute(
            select(HoursMatch.first_id, HoursMatch.second_id)
            .join(first, first.id == HoursMatch.first_id)
            .join(second, second.id == HoursMatch.second_id)
            .where(
                HoursMatch.state == MatchState.SETTLED,
                and_(first.state == EntryState.VALIDATED, second.state == EntryState.VALIDATED),
            )
            .order_by(HoursMatch.id)
        )
    ]
