"""Does a lot go to the resource person of its first commune? (R20, S08)"""

from clauses.domain.routing import Route, route

TERRITORIES = {
    "60286": "T1",
    "60057": "T1",
    "60159": "T3",
    "60143": "T6",
}  # Grandvilliers, Beauvais, Compiègne, Chaumont


def test_the_commune_of_the_works_decides():
    assert route(["60159"], TERRITORIES.get) == Route("T3")


def test_the_first_commune_decides_and_the_others_are_associated():
    assert route(["60286", "60143"], TERRITORIES.get) == Route("T1", ("T6",))


def test_two_communes_of_one_territory_associate_nobody():
    assert route(["60057", "60286", "60159", "60159"], TERRITORIES.get) == Route("T1", ("T3",))


def test_a_first_commune_outside_every_territory_is_for_the_region():
    assert route(["80021", "60159", "02691"], TERRITORIES.get) == Route(None, ("T3",))


def test_a_lot_without_a_place_has_no_territory():
    assert route([], TERRITORIES.get) == Route(None)
