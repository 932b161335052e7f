"""Does the directory find who can do a work near a place, say what it knows and keep back what it must?"""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.people import Organization
from clauses.queries import partners
from clauses.reference import geography, trade_search
from tests.web.test_people import Statements

ON = date(2026, 3, 2)


def rows(page) -> list[list[str]]:
    """The cells of the results, name first."""
    table = next(e for e in page.find_all(lambda e: e.tag == "table"))
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag in ("th", "td")]
        for row in table.find("tbody")
    ]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("maçonnerie", {"maconnerie"}),
        ("MACON", {"maconnerie"}),
        ("maçon", {"maconnerie"}),
        ("peintre", {"peinture_sols"}),
        ("Peinture, sols souples", {"peinture_sols"}),
        ("ménage", {"nettoyage"}),
        ("nettoyage de bureaux", {"nettoyage"}),
        ("espaces verts", {"espaces_verts"}),
        ("électricien", {"electricite"}),
        ("plombier", {"plomberie_cvc"}),
        ("gros œuvre", {"gros_oeuvre"}),
        ("charpente", {"charpente_bois", "charpente_metallique"}),
        ("tonte de pelouses", {"espaces_verts"}),
        ("entretien d'espaces verts", {"espaces_verts"}),  # « entretien » alone would be cleaning too
        ("couvreurs", {"couverture"}),
        ("maçon et plombier", {"maconnerie", "plomberie_cvc"}),
        ("nettoyge", {"nettoyage"}),
        ("transfert", set()),  # not « transport »
        ("K2204", {"nettoyage"}),
        ("xyz", set()),
        ("de", set()),
    ],
)
def test_plain_words_mean_trades(typed, codes):
    assert {one.code for one in trade_search.meant(typed, ON)} == codes


def test_every_word_beside_the_labels_leads_to_a_trade_that_exists():
    assert not trade_search.checked()


def test_a_work_near_a_place_by_distance_then_hours(portal):
    with Statements() as statements:
        page = portal.visitor().get("/annuaire?search_trade=maçon&search_city=Beauvais&search_km=60")
    assert len(statements.texts) <= 6
    found = rows(page)
    assert [row[0] for row in found[:5]] == [
        "Tremplin Intérim 60 - agence de Beauvais", "Bâti Solidaire Picardie", "GEIQ BTP Oise", "Coup d'Main Beauvaisis",
        "Chantier du Thérain",
    ]  # fmt: skip
    assert found[5][0] == "Relais Emploi Sud Oise"
    assert "structures à 60 km ou moins de Beauvais" in page
    assert "Métier compris : Maçonnerie." in page
    near = portal.visitor().get("/annuaire?search_trade=maçon&search_city=60057&search_km=5")
    assert len(rows(near)) == 5


def test_kinds_add_up_and_an_unknown_kind_is_let_go(portal):
    page = portal.visitor().get("/annuaire?search_kinds=GEIQ&search_kinds=EA&search_kinds=XX")
    assert {row[1] for row in rows(page)} <= {
        "Groupement d'employeurs pour l'insertion et la qualification", "Entreprise adaptée",
    }  # fmt: skip
    assert "Types de structure : GEIQ, EA" in page


def test_the_pages_hold_everybody_once_and_keep_the_search(portal):
    visitor, names, url = (
        portal.visitor(),
        [],
        "/annuaire?search_trade=&search_kinds=ACI&search_kinds=EI&search_kinds=AI",
    )
    for _ in range(10):
        page = visitor.get(url)
        found = rows(page)
        assert len(found) <= 25
        names += [row[0] for row in found]
        following = page.find_all(lambda e: e.get("rel") == "next")
        if not following:
            break
        url = following[0].get("href")
        assert "search_kinds=ACI" in url and "search_kinds=AI" in url
    wanted = db.session.scalars(
        select(Organization.name).where(Organization.employer_kind.in_(["ACI", "EI", "AI"]))
    ).all()
    assert sorted(names) == sorted(wanted)
    assert (
        visitor.get("/annuaire?page=999")
        and visitor.get("/annuaire?page=-3")
        and visitor.get("/annuaire?page=x")
    )


def test_the_fifty_real_structures_come_with_their_mention_and_nothing_to_reach_them(portal):
    real = db.session.scalars(select(Organization).where(Organization.origin == "siae_2021")).all()
    assert len(real) == 50
    one = next(o for o in real if o.address)
    browser = portal.sign_in("sandrine.lemaire")
    page = browser.get(f"/annuaire/{one.id}-{partners.slug_of(one.name)}")
    assert "Annuaire 2021" in page
    assert one.address not in page
    assert "Aucune coordonnée n'est publiée ici" in page
    listed = portal.visitor().get("/annuaire?page=3")
    assert "Annuaire 2021" in listed and "non renseigné" in listed


