"""Does a territory's supply, less what is asked already, come out by month as one would count it by hand?"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from clauses.actions import markets
from clauses.domain.workload import Ask
from clauses.extensions import db
from clauses.models.capacity import MonthlyCapacity
from clauses.models.partners import Capability
from clauses.queries.markets import load
from clauses.reference import geography
from tests import stage
from tests.portal import Portal
from tests.web.test_dashboard import counted

ON = date(2026, 3, 2)


def territory(portal: Portal) -> int:
    """T1, where the lots of the story are carried out."""
    id = stage.lot(1).territory_id
    assert id is not None
    return id


def opened(portal: Portal) -> int:
    market = stage.filed(portal)
    markets.publish(
        stage.actor("sandrine.lemaire"),
        market.id,
        visible=True,
        without_opinion=True,
        seen_version=None,
        now=portal.now,
    )
    return market.id


@pytest.fixture
def draft(portal: Portal) -> int:
    return stage.filed(portal).id


def test_what_the_structures_of_the_territory_say_is_added_by_trade(portal: Portal, draft: int) -> None:
    local = load.local_loads([territory(portal)], ON)[territory(portal)]
    # ETTI 400 h, EI 500 h and AI 200 h in painting; the ETTI, EI and GEIQ of Beauvais in structural work.
    assert local.offered("peinture_sols") == load.Offered(3, 0, 110_000)
    assert local.offered("gros_oeuvre").monthly_hours == 90_000 + 45_000 + 40_000
    assert local.offered("ascenseur") == load.Offered(0, 0, 0)
    assert local.asks == ()  # a draft asks nothing of anybody yet


def test_a_structure_that_did_not_say_its_hours_is_counted_apart(portal: Portal, draft: int) -> None:
    silent = db.session.query(Capability).filter_by(trade="platrerie").one()
    silent.monthly_hours = None
    db.session.commit()
    local = load.local_loads([territory(portal)], ON)[territory(portal)]
    assert local.offered("platrerie") == load.Offered(1, 1, 0)


def test_what_is_said_of_one_month_counts_for_that_month_alone(portal: Portal, draft: int) -> None:
    db.session.add(
        MonthlyCapacity(organization=stage.organization("agence de Beauvais"), trade="peinture_sols",
                        month=date(2026, 10, 1), hours=10_000, stated_on=ON, stated_at=portal.now)
    )  # fmt: skip
    db.session.commit()
    local = load.local_loads([territory(portal)], ON)[territory(portal)]
    outlook = local.outlook(Ask(30_000, date(2026, 9, 1), 3, "peinture_sols"), "peinture_sols")
    assert [one.offered for one in outlook.months] == [110_000, 110_000 - 40_000 + 10_000, 110_000]


def test_a_lot_that_is_filed_asks_its_hours_month_by_month(portal: Portal) -> None:
    market = opened(portal)
    here = territory(portal)
    local = load.local_loads([here], ON)[here]
    assert sum(ask.hours for ask in local.asks) == sum((119000, 24500, 28000, 21000, 45500))
    # Painting: 455 h over 12 months from September, 37.91 or 37.92 h a month of the 1 100 h offered.
    ask = Ask(66_000, date(2026, 9, 1), 6, "peinture_sols")
    outlook = local.outlook(ask, "peinture_sols")
    assert [one.asked for one in outlook.months] == [3791, 3792, 3792, 3791, 3792, 3792]
    assert outlook.left == 6 * 110_000 - 22_750
    assert outlook.share == Fraction(66_000, 637_250)
    assert load.local_loads([here], ON, without_market=market)[here].asks == ()


def test_the_public_sees_only_what_is_shown_or_awarded(portal: Portal) -> None:
    market = stage.filed(portal)
    beauvais = geography.commune("60057")
    assert beauvais is not None
    markets.publish(
        stage.actor("sandrine.lemaire"),
        market.id,
        visible=False,
        without_opinion=True,
        seen_version=None,
        now=portal.now,
    )
    here = territory(portal)
    assert len(load.local_loads([here], ON)[here].asks) == 5
    local = load.local_load(beauvais, ON)
    assert local is not None and local.id == here and local.asks == ()


def test_a_place_that_no_territory_follows_has_no_supply(portal: Portal) -> None:
    beauvais = geography.commune("60057")
    assert beauvais is not None
    elsewhere = replace(beauvais, epci_code="200093201")
    assert load.local_load(elsewhere, ON) is None
    assert load.local_loads([], ON) == {}


def test_the_number_of_statements_does_not_follow_the_number_of_lots(portal: Portal) -> None:
    opened(portal)
    here = territory(portal)
    db.session.rollback()
    with counted() as few:
        load.local_loads([here], ON)
    assert len(few) <= 10, few
    stage.filed(portal, "2026-VB-099")
    db.session.rollback()
    with counted() as more:
        load.local_loads([here], ON)
    assert len(more) == len(few)
