"""What does the administrator look at? The messages kept and the state of the service."""

from flask import g
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.queries import service as queries
from clauses.web import health
from clauses.web.doorkeeper import needs
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.wording import service as words


@bp.get("/admin/courriels")
@needs(Permission.MAIL_VIEW)
def mails() -> Response:
    return page("people/mails.html", messages=queries.mails(g.actor))


@bp.get("/admin/courriels/<int:message_id>")
@needs(Permission.MAIL_VIEW, guarded=True)
def mail(message_id: int) -> Response:
    message = queries.mail(g.actor, message_id)
    paragraphs = [part.splitlines() for part in message.body.strip().split("\n\n")]
    return page("people/mail.html", message=message, paragraphs=paragraphs)


@bp.get("/admin/etat")
@needs(Permission.SERVICE_VIEW)
def service_state() -> Response:
    found = health.checks()
    checks = [(words.CHECKS[name], *words.ANSWERS[name][ok]) for name, ok in found.items()]
    found_counts = queries.counts()
    counts = [(title, found_counts[name], words.COUNT_NOTES[name].format(**found_counts))
              for name, title in words.COUNTS.items()]  # fmt: skip
    return page("people/service_state.html", checks=checks, counts=counts, healthy=words.verdict(found))
