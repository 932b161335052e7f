"""What does a person have this month, how is a day added to it, and how does a diary outside follow it? E11."""

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, g, make_response, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions import agenda as actions
from clauses.config import clock
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.domain.values import add_months, last_day, month_of, months_between
from clauses.queries import agenda as queries
from clauses.queries.agenda import Entry
from clauses.reports.agenda import icalendar
from clauses.web.doorkeeper import needs, public
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_agenda import AppointmentForm
from clauses.web.people.link_doors import dead, private, subject
from clauses.wording import agenda as words
from clauses.wording.sentences import written

P = Permission
BEFORE, AFTER = 1, 12  # months that a diary outside is given
_MONTH = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])")
FARTHEST = 60  # months around today that the page opens


@bp.get("/calendrier")
@needs(P.CALENDAR_VIEW)
def agenda() -> Response:
    return _agenda_page(AppointmentForm())


@bp.post("/calendrier")
@needs(P.CALENDAR_WRITE)
def write_appointment() -> Response:
    form = AppointmentForm(request.form)
    made = form.attempt(
        lambda: actions.write_appointment(
            g.actor, day=form.rdv_day.data, at=form.rdv_hour.data, title=form.rdv_title.data or "",
            place=form.rdv_place.data or None, now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _agenda_page(form, status=422)
    return done("people.agenda", "appointment_written", facts={"day": made.day}, mois=f"{made.day:%Y-%m}")


@bp.post("/calendrier/<int:appointment_id>/retrait")
@needs(P.CALENDAR_WRITE, guarded=True)
def remove_appointment(appointment_id: int) -> Response:
    one = actions.remove_appointment(
        g.actor, appointment_id, seen_version=request.form.get("version", type=int), now=clock.now()
    )
    return done("people.agenda", "appointment_removed", mois=f"{one.day:%Y-%m}")


@bp.get("/calendrier.ics")
@needs(P.CALENDAR_VIEW)
def agenda_file() -> Response:
    """The month that is shown, as a file."""
    month = _month()
    found = queries.entries(g.actor, month, last_day(month), clock.today())
    answer = _icalendar(g.actor, found)
    answer.headers["Content-Disposition"] = f'attachment; filename="calendrier-{month:%Y-%m}.ics"'
    return answer


@bp.post("/calendrier/abonnement")
@needs(P.CALENDAR_VIEW)
def follow_agenda() -> Response:
    """The address is shown once, on the answer itself: it is kept nowhere."""
    if request.form.get("do") == "stop":
        actions.close_feed(g.actor, now=clock.now(), at=clock.real())
        return done("people.agenda", "feed_closed")
    path = actions.open_feed(g.actor, now=clock.now(), at=clock.real())
    base = current_app.config["SETTINGS"].base_url
    return private(_agenda_page(AppointmentForm(), address=f"{base}{path}"))


@bp.get("/calendrier/<token>.ics")
@public
def agenda_feed(token: str) -> Response:
    """What a diary outside reads, with the rights that the person has today; nothing once they have left."""
    number = subject(LinkPurpose.CALENDAR, token)
    on = clock.today()
    actor = queries.reader_of(number, on) if number else None
    if actor is None:
        return dead(LinkPurpose.CALENDAR)
    first = add_months(month_of(on), -BEFORE)
    found = [
        one
        for n in range(BEFORE + AFTER)
        for one in queries.entries(actor, add_months(first, n), last_day(add_months(first, n)), on)
    ]
    return private(_icalendar(actor, found))


def _icalendar(actor: Actor, found: Sequence[Entry]) -> FlaskResponse:
    base = current_app.config["SETTINGS"].base_url

    def url(one: Entry) -> str | None:
        return f"{base}{url_for(one.endpoint, **one.values)}" if one.endpoint else None

    text = icalendar(
        found, _told(actor), url, name=words.FEED.format(organization=actor.organization_name),
        host=base.partition("://")[2], now=clock.now(),
    )  # fmt: skip
    answer: FlaskResponse = make_response(text)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return answer


def _told(actor: Actor) -> Callable[[Entry], str]:
    return lambda one: words.told(one.kind, one.facts, actor.role)


def _month() -> date:
    on = month_of(clock.today())
    typed = _MONTH.fullmatch(request.args.get("mois", ""))
    month = date(int(typed[1]), int(typed[2]), 1) if typed else on
    return month if abs(months_between(on, month)) <= FARTHEST else on


def _agenda_page(form: AppointmentForm, status: int = 200, **more: Any) -> Response:
    month, on = _month(), clock.today()
    found = queries.entries(g.actor, month, last_day(month), on)
    days: dict[date, list[Entry]] = {}
    for one in found:
        days.setdefault(one.day, []).append(one)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return page(
        "people/agenda.html", status=status, month=month, on=on, days=days, weeks=weeks, told=_told(g.actor), form=form,
        before=add_months(month, -1), after=add_months(month, 1), nothing=written(words.NOTHING, month=month),
        writes=reach_of(g.actor, P.CALENDAR_WRITE) is not None, **more,
    )  # fmt: skip
