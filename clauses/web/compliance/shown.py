"""How is a decision written for a page: its figures, its calculation, what was answered, and who must act next?"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from flask import url_for

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.domain.kinds_decisions import (
    ASKING,
    DecisionKind,
    DecisionState,
    NoPenalty,
    PenaltyBase,
    PriceUnit,
)
from clauses.domain.penalties import Counted, PenaltyTerms
from clauses.domain.values import half_up
from clauses.models.decisions import Decision
from clauses.models.markets import Lot
from clauses.queries.compliance import LotFigures
from clauses.queries.decisions import OPEN, Case
from clauses.queries.decisions_group import kept_members as kept
from clauses.wording import decisions as words
from clauses.wording import formats, sentences
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
    """A member of a group that answers for its own part; hours in hundredths, the amount in cents."""

    name: str
    part: int
    validated: int
    already: int
    missing: int
    amount: int


def breadcrumb(actor: Actor, lot: Lot, last: str) -> Trail:
    """From the market down to the page."""
    outside = actor.role in (Role.COMPANY, Role.SIAE)
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


def kept_members(one: Decision, actor: Actor, lot: Lot) -> list[MemberRow]:
    """The same as the decision kept it; a member besides the holder reads its own line alone."""
    holder = lot.award.awardee_id if lot.award else None
    apart = actor.role in (Role.COMPANY, Role.SIAE) and actor.organization_id != holder
    own = {
        member.id
        for member in (lot.award.members if lot.award else [])
        if member.organization_id == actor.organization_id
    }
    return [
        MemberRow(
            row["member"]["name"], row["member"]["part"], row["member"]["validated"], row["member"]["already"],
            row["missing"], row["amount"],
        )
        for row in kept(one)
        if not apart or row["member"]["number"] in own
    ]  # fmt: skip


def calculation(case: Case) -> list[Row]:
    return [_row(one, case.terms) for one in case.proposal.counted]


def kept_calculation(one: Decision) -> list[Row]:
    """The calculation as it stood when the decision was prepared."""
    terms = PenaltyTerms(multiple=one.terms.multiple if one.terms else None)
    return [_row(_read(row), terms) for row in one.proposal or []]


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


def whose_turn(one: Decision, company: str, on: date) -> str | None:
    """Who must act next, in words; None when nobody must."""
    if one.kind in ASKING:
        return _turn_of_notice(one, company, on)
    if one.kind is not DecisionKind.PENALTY:
        return None
    if one.state in OPEN and not one.heard and one.answer_by is not None:
        told = words.TURN_ANSWER_OVER if on > one.answer_by else words.TURN_ANSWER
        return sentences.written(told, day=one.answer_by, company=company)
    if one.state is DecisionState.PROPOSED:
        return words.TURN_DECIDE.format(company=company)
    return words.TURN_CONTESTED.format(company=company) if one.state is DecisionState.CONTESTED else None


def _turn_of_notice(one: Decision, company: str, on: date) -> str | None:
    """What the company is asked to do is its to do until its day, then the buyer's to follow up."""
    if one.answer_by is None or one.demand is None or one.lot.closed_on is not None:
        return None
    if one.answers:
        return words.TURN_NOTICE_ANSWERED.format(company=company)
    if on > one.answer_by:
        return sentences.written(words.TURN_NOTICE_OVER, day=one.answer_by)
    asked = label(one.demand)
    return sentences.written(
        words.TURN_NOTICE, company=company, day=one.answer_by, demand=asked[:1].lower() + asked[1:]
    )


def not_heard(one: Decision, company: str, on: date) -> str | None:
    """Why a penalty is not to be decided yet, and from which day on; None once the company was heard or its delay is over."""
    if one.heard or one.answer_by is None or on > one.answer_by:
        return None
    return sentences.written(words.NOT_HEARD, company=company, day=one.answer_by + timedelta(days=1))
