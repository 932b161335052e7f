"""How is a decision written for a page: its figures, its calculation, what was answered, and who must act next?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from flask import url_for

from clauses.access.gate import may
from clauses.access.policy import Actor, Permission
from clauses.domain import bases
from clauses.domain.kinds import Role
from clauses.domain.kinds_decisions import (
    ASKING,
    DecisionKind,
    DecisionState,
    NoPenalty,
    PenaltyBase,
    PriceUnit,
)
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.domain.penalties import Counted, PenaltyTerms
from clauses.domain.values import half_up
from clauses.models.decisions import Decision, DecisionAnswer
from clauses.models.markets import Lot
from clauses.queries import people
from clauses.queries.boards.at_stake import Stake
from clauses.queries.compliance import LotFigures
from clauses.queries.decisions import OPEN, Case
from clauses.queries.decisions_group import Part, apart, part_of, parts_of_decision
from clauses.queries.decisions_group import kept_members as kept
from clauses.wording import decisions as words
from clauses.wording import formats, sentences
from clauses.wording.hours import FOLLOWER_MISSING
from clauses.wording.labels import label

Trail = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One base of the calculation, ready to print; `note` says why it was left out."""

    base: str
    quantity: str
    price: str
    amount: str
    note: str | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a group that answers for its own part; hours in hundredths, amounts in cents.

    `asked`: its part of the amount that the buyer says; None where the buyer has said none yet.
    """

    name: str
    part: int
    validated: int
    already: int
    missing: int
    amount: int
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Stakes:
    """The lots that would cost something, each with its base, and their sums: hours in hundredths, cents."""

    rows: list[tuple[Stake, Row]]
    missing: int
    amount: int
    own: bool  # one at least is a part of a lot alone


@dataclass(frozen=True, slots=True)
class Seen:
    """A decision as one person reads it: whole, or for the part of its own organization alone; amounts in cents."""

    decision: Decision
    state: DecisionState
    amount: int | None
    proposed: int | None
    company: str
    part: Part | None
    whole: bool


def seen(one: Decision, actor: Actor) -> Seen:
    """A member of a group besides the holder reads its own part, and not whether another one contests."""
    holder = one.lot.award.awardee.name if one.lot.award else ""
    if not apart(actor, one):
        return Seen(one, one.state, one.amount, one.proposed_amount, holder, None, True)
    part, state = part_of(one, actor.organization_id), one.state
    if state is DecisionState.CONTESTED and not any(answer.contests for answer in answers_of(one, actor)):
        state = DecisionState.DECIDED if one.decided_on else DecisionState.PROPOSED
    amount = part.asked if part and one.amount is not None else None
    return Seen(
        one, state, amount, part.calculated if part else None, actor.organization_name, part, False
    )  # fmt: skip


def answers_of(one: Decision, actor: Actor) -> list[DecisionAnswer]:
    """What was answered: all of it, or by its own organization alone."""
    own = apart(actor, one)
    return [answer for answer in one.answers if not own or answer.organization_id == actor.organization_id]


def breadcrumb(actor: Actor, lot: Lot, last: str) -> Trail:
    """From the market down to the page; a page that stands alone for whoever is no more a party to the lot."""
    outside = actor.role in (Role.COMPANY, Role.SIAE)
    if outside and not may(actor, Permission.MARKET_VIEW, Lot, lot.id):
        return [(last, "")]
    trail: Trail = [] if outside else [(words.MARKETS, url_for("markets.market_list"))]
    trail.append((lot.market.reference, url_for("markets.market", market_id=lot.market_id)))
    return [
        *trail,
        (
            words.LOT.format(number=lot.number),
            url_for("markets.lot", market_id=lot.market_id, number=lot.number),
        ),
        (last, ""),
    ]


def summary(case: Case) -> list[tuple[str, str, str | None]]:
    """The four figures of a decision."""
    standing = case.figures.standing
    rate = formats.percent(standing.hours_rate) if standing and standing.hours_rate is not None else "—"
    of = formats.hours(case.figures.owed)
    taken = sentences.written(words.ALREADY, hours=case.neutralised) if case.neutralised else None
    return [
        (words.TARGET, of, taken),
        (words.VALIDATED, formats.hours(case.validated), words.SHARE_OF.format(rate=rate, of=of)),
        (words.LEFT, formats.hours(case.left), None),
        (words.END, formats.day_short(case.ended_on), None),
    ]


def coming(case: Case, on: date) -> list[str]:
    """What changes of the contract that take effect later will make of the target, with their day; where the volume
    follows the orders or the hours worked, nobody knows it yet."""
    said = case.figures.terms
    if said is not None and said.basis in bases.OPEN_BASES:
        return []
    return [
        sentences.written(
            words.COMING, day=day, hours=one.hours, reason=one.reason[:1].lower() + one.reason[1:]
        )
        for day, one in bases.from_day(case.lot.targets, on)
        if day > on
    ]


def hours_of(figures: LotFigures) -> list[tuple[str, str, str | None]]:
    """What a lot owes, what is validated and what is left, today."""
    standing = figures.standing
    rate = formats.percent(standing.hours_rate) if standing and standing.hours_rate is not None else "—"
    of = formats.hours(figures.owed)
    return [
        (words.TARGET, of, None),
        (words.VALIDATED, formats.hours(figures.validated), words.SHARE_OF.format(rate=rate, of=of)),
        (words.LEFT, formats.hours(max(0, figures.owed - figures.validated)), None),
    ]


def line_of_hours(target: int, neutralised: int, validated: int, missing: int) -> str:
    """« 640 h − 80 h neutralisées − 280 h validées = 280 h non réalisées »."""
    return sentences.written(
        words.HOURS_LINE, target=target, neutralised=neutralised, validated=validated, missing=missing
    )


def line_of_case(case: Case) -> str:
    """How the hours missing are reckoned: as one, or member by member where each answers for its own part."""
    if case.members:
        return words.EACH_ITS_PART
    return line_of_hours(case.target, case.neutralised, case.validated, case.proposal.missing)


def line_of_decision(one: Decision) -> str:
    if kept(one):
        return words.EACH_ITS_PART
    return line_of_hours(
        one.target, one.neutralised, one.validated, max(0, one.target - one.neutralised - one.validated)
    )


def owed_by_members(case: Case) -> list[MemberRow]:
    """Member by member, what was owed, done and is missing, and the amount; empty where the lot owes as one."""
    hours = case.proposal.of(PenaltyBase.HOURS)
    return [
        MemberRow(
            one.member.name,
            one.member.part,
            one.member.validated,
            one.member.already,
            one.missing,
            one.amount,
        )
        for one in (hours.members if hours else ())
    ]


def kept_members(seen: Seen) -> list[MemberRow]:
    """The same as the decision kept it, with what is asked of each; its own line alone where a part is read."""
    parts = parts_of_decision(seen.decision) if seen.whole else [seen.part] if seen.part else []
    said = seen.decision.amount is not None
    return [
        MemberRow(
            one.name, one.part, one.validated, one.already, one.missing, one.calculated, one.asked if said else None
        )
        for one in parts
    ]  # fmt: skip


def stakes(found: Sequence[Stake]) -> Stakes | None:
    """What the contracts would lead to if nothing changes, as the home page sums it; None where nothing would be owed."""
    if not found:
        return None
    return Stakes(
        [(one, _row(one.counted, one.terms)) for one in found], sum(one.missing for one in found),
        sum(one.amount for one in found), any(one.own for one in found),
    )  # fmt: skip


def calculation(case: Case) -> list[Row]:
    return [_row(one, case.terms) for one in case.proposal.counted]


def kept_calculation(seen: Seen) -> list[Row]:
    """The calculation as it stood when the decision was prepared; of its own hours alone where a part is read."""
    one = seen.decision
    terms = PenaltyTerms(multiple=one.terms.multiple if one.terms else None)
    counted = [_read(row) for row in one.proposal or []]
    if not seen.whole:
        counted = [
            replace(each, quantity=seen.part.missing, amount=seen.part.calculated)
            for each in counted
            if seen.part and each.base is PenaltyBase.HOURS
        ]
    return [_row(each, terms) for each in counted]


def _read(row: dict[str, Any]) -> Counted:
    return Counted(
        PenaltyBase(row["base"]), row["quantity"], Fraction(*row["price"]), row["amount"],
        NoPenalty(row["left_out"]) if row["left_out"] else None, PriceUnit(row["unit"]) if row["unit"] else None,
        row["unit_value"], date.fromisoformat(row["unit_on"]) if row["unit_on"] else None,
    )  # fmt: skip


def _row(one: Counted, terms: PenaltyTerms) -> Row:
    quantity = sentences.written(words.QUANTITIES[one.base], n=one.quantity)
    note = words.LEFT_OUT[one.left_out] if one.left_out else None
    return Row(words.BASES[one.base], quantity, _price(one, terms), formats.euros(one.amount), note)


def _price(one: Counted, terms: PenaltyTerms) -> str:
    if one.unit is not None:
        facts = {"multiple": formats.hours_plain(terms.multiple or 0)}
        if one.unit_value is None or one.unit_on is None:
            return sentences.written(words.UNKNOWN_UNITS[one.unit], **facts)
        return sentences.written(words.UNITS[one.unit], **facts, value=one.unit_value, day=one.unit_on)
    return formats.euros(half_up(one.price)) if one.price else "—"


def requests_line(case: Case) -> str:
    """What the holder did to find people, in counts."""
    proposed = sentences.plural(words.PROPOSED, case.requests.proposed)
    return sentences.plural(words.REQUESTS, case.requests.asked, proposed=proposed)


def proposal_line(case: Case) -> str:
    """« Proposition : 280 h × 50 € = 14 000 €. La décision vous appartient. »"""
    hours = case.proposal.of(PenaltyBase.HOURS)
    if not case.proposal.amount:
        return words.NO_PROPOSAL
    if hours and hours.amount == case.proposal.amount:
        return sentences.written(
            words.PROPOSAL_HOURS, missing=hours.quantity, price=formats.euros(half_up(hours.price)),
            amount=case.proposal.amount,
        )  # fmt: skip
    return sentences.written(words.PROPOSAL, amount=case.proposal.amount)


def whose_turn(seen: Seen, actor: Actor, on: date) -> str | None:
    """Who must act next, in words; None when nobody must."""
    one = seen.decision
    if one.kind in ASKING:
        holder = one.lot.award.awardee.name if one.lot.award else ""
        return _turn_of_notice(one, holder, on)
    if one.kind is not DecisionKind.PENALTY:
        return None
    waited = _waited(seen, actor)
    contested_since = seen.state is DecisionState.CONTESTED and one.decided_on is not None
    if seen.state in OPEN and waited and one.answer_by is not None and not contested_since:
        told = words.TURN_ANSWER_OVER if on > one.answer_by else words.TURN_ANSWER
        return _of_several(told, waited, day=one.answer_by)
    if seen.state is DecisionState.PROPOSED:
        return _of_several(words.TURN_DECIDE, _owing(seen))
    if seen.state is DecisionState.CONTESTED:
        contest = {answer.organization_id for answer in answers_of(one, actor) if answer.contests}
        named = [row.organization.name for row in one.parties if row.organization_id in contest]
        return _of_several(words.TURN_CONTESTED, named if seen.whole and named else [seen.company])
    return None


def _owing(seen: Seen) -> list[str]:
    """Those that a penalty makes owe: the holder, or the members of its group that answer each for its part."""
    owing = [row.organization.name for row in seen.decision.parties if row.owes]
    return owing if seen.whole and owing else [seen.company]


def _waited(seen: Seen, actor: Actor) -> list[str]:
    """Those that may still answer what stands."""
    one = seen.decision
    if not seen.whole:
        return [] if one.heard_from(actor.organization_id) else [seen.company]
    if one.heard:
        return []
    waited = [row for row in one.parties if row.owes and not one.heard_from(row.organization_id)]
    return [row.organization.name for row in waited] or [seen.company]


def _of_several(forms: tuple[str, str], names: list[str], **facts: Any) -> str:
    return sentences.plural(forms, len(names), company=formats.joined(names), **facts)


def _turn_of_notice(one: Decision, company: str, on: date) -> str | None:
    """What the company is asked to do is its to do until its day, then the buyer's to follow up."""
    if one.answer_by is None or one.demand is None or one.lot.closed_on is not None:
        return None
    if one.actions:
        return _turn_of_actions(one, company, on)
    if one.heard:
        return words.TURN_NOTICE_ANSWERED.format(company=company)
    if on > one.answer_by:
        return sentences.written(words.TURN_NOTICE_OVER, day=one.answer_by)
    asked = label(one.demand)
    return sentences.written(
        words.TURN_NOTICE, company=company, day=one.answer_by, demand=asked[:1].lower() + asked[1:]
    )


