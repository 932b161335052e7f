"""Do the hours of a person stay within the month (R9) and the law (R7)?

The facts come from the counters, the rules from the domain; what is refused is told at the field of its line.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clauses.domain import ai_cap, plausibility
from clauses.domain.errors import DomainError, Refused
from clauses.domain.kinds import EntryState, Modality
from clauses.domain.values import last_day, month_of
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport, Participant
from clauses.models.markets import Lot
from clauses.models.partners import PrefectWaiver
from clauses.queries import hours_counters
from clauses.reference import rulebook


@dataclass(frozen=True, slots=True)
class Planned:
    """Hours (hundredths) about to be kept or counted; `key` ends the names of the fields of its line."""

    key: int
    participant: Participant
    employer_id: int
    modality: Modality
    worked: int
    training: int
    comment: str | None

    @classmethod
    def on(cls, contract: EmploymentContract, worked: int, training: int, comment: str | None) -> "Planned":
        return cls(
            contract.id,
            contract.participant,
            contract.employer_id,
            contract.modality,
            worked,
            training,
            comment,
        )

    @classmethod
    def of(cls, entry: HoursEntry) -> "Planned":
        return cls(
            entry.id,
            entry.participant,
            entry.employer_id,
            entry.modality,
            entry.worked,
            entry.training,
            entry.comment,
        )


def refusals(
    lot: Lot, month: date, rows: Sequence[Planned], *, touched: Collection[int]
) -> list[DomainError]:
    """What R9 and R7 refuse among rows that replace the `touched` entries."""
    return _month(month, rows, touched) + _legal(lot, month, rows, touched)


def of_pooled(
    month: date, row: Planned, parts: Mapping[int, int], *, touched: Collection[int]
) -> list[DomainError]:
    """What R9 and R7 refuse of one entry that feeds several lots; `parts` are its worked hours, by lot."""
    found = _month(month, [row], touched)
    users = hours_counters.user_kinds(parts)
    counted = sum(
        hours for lot_id, hours in parts.items() if not hours_counters.exempt(users.get(lot_id), month)
    )
    if row.modality is Modality.AI_PLACEMENT and counted:
        beyond = _beyond_law(month, [replace(row, worked=counted)], touched)
        found += [refusal for _, refusal in beyond]
    return found


def beyond_ceiling(
    lot: Lot, month: date, rows: Sequence[Planned], *, touched: Collection[int]
) -> dict[int, int]:
    """By key of its row, the hours that R7 forbids (hundredths); rows within the law are absent."""
    return {row.key: refusal.facts["over"] for row, refusal in _over(lot, month, rows, touched)}


def of_report(lot: Lot, report: MonthlyReport) -> list[DomainError]:
    """What must not be validated: the same limits, asked again on the day of the decision."""
    entries = [entry for entry in report.entries if entry.state is not EntryState.REFUSED]
    found = refusals(lot, report.month, [Planned.of(e) for e in entries], touched=[e.id for e in entries])
    return [Refused(one.code, **one.facts) for one in found if one.code != "hours_comment_needed"]


def _month(month: date, rows: Sequence[Planned], touched: Collection[int]) -> list[DomainError]:
    rule = rulebook.plausibility(last_day(month))
    totals: dict[int, int] = defaultdict(int)
    totals.update(hours_counters.month_hours({row.participant.id for row in rows}, month, without=touched))
    for row in rows:
        totals[row.participant.id] += row.worked + row.training
    found: list[DomainError] = []
    for row in rows:
        total = totals[row.participant.id]
        try:
            plausibility.check(total, bool(row.comment), rule)
        except Refused as refusal:
            name = "h_worked" if total > rule.block_over else "h_comment"
            found.append(Refused(refusal.code, field=f"{name}-{row.key}", **refusal.facts))
    return found


def _legal(lot: Lot, month: date, rows: Sequence[Planned], touched: Collection[int]) -> list[DomainError]:
    """The legal ceiling of an AI: a block, unless the prefect's waiver of that AI covers the month."""
    return [refusal for _, refusal in _over(lot, month, rows, touched)]


def _over(
    lot: Lot, month: date, rows: Sequence[Planned], touched: Collection[int]
) -> list[tuple[Planned, DomainError]]:
    placed = [row for row in rows if row.modality is Modality.AI_PLACEMENT]
    if not placed or hours_counters.exempt(hours_counters.user_kinds({lot.id}).get(lot.id), month):
        return []
    return _beyond_law(month, placed, touched)


def _beyond_law(
    month: date, placed: Sequence[Planned], touched: Collection[int]
) -> list[tuple[Planned, DomainError]]:
    counters = hours_counters.ai_hours({row.participant.id for row in placed}, without=touched)
    waivers = hours_counters.waivers({row.employer_id for row in placed})
    found: list[tuple[Planned, DomainError]] = []
    for row in placed:
        waiver = next((w for w in waivers[row.employer_id] if _touches(w, month)), None)
        try:
            ai_cap.refuse_if_over_ceiling(
                counters[row.participant.id], month, row.worked, rulebook.ceiling(last_day(month)),
                waiver_from=waiver.starts_on if waiver else None, waiver_until=waiver.ends_on if waiver else None,
                field=f"h_worked-{row.key}", name=row.participant.short,
            )  # fmt: skip
        except Refused as refusal:
            found.append((row, refusal))
        counters[row.participant.id].append(ai_cap.Placement(month, row.worked))
    return found


def refuse_placement(lot: Lot, person: Participant, employer_id: int, starts_on: date) -> None:
    """Refuse that an AI places somebody who has nothing left under the legal ceiling on that day (R7, L5132-9).

    Raises Refused("k_over_legal"), unless the user is exempt or a prefect's waiver covers the month.
    """
    month = month_of(starts_on)
    if hours_counters.exempt(hours_counters.user_kinds({lot.id}).get(lot.id), month):
        return
    counter = ai_cap.ceiling_counter(
        hours_counters.ai_hours({person.id})[person.id], month, rulebook.ceiling(last_day(month))
    )
    waivers = hours_counters.waivers({employer_id})[employer_id]
    if counter.left or any(_touches(waiver, month) for waiver in waivers):
        return
    raise Refused(
        "k_over_legal", field="k_start", name=person.short, done=counter.done, max=counter.max_hours,
        last=counter.last,
    )  # fmt: skip


def waived(employer_id: int | None, on: date) -> bool:
    """Does a prefect's waiver let this AI go beyond the ceiling on a day?"""
    return employer_id is not None and any(
        w.starts_on <= on <= w.ends_on for w in hours_counters.waivers({employer_id})[employer_id]
    )


def _touches(waiver: PrefectWaiver, month: date) -> bool:
    return waiver.starts_on <= last_day(month) and waiver.ends_on >= month
