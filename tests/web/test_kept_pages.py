"""Is a home page that was kept in memory the one that would be worked out now, whoever wrote what, and where?

Each page handed out again is worked out again and compared (`KEPT_CHECKED`): opening it is the assertion.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import template_rendered
from sqlalchemy import delete, insert, select, text, update

from clauses.access.policy import Permission
from clauses.actions import stamps as telling
from clauses.actions.hours import evidence, months
from clauses.actions.markets import messages
from clauses.actions.people import absences
from clauses.app import create_app
from clauses.config import clock
from clauses.domain.errors import DomainError
from clauses.domain.kinds import LineState
from clauses.extensions import db, write_transaction
from clauses.models.allocation import AllocationLine
from clauses.models.evidence import Evidence
from clauses.models.hours import EmploymentContract, HoursEntry, LedgerLine, MonthlyReport
from clauses.models.journal import AuditEvent, EmailMessage, ReceivedForm
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.queries import lot_sums, running, stamps, standings
from clauses.web import kept
from tests import stage_hours
from tests.conftest import Store, settings_for
from tests.faults.test_crossed_acts import cross
from tests.jobs.journey import AI, ETTI, PERSON, Journey, at, by
from tests.portal import Browser, Portal

HOME = "/tableau-de-bord"
EVERYBODY = (
    "sandrine.lemaire", "mickael.roussel", "nadege.brunel", "elodie.petit", "olivier.lambert", "claire.delattre",
    "helene.vasseur",
)  # fmt: skip


@pytest.fixture
def journey(portal: Portal, tmp_path: Path) -> Journey:
    return Journey(tmp_path, portal.run_jobs)


@contextmanager
def worked_out() -> Iterator[list[str]]:
    """The home pages worked out in the meantime, by the organization of their reader."""
    made: list[str] = []

    def note(sender: object, template: Any, context: dict[str, Any], **_: object) -> None:
        if template.name == "people/dashboard_content.html":
            made.append(context["actor"].organization_name)

    with template_rendered.connected_to(note):
        yield made


def told(portal: Portal, start: str) -> str:
    return portal.sign_in(start).get(HOME).text


def marks(start: str) -> dict[str, int]:
    db.session.rollback()
    return dict(stamps.marks(by(start)) or ())


def changed(act: Callable[[], Any], *who: str) -> dict[str, set[str]]:
    """The places whose mark is another one after the act, among those that each person is shown."""
    before = {one: marks(one) for one in who}
    act()
    return {
        one: {place.split(":")[0] for place, mark in marks(one).items() if before[one].get(place) != mark}
        for one in who
    }


def test_each_act_of_a_year_shows_at_once_to_everybody(portal: Portal, journey: Journey) -> None:
    """Seven persons open their home page after each act: what is kept is what would be worked out."""
    browsers = {one: portal.sign_in(one) for one in EVERYBODY}
    count = 0

    def everybody_looks() -> None:
        nonlocal count
        for browser in browsers.values():
            browser.get(HOME)
        with worked_out() as made:
            portal.app.config["KEPT_CHECKED"] = False
            for browser in browsers.values():
                browser.get(HOME)
            portal.app.config["KEPT_CHECKED"] = True
        assert made == [], "what nobody changed is not worked out again"
        count += 1

    steps = (journey.file, journey.ask_opinion, journey.give_opinion, journey.award, journey.commit, journey.propose,
             journey.accept)  # fmt: skip
    everybody_looks()
    for step in steps:
        step()
        everybody_looks()
    first = journey.hire(PERSON, "nadege.brunel", AI)
    everybody_looks()
    for month in ("2026-06", "2026-07"):
        journey.enter(month, ("nadege.brunel", first, 110))
        everybody_looks()
        journey.decide(month)
        everybody_looks()
    assert "220 h" in browsers["sandrine.lemaire"].get(HOME).text
    relayed = journey.hire(("Bilal", "Ferrand"), "elodie.petit", ETTI)
    journey.enter("2026-08", ("elodie.petit", relayed, 100))
    everybody_looks()
    journey.decide("2026-08")
    everybody_looks()
    assert "320 h" in browsers["sandrine.lemaire"].get(HOME).text
    lot = db.session.get_one(Lot, journey.lot_id)
    messages.send_message(
        by("mickael.roussel"), lot.market_id, lot.number, "Deux semaines d'avance.", now=clock.now()
    )
    everybody_looks()
    messages.mark_read(by("claire.delattre"), lot.market_id, lot.number, now=clock.now())
    everybody_looks()
    assert count == 17


def test_hours_are_told_where_they_show_and_nowhere_else(portal: Portal, journey: Journey) -> None:
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 40))
    journey.decide("2026-06")
    elsewhere = ("stephane.vidal", "karim.benali")
    found = changed(lambda: journey.enter("2026-07", ("nadege.brunel", contract, 40)), *EVERYBODY, *elsewhere)
    assert found["sandrine.lemaire"] == found["mickael.roussel"] == {"organization"}
    assert "organization" in found["nadege.brunel"]
    assert "territory" in found["claire.delattre"] and "region" in found["helene.vasseur"]
    assert not any("everything" in one for one in found.values())
    assert [found[one] for one in elsewhere] == [set(), set()]
    found = changed(lambda: journey.decide("2026-07"), *EVERYBODY, *elsewhere)
    assert "organization" in found["sandrine.lemaire"] and "organization" in found["nadege.brunel"]
    assert [found[one] for one in elsewhere] == [set(), set()]

    portal.app.config["KEPT_CHECKED"] = False
    browsers = [portal.sign_in(one) for one in ("sandrine.lemaire", *elsewhere)]
    for browser in browsers:
        browser.get(HOME)
    journey.enter("2026-08", ("nadege.brunel", contract, 40))
    clock.pretended = date(2026, 8, 12)  # the day on which they were opened
    with worked_out() as made:
        for browser in browsers:
            browser.get(HOME)
    portal.app.config["KEPT_CHECKED"] = True
    assert made == ["Ville de Beauvais"]


def test_what_is_not_understood_marks_everything(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements on many rows, plain SQL, a table that says nothing of its places, a row that changes places."""
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 40))
    journey.enter("2026-07", ("nadege.brunel", contract, 40))
    lot_id = journey.lot_id
    entry = db.session.scalars(select(HoursEntry).order_by(HoursEntry.id).limit(1)).one()
    other = db.session.scalars(
        select(MonthlyReport.id).where(MonthlyReport.id != entry.report_id, MonthlyReport.lot_id == lot_id)
    ).one()
    entry_id, company = entry.id, by("mickael.roussel").organization_id

    def row(model: type, number: int, **values: Any) -> Callable[[], None]:
        def write() -> None:
            thing = db.session.get_one(model, number)
            for name, value in values.items():
                setattr(thing, name, value)

        return write

    everything: tuple[Callable[[], Any], ...] = (
        lambda: db.session.execute(update(Lot).where(Lot.id == lot_id).values(title="Gros œuvre et fondations")),
        lambda: db.session.execute(text("UPDATE lot SET title = 'Gros œuvre' WHERE id = :id"), {"id": lot_id}),
        lambda: db.session.connection().exec_driver_sql(f"UPDATE lot SET title = 'GO' WHERE id = {lot_id}"),
        lambda: db.session.execute(update(HoursEntry).where(HoursEntry.id == entry_id).values(comment="Vu")),
        lambda: db.session.execute(delete(HoursEntry).where(HoursEntry.id == 0)),
        row(Lot, lot_id, title="Gros œuvre, fondations"),
        row(Organization, company, name="Bâtisseurs du Thérain et fils"),
        row(HoursEntry, entry_id, report_id=other, modality=ETTI),
    )  # fmt: skip
    nothing: tuple[Callable[[], Any], ...] = (
        lambda: db.session.execute(update(EmailMessage).values(subject="Vu")),
        lambda: db.session.execute(
            insert(ReceivedForm).values(
                key="k" * 32, user_id=by("mickael.roussel").user_id, route="/", body_hash="b", at=clock.now()
            )
        ),
        lambda: db.session.execute(select(Lot.id).with_for_update()).all(),
    )

    def write(act: Callable[[], Any]) -> Callable[[], None]:
        def whole() -> None:
            db.session.rollback()
            with write_transaction():
                act()
                db.session.commit()

        return whole

    def undone(act: Callable[[], Any]) -> Callable[[], None]:
        def whole() -> None:
            db.session.rollback()
            with write_transaction():
                act()
                db.session.flush()
                db.session.rollback()
                db.session.execute(select(Lot.id)).all()
                db.session.commit()  # the next transaction of the same connection tells nothing of the one undone

        return whole

    for number, act in enumerate(everything):
        assert changed(undone(act), "helene.vasseur") == {"helene.vasseur": set()}, f"undone {number}"
        found = changed(write(act), "stephane.vidal", "claire.delattre")
        assert all("everything" in one for one in found.values()), number
    for number, act in enumerate(nothing):
        assert changed(write(act), "helene.vasseur") == {"helene.vasseur": set()}, number
    monkeypatch.setattr(telling, "MANY", 0)
    found = changed(write(row(HoursEntry, entry_id, comment="Vu et lu")), "stephane.vidal")
    assert found == {"stephane.vidal": {"everything"}}, (
        "a file of thousands of lines is not told line by line"
    )
    monkeypatch.undo()
    found = changed(write(row(HoursEntry, entry_id, comment="Relu")), "stephane.vidal", "nadege.brunel")
    assert found == {"stephane.vidal": set(), "nadege.brunel": {"organization", "territory"}}


