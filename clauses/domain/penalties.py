"""Which penalty does the contract itself lead to, and why? A proposal: the buyer alone decides. (R17; domain rules 6.4)

Only what the contract writes is counted, never a default of the portal. Three separate bases: hours neither done nor
justified, documents late, absences; the same missing proof is never counted twice unless the contract says so. Hours
that were not due (works suspended, tranche not confirmed, no order) are not in the target that comes in; hours beyond
the target never make a negative amount. The members of a group who answer each for its own part owe each what it
lacks, and nothing one did beyond its part fills what another lacks; those who answer together owe as one (R16).
Hours are hundredths, amounts cents, multiples hundredths of one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from clauses.domain.compliance import missing, penalty
from clauses.domain.kinds_decisions import HoursPrice, NoPenalty, PenaltyBase, PriceDay, PriceUnit

_UNITS = {HoursPrice.TIMES_SMIC: PriceUnit.SMIC, HoursPrice.TIMES_CEILING: PriceUnit.CEILING}
ONE = 100  # a multiple of 1, in hundredths


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """The penalties as the contract writes them. `both_bases`: the same missing proof may cost on two bases."""

    hours_price: HoursPrice = HoursPrice.NONE
    per_hour: int | None = None
    multiple: int | None = None
    price_day: PriceDay = PriceDay.NOTIFICATION
    fixed_on: date | None = None
    per_day_late: int | None = None
    per_absence: int | None = None
    prior_notice: bool = False
    both_bases: bool = False


@dataclass(frozen=True, slots=True)
class Requests:
    """What the holder did to find people, from the log of its requests: structures asked, and people proposed by them.

    `proposed` counts the answers that offered something, and the hours done through a structure.
    """

    asked: int = 0
    proposed: int = 0

    @property
    def not_attributable(self) -> bool:
        """Structures were asked in time and none ever proposed anybody: the failure is not the holder's."""
        return self.asked > 0 and self.proposed == 0


@dataclass(frozen=True, slots=True)
class Member:
    """A member that answers for its own part alone: what it owes, what was done for it, what it was penalised for before."""

    number: int
    name: str
    part: int
    validated: int
    already: int = 0

    @property
    def missing(self) -> int:
        return max(0, self.part - self.validated - self.already)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one member lacks, and the amount it leads to, in cents."""

    member: Member
    missing: int
    amount: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Where the lot stands. `target` is what was owed before neutralisation, `already` the hours penalised before."""

    target: int
    neutralised: int
    validated: int
    due: bool = True  # the contract, or a year of a yearly clause, has ended
    without_order: bool = False
    already: int = 0
    requests: Requests = Requests()
    days_late: int = 0  # working days
    absences: int = 0
    same_proof: bool = False  # the documents that are late are those of hours that are missing
    notified_on: date | None = None
    ended_on: date | None = None
    notice_ended: bool = False  # a formal notice was sent and its delay has passed
    members: tuple[Member, ...] = ()  # of a group whose members answer each for its own part


@dataclass(frozen=True, slots=True)
class Counted:
    """One base: its quantity (hundredths of an hour, days or absences), the price of one and the amount, in cents."""

    base: PenaltyBase
    quantity: int
    price: Fraction
    amount: int
    left_out: NoPenalty | None = None
    unit: PriceUnit | None = None  # the legal value behind the price…
    unit_value: int | None = None  # …in cents, on…
    unit_on: date | None = None  # …this day
    members: tuple[Owed, ...] = ()  # member by member, when each owes its own part


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the contract leads to: each base apart, and their sum."""

    missing: int
    counted: tuple[Counted, ...]

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.counted)

    def of(self, base: PenaltyBase) -> Counted | None:
        return next((one for one in self.counted if one.base is base), None)


def day_of(terms: PenaltyTerms, facts: Facts) -> date | None:
    """The day whose legal value the contract takes; that of the notification unless it fixes another one."""
    match terms.price_day:
        case PriceDay.END:
            return facts.ended_on
        case PriceDay.FIXED:
            return terms.fixed_on
        case _:
            return facts.notified_on


def propose(terms: PenaltyTerms, facts: Facts, value_on: Callable[[PriceUnit, date], int | None]) -> Proposal:
    """The proposal of R17. `value_on` gives a legal value in cents on a day, None where it is not known."""
    short = _short(facts)
    counted = [_hours(terms, facts, short, value_on)]
    if terms.per_day_late is not None:
        counted.append(_late(terms, facts, counted[0]))
    if terms.per_absence is not None:
        amount = facts.absences * terms.per_absence
        why = None if facts.absences else NoPenalty.NOTHING_MISSING
        counted.append(
            Counted(PenaltyBase.ABSENCES, facts.absences, Fraction(terms.per_absence), amount, why)
        )
    if terms.prior_notice and not facts.notice_ended:
        counted = [_left_out(one, NoPenalty.NOTICE_FIRST) if one.amount else one for one in counted]
    return Proposal(short, tuple(counted))


def _short(facts: Facts) -> int:
    if facts.members:
        return sum(one.missing for one in facts.members)
    left = missing(target=facts.target, validated=facts.validated, neutralised=facts.neutralised)
    return max(0, left - facts.already)


def _hours(
    terms: PenaltyTerms, facts: Facts, short: int, value_on: Callable[[PriceUnit, date], int | None]
) -> Counted:
    unit, on = _UNITS.get(terms.hours_price), day_of(terms, facts)
    value = value_on(unit, on) if unit and on else None
    if unit is not None:
        price = Fraction((terms.multiple or 0) * (value or 0), ONE)
        written = bool(terms.multiple)
    else:
        price = Fraction(terms.per_hour or 0)
        written = terms.hours_price is HoursPrice.PER_HOUR and bool(terms.per_hour)
    owed = tuple(Owed(one, one.missing, penalty(one.missing, price)) for one in facts.members)
    amount = sum(one.amount for one in owed) if owed else penalty(short, price)
    found = Counted(PenaltyBase.HOURS, short, price, amount, None, unit, value, on if unit else None, owed)
    if not written:
        return _left_out(found, NoPenalty.NOT_WRITTEN)
    if facts.without_order:
        return _left_out(found, NoPenalty.NO_ORDER)
    if not facts.due:
        return _left_out(found, NoPenalty.NOT_ENDED)
    if not short:
        return _left_out(found, NoPenalty.NOTHING_MISSING)
    if facts.requests.not_attributable:
        return _left_out(found, NoPenalty.NOT_ATTRIBUTABLE)
    return _left_out(found, NoPenalty.UNKNOWN_VALUE) if unit and value is None else found


def _late(terms: PenaltyTerms, facts: Facts, hours: Counted) -> Counted:
    price = Fraction(terms.per_day_late or 0)
    found = Counted(
        PenaltyBase.DOCUMENTS, facts.days_late, price, facts.days_late * (terms.per_day_late or 0)
    )
    if not facts.days_late:
        return _left_out(found, NoPenalty.NOTHING_MISSING)
    if facts.same_proof and hours.amount and not terms.both_bases:
        return _left_out(found, NoPenalty.SAME_PROOF)
    return found


def _left_out(one: Counted, why: NoPenalty) -> Counted:
    nothing = tuple(replace(each, amount=0) for each in one.members)
    return replace(one, amount=0, left_out=why, members=nothing)
