"""E11: does each person find what is due and planned in their calendar, add days to it, and follow it from a diary?"""

import re
from pathlib import Path

from clauses.extensions import db, write_transaction
from clauses.models.agenda import Appointment
from clauses.models.people import Membership
from tests import stage_alert, stage_cooperation
from tests.jobs.journey import PERSON, Journey
from tests.portal import Browser, Portal
from tests.reading import plain

APPOINTMENT = {
    "rdv_day": "20/03/2026",
    "rdv_hour": "14 h 30",
    "rdv_title": "Point chantier ; accueil",
    "rdv_place": "Compiègne",
}


def text(browser: Browser, url: str) -> str:
    return plain(browser.get(url).text)


def test_what_is_due_is_in_the_calendar_of_who_must_do_it(portal: Portal) -> None:
    """The swimming pool of S09, 8 months from January 2026: its statements on the 10th, its end on the last of August."""
    stage_alert.opened(portal)
    portal.day("2026-03-02")
    portal.run_jobs()
    celine, sophie = portal.sign_in("celine.aubert"), portal.sign_in("sophie.marchand")
    assert "Relevé de février 2026 à transmettre" in text(celine, "/calendrier")
    assert "Relevé de février 2026 attendu" in text(sophie, "/calendrier")
    assert "Fin d'exécution : marché 2026-ARC-07, lot 4" in text(celine, "/calendrier?mois=2026-08")
    assert "Rien de prévu en novembre 2026." in text(celine, "/calendrier?mois=2026-11")
    april = text(sophie, "/calendrier?mois=2026-04")
    assert "1er trimestre 2026 : chiffres à confirmer" in april
    assert "mars 2026" in text(celine, "/calendrier?mois=2999-99"), "a month that is none is this one"
    portal.sign_in("florence.hubert").get("/calendrier", status=403)
    other = text(portal.sign_in("mickael.roussel"), "/calendrier")
    assert "Relevé de" not in other and "Rien de prévu en mars 2026." in other, (
        "the lot of another company is not in it"
    )


def test_an_appointment_is_written_read_by_colleagues_and_taken_off(portal: Portal) -> None:
    portal.day("2026-03-02")
    celine = portal.sign_in("celine.aubert")
    page = celine.get("/calendrier")
    wrong = {**APPOINTMENT, "rdv_day": "01/03/2026", "rdv_hour": "25 h", "rdv_title": ""}
    refused = celine.submit(page, wrong, form="appointment-form", status=422)
    assert "Écrivez l'heure ainsi : 14 h 30." in plain(refused.text)
    past = celine.submit(page, {**APPOINTMENT, "rdv_day": "01/03/2026"}, form="appointment-form", status=422)
    assert "Choisissez un jour à venir" in plain(past.text)
    done = celine.submit(page, APPOINTMENT, form="appointment-form")
    shown = plain(celine.follow(done).text)
    assert (
        "14 h 30 Point chantier ; accueil" in shown and "Compiègne" in shown and "Vendredi 20 mars" in shown
    )
    number = db.session.query(Appointment).one().id
    db.session.rollback()
    mickael = portal.sign_in("mickael.roussel")
    assert "Point chantier" not in text(mickael, "/calendrier?mois=2026-03")
    mickael.post(f"/calendrier/{number}/retrait", {"version": "1"}, status=404)
    celine.submit(celine.get("/calendrier?mois=2026-03"), form=f"/calendrier/{number}/retrait")
    assert "Point chantier" not in text(celine, "/calendrier?mois=2026-03")
    for day, left in (("2027-03-20", 1), ("2027-03-21", 0)):  # twelve months after, it is forgotten
        portal.day(day)
        portal.run_jobs()
        db.session.rollback()
        assert db.session.query(Appointment).count() == left, day
        db.session.rollback()


