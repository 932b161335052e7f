"""Does a set of bits hold the numbers that it was made of, and no other?"""

from hypothesis import given
from hypothesis import strategies as st

from clauses.queries import bits

NUMBERS = st.lists(st.integers(min_value=0, max_value=5_000), max_size=12)


@given(st.lists(NUMBERS, max_size=4))
def test_each_number_counts_once_wherever_it_is(sets: list[list[int]]) -> None:
    found = bits.together(bits.made(one) for one in sets)
    everybody = {number for one in sets for number in one}
    assert found.bit_count() == len(everybody)
    assert {n for n in range(5_001) if found >> n & 1} == everybody
