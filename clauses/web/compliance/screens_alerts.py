"""H06. What has waited too long in the region, and whom does the coordination call?"""

from datetime import date
from typing import Any

from flask import g, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.queries import alerts as queries
from clauses.queries.alerts import Alert, AlertKind
from clauses.web.compliance.door import bp
from clauses.web.doorkeeper import needs
from clauses.web.page import page
from clauses.wording import alerts as words
from clauses.wording.sentences import plural, written

SHOWN = 50  # lines of a kind; the others are counted


@bp.get("/alertes")
@needs(Permission.ALERT_VIEW)
def alert_list() -> Response:
    on = clock.today()
    found = queries.alerts(g.actor, on)
    groups = []
    for kind in AlertKind:
        mine = [one for one in found if one.kind is kind]
        if mine:
            groups.append((kind, words.HEADS[kind], [_line(one, on) for one in mine[:SHOWN]], len(mine)))
    return page("compliance/alerts.html", groups=groups, count=len(found), shown=SHOWN)


def _line(one: Alert, on: date) -> dict[str, Any]:
    """One alert: its words, its page, whose turn it is and the ladder with the rung it is on."""
    facts = {**one.facts, "territory": one.territory.name if one.territory else ""}
    turn = written(words.TURNS[one.turn], who=one.who or "")
    said = written(words.SINCE_EVER, turn=turn)
    if one.since != date.min:
        days = plural(words.DAYS, (on - one.since).days)
        said = written(words.SINCE, turn=turn, since=one.since, days=days)
    return {
        "title": written(words.TITLES[one.kind], **facts), "detail": written(words.DETAILS[one.kind], **facts),
        "url": _page_of(one), "turn": said, "person": one.person,
        "ladder": [(words.RUNGS[rung], rung == one.turn) for rung in words.LADDERS[one.kind]],
        "subject": written(words.SUBJECT, **facts) if one.lot else None, "territory": one.territory,
    }  # fmt: skip


def _page_of(one: Alert) -> str:
    if one.lot is None:
        return url_for("people.white_zones")
    if one.kind is AlertKind.OPINION:
        return url_for("markets.market", market_id=one.market_id)
    return url_for("markets.lot", market_id=one.market_id, number=one.lot.number)
