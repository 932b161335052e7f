"""Where does this person stand: hours done of hours owed, lots by state, and each lot in one line?

Hours are hundredths. A structure reads its own lines and its own hours; an AI also reads the counters of its people.
"""

from collections import Counter as Tally
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from heapq import nsmallest
from typing import Any

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import ai_cap
from clauses.domain.kinds import ComplianceStatus, LineState, MarketState, Modality, PlanState, Role
from clauses.domain.values import half_up, month_of, ratio
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.markets import Lot, Market
from clauses.queries import hours_counters, lasting, lot_sums, standings
from clauses.queries.compliance import LotFigures
from clauses.reference import rulebook

SHOWN = 8
SHOWN_PEOPLE = 5
OVER = frozenset({MarketState.CLOSED, MarketState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Bar:
    """One lot in one line; `time_rate` in basis points."""

    label: str
    done: int
    target: int
    time_rate: int | None
    status: ComplianceStatus | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Counter:
    """The relay counter of a person in an AI (R6), for the employer alone."""

    name: str
    done: int
    left: int
    max_hours: int
    alert_at: int
    legal_max: int


@dataclass(frozen=True, slots=True)
class Standing:
    lots: int = 0
    validated: int = 0
    owed: int = 0
    persons: int = 0
    states: list[tuple[ComplianceStatus, int]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    counters: list[Counter] = field(default_factory=list)
    found: list[LotFigures] = field(default_factory=list)  # every lot within reach, those that are over too
    near: int | None = (
        None  # people of an AI at the alert of the relay or beyond; None for any other structure
    )
    running: list[LotFigures] = field(default_factory=list)  # those that make the figures

    @property
    def share(self) -> Fraction | None:
        return ratio(self.validated, self.owed)

    @property
    def left(self) -> int:
        return max(0, self.owed - self.validated)

    @property
    def more(self) -> int:
        return self.lots - len(self.bars)


def standing(actor: Actor, on: date, lots: list[Lot]) -> Standing:
    """The figures of this person's open lots today; `lots` are those that owe hours within reach."""
    if actor.role is Role.SIAE:
        return _of_structure(actor, on)
    everything = standings.today(actor, lots, on)
    found = [one for one in everything if one.lot.market.state not in OVER]
    tally = Tally(one.standing.status for one in found if one.standing)
    return Standing(
        lots=len(found), validated=sum(one.validated for one in found), owed=sum(one.owed for one in found),
        persons=standings.persons(actor, [one.lot for one in found]),
        states=[(status, tally[status]) for status in ComplianceStatus if tally[status]],
        bars=[_bar(one) for one in nsmallest(SHOWN, found, key=_gap)], found=everything, running=found,
    )  # fmt: skip


def _gap(one: LotFigures) -> tuple[float, Fraction, int]:
    """The furthest behind first; fractions are compared where their nearest floats are the same alone."""
    gap = one.standing.gap if one.standing else Fraction(0)
    return float(gap), gap, one.lot.id


def _bar(one: LotFigures) -> Bar:
    lot, standing = one.lot, one.standing
    return Bar(
        _label(lot, one.awardee), one.validated, one.owed,
        half_up(standing.time_rate * 10_000) if standing else None, standing.status if standing else None,
        {"market_id": lot.market_id, "number": lot.number},
    )  # fmt: skip


def _label(lot: Lot, holder: str | None) -> str:
    return ", ".join(part for part in (f"{lot.market.reference}, lot {lot.number}", holder) if part)


def _of_structure(actor: Actor, on: date) -> Standing:
    planned = lasting.kept(("planned", actor), lambda: _planned(actor), lambda rows: len(rows) / 20)
    done = lasting.kept(
        ("done", actor), lambda: lot_sums.of_employer(actor.organization_id), lambda rows: len(rows) / 20
    )
    numbers = tuple(sorted({*planned, *done}))
    lots = lasting.kept(("open", numbers), lambda: _open(numbers), lambda rows: len(rows) / 10)
    persons = lasting.kept(
        ("employed", actor, numbers),
        lambda: lot_sums.persons_of_employer(actor.organization_id, [lot.id for lot in lots]), lambda _: 0.1,
    )  # fmt: skip
    bars = [
        Bar(f"{lot.reference}, lot {lot.number}", done.get(lot.id, 0), planned.get(lot.id, 0), None, None,
            {"market_id": lot.market_id, "number": lot.number})
        for lot in lots
    ]  # fmt: skip
    near, counters = _counters(actor, on) or (None, [])
    return Standing(
        near=near,
        lots=len(bars), validated=sum(bar.done for bar in bars), owed=sum(bar.target for bar in bars),
        persons=persons, bars=bars[:SHOWN], counters=counters,
    )  # fmt: skip


def _planned(actor: Actor) -> dict[int, int]:
    """By lot, the hours that this structure accepted in the plans that stand."""
    return dict(
        db.session.execute(
            select(Commitment.lot_id, func.sum(AllocationLine.hours))
            .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
            .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
            .where(
                within_reach(actor, Permission.LINE_VIEW, AllocationLine),
                AllocationLine.state == LineState.ACCEPTED,
                AllocationPlan.state == PlanState.SETTLED,
            )
            .group_by(Commitment.lot_id)
        ).all()
    )


def _open(numbers: Collection[int]) -> Sequence[Any]:
    """(number, number in its market, market, its reference) of those of these lots whose market goes on, the latest first."""
    return db.session.execute(
        select(Lot.id, Lot.number, Lot.market_id, Market.reference)
        .join(Market, Market.id == Lot.market_id)
        .where(Lot.id.in_(numbers), Market.state.not_in(OVER))
        .order_by(Lot.id.desc())
    ).all()


def _counters(actor: Actor, on: date) -> tuple[int, list[Counter]] | None:
    """Of the people of an AI, all their lots and AI together: how many are at the alert of the relay or beyond it, and
    those with most hours over its window, the first of them alone; None for whoever places nobody as an AI."""
    people = select(EmploymentContract.participant_id).where(
        within_reach(actor, Permission.PARTICIPANT_IDENTIFY, EmploymentContract),
        EmploymentContract.employer_id == actor.organization_id,
        EmploymentContract.modality == Modality.AI_PLACEMENT,
    )
    if not lasting.kept(("places", actor), lambda: db.session.scalar(select(people.exists())), lambda _: 0.1):
        return None
    month, rule, legal = month_of(on), rulebook.relay(on), rulebook.ceiling(on)
    done = hours_counters.relay_hours(people, month, rule, whose=actor)
    shown = sorted(done.values(), reverse=True)[:SHOWN_PEOPLE]
    first = [
        id for id, hours in done.items() if shown and hours >= shown[-1]
    ]  # ties are told apart by their names
    found = []
    for one in db.session.scalars(select(Participant).where(Participant.id.in_(first))):
        counter = ai_cap.relay_counter([ai_cap.Placement(month, done[one.id])], month, rule)
        found.append(
            Counter(
                one.short, counter.done, counter.left, counter.max_hours, counter.alert_at, legal.max_hours
            )
        )
    alert_at = ai_cap.relay_counter([], month, rule).alert_at
    near = sum(1 for hours in done.values() if hours >= alert_at)
    return near, sorted(found, key=lambda one: (-one.done, one.name))[:SHOWN_PEOPLE]
