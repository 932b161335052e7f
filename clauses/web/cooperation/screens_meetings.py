"""Which meetings does a territory hold, and what was decided? G03."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions.cooperation import meetings as actions
from clauses.config import clock
from clauses.domain.kinds_cooperation import MeetingKind
from clauses.queries import cooperation as queries
from clauses.reference import rulebook
from clauses.web.cooperation.door import bp, may, place, tabs, year_asked
from clauses.web.cooperation.forms import MeetingForm, MinutesForm
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page

P = Permission


@bp.get("/cooperation/reunions")
@needs(P.COOPERATION_VIEW)
def meetings() -> Response:
    return _page()


@bp.post("/cooperation/reunions")
@needs(P.COOPERATION_NOTE, guarded=True)
def plan_meeting() -> Response:
    where = place()
    if where.one is None:
        raise gate.OutOfReach
    territory_id, form = where.one.id, MeetingForm(request.form)
    made = form.attempt(
        lambda: actions.plan_meeting(
            g.actor, territory_id, form.kind, form.meet_date.data, form.meet_place.data, now=clock.now()
        )
    )
    if made is None:
        return _page(plan=form)
    return done("cooperation.meetings", "meeting_planned", territoire=where.one.code, annee=made.held_on.year)


@bp.post("/cooperation/reunions/decisions")
@needs(P.COOPERATION_NOTE, guarded=True)
def note_meeting() -> Response:
    form = MinutesForm(request.form)
    number = whole_number(request.form.get("reunion")) or 0
    made = form.attempt(
        lambda: actions.note_meeting(
            g.actor, number, form.meet_present.data, form.meet_minutes.data or "",
            version=request.form.get("version", type=int), now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _page(minutes=form, noted=number)
    return done("cooperation.meetings", "meeting_noted", annee=made.held_on.year)


def _page(plan: Form | None = None, minutes: Form | None = None, noted: int | None = None) -> Response:
    where, year = place(), year_asked()
    rows = queries.meetings(where.one.id, year) if where.one else []
    held = sum(one.kind is MeetingKind.SIAE_SPE and one.minutes is not None for one in rows)
    return page(
        "cooperation/meetings.html", status=422 if plan or minutes else 200, where=where, year=year,
        tabs=tabs("meetings"), rows=rows, held=held, planned=rulebook.cooperation(clock.today()).meetings,
        may_note=may(P.COOPERATION_NOTE, where.one), plan=plan or MeetingForm(), minutes=minutes or MinutesForm(),
        noted=noted, refused=plan or minutes, today=clock.today(),
    )  # fmt: skip
