"""What do the structures of a territory say together of a year, and who has signed? G04."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions.cooperation import reviews as actions
from clauses.config import clock
from clauses.domain import cooperation as domain
from clauses.models.cooperation import JointAnnualReview
from clauses.queries import cooperation as queries
from clauses.reports import cooperation as reports
from clauses.reports.table import row_text
from clauses.web.cooperation.door import beside, bp, in_range, may, place, tabs
from clauses.web.cooperation.forms import ReviewForm, SigningForm
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page

P = Permission


@bp.get("/cooperation/bilans/<int:year>")
@needs(P.COOPERATION_VIEW)
def review(year: int) -> Response:
    return _page(year)


@bp.post("/cooperation/bilans/<int:year>")
@needs(P.COOPERATION_NOTE)
def write_review(year: int) -> Response:
    form, territory_id, code = ReviewForm(request.form), *_there()
    made = form.attempt(
        lambda: actions.write_review(
            g.actor, territory_id, in_range(year), success=form.rev_success.data or "",
            failure=form.rev_failure.data or "", change=form.rev_change.data or "",
            version=request.form.get("version", type=int), now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _page(year, form)
    return done("cooperation.review", "review_written", year=year, territoire=code)


@bp.post("/cooperation/bilans/<int:year>/signature")
@needs(P.REVIEW_SIGN)
def sign_review(year: int) -> Response:
    form, territory_id, code = SigningForm(request.form), *_there()
    made = form.attempt(
        lambda: actions.sign_review(
            g.actor, territory_id, in_range(year), success=form.rev_success.data or "",
            failure=form.rev_failure.data or "", change=form.rev_change.data or "",
            version=request.form.get("version", type=int), now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _page(year, form)
    return done("cooperation.review", "review_signed", year=year, territoire=code)


def _there() -> tuple[int, str]:
    where = place()
    if where.one is None:
        raise gate.OutOfReach
    return where.one.id, where.one.code


def _typed(found: JointAnnualReview | None) -> dict[str, str]:
    if found is None:
        return {}
    return {"rev_success": found.success, "rev_failure": found.failure, "rev_change": found.change}


def _page(year: int, form: ReviewForm | None = None) -> Response:
    where, on = place(), clock.today()
    found = queries.review(where.one.id, in_range(year)) if where.one else None
    figures = queries.standing(where.one.id, year, on) if where.one and found else None
    mine = next((one for one in found.signatures if one.organization_id == g.actor.organization_id), None) if found else None  # fmt: skip
    writes = found is not None and found.frozen_on is None and may(P.COOPERATION_NOTE, where.one)
    return page(
        "cooperation/review.html", "form", over=on > domain.review_due(year), status=422 if form else 200, where=where, year=year,
        years=beside(year), tabs=tabs("review"),
        found=found, signed=sum(one.signed_on is not None for one in found.signatures) if found else 0,
        tables=reports.tables(figures, queries.minimum_for(g.actor, on))[:2] if figures else (), row_text=row_text,
        writes=writes, form=form or ReviewForm(data=_typed(found)),
        may_sign=writes and mine is not None and mine.signed_on is None and may(P.REVIEW_SIGN, where.one),
    )  # fmt: skip
