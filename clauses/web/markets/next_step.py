"""What should this person do next on a market or a lot? One act, or nothing."""

from dataclasses import dataclass
from datetime import date

from flask import url_for

from clauses.access.policy import Actor
from clauses.domain.consultation import offers_are_in
from clauses.domain.kinds import ComplianceStatus, MarketState, Role
from clauses.queries.compliance import FollowUp
from clauses.queries.markets import LotFile, MarketFile
from clauses.wording import markets as words


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    url: str
    note: str | None = None


def of_market(file: MarketFile, actor: Actor, on: date) -> Step | None:
    """The one act of the header of a market."""
    market = file.market
    if file.may_give_opinion and market.state is MarketState.OPINION_REQUESTED:
        return Step(words.GIVE_OPINION, url_for("markets.instruction", market_id=market.id))
    if actor.role is not Role.BUYER or not file.may_file:
        return None
    match market.state:
        case MarketState.DRAFT if not file.lines:
            return Step(words.GO_ON_FILING, url_for("markets.lots", market_id=market.id))
        case MarketState.DRAFT if not all(line.lot.clause for line in file.lines if line.lot.has_clause):
            return Step(words.GO_ON_FILING, url_for("markets.hours", market_id=market.id))
        case MarketState.DRAFT:
            return Step(words.ASK_OPINION, url_for("markets.opinion_request", market_id=market.id))
        case MarketState.OPINION_REQUESTED | MarketState.OPINION_GIVEN:
            return Step(
                words.READ_OPINION_AND_PUBLISH, url_for("markets.opinion_request", market_id=market.id)
            )
        case MarketState.PUBLISHED | MarketState.AWARDED | MarketState.IN_PROGRESS:
            for line in file.lines:
                if line.to_complete:
                    return _complete(market.id, line.lot.number)
            for line in file.lines:
                if (
                    line.lot.has_clause
                    and line.lot.result is None
                    and offers_are_in(market.offers_deadline, on)
                ):
                    return _award(market.id, line.lot.number)
    return None


def of_lot(file: LotFile, actor: Actor, on: date) -> Step | None:
    """The one act of the header of a lot."""
    market, lot = file.market, file.lot
    if file.may_award and file.line.to_complete:
        return _complete(market.id, lot.number)
    if file.may_declare:
        return Step(
            words.PREPARE_DECLARATION,
            url_for("allocation.show_declaration", commitment_id=file.commitment_id),
        )
    awardable = (MarketState.PUBLISHED, MarketState.AWARDED, MarketState.IN_PROGRESS)
    due = offers_are_in(market.offers_deadline, on)
    if file.may_award and lot.result is None and market.state in awardable and due:
        return _award(market.id, lot.number)
    return None


def in_alert(file: LotFile, found: FollowUp | None, ways: list[tuple[str, str]]) -> Step | None:
    """A lot in alert that nothing else is asked on: whoever may decide is taken to the decision."""
    standing = found.figures.standing if found else None
    if standing is None or standing.status is not ComplianceStatus.ALERT or file.lot.closed_on is not None:
        return None
    return next((Step(label, url) for label, url in ways if label == words.DECIDE), None)


def _award(market_id: int, number: int) -> Step:
    return Step(
        words.DECLARE_AWARD.format(number=number),
        url_for("markets.award", market_id=market_id, number=number),
    )


def _complete(market_id: int, number: int) -> Step:
    return Step(
        words.COMPLETE_TARGET.format(number=number),
        url_for("markets.target", market_id=market_id, number=number),
    )
