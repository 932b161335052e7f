"""Which contracts of a buyer were notified in a year, and what did it say that it spends?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.domain.kinds import ClauseType
from clauses.domain.responsible import Bought, Count, Figure, PurchasePlanRule, SocialShareRule, figures
from clauses.extensions import db
from clauses.models.purchases import BuyerPurchases
from clauses.queries import decp_export
from clauses.queries.decp_export import Exportable
from clauses.reference import objectives


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One lot notified in the year, as the list shows it; `amount` in cents."""

    market_id: int
    number: int
    reference: str
    title: str
    holder: str | None
    notified_on: date
    lever: ClauseType | None
    amount: int | None
    bought: Bought


@dataclass(frozen=True, slots=True)
class Declared:
    """What the buyer said that it spends in a year, in cents, and when it said so."""

    year: int
    amount: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class YearOfPurchases:
    """A year of a buyer: its contracts, its figures, what it spends and what the texts ask."""

    year: int
    years: list[int]
    lines: list[ContractLine]
    counts: list[Count]
    without_amount: int
    declared: list[Declared]  # of that year, the last one first: it stands
    objective: SocialShareRule | None
    plan: PurchasePlanRule | None

    @property
    def spent(self) -> int | None:
        return self.declared[0].amount if self.declared else None

    @property
    def owes_plan(self) -> bool | None:
        """Whether the buyer is above the threshold of the SPASER; None while it has not said what it spends."""
        if self.plan is None or self.spent is None:
            return None
        return self.spent > self.plan.threshold_cents

    @property
    def social(self) -> Count:
        return next(one for one in self.counts if one.figure is Figure.SOCIAL)


def year_of_purchases(actor: Actor, year: int) -> YearOfPurchases:
    """The year of the actor's own organization."""
    found = decp_export.contracts(actor)
    lines = [_line(one) for one in found if one.notified_on.year == year]
    end = date(year, 12, 31)
    return YearOfPurchases(
        year, decp_export.years(found), lines, figures(line.bought for line in lines),
        sum(line.amount is None for line in lines), _declared(actor, year), objectives.social_share(end),
        objectives.purchase_plan(end),
    )  # fmt: skip


def _line(one: Exportable) -> ContractLine:
    lot, award = one.lot, one.award
    amount = (award.amount if award else None) or lot.amount
    lever = lot.clause.clause_type if lot.has_clause and lot.clause else None
    return ContractLine(
        one.market.id, lot.number, one.market.reference, lot.title, one.holder.name if one.holder else None,
        one.notified_on, lever, amount, Bought(amount, lever, one.holder.employer_kind if one.holder else None),
    )  # fmt: skip


def _declared(actor: Actor, year: int) -> list[Declared]:
    said = db.session.scalars(
        select(BuyerPurchases)
        .where(BuyerPurchases.organization_id == actor.organization_id, BuyerPurchases.year == year)
        .order_by(BuyerPurchases.id.desc())
    )
    return [Declared(one.year, one.amount, one.recorded_at) for one in said]
