"""Who worked last month and has no contract in this one? People that a structure may take again, never their hours."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport, Participant
from clauses.models.markets import Lot, Market
from clauses.queries.hours_facts import covers, lot_period


def people_to_take_again(
    actor: Actor, month: date, lot_ids: Collection[int] | None = None
) -> list[EmploymentContract]:
    """The last contract of each person employed by the actor who has hours on a lot in the month before and no contract
    there in this one, while the lot still runs; in the order of lots and names. Two statements."""
    before = add_months(month, -1)
    worked = {
        tuple(row)
        for row in db.session.execute(
            select(MonthlyReport.lot_id, HoursEntry.participant_id)
            .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
            .where(
                MonthlyReport.month == before, HoursEntry.employer_id == actor.organization_id,
                or_(HoursEntry.worked > 0, HoursEntry.training > 0),
            )
        )
    }  # fmt: skip
    wanted = {lot_id for lot_id, _ in worked} if lot_ids is None else set(lot_ids)
    if not worked or not wanted:
        return []
    contracts = db.session.scalars(
        select(EmploymentContract)
        .join(Participant, Participant.id == EmploymentContract.participant_id)
        .where(
            within_reach(actor, Permission.PARTICIPANT_ADD, EmploymentContract),
            EmploymentContract.employer_id == actor.organization_id,
            EmploymentContract.lot_id.in_(wanted),
            Participant.pseudonymised_on.is_(None),
        )
        .options(
            joinedload(EmploymentContract.participant),
            joinedload(EmploymentContract.lot).options(
                joinedload(Lot.market).joinedload(Market.buyer),
                joinedload(Lot.award),
                selectinload(Lot.targets),
            ),
        )
        .order_by(EmploymentContract.starts_on, EmploymentContract.id)
    ).unique()
    last: dict[tuple[int, int], EmploymentContract] = {}
    there: set[tuple[int, int]] = set()
    for one in contracts:
        key = (one.lot_id, one.participant_id)
        if key not in worked or not _runs(one.lot, month):
            continue
        last[key] = one
        if covers(one, month) or one.starts_on > month:
            there.add(key)
    found = [one for key, one in last.items() if key not in there]
    return sorted(found, key=lambda one: (one.lot_id, one.participant.fold, one.id))


def _runs(lot: Lot, month: date) -> bool:
    period = lot_period(lot)
    over = lot.market.state in (MarketState.CLOSED, MarketState.CANCELLED)
    return not over and period is not None and period[0] <= month <= period[1]
