"""Does a set of bits hold the numbers that it was made of, and no other?"""

from random import Random

from clauses.queries import bits


def test_each_number_counts_once_wherever_it_is() -> None:
    drawn = Random(20)
    several = [[drawn.randrange(5_000) for _ in range(n)] for n in (0, 1, 7, 8, 400)] + [
        [0],
        [4_999, 0, 4_999],
    ]
    found = bits.together(bits.made(one) for one in several)
    everybody = {number for one in several for number in one}
    assert found.bit_count() == len(everybody)
    assert {n for n in range(5_008) if found >> n & 1} == everybody
    assert bits.together([]) == bits.made([]) == 0
