"""Who is told of a commitment sent, of hours proposed, of a plan settled?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain import plan as rules
from clauses.domain.events import CommitmentSubmitted, CompletionAsked, PlanProposed, PlanSettled
from clauses.domain.kinds import LineState
from clauses.extensions import db
from clauses.jobs.letters import (
    About,
    Post,
    follower,
    follower_name,
    link,
    members,
    place_names,
    quoted,
    send,
)
from clauses.jobs.letters_markets import execution_end
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment, CommitmentLine
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.queries import deadlines
from clauses.reference import rulebook

SHOWN_LINES = 6


def commitment_submitted(fact: CommitmentSubmitted, *, event_key: str, now: datetime) -> None:
    """M08: the resource person, with what goes beyond the relay (R8)."""
    commitment = db.session.get_one(
        Commitment, fact.commitment_id,
        options=[selectinload(Commitment.lines).joinedload(CommitmentLine.structure), joinedload(Commitment.company)],
    )  # fmt: skip
    lot, post = commitment.lot, Post(event_key, now)
    lines = commitment.lines
    rule = rulebook.relay(post.on)
    warnings = rules.relay_warnings([rules.PlanLine(x.modality, x.hours, x.persons) for x in lines], rule)
    send(
        "M08", [follower(lot.territory, post.on)], post, territory=lot.territory,
        about=About(commitment.id), url=link("allocation.show_plan", commitment_id=commitment.id), lot=lot, market=lot.market,
        company=commitment.company, hours=sum(line.hours for line in lines),
        lines=[(line.hours, line.modality, line.structure) for line in lines[:SHOWN_LINES]],
        beyond=sum(lines[warning.index].persons for warning in warnings), relay=rule.max_hours,
    )  # fmt: skip


def completion_asked(fact: CompletionAsked, *, event_key: str, now: datetime) -> None:
    """M45: the holder, with what is missing in its declaration and who asks for it."""
    commitment = db.session.get_one(Commitment, fact.commitment_id, options=[joinedload(Commitment.company)])
    lot, post = commitment.lot, Post(event_key, now)
    if not commitment.completion:
        return  # completed and sent again before this letter was written
    send(
        "M45", [members("company", commitment.company)], post, territory=lot.territory, about=About(commitment.id),
        url=link("allocation.show_declaration", commitment_id=commitment.id), lot=lot, market=lot.market,
        text=commitment.completion, adviser=follower_name(lot.territory, post.on),
    )  # fmt: skip


def plan_proposed(fact: PlanProposed, *, event_key: str, now: datetime) -> None:
    """M09: the members of each structure whose line waits for an answer; one message for each line."""
    plan = _plan(fact.plan_id)
    lot = plan.commitment.lot
    on = Post(event_key, now).on
    for line in plan.lines:
        if line.state is not LineState.PROPOSED or line.structure is None:
            continue
        target = lot.targets[-1]
        send(
            "M09", [members("structure", line.structure)], Post(f"{event_key}-l{line.id}", now),
            territory=lot.territory, url=link("allocation.requests"), about=About(line.id), lot=lot,
            market=lot.market,
            title=quoted(lot.title, 15), company=plan.commitment.company, line=line,
            first=line.first_month or target.exec_start, last=line.last_month or execution_end(target),
            due=deadlines.line_due(plan.proposed_on), adviser=follower_name(lot.territory, on),
            place=next(iter(place_names(lot.places or lot.market.places)), None),
        )  # fmt: skip


def plan_settled(fact: PlanSettled, *, event_key: str, now: datetime) -> None:
    """M10: the company, every structure of the plan and the buyer."""
    plan = _plan(fact.plan_id)
    commitment, lot = plan.commitment, plan.commitment.lot
    post = Post(event_key, now)
    shares: dict[Organization, int] = {}
    for line in plan.lines:
        holder = line.structure or commitment.company
        shares[holder] = shares.get(holder, 0) + line.hours
    sides = [members("company", commitment.company)]
    sides += [members("structure", one) for one in shares if one.id != commitment.company_id]
    sides += [members("buyer", lot.market.buyer)]
    send(
        "M10", sides, post, territory=lot.territory, about=About(commitment.id), url=link("allocation.commitment", commitment_id=commitment.id),
        lot=lot, market=lot.market, shares=[(one.name, hours) for one, hours in shares.items()][:SHOWN_LINES],
        hours=sum(shares.values()), due=deadlines.first_report_due(lot.targets[-1].exec_start, post.on),
    )  # fmt: skip


def _plan(plan_id: int) -> AllocationPlan:
    return db.session.scalars(
        select(AllocationPlan)
        .where(AllocationPlan.id == plan_id)
        .options(
            selectinload(AllocationPlan.lines).joinedload(AllocationLine.structure),
            joinedload(AllocationPlan.commitment).options(
                joinedload(Commitment.company),
                joinedload(Commitment.lot).options(
                    joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.territory), selectinload(Lot.targets)
                ),
            ),
        )
    ).one()  # fmt: skip
