"""Which lines of a month may be drawn for a check, what is known of each, and what did the checks find?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import EntryState
from clauses.domain.kinds_validation import PickResult
from clauses.domain.sampling import Candidate, Facts, risks, size
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
    proposed: int
    rate_bp: int

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
    rate = rulebook.sampling(last_day(month)).rate_bp
    known = hours_validation.month(actor, month).clean if clean is None else clean
    left = len(_drawable(known))
    return Control(month, sorted(picks, key=lambda p: p.result is not None), left, size(left, rate), rate)


def month_of_pick(actor: Actor, pick_id: int) -> date:
    """The month whose check a line belongs to."""
    return load(actor, Permission.HOURS_VALIDATE, ControlPick, pick_id).draw.month


def candidates(
    reviewed: Iterable[hours_validation.Reviewed], month: date
) -> dict[int, tuple[Candidate, int]]:
    """By entry, what is known of each line not drawn yet of these clean reports, and its lot."""
    rows = _drawable(reviewed)
    if not rows:
        return {}
    people = {entry.participant_id for _, entry in rows}
    lots = {report.lot_id for report, _ in rows}
    last = _last_month(people, lots, add_months(month, -1))
    known = _known_before(lots, month)
    refused = _refused_lately({entry.employer_id for _, entry in rows}, month)
    found = {}
    for report, entry in rows:
        facts = Facts(
            hours=entry.worked,
            last=last.get((report.lot_id, entry.participant_id, entry.employer_id)),
            first_month=(report.lot_id, entry.employer_id) not in known,
            refused_before=entry.employer_id in refused,
            typed_by_other=entry.entered_by_id != entry.employer_id,
        )
        found[entry.id] = (Candidate(entry.id, entry.employer_id, entry.worked, risks(facts)), report.lot_id)
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
