"""Is an answer due on the day that a French office would say?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.workdays import (
    add_working_days,
    easter,
    is_working_day,
    public_holidays,
    working_days_between,
)

DAYS = st.dates(date(2008, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "sunday",
    [date(1818, 3, 22), date(2000, 4, 23), date(2008, 3, 23), date(2024, 3, 31), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)],  # noqa: E501
)  # fmt: skip
def test_easter_falls_when_it_does(sunday):
    assert easter(sunday.year) == sunday


def test_2026_has_eleven_public_holidays():
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_an_opinion_asked_on_monday_2_march_is_due_on_monday_9_march():
    assert add_working_days(date(2026, 3, 2), 5) == date(2026, 3, 9)


def test_an_opinion_given_on_thursday_took_three_working_days():
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 5)) == 3


def test_an_opinion_asked_on_a_weekend_is_counted_from_monday():
    assert add_working_days(date(2026, 3, 7), 5) == add_working_days(date(2026, 3, 8), 5) == date(2026, 3, 13)


def test_the_bridge_of_may_is_not_counted():
    assert add_working_days(date(2026, 4, 30), 5) == date(2026, 5, 11)  # 1 and 8 May are off
    assert working_days_between(date(2026, 4, 30), date(2026, 5, 11)) == 5


def test_easter_monday_is_off_and_good_friday_is_not():
    assert not is_working_day(date(2026, 4, 6))
    assert is_working_day(date(2026, 4, 3))


def test_no_day_is_no_wait_and_yesterday_is_not_late():
    assert add_working_days(date(2026, 3, 7), 0) == date(2026, 3, 7)
    assert working_days_between(date(2026, 3, 5), date(2026, 3, 5)) == 0
    assert working_days_between(date(2026, 3, 5), date(2026, 3, 2)) == 0


@given(DAYS, st.integers(1, 60))
def test_waiting_some_working_days_ends_on_a_working_day_that_many_days_later(day, n):
    end = add_working_days(day, n)
    assert is_working_day(end)
    assert working_days_between(day, end) == n
