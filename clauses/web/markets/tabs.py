"""Which tabs do the pages of a market and of a lot share, for this reader?"""

from typing import Any

from flask import url_for

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.models.markets import Lot, Market
from clauses.wording.files import DOCUMENTS
from clauses.wording.markets import HISTORY, SUMMARY
from clauses.wording.threads import MESSAGES

Tabs = list[tuple[str, str, bool]]


def market_tabs(actor: Actor, market_id: int, here: str) -> Tabs:
    """Synthèse, Pièces (for those who read them), Historique; `here` is the tab that is open."""
    at = url_for("markets.market", market_id=market_id)
    found = [(SUMMARY, at, here == "synthese")]
    if gate.may(actor, Permission.DOCUMENT_VIEW, Market, market_id):
        found.append((DOCUMENTS, url_for("markets.documents", market_id=market_id), here == "pieces"))
    return [*found, (HISTORY, f"{at}?onglet=historique", here == "historique")]


def lot_tabs(actor: Actor, lot: Lot, here: str) -> Tabs:
    """The same for a lot, with its thread."""
    where: dict[str, Any] = {"market_id": lot.market_id, "number": lot.number}
    at = url_for("markets.lot", **where)
    found = [(SUMMARY, at, here == "synthese")]
    if gate.may(actor, Permission.DOCUMENT_VIEW, Lot, lot.id):
        found.append((DOCUMENTS, url_for("markets.lot_documents", **where), here == "pieces"))
    if gate.may(actor, Permission.MESSAGE_VIEW, Lot, lot.id):
        found.append((MESSAGES, url_for("markets.messages", **where), here == "echanges"))
    return [*found, (HISTORY, f"{at}?onglet=historique", here == "historique")]
