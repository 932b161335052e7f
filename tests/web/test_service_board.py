"""B06. Does the administration see at once whether the service works, what is late, and where each act is written?"""

import re
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from clauses.config import clock
from clauses.domain.kinds import JobState, MailState
from clauses.domain.kinds_personal_data import DataRequestKind
from clauses.extensions import db, write_transaction
from clauses.models.journal import BackgroundJob, EmailMessage, OutboxEvent
from clauses.models.personal_data import DataRequest
from clauses.models.territory import TerritoryEpci
from clauses.queries import audit, boards, pulse
from clauses.wording import service as words
from tests import stage
from tests.portal import Portal
from tests.reading import Page, plain
from tests.web.test_boards import kpis

MAXIME = "maxime.ollier"
HOME = "/tableau-de-bord"


def said(page: Page) -> str:
    return plain(page.text.replace("\u202f", " ").replace("\u00a0", " "))


def note(portal: Portal, command: str) -> str:
    db.session.rollback()
    told = portal.app.test_cli_runner().invoke(args=[command])
    assert told.exit_code == 0, told.output
    return told.output


def look() -> pulse.Pulse:
    db.session.rollback()
    return pulse.pulse(clock.today(), clock.now(), clock.real())


def test_a_copy_that_nobody_noted_is_unknown_and_the_page_says_how_to_note_it(portal: Portal) -> None:
    browser = portal.sign_in(MAXIME)
    for page in (browser.get(HOME), browser.get("/admin/etat")):
        assert "flask --app wsgi backup-done" in said(page) and "flask --app wsgi restore-tested" in said(
            page
        )
    figures = kpis(browser.get(HOME))
    assert (figures["Dernière sauvegarde"][0], figures["Dernier essai de restauration"][0]) == (
        "inconnue",
        "inconnu",
    )
    assert "libres sur" in figures["Disque libre"][1]
    assert "Sauvegarde en retard" not in said(browser.get(HOME)), "what is not known is not called late"
    assert look().copied_at is None


def test_a_copy_and_a_restore_test_are_noted_in_the_journal_and_a_copy_is_late_after_26_hours(
    portal: Portal,
) -> None:
    portal.day("2026-05-04")
    assert "Sauvegarde notée." in note(portal, "backup-done")
    assert "Essai de restauration noté." in note(portal, "restore-tested")
    browser = portal.sign_in(MAXIME)
    figures = kpis(browser.get(HOME))
    assert figures["Dernière sauvegarde"][0] == "moins d'une heure"
    assert "noté le 4 mai 2026" in figures["Dernier essai de restauration"][1]
    assert "Sauvegarde notée" in browser.get("/admin/journal?act=backup:done")
    assert audit.verify().broken is None
    copied = look().copied_at
    assert copied is not None
    for spent, late in ((timedelta(hours=26), False), (timedelta(hours=26, seconds=1), True)):
        assert pulse.pulse(date(2026, 5, 5), copied + spent, copied + spent).copy_late is late
    portal.day("2026-05-07")
    page = browser.get(HOME)
    assert "Sauvegarde en retard" in said(page) and "En retard" in said(page)
    assert kpis(page)["Dernière sauvegarde"][0] in ("2 jours", "3 jours")
    note(portal, "backup-done")
    assert "Sauvegarde en retard" not in said(browser.get(HOME))
    assert [words.age(timedelta(hours=n)) for n in (0, 5, 47, 48)] == [
        "moins d'une heure",
        "5 h",
        "47 h",
        "2 jours",
    ]


