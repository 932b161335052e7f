"""Are the hours of a person shared between pooled lots exactly, and never more than were worked? (R15)"""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.kinds_pooling import Unshared
from clauses.domain.pooling import (
    HALF_HOUR,
    PooledLot,
    common_months,
    first_month,
    keys,
    split,
    unshared,
    weeks,
)

MOUY = (6000, 4500, 7500)  # plomberie, carrelage, peinture


def lots(*targets: int) -> list[PooledLot]:
    return [PooledLot(target) for target in targets]


def test_the_three_lots_of_the_gymnasium_to_the_figure():
    done = [0, 0, 0]
    for hours, expected in (
        (6600, (2200, 1650, 2750)),
        (7200, (2400, 1800, 3000)),
        (4800, (1600, 1200, 2000)),
    ):
        parts = split(hours, [PooledLot(key, so_far) for key, so_far in zip(MOUY, done, strict=True)])
        assert parts == expected
        done = [so_far + part for so_far, part in zip(done, parts, strict=True)]
    assert done == [6200, 4650, 7750]
    assert {Fraction(total, key) for total, key in zip(done, MOUY, strict=True)} == {
        Fraction(31, 30)
    }  # 103,3 %


def test_what_does_not_fall_on_a_half_hour_goes_to_the_largest_target():
    assert split(6500, lots(*MOUY)) == (2150, 1600, 2750)  # 21,67 h, 16,25 h and 27,08 h before the rounding
    assert split(15167, lots(10000, 10000)) == (7617, 7550)  # of equal ones, the first
    assert split(100, lots(*MOUY)) == (0, 0, 100)


def test_a_lot_that_has_reached_its_target_leaves_its_turn_to_the_others():
    finished = [PooledLot(6000, done=6000), PooledLot(4500, done=4450), PooledLot(7500, done=1000)]
    assert unshared(finished) == (Unshared.FINISHED, None, None)
    assert split(4800, finished) == (0, 1800, 3000)
    assert keys(finished) == (0, Fraction(3, 8), Fraction(5, 8))


def test_once_all_have_reached_their_target_what_is_still_worked_is_shared_by_all():
    assert split(4800, [PooledLot(key, done=key) for key in MOUY]) == (1600, 1200, 2000)


def test_a_buyers_ceiling_sends_the_rest_to_the_others_and_loses_nothing_it_may_keep():
    capped = [PooledLot(6000, room=1000), PooledLot(4500), PooledLot(7500)]
    assert split(6600, capped) == (1000, 2100, 3500)
    nowhere = [PooledLot(6000, room=1000), PooledLot(4500, room=0)]
    assert unshared(nowhere) == (None, Unshared.FULL)
    assert split(6600, nowhere) == (1000, 0)


def test_a_lot_that_does_not_run_in_the_month_takes_nothing():
    assert split(3000, [PooledLot(6000, running=False), PooledLot(4500)]) == (0, 3000)
    assert split(3000, [PooledLot(6000, running=False)]) == (0,)
    assert split(3000, []) == ()


a_lot = st.builds(
    PooledLot, key=st.integers(0, 300_000), done=st.integers(0, 300_000),
    room=st.none() | st.integers(-100, 100_000), running=st.booleans(),
)  # fmt: skip
hours_worked = st.integers(0, 24 * 31 * 100)


@given(hours_worked, st.lists(a_lot, max_size=8))
def test_the_parts_are_never_more_than_was_worked_and_no_ceiling_is_passed(hours, found):
    parts = split(hours, found)
    assert sum(parts) <= hours and all(part >= 0 for part in parts)
    for part, lot, why in zip(parts, found, unshared(found), strict=True):
        assert not (why and part), "a lot that takes no part was given hours"
        assert lot.room is None or part <= max(0, lot.room)
    roomy = any(why is None and lot.room is None for lot, why in zip(found, unshared(found), strict=True))
    if roomy:
        assert sum(parts) == hours, "hours were lost though a lot could take them"
    assert split(hours, found) == parts


@given(hours_worked, st.lists(st.integers(1, 300_000), min_size=1, max_size=8))
def test_every_part_is_within_its_share_to_the_half_hour_save_the_largest(hours, targets):
    parts = split(hours, lots(*targets))
    largest = targets.index(max(targets))
    for place, (part, target) in enumerate(zip(parts, targets, strict=True)):
        exact = Fraction(hours * target, sum(targets))
        if place == largest:
            assert exact <= part < exact + len(targets) * HALF_HOUR
        else:
            assert part % HALF_HOUR == 0 and exact - HALF_HOUR < part <= exact


@given(hours_worked, st.lists(st.integers(1, 300_000), min_size=2, max_size=6, unique=True), st.randoms())
def test_the_order_of_the_lots_changes_no_part(hours, targets, chance):
    by_target = dict(zip(targets, split(hours, lots(*targets)), strict=True))
    shuffled = chance.sample(targets, len(targets))
    assert split(hours, lots(*shuffled)) == tuple(by_target[target] for target in shuffled)


def test_no_month_that_began_before_the_last_agreement_is_pooled():
    september = date(2026, 9, 1)
    assert first_month(september, [date(2026, 8, 20), date(2026, 8, 31)]) == september
    assert first_month(september, [date(2026, 9, 1)]) == september
    assert first_month(september, [date(2026, 8, 20), date(2026, 9, 2)]) == date(2026, 10, 1)


def test_lots_without_a_month_in_common_are_told_apart():
    autumn, winter = (date(2026, 9, 1), date(2026, 11, 1)), (date(2026, 12, 1), date(2027, 2, 1))
    assert common_months([autumn, (date(2026, 10, 1), date(2027, 8, 1))]) == (
        date(2026, 10, 1),
        date(2026, 11, 1),
    )
    assert common_months([autumn, winter]) is None


def test_alone_each_lot_is_less_than_two_weeks_and_a_half_of_work():
    assert max(weeks(target) for target in MOUY) < Fraction(5, 2)
    assert weeks(sum(MOUY)) > 5
    with pytest.raises(ValueError):
        split(-1, lots(*MOUY))
