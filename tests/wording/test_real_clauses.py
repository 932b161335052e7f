"""Can every clause found in public documents be written in the model without loss, and said back in French?

The records and their sources are in tests/data/real-clauses.json: the sentence as it was read, the address read.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from clauses.domain.bases import Terms, TrancheTerm, YearTerms
from clauses.domain.kinds import (
    ClauseType,
    HoursBasis,
    MarketForm,
    MarketState,
    MarketType,
    NoClauseReason,
    Procedure,
    TrancheKind,
)
from clauses.extensions import db, write_transaction
from clauses.models.markets import Clause, Lot, Market, Tranche, YearTerm
from clauses.queries.volumes import terms_of
from clauses.wording.bases import expressed
from clauses.wording.labels import label
from tests import stage
from tests.portal import Portal
from tests.reading import plain

RECORDS = json.loads((Path(__file__).parent.parent / "data" / "real-clauses.json").read_text("utf-8"))[
    "records"
]
# Records that state no volume of their own, and what they are.
WITHOUT_VOLUME = {
    "RC-067": "the volumes are in another document, lot by lot",
    "RC-068": "the volumes are in another document, lot by lot",
    "RC-070": "the volume is in another document",
    "RC-071": "the volume is in another document",
    "RC-073": "an award criterion: a weight, no volume",
    "RC-074": "a market whose volume was not published",
    "RC-101": "a result: only the hours done are known",
    "RC-109": "the yearly report of a territory",
    "RC-110": "the yearly report of a territory",
    "RC-112": "a practice of control: documents, delay, penalty",
    "RC-113": "several levers on one market: each of its lots has its own clause",
}
# Said of two kinds of contracts at once: two clauses here, one for each kind.
TWO_CLAUSES = {"RC-107": (500, 1000)}


def terms(record: dict[str, Any]) -> Terms:
    """The record as the clause of a lot."""
    hours = None if record["hours_target"] is None else round(record["hours_target"] * 100)
    rate = None if record["rate_pct"] is None else round(record["rate_pct"] * 100)
    quote = plain(record["quote_fr"] or "")
    match record["hours_basis"]:
        case "first_period":
            return Terms(HoursBasis.PER_FIRST_PERIOD, hours=hours, rate=rate)
        case "pct_of_hours":
            return Terms(HoursBasis.PCT_OF_HOURS, hours=hours, rate=rate)
        case "per_amount":
            found = re.fullmatch(
                r"([\d ]+) h par tranche de ([\d ]+) € HT", plain(record["hours_per_amount"])
            )
            assert found is not None
            asked, step = (int(part.replace(" ", "")) for part in found.groups())
            return Terms(HoursBasis.PER_AMOUNT, slice_amount=step * 100, slice_hours=asked * 100)
        case "per_year":
            assert "6 % des heures les deux premières années, 9 % ensuite" in quote
            years = tuple(YearTerms(n, rate=r) for n, r in ((1, 600), (2, 600), (3, 900)))
            return Terms(HoursBasis.PER_YEAR, hours=hours, rate=rate, years=years)
    if record["tranche"] and hours is not None:
        kind = TrancheKind.FIRM if "ferme" in record["tranche"] else TrancheKind.OPTIONAL
        return Terms(
            HoursBasis.PER_TRANCHE, tranches=(TrancheTerm(kind, record["tranche"], hours),), rate=rate
        )
    return Terms(HoursBasis.FIXED, hours=hours, rate=rate)


WITH_VOLUME = [record for record in RECORDS if record["id"] not in WITHOUT_VOLUME]


def test_the_records_without_a_volume_are_those_named():
    silent = {r["id"] for r in RECORDS if r["hours_target"] is None and r["rate_pct"] is None and r["hours_per_amount"] is None}  # noqa: E501  # fmt: skip
    assert silent == set(WITHOUT_VOLUME)
    assert (len(RECORDS), len(WITH_VOLUME)) == (
        76,
        65,
    )  # the header of the file counts 113 records; it holds 76


@pytest.mark.parametrize("record", WITH_VOLUME, ids=lambda record: record["id"])
def test_a_clause_is_said_with_its_own_figures(record: dict[str, Any]):
    said = plain(expressed(terms(record)))
    figures = [
        record["hours_target"],
        *map(int, re.findall(r"\d+", (record["hours_per_amount"] or "").replace(" ", ""))),
    ]
    for figure in figures:
        if figure is not None:
            assert re.sub(r"\s", "", f"{figure:,}".replace(",", "")) in said.replace(" ", ""), said
    if record["hours_basis"] in ("pct_of_hours", "per_year"):
        assert f"{record['rate_pct']} %" in said
    if record["tranche"]:
        assert record["tranche"] in said
    assert "volume à compléter" not in said


SAID = {
    "RC-001": "5 043 h pour la première période",
    "RC-017": "5 h par tranche entière de 10 000 € HT commandés",
    "RC-025": "tranche optionnelle 1 : 560 h, si elle est affermie",
    "RC-094": "10 % des heures travaillées",
    "RC-100": "30 000 h par an, 6 % la 1re année, 6 % la 2e année, 9 % ensuite des heures travaillées",
}


@pytest.mark.parametrize(("id", "words"), SAID.items())
def test_a_few_of_them_word_for_word(id: str, words: str):
    assert plain(expressed(terms(next(r for r in RECORDS if r["id"] == id)))) == words


def test_what_is_said_of_two_kinds_of_contracts_is_two_clauses():
    for id, rates in TWO_CLAUSES.items():
        quote = plain(next(r for r in RECORDS if r["id"] == id)["quote_fr"])
        for rate in rates:
            said = plain(expressed(Terms(HoursBasis.PCT_OF_HOURS, rate=rate)))
            assert said.split(" des ")[0] in quote


def stored(market: Market, number: int, record: dict[str, Any], said: Terms) -> Lot:
    lot = Lot(market=market, number=number, title=record["market"][:200], has_clause=True)
    lot.clause = Clause(
        hours_basis=said.basis, target_hours=said.hours, integration_rate=said.rate, slice_amount=said.slice_amount,
        slice_hours=said.slice_hours, period_months=said.period_months, taken_over=said.taken_over,
    )  # fmt: skip
    lot.tranches = [
        Tranche(position=n, kind=t.kind, label=t.label, hours=t.hours) for n, t in enumerate(said.tranches, 1)
    ]
    lot.years = [YearTerm(year=y.year, hours=y.hours, rate=y.rate) for y in said.years]
    return lot


def test_every_clause_comes_back_from_the_database_as_it_was(portal: Portal) -> None:
    buyer = stage.organization("Ville de Beauvais")
    with write_transaction():
        market = Market(
            reference="RC", title="Clauses lues", buyer_id=buyer.id, market_type=MarketType.WORKS,
            market_form=MarketForm.ORDINARY, procedure=Procedure.OPEN, state=MarketState.DRAFT,
            created_at=portal.now, changed_at=portal.now,
        )  # fmt: skip
        db.session.add(market)
        for number, record in enumerate(WITH_VOLUME, 1):
            db.session.add(stored(market, number, record, terms(record)))
        db.session.commit()
        market_id = market.id
    db.session.remove()
    lots = db.session.scalars(select(Lot).where(Lot.market_id == market_id).order_by(Lot.number)).all()
    back = terms_of(lots)
    assert [back[lot.id] for lot in lots] == [terms(record) for record in WITH_VOLUME]
    assert all(expressed(back[lot.id]) for lot in lots)


CONDITION, NONE = ClauseType.EXECUTION_CONDITION, None
# Clauses whose volume was not published: the levers, lot by lot, are what they state. None: a lot without a clause.
LEVERS: dict[str, list[ClauseType | None]] = {
    "RC-067": [CONDITION] * 7 + [ClauseType.WORK_EXPERIENCE],
    "RC-068": [CONDITION] * 5,
    "RC-070": [CONDITION] * 4,
    "RC-071": [CONDITION, CONDITION, NONE],
    "RC-073": [ClauseType.AWARD_CRITERION],
    "RC-074": [ClauseType.INTEGRATION_SERVICE],
    "RC-113": [CONDITION] * 7 + [ClauseType.RESERVED_INTEGRATION] + [NONE] * 6,
}
# Not clauses: what was done, what a territory counted in a year, how a proof is asked.
NOT_CLAUSES = {"RC-101", "RC-109", "RC-110", "RC-112"}


def test_what_states_no_volume_is_a_set_of_levers_or_no_clause_at_all():
    assert set(WITHOUT_VOLUME) == set(LEVERS) | NOT_CLAUSES
    lots_of_113 = next(r for r in RECORDS if r["id"] == "RC-113")
    assert "7 lots clausés + 1 lot réservé" in lots_of_113["lot"] and "14 lots" in lots_of_113["market"]


@pytest.mark.parametrize("id", LEVERS)
def test_a_clause_without_a_published_volume_keeps_its_levers(portal: Portal, id: str) -> None:
    record = next(r for r in RECORDS if r["id"] == id)
    weight = re.search(r"critère d'attribution \((\d+) %\)", record["clause_type"] or "")
    buyer = stage.organization("Ville de Beauvais")
    with write_transaction():
        market = Market(
            reference=id, title=record["market"], buyer_id=buyer.id, market_type=MarketType.WORKS,
            market_form=MarketForm.ORDINARY, procedure=Procedure.OPEN, state=MarketState.DRAFT,
            created_at=portal.now, changed_at=portal.now,
        )  # fmt: skip
        for number, lever in enumerate(LEVERS[id], 1):
            lot = Lot(market=market, number=number, title=f"Lot {number}", has_clause=lever is not None)
            if lever is None:
                lot.no_clause_reason = NoClauseReason.TECHNICAL
            else:
                share = int(weight.group(1)) * 100 if weight else None
                lot.clause = Clause(clause_type=lever, hours_basis=HoursBasis.FIXED, criterion_weight=share)
            db.session.add(lot)
        db.session.commit()
        market_id = market.id
    db.session.remove()
    lots = db.session.scalars(select(Lot).where(Lot.market_id == market_id).order_by(Lot.number)).all()
    assert [lot.clause.clause_type if lot.clause else None for lot in lots] == LEVERS[id]
    if weight:
        assert [lot.clause.criterion_weight for lot in lots if lot.clause] == [1000]
    back = terms_of(lots)
    for lot in lots:
        if lot.clause:
            assert label(lot.clause.clause_type) and back[lot.id].hours is None
            assert expressed(back[lot.id]) == "volume à compléter"
