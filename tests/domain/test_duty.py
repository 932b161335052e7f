"""When must a need have a social condition? Days, thresholds, buyers, and the whole need rather than each lot."""

import json
from datetime import date
from pathlib import Path

import pytest

from clauses.domain import duty
from clauses.domain.duty import BuyerClass, Counted
from clauses.domain.kinds import BuyerKind, MarketForm, MarketType
from clauses.reference import law
from clauses.reference.rulebook import FaultyRulebook

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "data" / "worked-examples.json").read_text("utf-8"))[
        "examples"
    ]
}
WORKS, SERVICES = MarketType.WORKS, MarketType.SERVICES


def judged(need, on, kind=MarketType.WORKS, buyer=BuyerKind.MUNICIPALITY, form=MarketForm.ORDINARY):
    return duty.tested(
        need=need * 100 if need is not None else None, counted=Counted.MARKET, on=on, buyer=duty.buyer_class(buyer),
        market_type=kind, form=form, duty=law.social_duty(on), thresholds=law.eu_thresholds(on),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 8, 20), False),
        (date(2026, 8, 21), True),
        (date(2026, 8, 22), True),
        (date(2027, 12, 31), True),
    ],
)
def test_the_duty_begins_on_21_august_2026(on, due):
    """Sources say 21 or 22 August: 21 August is taken as in scope."""
    assert judged(6_120_000, on).due is due
    assert judged(6_120_000, on).above


@pytest.mark.parametrize(
    ("need", "kind", "buyer", "form", "due"),
    [
        (5_404_000, WORKS, BuyerKind.MUNICIPALITY, MarketForm.ORDINARY, True),
        (5_403_999, WORKS, BuyerKind.MUNICIPALITY, MarketForm.ORDINARY, False),
        (5_403_999, WORKS, BuyerKind.STATE, MarketForm.ORDINARY, False),
        (216_000, SERVICES, BuyerKind.EPCI, MarketForm.ORDERS, True),
        (215_999, SERVICES, BuyerKind.EPCI, MarketForm.ORDERS, False),
        (140_000, SERVICES, BuyerKind.STATE, MarketForm.ORDINARY, True),
        (139_999, MarketType.SUPPLIES, BuyerKind.STATE, MarketForm.ORDINARY, False),
        (432_000, MarketType.INTELLECTUAL, BuyerKind.NETWORK_OPERATOR, MarketForm.ORDINARY, True),
        (431_999, SERVICES, BuyerKind.NETWORK_OPERATOR, MarketForm.ORDINARY, False),
        (5_403_999, SERVICES, BuyerKind.EPCI, MarketForm.CONCESSION, False),
        (5_404_000, SERVICES, BuyerKind.EPCI, MarketForm.CONCESSION, True),
        (216_000, SERVICES, None, MarketForm.ORDINARY, True),
    ],
)
def test_exactly_the_threshold_is_reached_for_each_buyer_and_market(need, kind, buyer, form, due):
    assert judged(need, date(2026, 9, 1), kind, buyer, form).due is due


def test_thresholds_are_those_of_the_day():
    assert law.eu_thresholds(date(2025, 12, 31)).works_cents == 5_538_000_00
    assert law.eu_thresholds(date(2026, 1, 1)).works_cents == 5_404_000_00
    assert law.eu_thresholds(date(2024, 1, 1)).other_cents == 221_000_00
    assert law.eu_thresholds(date(2023, 12, 31)) is None
    unknown = judged(9_000_000, date(2028, 1, 1))
    assert (unknown.threshold, unknown.due, unknown.in_force) == (None, False, True)


def test_the_whole_need_is_tested_never_each_lot():
    case = CASES["WE-L03"]
    lots = [amount * 100 for amount in case["inputs"]["lots_eur_ht"]]
    on = date.fromisoformat(case["inputs"]["consultation_started"])
    need, counted = duty.whole_need(None, lots)
    assert (need, counted) == (case["expected"]["need_total"] * 100, Counted.LOTS)
    assert (
        judged(need // 100, on, SERVICES).due is case["expected"]["social_condition_mandatory_or_justified"]
    )
    assert not any(judged(lot // 100, on, SERVICES).due for lot in lots)


def test_the_higher_of_the_estimate_and_the_lots_is_the_need():
    assert duty.whole_need(300, [100, None, 150]) == (300, Counted.MARKET)
    assert duty.whole_need(200, [100, 150]) == (250, Counted.LOTS)
    assert duty.whole_need(None, []) == (None, Counted.MARKET)
    assert not judged(None, date(2026, 9, 1)).due


def test_a_consultation_before_the_day_owes_nothing():
    case = CASES["WE-L04"]
    on = date.fromisoformat(case["inputs"]["consultation_started"])
    found = judged(case["inputs"]["estimated_need_eur_ht"], on, SERVICES)
    assert found.due is case["expected"]["social_condition_mandatory_or_justified"]


def test_each_kind_of_buyer_has_a_class():
    assert {duty.buyer_class(kind) for kind in BuyerKind} == set(BuyerClass)


def test_legal_grounds_are_dated_and_marked_as_recalled():
    assert law.grounds(date(2026, 8, 20)) == []
    offered = law.grounds(date(2026, 8, 21))
    assert len(offered) == 5 and all(ground.mark == "M" and ground.to_reread for ground in offered)
    assert law.ground("no_link").label == "Lien insuffisant avec l'objet du marché"
    assert law.ground("unknown") is None


GROUND = """
[[ground]]
code = "x"
label = "X"
explanation = "Parce que."
article = "L2112-2-1"
mark = "M"
effective_from = 2026-08-21
"""


@pytest.mark.parametrize(
    "planted",
    [
        "",
        "[[ground",
        GROUND * 2,
        GROUND.replace('"M"', '"Z"'),
        GROUND.replace("Parce que.", " "),
        GROUND + "y = 1\n",
    ],
)
def test_a_faulty_list_of_grounds_is_refused(planted):
    with pytest.raises(FaultyRulebook, match=r"legal_grounds\.toml"):
        law.read_grounds(planted)
