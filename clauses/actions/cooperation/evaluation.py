"""Who publishes the evaluation of a year, and with which figures? Those of that day, for ever (C11)."""

from datetime import datetime

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, next_number, take_turn
from clauses.actions.cooperation.texts import nobody_named
from clauses.domain.cooperation import last_day_of
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.extensions import db
from clauses.models.cooperation import CooperationEvaluation
from clauses.models.territory import Territory
from clauses.queries import cooperation as queries
from clauses.queries import cooperation_figures


@action
def publish_evaluation(
    actor: Actor,
    territory_id: int,
    year: int,
    *,
    comment: str,
    decisions: str,
    funding: str | None,
    now: datetime,
) -> CooperationEvaluation:
    """Publish the evaluation of a year that is over; published again, the last words stand on the first figures.

    Refuses a year still running, and an evaluation without an analysis or without a decision (G05).
    """
    territory = load(actor, Permission.EVALUATION_PUBLISH, Territory, territory_id)
    on = civil_day(now)
    if on <= last_day_of(year):
        raise IllegalMove("evaluation_running", day=last_day_of(year))
    refusals: list[DomainError] = []
    if not comment:
        refusals.append(Refused("ev_comment", field="ev_comment"))
    if not decisions:
        refusals.append(Refused("ev_decisions", field="ev_decisions"))
    refusals += nobody_named(
        territory.id, on, ev_comment=comment, ev_decisions=decisions, ev_funding=funding or ""
    )
    if refusals:
        raise Several(refusals)
    take_turn(f"evaluation {territory.id}")
    of_it = (CooperationEvaluation.territory_id == territory.id, CooperationEvaluation.year == year)
    first = queries.evaluation(territory.id, year)
    figures = first.figures if first else cooperation_figures.figures(territory.id, year, on).kept()
    made = CooperationEvaluation(
        territory_id=territory.id, year=year, number=next_number(CooperationEvaluation.number, *of_it),
        figures=figures, comment=comment, decisions=decisions,
        funding=funding, published_on=on, published_at=now, published_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(actor, "evaluation:publish", made, now=now, year=year, number=made.number)
    return made
