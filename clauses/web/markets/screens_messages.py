"""How do those who see a lot write to each other?"""

from flask import Response as FileResponse
from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from clauses.access.gate import load, load_by
from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.models.markets import Lot
from clauses.queries import markets as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.markets.door import bp
from clauses.web.markets.forms_consultation import MessageForm
from clauses.web.markets.shown import breadcrumb
from clauses.web.markets.tabs import lot_tabs
from clauses.web.page import done, page
from clauses.web.uploads import download, folder, sent
from clauses.wording.files import SCANS, weight
from clauses.wording.threads import MESSAGES


@bp.get("/marches/<int:market_id>/lots/<int:number>/echanges")
@needs(Permission.MESSAGE_VIEW, guarded=True)
def messages(market_id: int, number: int) -> Response:
    return _thread_page(market_id, number, MessageForm())


@bp.post("/marches/<int:market_id>/lots/<int:number>/echanges")
@needs(Permission.MESSAGE_WRITE, guarded=True)
def send_message(market_id: int, number: int) -> Response:
    load_by(g.actor, Permission.MESSAGE_WRITE, Lot, Lot.market_id == market_id, Lot.number == number)
    form = MessageForm(sent())
    message = form.attempt(
        lambda: actions.send_message(
            g.actor,
            market_id,
            number,
            form.message.data,
            sent=form.e_file.checked,
            files=folder(),
            now=clock.now(),
        )
    )
    if message is None:
        return _thread_page(market_id, number, form, status=422)
    return done("markets.messages", "message_sent", market_id=market_id, number=number)


@bp.get("/marches/<int:market_id>/lots/<int:number>/echanges/<int:message_id>/fichier")
@needs(Permission.MESSAGE_VIEW, guarded=True)
def message_file(market_id: int, number: int, message_id: int) -> FileResponse:
    return download(queries.message_file(g.actor, market_id, number, message_id))


@bp.post("/marches/<int:market_id>/lots/<int:number>/echanges/lus")
@needs(Permission.MESSAGE_VIEW, guarded=True)
def mark_messages_read(market_id: int, number: int) -> Response:
    actions.mark_read(g.actor, market_id, number, now=clock.now())
    return done("markets.messages", "messages_read", market_id=market_id, number=number)


def _thread_page(market_id: int, number: int, form: MessageForm, status: int = 200) -> Response:
    thread = queries.thread_of(g.actor, market_id, number)
    return page(
        "markets/messages.html", "thread", status=status, thread=thread, form=form, scans=SCANS,
        weight=weight, tabs=lot_tabs(g.actor, thread.lot, "echanges"),
        breadcrumb=breadcrumb(g.actor, thread.market, thread.lot, MESSAGES),
    )  # fmt: skip


@bp.get("/echanges")
@needs(Permission.MESSAGE_VIEW)
def threads() -> Response:
    words, unread = request.args.get("q", "").strip()[:80], request.args.get("non_lus") == "1"
    number = whole_number(request.args.get("page")) or 1
    found = queries.threads_of(g.actor, number, words=words, unread_only=unread)
    kept = {"q": words or None, "non_lus": "1" if unread else None}
    return page(
        "markets/threads.html", "threads", found=found, writable=queries.lots_to_write_on(g.actor), words=words,
        only_new=unread, kept=kept,
    )  # fmt: skip


@bp.get("/echanges/ecrire")
@needs(Permission.MESSAGE_VIEW)
def write_on() -> Response:
    """From the list of lots to the thread of the one that was chosen."""
    lot_id = whole_number(request.args.get("lot"))
    if lot_id is None:
        return redirect(url_for("markets.threads"))
    lot = load(g.actor, Permission.MESSAGE_WRITE, Lot, lot_id)
    return redirect(url_for("markets.messages", market_id=lot.market_id, number=lot.number))
