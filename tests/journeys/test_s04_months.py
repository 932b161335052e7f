"""S04: seven monthly reports, the relay at 240 h, a target reached; played over HTTP as people do."""

from datetime import date

from sqlalchemy import select

from clauses.domain.kinds import Modality, RelayState, ReportState
from clauses.extensions import db
from clauses.models.cooperation import CooperationEvent
from clauses.models.hours import (
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
    Relay,
)
from clauses.models.journal import OutboxEvent
from clauses.queries import invariants
from tests import stage, stage_hours
from tests.portal import Browser, Portal
from tests.reading import plain

AI, ETTI, EI = stage_hours.AI, stage_hours.ETTI, stage_hours.EI
SIDE = {
    AI: ("nadege.brunel", None),
    ETTI: ("elodie.petit", "agence de Beauvais"),
    EI: ("olivier.lambert", None),
}
# Month, cumulative hours validated at its end (S04).
CUMUL = {
    "2026-09": 133,
    "2026-10": 294,
    "2026-11": 448,
    "2026-12": 534,
    "2027-01": 849,
    "2027-02": 1174,
    "2027-03": 1191,
}


def enter(
    portal: Portal, site: stage_hours.Site, month: date, hours: dict[tuple[str, Modality], int]
) -> None:
    """Each structure types its own people on its grid."""
    for modality in dict.fromkeys(m for _, m in hours):
        browser = portal.sign_in(*SIDE[modality])
        page = browser.get(f"/heures?month={month:%Y-%m}")
        typed = {
            f"h_worked-{site.contracts[who, m]}": str(n) for (who, m), n in hours.items() if m is modality
        }
        browser.submit(page, typed, form="/heures")


def send(portal: Portal, site: stage_hours.Site, month: date) -> None:
    """The company has nothing to report: it certifies and sends."""
    mickael = portal.sign_in("mickael.roussel")
    page = mickael.get(f"/releves/{site.lot_id}/{month:%Y-%m}")
    mickael.submit(page, {"r_honour": "y"}, form="/releves/", press="Transmettre le relevé")


def validate(portal: Portal, site: stage_hours.Site, month: date) -> None:
    claire = portal.sign_in("claire.delattre")
    page = claire.get(f"/validation/{month:%Y-%m}?lot={site.lot_id}")
    claire.submit(page, {"v_decision": "validate"}, form=f"/{site.lot_id}/decision")


def counted(lot_id: int) -> int:
    db.session.rollback()
    return sum(db.session.scalars(select(LedgerLine.hours).where(LedgerLine.lot_id == lot_id))) // 100


def facts(name: str) -> list[dict]:
    db.session.rollback()
    return [e.payload for e in db.session.scalars(select(OutboxEvent).where(OutboxEvent.name == name))]


def person(last: str) -> int:
    return db.session.scalars(select(Participant.id).where(Participant.last_name == last)).one()


def contract_of(who: str, modality: Modality) -> int:
    return db.session.scalars(
        select(EmploymentContract.id).join(Participant).where(
            EmploymentContract.modality == modality, Participant.last_name == stage_hours.PEOPLE[who][1]
        )
    ).one()  # fmt: skip