def test_a_refused_act_marks_nothing(portal: Portal, journey: Journey) -> None:
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)

    def refused() -> None:
        with pytest.raises(DomainError):
            months.enter_hours(by("nadege.brunel"), journey.lot_id, date(2026, 6, 1),
                               [months.Typed(contract, 80_000)], now=at("2026-06-30"))  # fmt: skip

    assert changed(refused, "helene.vasseur", "nadege.brunel") == {
        "helene.vasseur": set(),
        "nadege.brunel": set(),
    }


def test_what_another_process_writes_is_seen_at_once(store: Store, portal: Portal, journey: Journey) -> None:
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 40))
    other = create_app(settings_for(store.url, store.instance), TESTING=True, KEPT_CHECKED=True)
    cookie = portal.sign_in("sandrine.lemaire").client.get_cookie("session")
    assert cookie is not None
    there = Browser(other)
    there.client.set_cookie("session", cookie.value)
    clock.pretended = date(2026, 7, 12)
    db.session.remove()
    assert "0 h sur 600 h" in there.get(HOME).text
    assert "0 h sur 600 h" in there.get(HOME).text
    journey.decide("2026-06")
    db.session.remove()
    assert "40 h sur 600 h" in there.get(HOME).text
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_two_writers_at_once_both_show(portal: Portal, journey: Journey) -> None:
    """Two structures type at the same instant while the company looks: no one waits for ever, nothing is missed."""
    journey.plan()
    first = journey.hire(PERSON, "nadege.brunel", AI)
    second = journey.hire(("Bilal", "Ferrand"), "elodie.petit", ETTI)
    june, now = date(2026, 6, 1), at("2026-06-30")
    nadege, elodie = by("nadege.brunel"), by("elodie.petit", "Beauvais")
    browsers = [portal.sign_in("mickael.roussel") for _ in range(2)]
    for hours in (5, 9, 14):
        cross(
            portal,
            lambda n=hours: months.enter_hours(nadege, journey.lot_id, june, [months.Typed(first, n * 100)], now=now),
            lambda n=hours: months.enter_hours(elodie, journey.lot_id, june, [months.Typed(second, n * 100)], now=now),
            *(lambda b=browser: b.get(HOME) for browser in browsers),
        )  # fmt: skip
        for start in EVERYBODY:
            told(portal, start)
    typed = db.session.scalars(select(HoursEntry.worked)).all()
    assert sorted(typed) == [1400, 1400]


