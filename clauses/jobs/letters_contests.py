"""Who is told that a line of a month is contested, or that its structure has answered? Never a name of a person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.events import LineContestAnswered, LineContested
from clauses.domain.kinds_months import ContestState
from clauses.extensions import db
from clauses.jobs.letters import About, Post, link, members, send
from clauses.models.contests import LineContest
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.markets import Lot


def line_contested(fact: LineContested, *, event_key: str, now: datetime) -> None:
    """M58: the structure that employs the person. Nothing when it was answered meanwhile."""
    one = _contest(fact.contest_id)
    if one.state is not ContestState.OPEN:
        return
    report, lot = one.entry.report, one.entry.report.lot
    send(
        "M58", [members("structure", one.entry.employer)], Post(event_key, now), territory=lot.territory,
        url=_url(report), about=About(one.id), lot=lot, market=lot.market, month=report.month,
        company=one.raised_by.name, hours=one.hours_before,
    )  # fmt: skip


def line_contest_answered(fact: LineContestAnswered, *, event_key: str, now: datetime) -> None:
    """M59: the holder of the lot that contested the line."""
    one = _contest(fact.contest_id)
    report, lot = one.entry.report, one.entry.report.lot
    send(
        "M59", [members("company", one.raised_by)], Post(event_key, now), territory=lot.territory, url=_url(report),
        about=About(one.id), lot=lot, market=lot.market, month=report.month,
        structure=one.entry.employer.name, corrected=one.state is ContestState.CORRECTED, before=one.hours_before,
        after=one.hours_after,
    )  # fmt: skip


def _contest(contest_id: int) -> LineContest:
    return db.session.scalars(
        select(LineContest)
        .where(LineContest.id == contest_id)
        .options(
            joinedload(LineContest.raised_by),
            joinedload(LineContest.entry).joinedload(HoursEntry.employer),
            joinedload(LineContest.entry).joinedload(HoursEntry.report).joinedload(MonthlyReport.lot)
            .joinedload(Lot.market),
        )
    ).one()  # fmt: skip


def _url(report: MonthlyReport) -> str:
    return link("hours.month", lot_id=report.lot_id, month=f"{report.month:%Y-%m}")
