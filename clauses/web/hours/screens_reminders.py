"""Who is late, what was sent to them, who was called, and how is somebody reminded today? E07."""

from datetime import timedelta

from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions.hours import reminders as actions
from clauses.config import clock
from clauses.queries import hours_late as queries
from clauses.queries import hours_reminders
from clauses.reference import rulebook
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_reminders import CallForm, PauseForm
from clauses.web.page import done, page
from clauses.wording import reminders as words
from clauses.wording.formats import month_long

P = Permission
ROWS = 20  # organizations on a page


@bp.get("/relances")
@needs(P.REMINDER_VIEW)
def reminders() -> Response:
    found = queries.parties(g.actor, clock.today())
    late, expected = [one for one in found if one.late or one.silence], [one for one in found if not one.late]
    pages = max(1, -(-len(late) // ROWS))
    number = min(max(1, whole_number(request.args.get("page")) or 1), pages)
    start = (number - 1) * ROWS

    def url(n: int) -> str | None:
        return url_for("hours.reminders", page=n) if 1 <= n <= pages else None

    pager = {
        "pages": pages, "number": number, "first": start + 1, "last": min(start + ROWS, len(late)), "total": len(late),
        "previous_url": url(number - 1), "next_url": url(number + 1),
    }  # fmt: skip
    return page(
        "hours/reminders.html", "late", late=late[start : start + ROWS], pager=pager, today=clock.today(),
        expected=[one for one in expected if not one.silence], words=words, written=written,
        sends=reach_of(g.actor, P.REMINDER_SEND) is not None,
    )  # fmt: skip


@bp.get("/relances/<int:lot_id>/<month>")
@needs(P.REMINDER_VIEW, guarded=True)
def month_reminders(lot_id: int, month: str) -> Response:
    return _file(lot_id, month)


@bp.post("/relances/<int:lot_id>/<month>/relancer")
@needs(P.REMINDER_SEND, guarded=True)
def remind(lot_id: int, month: str) -> Response:
    who, form = whole_number(request.form.get("organization")), Form()
    made = form.attempt(lambda: actions.remind_now(g.actor, lot_id, month_in(month), who, now=clock.now()))
    if made is None:
        return _file(lot_id, month, refused=form, status=422)
    told = {"organization": made[0].organization.name}
    if request.form.get("from") == "list":
        return done("hours.reminders", "reminded", facts=told)
    return done("hours.month_reminders", "reminded", facts=told, lot_id=lot_id, month=month)


@bp.post("/relances/<int:lot_id>/<month>/appels")
@needs(P.REMINDER_SEND, guarded=True)
def note_call(lot_id: int, month: str) -> Response:
    lot, _ = queries.month_file(g.actor, lot_id, month_in(month), clock.today())
    form = CallForm(request.form, who=queries.callable_on(lot))
    made = form.attempt(
        lambda: actions.note_call(
            g.actor, lot_id, month_in(month), form.organization_id(), form.call(), now=clock.now()
        )
    )
    if made is None:
        return _file(lot_id, month, call=form, status=422)
    return done("hours.month_reminders", "call_noted", lot_id=lot_id, month=month)


@bp.post("/relances/<int:lot_id>/<month>/suspension")
@needs(P.REMINDER_SEND, guarded=True)
def pause_reminders(lot_id: int, month: str) -> Response:
    form, version = PauseForm(request.form), request.form.get("version", type=int)
    resumes = request.form.get("resume") is not None
    until = clock.today() - timedelta(days=1) if resumes else form.pause_until.data
    made = form.attempt(
        lambda: actions.pause_reminders(
            g.actor, lot_id, month_in(month), until, version=version, now=clock.now()
        )
    )
    if made is None:
        return _file(lot_id, month, pause=form, status=422)
    said = "reminders_resumed" if made.until < clock.today() else "reminders_paused"
    return done(
        "hours.month_reminders", said, facts={"day": made.until} if said == "reminders_paused" else None, lot_id=lot_id,
        month=month,
    )  # fmt: skip


def _file(
    lot_id: int, month: str, *, refused: Form | None = None, call: CallForm | None = None,
    pause: PauseForm | None = None, status: int = 200,
) -> Response:  # fmt: skip
    on, first = clock.today(), month_in(month)
    lot, found = queries.month_file(g.actor, lot_id, first, on)
    who = queries.callable_on(lot)
    owing = {one.organization.id for one in found}
    preselected = str(next((id for id, _ in who if id in owing), who[0][0] if who else ""))
    most = on + timedelta(days=rulebook.sending(on).pause_days)
    return page(
        "hours/month_reminders.html", "file", status=status, lot=lot, month=first, written=written, parties=found, words=words,
        today=on, most=most, sends=reach_of(g.actor, P.REMINDER_SEND) is not None, refused=refused,
        sent=hours_reminders.history_of(lot.id, first), calls=hours_reminders.calls_of(lot.id, first),
        waits=hours_reminders.pauses_of([lot.id], on).get((lot.id, first)),
        version=hours_reminders.pause_version(lot.id, first),
        call=call or CallForm(who=who, data={"call_day": on, "call_who": preselected}), pause=pause or PauseForm(),
        breadcrumb=[(words.REMINDERS, url_for("hours.reminders")), (month_long(first), "")],
    )  # fmt: skip
