"""What is the final state of a lot: parts asked for a profile, termination, and who worked?"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, func, select

from clauses.domain import compliance as rules
from clauses.domain.kinds import ChangeKind, ComplianceStatus, Gender
from clauses.domain.kinds_clauses import Audience
from clauses.domain.sub_targets import Asked, hours_asked
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, LedgerLine, Participant
from clauses.models.markets import ContractChange, Lot, SubTarget
from clauses.queries.decisions import Case
from clauses.reference import rulebook

YOUNG = 26


def terminated(lot_id: int) -> bool:
    """The contract of this lot ended before its time."""
    return bool(
        db.session.scalar(
            select(
                exists().where(ContractChange.lot_id == lot_id, ContractChange.kind == ChangeKind.TERMINATION)
            )
        )
    )


def hours_of_audience(lot_id: int) -> dict[Audience, int]:
    """Hours validated on a lot for each profile (hundredths), judged at entry (R26); a sum, no person appears."""
    sums = dict(
        db.session.execute(
            select(LedgerLine.participant_id, func.sum(LedgerLine.hours))
            .where(LedgerLine.lot_id == lot_id)
            .group_by(LedgerLine.participant_id)
        ).all()
    )
    entries: dict[int, date] = dict(
        db.session.execute(
            select(EmploymentContract.participant_id, func.min(EmploymentContract.starts_on))
            .where(EmploymentContract.lot_id == lot_id)
            .group_by(EmploymentContract.participant_id)
        ).all()
    )
    found = dict.fromkeys(Audience, 0)
    for person in db.session.scalars(select(Participant).where(Participant.id.in_(sums or [0]))):
        hours, entry = sums[person.id], entries.get(person.id)
        if person.gender is Gender.WOMAN:
            found[Audience.WOMEN] += hours
        if person.priority_district:
            found[Audience.QPV] += hours
        if person.birth and entry and entry < add_months(person.birth, YOUNG * 12):
            found[Audience.UNDER_26] += hours
    return found


def mandatory_parts(lot: Lot) -> Sequence[SubTarget]:
    """The parts of the hours that the clause of a lot makes mandatory for a profile."""
    return db.session.scalars(
        select(SubTarget).where(
            SubTarget.clause_id == (lot.clause.id if lot.clause else 0), SubTarget.mandatory
        )
    ).all()


def status_at_closing(case: Case, on: date) -> ComplianceStatus:
    """How a lot ends if it is closed that day: its hours, and the parts its clause makes mandatory (R5)."""
    return rules.closing_status(
        target=case.figures.owed,
        validated=case.validated,
        rule=rulebook.compliance(on),
        sub_objectives_met=sub_targets_met(case.lot, case.figures.owed),
    )


def sub_targets_met(lot: Lot, target: int) -> bool:
    """Every part that the clause makes mandatory for a profile is done (R5)."""
    asked = mandatory_parts(lot)
    if not asked:
        return True
    done = hours_of_audience(lot.id)
    return all(
        done[one.audience] >= (hours_asked(Asked(one.audience, one.share, one.hours, True), target) or 0)
        for one in asked
    )
