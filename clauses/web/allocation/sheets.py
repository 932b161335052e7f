"""What do the pages of a commitment print? Ready values: totals, warnings, the next act, whose turn it is."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.domain import plan as rules
from clauses.domain.kinds import (
    CommitmentState,
    LineState,
    Modality,
    PlanState,
    RelayChoice,
)
from clauses.domain.values import add_months, ratio
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.queries import allocation as queries
from clauses.queries import people
from clauses.queries.allocation import Structure
from clauses.reference import rulebook
from clauses.web.allocation.forms import Lines, line_name
from clauses.wording import allocation as words
from clauses.wording import formats, sentences
from clauses.wording.labels import label

COLOURS = {
    Modality.AI_PLACEMENT: "mod-ai", Modality.ETTI_PLACEMENT: "mod-etti", Modality.SUBCONTRACT_EI: "mod-ei",
    Modality.SUBCONTRACT_ACI: "mod-aci", Modality.SUBCONTRACT_EA: "mod-geiq", Modality.GEIQ_PLACEMENT: "mod-geiq",
    Modality.DIRECT_HIRE: "mod-direct", Modality.SIAE_AWARDEE: "mod-st", Modality.TO_DEFINE: "mod-st",
}  # fmt: skip


@dataclass(slots=True)
class Balance:
    """What is shared out of what is owed, and what the relay rule says of it."""

    target: int
    total: int
    left: int  # never negative
    excess: int  # never negative
    sentence: str
    warnings: list[str]
    bar: list[dict[str, Any]]
    has_relay: bool


def target_of(one: Commitment) -> int:
    return one.lot.targets[-1].hours if one.lot.targets else 0


def balance(lines: Lines, one: Commitment, on: date) -> Balance:
    """The live total of a declaration or a plan, computed here and nowhere else."""
    target, total = target_of(one), lines.typed_total
    filled = [f for f in lines.forms if f.line_modality.data and f.line_hours.data]
    found = rules.relay_warnings(
        [
            rules.PlanLine(Modality(f.line_modality.data), f.line_hours.data or 0, f.line_persons.data or 1)
            for f in filled
        ],
        rulebook.relay(on),
    )
    warnings = [
        words.RELAY_WARNING.format(
            total=formats.hours(filled[w.index].line_hours.data or 0),
            persons=words.persons(filled[w.index].line_persons.data or 1),
            each=formats.hours(w.each),
            excess=formats.hours(w.excess),
        )
        for w in found
    ]
    if total == target:
        sentence = words.TOTAL_REACHED.format(total=formats.hours(total), target=formats.hours(target))
    elif total < target:
        sentence = sentences.refusal("lines_under", total=total, target=target, left=target - total)
    else:
        sentence = sentences.refusal("lines_over", excess=total - target)
    bar = [
        {
            "label": (f.line_partner.data or label(Modality(f.line_modality.data))),
            "hours": f.line_hours.data,
            "share": ratio(f.line_hours.data or 0, total),
            "color_class": COLOURS[Modality(f.line_modality.data)],
        }
        for f in filled
    ]
    return Balance(
        target, total, max(0, target - total), max(0, total - target), sentence, warnings, bar, bool(found)
    )


def modalities_of(one: Commitment, to_define: bool = False) -> list[Modality]:
    """The modalities the clause admits, in the fixed order; « à définir » in a declaration only."""
    clause = one.lot.clause
    admitted = set(clause.modalities) if clause and clause.modalities else {m.value for m in Modality}
    kept: list[Modality] = [
        m for m in Modality if m.value in admitted and m not in (Modality.TO_DEFINE, Modality.SIAE_AWARDEE)
    ]
    if one.company.employer_kind:
        kept.append(Modality.SIAE_AWARDEE)
    return [*kept, Modality.TO_DEFINE] if to_define else kept


def with_relay(lines: Lines, one: Commitment, structures: list[Structure], on: date) -> Lines:
    """« Proposer le relais »: each AI keeps 240 h a person, the excess goes to the ETTI of the lines or the nearest."""
    rule = rulebook.relay(on)
    filled = [f for f in lines.forms if f.line_modality.data and f.line_hours.data]
    plan = [
        rules.PlanLine(Modality(f.line_modality.data), f.line_hours.data or 0, f.line_persons.data or 1)
        for f in filled
    ]
    moved = rules.propose_relay(plan, rule)
    nearest = next((line_name(s) for s in structures if s.kind.value == "ETTI"), "")
    rows = []
    for i, line in enumerate(moved):
        partner = filled[i].line_partner.data if i < len(filled) else nearest
        rows.append(_Row(line.modality, partner or "", line.hours, line.persons))
    made = Lines.of([], structures, modalities_of(one, to_define=True))
    return Lines.of(
        [
            _Kept(
                r.modality,
                named.id if (named := made.structure_named(r.partner)) else None,
                r.hours,
                r.persons,
            )
            for r in rows
        ],
        structures,
        modalities_of(one, to_define=True),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    modality: Modality
    partner: str
    hours: int
    persons: int


@dataclass(frozen=True, slots=True)
class _Kept:
    modality: Modality
    structure_id: int | None
    hours: int
    persons: int
    override_reason: Any = None


def relay_choice(typed: str | None) -> RelayChoice | None:
    return RelayChoice(typed) if typed else None


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
        id=one.id,
        title=words.LOT.format(number=lot.number, title=lot.title),
        market=f"{market.reference}, {market.title}",
        market_url=url_for("markets.market", market_id=market.id),
        company=one.company.name,
        buyer=market.buyer.name,
        state=one.state,
        version=one.version,
        target=target_of(one),
        lot_url=url_for("markets.lot", market_id=market.id, number=lot.number),
    )


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
    versions: list[AllocationPlan]
    others: list[tuple[str, str]]
    declared: list[Any] = field(default_factory=list)
    sees_all: bool = True


def sheet_of(actor: Actor, one: Commitment, on: date) -> Sheet:
    """Everything the sheet prints; a structure sees its own lines and no one else's."""
    plan = queries.current_plan(one)
    edits = gate.may(actor, Permission.COMMITMENT_EDIT, Commitment, one.id)
    plans = gate.may(actor, Permission.PLAN_MAKE, Commitment, one.id)
    shown = [line for line in (plan.lines if plan else []) if edits or _sees(actor, line)]
    agreed = sum(line.hours for line in (plan.lines if plan else []) if line.state is LineState.ACCEPTED)
    countered = sum((line.counter_hours or 0) for line in (plan.lines if plan else []))
    total = sum(line.hours for line in (plan.lines if plan else []))
    missing = total - agreed - countered if plan and countered else 0
    return Sheet(
        head=head_of(one),
        turn=_turn(one, plan, on),
        next_act=_next_act(one, plan, edits, plans),
        plan=plan,
        missing=missing,
        lines=[_line(line, total) for line in shown],
        bar=[_bar(line, total) for line in shown],
        versions=list(reversed(one.plans)) if plans or edits else [],
        others=_other_links(one, edits, plans),
        declared=one.lines if plans or edits else [],
        sees_all=len(shown) == len(plan.lines) if plan else True,
    )


