"""R22: whoever asks for a report chooses how many hours make a full-time equivalent; the base is printed beside the figure."""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.actions import compliance
from clauses.domain.errors import Refused
from clauses.domain.kinds_reports import Frequency, ReportKind
from clauses.extensions import db
from clauses.models.compliance import ReportRequest
from tests import stage
from tests.journeys.test_planned_reports import membership
from tests.portal import Portal
from tests.reading import plain

KIND = ReportKind.MARKET_COMPLIANCE


def asked(portal: Portal, market: int, base: int | None) -> int:
    return compliance.request_report(
        stage.actor("sandrine.lemaire"), market, as_of=date(2026, 11, 30), now=portal.now, fte_base=base
    ).id


def form_of(market: int, base: str) -> dict[str, str]:
    return {"rep_kind": KIND.value, "rep_scope": str(market), "rep_date": "30/11/2026", "rep_base": base}


def test_a_report_is_asked_on_another_base_than_that_of_the_rule(portal: Portal) -> None:
    stage.awarded(portal)
    portal.run_jobs()
    portal.day("2026-12-02")
    market = stage.lot(1).market_id
    sandrine = portal.sign_in("sandrine.lemaire")
    form = plain(sandrine.get("/rapports/nouveau").text)
    assert all(f"{base} h par an" in form for base in ("1 600", "1 607", "1 820")), "the bases of the rule"
    sandrine.post("/rapports/nouveau", form_of(market, "182000"))
    portal.run_jobs()
    [request] = db.session.scalars(select(ReportRequest))
    number = request.id
    page = plain(sandrine.get(f"/rapports/{number}").text)
    assert "base 1 820 h" in page and "base 1 607 h" not in page.split("Méthode")[0]

    usual = asked(portal, market, None)
    assert usual != number, "another base is another report"
    assert asked(portal, market, 1607_00) == usual, "the base of the rule, said or not, is the same report"
    again = asked(portal, market, 1820_00)
    assert again not in (usual, number) and asked(portal, market, 1820_00) == again, (
        "provisional: made again, once"
    )
    with pytest.raises(Refused, match="fte_base"):
        asked(portal, market, 1505_00)
    refused = sandrine.post("/rapports/nouveau", form_of(market, "abc"), status=422)  # fmt: skip
    assert "Choisissez-en une de la liste" in refused

    plan = compliance.plan_report(
        stage.actor("sandrine.lemaire"), market, kind=KIND, frequency=Frequency.MONTHLY, day=12,
        recipients=[membership("sandrine.lemaire").id], now=portal.now, fte_base=1600_00,
    ).id  # fmt: skip
    made = compliance.ask_planned(plan, stage.actor("sandrine.lemaire"), date(2026, 11, 30), now=portal.now)
    assert made is not None and made.fte_base == 1600_00, (
        "a planned report keeps the base it was planned with"
    )
