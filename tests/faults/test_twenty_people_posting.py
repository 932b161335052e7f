"""Twenty people post declarations while web processes and the worker are killed: what was acknowledged is there, once.

`make load` does it for thirty seconds; CI for eight.
"""

import itertools
import os
import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from clauses.actions import compliance
from clauses.config import clock
from clauses.domain.kinds import JobState, NoClauseReason, Rank, Role
from clauses.extensions import db, write_transaction
from clauses.jobs import engine
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.journal import AuditEvent, BackgroundJob, EmailMessage
from clauses.models.markets import Lot
from clauses.models.people import Membership, User, WebSession
from clauses.web.doorkeeper import hash_token
from tests import servers, stage, stage_hours
from tests.conftest import Store
from tests.faults.people import CROSSED, KEPT, Entry, Journal, Person
from tests.faults.processes import Running, wait_until
from tests.portal import Portal
from tests.stage_hours import AI, EI, ETTI

SECONDS = float(os.environ.get("LOAD_SECONDS", "8"))
SHORT = SECONDS < 30
PEOPLE = 20
DAY = "2027-04-06"
MONTHS = ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
HEAVY = 300  # lots without a clause: a report takes long enough for the worker to be caught in the middle
pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)


@pytest.fixture
def redis() -> Iterator[servers.RedisUnderTest]:
    with servers.redis_server() as server:
        yield server
    engine.configure(None)


def hired(portal: Portal) -> stage_hours.Site:
    """One person in each of the three structures, from September on."""
    site = stage_hours.begun(portal)
    for who, modality in (("P3", ETTI), ("P4", EI)):
        site.hire(who, modality, date(2026, 9, 1))
    with write_transaction():
        rows = [
            {"market_id": db.session.get_one(Lot, site.lot_id).market_id, "number": n, "title": f"Lot n° {n}", "places": [],
             "has_clause": False, "no_clause_reason": NoClauseReason.SHORT, "version": 1}
            for n in range(100, 100 + HEAVY)
        ]  # fmt: skip
        db.session.execute(insert(Lot), rows)
        db.session.commit()
    portal.day(DAY)
    portal.run_jobs()
    return site


def people(site: stage_hours.Site, port: int, journal: Journal, stop: threading.Event) -> list[Person]:
    """Twenty accounts of the three structures, each with its own month of its own structure."""
    found = []
    seats = [
        (who, modality, month) for month in MONTHS for who, modality in (("P1", AI), ("P3", ETTI), ("P4", EI))
    ]
    with write_transaction():
        for number, (who, modality, month) in enumerate(seats[:PEOPLE]):
            user = User(
                email=f"personne{number}@charge.example", first_name="Personne", last_name=f"N{number}",
                created_at=clock.real(),
            )  # fmt: skip
            db.session.add(user)
            db.session.flush()
            seat = Membership(
                user_id=user.id, organization_id=site.employer(modality).organization_id, role=Role.SIAE,
                rank=Rank.MANAGER, active=True,
            )  # fmt: skip
            db.session.add(seat)
            db.session.flush()
            secret = secrets.token_urlsafe(32)
            db.session.add(
                WebSession(token_hash=hash_token(secret), user_id=user.id, membership_id=seat.id,
                           created_at=clock.real(), seen_at=clock.real())
            )  # fmt: skip
            contract = site.contracts[who, modality]
            found.append(Person(port, secret, site.lot_id, month, contract, journal, stop))
        db.session.commit()
    return found


