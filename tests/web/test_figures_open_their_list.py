"""Does each figure of a home page open the list that makes it, with as many lines or as much?"""

import csv
from pathlib import Path

import pytest

from clauses.domain.kinds import MarketState
from clauses.extensions import db, write_transaction
from clauses.models.markets import Lot, Market
from tests import stage, stage_region
from tests.jobs.journey import Journey
from tests.portal import Portal
from tests.reading import plain
from tests.web.test_boards import kpis, rows
from tests.web.test_pathways import NEW


@pytest.fixture
def worked(portal: Portal, tmp_path: Path) -> Portal:
    Journey(tmp_path, portal.run_jobs).work()
    return portal


def test_the_figures_of_a_buyer_a_company_and_a_resource_person_are_those_of_the_lots_behind(
    worked: Portal,
) -> None:
    worked.day("2026-08-03")
    for who, columns in (
        ("sandrine.lemaire", "Suite"),
        ("claire.delattre", "Suite"),
        ("mickael.roussel", "Prochaine étape"),
    ):
        browser = worked.sign_in(who)
        figures = kpis(browser.get("/tableau-de-bord"))
        hours, persons = figures["Heures validées"], figures["Personnes"]
        assert "#" not in hours[2] and hours[2] == persons[2], who
        lots = rows(browser.get(hours[2]), columns)[1:]
        assert len(lots) == 1 and f"{hours[0].removesuffix(' h')} " in " ".join(lots[0]), (who, lots)
        assert f"sur {hours[1].split()[1]} h" in " ".join(
            lots[0]
        ) or f"/ {hours[1].split()[1]} h" in " ".join(lots[0])
        assert persons[0] in " ".join(lots[0]), "the lot says how many people"
    alerts = kpis(worked.sign_in("sandrine.lemaire").get("/tableau-de-bord"))["Lots en alerte"]
    assert alerts[0] == "0" and "Aucun lot ne répond à ces filtres" in worked.sign_in("sandrine.lemaire").get(
        alerts[2]
    )
    assert worked.sign_in("mickael.roussel").get("/lots", status=403), (
        "the list of a buyer stays that of buyers and followers"
    )


def test_the_delay_of_the_resource_person_is_that_of_the_reports_listed_and_of_the_network(
    worked: Portal,
) -> None:
    worked.day("2026-08-20")
    claire = worked.sign_in("claire.delattre")
    figure = kpis(claire.get("/tableau-de-bord"))["Délai moyen de validation"]
    listed = rows(claire.follow(claire.get(figure[2], status=302)), "Délai")[1:]
    days = [int(line[-1].split()[0]) for line in listed]
    assert days and figure[1].startswith(f"sur {len(days)} relevé")
    assert figure[0].split()[0].replace(",", ".") in (
        f"{sum(days) / len(days):.1f}",
        f"{sum(days) // len(days)}",
    )
    helene = worked.sign_in("helene.vasseur")
    home = kpis(helene.get("/tableau-de-bord"))["Délai moyen de validation"]
    network = helene.get("/reseau")
    cells = {line[0]: line[4] for line in rows(network, "Délai de validation")[1:]}
    assert home[0] == figure[0] and [told for told in cells.values() if told != "—"] == [figure[0]], cells
    assert home[1].startswith(f"sur {len(days)} relevé") and "validés depuis le 20 mai 2026" in network
    worked.day("2027-06-20")  # months later none is counted, on no page
    assert kpis(helene.get("/tableau-de-bord"))["Délai moyen de validation"][0] == "—"
    assert {line[4] for line in rows(helene.get("/reseau"), "Délai de validation")[1:]} == {"—"}


