"""How many persons, how many contracts? Each person once at each level, whatever the territories and the markets.

A person counts from the first hundredth of an hour validated and not taken back, in the months of the report.
"""

from typing import Any

from sqlalchemy import func, select

from clauses.extensions import db
from clauses.models.hours import LedgerLine
from clauses.models.markets import Lot, Market
from clauses.queries.report_scope import Lines

BY: dict[str, Any] = {
    "lot": LedgerLine.lot_id,
    "employer": LedgerLine.employer_id,
    "modality": LedgerLine.modality,
    "territory": Lot.territory_id,
    "market": Lot.market_id,
    "buyer": Market.buyer_id,
}


def count(lines: Lines) -> int:
    """The persons, each once."""
    per_person = (
        select(LedgerLine.participant_id)
        .where(*lines.where)
        .group_by(LedgerLine.participant_id)
        .having(func.sum(LedgerLine.hours) > 0)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(per_person)) or 0


def count_by(lines: Lines, level: str) -> dict[Any, int]:
    """The persons of each lot, employer, modality, territory, market or buyer: each once there."""
    key = BY[level]
    per_person = _joined(select(key.label("key"), LedgerLine.participant_id), level).where(*lines.where)
    found = (
        per_person.group_by(key, LedgerLine.participant_id).having(func.sum(LedgerLine.hours) > 0).subquery()
    )
    rows = db.session.execute(select(found.c.key, func.count()).group_by(found.c.key))
    return {row[0]: row[1] for row in rows}


def contracts(lines: Lines) -> int:
    """The contracts: a person, a lot and an employer; more than the persons (38 014 and 25 484 were published of 2014)."""
    keys = (LedgerLine.participant_id, LedgerLine.lot_id, LedgerLine.employer_id)
    found = (
        select(*keys).where(*lines.where).group_by(*keys).having(func.sum(LedgerLine.hours) > 0).subquery()
    )
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def ids(lines: Lines) -> list[int]:
    """The numbers of the persons; for the counts by age, gender or district, never for a page."""
    found = (
        select(LedgerLine.participant_id)
        .where(*lines.where)
        .group_by(LedgerLine.participant_id)
        .having(func.sum(LedgerLine.hours) > 0)
        .order_by(LedgerLine.participant_id)
    )
    return list(db.session.scalars(found))


def hours_by(lines: Lines, *levels: str) -> list[tuple[Any, ...]]:
    """(level…, hours) of the ledger, zero left out, in order of the levels."""
    keys = [BY[level] for level in levels]
    asked = _joined(select(*keys, func.sum(LedgerLine.hours)), *levels)
    rows = asked.where(*lines.where).group_by(*keys).having(func.sum(LedgerLine.hours) != 0).order_by(*keys)
    return [tuple(row) for row in db.session.execute(rows)]


def _joined(question: Any, *levels: str) -> Any:
    if {"territory", "market", "buyer"} & set(levels):
        question = question.join(Lot, Lot.id == LedgerLine.lot_id)
    if "buyer" in levels:
        question = question.join(Market, Market.id == Lot.market_id)
    return question
