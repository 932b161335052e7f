"""What could the contracts of a company cost it if nothing changes, lot by lot? (R17; B01, C11)

On the lots in alert that the company holds, or of which it owes a part of its own (R16): the hours that would be missing at
the end at the pace of the last months, at the price of the contract. The buyer alone decides; hours that a penalty was
already decided on are not counted again. Of the other members of a group nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clauses.access.policy import Actor, Permission
from clauses.domain import penalties
from clauses.domain.kinds import ComplianceStatus
from clauses.domain.kinds_decisions import PenaltyBase
from clauses.domain.penalties import Counted, Facts, Member, PenaltyTerms
from clauses.models.awards import GroupMember
from clauses.models.markets import Lot
from clauses.queries import compliance, decisions, decisions_group, lasting, lot_sums, running, worklist
from clauses.queries.boards.board import Figure
from clauses.queries.compliance import LotFigures
from clauses.queries.curves import at_pace
from clauses.queries.worklist.standing import OVER
from clauses.reference import legal_values
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences


@dataclass(frozen=True, slots=True)
class Stake:
    """A lot in alert that would cost something: hours in hundredths, the amount in cents.

    `owed` less `expected` (at the end, at the pace of the last months) less `already` (penalised before) is `missing`;
    `own`: the hours are those of a part of the lot alone.
    """

    lot: Lot
    owed: int
    expected: int
    already: int
    counted: Counted
    terms: PenaltyTerms
    own: bool

    @property
    def missing(self) -> int:
        return self.counted.quantity

    @property
    def amount(self) -> int:
        return self.counted.amount


def of_company(actor: Actor, on: date) -> list[Stake]:
    """The lots behind the figure of the home page, today."""
    standing = worklist.standing(actor, on, running.lots(actor, Permission.COMMITMENT_VIEW))
    owing = [*standing.running, *shared_lots(actor, on)]
    by_month = lot_sums.by_month([one.lot.id for one in owing]) if owing else {}
    return stakes(actor, owing, by_month, on)


def shared_lots(actor: Actor, on: date) -> list[LotFigures]:
    """The running lots that another company holds, of which this one owes a part of its own (R16)."""
    numbers = lasting.kept(
        ("parts", actor), lambda: decisions_group.lots_apart(actor.organization_id), lambda _: 0.1
    )
    if not numbers:
        return []
    lots = running.lots(actor, Permission.MARKET_VIEW, Lot.id.in_(numbers))
    found = compliance.figures_of(lots, on=on) if lots else []
    return [one for one in found if one.lot.market.state not in OVER]


def stakes(
    actor: Actor, owing: Sequence[LotFigures], by_month: dict[int, dict[date, int]], on: date
) -> list[Stake]:
    """The lots in alert of which the hours missing at the end would cost something; those without a price are left out."""
    alert = [one for one in owing if one.standing and one.standing.status is ComplianceStatus.ALERT]
    if not alert:
        return []
    terms = decisions.terms_of_lots([one.lot for one in alert])
    groups = decisions_group.several_of([one.lot.id for one in alert])
    penalised = decisions.penalised_hours([one.lot.id for one in alert])
    found = []
    for one in alert:
        if one.target is None or one.lot.award is None:
            continue
        expected = _at_end(one, by_month.get(one.lot.id, {}), on)
        own = _own_part(actor, one, groups.get(one.lot.id, []), expected)
        if own is None and (one.lot.id in groups or one.lot.award.awardee_id != actor.organization_id):
            continue
        already = own.already if own else penalised.get(one.lot.id, 0)
        facts = Facts(
            target=one.owed, neutralised=0, validated=expected, already=already, members=(own,) if own else (),
            notified_on=one.lot.award.notified_on, ended_on=decisions.ended_on(one.target), notice_ended=True,
        )  # fmt: skip
        contract = terms[one.lot.id][0]
        counted = penalties.propose(contract, facts, legal_values.value_on).of(PenaltyBase.HOURS)
        if counted is not None and counted.amount:
            owed, expected = (own.part, own.validated) if own else (one.owed, expected)
            found.append(Stake(one.lot, owed, expected, already, counted, contract, own is not None))
    return found


def figure(found: Sequence[Stake]) -> Figure | None:
    """The figure of the home page, which leads to its calculation; None while nothing would be owed."""
    if not found:
        return None
    missing = formats.hours(sum(one.missing for one in found))
    note = sentences.plural(words.AT_STAKE_NOTE, len(found), hours=missing)
    return Figure(
        words.AT_STAKE, formats.euros(sum(one.amount for one in found)),
        f"{note}{words.AT_STAKE_PART}" if any(one.own for one in found) else note,
        "compliance.decisions", {"_anchor": "encourue"}, "rouge",
    )  # fmt: skip


def _own_part(
    actor: Actor, one: LotFigures, rows: Sequence[GroupMember], expected: int
) -> Member | None:  # fmt: skip
    """What this company owes of a lot whose group answers part by part, at its end; None where it answers for the whole,
    or for nothing."""
    mine = next((row.id for row in rows if row.organization_id == actor.organization_id), None)
    if mine is None:
        return None
    members = decisions_group.at_end(one.lot.id, rows, one.owed, one.validated, expected)
    return next((member for member in members if member.number == mine), None)


def _at_end(one: LotFigures, by_month: dict[date, int], on: date) -> int:
    """The hours of the last month of execution, at the pace of the last three; those of today where no pace is known."""
    pace = at_pace(one.target, one.owed, by_month, one.terms, on) if one.target else None
    return pace.at_end if pace else one.validated
