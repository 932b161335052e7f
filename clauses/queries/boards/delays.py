"""How long does a month wait between the day it is sent and the day it is decided?"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import ReportState
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.hours import MonthlyReport
from clauses.models.markets import Lot, Market
from clauses.queries import lasting
from clauses.queries.lasting import Lots

MONTHS, FEW, SHOWN = 3, 300, 100
DECIDED = (ReportState.VALIDATED, ReportState.PARTLY_VALIDATED)


@dataclass(frozen=True, slots=True)
class Delay:
    """Days from sent to decided: of how many reports, and their sum."""

    reports: int = 0
    days: int = 0

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.days, self.reports) if self.reports else None


@dataclass(frozen=True, slots=True)
class Decided:
    """A report and how long it waited; the lot in words."""

    lot_id: int
    lot: str
    month: date
    sent_on: date
    decided_on: date

    @property
    def days(self) -> int:
        return (self.decided_on - self.sent_on).days


def since(on: date) -> date:
    """The first day of the decisions that are counted."""
    return add_months(on, -MONTHS)


def by_territory(actor: Actor, on: date) -> dict[int | None, Delay]:
    """By territory of the lot, the reports validated in the last three months on the lots that the actor follows."""
    followed = lasting.kept(
        ("followed", actor), lambda: _followed(actor), lambda lots: sum(map(len, lots.values())) / 20
    )

    def read(asked: Collection[int | None]) -> dict[int | None, Delay]:
        parts = lasting.handfuls((number, lot_id) for number in asked for lot_id in followed[number])
        found = lasting.kept_by_lots(
            ("delays", on), parts.values(), lambda some: _waited(some, on), lambda _: 0.1
        )
        return {
            number: together([found[part] for (there, _), part in parts.items() if there == number])
            for number in asked
        }

    names: dict[int | None, tuple[object, ...]] = {
        number: ("delays", on, *ids) for number, ids in followed.items()
    }
    return lasting.kept_by_territory(actor, names, read, lambda _: 0.2)


def _validated(on: date, decided_on: Any = MonthlyReport.decided_on) -> tuple[Any, ...]:
    """The reports that the delay counts: validated, whole or in part, in the last three months."""
    return (
        MonthlyReport.state.in_(DECIDED), decided_on >= since(on), decided_on <= on,
        MonthlyReport.submitted_on.is_not(None),
    )  # fmt: skip


def everywhere(on: date) -> dict[int | None, Delay]:
    """The same for the lots of each territory, whoever follows them. One statement."""
    rows = db.session.execute(
        select(Lot.territory_id, MonthlyReport.submitted_on, MonthlyReport.decided_on, func.count())
        .join(Lot, Lot.id == MonthlyReport.lot_id)
        .where(*_validated(on))
        .group_by(Lot.territory_id, MonthlyReport.submitted_on, MonthlyReport.decided_on)
    )  # fmt: skip
    found: dict[int | None, list[Delay]] = defaultdict(list)
    for number, sent, decided, count in rows:
        if sent is not None and decided is not None:
            found[number].append(Delay(count, (decided - sent).days * count))
    return {number: together(some) for number, some in found.items()}


def listed(actor: Actor, on: date) -> list[Decided]:
    """The reports behind the mean, the last decided first; the first `SHOWN` of them."""
    rows = db.session.execute(
        select(Lot.id, Lot.number, Market.reference, MonthlyReport.month, MonthlyReport.submitted_on,
               MonthlyReport.decided_on)
        .join(Lot, Lot.id == MonthlyReport.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .where(within_reach(actor, Permission.LOT_FOLLOW, Lot), *_validated(on))
        .order_by(MonthlyReport.decided_on.desc(), MonthlyReport.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    return [
        Decided(lot_id, f"{reference}, lot {number}", month, sent, decided)
        for lot_id, number, reference, month, sent, decided in rows
        if sent is not None and decided is not None
    ]


def _waited(parts: Collection[Lots], on: date) -> dict[Lots, Delay]:
    where = {lot_id: part for part in parts for lot_id in part}
    decided_on: Any = MonthlyReport.decided_on
    if (
        len(where) < FEW
    ):  # found by their lots: all their reports are fewer than those of the region in three months
        decided_on = func.coalesce(decided_on, date.min)
    sent_on, number = MonthlyReport.submitted_on, MonthlyReport.lot_id // lasting.HANDFUL
    rows = db.session.execute(
        select(func.min(MonthlyReport.lot_id), sent_on, MonthlyReport.decided_on, func.count())
        .join(Lot, Lot.id == MonthlyReport.lot_id)
        .where(
            MonthlyReport.lot_id.in_(where), *_validated(on, decided_on)
        )
        .group_by(Lot.territory_id, number, sent_on, MonthlyReport.decided_on)
    )  # fmt: skip
    found = dict.fromkeys(parts, Delay())
    for lot_id, sent, decided, count in rows:
        if sent is not None and decided is not None:
            known = found[where[lot_id]]
            found[where[lot_id]] = Delay(known.reports + count, known.days + (decided - sent).days * count)
    return found


def _followed(actor: Actor) -> dict[int | None, list[int]]:
    """By territory, the lots that this person follows."""
    found: dict[int | None, list[int]] = defaultdict(list)
    reach = within_reach(actor, Permission.LOT_FOLLOW, Lot)
    for number, lot_id in db.session.execute(select(Lot.territory_id, Lot.id).where(reach).order_by(Lot.id)):
        found[number].append(lot_id)
    return dict(found)


def together(delays: Collection[Delay]) -> Delay:
    return Delay(sum(one.reports for one in delays), sum(one.days for one in delays))
