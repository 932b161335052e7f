"""Are the trades, the organizations of the demonstration and the structures of 2021 what they claim to be?"""

from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
from stdnum.fr import siret

from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.reference import demonstration, geography, people_of_the_demonstration, sectors, trades

ON = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("code", "share"),
    [
        ("gros_oeuvre", 4500),
        ("couverture", 4000),
        ("menuiseries", 3500),
        ("electricite", 4000),
        ("plomberie_cvc", 3500),
        ("peinture_sols", 6000),
        ("vrd", 3000),
        ("espaces_verts", 6000),
        ("nettoyage", 8500),
    ],
)
def test_the_labour_share_proposed_for_a_trade_is_that_of_rule_r1(code, share):
    assert trades.trade(code, ON).labour_share_bp == share


def test_every_trade_has_a_label_a_group_and_a_source():
    for trade in trades.trades(ON):
        assert trade.label and trade.group and trade.source
        assert 100 <= trade.labour_share_bp <= 10000
    assert sum(len(group) for group in trades.grouped(ON).values()) == len(trades.trades(ON))


def test_a_trade_appears_once_on_any_day():
    assert max(Counter(trade.code for trade in trades.trades(ON)).values()) == 1


def test_an_unknown_trade_or_a_day_before_the_list_has_no_trade():
    assert trades.trade("alchimie", ON) is None
    assert trades.trade("maconnerie", date(2000, 1, 1)) is None


def test_every_organization_of_the_demonstration_has_a_sound_siret_and_a_known_commune():
    organizations = demonstration.organizations()
    assert len(organizations) == 54
    for organization in organizations:
        assert siret.is_valid(organization.siret), organization.code
        assert geography.commune(organization.insee), organization.code
        assert (organization.buyer_kind is not None) == (organization.kind is OrganizationKind.BUYER)
        assert (organization.employer_kind is not None) == (organization.kind is OrganizationKind.EMPLOYER)
    assert len({organization.siret for organization in organizations}) == 54


def test_the_three_offices_of_an_etti_share_their_siren():
    offices = [each for each in demonstration.organizations() if each.employer_kind is EmployerKind.ETTI]
    assert {office.siret[:9] for office in offices} == {"999003908"}
    assert len({office.siret for office in offices}) == 3


def test_the_valois_and_the_thelle_have_no_etti():
    by_epci = {epci: territory.code for territory in demonstration.territories() for epci in territory.epcis}
    kinds = Counter(
        (by_epci.get(geography.commune(each.insee).epci_code), each.employer_kind)
        for each in demonstration.organizations()
        if each.employer_kind
    )
    assert [code for code in ("T1", "T2", "T3", "T4", "T5", "T6") if not kinds[code, EmployerKind.ETTI]] == [
        "T4",
        "T5",
        "T6",
    ]


def test_the_structures_of_2021_are_real_and_placed():
    structures = demonstration.siae_2021()
    assert len(structures) == 50
    for structure in structures:
        assert siret.is_valid(structure["siret"])
        assert EmployerKind(structure["kind"])
        assert geography.commune(structure["insee"]).department == "60"


def test_every_data_file_has_its_line_in_the_sources():
    data = files("clauses.reference") / "data"
    sources = (data / "SOURCES.md").read_text("utf-8")
    for entry in data.iterdir():
        if entry.is_dir():
            assert f"`{entry.name}/" in sources
        elif entry.name != "SOURCES.md":
            assert f"`{entry.name}`" in sources
    assert "/work" not in sources and "/home" not in sources


def test_every_trade_offered_in_the_demonstration_is_on_the_list():
    offered = {trade for hours in people_of_the_demonstration.CAPABILITIES.values() for trade in hours}
    assert offered <= {trade.code for trade in trades.trades(ON)}


def test_the_sectors_of_the_national_directory_lead_to_trades_that_exist():
    assert (len(sectors.sectors()), len(sectors.grouped()), len(sectors.networks())) == (154, 20, 13)
    assert sectors.trades_of(sectors.sectors()) <= {trade.code for trade in trades.trades(ON)}
    assert sectors.trades_of(["nettoyage-de-locaux-16", "disparu"]) == {"nettoyage"}
    assert sectors.sector_meant("Création et entretien des espaces verts") in sectors.sectors_of(
        ["espaces_verts"]
    )
    assert sectors.network_meant("fei") == "federation-des-entreprises-dinsertion"
    assert sectors.sector_meant("Alchimie") is None
