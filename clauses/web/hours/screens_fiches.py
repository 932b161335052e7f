"""Two fiches that may be one person: looked at side by side, put together, taken apart. For whoever accompanies them."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import merging as actions
from clauses.config import clock
from clauses.queries import hours_fiches as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_person import MergeForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced

P = Permission


@bp.get("/participants/doublons")
@needs(P.PARTICIPANT_MERGE)
@traced(NAMES)
def double_list() -> Response:
    return page("hours/fiches.html", pairs=queries.pairs(g.actor), merges=queries.merges(g.actor))


@bp.get("/participants/<int:participant_id>/reunir")
@needs(P.PARTICIPANT_MERGE, guarded=True)
@traced(NAMES)
def merge_sheet(participant_id: int) -> Response:
    """Both fiches side by side, and what putting them together does."""
    other = whole_number(request.args.get("avec"))
    if other is None:
        return done("hours.double_list")
    return _merge_page(participant_id, other, MergeForm())


@bp.post("/participants/<int:participant_id>/reunir")
@needs(P.PARTICIPANT_MERGE, guarded=True)
def merge(participant_id: int) -> Response:
    other = whole_number(request.form.get("avec"))
    if other is None:
        return done("hours.double_list")
    form = MergeForm(request.form)
    kept = form.attempt(
        lambda: actions.merge(g.actor, participant_id, other, form.together(), now=clock.now())
    )
    if kept is None:
        return _merge_page(participant_id, other, form, 422)
    return done("hours.double_list", "participants_merged", facts={"hours": kept[1]})


@bp.post("/participants/<int:participant_id>/reunir/distinctes")
@needs(P.PARTICIPANT_MERGE, guarded=True)
def say_distinct(participant_id: int) -> Response:
    other = whole_number(request.form.get("avec"))
    if other is not None:
        actions.say_distinct(g.actor, participant_id, other, now=clock.now())
    return done("hours.double_list", "participants_distinct" if other is not None else None)


@bp.post("/participants/<int:participant_id>/fusions/<int:merge_id>/separer")
@needs(P.PARTICIPANT_MERGE, guarded=True)
def take_apart(participant_id: int, merge_id: int) -> Response:
    _, hours = actions.take_apart(g.actor, participant_id, merge_id, now=clock.now())
    return done("hours.double_list", "participants_apart", facts={"hours": hours})


def _merge_page(participant_id: int, other: int, form: MergeForm, status: int = 200) -> Response:
    beside = queries.beside(g.actor, participant_id, other)
    return page("hours/merge.html", "form", status=status, beside=beside, form=form)
