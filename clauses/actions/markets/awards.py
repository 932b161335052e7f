"""Who holds the lot, and what is owed from then on?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.markets.consortium import GroupFields, join, members_of, refusals_of
from clauses.actions.markets.operators import HOLDERS, Named, operator
from clauses.actions.parties import make_party
from clauses.domain.consultation import offers_are_in
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.events import LotAwarded
from clauses.domain.kinds import (
    CommitmentState,
    HoursBasis,
    LotResult,
    MarketState,
    PartyCapacity,
)
from clauses.domain.kinds_decisions import HoursPrice, PriceDay
from clauses.domain.lifecycle import MARKET, MarketMove, advance
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.decisions import ContractPenalty
from clauses.models.markets import Award, HoursTarget, Lot, Market
from clauses.models.people import Organization
from clauses.queries.markets.groups import opening_volume
from clauses.wording.markets import TARGET_AWARD, TARGET_COMPLETED

__all__ = ["HOLDERS", "AwardFields", "award_lot", "complete_target", "follow"]

AWARDABLE = frozenset({MarketState.PUBLISHED, MarketState.AWARDED, MarketState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class AwardFields:
    """The result of a lot; the holder is a known organization, or a SIRET with the name to open it by."""

    result: LotResult
    awardee_id: int | None = None
    siret: str | None = None
    name: str | None = None
    commune_code: str | None = None
    amount: int | None = None  # cents
    notified_on: date | None = None
    exec_start: date | None = None
    exec_months: int | None = None
    offer_hours: int | None = None  # hundredths; where the candidate fills in its hours
    reason: str | None = None  # of a lot that is fruitless or abandoned
    group: GroupFields | None = None  # None when one operator holds the lot alone


@action
def award_lot(
    actor: Actor, lot_id: int, fields: AwardFields, *, seen_version: int | None, now: datetime
) -> Lot:
    """Declare the result of a lot; when it is awarded, the holder becomes a party and its commitment opens."""
    _hold_market(lot_id)
    lot = load(actor, Permission.AWARD_DECLARE, Lot, lot_id, selectinload(Lot.market).selectinload(Market.lots),
               selectinload(Lot.clause), selectinload(Lot.award))  # fmt: skip
    market = lot.market
    if market.state not in AWARDABLE:
        raise IllegalMove(state=market.state)
    if lot.result is not None:
        raise Refused("already_awarded")
    check_version(lot, seen_version)
    if fields.result is not LotResult.AWARDED and not fields.reason:
        raise Refused("result_reason", field="result_reason")
    if fields.result is LotResult.NO_BID and not offers_are_in(market.offers_deadline, civil_day(now)):
        raise Refused("no_bid_early", field="award_result")
    lot.result = fields.result
    if fields.result is LotResult.AWARDED:
        _award(actor, lot, fields, civil_day(now))
        if market.state is MarketState.PUBLISHED:
            market.state = advance(MARKET, market.state, MarketMove.AWARD)
        db.session.flush()
        record(LotAwarded(lot.id), now=now)
    else:
        lot.result_reason = fields.reason
        if market.state is MarketState.PUBLISHED and all(each.result for each in market.lots):
            market.state = advance(MARKET, market.state, MarketMove.CANCEL)
    journal(actor, "lot:award", lot, now=now, lot_id=lot.id, result=str(fields.result), amount=fields.amount,
            notified_on=fields.notified_on, awardee_id=lot.award.awardee_id if lot.award else None)  # fmt: skip
    return lot


def _hold_market(lot_id: int) -> None:
    """The last two lots of a market declared at once are seen together: the market is locked before its lots."""
    of_lot = select(Lot.market_id).where(Lot.id == lot_id).scalar_subquery()
    db.session.execute(select(Market.id).where(Market.id == of_lot).with_for_update())


@action
def complete_target(
    actor: Actor,
    lot_id: int,
    *,
    hours: int,
    exec_start: date,
    exec_months: int,
    seen_version: int | None,
    now: datetime,
) -> Lot:
    """Write the volume of a lot that came with its clause but without its hours, as open data do."""
    lot = load(actor, Permission.AWARD_DECLARE, Lot, lot_id, selectinload(Lot.targets), selectinload(Lot.clause),
               selectinload(Lot.award), selectinload(Lot.market))  # fmt: skip
    if lot.award is None or lot.clause is None or lot.targets:
        raise Refused("target_already")
    check_version(lot, seen_version)
    if lot.award.exec_start != exec_start or lot.award.exec_months != exec_months:
        lot.award.exec_start, lot.award.exec_months = exec_start, exec_months
    lot.clause.target_hours = hours
    follow(lot, lot.award, hours, TARGET_COMPLETED, on=civil_day(now), by=actor.user_id)
    db.session.flush()
    record(LotAwarded(lot.id), now=now)
    journal(actor, "lot:target", lot, now=now, lot_id=lot.id, hours=hours, exec_months=exec_months)
    return lot


def follow(lot: Lot, award: Award, hours: int, reason: str, *, on: date, by: int | None) -> None:
    """Open what follows an award: the first version of the target, and the holder's commitment in draft."""
    db.session.add(
        HoursTarget(lot_id=lot.id, number=1, hours=hours, exec_start=award.exec_start, exec_months=award.exec_months,
                    effective_on=award.notified_on, recorded_on=on, reason=reason, recorded_by_id=by)
    )  # fmt: skip
    known = db.session.scalar(select(Commitment.id).where(Commitment.lot_id == lot.id))
    if known is None:
        db.session.add(Commitment(lot_id=lot.id, company_id=award.awardee_id, state=CommitmentState.DRAFT))


