"""How does a test reach a moment of the story fast? By the same actions as the screens, without the screens.

The story is that of the scenarios: the market 2026-VB-014 of the Ville de Beauvais, « groupe scolaire
Simone-Signoret », from its filing to its last month. Journeys play it over HTTP; other tests start in the middle.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from clauses.access import gate
from clauses.access.policy import Actor
from clauses.actions import allocation, markets
from clauses.config import clock
from clauses.domain.kinds import (
    LineState,
    LotResult,
    MarketForm,
    MarketType,
    Modality,
    NoClauseReason,
    OpinionResult,
    Procedure,
    Programme,
    RelayChoice,
)
from clauses.domain.kinds_eligibility import USUAL
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization, User
from tests.moments import moment
from tests.portal import Portal

LOTS = (
    (1, "Gros œuvre", 1_420_000, "gros_oeuvre", 700, 1190),
    (2, "Charpente-couverture", 460_000, "couverture", 500, 245),
    (3, "Menuiseries", 610_000, "menuiseries", 500, 280),
    (4, "Électricité", 395_000, "electricite", 500, 210),
    (5, "Peinture-sols", 280_000, "peinture_sols", 1000, 455),
    (6, "Ascenseur", 62_000, None, None, None),
)
SHARES = {
    "gros_oeuvre": 4500,
    "couverture": 4000,
    "menuiseries": 3500,
    "electricite": 4000,
    "peinture_sols": 6000,
}
ADMITTED = (
    Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT, Modality.GEIQ_PLACEMENT, Modality.SUBCONTRACT_EI,
    Modality.SUBCONTRACT_ACI, Modality.SUBCONTRACT_EA, Modality.DIRECT_HIRE,
)  # fmt: skip
PUBLICS = tuple(c.value for c in USUAL)


def actor(start: str, organization: str | None = None) -> Actor:
    """The actor of an account, by the part of its address before the @."""
    user = db.session.scalars(select(User).where(User.email.startswith(f"{start}@", autoescape=True))).one()
    chosen = next(
        (m.id for m in user.memberships if organization is None or organization in m.organization.name), None
    )
    found = gate.identify(user.id, chosen, clock.today())
    assert found is not None
    return found


def organization(name: str) -> Organization:
    return db.session.scalars(
        select(Organization).where(Organization.name.contains(name, autoescape=True))
    ).one()


def lot(number: int, reference: str = "2026-VB-014") -> Lot:
    return db.session.scalars(
        select(Lot).join(Market).where(Market.reference == reference, Lot.number == number)
    ).one()  # fmt: skip


@moment
def filed(portal: Portal, reference: str = "2026-VB-014", lots: Any = LOTS) -> Market:
    """S01 until the check: a draft with its lots and volumes, on 2 March 2026."""
    portal.day("2026-03-02")
    sandrine = actor("sandrine.lemaire")
    market = markets.create_market(
        sandrine,
        markets.MarketFields(
            reference=reference,
            title="Construction du groupe scolaire Simone-Signoret, quartier Argentine",
            market_type=MarketType.WORKS,
            market_form=MarketForm.ORDINARY,
            procedure=Procedure.ADAPTED,
            programme=Programme.NPNRU,
            amount=322_700_000,
            places=("60057",),
            publication_date=date(2026, 3, 16),
            offers_deadline=date(2026, 4, 24),
            exec_start=date(2026, 9, 1),
            exec_months=12,
        ),
        now=portal.now,
    )
    rows = [
        markets.LotFields(
            row=i, number=n, title=title, amount=amount * 100, trade=trade, has_clause=hours is not None,
            no_clause_reason=None if hours else NoClauseReason.TECHNICAL,
        )
        for i, (n, title, amount, trade, _, hours) in enumerate(lots)
    ]  # fmt: skip
    market = markets.save_lots(sandrine, market.id, rows, seen_version=None, now=portal.now)
    by_number = {row.number: row.id for row in market.lots}
    clauses = [
        markets.ClauseFields(
            lot_id=by_number[n], labour_share=SHARES.get(trade, 4000), hourly_cost=3800, integration_rate=rate,
            target_hours=hours * 100, publics=PUBLICS, modalities=ADMITTED, penalty_hour=5000,
            deviation_reason="Volume arrêté avec la maîtrise d'œuvre",
        )
        for n, _, _, trade, rate, hours in lots
        if hours
    ]  # fmt: skip
    return markets.save_clauses(sandrine, market.id, clauses, seen_version=None, now=portal.now)


@moment
def published(portal: Portal, reference: str = "2026-VB-014", lots: Any = LOTS) -> Market:
    """S01 whole: opinion asked on the 2nd, given on the 5th, published on the 16th of March."""
    market = filed(portal, reference, lots)
    sandrine, claire = actor("sandrine.lemaire"), actor("claire.delattre")
    markets.request_opinion(sandrine, market.id, None, seen_version=None, now=portal.now)
    portal.day("2026-03-05")
    given = [markets.OpinionFields(one.id, OpinionResult.FAVOURABLE) for one in market.lots if one.has_clause]
    markets.give_opinions(claire, market.id, given, now=portal.now)
    portal.day("2026-03-16")
    return markets.publish(
        sandrine, market.id, visible=True, without_opinion=False, seen_version=None, now=portal.now
    )


@moment
def awarded(
    portal: Portal,
    number: int = 1,
    holder: str = "Bâtisseurs du Thérain",
    *,
    amount: int = 139_800_000,
    start: date = date(2026, 9, 1),
    months: int = 12,
    market: Market | None = None,
) -> Commitment:
    """S02 step 5: the lot is awarded on 1 June and notified on 15 June 2026; its commitment is open."""
    market = market or published(portal)
    portal.day("2026-06-15")
    one = next(row for row in market.lots if row.number == number)
    markets.award_lot(
        actor("sandrine.lemaire"),
        one.id,
        markets.AwardFields(
            result=LotResult.AWARDED,
            awardee_id=organization(holder).id,
            amount=amount,
            notified_on=date(2026, 6, 15),
            exec_start=start,
            exec_months=months,
        ),
        seen_version=None,
        now=portal.now,
    )
    return db.session.scalars(select(Commitment).where(Commitment.lot_id == one.id)).one()


def plan_lines(*rows: tuple[Modality, str, int, int]) -> list[allocation.Line]:
    return [
        allocation.Line(modality, organization(name).id, hours * 100, persons)
        for modality, name, hours, persons in rows
    ]


DECLARED = (
    (Modality.AI_PLACEMENT, "Coup d'Main Beauvaisis", 600, 2),
    (Modality.ETTI_PLACEMENT, "agence de Beauvais", 280, 2),
    (Modality.SUBCONTRACT_EI, "Bâti Solidaire Picardie", 310, 2),
)
PLANNED = (
    (Modality.AI_PLACEMENT, "Coup d'Main Beauvaisis", 480, 2),
    (Modality.ETTI_PLACEMENT, "agence de Beauvais", 400, 2),
    (Modality.SUBCONTRACT_EI, "Bâti Solidaire Picardie", 310, 2),
)


@moment
def submitted(portal: Portal, commitment: Commitment | None = None) -> Commitment:
    """S02 whole: the declaration of 1 190 h is sent on 22 June 2026."""
    commitment = commitment or awarded(portal)
    portal.day("2026-06-22")
    return allocation.submit_commitment(
        actor("mickael.roussel"),
        commitment.id,
        plan_lines(*DECLARED),
        relay_choice=RelayChoice.RESOURCE_PERSON,
        contact="Mickaël Roussel, conducteur de travaux, 03 53 01 00 02",
        signed=True,
        more_confirmed=False,
        version=None,
        now=portal.now,
    )


@moment
def proposed(portal: Portal) -> AllocationPlan:
    """S03 step 3: the plan 480 / 400 / 310 is proposed on 25 June 2026."""
    commitment = submitted(portal)
    portal.day("2026-06-25")
    return allocation.propose_plan(
        actor("claire.delattre"),
        commitment.id,
        plan_lines(*PLANNED),
        reason=None,
        difference_confirmed=False,
        version=None,
        now=portal.now,
    )


@moment
def settled(portal: Portal) -> AllocationPlan:
    """S03 whole: the three structures accept, the plan is settled on 30 June 2026."""
    plan = proposed(portal)
    portal.day("2026-06-30")
    for start, agency in (
        ("nadege.brunel", None),
        ("elodie.petit", "agence de Beauvais"),
        ("olivier.lambert", None),
    ):
        who = actor(start, agency)
        line = db.session.scalars(
            select(AllocationLine).where(
                AllocationLine.plan_id == plan.id, AllocationLine.structure_id == who.organization_id
            )
        ).one()
        allocation.answer_line(
            who,
            line.id,
            LineState.ACCEPTED,
            hours=None,
            reason=None,
            message=None,
            version=None,
            now=portal.now,
        )
    return db.session.get_one(AllocationPlan, plan.id)
