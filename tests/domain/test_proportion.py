"""Is a volume told in days, weeks, people and ETP, and is what is unusual about it said, never refused?"""

from datetime import date
from fractions import Fraction

import pytest

from clauses.domain import proportion, sizing
from clauses.domain.proportion import Finding, ProportionRule, people_full_time, pool_of
from clauses.domain.values import half_up
from tests.domain.defaults import h

RULE = ProportionRule(date(2000, 1, 1), None, "domain rules 3.2")


def found(hours, amount=None, **facts):
    asked = {"works": True, "labour_hours": None, "exec_months": None, "pool": None, **facts}
    return [kind for kind, _ in proportion.read(h(hours), amount=amount and amount * 100, rule=RULE, **asked)]


def test_the_same_hours_are_days_weeks_people_and_a_share_of_a_year():
    # 1 190 h: 170 days of 7 h, 34 weeks of 35 h; over 12 months (52 weeks) 1 190 / 52 / 35 = 0.654 person.
    same = sizing.equivalents(h(1190))
    assert (same.days, same.weeks) == (170, 34)
    assert half_up(people_full_time(h(1190), 12) * 1000) == 654
    assert people_full_time(h(1820), 12) == 1
    assert people_full_time(h(910), 3) == 2
    assert half_up(sizing.full_time(h(1190), h(1607)) * 100) == 74


def test_the_people_of_a_territory_are_its_hours_of_a_month_at_full_time():
    # 151.67 h a month for one person: 1 820 h a month are 12 people.
    assert pool_of(h(1820)) == 12
    with pytest.raises(ValueError, match="one month"):
        people_full_time(h(10), 0)


@pytest.mark.parametrize(
    ("hours", "amount", "works", "expected"),
    [
        (1300, 7_000_000, True, [Finding.BELOW_WORKS]),  # CDC Habitat, 0.186 h for 1 000 €
        (13450, 30_000_000, True, []),  # Aqua Vita, 0.448
        (195_000, 590_000_000, True, []),  # Tisséo line C, 0.331
        (1_100_000, 3_700_000_000, True, []),  # line 15 South, 0.297
        (125, 1_000_000, False, []),  # exactly the lower bound is inside the band
        (124, 1_000_000, False, [Finding.BELOW_BAND]),
        (2330, 1_000_000, False, []),
        (2331, 1_000_000, False, [Finding.ABOVE_BAND]),
        (200, 1_000_000, True, []),
        (199, 1_000_000, True, [Finding.BELOW_WORKS]),
        (900, 1_000_000, True, []),
        (901, 1_000_000, True, [Finding.ABOVE_WORKS]),
        (1500, 1_000_000, False, []),  # the habit of works says nothing of a service
    ],
)
def test_hours_for_a_thousand_euros_stand_in_a_band(hours, amount, works, expected):
    assert found(hours, amount, works=works) == expected


def test_a_small_volume_is_better_grouped():
    assert found(34) == [Finding.SMALL]
    assert found(35) == []


def test_short_works_are_a_case_that_the_law_may_leave_out():
    assert found(70, exec_months=2) == [Finding.SHORT_WORKS]
    assert found(70, exec_months=3) == []
    assert found(70, exec_months=2, works=False) == []


def test_more_than_a_fifth_of_the_labour_hours_is_said():
    assert found(200, labour_hours=h(1000)) == []
    assert found(201, labour_hours=h(1000)) == [Finding.LABOUR_SHARE]
    [(_, facts)] = proportion.read(
        h(300), amount=None, works=False, labour_hours=h(1000), exec_months=None, pool=None, rule=RULE
    )
    assert facts["share"] == Fraction(3, 10)


def test_more_people_than_the_territory_offers_is_said():
    # 3 640 h over 6 months are 4 people full time.
    assert found(3640, exec_months=6, pool=Fraction(4)) == []
    assert found(3640, exec_months=6, pool=Fraction(39, 10)) == [Finding.POOL]
    assert found(3640, exec_months=None, pool=Fraction(1)) == []


def test_what_is_not_known_says_nothing():
    assert found(0, 1_000_000, exec_months=1, pool=Fraction(0)) == []
    assert found(500) == []