def test_what_waits_too_long_is_told_with_where_to_see_it(portal: Portal) -> None:
    """A queue older than ten minutes, a request about personal data at twenty days, communes in no territory."""
    today = portal.day("2026-05-04")
    browser, at, real = portal.sign_in(MAXIME), clock.now(), clock.real()
    silent = said(browser.get(HOME))
    assert "Aucune demande, aucune tâche en échec." in silent

    def put(minutes: int, days: int) -> None:
        with write_transaction():
            before = timedelta(minutes=minutes)
            db.session.add(
                BackgroundJob(kind="report", subject_id=minutes, not_before=real - before, created_at=real)
            )
            db.session.add(OutboxEvent(name="OpinionGiven", payload={"market_id": 0}, created_at=at - before))
            db.session.add(
                DataRequest(
                    kind=DataRequestKind.ACCESS, name="Odile Marchais", email="odile@poste.example", message=".",
                    received_on=today - timedelta(days=days), due_on=today - timedelta(days=days - 30), recorded_at=at,
                )
            )  # fmt: skip
            db.session.commit()

    put(9, 19)
    assert (look().waiting_jobs.n, look().stuck_facts.n, look().requests) == (0, 0, 0)
    put(11, 20)
    assert (look().waiting_jobs.n, look().stuck_facts.n, look().requests) == (1, 1, 1)
    with write_transaction():
        db.session.execute(
            update(TerritoryEpci)
            .where(TerritoryEpci.epci_code == "200067999")
            .values(ends_on=date(2026, 5, 3))
        )
        db.session.commit()
    page = browser.get(HOME)
    text = said(page)
    assert "Vérifier l'ouvrier : une tâche attend" in text and "un fait n'est pas parti" in text
    assert "Répondre : une demande attend depuis 20 jours" in text and "Avant le 14 mai 2026" in text
    outside = look().outside
    assert outside > 1 and f"Rattacher {outside} communes à un territoire" in text
    assert "Marchais" not in text, "who asks is read at its own page"
    for url in ("/admin/taches", "/admin/etat", "/admin/donnees-personnelles"):
        assert f'href="{url}"' in page.response.text
    with write_transaction():
        db.session.execute(update(BackgroundJob).values(state=JobState.FAILED))
        db.session.commit()
    assert "Relancer ou expliquer 2 tâches en échec" in said(browser.get(HOME))


def test_the_mails_that_came_back_are_counted_over_seven_days_whatever_sent_them_back(portal: Portal) -> None:
    portal.day("2026-05-11")
    with write_transaction():
        for number, (day, state) in enumerate(
            ((3, MailState.FAILED), (4, MailState.FAILED), (5, MailState.REFUSED), (6, MailState.SENT))
        ):
            written = datetime(2026, 5, day, 12, tzinfo=UTC)
            db.session.add(
                EmailMessage(event_key=f"kept-{number}", template="M42", address="a@poste.example", subject="s", body="b",
                             state=state, created_at=written)
            )  # fmt: skip
        db.session.commit()
    figure = kpis(portal.sign_in(MAXIME).get(HOME))["Courriels refusés en 7 jours"]
    assert figure[:2] == ("2", "sur 3 écrits depuis le 4 mai 2026")


def test_each_sensitive_act_opens_its_line_of_the_journal(portal: Portal) -> None:
    browser = portal.sign_in(MAXIME)
    page = browser.get("/admin/parametres/relay/max_hours")
    told = {"param_value": "250", "param_from": "01/04/2026", "param_reason": "Avenant de la convention"}
    browser.submit(page, told, form="parametres")
    home = browser.get(HOME).response.text
    [(address, line)] = re.findall(
        r'href="(/admin/journal\?avant=\d+)#(ligne-\d+)">A enregistré un paramètre<', home
    )
    journal = browser.get(address)
    first = journal.response.text.index('id="ligne-')
    assert journal.response.text[first:].startswith(f'id="{line}"'), "the page begins with that very line"
    for url in ("/admin/utilisateurs", "/admin/taches", "/admin/modeles", "/admin/etat", "/admin/journal"):
        assert f'href="{url}"' in home


def test_the_room_of_the_disk_is_a_share_of_it_and_turns_red_below_a_twentieth(portal: Portal) -> None:
    admin, on = stage.actor(MAXIME), clock.today()

    def told(free: int) -> boards.Figure:
        board = boards.of_service(admin, on, look(), boards.Disk(free, 100 * 10**9))
        return next(one for one in board.figures if one.label == "Disque libre")

    assert plain(told(30 * 10**9).value) == "30 %" and told(30 * 10**9).tone is None
    assert (told(5 * 10**9).tone, told(5 * 10**9 + 1).tone) == ("rouge", None)
