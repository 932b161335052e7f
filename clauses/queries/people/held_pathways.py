"""What is held of a person's pathways: trial placements, what comes next, skills and who was allowed to read them?"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.extensions import db
from clauses.models.hours import EmploymentContract
from clauses.models.markets import Lot
from clauses.models.pathways import PathwayEmployee, PortfolioConsent, SkillEntry, TrialPlacement
from clauses.wording import formats


def trials(participant_id: int) -> list[list[Any]]:
    """Each trial placement: lot, employer, last day, outcome."""
    rows = db.session.scalars(
        select(TrialPlacement)
        .join(EmploymentContract, EmploymentContract.id == TrialPlacement.contract_id)
        .where(EmploymentContract.participant_id == participant_id)
        .options(
            joinedload(TrialPlacement.contract).options(
                joinedload(EmploymentContract.lot).joinedload(Lot.market),
                joinedload(EmploymentContract.employer),
            )
        )
        .order_by(TrialPlacement.id)
    )
    return [
        [f"{one.contract.lot.market.reference}, {one.contract.lot.number}", one.contract.employer.name,
         one.contract.ends_on, one.result]
        for one in rows
    ]  # fmt: skip


def pathways(participant_id: int) -> list[list[Any]]:
    """Each pathway: structure, contract on no lot, what comes next, and the agreements given and taken back."""
    rows = db.session.scalars(
        select(PathwayEmployee)
        .where(PathwayEmployee.participant_id == participant_id)
        .options(
            joinedload(PathwayEmployee.organization),
            selectinload(PathwayEmployee.consents),
            joinedload(PathwayEmployee.exit),
        )
        .order_by(PathwayEmployee.id)
    )
    return [
        [one.organization.name, one.contract_type, one.starts_on, one.ends_on, one.next_step, one.next_step_on,
         " ; ".join(_period(consent) for consent in one.consents) or None, *_exit(one)]
        for one in rows
    ]  # fmt: skip


def skills(participant_id: int) -> list[list[Any]]:
    """Each skill of the portfolios, with its level and what shows it."""
    rows = db.session.scalars(
        select(SkillEntry)
        .join(PathwayEmployee, PathwayEmployee.id == SkillEntry.pathway_id)
        .where(PathwayEmployee.participant_id == participant_id)
        .options(joinedload(SkillEntry.pathway).joinedload(PathwayEmployee.organization))
        .order_by(SkillEntry.id)
    )
    return [
        [one.pathway.organization.name, one.skill, one.level, one.evidence, one.observed_on] for one in rows
    ]


def _period(consent: PortfolioConsent) -> str:
    end = formats.day_short(consent.withdrawn_on) if consent.withdrawn_on else ""
    return f"{formats.day_short(consent.given_on)} - {end}".rstrip(" -")


def _exit(one: PathwayEmployee) -> list[Any]:
    found = one.exit
    return [found.opened_on, found.left_on, found.exit_type] if found else [None, None, None]
