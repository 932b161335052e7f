"""Do the two counters of an association intermédiaire stop people at the right hour, and no one else? (S04)"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.ai_cap import (
    Placement,
    Split,
    ceiling_counter,
    crossed_alert,
    forecast_month,
    refuse_if_over_ceiling,
    relay_counter,
    split_at_relay,
)
from clauses.domain.errors import Refused
from clauses.domain.values import add_months
from tests.domain.defaults import CEILING, RELAY, h, month

P1 = [Placement(month(2026, 9), h(70)), Placement(month(2026, 10), h(84)), Placement(month(2026, 11), h(84))]
P2 = [Placement(month(2026, 9), h(63)), Placement(month(2026, 10), h(77)), Placement(month(2026, 11), h(70))]
DECEMBER = month(2026, 12)

MONTHS = st.integers(0, 47).map(lambda n: add_months(month(2025, 1), n))
ENTRIES = st.lists(st.tuples(MONTHS, st.integers(0, 20800)), max_size=18)
EVERY_END = [add_months(month(2025, 1), n) for n in range(60)]


# The relay of the convention


def test_in_november_two_people_pass_the_alert():
    for person, done, left in ((P1, 238, 2), (P2, 210, 30)):
        october, november = (
            relay_counter(person, month(2026, 10), RELAY),
            relay_counter(person, month(2026, 11), RELAY),
        )
        assert (november.done, november.left, november.alert_at) == (h(done), h(left), h(192))
        assert november.alerted
        assert not october.alerted
        assert crossed_alert(october, november, RELAY)


def test_the_alert_sounds_at_192_hours_and_only_once():
    assert crossed_alert(h(191.99), h(192), RELAY)
    assert not crossed_alert(h(192), h(200), RELAY)
    assert not crossed_alert(h(100), h(191.99), RELAY)


def test_of_56_hours_typed_in_december_2_stay_and_54_move():
    assert split_at_relay(P1, DECEMBER, h(56), RELAY) == Split(stays=h(2), moves=h(54))


def test_exactly_240_hours_are_allowed():
    assert split_at_relay(P2, DECEMBER, h(30), RELAY) == Split(stays=h(30), moves=0)
    counter = relay_counter([*P2, Placement(DECEMBER, h(30))], DECEMBER, RELAY)
    assert (counter.done, counter.left, counter.over) == (h(240), 0, 0)


def test_one_hundredth_of_an_hour_more_moves():
    assert split_at_relay(P2, DECEMBER, h(30.01), RELAY) == Split(stays=h(30), moves=1)


def test_the_window_slides_and_september_is_forgotten_a_year_later():
    assert relay_counter(P1, month(2027, 8), RELAY).done == h(238)
    assert relay_counter(P1, month(2027, 9), RELAY).done == h(168)
    assert relay_counter(P1, month(2026, 8), RELAY).done == 0


def test_hours_with_exempt_users_are_not_hours_in_companies():
    at_the_town_hall = Placement(month(2026, 11), h(100), exempt=True)
    assert relay_counter([*P2, at_the_town_hall], month(2026, 11), RELAY).done == h(210)


def test_a_month_typed_late_does_not_push_a_later_month_over():
    later = [Placement(month(2026, 11), h(230))]
    assert split_at_relay(later, month(2026, 6), h(56), RELAY) == Split(stays=h(10), moves=h(46))
    assert split_at_relay(later, month(2025, 11), h(56), RELAY) == Split(stays=h(56), moves=0)


def test_an_override_already_given_leaves_nothing_more():
    kept_on = [Placement(month(2026, 11), h(260))]
    assert relay_counter(kept_on, month(2026, 11), RELAY).over == h(20)
    assert split_at_relay(kept_on, DECEMBER, h(10), RELAY) == Split(stays=0, moves=h(10))


@given(ENTRIES)
def test_nobody_passes_the_relay_whatever_the_order_in_which_months_are_typed(entries):
    kept: list[Placement] = []
    for of_month, hours in entries:
        kept.append(Placement(of_month, split_at_relay(kept, of_month, hours, RELAY).stays))
    assert all(relay_counter(kept, end, RELAY).done <= RELAY.max_hours for end in EVERY_END)


@given(ENTRIES, MONTHS, st.integers(0, 74400))
def test_a_split_loses_no_hour_and_invents_none(entries, of_month, hours):
    split = split_at_relay([Placement(*entry) for entry in entries], of_month, hours, RELAY)
    assert split.stays + split.moves == hours
    assert split.stays >= 0
    assert split.moves >= 0


@given(st.integers(0, 24000), MONTHS)
def test_whatever_was_done_this_year_the_rest_up_to_240_is_allowed(done, of_month):
    before = [Placement(of_month, done)]
    assert split_at_relay(before, of_month, h(240) - done, RELAY).moves == 0


@given(ENTRIES.flatmap(lambda entries: st.tuples(st.just(entries), st.permutations(entries))), MONTHS)
def test_the_order_of_the_lines_changes_no_counter(both, of_month):
    one, other = ([Placement(*entry) for entry in entries] for entries in both)
    assert relay_counter(one, of_month, RELAY) == relay_counter(other, of_month, RELAY)
    assert ceiling_counter(one, of_month, CEILING) == ceiling_counter(other, of_month, CEILING)
    assert split_at_relay(one, of_month, h(50), RELAY) == split_at_relay(other, of_month, h(50), RELAY)


# The forecast


def test_at_their_pace_both_people_reach_the_relay_in_december():
    assert forecast_month(P1, month(2026, 11), RELAY) == DECEMBER
    assert forecast_month(P2, month(2026, 11), RELAY) == DECEMBER


def test_a_person_who_has_just_begun_is_not_slowed_by_the_months_before():
    assert forecast_month(P1[:1], month(2026, 9), RELAY) == month(2026, 12)  # 70 h a month: 280 h in December


def test_a_person_already_there_is_there_this_month():
    assert forecast_month([Placement(DECEMBER, h(240))], DECEMBER, RELAY) == DECEMBER


def test_a_slow_pace_never_reaches_the_relay():
    slow = [Placement(month(2026, n), h(19)) for n in (9, 10, 11)]
    assert forecast_month(slow, month(2026, 11), RELAY) is None
    assert forecast_month([], month(2026, 11), RELAY) is None
    stopped = [Placement(month(2026, 1), h(100))]
    assert forecast_month(stopped, month(2026, 11), RELAY) is None


# The ceiling of the law


def test_the_law_allows_480_hours_in_the_24_months_of_the_first_placement():
    done = [Placement(month(2025, 1), h(300), first_day=date(2025, 1, 10)), Placement(month(2026, 5), h(180))]
    counter = ceiling_counter(done, month(2026, 5), CEILING)
    assert (counter.done, counter.left, counter.over) == (h(480), 0, 0)
    assert (counter.first, counter.last) == (date(2025, 1, 10), date(2027, 1, 9))
    with pytest.raises(Refused) as refusal:
        refuse_if_over_ceiling(done, month(2026, 6), 1, CEILING, name="Inès B.")
    assert refusal.value.code == "over_legal"
    assert refusal.value.facts == {"name": "Inès B.", "total": 48001, "max": 48000, "left": 0, "over": 1}


def test_exactly_480_hours_are_not_refused():
    refuse_if_over_ceiling([Placement(month(2025, 1), h(300))], month(2025, 6), h(180), CEILING)


def test_the_first_placement_after_24_months_opens_a_new_window():
    done = [Placement(month(2025, 1), h(480), first_day=date(2025, 1, 10))]
    with pytest.raises(Refused):  # January 2027 without its day may still be before the 10th
        refuse_if_over_ceiling(done, month(2027, 1), h(10), CEILING)
    refuse_if_over_ceiling(done, month(2027, 1), h(10), CEILING, first_day=date(2027, 1, 11))
    refuse_if_over_ceiling(done, month(2027, 2), h(10), CEILING)
    again = ceiling_counter([*done, Placement(month(2027, 2), h(10))], month(2027, 2), CEILING)
    assert (again.done, again.first) == (h(10), month(2027, 2))


def test_between_two_windows_nothing_is_counted():
    done = [Placement(month(2024, 1), h(300))]
    counter = ceiling_counter(done, month(2026, 1), CEILING)
    assert (counter.done, counter.left, counter.first) == (0, h(480), None)


def test_a_town_or_a_neighbour_neither_counts_nor_opens_the_window():
    at_the_town_hall = Placement(month(2024, 6), h(400), exempt=True)
    done = [at_the_town_hall, Placement(month(2025, 6), h(100))]
    counter = ceiling_counter(done, month(2025, 6), CEILING)
    assert (counter.done, counter.first) == (h(100), month(2025, 6))
    refuse_if_over_ceiling(done, month(2025, 7), h(380), CEILING)


def test_a_waiver_lifts_the_ceiling_while_it_lasts():
    done = [Placement(month(2025, 1), h(600))]
    refuse_if_over_ceiling(done, month(2026, 3), h(10), CEILING, waiver_until=date(2026, 3, 15))
    for over in ({"waiver_until": date(2026, 2, 28)}, {"waiver_from": date(2026, 4, 1), "waiver_until": date(2029, 3, 31)}):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            refuse_if_over_ceiling(done, month(2026, 3), h(10), CEILING, **over)
        assert refusal.value.facts["over"] == h(10)


def test_an_old_excess_is_not_held_against_a_new_window():
    waived = [Placement(month(2024, 1), h(600))]
    refuse_if_over_ceiling(waived, month(2026, 2), h(100), CEILING)


def test_a_month_typed_late_counts_with_those_after_it():
    done = [Placement(month(2025, 6), h(470))]
    with pytest.raises(Refused) as refusal:
        refuse_if_over_ceiling(done, month(2025, 3), h(30), CEILING)
    assert (refusal.value.facts["left"], refusal.value.facts["over"]) == (h(10), h(20))


@given(ENTRIES)
def test_nobody_passes_the_law_whatever_the_order_in_which_months_are_typed(entries):
    kept: list[Placement] = []
    for of_month, hours in entries:
        try:
            refuse_if_over_ceiling(kept, of_month, hours, CEILING)
        except Refused as refusal:
            assert refusal.facts["left"] + refusal.facts["over"] == hours
        else:
            kept.append(Placement(of_month, hours))
    assert all(ceiling_counter(kept, end, CEILING).over == 0 for end in EVERY_END)