def _turn_of_actions(one: Decision, company: str, on: date) -> str:
    """Once the company answered by actions, whose turn it is: to keep them, to do them, or to say what follows."""
    said = {
        "company": company, "day": min(action.proposed_on for action in one.actions),
        "actions": sentences.plural(words.BY_ACTIONS, len(one.actions)),
    }  # fmt: skip
    states = {action.state for action in one.actions}
    if RecoveryState.PROPOSED in states:
        follower = people.follower_of(one.lot.territory_id, on)
        name = follower.name if follower else FOLLOWER_MISSING
        return sentences.plural(words.TURN_ACTIONS_KEEP, len(one.actions), **said, follower=name)
    doers = [action.who.name for action in one.actions if action.state is RecoveryState.KEPT]
    if doers:
        return sentences.written(
            words.TURN_ACTIONS_DO, **said, who=formats.joined(list(dict.fromkeys(doers)))
        )
    return sentences.written(words.TURN_ACTIONS_DONE, **said)


def not_heard(seen: Seen, actor: Actor, on: date) -> str | None:
    """Why a penalty is not to be decided yet, and from which day on; None once all were heard or their delay is over."""
    one = seen.decision
    waited = _waited(seen, actor)
    if not waited or one.answer_by is None or on > one.answer_by:
        return None
    return _of_several(words.NOT_HEARD, waited, day=one.answer_by + timedelta(days=1))