def _award(actor: Actor, lot: Lot, fields: AwardFields, on: date) -> None:
    start, months, notified = fields.exec_start, fields.exec_months, fields.notified_on
    refusals: list[DomainError] = []
    for name, value in (("notification_date", notified), ("exec_start", start), ("exec_months", months)):
        if value is None:
            refusals.append(Refused(f"award_{name}", field=name))
    deadline = lot.market.offers_deadline
    if notified and deadline and notified < deadline:
        refusals.append(Refused("notification_early", field="notification_date", day=deadline))
    if notified and notified > on:
        refusals.append(Refused("notification_future", field="notification_date"))
    filled = lot.clause is not None and lot.clause.hours_basis is HoursBasis.CANDIDATE_FILLED
    if filled and not fields.offer_hours:
        refusals.append(Refused("offer_hours", field="offer_hours"))
    if notified and start and start < notified:
        refusals.append(Refused("exec_before_notification", field="exec_start", day=notified))
    holder = None
    try:
        holder = _holder(fields)
    except Refused as refusal:
        refusals.append(refusal)
    members: list[Organization] = []
    if fields.group is not None:
        refusals += refusals_of(
            fields.group, opening_volume(lot, fields.offer_hours, start, months, notified)
        )
        members, wrong = members_of(fields.group, holder)
        refusals += wrong
    if refusals or holder is None or start is None or months is None or notified is None:
        raise Several(refusals)
    lot.award = Award(lot_id=lot.id, awardee_id=holder.id, amount=fields.amount, awarded_on=on, notified_on=notified,
                      exec_start=start, exec_months=months)  # fmt: skip
    make_party(lot.id, lot.market.buyer_id, PartyCapacity.BUYER, notified)
    make_party(lot.id, holder.id, PartyCapacity.AWARDEE, notified)
    if fields.group is not None:
        db.session.flush()
        join(lot.award, fields.group, members, holder.id, notified)
    if lot.clause is not None and lot.clause.penalty_hour:
        db.session.add(written_in_clause(lot.id, lot.clause.penalty_hour, on))
    opening = _opening(lot, fields, start, months, notified)
    if opening is not None:
        follow(lot, lot.award, opening, TARGET_AWARD, on=on, by=actor.user_id)


def written_in_clause(lot_id: int, penalty_hour: int, on: date) -> ContractPenalty:
    """The penalty that the clause wrote becomes the contract's; the buyer completes it with what else is written there."""
    return ContractPenalty(
        lot_id=lot_id, number=1, hours_price=HoursPrice.PER_HOUR, per_hour=penalty_hour,
        price_day=PriceDay.NOTIFICATION, recorded_on=on,
    )  # fmt: skip


def _opening(lot: Lot, fields: AwardFields, start: date, months: int, notified: date) -> int | None:
    """What is owed on the day of the notification; None where the clause owes no hours, or none that is known yet."""
    clause = lot.clause
    if not lot.has_clause or clause is None:
        return None
    if clause.hours_basis is HoursBasis.CANDIDATE_FILLED and fields.offer_hours:
        clause.target_hours = fields.offer_hours
        db.session.flush()
    return opening_volume(lot, fields.offer_hours, start, months, notified)


def _holder(fields: AwardFields) -> Organization:
    if fields.awardee_id is not None:
        chosen = db.session.get(Organization, fields.awardee_id)
        if chosen is None or chosen.kind not in HOLDERS:
            raise Refused("awardee", field="awardee")
        return chosen
    if fields.siret is None:
        raise Refused("awardee", field="awardee")
    found = list(db.session.scalars(select(Organization).where(Organization.siret == fields.siret)))
    if len([one for one in found if one.kind in HOLDERS]) > 1:
        raise Refused("awardee_ambiguous", field="awardee")
    return operator(Named(fields.siret, fields.name, fields.commune_code), "awardee")
