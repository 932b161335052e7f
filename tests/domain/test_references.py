"""Does a reference value take effect by date, and never in the past?"""

from dataclasses import dataclass
from datetime import date

import pytest

from clauses.domain.errors import Refused
from clauses.domain.references import NewValue, ReferenceKind, check, in_force

TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Row:
    value: int
    effective_from: date


ROWS = [
    Row(40, date(2026, 1, 1)),
    Row(50, date(2026, 6, 1)),
    Row(45, date(2026, 3, 1)),
    Row(46, date(2026, 3, 1)),
]


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), 40),
        (TODAY, 46),
        (date(2026, 5, 31), 46),
        (date(2026, 6, 1), 50),
    ],
)
def test_the_last_to_take_effect_stands_and_of_one_day_the_last_recorded(on, value):
    found = in_force(ROWS, on)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("kind", "value", "day", "before", "code"),
    [
        (ReferenceKind.LABOUR_SHARE, 5000, date(2026, 3, 1), 4500, "reference_past"),
        (ReferenceKind.LABOUR_SHARE, 99, TODAY, 4500, "reference_labour_share"),
        (ReferenceKind.LABOUR_SHARE, 10001, TODAY, 4500, "reference_labour_share"),
        (ReferenceKind.HOURLY_COST, 1499, TODAY, 3800, "reference_hourly_cost"),
        (ReferenceKind.HOURLY_COST, 12001, TODAY, 3800, "reference_hourly_cost"),
        (ReferenceKind.HOURLY_COST, 3800, TODAY, 3800, "reference_same"),
    ],
)
def test_a_value_in_the_past_out_of_bounds_or_unchanged_is_refused(kind, value, day, before, code):
    with pytest.raises(Refused) as refusal:
        check(kind, NewValue(value, day, "motif"), on=TODAY, before=before)
    assert refusal.value.code == code


def test_today_and_both_bounds_are_accepted():
    for value in (100, 10000):
        check(ReferenceKind.LABOUR_SHARE, NewValue(value, TODAY, "motif"), on=TODAY, before=4500)
