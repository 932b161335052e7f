"""What comes first after signing in: what I must do, since when, and where I stand?"""

from collections.abc import Sequence
from datetime import date

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.domain.values import add_months, month_of
from clauses.queries import boards, deadlines, pulse, running, worklist
from clauses.queries.boards.maps import Layer
from clauses.reference.outlines import drawing
from clauses.web import drawn, health, kept, readings
from clauses.web.doorkeeper import needs
from clauses.web.kept import Made
from clauses.web.page import page
from clauses.web.people.door import bp

LAYERS = {Layer.HOURS: "Heures", Layer.COVERAGE: "Couverture", Layer.OFFER: "Offre"}


def _layer() -> Layer:
    """What the map of the region shows; the hours unless the address names another layer."""
    asked = request.args.get("carte", "")
    return Layer(asked) if asked in set(Layer) else Layer.HOURS


@bp.get("/tableau-de-bord")
@needs(Permission.DASHBOARD_VIEW)
def dashboard() -> Response:
    """The home page of each role; that of the administration tells of the service itself, asked at each opening."""
    on, layer, motive = clock.today(), _layer(), request.args.get("motif")
    if motive and g.actor.role is not Role.ADMIN:
        return page("people/to_do.html", group=_group(on, motive))
    if g.actor.role is Role.ADMIN:
        made = _of_service(on)
    else:
        unseen = worklist.unseen(
            g.actor, on
        )  # a sign-in marks nothing: it is a part of what the page is kept under
        asked = ":".join([layer, *(f"{one.values['code']} {one.since}" for one in unseen)])
        made = kept.part("dashboard", g.actor, on, asked, lambda: _content(on, layer, unseen))
    if made.names:
        readings.say(readings.NAMES)
    return page("people/dashboard.html", content=made.html)


def _group(on: date, motive: str) -> worklist.Group | None:
    """All the acts of one kind, where the home page shows the first ones; None once there is none left."""
    lots = running.lots(g.actor, _reach())
    standing = worklist.standing(g.actor, on, lots)
    behind = worklist.catching_up(g.actor, on, standing.running if standing else ())
    also = [*worklist.unseen(g.actor, on), *behind]
    groups = worklist.worklist(g.actor, on, lots, also, worklist.WHOLE)
    groups += worklist.alerts(g.actor, on, standing, worklist.WHOLE)
    return next((group for group in groups if group.kind == motive), None)


def _reach() -> Permission:
    """A structure is shown the lots that it holds itself; those it only works on are in its own figures."""
    return Permission.MONTH_SUBMIT if g.actor.role is Role.SIAE else Permission.COMMITMENT_VIEW


def _content(on: date, layer: Layer, unseen: Sequence[worklist.Found]) -> Made:
    """All that the page says under the menu: a function of the reader, the day, the layer, who was not seen and the
    database alone."""
    lots = running.lots(g.actor, _reach())
    due = deadlines.next_report_due(on)
    standing = worklist.standing(g.actor, on, lots)
    behind = worklist.catching_up(g.actor, on, standing.running if standing else ())
    groups = worklist.worklist(g.actor, on, lots, [*unseen, *behind])
    groups += worklist.alerts(g.actor, on, standing)
    board = boards.board(g.actor, on, standing)
    local = board.local_map
    return kept.written(
        "people/dashboard_content.html", bool(getattr(standing, "counters", None)), groups=groups, kinds={group.kind for group in groups},
        standing=standing, board=board, layer=layer, layers=LAYERS, drawn_structures=drawn.marks(drawing(), local.spots) if local else [],
        legend=drawn.legend(), on=on, next_due=due,
        next_month=add_months(month_of(due), -1), last_month=add_months(month_of(on), -1),
    )  # fmt: skip


def _of_service(on: date) -> Made:
    """The home page of the administration: the service at this instant.

    What marks nothing (jobs, messages, the journal, the disk) is asked each time and is a part of what the page is kept
    under; who waits for an account or is late to confirm its members is read again where something has changed.
    """
    now = pulse.pulse(on, clock.now(), clock.real())
    found = worklist.of_service(now)
    board = boards.of_service(g.actor, on, now, health.disk())
    asked = repr((found, board.figures, board.acts))
    return kept.part("service", g.actor, on, asked, lambda: _content_of_service(on, found, board))


def _content_of_service(on: date, found: Sequence[worklist.Found], board: boards.Board) -> Made:
    groups = worklist.worklist(g.actor, on, [], found)
    due = deadlines.next_report_due(on)
    return kept.written(
        "people/dashboard_content.html", False, groups=groups, kinds={group.kind for group in groups}, standing=None,
        board=board, on=on, next_due=due, next_month=add_months(month_of(due), -1), last_month=add_months(month_of(on), -1),
    )  # fmt: skip
