"""What does a DECP file say of a contract, and how is a row that cannot be taken described?

Amounts are cents, durations are months, days are dates; what the file does not say is None or empty.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from clauses.domain.kinds import MarketForm, MarketType, Procedure


class SocialConsideration(StrEnum):
    """`considerationsSociales`; a reserved market and a reserved concession are the same thing here."""

    CLAUSE = "clause"
    CRITERION = "criterion"
    RESERVED = "reserved"
    NONE = "none"


class EnvironmentalConsideration(StrEnum):
    """`considerationsEnvironnementales`; none of them is an empty list."""

    CLAUSE = "clause"
    CRITERION = "criterion"


@dataclass(frozen=True, slots=True)
class Warning:
    """Something odd in a contract that is taken all the same."""

    field: str
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder (titulaire, concessionnaire), by its identifier; the name is there in the tabular shape alone."""

    id_type: str  # SIRET, TVA, TAHITI, RIDET, FRWF, IREP, HORS-UE; empty when the file does not say
    id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Modification:
    """A change appended to the initial data; an amount or a duration is the new total, None if unchanged."""

    id: int
    notified_on: date
    amount: int | None
    duration_months: int | None
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract of the file, as first published, followed by its modifications."""

    line: int  # 1-based index of the (first) record in the file
    id: str
    uid: str  # buyer's SIRET followed by the id: unique in the country; lots of our model share it
    buyer_siret: str
    buyer_name: str | None
    title: str
    nature: str
    is_concession: bool
    market_type: MarketType
    market_form: MarketForm
    procedure: Procedure
    cpv: str | None
    amount: int
    duration_months: int
    notified_on: date
    published_on: date | None
    place_code: str | None
    place_type: str | None
    holders: tuple[Holder, ...]
    group_form: str | None  # Conjoint, Solidaire
    social: tuple[SocialConsideration, ...]
    environmental: tuple[EnvironmentalConsideration, ...]
    modifications: tuple[Modification, ...]
    subcontracting: bool
    source: str
    warnings: tuple[Warning, ...] = ()
    lot: str | None = None  # number of the lot, in our own model alone
    lot_title: str | None = None  # the same: a lot has its own title there
    # The whole record, in the regulation's shape, to be published again as it was; None for our own model.
    record: dict[str, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def current_amount(self) -> int:
        """The amount in cents after the last modification that changed it."""
        return next((m.amount for m in reversed(self.modifications) if m.amount is not None), self.amount)

    @property
    def current_duration(self) -> int:
        """The duration in months after the last modification that changed it."""
        changed = (m.duration_months for m in reversed(self.modifications) if m.duration_months is not None)
        return next(changed, self.duration_months)

    @property
    def current_holders(self) -> tuple[Holder, ...]:
        """The holders after the last modification that changed them."""
        return next((m.holders for m in reversed(self.modifications) if m.holders), self.holders)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason about a row that cannot be taken; a row may have several.

    A refused row also lists what would only have been a warning (`blocking` is False), so that its author corrects
    everything in one go.
    """

    line: int  # 1-based index of the record in the file
    ref: str | None
    field: str
    code: str
    value: str
    facts: dict[str, Any]
    text_line: int | None = None  # line of the text where the record begins
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file: `read` records of a shape, the contracts taken and the reasons of the others."""

    shape: str  # regulation, regulation_old, tabular, tabular_old, model
    read: int
    contracts: tuple[Contract, ...]
    refusals: tuple[Refusal, ...]

    @property
    def refused_lines(self) -> tuple[int, ...]:
        """The records that cannot be taken, each once."""
        return tuple(sorted({refusal.line for refusal in self.refusals}))
