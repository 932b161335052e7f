"""Who is in charge of a territory on a day, and who answers in their place? (R20)

Mandates and absences are dated, so that rights follow by date: nothing has to be done at midnight for them to change.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clauses.domain.kinds_territories import Cover, MandateKind

DAY = timedelta(days=1)
_RANK = {kind: rank for rank, kind in enumerate(MandateKind)}
# A holder and an interim are in charge: two of them never run on one day.
IN_CHARGE = (MandateKind.HOLDER, MandateKind.INTERIM)


@dataclass(frozen=True, slots=True)
class Held:
    """A mandate on one territory: days included at both ends, no end while `ends_on` is None."""

    id: int
    user_id: int
    kind: MandateKind
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Away:
    """An absence of one person; `deputy_id` is None when the coordination answers."""

    id: int
    user_id: int
    deputy_id: int | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Charge:
    """Who answers on a day: `acting_id` is None for the coordination, `away` is the absence that is covered."""

    held: Held | None
    away: Away | None
    acting_id: int | None

    @property
    def cover(self) -> Cover:
        if self.held is None:
            return Cover.VACANT
        return Cover.ABSENCE if self.away else Cover.COVERED


def on_day(starts_on: date, ends_on: date | None, on: date) -> bool:
    return starts_on <= on and (ends_on is None or on <= ends_on)


def overlap(a_start: date, a_end: date | None, b_start: date, b_end: date | None) -> bool:
    """Do two periods share a day?"""
    return (b_end is None or a_start <= b_end) and (a_end is None or b_start <= a_end)


def in_charge(mandates: Iterable[Held], on: date) -> Held | None:
    """The mandate in charge on a day, absences apart: holder, else interim, else deputy; the latest of its kind."""
    running = [one for one in mandates if on_day(one.starts_on, one.ends_on, on)]
    running.sort(key=lambda one: (_RANK[one.kind], -one.starts_on.toordinal(), -one.id))
    return running[0] if running else None


def charge(mandates: Sequence[Held], absences: Sequence[Away], acting: Collection[int], on: date) -> Charge:
    """Who answers on a day; `acting` are the persons whose account is open, the only ones who can.

    During an absence: the person chosen, else another mandate of the territory, else the coordination.
    """
    able = [one for one in mandates if one.user_id in acting]
    held = in_charge(able, on)
    if held is None:
        return Charge(None, None, None)
    away = {one.user_id: one for one in absences if on_day(one.starts_on, one.ends_on, on)}
    absence = away.get(held.user_id)
    if absence is None:
        return Charge(held, None, held.user_id)
    chosen = absence.deputy_id
    if chosen in acting and chosen not in away:
        return Charge(held, absence, chosen)
    beside = in_charge((one for one in able if one.user_id not in away), on)
    return Charge(held, absence, beside.user_id if beside and chosen is not None else None)


@dataclass(frozen=True, slots=True)
class Turn:
    """On `day` a territory passes from one person to another; None stands for the coordination."""

    day: date
    mandate_id: int | None  # that begins; None where the territory becomes vacant
    from_id: int | None
    to_id: int | None


def turns(
    mandates: Sequence[Held], known: int | None, after: date | None, on: date, acting: Collection[int]
) -> list[Turn]:
    """Every change of hand since `after` (None: since the first mandate) until `on`, in order.

    Worked out from the dates, so that it comes to the same after a missed night. On `on` itself an account that has
    been closed holds nothing any more. An absence changes no hand.
    """
    edges = {one.starts_on for one in mandates} | {one.ends_on + DAY for one in mandates if one.ends_on}
    days = sorted(day for day in edges if day <= on and (after is None or day > after))
    found: list[Turn] = []
    current = known
    for day in days:
        held = in_charge(mandates, day)
        to = held.user_id if held else None
        if to != current:
            found.append(Turn(day, held.id if held else None, current, to))
            current = to
    able = in_charge((one for one in mandates if one.user_id in acting), on)
    to = able.user_id if able else None
    if to != current and not (found and found[-1].day == on):
        found.append(Turn(on, able.id if able else None, current, to))
    return found
