"""What does the contract of a lot say of penalties? Recorded as it is written, in versions."""

from dataclasses import dataclass
from datetime import date, datetime

from clauses.access.gate import load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, next_number
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds_decisions import HoursPrice, PriceDay
from clauses.extensions import db
from clauses.models.decisions import ContractPenalty
from clauses.models.markets import Lot


@dataclass(frozen=True, slots=True)
class TermsFields:
    """The penalties as they are typed; amounts in cents, `multiple` in hundredths."""

    hours_price: HoursPrice | None
    per_hour: int | None = None
    multiple: int | None = None
    price_day: PriceDay = PriceDay.NOTIFICATION
    fixed_on: date | None = None
    per_day_late: int | None = None
    per_absence: int | None = None
    prior_notice: bool = False
    both_bases: bool = False
    article: str | None = None


@action
def record_terms(
    actor: Actor, market_id: int, number: int, fields: TermsFields, *, now: datetime
) -> ContractPenalty:
    """Write the penalties of the contract of an awarded lot; what was recorded before stays, and decisions keep theirs.

    Refuses a price without its amount, a multiple without its number, a fixed day without the day, and a lot without
    a holder: before the award there is no contract.
    """
    lot = load_by(actor, Permission.DECISION_MAKE, Lot, Lot.market_id == market_id, Lot.number == number)
    if lot.award is None:
        raise Refused("terms_not_awarded")
    refusals: list[DomainError] = []
    if fields.hours_price is None:
        refusals.append(Refused("choose", field="pen_price"))
    per_hour = fields.per_hour if fields.hours_price is HoursPrice.PER_HOUR else None
    multiples = (HoursPrice.TIMES_SMIC, HoursPrice.TIMES_CEILING)
    multiple = fields.multiple if fields.hours_price in multiples else None
    fixed = fields.fixed_on if multiple and fields.price_day is PriceDay.FIXED else None
    if fields.hours_price is HoursPrice.PER_HOUR and not per_hour:
        refusals.append(Refused("terms_per_hour", field="pen_per_hour"))
    if fields.hours_price in multiples and not multiple:
        refusals.append(Refused("terms_multiple", field="pen_multiple"))
    if multiple and fields.price_day is PriceDay.FIXED and fixed is None:
        refusals.append(Refused("terms_fixed_on", field="pen_fixed_on"))
    if refusals or fields.hours_price is None:
        raise Several(refusals)
    made = ContractPenalty(
        lot_id=lot.id, number=next_number(ContractPenalty.number, ContractPenalty.lot_id == lot.id),
        hours_price=fields.hours_price, per_hour=per_hour, multiple=multiple,
        price_day=fields.price_day if multiple else PriceDay.NOTIFICATION, fixed_on=fixed,
        per_day_late=fields.per_day_late or None, per_absence=fields.per_absence or None,
        prior_notice=fields.prior_notice, both_bases=fields.both_bases, article=fields.article,
        recorded_on=civil_day(now), recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(
        actor, "lot:penalty_terms", lot, now=now, lot_id=lot.id, number=made.number, kind=made.hours_price,
        per_hour=made.per_hour, multiple=made.multiple,
    )  # fmt: skip
    return made