class Storm:
    """The portal's own processes, killed with -9 one after the other and started again."""

    def __init__(
        self, store: Store, redis: servers.RedisUnderTest, port: int, ask: Callable[[], None]
    ) -> None:
        self.store, self.redis, self.port, self.ask = store, redis, port, ask
        self.kills: Counter[str] = Counter()
        self.web, self.worker, self.scheduler = (
            self._start("web"),
            self._start("worker"),
            self._start("scheduler"),
        )

    def _start(self, command: str) -> Running:
        return Running(
            command, database_url=self.store.url, redis_url=self.redis.url, instance=self.store.instance, day=DAY,
            port=self.port if command == "web" else None,
        )  # fmt: skip

    def opened(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def rage(self, seconds: float, kept: Callable[[], int]) -> None:
        """A web process, the worker in the middle of a report, the whole web server; one round, and again until it is
        time. Each blow falls on people whose forms are being kept, however slow the machine."""
        end = time.monotonic() + seconds
        blows = (self._one_web_process, self._the_worker, self._the_web, self._one_web_process)
        for number in itertools.count():
            if number >= len(blows) and time.monotonic() >= end:
                return
            before = kept()
            time.sleep(0.8)
            wait_until(lambda seen=before: kept() > seen + 2, 180, "people's forms are kept")  # type: ignore[misc]
            blows[number % len(blows)]()

    def _one_web_process(self) -> None:
        self.web.kill_one()
        self.kills["web process"] += 1

    def _the_worker(self) -> None:
        self.ask()
        wait_until(lambda: running_jobs() > 0, 180, "the worker begins a report")
        self.worker.kill()
        self.kills["worker"] += 1
        self.worker = self._start("worker")

    def _the_web(self) -> None:
        self.web.kill()
        self.kills["web server"] += 1
        self.web = self._start("web")

    def calm(self) -> None:
        for one in (self.web, self.worker, self.scheduler):
            one.stop()


def running_jobs() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(BackgroundJob.state == JobState.RUNNING)) or 0


def report_asked(site: stage_hours.Site) -> None:
    """One more report of the market, each at another day."""
    market_id = db.session.get_one(Lot, site.lot_id).market_id
    asked = db.session.scalar(select(func.count()).select_from(ReportRequest)) or 0
    compliance.request_report(
        stage.actor("sandrine.lemaire"), market_id, as_of=date(2027, 1, 1) + timedelta(asked), now=clock.now()
    )


def left_undone() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(BackgroundJob.state != JobState.DONE)) or 0


def typed_once(site: stage_hours.Site, journal: Journal) -> dict[Entry, int]:
    """How many times each entry that the journal of the portal tells was typed."""
    db.session.rollback()
    rows = db.session.execute(
        select(AuditEvent.facts).where(AuditEvent.action == "hours:enter", AuditEvent.lot_id == site.lot_id)
    )
    watched = {(entry.contract_id, entry.month) for entry in journal.kept}
    return Counter(
        Entry(contract, facts["month"][:7], worked)
        for (facts,) in rows
        for contract, worked, _ in facts["entries"]
        if worked and (contract, facts["month"][:7]) in watched
    )


def missing(site: stage_hours.Site, journal: Journal) -> list[str]:
    """What was acknowledged and is not there, or is there twice; empty when all is well."""
    told = typed_once(site, journal)
    found = [f"{entry}: typed {told.get(entry, 0)} times" for entry in journal.kept if told.get(entry) != 1]
    last: dict[tuple[int, str], int] = {}
    for entry in journal.kept:
        key = (entry.contract_id, entry.month)
        last[key] = max(last.get(key, 0), entry.hours)
    modality = {contract: kind for (_, kind), contract in site.contracts.items()}
    for (contract, month), hours in last.items():
        kept = db.session.scalars(
            select(HoursEntry.worked)
            .join(MonthlyReport)
            .where(
                MonthlyReport.lot_id == site.lot_id,
                MonthlyReport.month == date.fromisoformat(f"{month}-01"),
                HoursEntry.modality == modality[contract],
            )
        ).all()
        if list(kept) != [hours]:
            found.append(f"contract {contract}, {month}: {hours} was the last acknowledged, {kept} is there")
    return found


