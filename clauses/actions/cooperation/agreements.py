"""How is the convention of a département recorded, and how does it end? Until then it renews itself (G01, C12)."""

from datetime import date, datetime

from sqlalchemy import select

from clauses.access import gate
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, check_version, civil_day, journal, take_turn
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.extensions import db
from clauses.models.cooperation import CooperationAgreement
from clauses.queries import cooperation as queries

TURN = "agreement"
LEAST_REASON = 10


@action
def record_agreement(
    actor: Actor, department: str, title: str, signatories: str, effective_on: date | None, *, now: datetime
) -> CooperationAgreement:
    """Record the convention of a département, with its signatories and the day it took effect. Refuses a second one, and a
    day to come."""
    if reach_of(actor, Permission.AGREEMENT_RECORD) is None:
        raise gate.Forbidden
    take_turn(TURN)
    if queries.agreement(department) is not None:
        raise IllegalMove("agreement_known")
    refusals: list[DomainError] = []
    if not title:
        refusals.append(Refused("conv_title", field="conv_title"))
    if not signatories:
        refusals.append(Refused("conv_signatories", field="conv_signatories"))
    if effective_on is None or effective_on > civil_day(now):
        refusals.append(Refused("conv_date", field="conv_date"))
    if refusals or effective_on is None:
        raise Several(refusals)
    made = CooperationAgreement(
        department=department, title=title, signatories=signatories, effective_on=effective_on,
        recorded_on=civil_day(now), recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    journal(actor, "agreement:record", made, now=now, effective_on=effective_on)
    return made


@action
def end_agreement(
    actor: Actor, department: str, ended_on: date | None, reason: str, *, version: int | None, now: datetime
) -> CooperationAgreement:
    """Write that a network objects: from that day the convention is no longer renewed. Refuses a day gone by, and no
    reason."""
    if reach_of(actor, Permission.AGREEMENT_RECORD) is None:
        raise gate.Forbidden
    found = db.session.scalars(
        select(CooperationAgreement).where(CooperationAgreement.department == department).with_for_update()
    ).one_or_none()
    if found is None:
        raise gate.OutOfReach
    check_version(found, version)
    if found.ended_on is not None:
        raise IllegalMove("agreement_over", day=found.ended_on)
    refusals: list[DomainError] = []
    if ended_on is None or ended_on < civil_day(now):
        refusals.append(Refused("conv_end", field="conv_end"))
    if len(reason) < LEAST_REASON:
        refusals.append(Refused("conv_reason", field="conv_reason"))
    if refusals:
        raise Several(refusals)
    found.ended_on, found.end_reason = ended_on, reason
    journal(actor, "agreement:end", found, now=now, day=ended_on)
    return found
