"""Which lines of a month may be drawn for a check, what is known of each, and what did the checks find?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import EntryState
from clauses.domain.kinds_validation import PickResult, PickWay
from clauses.domain.rules import SamplingRule
from clauses.domain.sampling import (
    Candidate,
    Checks,
    Facts,
    looked_at_whole,
    risks,
    size,
    unseen,
    with_habits,
)
from clauses.domain.values import add_months, last_day
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.models.validation import ControlDraw, ControlPick
from clauses.queries import hours_validation
from clauses.reference import rulebook

YEAR = 12


@dataclass(frozen=True, slots=True)
class Control:
    """The check of a month: what was picked, and what could still be."""

    month: date
    picks: Sequence[ControlPick]
    candidates: int
    proposed: int  # by the rate,
    whole: int  # and because all the lines of their structure are looked at
    rate_bp: int

    @property
    def wanted(self) -> int:
        """How many lines a draw would take."""
        return self.proposed + self.whole

    @property
    def unchecked(self) -> list[ControlPick]:
        return [pick for pick in self.picks if pick.result is None]

    @property
    def gaps(self) -> list[ControlPick]:
        return [pick for pick in self.picks if pick.result is PickResult.GAP]


def control(actor: Actor, month: date, clean: Sequence[hours_validation.Reviewed] | None = None) -> Control:
    """The picks of a month in the territories of the actor, those to check first, and how many more a draw would take.

    `clean`: the clean reports of the month, where they are known already.
    """
    picks = list(
        db.session.scalars(
            select(ControlPick)
            .join(ControlDraw, ControlDraw.id == ControlPick.draw_id)
            .where(within_reach(actor, Permission.HOURS_VALIDATE, ControlPick), ControlDraw.month == month)
            .options(
                joinedload(ControlPick.entry).options(
                    joinedload(HoursEntry.participant), joinedload(HoursEntry.employer), joinedload(HoursEntry.report)
                ),
                joinedload(ControlPick.lot).joinedload(Lot.market),
                joinedload(ControlPick.draw),
            )
            .order_by(ControlPick.id)
        )
    )  # fmt: skip
    rule = rulebook.sampling(last_day(month))
    left = _drawable(hours_validation.month(actor, month).clean if clean is None else clean)
    checks = checks_of({entry.employer_id for _, entry in left}, month, rule)
    whole = sum(looked_at_whole(checks[entry.employer_id], month, rule) is not None for _, entry in left)
    return Control(
        month, sorted(picks, key=lambda p: p.result is not None), len(left), size(len(left) - whole, rule.rate_bp),
        whole, rule.rate_bp,
    )  # fmt: skip


def month_of_pick(actor: Actor, pick_id: int) -> date:
    """The month whose check a line belongs to."""
    return load(actor, Permission.HOURS_VALIDATE, ControlPick, pick_id).draw.month


@dataclass(frozen=True, slots=True)
class Known:
    """A line that may be drawn, its lot, and why all the lines of its structure are looked at, if they are."""

    candidate: Candidate
    lot_id: int
    whole: PickWay | None


def candidates(reviewed: Iterable[hours_validation.Reviewed], month: date) -> dict[int, Known]:
    """By entry, what is known of each line not drawn yet of these clean reports."""
    rows = _drawable(reviewed)
    if not rows:
        return {}
    rule = rulebook.sampling(last_day(month))
    people = {entry.participant_id for _, entry in rows}
    lots = {report.lot_id for report, _ in rows}
    last = _last_month(people, lots, add_months(month, -1))
    known = _known_before(lots, month)
    employers = {entry.employer_id for _, entry in rows}
    refused, checks = _refused_lately(employers, month), checks_of(employers, month, rule)
    lines, lot_of = [], {}
    for report, entry in rows:
        facts = Facts(
            hours=entry.worked,
            last=last.get((report.lot_id, entry.participant_id, entry.employer_id)),
            first_month=(report.lot_id, entry.employer_id) not in known,
            refused_before=entry.employer_id in refused,
            typed_by_other=entry.entered_by_id != entry.employer_id,
            unseen=unseen(checks[entry.employer_id], month, rule),
        )
        lot_of[entry.id] = report.lot_id
        lines.append(Candidate(entry.id, entry.employer_id, entry.entered_by_id, entry.worked, risks(facts)))
    return {
        one.id: Known(one, lot_of[one.id], looked_at_whole(checks[one.structure_id], month, rule))
        for one in with_habits(lines, rule)
    }


def checks_of(employers: set[int], month: date, rule: SamplingRule) -> dict[int, list[Checks]]:
    """By structure, what the checks of its lines found, month by month, as far back as the rule looks."""
    since = add_months(month, -max(rule.unseen_months, rule.followed_months))
    rows = db.session.execute(
        select(
            HoursEntry.employer_id, ControlDraw.month, func.count(),
            func.sum(case((ControlPick.result == PickResult.GAP, 1), else_=0)),
        )
        .join(ControlPick, ControlPick.entry_id == HoursEntry.id)
        .join(ControlDraw, ControlDraw.id == ControlPick.draw_id)
        .where(
            HoursEntry.employer_id.in_(employers), ControlPick.result.is_not(None),
            ControlDraw.month >= since, ControlDraw.month <= month,
        )
        .group_by(HoursEntry.employer_id, ControlDraw.month)
    )  # fmt: skip
    found: dict[int, list[Checks]] = {employer_id: [] for employer_id in employers}
    for employer_id, of_month, lines, gaps in rows:
        found[employer_id].append(Checks(of_month, lines, gaps))
    return found


def _drawable(reviewed: Iterable[hours_validation.Reviewed]) -> list[tuple[MonthlyReport, HoursEntry]]:
    rows = [
        (one.report, entry)
        for one in reviewed
        for entry in one.report.entries
        if entry.worked and entry.state is EntryState.DRAFT
    ]
    taken = set(
        db.session.scalars(
            select(ControlPick.entry_id).where(ControlPick.entry_id.in_([e.id for _, e in rows] or [0]))
        )
    )
    return [(report, entry) for report, entry in rows if entry.id not in taken]


def _last_month(people: set[int], lots: set[int], month: date) -> dict[tuple[int, int, int], int]:
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    for lot_id, participant_id, employer_id, worked in db.session.execute(
        select(MonthlyReport.lot_id, HoursEntry.participant_id, HoursEntry.employer_id, HoursEntry.worked)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            MonthlyReport.lot_id.in_(lots),
            MonthlyReport.month == month,
            HoursEntry.participant_id.in_(people),
        )
    ):
        found[lot_id, participant_id, employer_id] += worked
    return found


def _known_before(lots: set[int], month: date) -> set[tuple[int, int]]:
    """(lot, structure) that declared hours there in an earlier month."""
    rows = db.session.execute(
        select(MonthlyReport.lot_id, HoursEntry.employer_id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(MonthlyReport.lot_id.in_(lots), MonthlyReport.month < month)
        .distinct()
    )
    return {(lot_id, employer_id) for lot_id, employer_id in rows}


def _refused_lately(employers: set[int], month: date) -> set[int]:
    """Structures with hours refused, or a gap found by a check, in the year before the month."""
    since = add_months(month, -YEAR)
    refused = select(HoursEntry.employer_id).join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id).where(
        HoursEntry.employer_id.in_(employers), HoursEntry.refusal_reason.is_not(None),
        MonthlyReport.month >= since, MonthlyReport.month < month,
    )  # fmt: skip
    wrong = (
        select(HoursEntry.employer_id)
        .join(ControlPick, ControlPick.entry_id == HoursEntry.id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            HoursEntry.employer_id.in_(employers), ControlPick.result == PickResult.GAP,
            MonthlyReport.month >= since, MonthlyReport.month <= month,
        )
    )  # fmt: skip
    return {*db.session.scalars(refused), *db.session.scalars(wrong)}
