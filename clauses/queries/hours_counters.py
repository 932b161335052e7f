"""How many hours does a person already have, in an AI and in a month, and how many count on a lot?

Facts only: the rules (relay, legal ceiling, plausibility) are in the domain. Hours are hundredths.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, not_, or_, select, union_all

from clauses.domain.ai_cap import Placement, earlier_placements, relay_counter
from clauses.domain.kinds import BuyerKind, EntryState, Modality, ReportState
from clauses.domain.rules import RelayRule
from clauses.domain.values import add_months, last_day, month_of, months
from clauses.extensions import db
from clauses.models.hours import TRAINED_ENTRY, UNDECIDED_ENTRY, HoursEntry, LedgerLine, MonthlyReport
from clauses.models.markets import Award
from clauses.models.partners import PrefectWaiver
from clauses.models.people import Organization
from clauses.models.relays import EarlierHours
from clauses.queries import lasting, lot_sums
from clauses.reference import rulebook

LOCAL_AUTHORITY, COMPANY = "local_authority", "company"  # users, as the rule of the ceiling names them
LOCAL_AUTHORITIES = frozenset(
    {BuyerKind.MUNICIPALITY, BuyerKind.EPCI, BuyerKind.DEPARTMENT, BuyerKind.REGION}
)


def ai_hours(
    participant_ids: Collection[int], *, without: Collection[int] = (), decided_only: bool = False,
    sent_only: bool = False,
) -> dict[int, list[Placement]]:  # fmt: skip
    """What each person did in an AI, every AI and every lot: lines that count, entries not decided yet (`waiting`), and
    hours declared from before the portal (`earlier`).

    Hours of training are no placement and are left out, even where the clause counts them: of the hours kept of an
    entry, those worked come first. `without` leaves entries out, when their hours are being typed again; `sent_only`
    leaves out what is typed and not sent to the resource person yet.
    """
    found: dict[int, list[Placement]] = defaultdict(list)
    ids = set(participant_ids)
    if not ids:
        return found
    counted = (
        select(
            LedgerLine.participant_id, LedgerLine.lot_id, LedgerLine.month, func.sum(LedgerLine.hours),
            HoursEntry.worked,
        )
        .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
        .where(LedgerLine.participant_id.in_(ids), LedgerLine.modality == Modality.AI_PLACEMENT)
        .group_by(
            LedgerLine.participant_id, LedgerLine.lot_id, LedgerLine.month, LedgerLine.entry_id,
            HoursEntry.worked,
        )
    )  # fmt: skip
    if without:
        counted = counted.where(LedgerLine.entry_id.not_in(set(without)))
    rows = [
        (participant_id, lot_id, month, placed(hours, worked), False)
        for participant_id, lot_id, month, hours, worked in db.session.execute(counted)
    ]
    if not decided_only:
        waiting = (
            select(HoursEntry.participant_id, MonthlyReport.lot_id, MonthlyReport.month, HoursEntry.worked)
            .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
            .where(
                HoursEntry.participant_id.in_(ids),
                HoursEntry.modality == Modality.AI_PLACEMENT,
                UNDECIDED_ENTRY,
            )
        )
        if without:
            waiting = waiting.where(HoursEntry.id.not_in(set(without)))
        if sent_only:
            waiting = waiting.where(
                or_(MonthlyReport.state == ReportState.SUBMITTED, HoursEntry.state != EntryState.DRAFT)
            )
        rows += [(*row, True) for row in db.session.execute(waiting)]
    users = user_kinds({lot_id for _, lot_id, _, _, _ in rows})
    for participant_id, lot_id, month, hours, undecided in rows:
        if hours:
            found[participant_id].append(
                Placement(month, hours, exempt(users.get(lot_id), month), waiting=undecided)
            )
    for participant_id, declared in earlier_hours(ids).items():
        for one in declared:
            found[participant_id] += placements_of(one)
    return found


def relay_hours(people: Select[Any], month: date, rule: RelayRule, *, whose: object = None) -> dict[int, int]:
    """Of each of these people, the hours of the relay counter at the end of a month (R6), where there are any.

    The same as `ai_cap.relay_counter` on `ai_hours`, summed by the database: for a structure that places thousands of
    people. What the ledger says of them is kept under the name of `whose` they are, for a page that is kept.
    """
    span = months(add_months(month_of(month), 1 - rule.window_months), rule.window_months)
    found: dict[int, int] = defaultdict(int)
    known = lasting.kept(
        ("relay", whose, month, rule),
        lambda: _counted(people, span, month, rule),
        lambda some: len(some) / 15,
    )
    found.update(known)
    waiting = (
        select(HoursEntry.participant_id, func.sum(HoursEntry.worked))
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            UNDECIDED_ENTRY, HoursEntry.participant_id.in_(people), HoursEntry.modality == Modality.AI_PLACEMENT,
            MonthlyReport.month >= span[0], MonthlyReport.month <= span[-1],
            not_(_left_out(MonthlyReport.lot_id, MonthlyReport.month, span)),
        )
        .group_by(HoursEntry.participant_id)
    )  # fmt: skip
    trained = (
        select(HoursEntry.participant_id, HoursEntry.worked - func.sum(LedgerLine.hours))
        .join(LedgerLine, LedgerLine.entry_id == HoursEntry.id)
        .where(TRAINED_ENTRY, HoursEntry.participant_id.in_(people), *_of_ledger(span))
        .group_by(HoursEntry.id, HoursEntry.participant_id, HoursEntry.worked)
        .having(func.sum(LedgerLine.hours) > HoursEntry.worked)
    )
    for participant_id, hours in db.session.execute(union_all(waiting, trained)):
        found[participant_id] += int(hours)
    return {participant_id: hours for participant_id, hours in found.items() if hours}


def _counted(people: Select[Any], span: Sequence[date], month: date, rule: RelayRule) -> dict[int, int]:
    """Of each of these people, the hours that the ledger keeps, training too, and those declared from before the portal.

    Hours kept without training are never more than those worked: those of training alone are looked at twice.
    """
    found: dict[int, int] = defaultdict(int)
    for participant_id, hours in db.session.execute(
        select(LedgerLine.participant_id, func.sum(LedgerLine.hours))
        .where(LedgerLine.participant_id.in_(people), *_of_ledger(span))
        .group_by(LedgerLine.participant_id)
    ):
        found[participant_id] = int(hours)
    for participant_id, declared in earlier_hours(people).items():
        before = [placement for one in declared for placement in placements_of(one)]
        found[participant_id] += relay_counter(before, month, rule).done
    return dict(found)


def _of_ledger(span: Sequence[date]) -> tuple[ColumnElement[bool], ...]:
    """The lines of an AI in these months in a row, but those that the law leaves out."""
    return (
        LedgerLine.modality == Modality.AI_PLACEMENT, LedgerLine.month >= span[0], LedgerLine.month <= span[-1],
        not_(_left_out(LedgerLine.lot_id, LedgerLine.month, span)),
    )  # fmt: skip


def _left_out(lot_id: Any, month: Any, span: Sequence[date]) -> ColumnElement[bool]:
    """Were hours of this lot and month done for a user that the law leaves out? The same as `exempt`, in SQL."""
    local = (
        select(Award.lot_id)
        .join(Organization, Organization.id == Award.awardee_id)
        .where(Organization.buyer_kind.in_(LOCAL_AUTHORITIES))
    )
    others = select(Award.lot_id).where(Award.lot_id.not_in(local))
    found: ColumnElement[bool] = false()
    for user, lots in ((LOCAL_AUTHORITY, local), (COMPANY, others)):
        if left_out := [one for one in span if exempt(user, one)]:
            found |= month.in_(left_out) & lot_id.in_(lots)
    return found


def earlier_hours(participant_ids: Collection[int] | Select[Any]) -> dict[int, list[EarlierHours]]:
    """What was declared of each person from before the portal and is not withdrawn, the oldest first."""
    found: dict[int, list[EarlierHours]] = defaultdict(list)
    for one in db.session.scalars(
        select(EarlierHours)
        .where(EarlierHours.participant_id.in_(participant_ids), EarlierHours.withdrawn_on.is_(None))
        .order_by(EarlierHours.first_day, EarlierHours.id)
    ):
        found[one.participant_id].append(one)
    return found


def placements_of(one: EarlierHours) -> list[Placement]:
    """The months of a declaration; hours for users that the law leaves out are counted apart."""
    if not one.hours or one.first_day is None or one.last_day is None:
        return []
    left_out = exempt(one.placed_with.value, month_of(one.last_day))
    return earlier_placements(one.hours, one.first_day, one.last_day, exempt=left_out)


def placed(kept: int, worked: int) -> int:
    """Of the hours kept of an entry (hundredths), those of the placement: what was worked first, training last."""
    return min(kept, worked)


def user_kinds(lot_ids: Collection[int]) -> dict[int, str]:
    """What the user of each lot is for the exemptions of rule R7: a local authority, or an enterprise.

    A company, a semi-public company and a public housing office count; a local authority does not.
    """
    if not lot_ids:
        return {}
    rows = db.session.execute(
        select(Award.lot_id, Organization.buyer_kind)
        .join(Organization, Organization.id == Award.awardee_id)
        .where(Award.lot_id.in_(set(lot_ids)))
    )
    return {lot_id: user_kind(buyer_kind) for lot_id, buyer_kind in rows}


def user_kind(buyer_kind: BuyerKind | None) -> str:
    """What one user is, by its kind as a buyer; a company has none."""
    return LOCAL_AUTHORITY if buyer_kind in LOCAL_AUTHORITIES else COMPANY


def exempt(user: str | None, month: date) -> bool:
    """Are hours done for this user left out of both counters? (domain rules 5.2)"""
    return user in rulebook.ceiling(last_day(month)).exempt_users


def month_hours(
    participant_ids: Collection[int], month: date, *, without: Collection[int] = ()
) -> dict[int, int]:
    """Hours of each person in a month, worked and in training, every lot and employer together (R9)."""
    if not participant_ids:
        return {}
    question = (
        select(HoursEntry.participant_id, func.sum(HoursEntry.worked + HoursEntry.training))
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            HoursEntry.participant_id.in_(set(participant_ids)),
            MonthlyReport.month == month,
            HoursEntry.state != EntryState.REFUSED,
        )
        .group_by(HoursEntry.participant_id)
    )
    if without:
        question = question.where(HoursEntry.id.not_in(set(without)))
    return dict(db.session.execute(question).all())


def counted_on(lot_id: int) -> int:
    """Hours that count on a lot, every month together."""
    return lot_sums.validated_on([lot_id]).get(lot_id, 0)


def counted_by_entry(entry_ids: Collection[int]) -> dict[int, int]:
    """Hours that count for each entry; an entry without a live line is absent."""
    if not entry_ids:
        return {}
    rows = db.session.execute(
        select(LedgerLine.entry_id, func.sum(LedgerLine.hours))
        .where(LedgerLine.entry_id.in_(set(entry_ids)))
        .group_by(LedgerLine.entry_id)
    )
    return {entry_id: total for entry_id, total in rows if total}


def waivers(employer_ids: Collection[int]) -> dict[int, list[PrefectWaiver]]:
    """The prefect's waivers of each AI."""
    found: dict[int, list[PrefectWaiver]] = defaultdict(list)
    if employer_ids:
        for waiver in db.session.scalars(
            select(PrefectWaiver).where(PrefectWaiver.organization_id.in_(set(employer_ids)))
        ):
            found[waiver.organization_id].append(waiver)
    return found
