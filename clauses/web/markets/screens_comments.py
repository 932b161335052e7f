"""How does an associated territory comment the request of an opinion?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.queries import markets as queries
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_comments import CommentForm
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.awards import COMMENTS


@bp.get("/marches/<int:market_id>/lots/<int:number>/commentaires")
@needs(Permission.OPINION_COMMENT, guarded=True)
def comments(market_id: int, number: int) -> Response:
    return _page(market_id, number, CommentForm())


@bp.post("/marches/<int:market_id>/lots/<int:number>/commentaires")
@needs(Permission.OPINION_COMMENT, guarded=True)
def comment_opinion(market_id: int, number: int) -> Response:
    form = CommentForm(request.form)
    made = form.attempt(
        lambda: actions.comment_opinion(g.actor, market_id, number, form.comment.data, now=clock.now())
    )
    if made is None:
        return _page(market_id, number, form, status=422)
    return done("markets.comments", "comment_written", market_id=market_id, number=number)


def _page(market_id: int, number: int, form: CommentForm, status: int = 200) -> Response:
    file = queries.comments_file(g.actor, market_id, number)
    return page(
        "markets/comments.html", "content", status=status, file=file, form=form, comments=file.comments,
        breadcrumb=breadcrumb(g.actor, file.market, file.lot, COMMENTS),
    )  # fmt: skip