def test_what_twenty_people_were_told_is_kept_whatever_dies(
    portal: Portal, store: Store, redis: servers.RedisUnderTest, tmp_path: Path
) -> None:
    site = hired(portal)
    engine.configure(redis.url)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    journal, stop = Journal(tmp_path / "client.txt"), threading.Event()
    crowd = people(site, port, journal, stop)
    storm = Storm(store, redis, port, lambda: report_asked(site))
    try:
        wait_until(storm.opened, 180, "the web server opens")
        threads = [threading.Thread(target=one.work, daemon=True) for one in crowd]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(journal.kept) > 0, 180, "the first declaration is kept")
        storm.rage(SECONDS, lambda: len(journal.kept))
        stop.set()
        for thread in threads:
            thread.join(200)
            assert not thread.is_alive(), "somebody still waits for an answer"
        if SHORT:
            let_the_leases_end()
        wait_until(lambda: left_undone() == 0, 180, "what was left undone is done")
        db.session.rollback()
    finally:
        stop.set()
        storm.calm()
    tell(crowd, journal, storm)
    answers = sum((one.answers for one in crowd), Counter[int]())
    assert set(answers) <= {KEPT, CROSSED}, answers
    assert len(journal.kept) >= PEOPLE, "too few declarations to show anything"
    assert missing(site, journal) == []
    resumed = db.session.scalar(select(func.count()).where(BackgroundJob.attempt > 1))
    assert resumed, "no job was caught in the middle"
    requests = db.session.scalar(select(func.count()).select_from(ReportRequest))
    assert db.session.scalar(select(func.count()).select_from(ReportSnapshot)) == requests
    portal.run_jobs()
    letters = db.session.scalar(select(func.count()).where(EmailMessage.template == "M25"))
    assert letters == requests
    command = ["invariants", "--journal", str(journal.path)]
    told = portal.app.test_cli_runner().invoke(args=command)
    assert (told.exit_code, told.output.strip().partition(" ")[2]) == (
        0,
        "invariants vérifiés, aucun écart.",
    ), told.output


def let_the_leases_end() -> None:
    """Forty-five seconds pass for what dead workers held; a living one that is robbed so publishes nothing."""
    with write_transaction():
        db.session.execute(
            update(BackgroundJob)
            .where(BackgroundJob.state == JobState.RUNNING)
            .values(lease_until=datetime(2020, 1, 1, tzinfo=UTC), rung_at=None)
        )
        db.session.commit()


def tell(crowd: list[Person], journal: Journal, storm: Storm) -> None:
    """What the load was, in the output of the run (`pytest -s`)."""
    waits = sorted(wait for one in crowd for wait in one.seconds)
    answers = dict(sum((one.answers for one in crowd), Counter[int]()))
    middle, late = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    retries = sum(one.retries for one in crowd)
    line = (
        f"{len(journal.kept)} declarations kept, {SECONDS:.0f} s asked for, answers {answers}, {retries} asked again, "
        f"killed {dict(storm.kills)}, wait {middle:.2f} s in the middle and {late:.2f} s at 95 %"
    )
    os.write(2, f"\n{line}\n".encode())


def test_a_portal_that_said_kept_too_early_would_be_found_out(
    portal: Portal, store: Store, tmp_path: Path
) -> None:
    """The same questions, asked of a portal that answers before it keeps: an entry told as kept is not there."""
    site = hired(portal)
    journal = Journal(tmp_path / "client.txt")
    journal.sent("a" * 32)
    journal.answered("a" * 32, Entry(site.contracts["P1", AI], "2026-09", 700))
    [first, second] = missing(site, journal)
    assert first.endswith("typed 0 times") and second.endswith("700 was the last acknowledged, [] is there")
    command = ["invariants", "--journal", str(journal.path)]
    told = portal.app.test_cli_runner().invoke(args=command)
    assert told.exit_code == 1
    assert (
        f"I4 Le formulaire {'a' * 32} a été confirmé à la personne qui l'envoyait, et il n'est pas là."
        in told.output
    )
