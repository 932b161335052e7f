"""How have the hours come in over the last months, and which lots fall behind the time that has passed?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from clauses.domain.kinds import ComplianceStatus, Modality
from clauses.domain.values import add_months, half_up, last_day, month_of, months, ratio
from clauses.queries import lasting, lot_sums
from clauses.queries.boards.board import Bar, Column, Columns, in_order
from clauses.queries.compliance import LotFigures
from clauses.queries.curves import expected_by
from clauses.reference import rulebook
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences

SPAN = 12  # months of a chart
RECENT = 3  # months of its title
POINTS = 20  # lots drawn on the plane
NEAR = Fraction(3, 100)  # two lots nearer than this share one mark


def last_months(on: date, n: int = SPAN) -> list[date]:
    """The last `n` months that are over, oldest first."""
    return months(add_months(month_of(on), -n), n)


def columns(found: Sequence[LotFigures], on: date) -> Columns | None:
    """The hours of the last twelve months by modality, and what these lots asked for; None when there is nothing."""
    span = last_months(on)
    done = _done(found, span[0])
    asked = lasting.kept(
        ("asked", on, *(one.lot.id for one in found)), lambda: _asked(found, span), lambda _: 0.2
    )
    drawn = tuple(
        Column(
            month,
            in_order({modality: hours for (m, modality), hours in done.items() if m == month}), expected,
        )
        for month, expected in zip(span, asked, strict=True)
    )  # fmt: skip
    if not any(one.total or one.expected for one in drawn):
        return None
    done_by, asked_by = (
        _mean([getattr(one, name) for one in drawn[-RECENT:]]) for name in ("total", "expected")
    )
    return Columns(sentences.written(words.PACE, done=done_by, expected=asked_by), drawn)


def _done(found: Sequence[LotFigures], since: date) -> Mapping[tuple[date, Modality], int]:
    """The hours of these lots by month and modality, from the handfuls of lots that have not changed and the others."""
    parts = lasting.handfuls((None, one.lot.id) for one in found).values()
    known = lasting.kept_by_lots(
        ("paces", since),
        parts,
        lambda asked: lot_sums.by_month_and_modality(asked, since),
        lambda rows: len(rows) / 15,
    )
    done: Counter[tuple[date, Modality]] = Counter()
    for rows in known.values():
        done.update(rows)
    return done


def _asked(found: Sequence[LotFigures], span: Sequence[date]) -> list[int]:
    """What these lots ask for in each of these months: no hours are read."""
    asked = [0] * len(span)
    for one in found:
        if one.target is not None and _runs_in(one, span):
            asked = [a + b for a, b in zip(asked, expected_by(one.lot, one.terms, span), strict=True)]
    return asked


def _mean(hours: Sequence[int]) -> str:
    """The mean of these months in whole hours: a pace is read, not counted."""
    return formats.hours(half_up(Fraction(sum(hours), len(hours) * 100)) * 100)


def _runs_in(one: LotFigures, span: Sequence[date]) -> bool:
    """Does the execution of the lot, by any of its targets, share a month with these?"""
    return any(
        target.exec_start <= last_day(span[-1])
        and add_months(month_of(target.exec_start), target.exec_months) >= span[0]
        for target in one.lot.targets
    )


def modalities(lot_ids: Sequence[int]) -> Bar | None:
    """The hours of these lots by modality; None before the first hour."""
    parts = in_order(lot_sums.by_modality(lot_ids))
    if not parts:
        return None
    most = max(parts, key=lambda one: one.hours)
    share = formats.percent(ratio(most.hours, sum(one.hours for one in parts)) or 0)
    return Bar(sentences.written(words.MOST, modality=most.modality, share=share), parts)


@dataclass(frozen=True, slots=True)
class Point:
    """A lot on the plane: shares of time and of hours in basis points, never capped; `mark` is its number there."""

    mark: int
    label: str
    holder: str | None
    time: int
    hours: int
    done: int
    owed: int
    status: ComplianceStatus
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One circle of the plane, for the lots that stand on the same place."""

    text: str
    time: int
    hours: int
    status: ComplianceStatus


@dataclass(frozen=True, slots=True)
class Plane:
    """% of time against % of hours; `watch` and `alert` are the gaps in basis points under which a state begins."""

    title: str
    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    more: int
    watch: int
    alert: int

    @property
    def top(self) -> int:
        """The height of the plane, in basis points: past 100 % only when a lot is."""
        return max([10_000, *(one.hours for one in self.points)])


def plane(found: Sequence[LotFigures], on: date) -> Plane | None:
    """The running lots that owe hours, those furthest behind first; None without any."""
    placed = [one for one in found if one.standing is not None and one.standing.hours_rate is not None]
    if not placed:
        return None
    placed.sort(key=lambda one: (one.standing.gap if one.standing else Fraction(0), one.lot.id))
    points = tuple(_point(n, one) for n, one in enumerate(placed[:POINTS], start=1))
    states = [one.standing.status for one in placed if one.standing]
    rule = rulebook.compliance(on)
    return Plane(
        _behind(states), points, _marks(points), len(placed) - len(points),
        rule.watch_below_points * 100, rule.alert_below_points * 100,
    )  # fmt: skip


def _behind(states: Sequence[ComplianceStatus]) -> str:
    alerts, watched = states.count(ComplianceStatus.ALERT), states.count(ComplianceStatus.WATCH)
    of = sentences.plural(words.OF_LOTS, len(states))
    if not alerts and not watched:
        return sentences.plural(words.NONE_BEHIND, len(states))
    return sentences.written(
        words.BEHIND, of=of,
        what=formats.joined([sentences.plural(form, n) for form, n in ((words.ALERTS, alerts), (words.WATCHED, watched)) if n]),
    )  # fmt: skip


def _point(mark: int, one: LotFigures) -> Point:
    standing = one.standing
    assert standing is not None and standing.hours_rate is not None
    return Point(
        mark, f"{one.lot.market.reference}, lot {one.lot.number}", one.awardee, half_up(standing.time_rate * 10_000),
        half_up(standing.hours_rate * 10_000), one.validated, one.owed, standing.status,
        {"market_id": one.lot.market_id, "number": one.lot.number},
    )  # fmt: skip


def _marks(points: Sequence[Point]) -> tuple[Mark, ...]:
    """Lots too near each other to be told apart share a circle, which says all their numbers."""
    groups: list[list[Point]] = []
    near = NEAR * 10_000
    for point in points:
        for group in groups:
            if abs(group[0].time - point.time) <= near and abs(group[0].hours - point.hours) <= near:
                group.append(point)
                break
        else:
            groups.append([point])
    return tuple(
        Mark(_numbers([one.mark for one in group]), group[0].time, group[0].hours, group[0].status)
        for group in groups
    )


def _numbers(marks: Sequence[int]) -> str:
    """« 2 », « 2, 5 », « 2, 5… » beyond three."""
    return ", ".join(map(str, marks[:2])) + (
        "…" if len(marks) > 3 else f", {marks[2]}" if len(marks) == 3 else ""
    )
