"""How do the hours of a lot run against what was expected of it, month after month?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clauses.domain import bases
from clauses.domain import compliance as rules
from clauses.domain.changes import Owed
from clauses.domain.kinds import HoursBasis
from clauses.domain.values import add_months, half_up, last_day, month_of, months, months_between
from clauses.models.markets import HoursTarget, Lot
from clauses.queries.volumes import asked_share, owed_by
from clauses.wording import formats
from clauses.wording import report as words


@dataclass(slots=True)
class Curve:
    """The curve of a lot, for its drawing and its table; hours in hundredths."""

    title: str
    desc: str
    months: list[str]
    cumulative: list[int | None]
    expected: list[int]
    target_steps: list[int]
    flags: list[str | None]  # why the target changes in that month
    projection: int | None  # at the end, at the pace of the last months; None when the target is met
    top: int
    begun: int  # months that have begun: what is not known of them is not to come


def curve_of(
    lot: Lot,
    *,
    target: HoursTarget,
    owed: int,
    validated: int,
    by_month: dict[date, int],
    terms: bases.Terms | None,
    title: str,
    on: date,
) -> Curve | None:
    """The curve of a lot today; None while its execution has no length."""
    if not target.exec_months:
        return None
    running, start = owed_by(target), month_of(target.exec_start)
    last_known, latest = _known(running, by_month, on), max(by_month, default=None)
    length = max(running.length, months_between(start, latest) + 1 if latest else 0)
    span = months(start, length)
    done = rules.cumulative(span, by_month)
    pace = at_pace(target, owed, by_month, terms, on) if validated < owed else None
    versions = [_version_in(lot, month) for month in span]
    if (
        target.number > versions[-1].number
    ):  # what changes once the execution is over changes what is owed at its end
        versions[-1] = target
    steps = [_volume(version, terms, month) for version, month in zip(versions, span, strict=True)]
    return Curve(
        title=title,
        desc=words.CURVE_DESC.format(
            validated=formats.hours(validated), owed=formats.hours(owed), day=formats.day_long(on)
        ),
        months=[formats.month_short(m) for m in span],
        cumulative=[c if last_known and m <= last_known else None for m, c in zip(span, done, strict=True)],
        expected=[_expected(version, terms, month) for version, month in zip(versions, span, strict=True)],
        target_steps=steps,
        flags=[_flag(versions, i) for i in range(length)],
        projection=pace.at_end if pace else None,
        top=max(owed, validated, *steps),
        begun=sum(month <= on for month in span),
    )


def at_pace(
    target: HoursTarget, owed: int, by_month: dict[date, int], terms: bases.Terms | None, on: date
) -> rules.Projection | None:
    """Where a lot goes at the pace of its last three months; None while it has no hours, or where it follows what is
    ordered or worked."""
    running = owed_by(target)
    month = _known(running, by_month, on)
    if month is None or (terms is not None and terms.basis in bases.OPEN_BASES):
        return None
    return rules.projection(
        by_month, month=month, exec_start=target.exec_start, exec_months=running.length, target=owed
    )


def _known(running: Owed, by_month: dict[date, int], on: date) -> date | None:
    """The last month whose hours are known, None before any: the one just ended may not be decided yet, an older one
    without hours is one where nothing was done, unless the works had stopped."""
    if not by_month:
        return None
    decided = add_months(month_of(on), -2)
    if running.suspended_on is not None:
        decided = min(decided, month_of(running.suspended_on))
    return max(*by_month, min(decided, month_of(running.last_day)))


def expected_by(lot: Lot, terms: bases.Terms | None, span: Sequence[date]) -> list[int]:
    """Hours that the lot asks for in each of these months in a row (R4): what more is expected at its end than before."""
    if not lot.targets:
        return [0] * len(span)
    before = add_months(span[0], -1)
    at = [_expected(_version_in(lot, month), terms, month) for month in (before, *span)]
    return [max(0, now - then) for then, now in pairwise(at)]


def _version_in(lot: Lot, month: date) -> HoursTarget:
    """The version in force at the end of a month, else the first one."""
    return bases.in_force(lot.targets, last_day(month)) or lot.targets[0]


def _volume(version: HoursTarget, terms: bases.Terms | None, month: date) -> int:
    if terms is None or terms.basis not in bases.OPEN_BASES:
        return version.hours
    owed = bases.hours_owed(
        terms, exec_start=version.exec_start, exec_months=version.exec_months, as_of=last_day(month)
    )
    return max(0, owed - version.neutralised)


def _expected(version: HoursTarget, terms: bases.Terms | None, month: date) -> int:
    """What the version in force asked for at the end of a month (R4)."""
    owed, day = owed_by(version), last_day(month)
    elapsed = owed.elapsed(day)
    if terms is not None and terms.basis in bases.OPEN_BASES:
        due = bases.hours_due(
            terms, exec_start=owed.exec_start, exec_months=owed.exec_months, elapsed=elapsed, as_of=day
        )
        return max(0, due - owed.neutralised)
    fixed = terms or bases.Terms(HoursBasis.FIXED)
    return half_up(owed.hours * asked_share(owed, fixed, day))


def _flag(versions: list[HoursTarget], i: int) -> str | None:
    changed = i > 0 and versions[i].number != versions[i - 1].number
    return versions[i].reason if changed else None
