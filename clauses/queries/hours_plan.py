"""How many hours does the plan still give to a person in an association intermédiaire, month by month?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from clauses.domain.ai_cap import Placement, spread
from clauses.domain.kinds import LineState, Modality, PlanState
from clauses.domain.values import add_months, months, months_between
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import HoursEntry, LedgerLine, Relay
from clauses.queries.hours_facts import lot_period


@dataclass(frozen=True, slots=True)
class Planned:
    """What the settled plan gives to each person of an AI on a lot, and until which month it runs."""

    each: int  # hundredths
    done: int  # counted already for this person on the lot in the AI
    last_month: date | None


def each_of(relays: Iterable[Relay]) -> dict[int, Planned]:
    """For each relay, its AI line in the plan in force: hours over persons; a relay without a line is absent."""
    wanted = list(relays)
    if not wanted:
        return {}
    lines = {
        (lot_id, structure_id): (hours, persons, last)
        for lot_id, structure_id, hours, persons, last in db.session.execute(
            select(
                Commitment.lot_id, AllocationLine.structure_id, func.sum(AllocationLine.hours),
                func.sum(AllocationLine.persons), func.max(AllocationLine.last_month),
            )
            .select_from(AllocationLine)
            .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
            .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
            .where(
                Commitment.lot_id.in_({one.lot_id for one in wanted}),
                AllocationLine.modality == Modality.AI_PLACEMENT,
                AllocationLine.state == LineState.ACCEPTED,
                AllocationPlan.state == PlanState.SETTLED,
            )
            .group_by(Commitment.lot_id, AllocationLine.structure_id)
        )
    }  # fmt: skip
    done = {
        (lot_id, participant_id, employer_id): hours
        for lot_id, participant_id, employer_id, hours in db.session.execute(
            select(
                LedgerLine.lot_id,
                LedgerLine.participant_id,
                HoursEntry.employer_id,
                func.sum(LedgerLine.hours),
            )
            .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
            .where(
                LedgerLine.lot_id.in_({one.lot_id for one in wanted}),
                LedgerLine.participant_id.in_({one.participant_id for one in wanted}),
                LedgerLine.modality == Modality.AI_PLACEMENT,
            )
            .group_by(LedgerLine.lot_id, LedgerLine.participant_id, HoursEntry.employer_id)
        )
    }
    found = {}
    for one in wanted:
        line = lines.get((one.lot_id, one.employer_id))
        if line is not None:
            counted = done.get((one.lot_id, one.participant_id, one.employer_id), 0)
            found[one.id] = Planned(-(-line[0] // max(1, line[1])), counted, line[2])
    return found


def coming(relay: Relay, known: Sequence[Placement], plan: Planned | None, until: date) -> list[Placement]:
    """The hours that the plan still gives to the person after `until`, shared between the months that are left."""
    period = lot_period(relay.lot)
    if plan is None or period is None:
        return []
    left = plan.each - plan.done - sum(p.hours for p in known if p.waiting)
    last = min(period[1], plan.last_month) if plan.last_month else period[1]
    following = add_months(until, 1)
    n = months_between(following, last) + 1
    return spread(left, months(following, n)) if n > 0 else []
