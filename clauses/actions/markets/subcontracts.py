"""Who works under the holder of a lot? The holder declares, the buyer accepts or refuses, and says when it ends."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.actions.markets.operators import Named, operator
from clauses.actions.parties import make_party
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import MarketState, PartyCapacity, Role
from clauses.domain.kinds_awards import SubcontractState
from clauses.extensions import db
from clauses.models.awards import Subcontract
from clauses.models.markets import Award, Lot, LotParty
from clauses.models.people import Organization

RUNNING = frozenset({MarketState.AWARDED, MarketState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class SubcontractFields:
    """A subcontract as it is typed: `amount` in cents without tax, `hours` in hundredths when they are known."""

    named: Named
    part: str | None
    amount: int | None
    hours: int | None = None
    accepted_on: date | None = None  # the day of the buyer's acceptance; a holder leaves it empty


@action
def declare_subcontract(
    actor: Actor, market_id: int, number: int, fields: SubcontractFields, *, now: datetime
) -> Subcontract:
    """Declare a subcontractor; the buyer's own declaration is accepted at once, on the day it gives."""
    lot, award = _awarded(actor, Permission.SUBCONTRACT_DECLARE, market_id, number)
    on, buyer = civil_day(now), actor.role is Role.BUYER
    refusals: list[DomainError] = []
    if not fields.part:
        refusals.append(Refused("subcontract_part", field="sub_part"))
    if not fields.amount or fields.amount <= 0:
        refusals.append(Refused("subcontract_amount", field="sub_amount"))
    if buyer:
        refusals += _wrong_day(fields.accepted_on, award, on)
    organization = None
    try:
        organization = operator(fields.named, "sub")
    except Refused as refusal:
        refusals.append(refusal)
    known = list(db.session.scalars(select(Subcontract).where(Subcontract.lot_id == lot.id)))
    if organization is not None:
        refusals += _wrong_party(organization, award, known)
    if fields.amount and award.amount and fields.amount + _given(known) > award.amount:
        refusals.append(
            Refused(
                "subcontract_over",
                field="sub_amount",
                total=fields.amount + _given(known),
                amount=award.amount,
            )
        )
    if refusals or organization is None or fields.part is None or fields.amount is None:
        raise Several(refusals)
    made = Subcontract(
        lot_id=lot.id, number=next_number(Subcontract.number, Subcontract.lot_id == lot.id),
        organization_id=organization.id, part=fields.part, amount=fields.amount, hours=fields.hours, declared_on=on,
        declared_by_id=actor.user_id, accepted_on=fields.accepted_on if buyer else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    if made.accepted_on is not None:
        make_party(lot.id, organization.id, PartyCapacity.SUBCONTRACTOR, made.accepted_on)
    journal(actor, "lot:subcontract", lot, now=now, lot_id=lot.id, number=made.number, amount=made.amount,
            hours=made.hours, organization_id=organization.id)  # fmt: skip
    accepted = made.accepted_on is not None
    record(events.SubcontractDecided(made.id) if accepted else events.SubcontractDeclared(made.id), now=now)
    return made


@action
def decide_subcontract(
    actor: Actor, market_id: int, number: int, rank: int, *, accept: bool, day: date | None, reason: str | None,
    seen_version: int | None, now: datetime,
) -> Subcontract:  # fmt: skip
    """Accept a declared subcontractor, who then sees the lot, or refuse it and say why."""
    lot, award = _awarded(actor, Permission.AWARD_DECLARE, market_id, number)
    subcontract = _of(lot, rank, SubcontractState.PROPOSED, seen_version)
    on = civil_day(now)
    if accept:
        wrong = _wrong_day(day, award, on)
        if wrong or day is None:
            raise Several(wrong)
        subcontract.accepted_on = day
        make_party(lot.id, subcontract.organization_id, PartyCapacity.SUBCONTRACTOR, day)
    else:
        if not reason:
            raise Refused("subcontract_reason", field="sub_reason")
        subcontract.refused_on, subcontract.reason = on, reason
    verb = "lot:subcontract_accept" if accept else "lot:subcontract_refuse"
    journal(actor, verb, lot, now=now, lot_id=lot.id, number=rank, day=day)
    record(events.SubcontractDecided(subcontract.id), now=now)
    return subcontract


@action
def end_subcontract(
    actor: Actor, market_id: int, number: int, rank: int, *, day: date | None, reason: str | None,
    seen_version: int | None, now: datetime,
) -> Subcontract:  # fmt: skip
    """Say when a subcontract ended; the lot is no longer open to the subcontractor."""
    lot, _ = _awarded(actor, Permission.AWARD_DECLARE, market_id, number)
    subcontract = _of(lot, rank, SubcontractState.ACCEPTED, seen_version)
    since = subcontract.accepted_on
    if day is None:
        raise Refused("subcontract_end", field="sub_date")
    if since and day < since:
        raise Refused("subcontract_end_early", field="sub_date", day=since)
    if day > civil_day(now):
        raise Refused("subcontract_future", field="sub_date")
    subcontract.ended_on, subcontract.reason = day, reason
    db.session.execute(
        delete(LotParty).where(
            LotParty.lot_id == lot.id, LotParty.organization_id == subcontract.organization_id,
            LotParty.capacity == PartyCapacity.SUBCONTRACTOR,
        )
    )  # fmt: skip
    journal(actor, "lot:subcontract_end", lot, now=now, lot_id=lot.id, number=rank, day=day)
    record(events.SubcontractEnded(subcontract.id), now=now)
    return subcontract


def _awarded(actor: Actor, permission: Permission, market_id: int, number: int) -> tuple[Lot, Award]:
    lot = load_by(actor, permission, Lot, Lot.market_id == market_id, Lot.number == number)
    award = db.session.scalars(
        select(Award)
        .where(Award.lot_id == lot.id)
        .options(selectinload(Award.members), joinedload(Award.lot))
    ).one_or_none()
    if award is None or lot.market.state not in RUNNING:
        raise IllegalMove(state=lot.market.state)
    return lot, award


def _of(lot: Lot, rank: int, state: SubcontractState, seen_version: int | None) -> Subcontract:
    found = db.session.scalars(
        select(Subcontract).where(Subcontract.lot_id == lot.id, Subcontract.number == rank)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    check_version(found, seen_version)
    if found.state is not state:
        raise IllegalMove(state=found.state)
    return found


def _wrong_day(day: date | None, award: Award, on: date) -> list[DomainError]:
    if day is None:
        return [Refused("subcontract_date", field="sub_date")]
    if day < award.notified_on:
        return [Refused("subcontract_early", field="sub_date", day=award.notified_on)]
    return [Refused("subcontract_future", field="sub_date")] if day > on else []


def _wrong_party(organization: Organization, award: Award, known: list[Subcontract]) -> list[DomainError]:
    if organization.id == award.awardee_id:
        return [Refused("subcontract_holder", field="sub_siret")]
    if any(one.organization_id == organization.id for one in award.members):
        return [Refused("subcontract_member", field="sub_siret")]
    open_states = (SubcontractState.PROPOSED, SubcontractState.ACCEPTED)
    if any(one.organization_id == organization.id and one.state in open_states for one in known):
        return [Refused("subcontract_twice", field="sub_siret")]
    return []


def _given(known: list[Subcontract]) -> int:
    """What is already given to others, in cents; a refused subcontract gives nothing."""
    return sum(one.amount for one in known if one.state is not SubcontractState.REFUSED)
