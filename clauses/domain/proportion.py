"""Is a volume in proportion to its lot, its months and its territory, and what does it mean for the people?

Nothing here refuses: a finding is a sentence to read before retaining a volume. Hours are hundredths, amounts cents
without tax, rates basis points. Everything is compared on exact fractions; rounding is for the eye.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from clauses.domain import sizing
from clauses.domain.rules import Dated

# One person full time during one month: 35 h a week, 52 weeks over 12 months (151.67 h).
PERSON_MONTH = Fraction(sizing.WEEK * 52, 12)


@dataclass(frozen=True)
class ProportionRule(Dated):
    """Which volumes are unusual. Ratios are thousandths of an hour for 1 000 € without tax (0.125 h is 125)."""

    band_low: int = 125  # below: fewer hours than any published operation read
    band_high: int = 2330
    works_low: int = 200  # most works stand between the two
    works_high: int = 900
    small_below: int = 3500  # hundredths of an hour: one week of one person
    short_works_months: int = 3
    lot_share_bp: int = 2000  # of the labour hours of the lot


class Finding(StrEnum):
    """What is worth reading about a volume; all but the last two are said of the lot alone."""

    BELOW_BAND = "below_band"
    ABOVE_BAND = "above_band"
    BELOW_WORKS = "below_works"
    ABOVE_WORKS = "above_works"
    SMALL = "small"
    SHORT_WORKS = "short_works"
    LABOUR_SHARE = "labour_share"
    POOL = "pool"


WARNINGS = frozenset({Finding.BELOW_BAND, Finding.ABOVE_BAND, Finding.LABOUR_SHARE, Finding.POOL})
Found = tuple[Finding, Mapping[str, Any]]


def people_full_time(hours: int, exec_months: int) -> Fraction:
    """People at 35 h a week during the whole execution: hours / weeks / 35 (domain rules 3.2)."""
    if exec_months <= 0:
        raise ValueError("an execution lasts one month at least: the caller checks it first")
    return Fraction(hours) / (PERSON_MONTH * exec_months)


def pool_of(monthly_hours: int) -> Fraction:
    """The people full time that hours offered in a month stand for."""
    return Fraction(monthly_hours) / PERSON_MONTH


def read(
    hours: int,
    *,
    amount: int | None,
    works: bool,
    labour_hours: Fraction | int | None,
    exec_months: int | None,
    pool: Fraction | None,
    rule: ProportionRule,
) -> list[Found]:
    """What is unusual about a volume, the gravest first; an unknown figure says nothing.

    `labour_hours` are those of the whole lot, `pool` the people full time that the structures of the territory offer.
    """
    if hours <= 0:
        return []
    found: list[Found] = []
    ratio = sizing.ratio_per_1000_eur(hours, amount) if amount else None
    if ratio is not None:
        found += _of_amount(ratio, works, rule)
    if labour_hours and Fraction(hours * 10_000) > Fraction(labour_hours) * rule.lot_share_bp:
        share = Fraction(hours) / Fraction(labour_hours)
        found.append((Finding.LABOUR_SHARE, {"share": share, "limit": rule.lot_share_bp}))
    if pool is not None and exec_months:
        people = people_full_time(hours, exec_months)
        if people > pool:
            found.append((Finding.POOL, {"people": people, "pool": pool}))
    if hours < rule.small_below:
        found.append((Finding.SMALL, {"hours": rule.small_below}))
    if works and exec_months is not None and exec_months < rule.short_works_months:
        found.append((Finding.SHORT_WORKS, {"months": rule.short_works_months}))
    return found


def _of_amount(ratio: Fraction, works: bool, rule: ProportionRule) -> list[Found]:
    """WE-S15: the band holds every operation read; inside it, works have a narrower habit. Bounds are inside."""
    thousandths = ratio * 1000
    facts = {"ratio": ratio}
    if thousandths < rule.band_low:
        return [(Finding.BELOW_BAND, {**facts, "low": Fraction(rule.band_low, 1000)})]
    if thousandths > rule.band_high:
        return [(Finding.ABOVE_BAND, {**facts, "high": Fraction(rule.band_high, 1000)})]
    habit = {**facts, "low": Fraction(rule.works_low, 1000), "high": Fraction(rule.works_high, 1000)}
    if works and thousandths < rule.works_low:
        return [(Finding.BELOW_WORKS, habit)]
    if works and thousandths > rule.works_high:
        return [(Finding.ABOVE_WORKS, habit)]
    return []
