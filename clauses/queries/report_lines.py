"""Which lines of the ledger make a figure, and what do they sum to? No person appears: lines are added up by month,
lot, structure, modality, way of writing and day of recording, so that a figure can be opened without naming anybody.

Hours are hundredths; months are dates on the 1st.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select

from clauses.domain.kinds import BuyerKind, ClauseType, EmployerKind, LedgerKind, MarketType, Modality
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.hours import LedgerLine
from clauses.models.markets import Clause, Lot, Market
from clauses.models.people import Organization
from clauses.queries.report_scope import Lines

RESERVED = (
    ClauseType.RESERVED_INTEGRATION, ClauseType.RESERVED_DISABILITY, ClauseType.RESERVED_BOTH, ClauseType.RESERVED_PRISON,
    ClauseType.RESERVED_ESS, ClauseType.INTEGRATION_SERVICE,
)  # fmt: skip
SHOWN = 1_000  # lines of a page


@dataclass(frozen=True, slots=True)
class Written:
    """What was written in the ledger on one day for a month of a lot, by a structure and a modality."""

    month: date
    market: str
    lot_number: int
    structure: str
    modality: Modality
    kind: LedgerKind
    recorded_on: date
    hours: int


@dataclass(frozen=True, slots=True)
class Opened:
    """The lines of a figure: the first ones, how many there are, and their sum."""

    lines: list[Written]
    count: int
    hours: int


def reserved_lots() -> Select[Any]:
    """Reserved lots and services of integration: their hours stand beside those of the clauses (R7-5)."""
    return select(Clause.lot_id).where(Clause.clause_type.in_(RESERVED))


def is_reserved(lot: Lot) -> bool:
    """The same of a lot that was read with its clause."""
    return lot.clause is not None and lot.clause.clause_type in RESERVED


def narrowed(asked: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """The conditions that an opened figure asks; what means nothing finds nothing."""
    where: list[ColumnElement[bool]] = []
    for name, column in _BY_NUMBER.items():
        if name in asked:
            where.append(column == (int(asked[name]) if asked[name].isdecimal() else -1))
    for name, compare in (("month", "__eq__"), ("since", "__ge__"), ("until", "__le__")):
        if name in asked:
            where.append(getattr(LedgerLine.month, compare)(_month(asked[name])))
    if "modality" in asked:
        known = asked["modality"] in set(Modality)
        where.append(LedgerLine.modality == Modality(asked["modality"]) if known else LedgerLine.id == -1)
    if "kind" in asked:
        kind = _is(Organization.employer_kind, EmployerKind, asked["kind"])
        where.append(LedgerLine.employer_id.in_(select(Organization.id).where(kind)))
    of_lots = narrowed_lots({name: value for name, value in asked.items() if name != "lot"})
    if of_lots:
        where.append(LedgerLine.lot_id.in_(select(Lot.id).where(*of_lots)))
    return where


def narrowed_lots(asked: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """The conditions that an opened figure asks of its lots: which one, or whose."""
    numbers = {name: int(value) if value.isdecimal() else -1 for name, value in asked.items()}
    bought = select(Market.id).where(Market.buyer_id == numbers.get("buyer"))
    nowhere = asked.get("territory") == NONE
    there = Lot.territory_id.is_(None) if nowhere else Lot.territory_id == numbers.get("territory")
    typed = select(Market.id).where(_is(Market.market_type, MarketType, asked.get("market_type")))
    kind = select(Organization.id).where(_is(Organization.buyer_kind, BuyerKind, asked.get("buyer_kind")))
    bought_by = select(Market.id).where(Market.buyer_id.in_(kind))
    aside = Lot.id.in_(reserved_lots())
    conditions = {
        "lot": Lot.id == numbers.get("lot"), "territory": there,
        "market": Lot.market_id == numbers.get("market"), "buyer": Lot.market_id.in_(bought),
        "buyer_kind": Lot.market_id.in_(bought_by), "market_type": Lot.market_id.in_(typed),
        "reserved": aside if asked.get("reserved") == "1" else ~aside,
    }  # fmt: skip
    return [condition for name, condition in conditions.items() if name in asked]


def _is(column: Any, kind: Any, value: str | None) -> ColumnElement[bool]:
    """The things of a kind, or of none; a word that is no kind finds nothing."""
    if value == NONE:
        return column.is_(None)
    return column == kind(value) if value in set(kind) else false()


_BY_NUMBER: dict[str, Any] = {"lot": LedgerLine.lot_id, "employer": LedgerLine.employer_id}
NONE = "none"  # those that have none: no territory, no kind
FILTERS = frozenset({
    "lot", "employer", "month", "since", "until", "modality", "reserved", "territory", "market", "buyer", "buyer_kind",
    "market_type", "kind", "which", "profile", "all", "before",
})  # fmt: skip


def _month(text: str) -> date:
    try:
        return month_of(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return date.min


def written(lines: Lines, *also: ColumnElement[bool]) -> Iterator[Written]:
    """Every line, streamed: a market of years has more of them than a page or a memory holds."""
    question = _written(lines, *also).execution_options(yield_per=2_000)
    for row in db.session.execute(question):
        yield Written(*row)


def opened(lines: Lines, asked: Mapping[str, str], *more: ColumnElement[bool]) -> Opened:
    """The lines of one figure."""
    also = [*narrowed(asked), *more]
    hours, found = db.session.execute(
        select(func.coalesce(func.sum(LedgerLine.hours), 0), func.count()).where(*lines.where, *also)
    ).one()
    first = [Written(*row) for row in db.session.execute(_written(lines, *also).limit(SHOWN + 1))]
    return Opened(first[:SHOWN], len(first) if len(first) <= SHOWN else found, hours)


def _written(lines: Lines, *also: ColumnElement[bool]) -> Any:
    keys = (
        LedgerLine.month, Market.reference, Lot.number, Organization.name, LedgerLine.modality, LedgerLine.kind,
        LedgerLine.recorded_on,
    )  # fmt: skip
    return (
        select(*keys, func.sum(LedgerLine.hours))
        .join(Lot, Lot.id == LedgerLine.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == LedgerLine.employer_id)
        .where(*lines.where, *also)
        .group_by(*keys, LedgerLine.lot_id, LedgerLine.employer_id)
        .order_by(
            LedgerLine.month,
            Market.reference,
            Lot.number,
            Organization.name,
            LedgerLine.modality,
            LedgerLine.kind,
            LedgerLine.recorded_on,
            LedgerLine.lot_id,
            LedgerLine.employer_id,
        )  # fmt: skip
    )


@dataclass(frozen=True, slots=True)
class MonthOf:
    """Hours of a month of a lot, by one structure and one modality."""

    lot_id: int
    month: date
    employer_id: int
    structure: str
    modality: Modality
    hours: int


def months_of(lines: Lines) -> list[MonthOf]:
    """The ledger by lot, month, structure and modality, in order; what was taken back whole is left out."""
    keys = (
        LedgerLine.lot_id, LedgerLine.month, LedgerLine.employer_id, Organization.name, LedgerLine.modality,
    )  # fmt: skip
    rows = db.session.execute(
        select(*keys, func.sum(LedgerLine.hours))
        .join(Organization, Organization.id == LedgerLine.employer_id)
        .where(*lines.where)
        .group_by(*keys)
        .having(func.sum(LedgerLine.hours) != 0)
        .order_by(
            LedgerLine.month,
            LedgerLine.lot_id,
            LedgerLine.modality,
            Organization.name,
            LedgerLine.employer_id,
        )
    )
    return [MonthOf(*row) for row in rows]


def bounds(lines: Lines) -> dict[int, tuple[date, date]]:
    """The first and the last month with hours of each lot; what was taken back whole counts for nothing."""
    monthly = (
        select(LedgerLine.lot_id, LedgerLine.month)
        .where(*lines.where)
        .group_by(LedgerLine.lot_id, LedgerLine.month)
        .having(func.sum(LedgerLine.hours) > 0)
        .subquery()
    )
    rows = db.session.execute(
        select(monthly.c.lot_id, func.min(monthly.c.month), func.max(monthly.c.month)).group_by(
            monthly.c.lot_id
        )
    )
    return {lot_id: (first, last) for lot_id, first, last in rows}