def renames(row: Any) -> None:
    row.name = "Relais Emploi, renommé"


def begins_sooner(row: Any) -> None:
    row.starts_on -= timedelta(days=1)


@pytest.mark.parametrize(
    ("model", "change"), [(Organization, renames), (EmploymentContract, begins_sooner)], ids=["structure", "hiring"]
)  # fmt: skip
def test_what_may_change_where_hours_show_waits_for_whoever_is_telling_it(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch, model: type, change: Callable[[Any], None]
) -> None:  # fmt: skip
    """Else a structure that comes, or hires somebody, meanwhile could keep a page without the hours that are being typed."""
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    june, now = date(2026, 6, 1), at("2026-06-30")
    nadege, lot_id = by("nadege.brunel"), journey.lot_id
    row = contract if model is EmploymentContract else by("fatou.diop").organization_id
    told_already, go_on, order = threading.Event(), threading.Event(), []
    places = telling._places

    def slowly(connection: Any, touched: telling.Touched) -> set[str]:
        found = places(connection, touched)
        if touched.rows["reports"]:
            told_already.set()
            assert go_on.wait(30)
        return found

    monkeypatch.setattr(telling, "_places", slowly)

    def types() -> None:
        months.enter_hours(nadege, lot_id, june, [months.Typed(contract, 500)], now=now)
        order.append("hours")

    def moves() -> None:
        assert told_already.wait(30)
        threading.Timer(0.5, go_on.set).start()
        with write_transaction():
            change(db.session.get_one(model, row))
            db.session.commit()
        order.append("change" if go_on.is_set() else "change, too early")

    cross(portal, types, moves)
    assert sorted(order) == ["change", "hours"]
    assert db.session.scalars(select(HoursEntry.worked)).all() == [500]