def test_a_diary_outside_reads_the_calendar_until_it_is_stopped(portal: Portal) -> None:
    """One address at a time, shown once; it names nobody, keeps to RFC 5545, and follows the rights of the day."""
    portal.day("2026-03-02")
    celine = portal.sign_in("celine.aubert")
    celine.submit(celine.get("/calendrier"), {**APPOINTMENT, "rdv_place": "é" * 60}, form="appointment-form")
    answer = celine.submit(
        celine.get("/calendrier"), form="feed-form", press="Créer une adresse d'abonnement", status=200
    )
    found = re.search(r"http://\S+?(/calendrier/\S+\.ics)", answer.text)
    assert found is not None and found[1] not in celine.get("/calendrier").text
    outside = portal.app.test_client()
    feed = outside.get(found[1])
    assert feed.status_code == 200 and feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = feed.text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines), "folded, no octet beyond"
    whole = feed.text.replace("\r\n ", "")
    assert "SUMMARY:Point chantier \\; accueil\r\n" in whole and f"LOCATION:{'é' * 60}\r\n" in whole
    assert "DTSTART:20260320T133000Z" in whole, "14:30 in Paris, before the clocks change"
    assert whole.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and whole.endswith("END:VCALENDAR\r\n")
    assert outside.get("/calendrier/inconnue.ics").status_code == 410
    again = celine.submit(
        celine.get("/calendrier"), form="feed-form", press="Créer une adresse d'abonnement", status=200
    )
    assert outside.get(found[1]).status_code == 410, "a new address ends the one before"
    second = re.search(r"http://\S+?(/calendrier/\S+\.ics)", again.text)
    assert second is not None and outside.get(second[1]).status_code == 200
    with write_transaction():
        db.session.query(Membership).filter(
            Membership.user.has(email="celine.aubert@thermi-nord.example")
        ).update({"active": False}, synchronize_session=False)
        db.session.commit()
    left = outside.get(second[1]).status_code
    with write_transaction():
        db.session.query(Membership).update({"active": True}, synchronize_session=False)
        db.session.commit()
    assert left == 410, "nothing once the person has left"
    celine = portal.sign_in("celine.aubert")
    celine.submit(celine.get("/calendrier"), form="feed-form", press="Annuler l'adresse en cours")
    assert outside.get(second[1]).status_code == 410


def test_no_participant_is_named_in_a_calendar(portal: Portal, tmp_path: Path) -> None:
    """The journey has relays, exits and months of several people; their calendars leave the portal without a name."""
    Journey(tmp_path, portal.run_jobs).work()
    for who in ("nadege.brunel", "claire.delattre", "mickael.roussel"):
        browser = portal.sign_in(who)
        for month in ("2026-08", "2026-09", "2026-10", "2026-11"):
            said = (
                browser.get(f"/calendrier.ics?mois={month}").text
                + browser.get(f"/calendrier?mois={month}").text
            )
            assert PERSON[1] not in said and PERSON[0] not in said
    assert "BEGIN:VEVENT" in portal.sign_in("mickael.roussel").get("/calendrier.ics?mois=2026-10").text


def test_sessions_and_meetings_of_the_territory_are_in_it(portal: Portal) -> None:
    portal.day("2026-05-04")
    claire = portal.sign_in("claire.delattre")
    hosts = [str(stage_cooperation.number(name)) for name in (stage_cooperation.AI, stage_cooperation.ACI)]
    session = {"o_session": "06/05/2026", "ses_place": "Beauvais", "ses_hosts": hosts}
    claire.submit(claire.get("/informations-collectives"), session, form="session-plan")
    meeting = {"meet_type": "siae_spe", "meet_date": "07/05/2026", "meet_place": "Maison de l'emploi"}
    claire.submit(claire.get("/cooperation/reunions"), meeting, form="meeting-form")
    for who in ("claire.delattre", "olivier.lambert"):
        shown = text(portal.sign_in(who), "/calendrier")
        assert "Information collective, territoire T1" in shown and "Réunion, territoire T1" in shown
    assert "territoire T1" not in text(portal.sign_in("thomas.lefevre"), "/calendrier")
