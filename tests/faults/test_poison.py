"""Does one bad message, job or step hold up those behind it?"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from clauses.actions import compliance
from clauses.config import clock
from clauses.domain.as_of import cut
from clauses.domain.kinds import JobState, MailState
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch, sending
from clauses.models.compliance import ReportRequest
from clauses.models.journal import BackgroundJob, EmailMessage
from clauses.models.markets import Market
from clauses.models.notices import Notification
from tests import stage, stage_hours
from tests.portal import Portal


def test_a_message_that_cannot_be_written_lets_the_others_leave(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.published(portal)
    dispatch.drain()
    with write_transaction():  # nothing of it is to be done: all of it is to leave
        db.session.execute(update(Notification).values(asks=False))
        db.session.commit()
    sent: list[Any] = []
    settings = portal.app.config["SETTINGS"]
    monkeypatch.setitem(
        portal.app.config, "SETTINGS", type("Mailed", (), {"__getattr__": lambda _, name: (
            "smtp://localhost" if name == "mail_url" else getattr(settings, name))})()
    )  # fmt: skip
    monkeypatch.setattr(sending, "_deliver", sent.append)
    first = db.session.scalars(select(EmailMessage.id).order_by(EmailMessage.id)).first()
    honest = sending.to_message

    def write(row: EmailMessage, at: datetime) -> Any:
        if row.id == first:
            raise ValueError("a header with a line feed")
        return honest(row, at)

    monkeypatch.setattr(sending, "to_message", write)
    sending.send_waiting(datetime(2027, 3, 2, 9, tzinfo=UTC))
    states = dict(db.session.execute(select(EmailMessage.id, EmailMessage.state)).all())
    assert states.pop(first) is MailState.QUEUED
    assert states and set(states.values()) == {MailState.SENT}
    assert len(sent) == len(states)


def test_a_step_that_fails_does_not_stop_the_tick(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("the calendar is wrong")

    stage.published(portal)
    monkeypatch.setattr(dispatch.calendar, "run_due", broken)
    assert dispatch.tick() > 0
    assert portal.mails()
    assert not db.session.scalars(select(EmailMessage.id).where(EmailMessage.state == MailState.QUEUED)).all()


def _asked(portal: Portal, as_of: date) -> ReportRequest:
    market = db.session.scalars(select(Market)).one()
    return compliance.request_report(stage.actor("sandrine.lemaire"), market.id, as_of=as_of, now=portal.now)


def test_a_job_that_takes_its_worker_down_ends_by_failing(portal: Portal) -> None:
    stage_hours.begun(portal)
    asked_id = _asked(portal, date(2026, 8, 31)).id
    dispatch.drain()
    job_id = db.session.scalars(select(BackgroundJob.id).where(BackgroundJob.kind == "report")).one()
    for _ in range(dispatch.ATTEMPTS + dispatch.LOST):
        assert dispatch._take(job_id) is not None
        with write_transaction():
            job = db.session.get_one(BackgroundJob, job_id)
            job.lease_until = clock.real() - timedelta(seconds=1)
            db.session.commit()
    assert dispatch.run_job(job_id) == "failed"
    db.session.rollback()
    assert db.session.get_one(BackgroundJob, job_id).state is JobState.FAILED
    assert db.session.get_one(ReportRequest, asked_id).state is JobState.FAILED
    assert dispatch.waiting_jobs() == []


def test_a_report_says_that_it_is_final_once_its_settling_time_is_over(portal: Portal) -> None:
    """The page said « provisoire » for ever: the cut was asked again on the day it stops, not on the day of asking."""
    stage_hours.begun(portal)
    settled = cut(date(2026, 8, 31), date(2030, 1, 1), 1).known_on
    for day, word in ((settled, "rovisoire"), (settled + timedelta(days=400), "éfinitif")):
        portal.day(day.isoformat())
        asked_id = _asked(portal, date(2026, 8, 31)).id
        portal.run_jobs()
        db.session.rollback()
        request = db.session.get_one(ReportRequest, asked_id)
        assert request.snapshot is not None
        assert word in str(request.snapshot.tables), (day, word)
