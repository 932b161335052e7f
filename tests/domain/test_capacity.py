"""Is what a structure can still offer what it said less what it accepted, and nothing counted twice?"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.capacity import Availability, MonthHours, Taken, by_month, period, together
from tests.domain.defaults import h, month

JULY, AUGUST = month(2026, 7), month(2026, 8)


def line(
    hours: int, *, settled: bool = True, accepted: bool = True, commitment: int = 1, length: int = 1
) -> Taken:
    return Taken((commitment, 7, "nettoyage"), hours, JULY, length, settled, accepted)


def test_an_answered_version_does_not_count_beside_the_one_it_replaces():
    both = by_month([line(h(100)), line(h(130), settled=False)])
    assert both[7, "nettoyage"] == {JULY: (h(130), 0)}


def test_a_version_that_waits_asks_only_what_it_adds():
    both = by_month([line(h(100)), line(h(130), settled=False, accepted=False)])
    assert both[7, "nettoyage"] == {JULY: (h(100), h(30))}
    fewer = by_month([line(h(100)), line(h(60), settled=False, accepted=False)])
    assert fewer[7, "nettoyage"] == {JULY: (h(100), 0)}, "what it accepted stands until the new plan does"


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 36)), max_size=8))
def test_every_hour_accepted_is_found_in_one_month(lots):
    found = by_month(
        line(hours, commitment=number, length=length) for number, (hours, length) in enumerate(lots)
    )
    assert sum(a for own in found.values() for a, _ in own.values()) == sum(hours for hours, _ in lots)


def test_a_line_takes_its_own_months_else_those_of_the_lot():
    start, length = date(2026, 9, 1), 12
    assert period(JULY, AUGUST, start, length) == (JULY, 2)
    assert period(None, None, start, length) == (start, 12)
    assert period(month(2027, 6), None, start, length) == (month(2027, 6), 3)
    assert period(None, None, None, None)[1] == 0


def test_nothing_left_is_not_the_same_as_nothing_said():
    full, silent = MonthHours(JULY, h(80), h(120), 0), MonthHours(JULY, None, h(20), 0)
    assert (full.left, full.over) == (0, h(40)) and silent.left is None
    assert Availability(7, (silent,), None).left is None
    both = together([Availability(7, (full,), JULY), Availability(7, (silent,), None)], 7)
    assert both.months == (MonthHours(JULY, h(80), h(140), 0),)
    assert both.days_since(AUGUST) == 31
