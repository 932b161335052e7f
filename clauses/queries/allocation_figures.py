"""What is already done on a lot, part by part of its plan; and which hours of it does a structure still owe?"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from clauses.domain.kinds import EntryState, RelayState
from clauses.domain.plan import Who
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport, Relay
from clauses.models.sums import LotMonthSum

NOT_DECIDED = (EntryState.DRAFT, EntryState.PENDING_ELIGIBILITY, EntryState.PENDING_EVIDENCE)

OPEN_RELAYS = (RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)


@dataclass(frozen=True, slots=True)
class Done:
    """Hours of a part of a plan (hundredths): those that count, and those typed that are not decided yet."""

    validated: int = 0
    waiting: int = 0

    @property
    def done(self) -> int:
        return self.validated + self.waiting


def done_on(lot_id: int, company_id: int) -> dict[Who, Done]:
    """By modality and structure, the hours of a lot; the holder itself is None, as in a plan."""
    counted = db.session.execute(
        select(LotMonthSum.modality, LotMonthSum.employer_id, func.sum(LotMonthSum.hours))
        .where(LotMonthSum.lot_id == lot_id)
        .group_by(LotMonthSum.modality, LotMonthSum.employer_id)
    )
    typed = db.session.execute(
        select(HoursEntry.modality, HoursEntry.employer_id, func.sum(HoursEntry.worked))
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(MonthlyReport.lot_id == lot_id, HoursEntry.state.in_(NOT_DECIDED))
        .group_by(HoursEntry.modality, HoursEntry.employer_id)
    )
    validated: dict[Who, int] = {_who(m, e, company_id): hours for m, e, hours in counted}
    waiting: dict[Who, int] = {_who(m, e, company_id): hours for m, e, hours in typed}
    return {
        who: Done(validated.get(who, 0), waiting.get(who, 0))
        for who in sorted(validated.keys() | waiting.keys(), key=str)
    }


def _who(modality: object, employer_id: int, company_id: int) -> Who:
    return modality, None if employer_id == company_id else employer_id  # type: ignore[return-value]


def open_relays(organization_ids: Iterable[int]) -> dict[int, int]:
    """How many people of each AI have a relay to an ETTI to prepare, proposed or agreed."""
    rows = db.session.execute(
        select(Relay.employer_id, func.count())
        .where(Relay.employer_id.in_(list(organization_ids) or [0]), Relay.state.in_(OPEN_RELAYS))
        .group_by(Relay.employer_id)
    )
    return dict(rows.all())
