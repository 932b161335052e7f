"""How does a test reach S11 fast? Three small lots of « Gymnase de Mouy », three companies, one person of an ETTI."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions import allocation, markets
from clauses.actions.hours import participants, pooled, pools
from clauses.domain.kinds import (
    ContractType,
    Gender,
    LineState,
    LotResult,
    MarketForm,
    MarketType,
    Modality,
    OpinionResult,
    Prescriber,
    Procedure,
    RelayChoice,
)
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, Commitment
from clauses.models.hours import Eligibility, Participant
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.models.pooling import HoursPool, PoolAgreement, PoolPerson
from clauses.queries import hours_pools
from tests import stage
from tests.moments import moment
from tests.portal import Portal

ETTI = Modality.ETTI_PLACEMENT
MOUY = "60439"
REFERENCE = "2026-CLER-07"
LOTS = (  # number, title, amount, trade, hours, holder, account
    (1, "Plomberie", 52_000, "plomberie_cvc", 60, "Plomberie Hénin", "sabrina.henin"),
    (2, "Carrelage", 34_000, "carrelage", 45, "Carrelage Duflos", "nicolas.duflos"),
    (3, "Peinture", 48_000, "peinture_sols", 75, "Peinture Ravon", "aurelie.ravon"),
)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
NAME = ("Isidore", "Quévremont", date(1991, 3, 14))


@dataclass
class Gymnasium:
    """The market, the person and the pool once it is proposed."""

    portal: Portal
    market: Market
    lots: dict[int, int]
    person_id: int
    pool_id: int = 0
    agreements: dict[str, int] = field(default_factory=dict)

    @property
    def commitment_id(self) -> int:
        """The commitment of plumbing, whose plan the ETTI accepted."""
        return db.session.scalars(select(Commitment.id).where(Commitment.lot_id == self.lots[1])).one()

    @property
    def thomas(self) -> Actor:
        return stage.actor("thomas.lefevre")

    @property
    def etti(self) -> Actor:
        return stage.actor("elodie.petit", "agence de Beauvais")

    def propose(
        self, *, starts_on: date = SEPTEMBER, ends_on: date = NOVEMBER, numbers=(1, 2, 3)
    ) -> HoursPool:
        """Thomas asks everybody to let the lots share the person's hours."""
        ids = [self.lots[number] for number in numbers]
        known = hours_pools.employed_on(self.thomas, ids, self.portal.today)
        pool = pools.propose_pool(
            self.thomas, ids, [one.key for one in known], starts_on=starts_on, ends_on=ends_on,
            message="Trois petits lots : un seul parcours de trois mois.", now=self.portal.now,
        )  # fmt: skip
        self.pool_id = pool.id
        self.agreements = {
            one.organization.name: one.id
            for one in db.session.scalars(select(PoolAgreement).where(PoolAgreement.pool_id == pool.id))
        }
        return pool

    def answer(self, who: Actor, **typed: object) -> PoolAgreement:
        """One organization answers for itself; agreed unless said otherwise."""
        asked = {
            "agree": True, "signed_on": None, "signatory": None, "document": None, "ceilings": {}, "reason": None,
            "version": None, **typed,
        }  # fmt: skip
        mine = next(id_ for name, id_ in self.agreements.items() if name == who.organization_name)
        return pools.answer_pool(
            who, mine, files=self.portal.app.config["SETTINGS"].files, now=self.portal.now, **asked
        )

    def all_agree(self) -> HoursPool:
        for *_, start in LOTS:
            self.answer(stage.actor(start))
        self.answer(stage.actor("lucie.garnier"))
        return db.session.get_one(HoursPool, self.pool_id)

    def enter(self, month: date, hours: int, who: Actor | None = None) -> pooled.Given:
        """The ETTI types the month once; hours are whole."""
        seat = db.session.scalars(select(PoolPerson.id).where(PoolPerson.pool_id == self.pool_id)).one()
        [given] = pooled.enter_pooled(
            who or self.etti, self.pool_id, month, [pooled.Shared(seat, hours * 100)], now=self.portal.now
        )
        return given