def test_a_document_shows_at_once_to_whoever_checks_it(portal: Portal) -> None:
    """The proofs of the hours of a month are put after it was sent, then taken back: the territory reads both."""
    site = stage_hours.submitted_month(portal)
    month = stage_hours.MONTHS[0][0]
    claire = portal.sign_in("claire.delattre")
    claire.get(HOME)
    site.put_documents(month)
    pieces = db.session.scalars(select(Evidence.id)).all()
    assert pieces
    claire.get(HOME)
    for number in pieces:
        evidence.withdraw_evidence(by("nadege.brunel"), number, "Mauvais fichier", now=portal.now)
        claire.get(HOME)


def test_an_absence_moves_the_page_to_the_deputy_and_back_by_the_day(
    portal: Portal, journey: Journey
) -> None:
    journey.file()
    journey.ask_opinion()
    deputy = db.session.scalars(select(User).where(User.email.startswith("karim.benali@"))).one()
    asked = "Rendre l'avis sur le marché 2026-VB-014"
    assert asked in told(portal, "claire.delattre") and asked not in told(portal, "karim.benali")
    absences.declare_absence(
        by("claire.delattre"), date(2026, 3, 3), date(2026, 3, 4), deputy.id, now=clock.now()
    )
    assert asked not in told(portal, "karim.benali")
    for day, seen in (("2026-03-03", True), ("2026-03-04", True), ("2026-03-05", False)):
        at(day)
        assert (asked in told(portal, "karim.benali")) is seen, day
    journey.give_opinion()
    assert asked not in told(portal, "claire.delattre")


def test_at_midnight_in_paris_what_was_due_is_late(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey.plan()
    journey.hire(PERSON, "nadege.brunel", AI)
    clock.pretended = None
    monkeypatch.setattr(clock, "real", lambda: datetime(2026, 7, 10, 21, 59, 30, tzinfo=UTC))
    browser = portal.sign_in("mickael.roussel")
    for _ in range(2):
        assert "Avant le 10 juillet 2026" in browser.get(HOME).text
    monkeypatch.setattr(clock, "real", lambda: datetime(2026, 7, 10, 22, 0, 30, tzinfo=UTC))
    for _ in range(2):
        assert "En retard : attendu le 10 juillet 2026" in browser.get(HOME).text


def test_names_on_a_kept_page_are_still_written_down(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 110))
    journey.decide("2026-06")
    clock.pretended = None
    portal.app.config["KEPT_CHECKED"] = False
    monkeypatch.setattr(clock, "real", lambda: datetime(2026, 7, 14, 8, 0, tzinfo=UTC))
    browser = portal.sign_in("nadege.brunel")

    def readings() -> int:
        db.session.rollback()
        return len(db.session.scalars(select(AuditEvent.seq).where(AuditEvent.action == "names:read")).all())

    assert "Yanis B." in browser.get(HOME).text
    assert readings() == 1
    monkeypatch.setattr(clock, "real", lambda: datetime(2026, 7, 14, 8, 16, tzinfo=UTC))
    with worked_out() as made:
        assert "Yanis B." in browser.get(HOME).text
    portal.app.config["KEPT_CHECKED"] = True
    assert (made, readings()) == ([], 2)


