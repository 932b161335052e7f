"""What does the buyer say of an award so that its essential data can be published, and until when may it correct it?"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal
from clauses.domain.errors import DomainError, Refused, Several
from clauses.extensions import db
from clauses.models.essential import ConcessionData, EssentialData
from clauses.models.markets import Award, Lot, Market
from clauses.wording.decp_words import NO_GROUP, NOTHING


@dataclass(frozen=True, slots=True)
class EssentialFields:
    """The answers of one award, in the words of the regulation; `amount` in cents, `advance_rate` in basis points."""

    contract_id: str
    cpv: str
    amount: int
    published_on: date
    offers: int
    ccag: str
    price_form: str
    price_types: tuple[str, ...]
    techniques: tuple[str, ...]
    environmental: tuple[str, ...]
    innovative: bool
    subcontracting: bool
    advance: bool
    advance_rate: int | None
    group_form: str
    partners: tuple[str, ...]


@action
def save_essential_data(
    actor: Actor, lot_id: int, fields: EssentialFields, *, seen_version: int | None, now: datetime
) -> Lot:
    """Write the answers; once their day of publication has passed, what was published is no longer edited."""
    lot = load(actor, Permission.AWARD_DECLARE, Lot, lot_id, joinedload(Lot.award),
               selectinload(Lot.market).joinedload(Market.buyer))  # fmt: skip
    if lot.award is None:
        raise Refused("essential_not_awarded")
    known = db.session.scalar(select(EssentialData).where(EssentialData.award_id == lot.award.id))
    if known is not None:
        check_version(known, seen_version)
        if known.published_on < civil_day(now):
            raise Refused("essential_published", day=known.published_on)
    _refuse_wrong(lot, fields)
    said = known or EssentialData(award_id=lot.award.id)
    for name, value in asdict(fields).items():
        setattr(said, name, list(value) if isinstance(value, tuple) else value)
    if not fields.advance:
        said.advance_rate = None
    db.session.add(said)
    journal(actor, "lot:essential_data", lot, now=now, lot_id=lot.id, amount=fields.amount,
            published_on=fields.published_on)  # fmt: skip
    return lot


@dataclass(frozen=True, slots=True)
class ConcessionFields:
    """The answers of one concession, in the words of the regulation; amounts in cents."""

    contract_id: str
    nature: str
    procedure: str
    signed_on: date
    amount: int
    subsidy: int
    published_on: date
    environmental: tuple[str, ...]
    partners: tuple[str, ...]


@action
def save_concession_data(
    actor: Actor, lot_id: int, fields: ConcessionFields, *, seen_version: int | None, now: datetime
) -> Lot:
    """Write the answers of a concession; the same rule holds once they are published."""
    lot = load(actor, Permission.AWARD_DECLARE, Lot, lot_id, joinedload(Lot.award),
               selectinload(Lot.market).joinedload(Market.buyer))  # fmt: skip
    if lot.award is None:
        raise Refused("essential_not_awarded")
    known = db.session.scalar(select(ConcessionData).where(ConcessionData.award_id == lot.award.id))
    if known is not None:
        check_version(known, seen_version)
        if known.published_on < civil_day(now):
            raise Refused("essential_published", day=known.published_on)
    found: list[DomainError] = []
    if fields.published_on < fields.signed_on:
        found.append(Refused("essential_early_signed", field="published_on", day=fields.signed_on))
    if _id_taken(lot, fields.contract_id):
        found.append(Refused("essential_id_taken", field="contract_id", id=fields.contract_id))
    if found:
        raise Several(found)
    said = known or ConcessionData(award_id=lot.award.id)
    for name, value in asdict(fields).items():
        setattr(said, name, list(value) if isinstance(value, tuple) else value)
    db.session.add(said)
    journal(actor, "lot:essential_data", lot, now=now, lot_id=lot.id, amount=fields.amount,
            published_on=fields.published_on)  # fmt: skip
    return lot


def _id_taken(lot: Lot, contract_id: str) -> bool:
    """Whether another award of the same buyer bears this number, contract or concession."""
    for model in (EssentialData, ConcessionData):
        same = (
            select(model.id)
            .join(Award, Award.id == model.award_id)
            .join(Lot, Lot.id == Award.lot_id)
            .join(Market, Market.id == Lot.market_id)
            .where(
                Market.buyer_id == lot.market.buyer_id,
                model.contract_id == contract_id,
                Award.lot_id != lot.id,
            )
        )
        if db.session.scalar(same) is not None:
            return True
    return False


def _refuse_wrong(lot: Lot, fields: EssentialFields) -> None:
    found: list[DomainError] = []
    award = lot.award
    if award is not None and fields.published_on < award.notified_on:
        found.append(Refused("essential_early", field="published_on", day=award.notified_on))
    if NOTHING in fields.techniques and len(fields.techniques) > 1:
        found.append(Refused("essential_techniques", field="techniques"))
    if (fields.group_form == NO_GROUP) == bool(fields.partners):
        found.append(Refused("essential_partners", field="partners"))
    if _id_taken(lot, fields.contract_id):
        found.append(Refused("essential_id_taken", field="contract_id", id=fields.contract_id))
    if found:
        raise Several(found)
