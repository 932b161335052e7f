"""What does the administrator look at? The messages kept and the state of the service."""

from datetime import date

from flask import current_app, g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain.accounts import LINK_MARK
from clauses.domain.kinds import JobState
from clauses.queries import boards, pulse
from clauses.queries import service as queries
from clauses.queries.people import links
from clauses.web import health
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.wording import service as words
from clauses.wording.labels import label

# The list behind each count of the state of the service; facts that wait are in no list.
COUNTED = {
    "queued": lambda: url_for("people.jobs", etat=JobState.QUEUED.value),
    "failed": lambda: url_for("people.jobs", etat=JobState.FAILED.value),
    "mails_waiting": lambda: url_for("people.mails", etat="attente"),
    "mails_failed": lambda: url_for("people.mails", etat="echec"),
}


@bp.get("/admin/courriels")
@needs(Permission.MAIL_VIEW)
def mails() -> Response:
    args = request.args
    view, text = args.get("etat") or None, args.get("q", "").strip()[:80]
    since = args.get("depuis", type=date.fromisoformat)
    found = queries.mails(
        g.actor, view, text=text or None, since=since, before=whole_number(args.get("avant"))
    )
    kept = {"etat": view if view in queries.MAIL_VIEWS else None, "q": text or None, "depuis": since}
    return page("people/mails.html", found=found, kept=kept, views=words.MAIL_VIEWS)


@bp.get("/admin/courriels/<int:message_id>")
@needs(Permission.MAIL_VIEW, guarded=True)
def mail(message_id: int) -> Response:
    message = queries.mail(g.actor, message_id)
    body = message.body
    if message.link_id and current_app.config["SETTINGS"].demonstration:
        # Nobody else reads the letters of a demonstration; elsewhere the secret is its reader's alone.
        path = links.path_of(message.link_id)
        body = body.replace(LINK_MARK, current_app.config["SETTINGS"].base_url + path) if path else body
    paragraphs = [part.splitlines() for part in body.strip().split("\n\n")]
    return page("people/mail.html", message=message, paragraphs=paragraphs)


@bp.get("/admin/etat")
@needs(Permission.SERVICE_VIEW)
def service_state() -> Response:
    found = health.checks()
    checks = [(words.CHECKS[name], *words.ANSWERS[name][ok]) for name, ok in found.items()]
    fault = queries.mail_server_fault()
    if fault is not None:
        checks = [(name, tone, f"{label(fault)}. {said}" if name == words.CHECKS["messagerie"] else said)
                  for name, tone, said in checks]  # fmt: skip
    found_counts = queries.counts()
    counts = [(title, found_counts[name], words.COUNT_NOTES[name].format(**found_counts), COUNTED.get(name, lambda: None)())
              for name, title in words.COUNTS.items()]  # fmt: skip
    return page(
        "people/service_state.html",
        checks=checks,
        counts=counts,
        healthy=words.verdict(found),
        copies=boards.copies(pulse.pulse(clock.today(), clock.now(), clock.real()))
        if found["base"] and found["migrations"]
        else [],
    )
