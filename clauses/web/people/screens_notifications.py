"""What was I told, what is left to do of it, and how do I want to be written to?"""

from flask import g, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.people import notices as actions
from clauses.config import clock
from clauses.domain.notices import notice_of
from clauses.queries.people import notices as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_notices import deliveries_form
from clauses.web.people.paths import safe_path
from clauses.wording.notices import EVENTS

TO_DO = "a-faire"


@bp.get("/notifications")
@needs(Permission.NOTIFICATION_VIEW)
def notifications() -> Response:
    to_do, before = request.args.get("filtre") == TO_DO, whole_number(request.args.get("avant"))
    found = queries.listing(g.actor, clock.today(), to_do=to_do, before=before)
    older = url_for("people.notifications", avant=found.older, filtre=TO_DO if to_do else None)
    return page(
        "people/notifications.html", found=found, to_do=to_do, first=before is None, events=EVENTS,
        older=older if found.older else None, to_do_url=url_for("people.notifications", filtre=TO_DO),
    )  # fmt: skip


@bp.post("/notifications/<int:notification_id>/ouvrir")
@needs(Permission.NOTIFICATION_VIEW, guarded=True)
def open_notification(notification_id: int) -> Response:
    path = actions.read_notification(g.actor, notification_id, now=clock.now())
    return redirect(safe_path(path) or url_for("people.notifications"), 303)


@bp.post("/notifications/lues")
@needs(Permission.NOTIFICATION_VIEW)
def read_all_notifications() -> Response:
    up_to = whole_number(request.form.get("up_to")) or 0
    number = actions.read_all(g.actor, up_to, now=clock.now())
    return done("people.notifications", "notifications_read" if number else "notifications_known")


@bp.get("/mon-compte/envois")
@needs(Permission.NOTIFICATION_VIEW)
def show_deliveries() -> Response:
    return _deliveries(deliveries_form(_kinds(), queries.choices_of(g.actor.user_id)))


@bp.post("/mon-compte/envois")
@needs(Permission.NOTIFICATION_VIEW)
def save_deliveries() -> Response:
    kinds = _kinds()
    form = deliveries_form(kinds, {}, request.form)
    # A message that nobody may switch off is refused wherever it comes from, and not only left out of the page.
    typed = {name for name in request.form if name in EVENTS and notice_of(name).obligatory}
    number = form.attempt(actions.choose_deliveries, g.actor, form.chosen(typed), now=clock.now())
    if number is None:
        return _deliveries(form, 422)
    return done("people.show_deliveries", "deliveries_saved" if number else "deliveries_unchanged")


def _deliveries(form: Form, status: int = 200) -> Response:
    kinds = queries.kinds_for(g.actor.user_id)
    always = [(EVENTS[kind], notice_of(kind).duty) for kind in kinds if notice_of(kind).obligatory]
    return page(
        "people/deliveries.html", "form", status=status, form=form, always=always,
        refused=queries.refusal_of(g.actor.user_id),
    )  # fmt: skip


def _kinds() -> list[str]:
    return [kind for kind in queries.kinds_for(g.actor.user_id) if not notice_of(kind).obligatory]