def test_a_place_forgotten_is_found_out(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of the suite itself: were hours told to nobody, the second look would fail."""
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 40))
    at("2026-07-12")
    browser = portal.sign_in("sandrine.lemaire")
    browser.get(HOME)
    monkeypatch.setattr(telling, "_places", lambda connection, touched: set())
    journey.decide("2026-06")
    assert db.session.scalars(select(LedgerLine.hours)).all() == [4000]
    with pytest.raises(kept.Stale):
        browser.get(HOME)


def test_what_lasts_kept_too_long_is_found_out(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lots, terms and the hours of a territory are kept apart from the page: were they not let go, it would be told."""
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 40))
    journey.decide("2026-06")
    at("2026-10-12")
    region = portal.sign_in("helene.vasseur")
    pages = (HOME, "/consolidation")
    assert "40 h" in region.get(HOME)
    region.get(pages[1])
    journey.enter("2026-07", ("nadege.brunel", contract, 50))
    journey.decide("2026-07")
    at("2026-10-12")
    for page in pages:
        region.get(page)
    monkeypatch.setattr(telling, "lots_of", lambda number: f"elsewhere:{number}")
    journey.enter("2026-08", ("nadege.brunel", contract, 60))
    journey.decide("2026-08")
    at("2026-10-12")
    for page in pages:
        with pytest.raises(kept.Stale):
            region.get(page)


def test_a_lot_or_a_table_told_to_nobody_is_found_out(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of a page stand until their lot, or a table that they were read from, has another mark."""
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 40))
    journey.decide("2026-06")
    day = date(2026, 10, 12)

    def hours(month: str) -> None:
        journey.enter(month, ("nadege.brunel", contract, 40))
        journey.decide(month)

    def message(words: str) -> None:
        lot = db.session.get_one(Lot, journey.lot_id)
        messages.send_message(by("mickael.roussel"), lot.market_id, lot.number, words, now=clock.now())

    clock.pretended = day
    claire = portal.sign_in("claire.delattre")
    assert "40 h" in claire.get(HOME)
    message("Bonjour.")
    hours("2026-07")
    clock.pretended = day
    claire.get(HOME)
    for name, act, asked in (("lot", hours, "2026-08"), ("table", message, "Encore un mot.")):
        monkeypatch.setattr(telling, name, lambda one: f"elsewhere:{one}")
        act(asked)
        clock.pretended = day
        with pytest.raises(kept.Stale):
            claire.get(HOME)
        monkeypatch.undo()
        with write_transaction():  # whatever was kept is let go
            db.session.execute(update(Lot).values(title=Lot.title))
            db.session.commit()
        claire.get(HOME)

    region = by("helene.vasseur")
    lots = running.lots(region, Permission.COMMITMENT_VIEW)
    monkeypatch.setattr(standings, "FEW", 0)
    assert standings.persons(region, lots) == lot_sums.persons_among(lot.id for lot in lots) == 1


def test_a_proposal_answered_is_on_the_page_of_the_other_at_once(portal: Portal, journey: Journey) -> None:
    for step in (journey.file, journey.ask_opinion, journey.give_opinion, journey.award, journey.commit):
        step()
    journey.propose()
    assert "480 h proposées" in told(portal, "nadege.brunel")
    with write_transaction():
        line = db.session.scalars(
            select(AllocationLine).where(
                AllocationLine.modality == AI, AllocationLine.state == LineState.PROPOSED
            )
        ).one()
        line.state = LineState.DECLINED
        db.session.commit()
    assert "480 h proposées" not in told(portal, "nadege.brunel")
    assert "Reprendre le plan du lot 1" in told(portal, "claire.delattre")


def test_the_memory_is_bounded_and_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3 * kept.OVERHEAD)
    memory = kept.Memory()
    for number in range(5):
        memory.keep((number,), ("marks",), kept.Made(f"page {number}"))
    assert [n for n in range(5) if memory.get((n,), ("marks",)) is not None] == [3, 4]
    assert memory.get((4,), ("other marks",)) is None
    memory.keep((9,), ("marks",), kept.Made("".join(str(n * n) for n in range(9000))))
    assert memory.get((9,), ("marks",)) is None and memory.get((4,), ("marks",)) is not None
