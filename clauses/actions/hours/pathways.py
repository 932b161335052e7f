"""A person is followed in a pathway; the portfolio is kept, and shown only as long as the person agrees (F06, N7)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, take_turn
from clauses.actions.hours.participants import Person, person_refusals, who
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import ContractType
from clauses.domain.kinds_pathways import NextStep, SkillLevel
from clauses.extensions import db
from clauses.models.pathways import PathwayEmployee, PortfolioConsent, SkillEntry
from clauses.queries import hours_missions

LEAST_WEEKLY, MOST_WEEKLY = 100, 4800  # hundredths of an hour


@dataclass(frozen=True, slots=True)
class OwnContract:
    """A contract of the structure on no lot; `weekly` in hundredths of an hour, when it is known."""

    contract_type: ContractType
    starts_on: date
    ends_on: date | None = None
    weekly: int | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """One line of a portfolio as typed."""

    skill: str
    level: SkillLevel | None
    evidence: str | None
    observed_on: date | None


@action
def follow(actor: Actor, participant_id: int | None, *, now: datetime) -> PathwayEmployee:
    """Follow somebody whom the structure employs on a lot. Asked twice, it is done once. Refuses anybody else."""
    person = next((one for one in hours_missions.known_people(actor) if one.id == participant_id), None)
    if person is None:
        raise OutOfReach
    take_turn(f"pathway {person.id} {actor.organization_id}")
    return _known(actor, person.id) or _begin(actor, person.id, None, now)


@action
def add_person(
    actor: Actor, person: Person, contract: OwnContract, *, same_as: int | None, homonym: bool, now: datetime
) -> PathwayEmployee:
    """Follow somebody employed on no lot. Refuses a person too young, not informed, already followed, and one who looks
    like a person already known until it is said whether it is the same."""
    refusals = [*person_refusals(person, contract.starts_on), *_contract_refusals(contract)]
    if refusals:
        raise Several(refusals)
    found = who(actor, person, same_as, homonym, civil_day(now))
    take_turn(f"pathway {found.id} {actor.organization_id}")
    if _known(actor, found.id) is not None:
        raise Refused("pathway_known", field="p_last_name", name=found.name)
    return _begin(actor, found.id, contract, now)


@action
def plan_next(
    actor: Actor,
    pathway_id: int,
    step: NextStep | None,
    day: date | None,
    *,
    version: int | None,
    now: datetime,
) -> PathwayEmployee:
    """What is planned after the pathway, and for when; nothing takes it back. Refuses a day without a step."""
    found = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)
    check_version(found, version)
    if day is not None and step is None:
        raise Refused("x_plan", field="x_plan")
    found.next_step, found.next_step_on = step, day
    journal(actor, "pathway:plan", found, now=now, step=step, day=day)
    return found


@action
def add_skill(actor: Actor, pathway_id: int, typed: Skill, *, now: datetime) -> PathwayEmployee:
    """Add a skill to the portfolio, which is then up to date. Refuses one without words or level, or of a day to come."""
    found = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)
    on = civil_day(now)
    refusals: list[DomainError] = []
    if not typed.skill:
        refusals.append(Refused("s_skill", field="s_skill"))
    if typed.level is None:
        refusals.append(Refused("s_level", field="s_level"))
    if typed.observed_on is not None and typed.observed_on > on:
        refusals.append(Refused("s_future", field="s_date"))
    if refusals or typed.level is None:
        raise Several(refusals)
    db.session.add(
        SkillEntry(pathway_id=found.id, skill=typed.skill, level=typed.level, evidence=typed.evidence,
                   observed_on=typed.observed_on or on, recorded_on=on, recorded_by_id=actor.user_id)
    )  # fmt: skip
    found.portfolio_on = on
    journal(actor, "portfolio:add", found, now=now, level=typed.level)
    return found


@action
def remove_skill(actor: Actor, pathway_id: int, skill_id: int, *, now: datetime) -> PathwayEmployee:
    """Take a skill out of the portfolio: its words are not kept."""
    found = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)
    entry = db.session.scalars(
        select(SkillEntry).where(SkillEntry.id == skill_id, SkillEntry.pathway_id == found.id)
    ).one_or_none()
    if entry is None:
        raise OutOfReach
    db.session.delete(entry)
    found.portfolio_on = civil_day(now)
    journal(actor, "portfolio:remove", found, now=now)
    return found


@action
def note_consent(
    actor: Actor, pathway_id: int, *, agrees: bool, given_on: date | None, now: datetime
) -> PathwayEmployee:
    """Note that the person agrees to show the portfolio to the SIAE of the territory, and on which day.

    Refuses a box not ticked, a day missing or to come, and a second agreement while one stands.
    """
    found = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)
    if _standing(found.id) is not None:
        raise IllegalMove("consent_given")
    on = civil_day(now)
    if not agrees:
        raise Refused("s_consent", field="s_consent")
    if given_on is None or given_on > on:
        raise Refused("consent_day", field="consent_day")
    consent = PortfolioConsent(pathway_id=found.id, given_on=given_on, noted_on=on, noted_by_id=actor.user_id)
    db.session.add(consent)
    journal(actor, "portfolio:consent", found, now=now, day=given_on)
    return found


@action
def withdraw_consent(actor: Actor, pathway_id: int, *, now: datetime) -> PathwayEmployee:
    """The person no longer agrees: from this moment nobody outside the structure opens the portfolio."""
    found = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)
    consent = _standing(found.id)
    if consent is None:
        raise IllegalMove("consent_none")
    consent.withdrawn_on, consent.withdrawn_by_id = max(civil_day(now), consent.given_on), actor.user_id
    journal(actor, "portfolio:consent_withdrawn", found, now=now)
    return found


def _known(actor: Actor, participant_id: int) -> PathwayEmployee | None:
    return db.session.scalars(
        select(PathwayEmployee).where(
            PathwayEmployee.participant_id == participant_id,
            PathwayEmployee.organization_id == actor.organization_id,
        )
    ).one_or_none()


def _begin(actor: Actor, participant_id: int, contract: OwnContract | None, now: datetime) -> PathwayEmployee:
    made = PathwayEmployee(
        participant_id=participant_id, organization_id=actor.organization_id, recorded_on=civil_day(now),
        recorded_by_id=actor.user_id, contract_type=contract.contract_type if contract else None,
        starts_on=contract.starts_on if contract else None, ends_on=contract.ends_on if contract else None,
        weekly_hours=contract.weekly if contract else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(actor, "pathway:follow", made, now=now, participant=participant_id)
    return made


def _contract_refusals(contract: OwnContract) -> list[DomainError]:
    found: list[DomainError] = []
    if contract.ends_on is not None and contract.ends_on < contract.starts_on:
        found.append(Refused("date_order", field="k_end", start=contract.starts_on))
    if contract.weekly is not None and not LEAST_WEEKLY <= contract.weekly <= MOST_WEEKLY:
        found.append(Refused("number_range", field="k_weekly", min=1, max=48))
    return found


def _standing(pathway_id: int) -> PortfolioConsent | None:
    return db.session.scalars(
        select(PortfolioConsent).where(
            PortfolioConsent.pathway_id == pathway_id, PortfolioConsent.withdrawn_on.is_(None)
        )
    ).first()
