"""Which letters and case files are within reach, what does a letter say, and is a certificate valid?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState, PartyCapacity
from clauses.domain.values import add_months, last_day, month_of, months, months_between
from clauses.extensions import db
from clauses.models.hours import MonthlyReport
from clauses.models.letters import CaseFile, Certificate, Letter
from clauses.models.markets import Award, Lot, LotParty, Market
from clauses.models.people import Organization
from clauses.queries import decisions
from clauses.queries.decisions import FOR_A_CASE, Case

P = Permission
LIMIT = 100
_WITH = (
    joinedload(Letter.lot).options(*FOR_A_CASE),
    joinedload(Letter.recipient),
    joinedload(Letter.asked_by),
    joinedload(Letter.certificate),
)
SENT_STATES = ("submitted", "to_correct", "validated", "partly_validated", "nil")


def letters(actor: Actor) -> Sequence[Letter]:
    """The letters within reach, the latest first."""
    return (
        db.session.scalars(
            select(Letter)
            .where(within_reach(actor, P.LETTER_VIEW, Letter))
            .options(*_WITH)
            .order_by(Letter.id.desc())
            .limit(LIMIT)
        )
        .unique()
        .all()
    )


def letter(actor: Actor, letter_id: int, *, content: bool = False) -> Letter:
    return load(
        actor, P.LETTER_VIEW, Letter, letter_id, *_WITH, *([undefer(Letter.content)] if content else [])
    )


def letter_told(letter_id: int) -> Letter:
    """A letter, for the job and for its message."""
    return db.session.scalars(select(Letter).where(Letter.id == letter_id).options(*_WITH)).unique().one()


def lots_to_write_on(actor: Actor) -> Sequence[Lot]:
    """The awarded lots of this person, on which a letter may be written."""
    return (
        db.session.scalars(
            select(Lot)
            .join(Market, Market.id == Lot.market_id)
            .join(Award, Award.lot_id == Lot.id)
            .where(
                within_reach(actor, P.LETTER_MAKE, Lot), Lot.has_clause.is_(True),
                Market.state.in_((MarketState.AWARDED, MarketState.IN_PROGRESS, MarketState.CLOSED)),
            )
            .options(joinedload(Lot.market), joinedload(Lot.award).joinedload(Award.awardee))
            .order_by(Market.reference, Lot.number)
            .limit(200)
        )
        .unique()
        .all()
    )  # fmt: skip


def recipients_of(lot_id: int) -> list[tuple[int, str]]:
    """(number, name) of the parties of a lot to whom a letter may go: never the structures, which have their own ways."""
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .join(LotParty, LotParty.organization_id == Organization.id)
        .where(LotParty.lot_id == lot_id, LotParty.capacity != PartyCapacity.STRUCTURE)
        .distinct()
        .order_by(Organization.name)
    )
    return [(id, name) for id, name in rows]


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter needs to know of its lot, on a day."""

    case: Case
    late: list[date]  # months over whose report was not sent


def said_of(lot_id: int, on: date) -> Said | None:
    """The figures of a letter; None while the lot owes nothing."""
    lot = db.session.scalars(select(Lot).where(Lot.id == lot_id).options(*FOR_A_CASE)).unique().one()
    case = decisions.case_of(lot, on)
    return Said(case, late_months(lot, on)) if case else None


def late_months(lot: Lot, on: date) -> list[date]:
    """The months of execution that are over, whose report is past its day (R10) and was not sent."""
    if not lot.targets:
        return []
    version = lot.targets[-1]
    first = month_of(version.exec_start)
    last = min(
        add_months(first, version.exec_months - 1), add_months(month_of(on), -2 if on.day <= 10 else -1)
    )
    span = months(first, max(0, months_between(first, last) + 1))
    sent = set(
        db.session.scalars(
            select(MonthlyReport.month).where(
                MonthlyReport.lot_id == lot.id, MonthlyReport.state.in_(SENT_STATES)
            )
        )
    )
    return [month for month in span if month not in sent and last_day(month) < on]


@dataclass(frozen=True, slots=True)
class Checked:
    """What anybody reads of a certificate: figures of a lot, no person."""

    figures: dict[str, Any]
    issued_on: date
    replaced_on: date | None


def certificate_of(code: str) -> Checked | None:
    """The certificate of a code, for anybody who has it; None for any other code."""
    found = db.session.scalar(select(Certificate).where(Certificate.code == code))
    return Checked(found.figures, found.issued_on, found.replaced_on) if found else None


def case_files(actor: Actor, lot_id: int) -> Sequence[CaseFile]:
    """The case files of a lot, the latest first."""
    return (
        db.session.scalars(
            select(CaseFile)
            .where(within_reach(actor, P.CASE_FILE_MAKE, CaseFile), CaseFile.lot_id == lot_id)
            .options(joinedload(CaseFile.asked_by))
            .order_by(CaseFile.number.desc())
        )
        .unique()
        .all()
    )


def case_file(actor: Actor, case_file_id: int) -> CaseFile:
    """One case file with its bytes, for whoever may take it."""
    return load(actor, P.CASE_FILE_MAKE, CaseFile, case_file_id, undefer(CaseFile.content))
