"""Does « pas de clause » ask a legal ground where the law asks a condition, with its arithmetic, and is it kept?"""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.actions import markets as actions
from clauses.domain.errors import Several
from clauses.domain.kinds import MarketState, NoClauseReason
from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.markets import Market
from tests import stage
from tests.journeys.test_s01_filing import MARKET, lot_lines
from tests.portal import Browser, Page, Portal

DUTY = {
    "market_amount": "6 120 000", "publication_date": "01/09/2026", "offers_deadline": "01/10/2026",
    "exec_start": "01/01/2027",
}  # fmt: skip
REASON = "Ascenseur : deux opérateurs consultés, habilitation exigée pour tout le personnel."


def at_lots(buyer: Browser, **changed: str) -> tuple[str, Page]:
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), {**MARKET, **DUTY, **changed})
    return page.response.headers["Location"], buyer.follow(page)


def test_no_clause_asks_a_ground_of_the_law_and_its_explanation(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    _, lots = at_lots(buyer)
    assert "Condition sociale obligatoire" in lots
    assert "Besoin estimé 6 120 000 € ≥ 5 404 000 € HT" in lots
    assert "Consultation du 1er septembre 2026" in lots
    refused = buyer.submit(lots, lot_lines(), form="lots-form", status=422)
    assert refused.problems == [
        "Lot 6 : le besoin atteint le seuil européen. Choisissez le motif prévu par la loi.",
        "Lot 6 : expliquez ce motif en 30 caractères au moins.",
    ]
    typed = {"legal_ground-5": "competition_or_difficulty", "ground_explanation-5": REASON}
    buyer.submit(refused, typed, form="lots-form")
    lot = stage.lot(6)
    assert (lot.no_clause_reason, lot.legal_ground) == (NoClauseReason.LEGAL, "competition_or_difficulty")
    assert lot.ground_explanation == REASON
    facts = db.session.scalars(
        select(AuditEvent.facts).where(AuditEvent.action == "market:lots").order_by(AuditEvent.seq.desc())
    ).first()
    assert facts is not None
    assert facts["duty"] == {
        "due": True, "need": 612_000_000, "threshold": 540_400_000, "opened_on": "2026-09-01",
    }  # fmt: skip
    assert facts["grounds"] == [[6, "competition_or_difficulty"]]
    assert "Motif prévu par la loi" in buyer.get(f"/marches/{lot.market_id}")
    assert "Ascenseur : deux opérateurs" in buyer.get(f"/marches/{lot.market_id}/lots")


@pytest.mark.parametrize(
    "changed",
    [
        {"publication_date": "20/08/2026"},
        {"market_amount": "5 403 999"},
    ],
)
def test_before_the_day_or_under_the_threshold_our_own_reasons_remain(
    portal: Portal, changed: dict[str, str]
) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    _, lots = at_lots(buyer, **changed)
    assert "Condition sociale facultative" in lots and "motif prévu par la loi" not in lots
    buyer.submit(lots, lot_lines(), form="lots-form")
    assert (stage.lot(6).no_clause_reason, stage.lot(6).legal_ground) == (NoClauseReason.TECHNICAL, None)


def test_lots_under_the_threshold_add_up(portal: Portal) -> None:
    """The estimate says less than the lots: the need is their sum."""
    buyer = portal.sign_in("sandrine.lemaire")
    _, lots = at_lots(buyer, market_type="services", market_amount="100 000")
    assert "100 000 € < 216 000 € HT" in lots
    refused = buyer.submit(lots, lot_lines(), form="lots-form", status=422)
    assert "Besoin estimé 3 227 000 € ≥ 216 000 € HT (somme des lots" in refused


def test_a_publication_put_off_past_the_day_asks_the_ground_then(portal: Portal) -> None:
    market = stage.filed(portal)
    market.amount = 612_000_000
    db.session.commit()
    portal.day("2026-08-20")
    sandrine = stage.actor("sandrine.lemaire")
    portal.day("2026-08-21")
    with pytest.raises(Several) as refusal:
        actions.publish(
            sandrine, market.id, visible=True, without_opinion=True, seen_version=None, now=portal.now
        )
    assert [(one.code, one.facts["n"]) for one in refusal.value.refusals] == [("missing_ground", 6)]
    portal.day("2026-08-20")
    actions.publish(
        sandrine, market.id, visible=True, without_opinion=True, seen_version=None, now=portal.now
    )
    found = db.session.get_one(Market, market.id)
    assert (found.state, found.published_on) == (MarketState.PUBLISHED, date(2026, 8, 20))
