"""Are the hours of a lot split between the members of a group exactly, and what becomes of them when one fails? (R16)"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.consortium import after_default, done_by, missing, refuse_partial, targets
from clauses.domain.errors import Refused
from clauses.domain.kinds import GroupForm
from clauses.domain.kinds_awards import ShareUnit
from clauses.domain.values import largest_remainder

SEVERAL, JOINT = GroupForm.SEVERAL, GroupForm.JOINT_AND_SEVERAL


def test_three_equal_parts_of_a_hundred_hours_lose_no_hundredth():
    assert targets(10000, [1, 1, 1]) == (3334, 3333, 3333)


def test_the_volume_of_the_school_is_split_to_the_hundredth():
    """Trap 49: one target and a key of sharing, never a full target each; the sum of the parts is the target.

    1 190 h between 55.55 %, 33.33 % and 11.12 %: 661,045 h, 396,627 h and 132,328 h before the rounding."""
    assert targets(119000, [5555, 3333, 1112]) == (66104, 39663, 13233)
    assert sum(targets(119000, [5555, 3333, 1112])) == 119000


@given(st.integers(0, 10**8), st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any))
def test_the_sum_of_the_parts_is_the_target_and_no_part_is_a_hundredth_off(total, shares):
    parts = largest_remainder(total, shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - Fraction(total * share, sum(shares))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_shares_that_share_nothing_are_a_fault(weights):
    with pytest.raises(ValueError):
        largest_remainder(100, weights)


@pytest.mark.parametrize(
    ("unit", "shares", "volume", "code"),
    [
        (ShareUnit.PERCENT, [6000, 3900], 119000, "group_share_sum"),
        (ShareUnit.PERCENT, [6000, 4001], None, "group_share_sum"),
        (ShareUnit.HOURS, [60000, 58999], 119000, "group_hours_sum"),
        (ShareUnit.HOURS, [60000, 59000], None, "group_hours_unknown"),
    ],
)
def test_shares_that_do_not_make_the_whole_are_refused(unit, shares, volume, code):
    with pytest.raises(Refused) as refused:
        refuse_partial(unit, shares, volume)
    assert refused.value.code == code


def test_shares_that_make_the_whole_are_taken():
    refuse_partial(ShareUnit.PERCENT, [6000, 4000], None)
    refuse_partial(ShareUnit.HOURS, [60000, 59000], 119000)


def test_a_member_that_fails_keeps_its_hours_and_the_others_take_the_rest_by_their_shares():
    """1 000 h, 50 / 30 / 20 %. The second has 120 h validated: 880 h remain, 50/70 and 20/70 of them."""
    assert after_default(100000, [5000, 3000, 2000], [20000, 12000, 0], {1}) == (62857, 12000, 25143)


def test_a_member_that_fails_after_its_part_leaves_nothing_to_the_others():
    assert after_default(100000, [5000, 3000, 2000], [0, 34000, 0], {1}) == (50000, 30000, 20000)


def test_two_members_that_fail_leave_the_rest_to_the_last():
    assert after_default(100000, [5000, 3000, 2000], [10000, 0, 500], {0, 1}) == (10000, 0, 90000)


def test_a_group_of_which_nobody_is_left_is_refused():
    with pytest.raises(Refused) as refused:
        after_default(100000, [5000, 5000], [0, 0], {0, 1})
    assert refused.value.code == "group_nobody_left"


@given(st.integers(0, 10**7), st.lists(st.integers(1, 10_000), min_size=2, max_size=8), st.data())
def test_the_target_of_the_lot_never_changes_with_a_default(total, shares, data):
    validated = [data.draw(st.integers(0, 10**7)) for _ in shares]
    failing = data.draw(st.sets(st.integers(0, len(shares) - 1), max_size=len(shares) - 1))
    assert sum(after_default(total, shares, validated, failing)) == total


def test_members_who_answer_for_each_other_compensate():
    parts = targets(100000, [5000, 3000, 2000])
    assert missing(JOINT, parts, [60000, 25000, 15000]) == (0, 0, 0)
    assert missing(JOINT, parts, [55000, 25000, 10000]) == (0, 3333, 6667)


def test_members_who_answer_each_for_their_part_do_not():
    assert missing(SEVERAL, targets(100000, [5000, 3000, 2000]), [60000, 25000, 15000]) == (0, 5000, 5000)


def test_hours_of_structures_outside_the_group_are_shared_until_somebody_says_for_whom():
    """280 h, of which 100 by the people of the first member: 180 h by partners, 30 / 70."""
    assert done_by([10000, 0], 28000, [3000, 7000]) == (15400, 12600)
    assert done_by([28000, 0], 28000, [3000, 7000]) == (28000, 0)