def test_seven_months_a_relay_and_a_target(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    rows = stage_hours.MONTHS

    # 1. September: the AI types, the company confirms, the resource person validates.
    portal.day("2026-10-08")
    enter(portal, site, *rows[0])
    mickael = portal.sign_in("mickael.roussel")
    listed = mickael.get("/releves")
    assert "septembre 2026" in listed and "133 h" in listed and "Confirmer les relevés complets" in listed
    mickael.submit(listed, {"r_honour": "y"}, form="/releves")
    assert "Transmis" in mickael.get(f"/releves/{site.lot_id}/2026-09")
    portal.day("2026-10-12")
    validate(portal, site, rows[0][0])
    assert counted(site.lot_id) == CUMUL["2026-09"]
    assert "Validé" in mickael.get(f"/releves/{site.lot_id}/2026-09")

    # 2. October, November: both people pass 192 h in November.
    for number, days in ((1, ("2026-11-06", "2026-11-12")), (2, ("2026-12-07", "2026-12-08"))):
        month, hours = rows[number]
        portal.day(days[0])
        enter(portal, site, month, hours)
        send(portal, site, month)
        portal.day(days[1])
        validate(portal, site, month)
        assert counted(site.lot_id) == CUMUL[f"{month:%Y-%m}"]
    alerted = {f["participant_id"]: f["month"] for f in facts("RelayAlerted")}
    assert alerted == {person("Aubrespin"): "2026-11-01", person("Brancaleu"): "2026-11-01"}
    claire = portal.sign_in("claire.delattre")
    relays = claire.get("/relais")
    assert "238 h" in relays and "210 h" in relays and "il reste 2 h en AI" in relays
    assert relays.text.count("À préparer") == 2

    # 3. December: 56 h typed for P1 after 238 h. The page warns; sent as it is, it comes back.
    december = rows[3][0]
    portal.day("2027-01-07")
    enter(portal, site, december, {("P1", AI): 56})
    nadege = portal.sign_in("nadege.brunel")
    page = nadege.get(f"/releves/{site.lot_id}/2026-12")
    assert (
        "a déjà 238 h en association intermédiaire sur 12 mois. 2 h peuvent rester en AI ; 54 h sont à déclarer par "
        "une ETTI." in page
    )
    assert "Répartir automatiquement" in page
    send(portal, site, december)
    validation = claire.get(f"/validation/2026-12?lot={site.lot_id}")
    assert "294 h en AI sur 12 mois, 54 h au-delà de 240 h." in validation
    returned = {"v_decision": "return", "v_reason": "beyond_relay"}
    claire.submit(validation, returned, form=f"/{site.lot_id}/decision")
    portal.run_jobs()
    assert portal.mails("M33") and portal.mails("M14")
    assert "À corriger" in nadege.get(f"/releves/{site.lot_id}/2026-12")
    assert "Au-delà du relais AI-ETTI" in nadege.get(f"/releves/{site.lot_id}/2026-12")

    # 4. and 5. Shared out: 2 h stay, 54 h go to the ETTI of the plan; P2 reaches exactly 240 h, which is allowed.
    enter(portal, site, december, {("P1", AI): 56, ("P2", AI): 30})
    page = nadege.get(f"/releves/{site.lot_id}/2026-12")
    answer = nadege.submit(page, form=f"/releves/{site.lot_id}/2026-12", press="Répartir automatiquement")
    assert answer.status == 303
    assert "Répartir automatiquement" not in nadege.get(f"/releves/{site.lot_id}/2026-12")
    elodie = portal.sign_in("elodie.petit", "agence de Beauvais")
    assert "54" in elodie.get("/heures?month=2026-12").response.text
    db.session.rollback()
    lines = {
        (e.participant.last_name, e.modality): e.worked
        for e in db.session.scalars(
            select(HoursEntry).join(MonthlyReport).where(MonthlyReport.month == december)
        )
    }
    assert lines == {("Aubrespin", AI): 200, ("Aubrespin", ETTI): 5400, ("Brancaleu", AI): 3000}
    assert sum(lines.values()) == 8600
    send(portal, site, december)
    portal.day("2027-01-12")
    validate(portal, site, december)
    assert counted(site.lot_id) == CUMUL["2026-12"]
    # Told as soon as sent, each once: P1 with the 56 h that came back, P2 at exactly 240 h.
    assert [f["participant_id"] for f in facts("RelayDue")] == [person("Aubrespin"), person("Brancaleu")]
    site.contracts["P1", ETTI] = contract_of("P1", ETTI)

    # January to March: ETTI and EI; 1 191 h of 1 190 h, never capped.
    portal.day("2027-02-08")
    site.hire("P2", ETTI, date(2027, 1, 1))
    for who in ("P3", "P4"):
        site.hire(who, EI, date(2027, 1, 1))
    for number, days in (
        (4, ("2027-02-08", "2027-02-12")), (5, ("2027-03-08", "2027-03-12")), (6, ("2027-04-08", "2027-04-12")),
    ):  # fmt: skip
        month, hours = rows[number]
        portal.day(days[0])
        enter(portal, site, month, hours)
        send(portal, site, month)
        assert facts("TargetReached") == []
        portal.day(days[1])
        validate(portal, site, month)
        assert counted(site.lot_id) == CUMUL[f"{month:%Y-%m}"]
    assert facts("TargetReached") == [{"lot_id": site.lot_id}]
    db.session.rollback()
    logged = db.session.scalars(select(CooperationEvent)).all()
    assert {c.participant_id for c in logged} == {person("Aubrespin"), person("Brancaleu")} and len(
        logged
    ) == 2
    assert {r.state for r in db.session.scalars(select(Relay))} == {RelayState.DONE}
    assert {r.state for r in db.session.scalars(select(MonthlyReport))} == {ReportState.VALIDATED}
    assert invariants.breaches() == []

    portal.run_jobs()
    assert portal.mails("M15") and portal.mails("M20")
    for mail in portal.mails():
        assert not any(name in plain(mail.subject) for name in stage_hours.NAMES)


def test_a_buyer_sees_the_validated_total_and_no_name(portal: Portal) -> None:
    site = stage_hours.played(portal, 1)
    sandrine: Browser = portal.sign_in("sandrine.lemaire")
    page = sandrine.get(f"/releves/{site.lot_id}/2026-09")
    assert "133 h" in page
    assert not any(name in page.response.text for name in stage_hours.NAMES)
    assert stage.lot(1).id == site.lot_id
