"""What is a line of a commitment or of a plan, and what does the trade refuse of it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.domain import plan as rules
from clauses.domain.errors import DomainError, IllegalMove, Refused
from clauses.domain.kinds import EmployerKind, Modality, OverrideReason
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.people import Organization
from clauses.queries import hours_counters, hours_limits
from clauses.queries.hours_facts import lot_period
from clauses.reference import rulebook

PARTNER_OF: dict[Modality, frozenset[EmployerKind]] = {
    Modality.AI_PLACEMENT: frozenset({EmployerKind.AI}),
    Modality.ETTI_PLACEMENT: frozenset({EmployerKind.ETTI}),
    Modality.GEIQ_PLACEMENT: frozenset({EmployerKind.GEIQ}),
    Modality.SUBCONTRACT_EI: frozenset({EmployerKind.EI, EmployerKind.EITI}),
    Modality.SUBCONTRACT_ACI: frozenset({EmployerKind.ACI}),
    Modality.SUBCONTRACT_EA: frozenset({EmployerKind.EA, EmployerKind.EATT, EmployerKind.ESAT}),
}
# The holder does these hours with its own people: no structure is named, and nobody else answers.
OF_THE_HOLDER = frozenset({Modality.DIRECT_HIRE, Modality.SIAE_AWARDEE})

WITH_PLANS = (
    selectinload(Commitment.lot),
    selectinload(Commitment.lines),
    selectinload(Commitment.plans).selectinload(AllocationPlan.lines),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was typed: hours in hundredths; months by their first day, none for those of the lot."""

    modality: Modality
    structure_id: int | None
    hours: int
    persons: int
    first_month: date | None = None
    last_month: date | None = None
    override_reason: OverrideReason | None = None


def target_of(commitment: Commitment) -> int:
    """The hours owed on the lot today: the last version of its target."""
    targets = commitment.lot.targets
    if not targets:
        raise IllegalMove("lot_target_missing")
    return targets[-1].hours


def sum_of(lines: Sequence[Line]) -> int:
    return sum(line.hours for line in lines)


def as_rules(lines: Sequence[Line]) -> list[rules.PlanLine]:
    return [rules.PlanLine(line.modality, line.hours, line.persons) for line in lines]


def shares_of(lines: Sequence[Line | AllocationLine], company_id: int) -> dict[rules.Who, int]:
    """The hours of each part of a plan; the holder, named or not, is one and the same."""
    found: dict[rules.Who, int] = {}
    for line in lines:
        who = (line.modality, None if line.structure_id == company_id else line.structure_id)
        found[who] = found.get(who, 0) + line.hours
    return found


def total_refusals(total: int, target: int, more_confirmed: bool) -> list[DomainError]:
    if total < target:
        return [Refused("lines_under", field="lines", total=total, target=target, left=target - total)]
    if total > target and not more_confirmed:
        return [Refused("lines_over", field="lines", excess=total - target)]
    return []


def line_refusals(commitment: Commitment, lines: Sequence[Line], planning: bool = False) -> list[DomainError]:
    """Modality admitted by the clause, structure of the right kind whose agreement still runs, months of the lot."""
    clause = commitment.lot.clause
    admitted = set(clause.modalities) if clause and clause.modalities else set(Modality)
    ids = {line.structure_id for line in lines if line.structure_id}
    structures = {
        o.id: o for o in db.session.scalars(select(Organization).where(Organization.id.in_(ids or {0})))
    }
    found: list[DomainError] = []
    for i, line in enumerate(lines):
        found += _month_refusals(commitment, i, line)
        if line.modality is Modality.TO_DEFINE:
            if planning:
                found.append(Refused("line_to_define", field=f"line_modality-{i}"))
            continue
        structure = structures.get(line.structure_id or 0)
        holder = line.modality is Modality.SIAE_AWARDEE and commitment.company.employer_kind is not None
        if line.modality not in admitted and not holder:
            found.append(Refused("line_modality", field=f"line_modality-{i}"))
        elif line.modality in OF_THE_HOLDER and line.structure_id not in (None, commitment.company_id):
            found.append(Refused("line_of_holder", field=f"line_partner-{i}", name=commitment.company.name))
        else:
            found += _partner_refusals(commitment, i, line, structure, planning)
    return found


def _partner_refusals(
    commitment: Commitment, i: int, line: Line, structure: Organization | None, planning: bool
) -> list[DomainError]:
    kinds, at = PARTNER_OF.get(line.modality), f"line_partner-{i}"
    if kinds is None:
        return []
    if structure is None:
        return [Refused("line_partner", field=at)] if planning else []
    if structure.id == commitment.company_id:
        return [Refused("line_partner_holder", field=at, name=structure.name)]
    if structure.employer_kind not in kinds:
        return [Refused("line_partner_kind", field=at, name=structure.name, modality=line.modality)]
    award, end = commitment.lot.award, structure.agreement_end
    first = line.first_month or (award.exec_start if award else None)
    if end and first and end < first:
        return [Refused("agreement_ended", field=at, name=structure.name, day=end)]
    return []


def _month_refusals(commitment: Commitment, i: int, line: Line) -> list[DomainError]:
    period = lot_period(commitment.lot)
    if period is None:
        return []
    first, last = line.first_month or period[0], line.last_month or period[1]
    if first > last:
        return [Refused("line_months", field=f"line_last-{i}", start=first)]
    if first < period[0] or last > period[1]:
        field = "line_first" if first < period[0] else "line_last"
        return [Refused("line_months_out", field=f"{field}-{i}", start=period[0], end=period[1])]
    return []


def ceiling_refusals(commitment: Commitment, lines: Sequence[Line], on: date) -> list[DomainError]:
    """AI lines beyond what the law lets a person do (R7): a block, for which no reason is enough."""
    user = hours_counters.user_kinds({commitment.lot_id}).get(commitment.lot_id)
    if hours_counters.exempt(user, on):
        return []
    rule = rulebook.ceiling(on)
    return [
        Refused("plan_over_legal", field=f"line_hours-{one.index}", each=one.each, max=rule.max_hours)
        for one in rules.ceiling_excess(as_rules(lines), rule)
        if not hours_limits.waived(lines[one.index].structure_id, on)
    ]
