"""What do the pages of the assistant print? Plans in figures and words, what is missing, and whether it still holds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from clauses.domain.assistant import snapshot
from clauses.domain.assistant.comparison import Figures, alone, apart, figures, of_need
from clauses.domain.assistant.problem import Kept, Option, Problem, Share
from clauses.domain.assistant.search import Found
from clauses.domain.assistant.shortage import shortages
from clauses.domain.kinds import Modality
from clauses.domain.kinds_assistant import Barrier, LeftOut, ProposalState, Way
from clauses.models.assistant import AllocationProposal, ProposalChoice
from clauses.queries import assistant as queries
from clauses.reference import trades
from clauses.wording import assistant as words

WAITING = (ProposalState.QUEUED, ProposalState.RUNNING)


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of a plan, as it is read and as it will go to the form of the plan."""

    modality: Modality
    structure_id: int | None
    structure: str
    hours: int
    persons: int
    km: int | None
    first_month: date
    last_month: date
    months: str
    rhythm: str
    untold: bool
    override_reason: None = None


@dataclass(frozen=True, slots=True)
class LotShown:
    """A lot of a territory in one plan."""

    title: str
    url: str
    lines: list[LineShown]
    missing: int


@dataclass(frozen=True, slots=True)
class PlanShown:
    way: Way
    aim: str
    figures: Figures
    gains: list[str]
    costs: list[str]
    proof: str
    relayed: str | None
    lines: list[LineShown]
    lots: list[LotShown]


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposal for its page; `stale` when what it knew is no longer what is known."""

    id: int
    waiting: bool
    failed: bool
    done_steps: int
    total_steps: int
    max_km: int
    known_at: Any
    asked_by: str
    of_territory: bool
    stale: bool
    plans: list[PlanShown]
    missing: list[str]
    left_out: list[str]
    wished: bool
    lots: int
    done: str | None


def shown(
    proposal: AllocationProposal, *, stale: bool, on: date, commitment_id: int | None = None
) -> ProposalShown:
    """A whole proposal, or what it says of one lot."""
    plans: list[PlanShown] = []
    missing: list[str] = []
    left_out: list[str] = []
    wished, lots, done = False, 0, None
    if proposal.answer is not None and proposal.question is not None:
        problem = snapshot.problem_from(proposal.question)
        found = snapshot.plans_from(proposal.answer["plans"])
        left_out = [words.left_out(LeftOut(reason), many) for reason, many in problem.left_out]
        lots = len(problem.needs)
        of_lot = commitment_id is not None and proposal.territory_id is not None
        place = queries.place_in(proposal, commitment_id) if of_lot and commitment_id else None
        cut = [(problem, one.plan) if place is None else alone(problem, one.plan, place) for one in found]
        measured = [figures(p, plan) for p, plan in cut]
        plans = [
            _plan(cut[i][0], Found(one.way, cut[i][1], one.gap), measured, i, whole=place is None)
            for i, one in enumerate(found)
        ]
        wished = any(need.wished for need in (cut[0][0] if cut else problem).needs)
        if commitment_id is not None and (cut or place is None):
            need = (cut[0][0] if cut else problem).needs[0]
            done = words.done(sum(kept.hours for kept in need.kept), need.hours)
        if cut:
            missing = _missing(*cut[0], proposal.answer.get("without", {}), on)
    return ProposalShown(
        id=proposal.id, waiting=proposal.state in WAITING, failed=proposal.state is ProposalState.FAILED,
        done_steps=proposal.done_steps, total_steps=proposal.total_steps, max_km=proposal.max_km,
        known_at=proposal.known_at, asked_by=proposal.requested_by.name,
        of_territory=proposal.territory_id is not None, stale=stale, plans=plans, missing=missing,
        left_out=left_out, wished=wished, lots=lots, done=done,
    )  # fmt: skip


def lines_to_start_from(choice: ProposalChoice) -> list[LineShown]:
    """The lines of the plan taken up, hours already done added to those of whoever did them."""
    proposal = choice.proposal
    assert proposal.question is not None and proposal.answer is not None
    problem = snapshot.problem_from(proposal.question)
    place = queries.place_in(proposal, choice.commitment_id)
    assert place is not None
    plan = next(p.plan for p in snapshot.plans_from(proposal.answer["plans"]) if p.way is choice.way)
    lines = [_line(problem, option, share) for option, share in of_need(problem, plan, place)]
    for kept in problem.needs[place].kept:
        lines = _with_kept(lines, kept, problem.needs[place].first)
    return lines


def _with_kept(lines: list[LineShown], kept: Kept, month: date) -> list[LineShown]:
    """Persons of an AI are added, for what they did counts towards what they may do; elsewhere they go on."""
    for i, line in enumerate(lines):
        if (line.structure_id, line.modality) == (kept.structure_id, kept.modality):
            both = line.persons + kept.persons
            persons = both if line.modality is Modality.AI_PLACEMENT else max(line.persons, kept.persons)
            more = LineShown(
                line.modality, line.structure_id, line.structure, line.hours + kept.hours, persons, line.km,
                line.first_month, line.last_month, line.months, line.rhythm, line.untold,
            )  # fmt: skip
            return [*lines[:i], more, *lines[i + 1 :]]
    done = LineShown(
        kept.modality,
        kept.structure_id,
        "",
        kept.hours,
        max(1, kept.persons),
        None,
        month,
        month,
        "",
        "",
        False,
    )
    return [*lines, done]


def _plan(problem: Problem, found: Found, measured: list[Figures], number: int, *, whole: bool) -> PlanShown:
    own = measured[number]
    gains, costs = apart(measured, number)
    several = whole and len(problem.needs) > 1
    lots = []
    for place, need in enumerate(problem.needs if several else ()):
        lines = [_line(problem, option, share) for option, share in of_need(problem, found.plan, place)]
        url = url_for("allocation.show_proposals", commitment_id=need.commitment_id)
        lots.append(LotShown(need.title, url, lines, found.plan.missing[place]))
    return PlanShown(
        way=found.way, aim=words.AIMS[found.way], figures=own, gains=words.gains(gains, own),
        costs=words.costs(costs, own), proof=words.proof(found.gap) if whole else "",
        relayed=words.relayed(own.relayed) if own.relayed else None,
        lines=[] if several else [_line(problem, o, s) for o, s in of_need(problem, found.plan, 0)], lots=lots,
    )  # fmt: skip


def _line(problem: Problem, option: Option, share: Share) -> LineShown:
    return LineShown(
        modality=option.modality, structure_id=option.structure_id, structure=option.name, hours=share.hours,
        persons=share.persons, km=option.km, first_month=problem.months[share.first],
        last_month=problem.months[share.last],
        months=words.span(problem.months[share.first], problem.months[share.last]), rhythm=words.rhythm([hours for _, hours in share.months]),
        untold=option.untold,
    )  # fmt: skip


def _missing(problem: Problem, plan: Any, without: dict[str, int], on: date) -> list[str]:
    """What no plan could give, in words, with what stands in the way."""
    found = shortages(problem, plan)
    said = []
    for one in found:
        trade = trades.trade(one.trade, on) if one.trade else None
        said.append(words.missing(one, trade.label.lower() if trade else one.trade))
    if not found:
        return []
    if not problem.options:
        said.append(words.NO_ANSWER)
    else:
        said.append(words.LIMITS if all(one.exact for one in found) else words.OFFER)
    return said + [words.without(Barrier(barrier), left) for barrier, left in without.items()]
