"""Which contracts of a buyer are essential data, and what is known of each? Awarded here, or imported and kept whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load_by
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import ChangeKind, MarketForm
from clauses.extensions import db
from clauses.models.essential import ConcessionData, EssentialData
from clauses.models.markets import Award, ContractChange, Lot, Market
from clauses.models.people import Organization

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What a later act changed: amount in cents, duration in months, holder; None where it changed nothing."""

    notified_on: date
    recorded_on: date
    amount: int | None
    months: int | None
    holder: Organization | None


@dataclass(frozen=True, slots=True)
class Exportable:
    """One contract: a lot awarded in the portal, or a record imported; `record` is then the file's own."""

    market: Market
    lot: Lot
    award: Award | None
    holder: Organization | None  # at the notification
    answers: EssentialData | ConcessionData | None
    record: dict[str, Any] | None
    is_concession: bool
    notified_on: date
    changes: tuple[Change, ...]


def contracts(actor: Actor | None, *, year: int | None = None, siret: str | None = None) -> list[Exportable]:
    """The contracts of the actor's organization, or of a buyer by its SIRET (the shell); by day, then reference."""
    kept: list[ColumnElement[bool]] = []
    if actor is not None:
        kept += [
            within_reach(actor, Permission.MARKET_FILE, Market),
            Market.buyer_id == actor.organization_id,
        ]
    if siret is not None:
        kept.append(Market.buyer_id.in_(select(Organization.id).where(Organization.siret == siret)))
    found = [one for market in _markets(kept) for one in _of(market)]
    answers = _answers([one.award.id for one in found if one.award is not None])
    chosen = [one for one in found if year is None or one.notified_on.year == year]
    return sorted(
        (_with(one, answers) for one in chosen),
        key=lambda one: (one.notified_on, one.market.reference, one.lot.number),
    )


def years(found: list[Exportable]) -> list[int]:
    """The years that have contracts, latest first."""
    return sorted({one.notified_on.year for one in found}, reverse=True)


def siret_of(actor: Actor) -> str:
    """The SIRET of the actor's organization, for the name of its file."""
    return db.session.get_one(Organization, actor.organization_id).siret


def lot_to_complete(actor: Actor, market_id: int, number: int) -> Exportable:
    """An awarded lot of the actor's organization, with its answers when there are some."""
    lot = load_by(actor, Permission.AWARD_DECLARE, Lot, Lot.market_id == market_id, Lot.number == number)
    market = db.session.scalars(select(Market).where(Market.id == lot.market_id).options(*_LOADED)).one()
    found = [one for one in _of(market) if one.lot.id == lot.id]
    if not found or found[0].award is None or found[0].record is not None:
        raise OutOfReach
    return _with(found[0], _answers([found[0].award.id]))


_LOADED = (
    joinedload(Market.buyer),
    selectinload(Market.lots).joinedload(Lot.award).joinedload(Award.awardee),
    selectinload(Market.lots).selectinload(Lot.clause),
    selectinload(Market.lots).selectinload(Lot.targets),
    selectinload(Market.lots).selectinload(Lot.changes).joinedload(ContractChange.holder_before),
    selectinload(Market.lots).selectinload(Lot.changes).joinedload(ContractChange.holder_after),
)


def _markets(kept: list[ColumnElement[bool]]) -> Iterator[Market]:
    last = 0
    while True:
        question = select(Market).where(*kept, Market.id > last).order_by(Market.id).limit(_AT_ONCE)
        part = list(db.session.scalars(question.options(*_LOADED)))
        yield from part
        if len(part) < _AT_ONCE:
            return
        last = part[-1].id


def _of(market: Market) -> Iterator[Exportable]:
    """An imported record is one contract; a market of the portal is as many as it has awarded lots."""
    source = market.source_record or {}
    record = source.get("record")
    if record is not None and market.lots:
        notified = date.fromisoformat(source["notified_on"])
        lot = market.lots[0]
        kind = bool(source.get("is_concession"))
        yield Exportable(
            market, lot, lot.award, _first_holder(lot), None, record, kind, notified, _changes(lot)
        )
        return
    for lot in market.lots:
        if lot.award is not None:
            notified = lot.award.notified_on
            holder = _first_holder(lot)
            concession = market.market_form is MarketForm.CONCESSION
            yield Exportable(market, lot, lot.award, holder, None, None, concession, notified, _changes(lot))


def _changes(lot: Lot) -> tuple[Change, ...]:
    """What the regulation calls modifications: amendments and transfers that change one of its three data.

    Hours, tranches and orders are within the contract as it was published.
    """
    found = (
        Change(
            one.effective_on,
            one.recorded_on,
            one.amount_after if one.amount_after != one.amount_before else None,
            one.months_after if one.months_after != one.months_before else None,
            one.holder_after,
        )
        for one in lot.changes
        if one.kind in (ChangeKind.AMENDMENT, ChangeKind.TRANSFER)
    )
    return tuple(one for one in found if one.amount or one.months or one.holder)


def _first_holder(lot: Lot) -> Organization | None:
    """Who was notified: a transfer changes the award, not what was published of it."""
    former = next((one.holder_before for one in lot.changes if one.holder_before is not None), None)
    return former or (lot.award.awardee if lot.award else None)


_Answers = dict[tuple[bool, int], EssentialData | ConcessionData]


def _answers(award_ids: list[int]) -> _Answers:
    """What buyers said of their awards, by whether it is said as of a concession."""
    found: _Answers = {}
    for start in range(0, len(award_ids), _AT_ONCE):
        part = award_ids[start : start + _AT_ONCE]
        for said in db.session.scalars(select(EssentialData).where(EssentialData.award_id.in_(part))):
            found[False, said.award_id] = said
        for one in db.session.scalars(select(ConcessionData).where(ConcessionData.award_id.in_(part))):
            found[True, one.award_id] = one
    return found


def _with(one: Exportable, answers: _Answers) -> Exportable:
    if one.award is None or one.record is not None:
        return one
    return replace(one, answers=answers.get((one.is_concession, one.award.id)))
