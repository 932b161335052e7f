"""H06. What has waited too long in the region, and whom does the coordination call?"""

from datetime import date
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.queries import alerts as queries
from clauses.queries.alerts import Alert, AlertKind, Block, Key, Place
from clauses.web import kept
from clauses.web.compliance.door import bp
from clauses.web.doorkeeper import needs
from clauses.web.page import page
from clauses.wording import alerts as words
from clauses.wording.sentences import plural, written


@bp.get("/alertes")
@needs(Permission.ALERT_VIEW)
def alert_list() -> Response:
    """Every kind with its first lines, or one kind from those that come after a key; at will those of one territory."""
    on, only = clock.today(), _kind(request.args.get("bloc", ""))
    after = _key(request.args.get("apres", "")) if only else None
    code = _code(request.args.get("territoire", ""))
    made = kept.part("alerts", g.actor, on, f"{only}:{after}:{code}", lambda: _content(on, only, after, code))
    return page("compliance/alerts.html", content=made.html)


def _content(on: date, only: AlertKind | None, after: Key | None, code: str) -> kept.Made:
    """All that the page says under the menu: a function of the reader, the day, the address and the database alone."""
    places = queries.places()
    chosen = next((one for one in places if one.code == code), None)
    found = queries.alerts(g.actor, on, only, after, chosen.id if chosen else None)
    blocks = [_block(one, on, chosen) for one in found]
    return kept.written(
        "compliance/alerts_content.html", False, blocks=blocks, only=only, places=places, chosen=chosen,
    )  # fmt: skip


def _code(text: str) -> str:
    """The code of a territory as an address may write it; anything longer is none."""
    return text if len(text) <= 8 and text.isalnum() else ""


def _kind(text: str) -> AlertKind | None:
    return AlertKind(text) if text in {one.value for one in AlertKind} else None


def _key(text: str) -> Key | None:
    """« 2026-01-10-412 »: since when, and the number of the last line shown; anything else begins at the first."""
    day, _, number = text.rpartition("-")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _block(one: Block, on: date, chosen: Place | None) -> dict[str, Any]:
    more: str | None = None
    there: dict[str, Any] = {"territoire": chosen.code} if chosen else {}
    if one.after is not None:
        since, number = one.after
        more = url_for("compliance.alert_list", bloc=one.kind.value, apres=f"{since}-{number}", **there)
    return {
        "kind": one.kind, "head": words.HEADS[one.kind], "total": one.total, "more": more, "again": url_for("compliance.alert_list", bloc=one.kind.value, **there),
        "first": one.first + 1, "last": one.first + len(one.alerts), "lines": [_line(alert, on) for alert in one.alerts],
    }  # fmt: skip


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
        "place": _place(one),
        "subject": written(words.SUBJECT, **facts) if one.lot_number else None, "territory": one.territory,
    }  # fmt: skip


def _place(one: Alert) -> str | None:
    """The territory of a lot, besides its title; a territory without anybody is its own title."""
    if one.lot_number is None:
        return None
    return f"{one.territory.code} {one.territory.name}" if one.territory else words.NO_PLACE


def _page_of(one: Alert) -> str:
    if one.lot_number is None:
        return url_for("people.white_zones")
    if one.kind is AlertKind.OPINION:
        return url_for("markets.market", market_id=one.market_id)
    return url_for("markets.lot", market_id=one.market_id, number=one.lot_number)
