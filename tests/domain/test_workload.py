"""Is a volume set against what a territory offers, month by month and to the hundredth?"""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.workload import Ask, asked_by_month, outlook, spread
from tests.domain.defaults import h, month


def test_a_volume_is_spread_evenly_and_nothing_is_lost():
    hours = spread(Ask(h(100), month(2026, 11), 3))
    assert hours == {month(2026, 11): 3333, month(2026, 12): 3333, month(2027, 1): 3334}


@given(st.integers(0, 10**9), st.integers(1, 96))
def test_the_sum_of_the_months_is_the_volume(hours, length):
    months = spread(Ask(hours, date(2026, 2, 1), length))
    assert sum(months.values()) == hours and len(months) == length
    assert max(months.values()) - min(months.values()) <= 1


def test_a_lot_takes_a_share_of_what_is_left():
    # 100 h offered a month, 40 already asked in the first two: 60 + 60 + 100 = 220 h left; 132 h wanted, that is 60 %.
    asked = asked_by_month([Ask(h(80), month(2026, 9), 2)])
    found = outlook(Ask(h(132), month(2026, 9), 3), offered=h(100), asked=asked)
    assert [one.left for one in found.months] == [h(60), h(60), h(100)]
    assert found.share == Fraction(60, 100)
    assert found.short_months == 0


def test_a_month_already_full_has_nothing_left_and_lends_nothing():
    asked = asked_by_month([Ask(h(150), month(2026, 9), 1)])
    found = outlook(Ask(h(100), month(2026, 9), 2), offered=h(100), asked=asked)
    assert [(one.left, one.short) for one in found.months] == [(0, True), (h(100), False)]
    assert found.share == 1


def test_only_the_asks_of_a_trade_weigh_on_it():
    asks = [
        Ask(h(10), month(2026, 9), 1, "vrd"),
        Ask(h(20), month(2026, 9), 1, "nettoyage"),
        Ask(h(5), month(2026, 9), 1),
    ]
    assert asked_by_month(asks, "vrd") == {month(2026, 9): h(10)}
    assert asked_by_month(asks) == {month(2026, 9): h(35)}


def test_where_nothing_is_offered_there_is_no_share():
    found = outlook(Ask(h(10), month(2026, 9), 1), offered=0, asked={})
    assert found.share is None and found.short_months == 1
    assert spread(Ask(h(10), month(2026, 9), 0)) == {}
