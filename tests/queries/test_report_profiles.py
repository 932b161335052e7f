"""R21 behind a figure: the places of a group of persons tell neither a few of them, nor a few of the others."""

from clauses.domain.small_cell_masking import Shown
from clauses.queries.report_profiles import EVERYONE, Reading, _placed


def places_of(groups: dict[str, set[int]], where: dict[int, set[int]], name: str) -> dict[int | None, Shown]:
    everyone = set().union(*groups.values())
    found = Reading({**groups, EVERYONE: everyone}, ((EVERYONE, tuple(groups)),))
    hours = {(place, person): 100 for place, people in where.items() for person in people}
    placed = _placed(found, name, "market", hours, 5)
    assert placed.persons == len(groups[name]) and placed.hours == sum(place.hours for place in placed.places)
    return {place.number: place.shown for place in placed.places}


def test_what_is_hidden_of_women_is_hidden_of_men_at_the_same_places() -> None:
    """Two women in market 1: the men of market 1 would give them away, and so would another market, taken from the sum."""
    women, men = set(range(30)), set(range(100, 130))
    where = {
        1: {0, 1, *range(100, 110)}, 2: {*range(2, 12), *range(110, 119)}, 3: {*range(12, 30), *range(119, 130)},
    }  # fmt: skip
    groups = {"woman": women, "man": men}
    of_women, of_men = places_of(groups, where, "woman"), places_of(groups, where, "man")
    assert of_women[1] is Shown.UNDER and of_women[2] is Shown.HIDDEN and of_women[3] is Shown.PLAIN
    assert {place for place, how in of_men.items() if how is not Shown.PLAIN} == {1, 2}


def test_where_nobody_is_few_every_place_is_said() -> None:
    groups = {"yes": set(range(10)), "no": set(range(10, 20))}
    where = {1: {*range(5), *range(10, 15)}, 2: {*range(5, 10), *range(15, 20)}}
    assert set(places_of(groups, where, "yes").values()) == {Shown.PLAIN}


def test_the_hours_of_a_few_are_not_found_by_taking_the_others_from_the_total() -> None:
    """One woman in market 1 and two in market 2, nobody knows which: their hours stand with those of market 3."""
    women, men = set(range(40)), set(range(100, 140))
    where = {
        1: {0, *range(100, 110)}, 2: {1, 2, *range(110, 120)}, 3: {*range(3, 12), *range(120, 130)},
        4: {*range(12, 40), *range(130, 140)},
    }  # fmt: skip
    found = Reading({"woman": women, "man": men, EVERYONE: women | men}, ((EVERYONE, ("woman", "man")),))
    hours = {(place, person): 100 for place, people in where.items() for person in people}
    told = {place.number: place.told for place in _placed(found, "woman", "market", hours, 5).places}
    assert (told[1], told[2], told[4]) == (False, False, True) and not told[3]
