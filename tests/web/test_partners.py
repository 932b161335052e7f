"""Does the directory find who can do a work near a place, say what it knows and keep back what it must?"""

import re
from datetime import date

import pytest
from sqlalchemy import select

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import Zone
from clauses.extensions import db, write_transaction
from clauses.models.partners import Capability, SiaeProfile
from clauses.models.people import Organization
from clauses.queries.partners import search
from clauses.queries.partners.asked import Asked
from clauses.queries.partners.offers import slug_of
from clauses.reference import geography, trade_search
from clauses.reference.nearness import Nearness
from tests.many_structures import fill
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
    assert "Plus de critères : GEIQ, EA" in page


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
    page = browser.get(f"/annuaire/{one.id}-{slug_of(one.name)}")
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
    assert len(statements.texts) <= 8
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


def links(page, within="results") -> dict[str, str]:
    return {
        " ".join("".join(e.itertext()).split()): e.get("href")
        for e in page.by_id(within).iter()
        if e.tag == "a" and e.get("href").partition("?")[0] == "/annuaire" and e.text != "Liste"
    }


def total(page) -> int:
    title = "".join(page.by_id("results-title").itertext())
    return 0 if title.startswith("Aucune") else int(title.split(" structure")[0].replace("\u202f", ""))


def test_nothing_found_says_whom_to_call_and_what_to_ask_less_of(portal):
    url, visitor = (
        "/annuaire?search_trade=maçon&search_city=Noyon&search_km=1&search_kinds=GEIQ",
        portal.visitor(),
    )
    for more in ("", "&search_hours=10"):
        visitor.get(url + more)
        with Statements() as statements:
            page = visitor.get(url + more)
        assert len(statements.texts) <= (10 if more else 6)
        assert "Aucune structure pour ces critères. Élargissez la recherche ou écrivez à" in page
        proposed = links(page)
        assert "À 70 km ou moins : 1 structure" in proposed
        for words, address in proposed.items():
            wider = visitor.get(address)
            assert total(wider) == int(words.split(" : ")[1].split()[0]), words


def test_words_that_mean_no_trade_lead_to_the_list_and_to_the_coordination(portal):
    alone = portal.visitor().get("/annuaire?search_trade=xyz")
    assert "ou écrivez à Hélène Vasseur" in alone and "Le métier saisi n'est pas dans la liste" in alone
    assert any(words.startswith("Tous les métiers") for words in links(alone))


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
        "/annuaire?_external=1&_scheme=javascript&search_trade=maçon&search_city=Noyon&search_km=1&search_kinds=GEIQ"
    )
    assert all(
        address.startswith("/annuaire") and not re.search("_external|_scheme|javascript", address)
        for address in links(empty).values()
    )


def test_a_postcode_that_villages_share_stands_for_the_largest_and_names_the_others(portal):
    page = portal.visitor().get("/annuaire?search_city=60112&search_km=40")
    assert "Ce code peut aussi désigner" in page and "à 40 km ou moins de" in page


def sheet_of(name: str) -> SiaeProfile:
    return db.session.scalars(
        select(SiaeProfile).join(SiaeProfile.organization).where(Organization.name == name)
    ).one()


def test_a_structure_that_comes_from_further_is_added_when_asked(portal):
    """Its zone says so: a circle of its own, an EPCI, a département, a region or the whole country."""
    near = "/annuaire?search_city=Beauvais&search_km=5"
    came = "Relais Emploi Sud Oise"
    beauvais = geography.commune("60057")
    for zone, radius, codes in (
        (Zone.RADIUS, 150, []), (Zone.COUNTRY, None, []), (Zone.AREAS, None, [beauvais.epci_code]),
        (Zone.AREAS, None, ["60"]), (Zone.AREAS, None, ["R32"]),
    ):  # fmt: skip
        with write_transaction():
            sheet = sheet_of(came)
            sheet.zone, sheet.radius_km, sheet.zone_codes = zone, radius, codes
            db.session.commit()
        assert came not in portal.visitor().get(near)
        added = portal.visitor().get(f"{near}&search_moves=1")
        row = next(row for row in rows(added) if row[0] == came)
        assert "Intervient ici" in row[2]
    with write_transaction():
        sheet = sheet_of(came)
        sheet.zone, sheet.radius_km, sheet.zone_codes = Zone.AREAS, 150, ["59", "R75"]
        db.session.commit()
    assert came not in portal.visitor().get(f"{near}&search_moves=1")


