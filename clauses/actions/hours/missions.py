"""A person already known is placed on a lot; a trial placement says that it is one, and then what followed (F04, S11)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal
from clauses.actions.hours.participants import Contract, Person, hire
from clauses.domain.errors import Refused
from clauses.domain.kinds import Modality
from clauses.domain.kinds_pathways import TrialResult
from clauses.extensions import db
from clauses.models.hours import EmploymentContract
from clauses.models.pathways import TrialPlacement
from clauses.queries import hours_missions

# A trial before hiring goes through an association or a temporary-work company: the company is no employer yet.
BY_TRIAL = frozenset({Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT})


@dataclass(frozen=True, slots=True)
class Mission:
    """Whom, on which lot and by which contract; `trial` when it is a test before hiring."""

    participant_id: int
    lot_id: int
    contract: Contract
    trial: bool = False


@action
def create_mission(actor: Actor, mission: Mission, *, now: datetime) -> tuple[EmploymentContract, bool]:
    """Place on a lot somebody whom the structure knows; returns the contract, and whether the person is eligible.

    It is the act of D11 with the person already there: the same refusals, and a proof asked again when the one that is
    known no longer covers the first day. Refuses besides somebody whose situation at hiring was never told, and a trial
    placement that has no end or does not go through an AI or an ETTI (S11).
    """
    contract = mission.contract
    known = next(
        (one for one in hours_missions.known_people(actor) if one.id == mission.participant_id), None
    )
    if known is None or known.birth is None:
        raise Refused("choose", field="k_person")
    told = hours_missions.situation_of(known.id)
    if told is None:
        raise Refused("mission_no_situation", field="k_person", name=known.name)
    if mission.trial and contract.modality not in BY_TRIAL:
        raise Refused("trial_way", field="is_test")
    if mission.trial and contract.ends_on is None:
        raise Refused("trial_end", field="k_end")
    person = Person(
        last_name=known.last_name, first_name=known.first_name, birth=known.birth, gender=known.gender,
        commune_code=known.commune_code, priority_district=known.priority_district, prescriber=known.prescriber,
        categories=told.categories, informed=True,
    )  # fmt: skip
    hired, eligible = hire(
        actor, mission.lot_id, person, contract, same_as=known.id, homonym=False, proof=None, proof_label=None,
        files=None, now=now,
    )  # fmt: skip
    if mission.trial:
        trial = TrialPlacement(contract=hired, marked_on=civil_day(now), marked_by_id=actor.user_id)
        db.session.add(trial)
        db.session.flush()
        journal(actor, "mission:trial", trial, now=now, lot_id=hired.lot_id, participant=hired.participant_id,
                ends_on=hired.ends_on)  # fmt: skip
    return hired, eligible


@action
def tell_trial(
    actor: Actor, contract_id: int, result: TrialResult | None, *, version: int | None, now: datetime
) -> TrialPlacement:
    """Say what followed a trial placement, from its last day on; said again, it is corrected and the journal keeps both.

    Refuses an answer before the last day, none at all, and the mission of another employer on a lot one holds.
    """
    contract = load(actor, Permission.MISSION_MAKE, EmploymentContract, contract_id)
    if contract.employer_id != actor.organization_id:
        raise OutOfReach
    trial = db.session.scalars(
        select(TrialPlacement)
        .where(TrialPlacement.contract_id == contract.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if trial is None:
        raise OutOfReach
    check_version(trial, version)
    on = civil_day(now)
    if contract.ends_on is None or contract.ends_on > on:
        raise Refused("trial_not_over", field="test_result")
    if result is None:
        raise Refused("test_result", field="test_result", day=contract.ends_on)
    before = trial.result
    trial.result, trial.answered_on, trial.answered_by_id = result, on, actor.user_id
    journal(
        actor, "mission:trial_result", trial, now=now, lot_id=contract.lot_id, result=result, before=before
    )
    return trial
