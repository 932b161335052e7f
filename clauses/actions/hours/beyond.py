"""What becomes of hours worked in an AI beyond the legal ceiling (R7)? Held, then decided; never counted, never lost.

The law forbids to plan and to count them; they were worked all the same. The employer keeps what the ceiling allows and
hands the rest over to the resource person, who moves it to an ETTI, counts it when a prefect's waiver allows it by
then, or refuses it with a reason. (domain rules 5.2, WE-A04)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions.base import civil_day, journal
from clauses.domain.kinds_relays import HeldState
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.models.relays import HeldHours
from clauses.queries import hours_limits


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one contract in a month: hundredths, None where nothing stands."""

    contract_id: int
    worked: int | None
    training: int | None = None
    comment: str | None = None

    @property
    def blank(self) -> bool:
        return not self.worked and not self.training


Pair = tuple[Typed, EmploymentContract, HoursEntry | None]


def hold_beyond(
    actor: Actor, lot: Lot, report: MonthlyReport, pairs: Sequence[Pair], now: datetime
) -> list[Pair]:
    """The same rows without what passes the ceiling, which is held; the people are locked. What was held before for a
    row, and waits, is what this row said then: it is replaced, not added to."""
    filled = [(row, contract) for row, contract, _ in pairs if not row.blank]
    planned = [
        hours_limits.Planned.on(c, row.worked or 0, row.training or 0, row.comment) for row, c in filled
    ]
    touched = [entry.id for _, _, entry in pairs if entry is not None]
    beyond = hours_limits.beyond_ceiling(lot, report.month, planned, touched=touched)
    kept: list[Pair] = []
    for row, contract, entry in pairs:
        over = beyond.get(contract.id, 0)
        if over:
            _hold(actor, lot, report, contract, over, now)
            row = replace(row, worked=(row.worked or 0) - over)
        kept.append((row, contract, entry))
    return kept


def _hold(
    actor: Actor, lot: Lot, report: MonthlyReport, contract: EmploymentContract, over: int, now: datetime
) -> None:
    held = db.session.scalars(
        select(HeldHours).where(
            HeldHours.lot_id == lot.id, HeldHours.participant_id == contract.participant_id,
            HeldHours.employer_id == contract.employer_id, HeldHours.month == report.month,
            HeldHours.state == HeldState.PENDING,
        ).with_for_update()
    ).first()  # fmt: skip
    if held is None:
        held = HeldHours(
            lot_id=lot.id, participant_id=contract.participant_id, employer_id=contract.employer_id,
            month=report.month, hours=over, held_on=civil_day(now), held_by_id=actor.user_id,
        )  # fmt: skip
        db.session.add(held)
    before = held.hours if held.id else 0
    held.hours, held.held_on, held.held_by_id = over, civil_day(now), actor.user_id
    db.session.flush()
    journal(actor, "hours:hold", held, now=now, lot_id=lot.id, month=report.month, before=before, hours=over)
