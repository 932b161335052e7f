"""What does the night take away? One piece of work a night, done in small steps, begun again where it was stopped."""

from datetime import date, datetime, time

from flask import current_app
from sqlalchemy import select

from clauses.actions.base import action, civil_day
from clauses.actions.people import purge as actions
from clauses.actions.people import purge_reports as reports
from clauses.config import PARIS, FilesPlace, clock
from clauses.extensions import db
from clauses.jobs import dated
from clauses.jobs.run import Run
from clauses.models.files import StoredFile
from clauses.queries.people import retention
from clauses.stores import opened

KIND = "purge"
NIGHT = time(2, 0)  # in Paris: nobody works, and the backup of the evening is made


def plan_the_night(now: datetime) -> None:
    """From two in the morning on, look once whether this day takes something away, and write the work that does.

    A machine asleep at two looks on waking. What becomes due during the day waits for the next night. That it was
    looked at is written with the work, done at once when nothing is due: a tick may live in a process of its own, which
    remembers nothing of the one before.
    """
    on, looked = civil_day(now), current_app.extensions.setdefault("purge_looked_at", {})
    if now.astimezone(PARIS).time() < NIGHT or looked.get("on") == on:
        return
    if not dated.is_planned(KIND, on):
        dated.plan(KIND, on, due=any(count for _, count in retention.preview(on)))
    looked["on"] = on


def plan(on: date) -> None:
    """Write the work of a night, once."""
    dated.plan(KIND, on)


def purge(run: Run) -> None:
    """Take away what is due on the day of this work, then the files from their store, and say that it is done."""
    on, now, at = date.fromordinal(run.subject_id), clock.now(), clock.real()
    allowed, order_id, until = actions.order_for(on, now=now)
    if allowed:
        while actions.erase_documents(on, order_id=order_id, until=until, now=now):
            run.renew()
        while actions.pseudonymise_people(on, order_id=order_id, until=until, now=now):
            run.renew()
        if order_id is not None:
            actions.finish_order(order_id, now=now)
    while actions.close_sleeping_accounts(on, now=now, at=at):
        run.renew()
    while actions.forget_traces(on, now=now):
        run.renew()
    while actions.forget_sign_ups(on, now=now):
        run.renew()
    while actions.forget_partner_requests(on, now=now):
        run.renew()
    while actions.erase_hours_files(on, now=now):
        run.renew()
    while actions.forget_hiring_drafts(on, now=now):
        run.renew()
    while actions.erase_evidence(on, now=now):
        run.renew()
    while actions.forget_requests(on, now=now):
        run.renew()
    while reports.forget_reports(on, now=now):
        run.renew()
    take_away_erased(current_app.config["SETTINGS"].files, at)
    _finish(run)


def take_away_erased(files: FilesPlace, at: datetime) -> int:
    """Remove the files of rows that are erased, where they lie; a file already gone is noted all the same. Returns how many rows."""
    gone, store = 0, opened(files)
    while True:
        some = db.session.execute(
            select(StoredFile.id, StoredFile.key)
            .where(StoredFile.erased_at.is_not(None), StoredFile.gone_at.is_(None))
            .order_by(StoredFile.id)
            .limit(actions.BATCH)
        ).all()
        db.session.rollback()
        if not some:
            return gone
        for _, key in some:
            store.remove(key)
        actions.note_gone([number for number, _ in some], now=at)
        gone += len(some)


@action
def _finish(run: Run) -> None:
    run.finish()
