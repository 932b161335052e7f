"""How does a test open a lot of its own story? Filed, published, awarded, then people hired and proven on it."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions import markets
from clauses.actions.hours import participants
from clauses.actions.markets.consortium import GroupFields
from clauses.domain.kinds import (
    ContractType,
    Gender,
    LotResult,
    MarketForm,
    MarketType,
    Modality,
    Procedure,
    Programme,
)
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.markets import Lot, Market
from tests import stage
from tests.portal import Portal


def published_lot(
    portal: Portal, buyer: str, *, reference: str, title: str, number: int, lot_title: str, trade: str, commune: str,
    hours: int, start: date, months: int, programme: Programme = Programme.NONE, penalty_hour: int = 6000,
) -> Market:  # fmt: skip
    """A market of one lot with a clause, published two months before it starts, offers due one month before."""
    who = stage.actor(buyer)
    three_before = add_months(start, -3)
    portal.day(three_before.replace(day=2).isoformat())
    market = markets.create_market(
        who,
        markets.MarketFields(
            reference=reference, title=title, market_type=MarketType.WORKS, market_form=MarketForm.ORDINARY,
            procedure=Procedure.ADAPTED, programme=programme, amount=32_000_000, places=(commune,),
            publication_date=three_before.replace(day=16), offers_deadline=add_months(start, -1).replace(day=5),
            exec_start=start, exec_months=months,
        ),
        now=portal.now,
    )  # fmt: skip
    lot = markets.LotFields(
        row=0, number=number, title=lot_title, amount=32_000_000, trade=trade, has_clause=True
    )
    market = markets.save_lots(who, market.id, [lot], seen_version=None, now=portal.now)
    clause = markets.ClauseFields(
        lot_id=market.lots[0].id, labour_share=6000, hourly_cost=3800, integration_rate=1000, target_hours=hours * 100,
        publics=stage.PUBLICS, modalities=stage.ADMITTED, penalty_hour=penalty_hour, deviation_reason="Volume du scénario",
    )  # fmt: skip
    markets.save_clauses(who, market.id, [clause], seen_version=None, now=portal.now)
    markets.request_opinion(who, market.id, None, seen_version=None, now=portal.now)
    portal.day(three_before.replace(day=16).isoformat())
    return markets.publish(
        who, market.id, visible=True, without_opinion=True, seen_version=None, now=portal.now
    )


def awarded_lot(
    portal: Portal, buyer: str, market: Market, holder: str, group: GroupFields | None = None
) -> Commitment:
    """The lot is awarded and notified on the 15th of the month before it starts; its commitment is open."""
    start, months = market.exec_start, market.exec_months
    assert start is not None and months is not None
    notified = add_months(start, -1).replace(day=15)
    portal.day(notified.isoformat())
    [lot] = market.lots
    markets.award_lot(
        stage.actor(buyer), lot.id,
        markets.AwardFields(
            result=LotResult.AWARDED, awardee_id=stage.organization(holder).id, amount=32_000_000, notified_on=notified,
            exec_start=start, exec_months=months, group=group,
        ),
        seen_version=None, now=portal.now,
    )  # fmt: skip
    return db.session.scalars(select(Commitment).where(Commitment.lot_id == lot.id)).one()


@dataclass
class Hiring:
    """The people of one lot, hired by anybody and proven by the resource person who follows it."""

    portal: Portal
    lot_id: int
    resource_person: str
    contracts: dict[tuple[str, str], int] = field(default_factory=dict)  # (person, employer) -> contract

    def hire(self, who: Actor, person: tuple[str, str, date], modality: Modality, starts_on: date) -> int:
        first, last, birth = person
        known = db.session.scalars(select(Participant).where(Participant.last_name == last)).one_or_none()
        added, eligible = participants.register_participant(
            who, self.lot_id,
            participants.Person(
                last_name=last, first_name=first, birth=birth, gender=Gender.UNSTATED, commune_code="60175",
                priority_district=False, prescriber=None, categories=("RSA",), informed=True,
            ),
            participants.Contract(modality, ContractType.CDDI, starts_on, None, None),
            same_as=known.id if known else None, homonym=False, proof=None, proof_label="Attestation",
            files=self.portal.app.config["SETTINGS"].files, now=self.portal.now,
        )  # fmt: skip
        if not eligible:
            pending = db.session.scalars(
                select(Eligibility)
                .where(Eligibility.participant_id == added.id)
                .order_by(Eligibility.id.desc())
            ).first()
            assert pending is not None
            participants.decide_eligibility(
                stage.actor(self.resource_person), pending.id, participants.Verdict.VALIDATE,
                effective_on=min(pending.hired_on, self.portal.today), message=None, now=self.portal.now,
            )  # fmt: skip
        contract = db.session.scalars(
            select(EmploymentContract.id).where(
                EmploymentContract.participant_id == added.id,
                EmploymentContract.employer_id == who.organization_id,
            )
        ).one()
        self.contracts[last, who.organization_name] = contract
        return contract


def market_of(lot_id: int) -> int:
    return db.session.get_one(Lot, lot_id).market_id
