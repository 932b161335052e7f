"""Is the name of each territory written where no other name covers it, the same way each time?"""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.queries.boards.labels import Box, placed, wide

PLACES = st.tuples(st.integers(0, 900), st.integers(0, 700))
NAMES = st.lists(st.tuples(st.integers(34, 119), st.lists(PLACES, min_size=1, max_size=8)), max_size=20)


@settings(max_examples=40, deadline=None)
@given(NAMES)
def test_no_name_covers_another_and_all_stay_on_the_drawing(wanted):
    boxes = [Box(*at, one[0]) for at, one in zip(placed(wanted, 900, 700), wanted, strict=True)]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].covers(pair[1])]
    assert all(one.inside(900, 700) for one in boxes)
    assert placed(wanted, 900, 700) == placed(wanted, 900, 700)


def test_a_name_takes_the_best_place_of_its_own_that_is_free():
    """The second wants the place of the first, then one beside it, then one further: it takes the last."""
    found = placed([(60, [(400, 300)]), (60, [(400, 300), (430, 320), (500, 300)])], 900, 700)
    assert found == [(400, 300), (500, 300)]


def test_a_name_without_a_free_place_of_its_own_stands_just_beside():
    assert placed([(60, [(400, 300)]), (60, [(410, 300)])], 900, 700)[1] == (470, 300)


def test_the_width_is_that_of_the_longest_line():
    assert wide(["T1", "vacant", "47 %"]) == wide(["vacant"]) > wide(["T1"]) > wide([]) == 0
