"""Does each person find what to do, since when, and where they stand, in few statements?"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from clauses.access.policy import Permission
from clauses.actions import allocation
from clauses.actions.hours import validation
from clauses.domain.kinds import LineState, ReturnReason
from clauses.extensions import db
from clauses.models.allocation import AllocationLine
from clauses.queries import running, worklist
from tests.jobs.journey import AI, PERSON, Journey, at, by
from tests.portal import Portal

EVERYBODY = (
    "sandrine.lemaire", "mickael.roussel", "nadege.brunel", "claire.delattre", "helene.vasseur", "maxime.ollier",
)  # fmt: skip
MOST_STATEMENTS = (
    28  # claims on decided hours, documents, penalties that wait, lots to close, people counted once
)

MOST_OPENED_AGAIN = 12


@pytest.fixture
def journey(portal: Portal, tmp_path: Path) -> Journey:
    return Journey(tmp_path, portal.run_jobs)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database in the meantime."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _links(html: str) -> set[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return {link.replace("&amp;", "&").split("#")[0] for link in re.findall(r'href="(/[^"]*)"', main)}


def _all_links_open(portal: Portal) -> None:
    for start in EVERYBODY:
        browser = portal.sign_in(start)
        for url in sorted(_links(browser.get("/tableau-de-bord").response.text)):
            door = browser.client.get(url)  # « Validation » opens the month that waits
            browser.get(door.headers["Location"] if door.status_code == 302 else url)


def test_empty_dashboards_say_how_to_begin(portal: Portal) -> None:
    expected = {
        "sandrine.lemaire": "Aucun marché pour l'instant. Déposez le premier",
        "mickael.roussel": "Vous n'avez pas encore d'engagement.",
        "nadege.brunel": "Aucune demande en attente.",
        "claire.delattre": "Tout est à jour. Prochaine échéance : les relevés de février 2026, le 10 mars 2026.",
        "maxime.ollier": "Aucune demande, aucune tâche en échec.",
    }
    for start, sentence in expected.items():
        assert sentence in portal.sign_in(start).get("/tableau-de-bord").text
    _all_links_open(portal)


def test_the_coordination_sees_the_vacant_territory(portal: Portal, journey: Journey) -> None:
    journey.file(place="60395")
    journey.ask_opinion()
    text = portal.sign_in("helene.vasseur").get("/tableau-de-bord").text
    assert "Thelle - Sablons - Vexin : un dossier ouvert" in text
    assert "Rendre l'avis sur le marché 2026-VB-014" in text
    assert "Rendre l'avis" not in portal.sign_in("claire.delattre").get("/tableau-de-bord").text


def test_an_opinion_late_elsewhere_reaches_the_coordination(portal: Portal, journey: Journey) -> None:
    journey.file()
    journey.ask_opinion()
    at("2026-03-10")
    region = portal.sign_in("helene.vasseur").get("/tableau-de-bord").text
    assert "Avis en retard sur le marché 2026-VB-014" in region
    assert (
        "En retard : attendu le 9 mars 2026" in portal.sign_in("claire.delattre").get("/tableau-de-bord").text
    )
    assert "Publier le marché 2026-VB-014" in portal.sign_in("sandrine.lemaire").get("/tableau-de-bord").text


def test_what_to_do_follows_the_journey(portal: Portal, journey: Journey) -> None:
    """Each act moves the work to the next person."""

    def told(start: str) -> str:
        return portal.sign_in(start).get("/tableau-de-bord").text

    journey.file()
    assert "Reprendre le dépôt du marché 2026-VB-014" in told("sandrine.lemaire")
    journey.ask_opinion()
    assert "Rendre l'avis sur le marché 2026-VB-014" in told("claire.delattre")
    assert "Avant le 9 mars 2026" in told("claire.delattre")
    journey.give_opinion()
    assert "Rendre l'avis" not in told("claire.delattre")
    assert "Lire l'avis rendu sur le marché 2026-VB-014, puis publier" in told("sandrine.lemaire")
    journey.award()
    assert "Déclarer le résultat du lot 2" in told("sandrine.lemaire")
    assert "Déclarer comment vous réaliserez 600 h, lot 1" in told("mickael.roussel")
    assert "Avant le 19 mai 2026" in told("mickael.roussel")
    journey.commit()
    assert "Proposer le plan du lot 1" in told("claire.delattre")
    journey.propose()
    assert "Proposer le plan du lot 1" not in told("claire.delattre")
    assert "Répondre : 480 h proposées, lot 1, marché 2026-VB-014" in told("nadege.brunel")
    _counter(journey)
    assert "Reprendre le plan du lot 1" in told("claire.delattre")
    assert "Coup d'Main Beauvaisis : Contre-proposition, 300 h" in told("claire.delattre")
    journey.accept()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    at("2026-07-02")
    assert "Saisir les heures de juin 2026 : une personne" in told("nadege.brunel")
    assert "Transmettre le relevé de juin 2026 : lot 1" in told("mickael.roussel")
    assert "Avant le 10 juillet 2026" in told("mickael.roussel")
    journey.enter("2026-06", ("nadege.brunel", contract, 120))
    assert "Saisir les heures de juin" not in told("nadege.brunel")
    assert "Transmettre le relevé" not in told("mickael.roussel")
    assert "Valider le relevé de juin 2026, lot 1" in told("claire.delattre")
    journey.decide("2026-06", validation.Decision.RETURN, reason=ReturnReason.NOT_LINKED)
    assert "Corriger le relevé de juin 2026, lot 1" in told("mickael.roussel")
    journey.enter("2026-06", ("nadege.brunel", contract, 120))
    journey.decide("2026-06")
    journey.enter("2026-07", ("nadege.brunel", contract, 85))
    journey.decide("2026-07")
    assert "Organiser un relais, lot 1" in told("claire.delattre")
    own = told("nadege.brunel")
    assert "Préparer le relais d'une personne du lot 1" in own
    assert "205 h sur 480 h" in own.replace("/", "sur")
    assert "Yanis B." in own
    assert "205 h sur 600 h, soit 34,2 %" in told("sandrine.lemaire")
    _all_links_open(portal)


def _counter(journey: Journey) -> None:
    line = db.session.query(AllocationLine).filter_by(modality=AI, state=LineState.PROPOSED).one()
    allocation.answer_line(by("nadege.brunel"), line.id, LineState.COUNTERED, hours=30000, reason=None, message=None,
                           version=None, now=at("2026-05-15"))  # fmt: skip
    journey.after()


def test_nobody_is_named_but_by_the_employer(portal: Portal, journey: Journey) -> None:
    journey.work()
    for start in EVERYBODY:
        text = portal.sign_in(start).get("/tableau-de-bord").text
        named = any(word in text for word in ("Yanis", "Bertin"))
        assert named is (start == "nadege.brunel")


def test_few_statements_whatever_there_is(portal: Portal, journey: Journey) -> None:
    journey.work()
    at("2026-12-01")
    on = date(2026, 12, 1)
    for start in EVERYBODY:
        actor = by(start)
        db.session.rollback()
        db.session.expunge_all()
        with counted() as seen:
            lots = (
                []
                if start in ("nadege.brunel", "maxime.ollier")
                else running.lots(actor, Permission.COMMITMENT_VIEW)
            )
            standing = worklist.standing(actor, on, lots)
            worklist.worklist(
                actor, on, lots, worklist.catching_up(actor, on, standing.running if standing else ())
            )
            worklist.alerts(actor, on, standing)
        assert len(seen) <= MOST_STATEMENTS, (start, len(seen), seen)


def test_a_home_page_that_nothing_changed_asks_twelve_things_at_most(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session, the rights, the menu and the marks; the administration's asks of the service besides, in as many."""
    journey.work()
    monkeypatch.setitem(portal.app.config, "KEPT_CHECKED", False)
    for start in EVERYBODY:
        browser = portal.sign_in(start)
        browser.get("/tableau-de-bord")
        db.session.remove()
        with counted() as seen:
            browser.get("/tableau-de-bord")
        assert len(seen) <= MOST_OPENED_AGAIN, (start, len(seen), seen)
        assert not any("ledger_line" in one or "hours_entry" in one for one in seen), start


@pytest.mark.parametrize("start", EVERYBODY)
def test_a_whole_page_is_read_strictly(portal: Portal, journey: Journey, start: str) -> None:
    journey.work()
    page = portal.sign_in(start).get("/tableau-de-bord")
    assert "Données validées au 12 novembre 2026" in page.text or start in ("maxime.ollier",)
