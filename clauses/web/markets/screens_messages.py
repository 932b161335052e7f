"""How do those who see a lot write to each other?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.queries import markets as queries
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_consultation import MessageForm
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.threads import MESSAGES


@bp.get("/marches/<int:market_id>/lots/<int:number>/echanges")
@needs(Permission.MESSAGE_VIEW, guarded=True)
def messages(market_id: int, number: int) -> Response:
    return _thread_page(market_id, number, MessageForm())


@bp.post("/marches/<int:market_id>/lots/<int:number>/echanges")
@needs(Permission.MESSAGE_WRITE, guarded=True)
def send_message(market_id: int, number: int) -> Response:
    form = MessageForm(request.form)
    sent = form.attempt(
        lambda: actions.send_message(g.actor, market_id, number, form.message.data, now=clock.now())
    )
    if sent is None:
        return _thread_page(market_id, number, form, status=422)
    return done("markets.messages", "message_sent", market_id=market_id, number=number)


@bp.post("/marches/<int:market_id>/lots/<int:number>/echanges/lus")
@needs(Permission.MESSAGE_VIEW, guarded=True)
def mark_messages_read(market_id: int, number: int) -> Response:
    actions.mark_read(g.actor, market_id, number, now=clock.now())
    return done("markets.messages", "messages_read", market_id=market_id, number=number)


def _thread_page(market_id: int, number: int, form: MessageForm, status: int = 200) -> Response:
    thread = queries.thread_of(g.actor, market_id, number)
    return page(
        "markets/messages.html", "thread", status=status, thread=thread, form=form,
        breadcrumb=breadcrumb(g.actor, thread.market, thread.lot, MESSAGES),
    )  # fmt: skip
