"""Where are the cooperations between structures read? G02."""

from flask import g
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.queries import cooperation as queries
from clauses.web.cooperation.door import bp, tabs
from clauses.web.doorkeeper import needs
from clauses.web.page import page
from clauses.wording import cooperation as words


@bp.get("/cooperation/journal")
@needs(Permission.COOPERATION_VIEW)
def journal() -> Response:
    return page(
        "cooperation/journal.html", events=queries.journal(g.actor), kinds=words.KINDS, together=words.TOGETHER,
        tabs=tabs("journal"),
    )  # fmt: skip