def _sees(actor: Actor, line: AllocationLine) -> bool:
    return actor.role.value != "siae" or line.structure_id == actor.organization_id


def _line(line: AllocationLine, total: int) -> dict[str, Any]:
    return {
        "modality": line.modality,
        "structure": line.structure.name if line.structure else words.COMPANY_ITSELF,
        "hours": line.hours,
        "persons": line.persons,
        "share": ratio(line.hours, total),
        "state": line.state,
        "counter": line.counter_hours,
        "override": line.override_reason,
        "reason": line.decline_reason,
        "message": line.message,
    }


def _bar(line: AllocationLine, total: int) -> dict[str, Any]:
    name = line.structure.name if line.structure else label(line.modality)
    return {
        "label": name,
        "hours": line.hours,
        "share": ratio(line.hours, total),
        "color_class": COLOURS[line.modality],
    }


def _turn(one: Commitment, plan: AllocationPlan | None, on: date) -> str:
    """Who must act next, in one sentence."""
    who = follower_name(one, on)
    if one.state in (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE):
        return words.TURN_COMPANY.format(company=one.company.name)
    if plan is None:
        return words.TURN_PLAN.format(who=who)
    waiting = [line for line in plan.lines if line.state is LineState.PROPOSED]
    if plan.state is PlanState.SETTLED:
        return words.TURN_SETTLED
    if any(line.state in (LineState.COUNTERED, LineState.DECLINED) for line in plan.lines):
        return words.TURN_COUNTER.format(who=who)
    return words.turn_answers(len(waiting))


