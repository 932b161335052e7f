"""Which lots could share the hours of one person, which ones do, and who has still to agree?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import pooling
from clauses.domain.kinds import MarketState, Modality
from clauses.domain.kinds_pooling import AgreementState, PoolState
from clauses.domain.values import last_day, month_of, months_between
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.markets import Award, Lot, Market
from clauses.models.people import Organization
from clauses.models.pooling import HoursPool, PoolAgreement, PooledHours, PoolLot, PoolPerson
from clauses.queries import lot_sums
from clauses.queries.hours_facts import lot_period
from clauses.reference import trades

RUNNING = (MarketState.AWARDED, MarketState.IN_PROGRESS)
LIVE = (PoolState.PROPOSED, PoolState.ACTIVE, PoolState.ENDED)
SHARING = (PoolState.ACTIVE, PoolState.ENDED)
# Modalities in which the holder of a lot employs the people itself: hours of another holder's lot are not its own.
OF_HOLDER = frozenset({Modality.DIRECT_HIRE, Modality.SIAE_AWARDEE})
LOT_FACTS = (
    joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.award).joinedload(Award.awardee),
    joinedload(Lot.clause), joinedload(Lot.territory), selectinload(Lot.targets),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lot that may be pooled: what it owes, what is counted on it, its first and last month."""

    lot: Lot
    target: int
    counted: int
    period: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Employed:
    """A person already employed on one of these lots, by one employer, in one modality."""

    participant: Participant
    employer: Organization
    modality: Modality
    lots: tuple[Lot, ...]

    @property
    def key(self) -> str:
        return f"{self.participant.id}-{self.employer.id}"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the actor may pool today: lots, the smallest first, and the people employed on them."""

    lots: list[Candidate]
    people: list[Employed]


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a lot in a pool: its share of one, its hours in an ordinary month, why it would take none."""

    lot: Lot
    target: int
    share: Fraction
    example: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What pooling these lots would give: the shares, and an ordinary month."""

    shares: list[Share]
    total: int
    months: int
    ordinary: int  # the hours of an ordinary month, hundredths


def target_on(lot: Lot, day: date) -> int:
    """The hours owed on a lot by the version of its target in force on a day; the first one before it began."""
    known = [target for target in lot.targets if target.effective_on <= day] or lot.targets[:1]
    return known[-1].hours if known else 0


def choice(actor: Actor, on: date) -> Choice:
    """The lots that this actor may pool and the people it may name on them."""
    lots = db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, Permission.POOL_PROPOSE, Lot),
            Market.state.in_(RUNNING), Lot.award.has(), Lot.targets.any(),
        )
        .options(*LOT_FACTS)
    ).unique().all()  # fmt: skip
    counted = lot_sums.validated_on({lot.id for lot in lots})
    found = []
    for lot in lots:
        period, target = lot_period(lot), lot.targets[-1].hours
        if period is not None and period[1] >= month_of(on) and counted.get(lot.id, 0) < target:
            found.append(Candidate(lot, target, counted.get(lot.id, 0), period))
    found.sort(key=lambda one: (one.lot.territory_id or 0, one.target, one.lot.id))
    return Choice(found, employed_on(actor, {one.lot.id for one in found}, on))


def employed_on(actor: Actor, lot_ids: Collection[int], on: date) -> list[Employed]:
    """The people under contract on these lots from this month on, whom the actor may name."""
    by_person: dict[tuple[int, int, Modality], list[EmploymentContract]] = {}
    for contract in db.session.scalars(
        select(EmploymentContract)
        .join(Participant, Participant.id == EmploymentContract.participant_id)
        .where(
            EmploymentContract.lot_id.in_(set(lot_ids) or {0}),
            within_reach(actor, Permission.PARTICIPANT_IDENTIFY, EmploymentContract),
            or_(EmploymentContract.ends_on.is_(None), EmploymentContract.ends_on >= month_of(on)),
        )
        .options(
            joinedload(EmploymentContract.participant), joinedload(EmploymentContract.employer),
            joinedload(EmploymentContract.lot).joinedload(Lot.market),
        )
        .order_by(Participant.last_name, Participant.first_name, EmploymentContract.id)
    ):  # fmt: skip
        key = (contract.participant_id, contract.employer_id, contract.modality)
        by_person.setdefault(key, []).append(contract)
    return [
        Employed(rows[0].participant, rows[0].employer, rows[0].modality, tuple(one.lot for one in rows))
        for rows in by_person.values()
    ]


def preview(lots: Sequence[Lot], starts_on: date, ends_on: date) -> Preview:
    """The shares of these lots by their targets, and what a month that spreads them evenly would give each."""
    targets = [target_on(lot, last_day(starts_on)) for lot in lots]
    months = months_between(starts_on, ends_on) + 1
    half = sum(targets) // (months * pooling.HALF_HOUR) * pooling.HALF_HOUR
    rows = [pooling.PooledLot(target) for target in targets]
    shares = [
        Share(lot, target, share, part)
        for lot, target, share, part in zip(
            lots, targets, pooling.keys(rows), pooling.split(half, rows), strict=True
        )
    ]
    return Preview(shares, sum(targets), months, half)


def same_trade(lots: Iterable[Lot], on: date) -> bool:
    """May one person do all of these? Works go with works; services go with those of their own group."""
    known = [found for lot in lots if lot.trade and (found := trades.trade(lot.trade, on))]
    return len({trade.group for trade in known}) < 2 or all(trade.is_works for trade in known)


def taken(participant_ids: Collection[int], starts_on: date, ends_on: date) -> list[PoolPerson]:
    """The people already in another pool, proposed or running, with a month of this period."""
    return list(
        db.session.scalars(
            select(PoolPerson)
            .join(HoursPool, HoursPool.id == PoolPerson.pool_id)
            .where(
                PoolPerson.participant_id.in_(set(participant_ids) or {0}), HoursPool.state.in_(LIVE),
                HoursPool.starts_on <= ends_on, HoursPool.ends_on >= starts_on,
            )
            .options(joinedload(PoolPerson.participant))
        )
    )  # fmt: skip


def pooled_people(lot_ids: Collection[int], month: date) -> dict[tuple[int, int, int], int]:
    """(lot, person, employer) whose hours of this month come by a pool, and by it alone; the number of the pool."""
    rows = db.session.execute(
        select(PoolLot.lot_id, PoolPerson.participant_id, PoolPerson.employer_id, HoursPool.id)
        .join(HoursPool, HoursPool.id == PoolLot.pool_id)
        .join(PoolPerson, PoolPerson.pool_id == HoursPool.id)
        .where(PoolLot.lot_id.in_(set(lot_ids) or {0}), *shares_in(month))
    )
    return {(lot_id, person_id, employer_id): pool_id for lot_id, person_id, employer_id, pool_id in rows}


def shares_in(month: date) -> list[ColumnElement[bool]]:
    """The pools whose hours of this month are shared."""
    return [
        HoursPool.state.in_(SHARING), HoursPool.effective_on <= month, HoursPool.ends_on >= month,
    ]  # fmt: skip


def pools(actor: Actor) -> list[HoursPool]:
    """The pools within reach: those that wait, then those that run, the latest first."""
    rows = db.session.scalars(
        select(HoursPool).where(within_reach(actor, Permission.POOL_VIEW, HoursPool)).options(*_WHOLE)
    ).unique()
    order = {PoolState.PROPOSED: 0, PoolState.ACTIVE: 1}
    return sorted(rows, key=lambda pool: (order.get(pool.state, 2), -pool.starts_on.toordinal(), -pool.id))


def pool(actor: Actor, pool_id: int, permission: Permission = Permission.POOL_VIEW) -> HoursPool:
    """One pool with its lots, people and agreements."""
    return load(actor, permission, HoursPool, pool_id, *_WHOLE)


def lot_names(participant_id: int) -> dict[int, list[tuple[str, int]]]:
    """(market, number) of the lots of each pool that a person is in."""
    found: dict[int, list[tuple[str, int]]] = {}
    for pool_id, reference, number in db.session.execute(
        select(PoolLot.pool_id, Market.reference, Lot.number)
        .join(PoolPerson, PoolPerson.pool_id == PoolLot.pool_id)
        .join(Lot, Lot.id == PoolLot.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .where(PoolPerson.participant_id == participant_id)
        .order_by(PoolLot.pool_id, PoolLot.position)
    ):
        found.setdefault(pool_id, []).append((reference, number))
    return found


def last_typed(pool_id: int) -> date | None:
    """The last month of a pool with hours."""
    return db.session.scalar(
        select(func.max(PooledHours.month)).where(
            PooledHours.pool_id == pool_id, PooledHours.worked + PooledHours.training > 0
        )
    )


def pool_of(actor: Actor, agreement_id: int) -> int:
    """The pool of an agreement that this actor may give."""
    return load(actor, Permission.POOL_ANSWER, PoolAgreement, agreement_id).pool_id


def missing(found: HoursPool) -> list[PoolAgreement]:
    """The agreements of a pool that have not come."""
    return [one for one in found.agreements if one.state is not AgreementState.AGREED]


def agreements_asked(actor: Actor) -> list[PoolAgreement]:
    """The agreements that wait for this actor."""
    return list(
        db.session.scalars(
            select(PoolAgreement)
            .join(HoursPool, HoursPool.id == PoolAgreement.pool_id)
            .where(
                within_reach(actor, Permission.POOL_ANSWER, PoolAgreement),
                PoolAgreement.state == AgreementState.ASKED, HoursPool.state == PoolState.PROPOSED,
            )
            .options(
                joinedload(PoolAgreement.organization),
                joinedload(PoolAgreement.pool).selectinload(HoursPool.lots).joinedload(PoolLot.lot)
                .joinedload(Lot.market),
            )
            .order_by(HoursPool.proposed_on, PoolAgreement.id)
        ).unique()
    )  # fmt: skip


_WHOLE = (
    selectinload(HoursPool.lots).joinedload(PoolLot.lot).options(*LOT_FACTS),
    selectinload(HoursPool.people).options(
        joinedload(PoolPerson.participant), joinedload(PoolPerson.employer)
    ),
    selectinload(HoursPool.agreements).options(
        joinedload(PoolAgreement.organization), joinedload(PoolAgreement.recorded_by)
    ),
    joinedload(HoursPool.proposed_by), joinedload(HoursPool.territory),
)  # fmt: skip
