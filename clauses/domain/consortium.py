"""How do the members of a group share what a lot owes, and what follows when one of them fails? (R16)

There is one target, that of the lot. It is split by the shares of the members exactly, to the hundredth of an hour:
the sum of the parts is the target, whatever the shares. Hours are hundredths.
"""

from collections.abc import Collection, Sequence

from clauses.domain.errors import Refused
from clauses.domain.kinds import GroupForm
from clauses.domain.kinds_awards import ShareUnit
from clauses.domain.values import largest_remainder

WHOLE = 10_000  # one hundred per cent, in basis points


def refuse_partial(unit: ShareUnit, shares: Sequence[int], volume: int | None) -> None:
    """Refuse shares that do not make the whole: 100 %, or the hours of the lot."""
    if unit is ShareUnit.HOURS:
        if volume is None:
            raise Refused("group_hours_unknown", field="share_unit")
        if sum(shares) != volume:
            raise Refused("group_hours_sum", field="lead_share", sum=sum(shares), volume=volume)
    elif sum(shares) != WHOLE:
        raise Refused("group_share_sum", field="lead_share", sum=sum(shares))


def targets(total: int, shares: Sequence[int]) -> tuple[int, ...]:
    """The part of each member in the target of the lot (hundredths), by share; their sum is the target."""
    return largest_remainder(total, shares)


def after_default(
    total: int, shares: Sequence[int], validated: Sequence[int], defaulting: Collection[int]
) -> tuple[int, ...]:
    """The parts once the members at these places have failed.

    A member that fails keeps the hours validated for it, up to its own part; what remains of the target is split
    between the others in proportion to their shares. Refused when nobody is left to take it.
    """
    own = targets(total, shares)
    kept = {place: max(0, min(validated[place], own[place])) for place in defaulting}
    others = [place for place in range(len(shares)) if place not in kept]
    if not others:
        raise Refused("group_nobody_left")
    parts = targets(total - sum(kept.values()), [shares[place] for place in others])
    taken = dict(zip(others, parts, strict=True))
    return tuple(kept.get(place, taken.get(place, 0)) for place in range(len(shares)))


def done_by(own: Sequence[int], total: int, shares: Sequence[int]) -> tuple[int, ...]:
    """The hours done for each member while nobody says otherwise: those of the people it employs itself, and a part
    by its share of those of the structures outside the group, which the ledger knows for the lot alone."""
    return tuple(map(sum, zip(own, targets(max(0, total - sum(own)), shares), strict=True)))


def refuse_other_total(done: Sequence[int], total: int) -> None:
    """Refuse hours said member by member that are not, together, those of the lot."""
    if sum(done) != total:
        raise Refused("group_done_sum", field="dec_member_1", sum=sum(done), total=total)


def asked_of(amount: int, calculated: Sequence[int], others: int) -> tuple[int, ...]:
    """What each member is asked for of an amount said for the whole (cents), in proportion to what is calculated for it.

    The lead, in the first place, carries what was calculated beside the hours (`others`): it hands in the documents.
    Their sum is the amount; nothing is asked of anybody where nothing was calculated for any member.
    """
    if not any(calculated):
        return tuple(0 for _ in calculated)
    lead, *rest = calculated
    return largest_remainder(amount, [lead + others, *rest])


def missing(form: GroupForm, parts: Sequence[int], validated: Sequence[int]) -> tuple[int, ...]:
    """The hours each member lacks at closure (hundredths).

    Members who answer jointly and severally compensate each other: what one did beyond its part fills what another
    lacks, and what is still missing is spread in proportion to what each lacks. Members who answer each for their
    own part compensate nothing.
    """
    lacking = [max(0, part - done) for part, done in zip(parts, validated, strict=True)]
    if form is not GroupForm.JOINT_AND_SEVERAL:
        return tuple(lacking)
    short = max(0, sum(parts) - sum(validated))
    return largest_remainder(short, lacking) if short else tuple(0 for _ in parts)
