"""A ledger with the inputs of a published table: many markets, their hours and their persons, written in a few statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from typing import Any
from zlib import crc32

from sqlalchemy import insert

from clauses.domain.kinds import (
    BuyerKind,
    ClauseType,
    EntryState,
    Gender,
    LedgerKind,
    MarketForm,
    MarketState,
    MarketType,
    Modality,
    NoClauseReason,
    OrganizationKind,
    PartyCapacity,
    Procedure,
    ReportState,
)
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport, Participant
from clauses.models.markets import Award, Clause, HoursTarget, Lot, LotParty, Market
from clauses.models.people import Organization
from tests import stage, stage_region

MONTH_MOST = 40_000  # hundredths: nobody works more than a month holds
NOTICE = timedelta(days=100)  # from the notification to the first day of work


def shares(total: int, n: int) -> Iterator[int]:
    """A total of hundredths among n, to the hundredth."""
    base, more = divmod(total, n)
    return (base + (rank < more) for rank in range(n))


@dataclass
class Table:
    """One published table in one territory; targets and hours are whole hours, as they were printed."""

    name: str
    territory: str = "T1"
    made: int = field(default=0, init=False)

    def organizations(
        self, n: int, kind: OrganizationKind, buyer_kind: BuyerKind | None = None
    ) -> list[Organization]:
        found = [
            Organization(name=f"{self.name} {kind.value} {self.made + rank}", kind=kind, buyer_kind=buyer_kind,
                         siret=f"{crc32(self.name.encode()) % 10**8:08}{self.made + rank:06}", commune_code="60057")
            for rank in range(n)
        ]  # fmt: skip
        self.made += n
        db.session.add_all(found)
        db.session.flush()
        return found

    def markets(
        self, n: int, *, target: int, start: date, months: int, buyers: Sequence[Organization],
        companies: Sequence[Organization] = (), kind: MarketType = MarketType.WORKS, amount: int = 100_000,
        clause: bool = True,
    ) -> list[Lot]:  # fmt: skip
        """n markets of one lot, that share the target; buyers and companies take turns."""
        at, lots = stage.clock.now(), []
        holders = cycle(companies or [stage.organization(stage_region.HOLDER)])
        there = stage_region.territory(self.territory).id
        for rank, (owed, buyer) in enumerate(zip(shares(target * 100, n), cycle(buyers), strict=False)):
            holder = next(holders)
            market = Market(
                reference=f"{self.name[:24]}-{self.made + rank}", title="Marché", buyer_id=buyer.id, market_type=kind,
                market_form=MarketForm.ORDINARY, procedure=Procedure.ADAPTED, places=[], state=MarketState.IN_PROGRESS,
                created_at=at, changed_at=at,
            )  # fmt: skip
            lot = Lot(market=market, number=1, title="Lot unique", places=[], has_clause=clause, territory_id=there,
                      no_clause_reason=None if clause else NoClauseReason.OTHER)  # fmt: skip
            lot.award = Award(awardee_id=holder.id, amount=amount * 100, notified_on=start - NOTICE, exec_start=start,
                              exec_months=months)  # fmt: skip
            lot.parties = [LotParty(organization_id=holder.id, capacity=PartyCapacity.AWARDEE, since=start)]
            if clause:
                lot.clause = Clause(clause_type=ClauseType.EXECUTION_CONDITION, target_hours=owed)
                lot.targets = [HoursTarget(number=1, hours=owed, exec_start=start, exec_months=months,
                                           effective_on=start - NOTICE, recorded_on=start - NOTICE,
                                           reason="Attribution")]  # fmt: skip
            lots.append(lot)
        self.made += n
        db.session.add_all(lots)
        db.session.flush()
        return lots

    def persons(self, n: int, women: int | None = None) -> list[int]:
        """The numbers of n persons."""
        there = stage.organization(stage_region.EMPLOYER).id
        women = n // 2 if women is None else women
        return _made(Participant, [
            {"last_name": f"{self.name}{rank}", "first_name": "P", "fold": f"{self.name}{rank}", "birth": date(1990, 1, 1),
             "gender": Gender.WOMAN if rank < women else Gender.MAN, "informed_on": date(2000, 1, 1),
             "created_by_id": there}
            for rank in range(n)
        ])  # fmt: skip

    def hours(
        self, lots: Sequence[Lot], people: Sequence[int], total: int, since: date,
        modality: Modality = Modality.DIRECT_HIRE,
    ) -> None:  # fmt: skip
        """These hours, shared among the persons, each on a lot of their own, from this month on."""
        employer, at = stage.organization(stage_region.EMPLOYER).id, stage.clock.now()
        db.session.flush()
        lot_ids = [lot.id for lot in lots]
        parts = list(zip(people, cycle(lot_ids), shares(total * 100, len(people)), strict=False))
        worked = [
            (who, lot, add_months(since, n), min(MONTH_MOST, part - n * MONTH_MOST))
            for who, lot, part in parts
            for n in range(-(-part // MONTH_MOST))
        ]
        keys = sorted({(lot, month) for _, lot, month, _ in worked})
        reports = dict(zip(keys, _made(MonthlyReport, [
            {"lot_id": lot, "month": month, "state": ReportState.VALIDATED, "submitted_on": stage_region.RECORDED,
             "decided_on": stage_region.RECORDED} for lot, month in keys
        ]), strict=True))  # fmt: skip
        entries = _made(HoursEntry, [
            {"report_id": reports[lot, month], "participant_id": who, "employer_id": employer, "worked": hours,
             "modality": modality, "entered_by_id": employer, "state": EntryState.VALIDATED}
            for who, lot, month, hours in worked
        ])  # fmt: skip
        _made(LedgerLine, [
            {"kind": LedgerKind.VALIDATION, "entry_id": entry, "lot_id": lot, "participant_id": who,
             "employer_id": employer, "modality": modality, "month": month, "hours": hours,
             "recorded_on": stage_region.RECORDED, "recorded_at": at}
            for entry, (who, lot, month, hours) in zip(entries, worked, strict=True)
        ])  # fmt: skip


def _made(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Rows written at once; their numbers, in order."""
    asked = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(asked, rows))
