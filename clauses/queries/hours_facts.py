"""When does a lot run, when is its month due, and who is bound to its hours? Small facts that hours rest on."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from clauses.access.policy import Actor
from clauses.domain.eligibility import Counting, counts, entries
from clauses.domain.kinds import EligibilityState, Role
from clauses.domain.values import add_months, last_day, month_of
from clauses.models.hours import Eligibility, HoursEntry
from clauses.models.markets import Lot
from clauses.reference import rulebook

DECIDED = (EligibilityState.VALIDATED, EligibilityState.EXPIRED)


def lot_period(lot: Lot) -> tuple[date, date] | None:
    """First and last month of the execution of a lot, by the last version of its target; None before the award."""
    version = lot.targets[-1] if lot.targets else lot.award
    if version is None:
        return None
    first = month_of(version.exec_start)
    ends_within = (
        version.exec_start.day > 1
    )  # twelve months from the 15th end within a thirteenth calendar month
    stopped = getattr(version, "suspended_days", 0) or 0  # works that stopped for a time end later by as much
    if stopped:
        return first, month_of(
            add_months(version.exec_start, version.exec_months) + timedelta(days=stopped - 1)
        )
    return first, add_months(first, version.exec_months - (0 if ends_within else 1))


def due_on(month: date) -> date:
    """The day the report of a month is due, in the month after (R10)."""
    following = add_months(month, 1)
    return following.replace(day=rulebook.reporting(following).due_day)


def holds_lot(actor: Actor, lot: Lot) -> bool:
    """Does the actor answer for this lot as its holder, be it a company or a structure? (convention, C2)"""
    answers = actor.role in (Role.COMPANY, Role.SIAE)
    return answers and lot.award is not None and lot.award.awardee_id == actor.organization_id


def covers(contract: Any, month: date) -> bool:
    """Does the contract, or a row with its first and last days, have a day in the month?"""
    return contract.starts_on <= last_day(month) and (contract.ends_on is None or contract.ends_on >= month)


def counting(proofs: Iterable[Eligibility], month: date) -> Counting:
    """Do the hours of a month count, given everything that was proven of a person? (R11)"""
    given = list(proofs)
    entry = entries(
        [proof.hired_on for proof in given if proof.state in DECIDED],
        rulebook.eligibility(month).window_months,
    )
    answers = [_counting(proof, month, entry.get(proof.hired_on, proof.hired_on)) for proof in given]
    if not answers:
        return Counting(False, "proof_pending")
    return next((a for a in answers if a.counted), None) or next(
        (a for a in answers if a.pending), answers[-1]
    )


def _counting(proof: Eligibility, month: date, entry_on: date) -> Counting:
    if proof.state is EligibilityState.REFUSED:
        return Counting(False, "proof_refused")
    decided = proof.state in DECIDED
    return counts(
        proof_effective_on=proof.effective_on if decided else None, hired_on=proof.hired_on, month=month,
        entry_on=entry_on, rule=rulebook.eligibility(proof.hired_on),
    )  # fmt: skip


def declared(entry: HoursEntry, lot: Lot) -> int:
    """Hours of an entry that may count: worked, and in training where the clause counts them (R12)."""
    return entry.worked + (entry.training if lot.clause and lot.clause.training_counts else 0)