def test_a_person_in_a_pathway_on_no_lot_counts_among_the_people_of_a_structure(worked: Portal) -> None:
    """F06 and F11: an ACI employs people whom no public contract knows."""
    worked.day("2026-08-03")
    nadege = worked.sign_in("nadege.brunel")
    before = kpis(nadege.get("/tableau-de-bord"))
    nadege.submit(
        nadege.get("/parcours/nouvelle"),
        {**NEW, "k_start": "01/06/2026", "k_end": "15/09/2026"},
        form="parcours/nouvelle",
    )
    figures = kpis(nadege.get("/tableau-de-bord"))
    assert int(figures["Personnes en parcours"][0]) == int(before["Personnes en parcours"][0]) + 1
    people = plain(nadege.get(figures["Personnes en parcours"][2]).text)
    assert f"{figures['Personnes en parcours'][0]} personnes avec un contrat en cours" in people
    exits = nadege.get(figures["Sorties à préparer"][2])
    assert len(rows(exits, "Préparation")) - 1 == int(figures["Sorties à préparer"][0]) == 1


def test_a_group_of_acts_opens_on_all_of_them_where_no_list_holds_just_these(portal: Portal) -> None:
    """Seven results to declare in two markets: five on the home page, the seven behind « Voir les 2 autres »."""
    market = stage.published(portal)
    with write_transaction():
        db.session.get_one(Market, market.id).state = MarketState.AWARDED  # one lot of it has its result
        for n in range(90, 96):
            db.session.add(Lot(market_id=market.id, number=n, title=f"Lot en plus {n}", has_clause=True))
        db.session.commit()
    portal.day("2026-09-20")
    sandrine = portal.sign_in("sandrine.lemaire")
    home = sandrine.get("/tableau-de-bord")
    group = next(e for e in home.find_all(lambda e: e.get("id") == "groupe-declare_award"))
    link = next(a.get("href") or "" for a in group.iter("a"))
    said = int(plain("".join(group.itertext())).split()[0])
    behind = sandrine.get(link)
    assert said > 5 and f"Voir les {said - 5} autres" in home
    assert len(behind.find_all(lambda e: e.get("class") == "queue-title")) == said
    assert "Lot en plus 95" in behind and "attributions à déclarer" in behind
    assert "Il ne reste rien à faire" in sandrine.get("/tableau-de-bord?motif=relay")
    assert "Lot en plus" not in portal.sign_in("florence.hubert").get(link), (
        "the acts of somebody else stay theirs"
    )


def test_the_first_report_to_send_is_one_click_away_when_it_is_of_one_lot(portal: Portal) -> None:
    lot_id = stage.settled(portal).commitment.lot_id
    portal.day("2026-11-05")
    home = portal.sign_in("mickael.roussel").get("/tableau-de-bord")
    acts = [
        a
        for a in home.find_all(lambda e: e.tag == "a")
        if "Saisir le relevé de septembre 2026" in "".join(a.itertext())
    ]
    assert [a.get("href") for a in acts] == [f"/releves/{lot_id}/2026-09"]


def test_the_structures_counted_on_a_map_are_those_that_the_directory_lists(portal: Portal) -> None:
    stage_region.oise(portal)
    looked = 0
    for who in ("helene.vasseur", "claire.delattre"):
        browser = portal.sign_in(who)
        for link in browser.get("/tableau-de-bord").find_all(
            lambda e: "search_zone=" in (e.get("href") or "")
        ):
            said = plain("".join(link.itertext())).strip()
            assert f"{said} structure" in plain(browser.get(link.get("href") or "").text), (
                who,
                link.get("href"),
            )
            looked += 1
    assert looked > 6, "each territory of the region, each kind of structure of one's own"


def test_the_coordination_reads_no_count_of_one_to_four_persons(worked: Portal) -> None:
    """R21, and the table of rights: counts for it too, masked as they are wherever people are not accompanied."""
    worked.day("2026-08-03")
    told = {}
    for who in ("sandrine.lemaire", "claire.delattre", "helene.vasseur"):
        browser = worked.sign_in(who)
        figure = kpis(browser.get("/tableau-de-bord"))["Personnes"]
        [_, lot] = rows(browser.get(figure[2]), "Suite")
        [line] = csv.DictReader(
            browser.get("/lots.csv").response.text.removeprefix("\ufeff").splitlines(), delimiter=";"
        )
        told[who] = (figure[0], lot[3], line["Personnes"])
    exact, followed, coordinated = told.values()
    assert exact == followed and len(set(exact)) == 1 and 0 < int(exact[0]) < 5
    assert coordinated == ("< 5", "< 5", "< 5")
