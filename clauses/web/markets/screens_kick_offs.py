"""How is the meeting that opens the execution of a lot planned, and what it was written?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.queries import markets as queries
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_kick_offs import MeetingForm, MinutesForm
from clauses.web.markets.screens_filing import seen_version
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.awards import KICK_OFF


@bp.get("/marches/<int:market_id>/lots/<int:number>/reunion-de-lancement")
@needs(Permission.MARKET_VIEW, guarded=True)
def kick_off(market_id: int, number: int) -> Response:
    return _page(market_id, number)


@bp.post("/marches/<int:market_id>/lots/<int:number>/reunion-de-lancement")
@needs(Permission.KICK_OFF_PREPARE, guarded=True)
def plan_kick_off(market_id: int, number: int) -> Response:
    queries.kick_off_file(g.actor, market_id, number)
    form = MeetingForm(request.form)
    meeting = form.attempt(
        lambda: actions.plan_kick_off(
            g.actor, market_id, number, form.fields(), seen_version=seen_version(), now=clock.now()
        )
    )
    if meeting is None:
        return _page(market_id, number, meeting=form, status=422)
    said = "kick_off_planned" if meeting.planned_on >= clock.today() else "kick_off_past"
    return done("markets.kick_off", said, market_id=market_id, number=number)


@bp.post("/marches/<int:market_id>/lots/<int:number>/reunion-de-lancement/compte-rendu")
@needs(Permission.KICK_OFF_PREPARE, guarded=True)
def hold_kick_off(market_id: int, number: int) -> Response:
    queries.kick_off_file(g.actor, market_id, number)
    form = MinutesForm(request.form)
    meeting = form.attempt(
        lambda: actions.hold_kick_off(
            g.actor, market_id, number, form.fields(), seen_version=seen_version(), now=clock.now()
        )
    )
    if meeting is None:
        return _page(market_id, number, minutes=form, status=422)
    return done("markets.kick_off", "kick_off_written", market_id=market_id, number=number)


def _page(
    market_id: int,
    number: int,
    meeting: MeetingForm | None = None,
    minutes: MinutesForm | None = None,
    status: int = 200,
) -> Response:
    file = queries.kick_off_file(g.actor, market_id, number)
    known = file.meeting
    due = known is not None and known.planned_on <= clock.today()
    return page(
        "markets/kick_off.html", "content", status=status, file=file, planning=meeting or MeetingForm.of(known),
        minutes=minutes or MinutesForm.of(known), wrong=minutes or meeting or MeetingForm(), writes=file.may_write and due,
        version=seen_version() or (known.version if known else None),
        breadcrumb=breadcrumb(g.actor, file.market, file.lot, KICK_OFF),
    )  # fmt: skip
