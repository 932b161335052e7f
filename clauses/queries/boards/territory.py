"""B04. Where do the lots of a resource person stand, what waits for them, and how have the hours come in?"""

from datetime import date

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import ReportState
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport, Relay
from clauses.models.territory import Territory
from clauses.queries import lasting
from clauses.queries.boards import delays, maps, pace, shared
from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.hours_relays import OPEN
from clauses.queries.worklist import Standing
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences

LOTS = "markets.followed_lots"


def board(actor: Actor, on: date, standing: Standing) -> Board:
    """Six figures, the last twelve months, the lots on a plane and on a map. Six statements besides the figures of the lots."""
    if not standing.found:
        return Board()
    return Board(
        figures=[
            _to_validate(actor),
            shared.hours(standing, LOTS),
            shared.states(standing, LOTS, statut="alert"),
            lasting.kept(("relays", actor), lambda: _relays(actor), lambda _: 1),
            shared.persons(standing, LOTS),
            shared.delay(
                delays.together(delays.by_territory(actor, on).values()), on, "hours.validation", delais=1
            ),
        ],
        columns=pace.columns(standing.found, on),
        plane=pace.plane(standing.running, on),
        local_map=maps.local_map(
            standing.running, actor.epcis, lasting.kept(("zone", actor), lambda: _zone(actor), lambda _: 0.1)
        ),
        links=[
            Link(words.FOLLOWED, LOTS),
            Link(words.ENGAGEMENTS, "allocation.commitment_list"),
            Link(words.THREADS, "markets.threads"),
            Link(words.DIFFICULTIES, "hours.difficulty_list"),
            Link(words.VISITS, "hours.visit_list"),
            Link(words.OFFER, "supply.coverage"),
            Link(words.REMINDERS, "hours.reminders"),
            Link(words.OWN_TERRITORY, "people.own_territory"),
            Link(words.COOPERATION, "cooperation.journal"),
        ],
    )


def _zone(actor: Actor) -> str | None:
    """The code of the one territory that this person follows today; None for several, or for none."""
    if len(actor.territories) != 1:
        return None
    return db.session.scalar(select(Territory.code).where(Territory.id.in_(actor.territories)))


def _to_validate(actor: Actor) -> Figure:
    reports, typed, oldest = db.session.execute(
        select(
            func.count(MonthlyReport.id.distinct()), func.coalesce(func.sum(HoursEntry.worked), 0),
            func.min(MonthlyReport.submitted_on),
        )
        .outerjoin(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
        .where(
            within_reach(actor, Permission.HOURS_VALIDATE, MonthlyReport),
            MonthlyReport.state == ReportState.SUBMITTED,
        )
    ).one()  # fmt: skip
    note = sentences.plural(words.TO_VALIDATE_NOTE, reports, day=formats.day_long(oldest) if oldest else "")
    return Figure(
        words.TO_VALIDATE,
        formats.hours(int(typed)),
        note,
        "hours.validation",
        {},
        "ambre" if reports else None,
    )


def _relays(actor: Actor) -> Figure:
    waiting, oldest = db.session.execute(
        select(func.count(), func.min(Relay.alerted_on)).where(
            within_reach(actor, Permission.RELAY_VIEW, Relay), Relay.state.in_(OPEN)
        )
    ).one()
    note = sentences.plural(words.RELAYS_NOTE, waiting, day=formats.day_long(oldest) if oldest else "")
    return Figure(
        words.RELAYS, formats.number(waiting), note, "hours.relays", {}, "ambre" if waiting else None
    )
