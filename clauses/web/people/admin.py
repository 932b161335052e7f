"""What does the administrator look at? The messages kept and the state of the service."""

from flask import current_app, g
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain.accounts import LINK_MARK
from clauses.queries import boards, pulse
from clauses.queries import service as queries
from clauses.queries.people import links
from clauses.web import health
from clauses.web.doorkeeper import needs
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.wording import service as words
from clauses.wording.labels import label


@bp.get("/admin/courriels")
@needs(Permission.MAIL_VIEW)
def mails() -> Response:
    return page("people/mails.html", messages=queries.mails(g.actor))


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
    counts = [(title, found_counts[name], words.COUNT_NOTES[name].format(**found_counts))
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
