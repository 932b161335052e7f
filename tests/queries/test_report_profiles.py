"""R21 behind a figure: the places of a group of persons tell neither a few of them, nor a few of the others."""

from collections.abc import Sequence
from datetime import date

import pytest

from clauses.domain.release_guard import Release
from clauses.domain.small_cell_masking import Shown
from clauses.queries import report_profiles
from clauses.queries.report_profiles import EVERYONE, Reading, _placed, _release

YEAR, MARCH, APRIL = date(2027, 1, 1), date(2027, 3, 1), date(2027, 4, 1)


def places_of(groups: dict[str, set[int]], where: dict[int, set[int]], name: str) -> dict[int | None, Shown]:
    everyone = set().union(*groups.values())
    found = Reading({**groups, EVERYONE: everyone}, ((EVERYONE, tuple(groups)),))
    hours = {(place, person): 100 for place, people in where.items() for person in people}
    placed = _placed(found, name, "market", hours, 5, _release((YEAR, MARCH), found, hours, 5, ()).shown)
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
    shown = _release((YEAR, MARCH), found, hours, 5, ()).shown
    told = {place.number: place.told for place in _placed(found, "woman", "market", hours, 5, shown).places}
    assert (told[1], told[2], told[4]) == (False, False, True) and not told[3]


def said(
    women: dict[int, int], men: dict[int, int], last: date, earlier: Sequence[Release] = ()
) -> tuple[Release, dict[int | None, Shown]]:  # fmt: skip
    """The page of the women, place after place, in a report up to that month; so many women and men at each place."""
    there = {(place, 1000 * place + n): 100 for place, count in women.items() for n in range(count)}
    others = {(place, -1000 * place - n - 1): 100 for place, count in men.items() for n in range(count)}
    groups = {"woman": {person for _, person in there}, "man": {person for _, person in others}}
    found = Reading({**groups, EVERYONE: groups["woman"] | groups["man"]}, ((EVERYONE, tuple(groups)),))
    release = _release((YEAR, last), found, {**there, **others}, 5, earlier)
    placed = _placed(found, "woman", "territory", {**there, **others}, 5, release.shown)
    return release, {place.number: place.shown for place in placed.places}


def test_the_places_of_two_reports_are_not_taken_one_from_the_other() -> None:
    """Attack: 12 women of territory 1 at the end of March, 14 at the end of April: two came, whom a neighbour knows."""
    march, of_march = said({1: 12, 2: 20, 3: 30}, {1: 15, 2: 25, 3: 35}, MARCH)
    assert set(of_march.values()) == {Shown.PLAIN}
    april, of_april = said({1: 14, 2: 20, 3: 30}, {1: 20, 2: 25, 3: 35}, APRIL, [march])
    assert of_april[1] is Shown.HIDDEN, "14 less 12 would be two women"
    assert list(of_april.values()).count(Shown.HIDDEN) >= 2, "the total of the women is printed"
    assert april.shown["1 man"] is Shown.HIDDEN, "all the persons of the place are known: the men would tell"
    again, of_again = said({1: 12, 2: 20, 3: 30}, {1: 15, 2: 25, 3: 35}, MARCH, [march, april])
    assert (again.shown, of_again) == (march.shown, of_march), "made again, it says the same"

    corrected, of_corrected = said({1: 11, 2: 20, 3: 30}, {1: 16, 2: 25, 3: 35}, MARCH, [march])
    assert of_corrected[1] is Shown.HIDDEN, "one was taken for a woman in the same months"
    assert corrected.counts["1 woman"] == 11
    _, of_may = said({1: 24, 2: 30, 3: 40}, {1: 30, 2: 35, 3: 45}, date(2027, 5, 1), [march, april])
    assert of_may[1] is Shown.PLAIN, "many came since the last count printed, everywhere"


def test_where_a_page_cannot_weigh_all_the_reports_it_says_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    women, men = {1: 12, 2: 20, 3: 30}, {1: 15, 2: 25, 3: 35}
    first, of_first = said(women, men, MARCH)
    assert set(of_first.values()) == {Shown.PLAIN}
    monkeypatch.setattr(report_profiles, "TRIES", 1)
    _, of_second = said({**women, 1: 14}, men, APRIL, [first])
    assert set(of_second.values()) == {Shown.HIDDEN}
