"""Is each person counted once in the region, in whatever territories they worked? With hours taken back: `test_region.py`."""

from typing import Any

from clauses.queries import bits, quarter_parts
from clauses.queries.quarter_parts import There

LINES: Any = None  # read again only where hours taken back in a place weigh against another


def _together(**persons: tuple[int, ...]) -> tuple[int, int]:
    done = {int(name[1:]) or None: There(persons=bits.made(some)) for name, some in persons.items()}
    return quarter_parts.together(done, LINES)


def test_who_worked_in_two_territories_is_one_person_counted_in_several() -> None:
    assert _together(t1=(1, 2), t2=(1, 3)) == (3, 1)
    assert _together() == (0, 0)


def test_a_lot_of_no_territory_gives_persons_and_makes_nobody_of_several() -> None:
    assert _together(t1=(1,), t0=(1, 2)) == (2, 0)
