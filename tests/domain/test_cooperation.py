"""Is the cooperation of a territory measured to the decimal, and is nothing said where there was nothing to do? S14."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.cooperation import (
    BASELINE_2008,
    Tally,
    baseline,
    dynamic,
    fresh_since,
    index,
    preparation_due,
    renewals,
    renewed_on,
)
from clauses.domain.kinds_cooperation import CooperationAxis as Axis
from clauses.domain.kinds_cooperation import ExitType
from clauses.wording.formats import decimal, percent

BEAUVAISIS = {
    Axis.OFFERS: Tally(17, 18), Axis.RELAYS: Tally(5, 7), Axis.PORTFOLIOS: Tally(61, 80), Axis.EXITS: Tally(33, 41),
    Axis.LOTS: Tally(9, 14),
}  # fmt: skip


def shown(tally: Tally) -> str:
    assert tally.share is not None
    return percent(tally.share)


def test_the_index_of_the_beauvaisis_to_the_decimal():
    assert [shown(BEAUVAISIS[axis]) for axis in Axis] == [
        percent(Fraction(n, 1000)) for n in (944, 714, 763, 805, 643)
    ]
    found = index(BEAUVAISIS)
    assert found.value is not None and decimal(found.value * 100, 1) == "77,4"
    assert found.counted == tuple(Axis) and found.without == found.hidden == ()


def test_an_axis_with_nothing_to_do_is_left_out_and_said():
    found = index({**BEAUVAISIS, Axis.RELAYS: Tally(0, 0)})
    assert found.without == (Axis.RELAYS,) and len(found.counted) == 4
    assert found.value is not None and decimal(found.value * 100, 1) == "78,9"
    assert index(dict.fromkeys(Axis, Tally(0, 0))).value is None


def test_nothing_done_is_not_nothing_to_do():
    found = index({**BEAUVAISIS, Axis.RELAYS: Tally(0, 7)})
    assert found.value is not None and decimal(found.value * 100, 1) == "63,1" and not found.without


def test_the_mean_is_of_exact_shares_and_not_of_those_shown():
    rounded = sum((Fraction(n, 1000) for n in (333, 333, 333, 333, 333)), Fraction(0)) / 5
    assert index(dict.fromkeys(Axis, Tally(1, 3))).value == Fraction(1, 3) != rounded


def test_a_small_count_of_persons_leaves_the_index_of_readers_who_do_not_follow_them():
    small = {**BEAUVAISIS, Axis.RELAYS: Tally(2, 3)}
    assert index(small).hidden == ()
    assert index(small, 5).hidden == (Axis.RELAYS,)
    assert index(small, 5).value == index({**small, Axis.RELAYS: Tally(0, 0)}).value
    assert index({**BEAUVAISIS, Axis.OFFERS: Tally(1, 2)}, 5).hidden == (), "offers are no persons"
    assert index({**BEAUVAISIS, Axis.EXITS: Tally(0, 9)}, 5).hidden == (), "none is no small count"


@pytest.mark.parametrize("wrong", [(-1, 2), (1, -2)])
def test_a_tally_counts_from_nothing_up(wrong: tuple[int, int]):
    with pytest.raises(ValueError, match="from nothing up"):
        Tally(*wrong)


def test_an_axis_is_never_forgotten_nor_beyond_what_there_was_to_do():
    with pytest.raises(KeyError):
        index({Axis.OFFERS: Tally(1, 1)})
    with pytest.raises(ValueError, match="more done"):
        index({**BEAUVAISIS, Axis.LOTS: Tally(15, 14)})


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=5, max_size=5))
def test_the_index_stays_between_the_lowest_axis_and_the_highest(pairs: list[tuple[int, int]]):
    tallies = {axis: Tally(min(p), max(p)) for axis, p in zip(Axis, pairs, strict=True)}
    found = index(tallies)
    shares = [t.share for t in tallies.values() if t.share is not None]
    assert (found.value is None) == (not shares)
    if shares:
        assert found.value is not None and min(shares) <= found.value <= max(shares)
    assert sorted((*found.counted, *found.without)) == sorted(Axis)


def test_the_state_of_affairs_of_2008():
    found = baseline()
    assert found is not None and sum(group.persons for group in BASELINE_2008) == 3853
    assert decimal(found * 100, 1) == "14,3"
    assert baseline(()) is None


def test_a_withdrawn_exit_counts_nowhere():
    exits = (
        [ExitType.LASTING] * 9 + [ExitType.TRANSITION] * 6 + [ExitType.POSITIVE] * 6 + [ExitType.OTHER] * 25
    )
    assert dynamic(exits) == Tally(21, 46)
    assert dynamic([*exits, ExitType.WITHDRAWN]) == Tally(21, 46)
    assert dynamic([ExitType.WITHDRAWN]).share is None


@pytest.mark.parametrize(
    ("starts", "ends", "due"),
    [("2026-01-05", "2026-09-30", "2026-06-30"), ("2025-12-01", "2026-05-31", "2026-02-28"),
     ("2027-09-01", "2028-02-29", "2027-11-29"), ("2026-04-01", "2026-05-31", "2026-04-01"),
     (None, "2026-05-31", "2026-02-28")],
)  # fmt: skip
def test_an_exit_is_prepared_three_months_before_the_end_and_not_before_the_start(
    starts: str | None, ends: str, due: str
):
    """The table of S13 (R14)."""
    first = date.fromisoformat(starts) if starts else None
    assert preparation_due(first, date.fromisoformat(ends), 3) == date.fromisoformat(due)


def test_a_portfolio_is_fresh_for_six_months():
    assert fresh_since(date(2026, 12, 31), 6) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("on", "times"),
    [
        ("2008-07-01", 0),
        ("2009-06-30", 0),
        ("2009-07-01", 1),
        ("2027-06-30", 18),
        ("2027-07-01", 19),
        ("2007-01-01", 0),
    ],
)
def test_the_convention_is_renewed_each_first_of_july_since_2009(on: str, times: int):
    """S14: the first renewal on 1 July 2009, the nineteenth on 1 July 2027."""
    effect = date(2008, 7, 1)
    assert renewals(effect, date.fromisoformat(on)) == times
    assert renewed_on(effect, 19) == date(2027, 7, 1)
