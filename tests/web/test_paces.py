"""A lot whose hours become due by its plan, or as its works advance: recorded by its buyer, read by all, dated for ever."""

from datetime import date

from sqlalchemy import select

from clauses.domain.as_of import Cut
from clauses.domain.kinds import ComplianceStatus, Modality
from clauses.extensions import db, write_transaction
from clauses.models.allocation import AllocationLine
from clauses.models.markets import ContractChange, Lot
from clauses.queries import compliance, invariants
from clauses.queries.decisions import FOR_A_CASE
from tests import stage, stage_alert
from tests.portal import Browser, Portal
from tests.reading import plain
from tests.stage_alert import Pool


def changed(browser: Browser, pool: Pool, kind: str, data: dict[str, str], status: int = 303) -> str:
    """Look at what the change does, then record it; what was shown, or refused."""
    url = f"{pool.url}/modifications/nouvelle?motif={kind}"
    seen = browser.submit(
        browser.get(url),
        data,
        form="change-form",
        press="Voir ce que cela change",
        status=200 if status == 303 else status,
    )
    if status == 303:
        browser.submit(seen, {}, form="change-form", press="Enregistrer la modification")
    return plain(seen.text)


def standing(pool: Pool, day: date, known_on: date) -> tuple[int, ComplianceStatus]:
    db.session.rollback()
    lot = db.session.get_one(Lot, pool.lot_id, options=list(FOR_A_CASE))
    cut = Cut(day, day.replace(day=1), known_on, provisional=False)
    [found] = compliance.figures_of([lot], on=day, cut=cut)
    db.session.rollback()
    assert found.place is not None
    return found.place.due, found.place.standing.status


def test_hours_follow_the_works_and_reports_of_before_do_not_move(portal: Portal) -> None:
    """Three months of eight and 100 h of 640: late by the time gone by; the works are at 15 %, and so is it."""
    pool, site = stage_alert.opened(portal)
    for n in range(3):
        stage_alert.month_done(portal, site, n)
    portal.day("2026-04-15")
    march = date(2026, 3, 31)
    florence = portal.sign_in("florence.hubert")
    assert standing(pool, march, portal.today) == (24000, ComplianceStatus.WATCH)

    refused = changed(florence, pool, "pace", {"amend_date": "01/01/2026", "pace": "plan"}, status=422)
    assert "Ce lot n'a pas encore de plan d'affectation arrêté." in refused
    assert "Avancement des travaux" not in plain(florence.get(f"{pool.url}/modifications/nouvelle").text)
    said = changed(florence, pool, "pace", {"amend_date": "01/01/2026", "pace": "progress"})
    assert "Conforme" in said, "nothing is noted yet: nothing is due"
    for data, told in (
        (
            {"amend_date": "31/03/2026", "progress": "120"},
            "Indiquez la part des travaux réalisée, de 0 à 100 %.",
        ),
        (
            {"amend_date": "30/04/2026", "progress": "20"},
            "Un avancement se constate : la date ne peut pas être à venir.",
        ),
    ):
        assert told in changed(florence, pool, "progress", data, status=422)
    changed(florence, pool, "progress", {"amend_date": "31/03/2026", "progress": "15"})
    assert standing(pool, march, portal.today) == (9600, ComplianceStatus.ON_TRACK)
    assert standing(pool, march, date(2026, 4, 14)) == (24000, ComplianceStatus.WATCH), (
        "as it was known before"
    )
    page = plain(florence.get(pool.url).text)
    assert "Avancement des travaux 15,0 %" in page and "104,2 % sur 96 h dues au 15 avril 2026" in page
    assert "Travaux avancés de 15 % au 31/03/2026" in page and "Temps écoulé" not in page
    portal.run_jobs()
    told = [m for m in portal.mails("M34") if m.goes_to.startswith("celine.aubert")]
    assert len(told) == 1 and "rythme des heures : selon l'avancement des travaux" in plain(told[0].body)
    assert "Son volume reste de 640 h" in plain(told[0].body)

    # the works stop: nothing more becomes due, even noted; then time counts again, from its own day on
    changed(florence, pool, "suspension", {"amend_date": "10/04/2026"})
    changed(florence, pool, "progress", {"amend_date": "14/04/2026", "progress": "60"})
    assert standing(pool, date(2026, 4, 14), portal.today)[0] == 9600
    changed(florence, pool, "pace", {"amend_date": "15/04/2026", "pace": "time"})
    assert standing(pool, march, portal.today) == (9600, ComplianceStatus.ON_TRACK)
    assert standing(pool, date(2026, 4, 30), portal.today)[0] == 24000, (
        "three months before the works stopped"
    )
    assert not invariants.breaches()


def test_hours_follow_the_settled_plan_as_it_stood(portal: Portal) -> None:
    """Lot 1, 1 190 h over twelve months: its AI and its EI work in the first six, its ETTI afterwards; 790 h are due in February."""
    plan = stage.settled(portal)
    with write_transaction():
        for line in db.session.scalars(select(AllocationLine).where(AllocationLine.plan_id == plan.id)):
            first = line.modality is not Modality.ETTI_PLACEMENT
            line.first_month = date(2026, 9, 1) if first else date(2027, 3, 1)
            line.last_month = date(2027, 2, 1) if first else date(2027, 8, 1)
        db.session.commit()
    lot = stage.lot(1)
    pool = Pool(lot.market_id, 1, lot.id, plan.commitment_id)
    changed(portal.sign_in("sandrine.lemaire"), pool, "pace", {"amend_date": "01/09/2026", "pace": "plan"})
    known = portal.today
    assert standing(pool, date(2026, 11, 30), known)[0] == 39501, "310 h over six months, to the hundredth"
    assert standing(pool, date(2027, 2, 28), known)[0] == 79000, "half of the time would be 595 h"
    assert standing(pool, date(2027, 8, 31), known)[0] == 119000
    [kept] = db.session.scalars(select(ContractChange.schedule).where(ContractChange.lot_id == lot.id))
    assert kept is not None and kept[5] == 79000 and kept[-1] == 119000, "as the plan stood that day"
