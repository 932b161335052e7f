"""Is each person counted once in the region, whatever the territories where they worked and what was taken back?"""

from array import array

from clauses.queries.report_persons import Worked, together


def _there(**hours: int) -> Worked:
    return Worked(array("q", (int(name[1:]) for name in hours)), array("q", hours.values()))


def test_who_worked_in_two_territories_is_one_person_counted_in_several() -> None:
    assert together({1: _there(p1=500, p2=300), 2: _there(p1=100, p3=200)}) == (3, 1)
    assert together({}) == (0, 0)


def test_a_lot_of_no_territory_gives_persons_and_makes_nobody_of_several() -> None:
    assert together({1: _there(p1=500), None: _there(p1=100, p2=200)}) == (2, 0)


def test_hours_taken_back_in_a_territory_weigh_against_those_of_another() -> None:
    found = {1: _there(p1=500, p2=300), 2: _there(p1=-500, p2=-100, p3=200)}
    assert together(found) == (2, 0)
    assert [len(one.positive) for one in found.values()] == [2, 1]
