"""How does the holder of a lot declare what it will do? Kept as a draft, sent, completed when it is asked to."""

from collections.abc import Sequence
from datetime import datetime

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.allocation.lines import (
    WITH_PLANS,
    Line,
    as_rules,
    line_refusals,
    sum_of,
    target_of,
    total_refusals,
)
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.domain import events
from clauses.domain import plan as rules
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import CommitmentState, PlanState, RelayChoice
from clauses.domain.lifecycle import COMMITMENT, CommitmentMove, advance
from clauses.models.allocation import Commitment, CommitmentLine
from clauses.reference import rulebook


@action
def save_commitment(
    actor: Actor, commitment_id: int, lines: Sequence[Line], *, relay_choice: RelayChoice | None,
    contact: str | None, version: int | None, now: datetime,
) -> Commitment:  # fmt: skip
    """Keep the company's declaration as a draft, whatever its total."""
    commitment = _editable(actor, commitment_id, version)
    _write_declaration(commitment, lines, relay_choice, contact)
    journal(actor, "commitment:save", commitment, now=now, lot_id=commitment.lot_id, total=sum_of(lines))
    return commitment


@action
def submit_commitment(
    actor: Actor, commitment_id: int, lines: Sequence[Line], *, relay_choice: RelayChoice | None,
    contact: str | None, signed: bool, more_confirmed: bool, version: int | None, now: datetime,
) -> Commitment:  # fmt: skip
    """Send the declaration to the resource person. Refuses a total under the target, an unconfirmed surplus, a
    missing signature, or hours beyond the relay without a choice (R8)."""
    commitment = _editable(actor, commitment_id, version)
    on = civil_day(now)
    target = target_of(commitment)
    refusals: list[DomainError] = line_refusals(commitment, lines)
    if not lines:
        refusals.append(Refused("lines_none", field="lines", target=target))
    refusals += total_refusals(sum_of(lines), target, more_confirmed)
    if relay_choice is None and rules.relay_warnings(as_rules(lines), rulebook.relay(on)):
        refusals.append(Refused("relay_choice", field="relay_choice"))
    if not contact:
        refusals.append(Refused("company_contact", field="company_contact"))
    if not signed:
        refusals.append(Refused("signatory", field="signatory"))
    if refusals:
        raise Several(refusals)
    _write_declaration(commitment, lines, relay_choice, contact)
    commitment.state = advance(COMMITMENT, commitment.state, CommitmentMove.SUBMIT)
    commitment.submitted_on = on
    commitment.completion = None
    commitment.signed_by_id = actor.user_id
    record(events.CommitmentSubmitted(commitment.id), now=now)
    journal(
        actor,
        "commitment:submit",
        commitment,
        now=now,
        lot_id=commitment.lot_id,
        total=sum_of(lines),
        target=target,
    )
    return commitment


@action
def ask_completion(
    actor: Actor, commitment_id: int, text: str | None, *, version: int | None, now: datetime
) -> Commitment:
    """Send a declaration back to the holder and say what to complete; refused once a plan is proposed or settled."""
    commitment = load(actor, Permission.PLAN_MAKE, Commitment, commitment_id, *WITH_PLANS)
    check_version(commitment, version)
    if any(one.state in (PlanState.PROPOSED, PlanState.SETTLED) for one in commitment.plans):
        raise IllegalMove("completion_planned")
    if commitment.state not in (CommitmentState.SUBMITTED, CommitmentState.UNDER_REVIEW):
        raise IllegalMove("commitment_not_submitted")
    if not text:
        raise Refused("completion", field="completion")
    before = commitment.state
    commitment.state = advance(COMMITMENT, before, CommitmentMove.ASK_COMPLETION)
    commitment.completion = text
    record(events.CompletionAsked(commitment.id), now=now)
    journal(
        actor, "commitment:complete", commitment, now=now, lot_id=commitment.lot_id, before=before,
        after=commitment.state,
    )  # fmt: skip
    return commitment


def _editable(actor: Actor, commitment_id: int, version: int | None) -> Commitment:
    commitment = load(actor, Permission.COMMITMENT_EDIT, Commitment, commitment_id, *WITH_PLANS)
    check_version(commitment, version)
    if commitment.state not in (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE):
        raise IllegalMove("commitment_sent")
    return commitment


def _write_declaration(
    commitment: Commitment, lines: Sequence[Line], choice: RelayChoice | None, contact: str | None
) -> None:
    commitment.lines = [
        CommitmentLine(position=i, modality=line.modality, structure_id=line.structure_id, hours=line.hours,
                       persons=line.persons, first_month=line.first_month, last_month=line.last_month)
        for i, line in enumerate(lines)
    ]  # fmt: skip
    commitment.relay_choice = choice
    commitment.company_contact = contact
    commitment.version += 1
