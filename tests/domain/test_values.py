"""Are months counted and fractions rounded as an accountant would?"""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.values import add_months, half_up, last_day, month_of, months, months_between, ratio

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 9, 1), 12, date(2027, 9, 1)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_the_same_day_some_months_later_or_the_last_day_of_a_shorter_month(start, n, end):
    assert add_months(start, n) == end


def test_a_month_is_its_first_day_and_knows_its_last():
    assert month_of(date(2028, 2, 17)) == date(2028, 2, 1)
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    assert last_day(date(2026, 12, 5)) == date(2026, 12, 31)


def test_months_in_a_row_cross_the_year():
    assert months(date(2026, 11, 20), 3) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert months(date(2026, 11, 20), 0) == []


@given(DAYS, st.integers(-600, 600))
def test_going_some_months_away_is_being_that_many_months_away(day, n):
    assert months_between(day, add_months(day, n)) == n


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(Fraction(5, 2), 3), (Fraction(-5, 2), -3), (Fraction(7, 3), 2), (Fraction(-1, 3), 0), (4, 4)],
)
def test_a_half_goes_away_from_zero(value, rounded):
    assert half_up(value) == rounded


def test_more_than_the_whole_is_said_as_it_is_and_nothing_is_divided_by_zero():
    assert ratio(26000, 19500) == Fraction(4, 3)
    assert ratio(5, 0) is None
