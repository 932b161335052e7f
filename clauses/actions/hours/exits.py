"""How is somebody's leaving prepared, and how is it told? F11, rule R14."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds_cooperation import ExitStep, ExitType
from clauses.extensions import db
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.queries import hours_pathways


@action
def prepare_exit(
    actor: Actor, pathway_id: int, steps: Iterable[ExitStep], *, version: int | None, now: datetime
) -> PathwayExit:
    """Open the preparation of somebody's exit, or note which steps are done. Its first day is kept: it is the one that is
    measured. Refuses somebody who has left."""
    pathway = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)
    found = _of(pathway)
    if found is None:
        found = PathwayExit(
            pathway_id=pathway.id, opened_on=civil_day(now), opened_by_id=actor.user_id, steps=[]
        )
        db.session.add(found)
    else:
        check_version(found, version)
        if found.left_on is not None:
            raise IllegalMove("exit_there")
    found.steps = [step.value for step in ExitStep if step in set(steps)]
    journal(actor, "exit:prepare", found, now=now, rows=len(found.steps))
    return found


@action
def tell_exit(
    actor: Actor, pathway_id: int, left_on: date | None, exit_type: ExitType | None, *, version: int | None,
    now: datetime,
) -> PathwayExit:  # fmt: skip
    """Say when somebody left and to what; told again, the last word stands. Refuses a day to come, or before the stay."""
    pathway = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)
    _, stay = hours_pathways.sheet(actor, pathway_id)
    refusals: list[DomainError] = []
    if exit_type is None:
        refusals.append(Refused("exit_type", field="exit_type"))
    if left_on is None:
        refusals.append(Refused("exit_day", field="exit_day"))
    elif left_on > civil_day(now):
        refusals.append(Refused("exit_future", field="exit_day"))
    elif stay.starts_on is not None and left_on < stay.starts_on:
        refusals.append(Refused("date_order", field="exit_day", start=stay.starts_on))
    if refusals:
        raise Several(refusals)
    found = _of(pathway)
    if found is None:
        found = PathwayExit(pathway_id=pathway.id, steps=[])
        db.session.add(found)
    else:
        check_version(found, version)
    found.left_on, found.exit_type, found.told_by_id = left_on, exit_type, actor.user_id
    journal(actor, "exit:tell", found, now=now, day=left_on)
    return found


def _of(pathway: PathwayEmployee) -> PathwayExit | None:
    return db.session.scalars(
        select(PathwayExit).where(PathwayExit.pathway_id == pathway.id).with_for_update()
    ).one_or_none()
