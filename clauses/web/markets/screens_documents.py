"""Which documents go with a market and its lots, who puts them, who takes them back? C13."""

from flask import Response as FileResponse
from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.gate import load, load_by
from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.kinds_files import DocumentKind, Readership, ScanState
from clauses.models.markets import Lot, Market
from clauses.queries import markets as queries
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_documents import DocumentForm, WithdrawalForm
from clauses.web.markets.shown import breadcrumb
from clauses.web.markets.tabs import lot_tabs, market_tabs
from clauses.web.page import done, page
from clauses.web.uploads import download, folder, sent
from clauses.wording.files import DOCUMENTS, SCANS, WITHDRAWAL, weight

P = Permission


@bp.get("/marches/<int:market_id>/pieces")
@needs(P.DOCUMENT_VIEW, guarded=True)
def documents(market_id: int) -> Response:
    return _documents_page(market_id, None, DocumentForm())


@bp.post("/marches/<int:market_id>/pieces")
@needs(P.MARKET_FILE, guarded=True)
def put_document(market_id: int) -> Response:
    load(g.actor, P.MARKET_FILE, Market, market_id)  # may I, before what was sent is looked at
    return _put(market_id, None)


@bp.get("/marches/<int:market_id>/lots/<int:number>/pieces")
@needs(P.DOCUMENT_VIEW, guarded=True)
def lot_documents(market_id: int, number: int) -> Response:
    return _documents_page(market_id, number, DocumentForm())


@bp.post("/marches/<int:market_id>/lots/<int:number>/pieces")
@needs(P.DOCUMENT_PUT, guarded=True)
def put_lot_document(market_id: int, number: int) -> Response:
    load_by(g.actor, P.DOCUMENT_PUT, Lot, Lot.market_id == market_id, Lot.number == number)
    return _put(market_id, number)


@bp.get("/marches/<int:market_id>/pieces/<int:document_id>/fichier")
@needs(P.DOCUMENT_VIEW, guarded=True)
def document_file(market_id: int, document_id: int) -> FileResponse:
    return download(queries.document_file(g.actor, market_id, document_id))


@bp.get("/marches/<int:market_id>/pieces/<int:document_id>/retrait")
@needs(P.DOCUMENT_WITHDRAW, guarded=True)
def document_withdrawal(market_id: int, document_id: int) -> Response:
    return _withdrawal_page(market_id, document_id, WithdrawalForm())


@bp.post("/marches/<int:market_id>/pieces/<int:document_id>/retrait")
@needs(P.DOCUMENT_WITHDRAW, guarded=True)
def withdraw_document(market_id: int, document_id: int) -> Response:
    document = queries.document_to_withdraw(g.actor, market_id, document_id)
    form = WithdrawalForm(request.form)
    number = document.lot.number if document.lot else None
    gone = form.attempt(
        lambda: actions.withdraw_document(
            g.actor, market_id, document_id, form.withdraw_reason.data or "", now=clock.now()
        )
    )
    if gone is None:
        return _withdrawal_page(market_id, document_id, form, 422)
    return _led(market_id, number, "document_taken_back")


def _put(market_id: int, number: int | None) -> Response:
    form = DocumentForm(sent()).offer(g.actor.role, number is None)
    put = form.attempt(
        lambda: actions.put_document(
            g.actor, market_id, number, _typed(form), form.e_file.checked, files=folder(), now=clock.now()
        )
    )
    if put is None:
        return _documents_page(market_id, number, form, 422)
    waits = form.e_file.data.scan is ScanState.WAITING
    return _led(market_id, number, "document_put_waiting" if waits else "document_put")


def _typed(form: DocumentForm) -> actions.DocumentFields:
    return actions.DocumentFields(
        DocumentKind(form.document_kind.data), Readership(form.document_readership.data)
    )


def _led(market_id: int, number: int | None, said: str) -> Response:
    if number is None:
        return done("markets.documents", said, market_id=market_id)
    return done("markets.lot_documents", said, market_id=market_id, number=number)


def _documents_page(market_id: int, number: int | None, form: DocumentForm, status: int = 200) -> Response:
    file = queries.documents_of(g.actor, market_id, number)
    tabs = lot_tabs(g.actor, file.lot, "pieces") if file.lot else market_tabs(g.actor, market_id, "pieces")
    return page(
        "markets/documents.html", "documents", status=status, file=file, form=form.offer(g.actor.role, number is None),
        tabs=tabs, scans=SCANS, weight=weight, breadcrumb=breadcrumb(g.actor, file.market, file.lot, DOCUMENTS),
    )  # fmt: skip


def _withdrawal_page(market_id: int, document_id: int, form: WithdrawalForm, status: int = 200) -> Response:
    document = queries.document_to_withdraw(g.actor, market_id, document_id)
    return page(
        "markets/document_withdrawal.html", "form", status=status, document=document, form=form,
        breadcrumb=breadcrumb(g.actor, document.market, document.lot, WITHDRAWAL),
    )  # fmt: skip
