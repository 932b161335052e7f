"""What is proposed to a structure, and what may it answer?"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from clauses.domain.kinds import LineState, Modality, PlanState
from clauses.domain.values import add_months, months_between
from clauses.models.allocation import AllocationLine
from clauses.queries import deadlines
from clauses.queries.hours_facts import lot_period
from clauses.web.allocation.sheets import Head, head_of
from clauses.web.allocation.versions import answer_words
from clauses.web.points import PointsTold, points_told
from clauses.wording import allocation as words
from clauses.wording import formats


@dataclass(slots=True)
class Card:
    """What is proposed to a structure, with the form of its answer."""

    id: int
    version: int
    head: Head
    hours: int
    persons: int
    modality: Modality
    state: LineState
    answer: str | None
    due: date
    months: tuple[date, ...]
    message: str | None
    proposed_by: str
    proposed_on: date
    period: str
    open: bool
    form: Any = None
    month_url: str | None = None
    points: PointsTold = field(default_factory=PointsTold)  # what the law asks to look at before a placement
    people_url: str | None = None  # once the plan is settled: the people to add, for those who accepted


def card_of(line: AllocationLine, on: date) -> Card:
    one = line.plan.commitment
    award, whole = one.lot.award, lot_period(one.lot)
    period = ""
    months: tuple[date, ...] = ()
    if whole:
        first, last = line.first_month or whole[0], line.last_month or whole[1]
        period = words.PERIOD.format(first=formats.month_long(first), last=formats.month_long(last))
        months = tuple(add_months(whole[0], n) for n in range(months_between(*whole) + 1))
    opened = line.plan.state is PlanState.PROPOSED and line.state in (LineState.PROPOSED, LineState.COUNTERED)
    there = (line.structure_id, line.structure.name) if line.structure_id and line.structure else None
    told = points_told([(line.modality, there)], one.lot, one.company.name) if opened else PointsTold()
    settled = line.plan.state is PlanState.SETTLED and line.state is LineState.ACCEPTED
    return Card(
        id=line.id,
        version=line.version,
        head=head_of(one),
        hours=line.hours,
        persons=line.persons,
        modality=line.modality,
        state=line.state,
        answer=answer_words(line),
        due=deadlines.line_due(line.plan.proposed_on),
        months=months,
        message=line.message,
        proposed_by=line.plan.proposed_by.name,
        proposed_on=line.plan.proposed_on,
        period=period,
        open=opened,
        points=told,
        people_url=url_for("hours.participant_list", lot_id=one.lot_id) if settled else None,
        month_url=url_for("hours.grid") if settled and award and award.exec_start <= on else None,
    )