def test_zone_mode_and_hours_narrow_the_search_together(portal):
    everyone = total(portal.visitor().get("/annuaire"))
    zones = [total(portal.visitor().get(f"/annuaire?search_zone=T{n}")) for n in range(1, 7)]
    assert sum(zones) == total(portal.visitor().get("/annuaire?search_zone=60")) <= everyone
    beauvaisis = portal.visitor().get(
        "/annuaire?search_zone=200067999&search_mode=lends_staff&search_hours=100"
    )
    assert (
        "Plus de critères : Mise à disposition de personnel, au moins 100 h, CA du Beauvaisis" in beauvaisis
    )
    assert rows(beauvaisis)
    for row in rows(beauvaisis):
        assert row[1] in ("Association intermédiaire", "Entreprise de travail temporaire d'insertion",
                          "Groupement d'employeurs pour l'insertion et la qualification")  # fmt: skip
        assert int(re.sub(r"\D", "", row[4].partition(",")[0])) >= 100
    assert total(portal.visitor().get("/annuaire?search_zone=T99&search_mode=xx")) == everyone


def test_hours_are_those_of_the_months_asked_and_a_wrong_month_is_said(portal):
    near = "/annuaire?search_trade=maçon&search_city=Beauvais&search_km=5"
    quarter, year = (
        {row[0]: row[4] for row in rows(portal.visitor().get(f"{near}&search_months={months}"))}
        for months in (3, 12)
    )
    assert quarter["Coup d'Main Beauvaisis"] != year["Coup d'Main Beauvaisis"]
    page = portal.visitor().get(f"{near}&search_from=novembre+2026&search_months=3")
    assert "Heures disponibles de novembre 2026 à janvier 2027." in page
    for typed in ("13/2026", "12/9999", "x"):
        page = portal.visitor().get(f"{near}&search_from={typed}&search_months=99")
        assert "Heures disponibles d’avril à juin 2026." in page and rows(page)
        assert len(page.find_all(lambda e: "field-error" in (e.get("class") or ""))) == 2


def test_a_closed_structure_has_left_the_directory(portal):
    with write_transaction():
        sheet_of("Coup d'Main Beauvaisis").organization.closed_on = ON
        db.session.commit()
    assert "Coup d'Main Beauvaisis" not in portal.visitor().get("/annuaire?search_city=Beauvais&search_km=5")


