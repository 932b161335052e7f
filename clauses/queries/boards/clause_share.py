"""Which share of a buyer's markets of the year has a clause, in number and in amount, and why have the others none?

The year is that of the list of markets: the day of publication, else the first day of execution. Euros are cents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState, NoClauseReason
from clauses.domain.values import ratio
from clauses.extensions import db
from clauses.models.markets import Award, Lot, Market
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences
from clauses.wording.labels import label

WITH, UNSAID, EVERY_YEAR = "avec", "sans-motif", "toutes"  # how the list of the lots of a year is asked for


@dataclass(frozen=True, slots=True)
class ShareRow:
    """Lots with a clause, or without one for a reason; None where nothing was said."""

    label: str
    chosen: str  # what the list of these lots is asked by
    with_clause: bool
    lots: int
    amount: int
    lot_share: Fraction
    amount_share: Fraction | None


@dataclass(frozen=True, slots=True)
class ClauseShare:
    title: str
    year: int
    rows: tuple[ShareRow, ...]
    lots: int
    amount: int
    unknown: int  # lots whose amount nobody wrote

    @property
    def lot_share(self) -> Fraction:
        return sum((one.lot_share for one in self.rows if one.with_clause), Fraction(0))

    @property
    def amount_share(self) -> Fraction | None:
        if not self.amount:
            return None
        return sum((one.amount_share or Fraction(0) for one in self.rows if one.with_clause), Fraction(0))


def counted(actor: Actor, year: int | None) -> tuple[ColumnElement[bool], ...]:
    """The lots that count in a year, or in all of them, for whoever reads their markets."""
    kept = (
        within_reach(actor, Permission.MARKET_VIEW, Lot),
        Market.state.not_in((MarketState.DRAFT, MarketState.CANCELLED)),
    )
    if year is None:
        return kept
    day = func.coalesce(Market.publication_date, Market.exec_start)
    return *kept, day.between(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class LotOfYear:
    """A lot that was counted; `amount` in cents, that of the award where there is one."""

    lot: Lot
    amount: int | None


@dataclass(frozen=True, slots=True)
class LotsOfYear:
    """A page of them, with how many they are in all and their amount (cents; lots without one count for none)."""

    lots: list[LotOfYear]
    total: int
    amount: int
    start: int


def lots_of_year(
    actor: Actor, year: int | None, chosen: str | None, *, start: int = 0, rows: int = 25
) -> LotsOfYear:
    """The very lots of a count: with a clause (`WITH`), without one for a reason, without a reason (`UNSAID`), or all.

    In the order of the references, `rows` at a time.
    """
    asked = list(counted(actor, year))
    if chosen == WITH:
        asked.append(Lot.has_clause.is_(True))
    elif chosen is not None:
        reason = None if chosen == UNSAID else NoClauseReason(chosen)
        asked += [
            Lot.has_clause.is_not(True),
            Lot.no_clause_reason.is_(None) if reason is None else Lot.no_clause_reason == reason,
        ]
    worth = func.coalesce(Award.amount, Lot.amount)
    total, amount = db.session.execute(
        select(func.count(Lot.id), func.coalesce(func.sum(worth), 0))
        .join(Market, Market.id == Lot.market_id)
        .outerjoin(Award, Award.lot_id == Lot.id)
        .where(*asked)
    ).one()
    start = min(start, max(0, total - 1) // rows * rows)  # past the end, the last page
    found = db.session.execute(
        select(Lot, worth)
        .join(Market, Market.id == Lot.market_id)
        .outerjoin(Award, Award.lot_id == Lot.id)
        .where(*asked)
        .options(contains_eager(Lot.market).joinedload(Market.buyer))
        .order_by(Market.reference, Market.id, Lot.number)
        .offset(start)
        .limit(rows)
    )
    return LotsOfYear([LotOfYear(lot, euros) for lot, euros in found], total, int(amount), start)


def of_year(actor: Actor, on: date) -> ClauseShare | None:
    """The lots of the markets of the year, drafts and cancelled ones left out; None without any. One statement."""
    worth = func.coalesce(Award.amount, Lot.amount)
    rows = db.session.execute(
        select(Lot.has_clause, Lot.no_clause_reason, func.count(), func.coalesce(func.sum(worth), 0), func.count(worth))
        .join(Market, Market.id == Lot.market_id)
        .outerjoin(Award, Award.lot_id == Lot.id)
        .where(
            *counted(actor, on.year)
        )
        .group_by(Lot.has_clause, Lot.no_clause_reason)
    ).all()  # fmt: skip
    lots, amount = sum(row[2] for row in rows), sum(int(row[3]) for row in rows)
    if not lots:
        return None
    with_clause = [(row[2], int(row[3])) for row in rows if row[0]]
    without: dict[NoClauseReason | None, tuple[int, int]] = {}
    for has_clause, reason, count, euros, _ in rows:
        if not has_clause:
            before = without.get(reason, (0, 0))
            without[reason] = (before[0] + count, before[1] + int(euros))
    told = [
        _row(
            words.WITH_A_CLAUSE,
            WITH,
            True,
            sum(n for n, _ in with_clause),
            sum(e for _, e in with_clause),
            lots,
            amount,
        )
    ]
    for reason in (*NoClauseReason, None):
        if reason in without:
            name = label(reason) if reason else words.NO_REASON
            told.append(_row(name, reason.value if reason else UNSAID, False, *without[reason], lots, amount))
    return ClauseShare(
        _finding(told, lots, on.year), on.year, tuple(told), lots, amount, lots - sum(row[4] for row in rows)
    )


def _row(name: str, chosen: str, with_clause: bool, n: int, euros: int, lots: int, amount: int) -> ShareRow:
    return ShareRow(name, chosen, with_clause, n, euros, Fraction(n, lots), ratio(euros, amount))


def _finding(rows: Sequence[ShareRow], lots: int, year: int) -> str:
    """How many lots have one, then the reason most often given where some have none."""
    held = rows[0].lots
    without = max(rows[1:], key=lambda one: one.lots, default=None)
    if without is None:
        return sentences.plural(words.ALL_WITH_A_CLAUSE, lots, year=year)
    return sentences.plural(
        words.CLAUSE_FINDING, held, year=year, of=sentences.plural(words.OF_LOTS_OF_YEAR, lots, year=year),
        share=formats.percent(Fraction(held, lots)), reason=without.label[:1].lower() + without.label[1:],
    )  # fmt: skip
