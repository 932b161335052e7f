"""What does a decision keep: the figures of its day, the calculation base by base, and each step it goes through?"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from clauses.access.policy import Actor
from clauses.actions.base import civil_day
from clauses.domain.kinds import GroupForm
from clauses.domain.kinds_decisions import DecisionKind, PenaltyBase
from clauses.domain.penalties import Counted
from clauses.models.decisions import Decision, DecisionParty, DecisionStep
from clauses.models.markets import Lot
from clauses.queries.decisions import Case, LateFacts
from clauses.queries.decisions_group import kept_done, parts_of_decision
from clauses.queries.markets.groups import members_in_order

AMOUNTS = (DecisionKind.PENALTY, DecisionKind.WAIVER)


def late_of(one: Decision) -> LateFacts:
    """What was said beside the hours when the decision was prepared."""
    kept = {row["base"]: row for row in one.proposal or []}
    days, absences = kept.get(PenaltyBase.DOCUMENTS), kept.get(PenaltyBase.ABSENCES)
    return LateFacts(
        days["quantity"] if days else 0, absences["quantity"] if absences else 0,
        bool(days and days.get("same_proof")), kept_done(one),
    )  # fmt: skip


def address(one: Decision, lot: Lot) -> None:
    """Say to which members of a group that owes part by part the decision speaks (R16).

    A penalty speaks to those it makes owe, and to the holder, which leads the group; the rest to all of them, and the
    holder answers. Whoever was addressed once stays so, though it owes nothing any more.
    """
    for told in one.parties:  # a group may have changed since, or be one no more
        told.owes = False
    award = lot.award
    if award is None or award.group_form is not GroupForm.SEVERAL:
        return
    of_amount = one.kind in AMOUNTS
    asked = {part.number: part.asked or part.calculated for part in parts_of_decision(one)}
    if of_amount and not any(asked.values()):
        return
    known = {row.organization_id: row for row in one.parties}
    for member in members_in_order(award.id):
        owes = bool(asked.get(member.id)) if of_amount else member.lead
        row = known.get(member.organization_id)
        if row is not None:
            row.owes = owes
        elif owes or member.lead or not of_amount:
            one.parties.append(
                DecisionParty(organization_id=member.organization_id, member=member.id, owes=owes)
            )


def keep_step(
    one: Decision, actor: Actor, now: datetime, *, asks: bool = False, reason: str | None = None
) -> None:
    """Keep what the decision says from now on."""
    one.steps.append(
        DecisionStep(state=one.state, asks=asks, amount=one.amount, proposed_amount=one.proposed_amount,
                     reason=reason or one.reason, said_on=civil_day(now), said_at=now, by_id=actor.user_id)
    )  # fmt: skip


def figures_kept(case: Case, late: LateFacts | None = None) -> dict[str, Any]:
    """The figures of the day; `missing` are the hours that the amount is counted on."""
    hours = case.proposal.of(PenaltyBase.HOURS)
    kept: dict[str, Any] = {
        "target": case.target, "neutralised": case.neutralised, "validated": case.validated,
        "missing": hours.quantity if hours and hours.amount else 0, "ledger_id": case.ledger_id,
        "proposed_amount": case.proposal.amount,
        "terms_id": case.terms_row.id if case.terms_row else None,
    }  # fmt: skip
    kept["proposal"] = [_counted(one, late or LateFacts()) for one in case.proposal.counted]
    return kept


def _counted(one: Counted, late: LateFacts) -> dict[str, Any]:
    said = asdict(one)
    said["price"] = [one.price.numerator, one.price.denominator]
    said["unit_on"] = one.unit_on.isoformat() if one.unit_on else None
    if one.base is PenaltyBase.DOCUMENTS:
        said["same_proof"] = late.same_proof
    if one.members:
        said["done_said"] = late.done_by is not None
    return said