@moment
def gymnasium(portal: Portal) -> Gymnasium:
    """Filed, published and awarded to three companies; the ETTI accepts plumbing and hires one person, proven."""
    portal.day("2026-05-04")
    lucie, thomas = stage.actor("lucie.garnier"), stage.actor("thomas.lefevre")
    market = markets.create_market(
        lucie,
        markets.MarketFields(
            reference=REFERENCE, title="Gymnase de Mouy", market_type=MarketType.WORKS, market_form=MarketForm.ORDINARY,
            procedure=Procedure.ADAPTED, amount=13_400_000, places=(MOUY,), publication_date=date(2026, 5, 18),
            offers_deadline=date(2026, 6, 19), exec_start=SEPTEMBER, exec_months=3,
        ),
        now=portal.now,
    )  # fmt: skip
    rows = [
        markets.LotFields(row=n, number=n, title=title, amount=amount * 100, trade=trade, has_clause=True)
        for n, title, amount, trade, *_ in LOTS
    ]
    market = markets.save_lots(lucie, market.id, rows, seen_version=None, now=portal.now)
    ids = {one.number: one.id for one in market.lots}
    cards = [
        markets.ClauseFields(
            lot_id=ids[n], labour_share=4000, hourly_cost=3800, integration_rate=1000, target_hours=hours * 100,
            publics=stage.PUBLICS, modalities=stage.ADMITTED, penalty_hour=5000,
            deviation_reason="Volume arrêté avec la maîtrise d'œuvre",
        )
        for n, _, _, _, hours, *_ in LOTS
    ]  # fmt: skip
    markets.save_clauses(lucie, market.id, cards, seen_version=None, now=portal.now)
    markets.request_opinion(lucie, market.id, None, seen_version=None, now=portal.now)
    given = [markets.OpinionFields(one, OpinionResult.FAVOURABLE) for one in ids.values()]
    markets.give_opinions(thomas, market.id, given, now=portal.now)
    portal.day("2026-05-18")
    market = markets.publish(
        lucie, market.id, visible=True, without_opinion=False, seen_version=None, now=portal.now
    )
    portal.day("2026-07-06")
    for n, _, amount, _, _, holder, _ in LOTS:
        markets.award_lot(
            lucie, ids[n],
            markets.AwardFields(
                result=LotResult.AWARDED, awardee_id=stage.organization(holder).id, amount=amount * 100,
                notified_on=date(2026, 7, 6), exec_start=SEPTEMBER, exec_months=3,
            ),
            seen_version=None, now=portal.now,
        )  # fmt: skip
    return Gymnasium(portal, market, ids, _hired(portal, ids[1]))


def _hired(portal: Portal, lot_id: int) -> int:
    """The plan of plumbing gives its hours to the ETTI of Beauvais, which hires one person for them."""
    etti = stage.actor("elodie.petit", "agence de Beauvais")
    commitment = db.session.scalars(select(Commitment).where(Commitment.lot_id == lot_id)).one()
    lines = stage.plan_lines((ETTI, "agence de Beauvais", 60, 1))
    allocation.submit_commitment(
        stage.actor("sabrina.henin"), commitment.id, lines, relay_choice=RelayChoice.RESOURCE_PERSON,
        contact="Sabrina Hénin, gérante, 03 53 01 00 09", signed=True, more_confirmed=False, version=None, now=portal.now,
    )  # fmt: skip
    plan = allocation.propose_plan(
        stage.actor("thomas.lefevre"), commitment.id, lines, reason=None, difference_confirmed=False, version=None,
        now=portal.now,
    )  # fmt: skip
    line = db.session.scalars(select(AllocationLine).where(AllocationLine.plan_id == plan.id)).one()
    allocation.answer_line(
        etti, line.id, LineState.ACCEPTED, hours=None, reason=None, message=None, version=None, now=portal.now
    )
    first, last, birth = NAME
    person, _ = participants.register_participant(
        etti, lot_id,
        participants.Person(
            last_name=last, first_name=first, birth=birth, gender=Gender.UNSTATED, commune_code=MOUY,
            priority_district=False, prescriber=Prescriber.FRANCE_TRAVAIL, categories=("RSA",), informed=True,
        ),
        participants.Contract(ETTI, ContractType.MISSION, SEPTEMBER, None, "Chef d'équipe"),
        same_as=None, homonym=False, proof=None, proof_label="Attestation",
        files=portal.app.config["SETTINGS"].files, now=portal.now,
    )  # fmt: skip
    asked = db.session.scalars(select(Eligibility).where(Eligibility.participant_id == person.id)).one()
    participants.decide_eligibility(
        stage.actor("thomas.lefevre"), asked.id, participants.Verdict.VALIDATE, effective_on=date(2026, 7, 1),
        message=None, now=portal.now,
    )  # fmt: skip
    return person.id


def lot(number: int) -> Lot:
    return stage.lot(number, REFERENCE)


def person() -> Participant:
    return db.session.scalars(select(Participant).where(Participant.last_name == NAME[1])).one()


def organization_of(start: str) -> Organization:
    return db.session.get_one(Organization, stage.actor(start).organization_id)