def test_contact_details_are_for_people_who_are_signed_in(portal):
    one = db.session.scalar(select(Organization).where(Organization.name == "Coup d'Main Beauvaisis"))
    url = f"/annuaire/{one.id}-coup-d-main-beauvaisis"
    with Statements() as statements:
        seen = portal.visitor().get(url)
    assert len(statements.texts) <= 6
    assert one.email not in seen.response.text and "03 53 01 00 04" not in seen
    assert "visibles après connexion" in seen and "320 h" in seen
    signed = portal.sign_in("mickael.roussel").get(url)
    assert one.email in signed and "03 53 01 00 04" in signed


def test_an_address_with_another_name_leads_to_the_right_one(portal):
    one = db.session.scalar(select(Organization).where(Organization.name == "Coup d'Main Beauvaisis"))
    answer = portal.visitor().get(f"/annuaire/{one.id}-autre-nom", status=301)
    assert answer.response.headers["Location"] == f"/annuaire/{one.id}-coup-d-main-beauvaisis"


def test_what_is_no_structure_is_not_in_the_directory(portal):
    buyer = db.session.scalar(select(Organization.id).where(Organization.name == "Ville de Beauvais"))
    portal.visitor().get(f"/annuaire/{buyer}-ville-de-beauvais", status=404)
    portal.visitor().get("/annuaire/999999-x", status=404)


def test_nothing_found_says_whom_to_call_and_how_far_to_look(portal):
    with Statements() as statements:
        page = portal.visitor().get("/annuaire?search_trade=ascenseurs&search_city=Beauvais&search_km=30")
    assert len(statements.texts) <= 6
    assert (
        "Aucune structure pour ces critères. Élargissez le rayon ou écrivez à Claire Delattre, 03 53 01 00 07"
        in page
    )
    wider = page.find_all(lambda e: e.tag == "a" and "Chercher à 50 km" in "".join(e.itertext()))
    assert wider and "search_km=50" in wider[0].get("href")
    alone = portal.visitor().get("/annuaire?search_trade=xyz")
    assert "Écrivez à Hélène Vasseur" in alone and "Le métier saisi n'est pas dans la liste" in alone


def test_what_is_not_understood_is_said_and_the_rest_still_answers(portal):
    page = portal.visitor().get("/annuaire?search_city=sai&search_km=abc&search_trade=maçon")
    assert "Choisissez une commune dans la liste proposée : « sai » n'y figure pas." in page
    assert "Vouliez-vous dire" in page
    assert "Saisissez un nombre entier, par exemple 12." in page
    assert rows(page)
    far = portal.visitor().get("/annuaire?search_city=Beauvais&search_km=5000")
    assert "Saisissez une valeur comprise entre 0 et 150." in far


def test_the_results_alone_are_the_results_of_the_page(portal):
    url = "/annuaire?search_trade=maçon&search_city=Beauvais"
    whole, part = portal.visitor().get(url), portal.visitor().get(url, headers={"HX-Request": "true"})
    assert not part.is_whole and whole.is_whole
    assert rows(part) == rows(whole)
    assert part.by_id("results") is not None
    assert "HX-Request" in whole.response.headers["Vary"]


def test_what_people_type_is_shown_escaped(portal):
    page = portal.visitor().get(
        "/annuaire", query_string={"search_trade": "<script>alert(1)</script>", "search_city": '"><b>'}
    )
    assert "<script>alert" not in page.response.text


def test_distances_are_those_of_the_map():
    beauvais, creil = geography.commune("60057"), geography.commune("60175")
    assert beauvais and creil and 30 < geography.distance_km(beauvais, creil) < 45


def test_the_links_of_a_search_keep_its_own_fields_and_nothing_else(portal):
    page = portal.visitor().get(
        "/annuaire?_external=1&_scheme=javascript&_anchor=x&autre=1&search_kinds=ACI&search_km=30"
    )
    following = page.find_all(lambda e: e.get("rel") == "next")[0].get("href")
    assert following == "/annuaire?search_km=30&search_kinds=ACI&page=2"
    empty = portal.visitor().get(
        "/annuaire?_external=1&_scheme=javascript&search_trade=ascenseurs&search_city=Beauvais"
    )
    wider = empty.find_all(lambda e: e.tag == "a" and "Chercher à" in "".join(e.itertext()))
    assert wider[0].get("href").startswith("/annuaire?search_trade=ascenseurs")
