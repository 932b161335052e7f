"""Are the communes and EPCI of the département whole, and is a commune found as people type it?"""

import subprocess
import sys

import pytest

from clauses.reference import geography, places
from clauses.reference.demonstration import territories


def codes(found):
    return [commune.code for commune in found]


def test_the_oise_has_680_communes_and_21_epci():
    oise = geography.communes("60")
    assert len(oise) == 680
    assert len(geography.epcis("60")) == 21
    assert sum(commune.population for commune in oise) == 830_725


def test_every_commune_belongs_to_a_known_epci_that_counts_it():
    for epci in geography.epcis("60"):
        members = geography.communes_of(epci.code)
        assert len(members) == epci.commune_count
        assert sum(member.population for member in members) == epci.population
        assert {member.epci_name for member in members} == {epci.name}
    assert all(geography.epci(commune.epci_code) for commune in geography.communes())


def test_every_commune_has_a_postcode_and_a_place():
    for commune in geography.communes():
        assert commune.postcodes
        assert all(len(postcode) == 5 and postcode.isdigit() for postcode in commune.postcodes)
        assert 48 < commune.lat < 51 and 1 < commune.lon < 4


@pytest.mark.parametrize(
    ("territory", "communes", "inhabitants"),
    [
        ("T1", 216, 174_621),
        ("T2", 38, 148_213),
        ("T3", 167, 194_404),
        ("T4", 70, 67_468),
        ("T5", 90, 125_226),
        ("T6", 99, 120_793),
    ],
)
def test_the_six_territories_share_the_whole_departement(territory, communes, inhabitants):
    [one] = [each for each in territories() if each.code == territory]
    members = [member for epci in one.epcis for member in geography.communes_of(epci)]
    assert len(members) == communes
    assert sum(member.population for member in members) == inhabitants


@pytest.mark.parametrize(
    "typed",
    [
        "Beauvais",
        "beauvais",
        "BEAUVAIS ",
        "60057",
        "Beauvais (60057)",
        "60000",
        "60000 Beauvais",
        "Beauvais 60000",
    ],
)
def test_a_commune_is_understood_as_people_write_it(typed):
    assert geography.find(typed).code == "60057"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("crepy en valois", "60176"),
        ("Crépy-en-Valois", "60176"),
        ("St Just en Chaussée", "60581"),
        ("baboeuf", "60037"),
        ("Compiègne (60200)", "60159"),
        ("lille", "59350"),
        ("80000", "80021"),
    ],
)
def test_accents_case_hyphens_and_abbreviations_do_not_matter(typed, code):
    assert geography.find(typed).code == code


@pytest.mark.parametrize(
    "typed", ["", "   ", "Atlantis", "99999", "Beauvais (60175)", "60", "beau", "(", "60500"]
)
def test_nothing_is_guessed_when_the_text_names_no_commune_or_several(typed):
    # 60500 is both the postcode of Chantilly and the INSEE code of Le Plessis-Belleville
    assert geography.find(typed) is None


def test_a_postcode_that_is_also_an_insee_code_offers_both_communes():
    assert codes(geography.search("60500"))[0] == "60141"
    assert "60500" in codes(geography.search("60500"))


def test_names_starting_so_come_before_names_with_a_word_starting_so():
    found = [commune.name for commune in geography.search("beau", limit=20)]
    assert found[0] == "Beauvais"
    assert found.index("Beauvoir") < found.index("Pierrefitte-en-Beauvaisis")


def test_the_exact_name_comes_first_even_when_it_is_small():
    assert geography.search("bury")[0].name == "Bury"
    assert geography.search("saint-just")[0].name == "Saint-Just-en-Chaussée"


def test_a_search_is_bounded_and_survives_any_text():
    assert len(geography.search("s")) == 10
    assert len(geography.search("s", limit=3)) == 3
    for typed in ("", "%", "'; --", "é" * 500, "\x00", "(60057)", "60057 60057"):
        assert isinstance(geography.search(typed), list)


def test_what_a_form_writes_is_understood_again():
    for commune in geography.communes():
        assert geography.find(f"{commune.name} ({commune.code})") == commune
        assert geography.search(f"{commune.name} ({commune.code})") == [commune]


def test_communes_of_a_postcode_come_largest_first():
    assert codes(geography.by_postcode("60000"))[0] == "60057"
    assert geography.by_postcode("00000") == []


def test_creil_is_about_35_km_from_beauvais_as_the_crow_flies():
    beauvais, creil = geography.commune("60057"), geography.commune("60175")
    assert geography.distance_km(beauvais, creil) == geography.distance_km(creil, beauvais) == 35
    assert geography.distance_km(creil, creil) == 0


def test_reading_the_communes_costs_nothing_before_they_are_asked():
    script = "from clauses.reference import geography as g; print(g._communes.cache_info().currsize)"
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "0"


@pytest.mark.parametrize(
    ("post_code", "city", "point", "code"),
    [
        ("60000", "BEAUVAIS CEDEX 9", (None, None), "60057"),
        ("75018", "Paris 18e arrondissement", (None, None), "75056"),
        ("20200", "Bastia", (None, None), "2B033"),
        ("97410", "Saint-Pierre", (None, None), "97416"),
        (
            "60650",
            "Lieu-dit inconnu",
            (49.456, 1.862),
            "60073",
        ),  # the nearest of those that share the postcode
        ("99999", "Nulle part", (None, None), None),
    ],
)
def test_the_commune_of_an_address_is_understood_anywhere_in_france(post_code, city, point, code):
    found = places.understood(post_code, city, *point)
    assert (found.code if found else None) == code


def test_every_commune_of_the_vintage_is_where_the_list_of_france_puts_it():
    for one in geography.communes():
        there = places.place(one.code)
        assert (there.name, there.lat, there.lon) == (one.name, one.lat, one.lon)
    assert places.place("60384").code == "60057", "a former commune is the one it was merged into"