def _next_act(
    one: Commitment, plan: AllocationPlan | None, edits: bool, plans: bool
) -> tuple[str, str] | None:
    if edits and one.state in (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE):
        return (words.ACT_DECLARE, url_for("allocation.show_declaration", commitment_id=one.id))
    if plans and one.state in (CommitmentState.SUBMITTED, CommitmentState.UNDER_REVIEW):
        act = words.ACT_PROPOSE if plan is None else words.ACT_REVISE
        return (act, url_for("allocation.show_plan", commitment_id=one.id))
    if edits and one.state in (CommitmentState.PLANNED, CommitmentState.RUNNING):
        return (words.ACT_MONTHS, url_for("hours.month_list"))
    return None


def _other_links(one: Commitment, edits: bool, plans: bool) -> list[tuple[str, str]]:
    found = []
    if plans and one.state in (CommitmentState.PLANNED, CommitmentState.RUNNING):
        found.append((words.ACT_CHANGE, url_for("allocation.show_plan", commitment_id=one.id)))
    if (plans or edits) and one.state is not CommitmentState.CLOSED:
        found.append((words.ACT_POOL, url_for("hours.pool_new", pool_lots=one.lot_id)))
    return found


def row_of(actor: Actor, one: Commitment) -> dict[str, Any]:
    """One line of « Mes engagements »."""
    plan = queries.current_plan(one)
    edits = actor.role.value == "company"
    return {
        "head": head_of(one),
        "url": url_for("allocation.commitment", commitment_id=one.id),
        "act": _next_act(one, plan, edits, False),
    }


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
    counter: int | None
    message: str | None
    proposed_by: str
    proposed_on: date
    period: str
    open: bool
    form: Any = None
    month_url: str | None = None
    people_url: str | None = None  # once the plan is settled: the people to add, for those who accepted


def card_of(line: AllocationLine, on: date) -> Card:
    one = line.plan.commitment
    award = one.lot.award
    period = ""
    if award:
        last = add_months(award.exec_start, award.exec_months - 1)
        period = words.PERIOD.format(
            first=formats.month_long(award.exec_start), last=formats.month_long(last)
        )
    settled = line.plan.state is PlanState.SETTLED and line.state is LineState.ACCEPTED
    return Card(
        id=line.id,
        version=line.version,
        head=head_of(one),
        hours=line.hours,
        persons=line.persons,
        modality=line.modality,
        state=line.state,
        counter=line.counter_hours,
        message=line.message,
        proposed_by=line.plan.proposed_by.name,
        proposed_on=line.plan.proposed_on,
        period=period,
        open=line.plan.state is PlanState.PROPOSED
        and line.state in (LineState.PROPOSED, LineState.COUNTERED),
        people_url=url_for("hours.participant_list", lot_id=one.lot_id) if settled else None,
        month_url=url_for("hours.grid") if settled and award and award.exec_start <= on else None,
    )


def supply(lines: Lines, structures: list[Structure]) -> list[Structure]:
    """The structures named in the lines first, then the nearest that work in the trade."""
    named = {(f.line_partner.data or "").strip() for f in lines.forms}
    first = [s for s in structures if line_name(s) in named]
    rest = [s for s in structures if line_name(s) not in named and s.monthly_hours]
    return (first + rest)[:10]
