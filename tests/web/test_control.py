"""Are a few clean lines drawn by risk, checked before their reports go, and is what the check finds acted on?"""

from datetime import date

from sqlalchemy import select

from clauses.actions.hours import control
from clauses.domain.kinds import ReportState
from clauses.domain.kinds_validation import PickResult, PickWay
from clauses.extensions import db
from clauses.models.hours import LedgerLine, MonthlyReport
from clauses.models.validation import ControlDraw, ControlPick
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import AI

SEPTEMBER = date(2026, 9, 1)
CLAIRE = "claire.delattre"
URL = "/validation/2026-09/sondage"


def fresh(question):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return db.session.scalars(question)


def test_a_drawn_line_is_checked_before_its_report_goes_with_the_others(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    site.put_documents(SEPTEMBER)
    claire = portal.sign_in(CLAIRE)
    page = claire.get(URL)
    assert "2 lignes sans anomalie n'ont pas encore été tirées : 15 %, soit 1 ligne à contrôler." in page
    claire.submit(page, form=URL)
    pick, draw = fresh(select(ControlPick)).one(), fresh(select(ControlDraw)).one()
    assert (draw.lines, draw.hours, draw.rate_bp) == (2, 13300, 1500)
    page = claire.get(URL)
    assert "Pourquoi cette ligne :" in page and "premier mois de la structure sur ce lot" in page
    assert f"Tirage n° {draw.seed}" in page
    queue = claire.get("/validation/2026-09")
    assert (
        "1 ligne tirée reste à contrôler" in queue and "Valider les relevés sans anomalie" not in queue.text
    )
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"}, status=422)
    empty = claire.post(f"/sondage/{pick.id}", {}, status=422)
    assert "Choisissez une des réponses proposées." in empty
    claire.post(f"/sondage/{pick.id}", {"pick_result": "conform"})
    checked = fresh(select(ControlPick)).one()
    assert (checked.result, checked.checked_on) == (PickResult.CONFORM, date(2026, 10, 8))
    claire.post(f"/sondage/{pick.id}", {"pick_result": "conform"}, status=409)
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"})
    assert sum(fresh(select(LedgerLine.hours))) == 13300


def test_a_gap_makes_the_report_one_to_look_at_and_brings_in_the_other_lines(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    site.put_documents(SEPTEMBER)
    claire = portal.sign_in(CLAIRE)
    claire.submit(claire.get(URL), form=URL)
    pick = fresh(select(ControlPick)).one()
    told = claire.post(f"/sondage/{pick.id}", {"pick_result": "gap", "pick_hours": "70"}, status=422)
    assert "Indiquez" in told
    claire.post(
        f"/sondage/{pick.id}", {"pick_result": "gap", "pick_hours": "60", "pick_note": "Pointage : 60 h"}
    )
    ways = sorted(one.way for one in fresh(select(ControlPick)))
    assert ways == sorted([pick.way, PickWay.EXTENDED])
    queue = claire.get("/validation/2026-09")
    assert "contrôle par sondage, 60 h au lieu de" in queue and "en jeu" in queue
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"}, status=422)
    assert fresh(select(MonthlyReport)).one().state is ReportState.SUBMITTED


def test_the_same_number_draws_the_same_lines_again(portal: Portal) -> None:
    stage_hours.submitted_month(portal).put_documents(SEPTEMBER)
    claire = stage.actor(CLAIRE)
    first = control.draw_control(claire, SEPTEMBER, seed=20260901, now=portal.now)
    drawn = [pick.entry_id for pick in first.picks]
    db.session.rollback()
    assert first.seed == 20260901 and len(drawn) == 1
    second = control.draw_control(claire, SEPTEMBER, seed=20260901, now=portal.now)
    assert not {pick.entry_id for pick in second.picks} & set(drawn)  # a line is drawn once


def test_what_a_report_could_cost_orders_the_queue(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    site.hire("P3", AI, SEPTEMBER, proven_on=None)
    portal.day("2026-10-08")
    site.enter(SEPTEMBER, {("P1", AI): 70, ("P2", AI): 63, ("P3", AI): 40})
    site.submit(SEPTEMBER)
    site.put_documents(SEPTEMBER)
    page = portal.sign_in(CLAIRE).get("/validation/2026-09")
    assert "1 anomalie, 40 h en jeu, soit 2 000 € de pénalité au contrat." in page
