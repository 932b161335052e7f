"""A lot is closed while its company contests a penalty: one of the two is refused, and no penalty waits on a closed lot."""

import threading
from typing import Any

import pytest

from clauses.actions import decisions
from clauses.actions.decisions import deciding
from clauses.domain.kinds_decisions import DecisionKind, DecisionState
from clauses.extensions import db
from clauses.models.decisions import Decision
from clauses.models.markets import Lot
from tests import stage, stage_alert
from tests.faults.test_crossed_acts import codes, cross
from tests.journeys.test_s09_alert_and_penalty import WHY, send_report
from tests.portal import Portal

HELD = 1.5  # seconds that the contest is kept open for the closing to come in between, if it can


def test_a_penalty_contested_while_its_lot_is_closed_never_waits_on_a_closed_lot(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = stage_alert.played(portal)
    send_report(portal, pool)
    stage_alert.colleague()
    florence, gilles, celine = (
        stage.actor(one) for one in ("florence.hubert", "gilles.second", "celine.aubert")
    )
    fields = decisions.DecisionFields(DecisionKind.PENALTY, WHY, delay=5, amount=700_000)
    number = decisions.prepare_decision(
        florence, pool.market_id, pool.number, fields, seen_version=None, now=portal.now
    ).id
    portal.day("2026-09-21")
    decisions.decide_penalty(gilles, number, seen_version=None, now=portal.now)
    loaded, closed, record = threading.Event(), threading.Event(), deciding.record

    def slow(*args: Any, **more: Any) -> None:
        loaded.set()
        closed.wait(HELD)
        record(*args, **more)

    monkeypatch.setattr(deciding, "record", slow)

    def contest() -> Any:
        return decisions.answer_decision(
            celine, number, contests=True, text="Le chantier était fermé.", seen_version=None, now=portal.now
        )

    def close() -> Any:
        loaded.wait(10)
        try:
            return decisions.close_lot(
                florence, pool.market_id, pool.number, comment=None, seen_version=None, now=portal.now
            )
        finally:
            closed.set()

    found = codes(cross(portal, contest, close))
    assert found == ["close_penalty_waits", "done"], found
    one, lot = db.session.get_one(Decision, number), db.session.get_one(Lot, pool.lot_id)
    assert one.state is DecisionState.CONTESTED and lot.closed_on is None