def test_a_search_among_thousands_is_exact_light_and_asks_little(portal):
    """Every distance is checked against all the structures of the base, one by one."""
    fill(1500)
    home, visitor = geography.commune("60057"), portal.visitor()
    near = Nearness(home.lat, home.lon)
    expected = {
        row.organization_id: near.km(row.lat_e6, row.lon_e6)
        for row in db.session.scalars(
            select(SiaeProfile).where(
                SiaeProfile.employer_kind == "EI",
                SiaeProfile.organization_id.in_(
                    select(Capability.organization_id).where(Capability.trade == "maconnerie")
                ),
            )
        )
        if near.km(row.lat_e6, row.lon_e6) <= 90
    }
    assert len(expected) > 3
    asked = Asked(
        on=ON, trades=frozenset({"maconnerie"}), city=home, km=90, kinds=frozenset({EmployerKind.EI})
    )
    found = search.places_of(asked)
    assert {place.id: place.km for place in found} == expected
    pages = [search.search(asked, number).items for number in range(1, len(found) // 25 + 2)]
    assert [one.id for page in pages for one in page] == [place.id for place in found]
    ranks = [(place.km, -(place.left or 0)) for place in found]
    assert ranks == sorted(ranks)
    for url in (
        "/annuaire?search_trade=maçon&search_kinds=EI&search_city=Beauvais&search_km=90",
        "/annuaire?search_city=Chantilly&search_km=150&page=3",
        "/annuaire?search_zone=T1&search_hours=10&page=2",
        "/annuaire",
    ):
        with Statements() as statements:
            page = visitor.get(url)
        assert rows(page) and len(statements.texts) <= 6, (url, statements.texts)
        assert len(page.response.data) < 60_000, url


def numbers(table) -> list[list[int]]:
    return [
        [
            int("".join(cell.itertext()).replace("–", "0").replace("aucune", "0"))
            for cell in row
            if cell.tag == "td"
        ]
        for row in table
    ]


def test_the_map_counts_what_the_list_finds_epci_by_epci(portal):
    query = "search_trade=espaces+verts&search_mode=lends_staff"
    with Statements() as statements:
        page = portal.visitor().get(f"/annuaire/carte?{query}")
    assert len(statements.texts) <= 6 and len(page.response.data) < 60_000
    table = next(e for e in page.find_all(lambda e: e.tag == "table"))
    lines, sums = numbers(table.find("tbody")), numbers(table.find("tfoot"))[0]
    assert len(lines) == 21 and [sum(column) for column in zip(*lines, strict=True)] == sums
    assert all(sum(line[:-1]) == line[-1] for line in lines)
    listed = portal.visitor().get(f"/annuaire?{query}")
    beyond = page.find_all(lambda e: e.tag == "a" and e.text == "voir la liste")
    assert total(listed) == sums[-1] + (1 if beyond else 0)
    for name, address in links(page).items():
        if name.startswith(("CC ", "CA ")):
            row = next(r for r in table.find("tbody") if name in " ".join("".join(r.itertext()).split()))
            assert total(portal.visitor().get(address)) == numbers([row])[0][-1]
    drawn = re.findall(r'<(?:circle|polygon) class="map-', page.response.text)
    assert len(drawn) > 5  # the legend alone has five
    assert "Aucune structure de l'Oise" in portal.visitor().get("/annuaire/carte?search_trade=xyz")


def test_the_whole_list_leaves_as_a_file_without_anything_that_reaches_a_person(portal):
    fill(700)  # more than what is described at once
    with write_transaction():
        sheet_of("Coup d'Main Beauvaisis").brand = "=cmd|'/c calc'!A1"
        db.session.commit()
    text = portal.visitor().client.get("/annuaire.csv").text
    lines = text.splitlines()
    everyone = db.session.scalars(select(Organization).where(Organization.kind == "employer")).all()
    assert len(lines) == 1 + len(everyone)
    assert "'=cmd" in text
    for one in everyone:
        assert all(reach not in text for reach in (one.phone, one.email) if reach)
        assert (
            not one.address or one.address == "Crisolles" or one.address not in text
        )  # the name of its village


def test_the_comparison_says_the_ceilings_of_the_day_and_one_page_answers_one_question(portal):
    visitor = portal.visitor()
    page = visitor.get("/comprendre?structures=AI&structures=GEIQ&structures=XX")
    heads = [
        "".join(e.itertext()) for e in page.find_all(lambda e: e.tag == "th" and e.get("scope") == "col")
    ]
    assert heads == ["Question", "AI", "GEIQ"]
    assert "Au plus 480 h par personne sur 24 mois" in page and "dès 240 h sur 12 mois" in page
    for link in page.find_all(lambda e: e.tag == "a" and (e.get("href") or "").startswith("/comprendre/")):
        answer = visitor.get(link.get("href"))
        assert "Association intermédiaire (AI)" in answer and "Entreprise adaptée (EA)" in answer
    visitor.get("/comprendre/autre-chose", status=404)
    assert len(visitor.get("/comprendre?structures=XX").find_all(lambda e: e.tag == "abbr")) == 4
