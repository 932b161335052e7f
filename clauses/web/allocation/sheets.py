"""What does the page of a commitment print? Ready values: its lines and what is done of them, whose turn it is."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.domain.kinds import CommitmentState, LineState, PlanState
from clauses.domain.values import ratio
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.markets import Lot
from clauses.queries import allocation as queries
from clauses.queries import deadlines, people
from clauses.queries.allocation_figures import Done, done_on
from clauses.queries.hours_months import month_to_send
from clauses.web.allocation.balance import COLOURS, target_of
from clauses.web.allocation.door import written
from clauses.web.allocation.versions import Version, answer_words, versions_of, who_of
from clauses.wording import allocation as words
from clauses.wording import formats
from clauses.wording.labels import label

OPEN = (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE)


def follower(one: Commitment, on: date) -> people.Follower | None:
    return people.follower_of(one.lot.territory_id, on)


def follower_name(one: Commitment, on: date) -> str:
    found = follower(one, on)
    return found.name if found else words.COORDINATION


@dataclass(slots=True)
class Head:
    """Title and place of a commitment, as every page of it prints them."""

    id: int
    title: str
    market: str
    market_url: str
    company: str
    buyer: str
    state: CommitmentState
    version: int
    target: int
    lot_url: str


def head_of(one: Commitment) -> Head:
    lot, market = one.lot, one.lot.market
    return Head(
        id=one.id, title=words.LOT.format(number=lot.number, title=lot.title),
        market=f"{market.reference}, {market.title}", market_url=url_for("markets.market", market_id=market.id),
        company=one.company.name, buyer=market.buyer.name, state=one.state, version=one.version,
        target=target_of(one), lot_url=url_for("markets.lot", market_id=market.id, number=lot.number),
    )  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """The sheet of a commitment for one reader."""

    head: Head
    turn: str
    next_act: tuple[str, str] | None
    plan: AllocationPlan | None
    missing: int
    lines: list[dict[str, Any]]
    bar: list[dict[str, Any]]
    versions: list[Version]
    links: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    declared: list[Any] = field(default_factory=list)
    completion: str | None = None
    sees_all: bool = True


def sheet_of(actor: Actor, one: Commitment, on: date) -> Sheet:
    """The page of a commitment: a structure sees its own lines, unless it holds the lot itself."""
    edits = gate.may(actor, Permission.COMMITMENT_EDIT, Commitment, one.id)
    plans = gate.may(actor, Permission.PLAN_MAKE, Commitment, one.id)
    plan = queries.current_plan(one)
    whole = actor.role.value != "siae" or edits
    every = plan.lines if plan else []
    shown = [line for line in every if whole or line.structure_id == actor.organization_id]
    total = sum(line.hours for line in every)
    short = sum(line.hours - (line.counter_hours or 0) for line in every if line.state is LineState.COUNTERED)
    done = done_on(one.lot_id, one.company_id)
    history = whole and actor.role.value in ("company", "siae", "resource_person", "regional_coordinator")
    return Sheet(
        head=head_of(one), turn=_turn(one, plan, on), next_act=_next_act(one, plan, edits, plans, on), plan=plan,
        missing=max(0, short) if whole else 0, lines=[_line(line, one, total, done) for line in shown],
        bar=[_bar(line, total) for line in shown], versions=versions_of(one) if history else [],
        links=_links(actor, one, edits, plans), facts=_facts(one, on, contact=edits or plans),
        declared=one.lines if plans or edits else [], completion=one.completion if edits or plans else None,
        sees_all=len(shown) == len(every),
    )  # fmt: skip


def _line(line: AllocationLine, one: Commitment, total: int, done: dict[Any, Done]) -> dict[str, Any]:
    made = done.get(who_of(line, one), Done())
    gap = made.validated - line.hours
    return {
        "modality": line.modality,
        "structure": line.structure.name if line.structure else one.company.name,
        "hours": line.hours,
        "persons": line.persons,
        "period": words.period(line.first_month, line.last_month),
        "share": ratio(line.hours, total),
        "state": line.state,
        "answer": answer_words(line),
        "override": line.override_reason,
        "message": line.message,
        "validated": made.validated,
        "waiting": made.waiting,
        "over": gap if gap > 0 else 0,
        "left": -gap if gap < 0 else 0,
    }


def _bar(line: AllocationLine, total: int) -> dict[str, Any]:
    name = line.structure.name if line.structure else label(line.modality)
    return {
        "label": name, "hours": line.hours, "share": ratio(line.hours, total), "color_class": COLOURS[line.modality],
    }  # fmt: skip


def _turn(one: Commitment, plan: AllocationPlan | None, on: date) -> str:
    """Who must act next, in one sentence."""
    who = follower_name(one, on)
    if one.state is CommitmentState.TO_COMPLETE:
        return words.TURN_COMPLETE.format(company=one.company.name)
    if one.state in OPEN:
        return words.TURN_COMPANY.format(company=one.company.name)
    if plan is None:
        return words.TURN_PLAN.format(who=who)
    waiting = [line for line in plan.lines if line.state is LineState.PROPOSED]
    if plan.state is PlanState.SETTLED:
        return words.TURN_SETTLED
    if any(line.state is LineState.DECLINED for line in plan.lines):
        return words.TURN_DECLINED.format(who=who)
    if any(line.state is LineState.COUNTERED for line in plan.lines):
        return words.TURN_COUNTER.format(who=who)
    return words.turn_answers(len(waiting))


def _next_act(
    one: Commitment, plan: AllocationPlan | None, edits: bool, plans: bool, on: date
) -> tuple[str, str] | None:
    if edits and one.state in OPEN:
        return (words.ACT_DECLARE, url_for("allocation.show_declaration", commitment_id=one.id))
    if plans and one.state in (CommitmentState.SUBMITTED, CommitmentState.UNDER_REVIEW):
        act = words.ACT_PROPOSE if plan is None else words.ACT_REVISE
        return (act, url_for("allocation.show_plan", commitment_id=one.id))
    if edits and one.state in (CommitmentState.PLANNED, CommitmentState.RUNNING):
        month = month_to_send(one.lot, on)
        if month is None:
            return (words.ACT_MONTHS, url_for("hours.month_list"))
        at = url_for("hours.month", lot_id=one.lot_id, month=written(month))
        return (words.ACT_MONTH.format(month=formats.month_long(month)), at)
    return None


def _links(actor: Actor, one: Commitment, edits: bool, plans: bool) -> list[tuple[str, str]]:
    """What else there is to read or to do about the lot, for this reader."""
    lot_id = one.lot_id
    where: dict[str, Any] = {"market_id": one.lot.market_id, "number": one.lot.number}
    found = [(words.LINK_LOT, url_for("markets.lot", **where))]
    if plans and one.state in (CommitmentState.PLANNED, CommitmentState.RUNNING):
        found.append((words.ACT_CHANGE, url_for("allocation.show_plan", commitment_id=one.id)))
    if (plans or edits) and one.state is not CommitmentState.CLOSED:
        found.append((words.ACT_POOL, url_for("hours.pool_new", pool_lots=one.lot_id)))
    if gate.may(actor, Permission.PARTICIPANT_IDENTIFY, Lot, lot_id):
        found.append((words.LINK_PEOPLE, url_for("hours.participant_list", lot_id=lot_id)))
    if gate.may(actor, Permission.SUBCONTRACT_DECLARE, Lot, lot_id):
        found.append((words.LINK_SUBCONTRACTS, url_for("markets.subcontracts", **where)))
    if gate.may(actor, Permission.DOCUMENT_VIEW, Lot, lot_id):
        found.append((words.LINK_DOCUMENTS, url_for("markets.lot_documents", **where)))
    if gate.may(actor, Permission.MESSAGE_VIEW, Lot, lot_id):
        found.append((words.LINK_MESSAGES, url_for("markets.messages", **where)))
    return found


def _facts(one: Commitment, on: date, *, contact: bool) -> list[tuple[str, str]]:
    head = head_of(one)
    facts = [
        (words.FACT_MARKET, head.market),
        (words.FACT_BUYER, head.buyer),
        (words.FACT_TARGET, formats.hours(head.target)),
    ]
    target = one.lot.targets[-1] if one.lot.targets else None
    if target is not None:
        facts.append((words.FACT_PERIOD, words.LASTS.format(
            first=formats.month_long(target.exec_start), months=target.exec_months)))  # fmt: skip
    if one.state in (CommitmentState.PLANNED, CommitmentState.RUNNING) and target is not None:
        facts.append((words.FACT_DUE, formats.day_long(deadlines.first_report_due(target.exec_start, on))))
    facts.append((words.FACT_FOLLOWER, follower_name(one, on)))
    if one.company_contact and contact:
        facts.append((words.FACT_CONTACT, one.company_contact))
    return facts


@dataclass(frozen=True, slots=True)
class Row:
    """One line of « Mes engagements »."""

    head: Head
    url: str
    validated: int
    owed: int
    persons: int
    act: tuple[str, str] | None
    turn: str


def rows_of(
    actor: Actor, rows: list[Commitment], validated: dict[int, int], persons: dict[int, int], on: date
) -> list[Row]:
    edits = actor.role.value in ("company", "siae")
    found = []
    for one in rows:
        mine = edits and one.company_id == actor.organization_id
        plan = queries.current_plan(one)
        found.append(
            Row(head_of(one), url_for("allocation.commitment", commitment_id=one.id), validated.get(one.lot_id, 0),
                target_of(one), persons.get(one.lot_id, 0), _next_act(one, plan, mine, False, on), _turn(one, plan, on))
        )  # fmt: skip
    return found


__all__ = [
    "Head",
    "Row",
    "Sheet",
    "follower",
    "follower_name",
    "head_of",
    "rows_of",
    "sheet_of",
    "versions_of",
]
