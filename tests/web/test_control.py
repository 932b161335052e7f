"""Are a few clean lines drawn by risk, checked before their reports go, and is what the check finds acted on?"""

from datetime import date

from sqlalchemy import select

from clauses.actions.hours import control, validation
from clauses.domain.kinds import ReportState, ReturnReason
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
    page = claire.get(URL)
    assert f"1 ligne contrôlée, 1 écart, {pick.hours // 100 - 60} h déclarées en trop" in page
    assert "écart trouvé ce mois-ci sur une autre ligne du même déclarant" in page
    queue = claire.get("/validation/2026-09")
    assert "contrôle par sondage, 60 h au lieu de" in queue and "en jeu" in queue
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"}, status=422)
    assert fresh(select(MonthlyReport)).one().state is ReportState.SUBMITTED


def gap(portal: Portal, pick: ControlPick, right: int) -> None:
    claire = stage.actor(CLAIRE)
    control.check_pick(claire, pick.id, PickResult.GAP, right, "Pointage du chantier", now=portal.now)
    db.session.rollback()


def test_a_structure_at_fault_is_looked_at_whole_when_it_declares_again(portal: Portal) -> None:
    """A line that arrives after the gap, then the whole of the next month; the estimate says what is left unseen."""
    site = stage_hours.submitted_month(portal)
    site.put_documents(SEPTEMBER)
    control.draw_control(stage.actor(CLAIRE), SEPTEMBER, now=portal.now)
    gap(portal, fresh(select(ControlPick)).one(), 6000)
    claire = portal.sign_in(CLAIRE)
    page = claire.get(URL)
    assert "seraient en trop ; trop peu de lignes ont été tirées au sort pour dire un maximum" in page
    validation.decide_report(
        stage.actor(CLAIRE), site.lot_id, SEPTEMBER, validation.Decision.RETURN, reason=ReturnReason.NOT_LINKED,
        message="Ajoutez les heures qui manquent.", now=portal.now,
    )  # fmt: skip
    site.hire("P3", AI, SEPTEMBER)
    site.enter(SEPTEMBER, {("P3", AI): 40})
    site.put_documents(SEPTEMBER)
    site.submit(SEPTEMBER)
    late = fresh(select(ControlPick).order_by(ControlPick.id.desc())).first()
    assert late is not None and (late.entry.worked, late.way) == (4000, PickWay.EXTENDED)
    assert len(list(fresh(select(ControlPick)))) == 3
    for pick in list(fresh(select(ControlPick).where(ControlPick.result.is_(None)))):
        gap(portal, pick, 1000)
    assert "Aucune ligne n'est restée sans contrôle." in claire.get(URL)
    portal.day("2026-11-08")
    october = date(2026, 10, 1)
    site.enter(october, {("P1", AI): 50, ("P2", AI): 44})
    site.submit(october)
    site.put_documents(october)
    asked = portal.sign_in(CLAIRE).get("/validation/2026-10/sondage")
    assert "toutes les lignes des structures où des écarts viennent d'être trouvés, soit 2 lignes" in asked
    control.draw_control(stage.actor(CLAIRE), october, now=portal.now)
    drawn = fresh(select(ControlDraw).where(ControlDraw.month == october)).one()
    assert [pick.way for pick in drawn.picks] == [PickWay.FOLLOWED] * 2 and drawn.among == []
    for pick in list(drawn.picks):
        control.check_pick(stage.actor(CLAIRE), pick.id, PickResult.CONFORM, None, None, now=portal.now)
    page = portal.sign_in(CLAIRE).get("/validation/2026-10/sondage")
    assert "Sur 2 mois contrôlés" in page and "contrôle renforcé" in page


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
