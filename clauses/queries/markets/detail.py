"""What does one market, or one lot, hold: its clause, its opinion, its holder, who follows it and what was done?"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.consultation import is_open
from clauses.domain.filing import EDITABLE, FREE_CHOICE_TYPES
from clauses.domain.kinds import CommitmentState, OrganizationKind, Role
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.markets import Award, Clause, Lot, LotTerritory, Market, Opinion
from clauses.models.people import Organization
from clauses.queries import lot_sums
from clauses.queries.markets.lists import followers, whole
from clauses.queries.markets.questions import may_be_abandoned
from clauses.queries.people import Follower, territory_of

_LOTS = (
    joinedload(Market.buyer),
    joinedload(Market.changed_by),
    selectinload(Market.lots).selectinload(Lot.clause).selectinload(Clause.sub_targets),
    selectinload(Market.lots).selectinload(Lot.targets),
    selectinload(Market.lots).selectinload(Lot.award).joinedload(Award.awardee),
    selectinload(Market.lots).selectinload(Lot.opinions).joinedload(Opinion.given_by),
    selectinload(Market.lots).joinedload(Lot.territory),
)


@dataclass(frozen=True, slots=True)
class Totals:
    """The effort of a market: hours in hundredths, amount in cents, of the lots with a clause alone."""

    hours: int
    amount: int
    lots: int
    done: int = 0

    @property
    def per_thousand(self) -> Fraction | None:
        """Hours per 1 000 €."""
        return Fraction(self.hours * 1000, self.amount) if self.amount else None


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot in the page of its market; hours in hundredths."""

    lot: Lot
    owed: int
    done: int
    follower: Follower | None
    opinion: Opinion | None  # the last one, of the last request
    to_complete: bool  # a clause without a volume: it came so from open data


@dataclass(frozen=True, slots=True)
class MarketFile:
    market: Market
    lines: tuple[LotLine, ...]
    totals: Totals
    followers: tuple[Follower, ...]
    amounts_shown: bool
    may_file: bool
    may_give_opinion: bool
    editable: bool  # not published yet, and by this person
    may_rectify: bool = False  # published, offers not due yet, and by this person
    may_abandon: bool = False  # no lot awarded yet, and by this person


@dataclass(frozen=True, slots=True)
class LotFile:
    market: Market
    lot: Lot
    line: LotLine
    amounts_shown: bool
    may_award: bool
    commitment_id: int | None  # the holder's, when this person may read it
    may_declare: bool  # it waits for its declaration, and this person writes it


@dataclass(frozen=True, slots=True)
class AwardFile:
    """What the declaration of a result needs: the lot, and the organizations that may hold it."""

    market: Market
    lot: Lot
    known: list[Organization]


def market_file(actor: Actor, market_id: int, on: date) -> MarketFile:
    """A market with the lots this person may see; raises OutOfReach."""
    market = load(actor, Permission.MARKET_VIEW, Market, market_id, *_LOTS)
    return _file(actor, market, on)


def market_to_file(actor: Actor, market_id: int, on: date) -> MarketFile:
    """The same, for those who may change it; raises OutOfReach or Forbidden."""
    return _file(actor, load(actor, Permission.MARKET_FILE, Market, market_id, *_LOTS), on)


def market_to_review(actor: Actor, market_id: int, on: date) -> MarketFile:
    """The same, for those who give an opinion on it, with their lots alone."""
    market = load(actor, Permission.OPINION_GIVE, Market, market_id, *_LOTS)
    return _file(actor, market, on, Permission.OPINION_GIVE)


def lot_id_of(market_id: int, number: int) -> int:
    """The lot of a number in a market; reading it says nothing, `load()` decides."""
    found = db.session.scalar(select(Lot.id).where(Lot.market_id == market_id, Lot.number == number))
    if found is None:
        raise OutOfReach
    return found


def lot_file(actor: Actor, market_id: int, number: int, on: date) -> LotFile:
    """One lot as this person sees it; raises OutOfReach."""
    lot = load(
        actor, Permission.MARKET_VIEW, Lot, lot_id_of(market_id, number),
        selectinload(Lot.associated).joinedload(LotTerritory.territory),
        joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.territory),
        selectinload(Lot.clause).selectinload(Clause.sub_targets), selectinload(Lot.targets),
        selectinload(Lot.award).joinedload(Award.awardee),
        selectinload(Lot.opinions).joinedload(Opinion.given_by),
    )  # fmt: skip
    who = followers({lot.territory_id}, on)
    line = _line(lot, lot.market, lot_sums.validated_on([lot.id]), who)
    seen = within_reach(actor, Permission.COMMITMENT_VIEW, Commitment)
    commitment = db.session.execute(
        select(Commitment.id, Commitment.state).where(Commitment.lot_id == lot.id, seen)
    ).one_or_none()
    waits = commitment is not None and commitment.state in (
        CommitmentState.DRAFT,
        CommitmentState.TO_COMPLETE,
    )
    return LotFile(
        market=lot.market,
        lot=lot,
        line=line,
        amounts_shown=_sees_amounts(actor),
        may_award=may(actor, Permission.AWARD_DECLARE, Lot, lot.id),
        commitment_id=commitment.id if commitment else None,
        may_declare=commitment is not None
        and waits
        and may(actor, Permission.COMMITMENT_EDIT, Commitment, commitment.id),
    )


def lot_to_award(actor: Actor, market_id: int, number: int, on: date) -> AwardFile:
    """One lot, for those who declare its result; raises OutOfReach or Forbidden."""
    lot = load(
        actor, Permission.AWARD_DECLARE, Lot, lot_id_of(market_id, number),
        joinedload(Lot.market).joinedload(Market.buyer), selectinload(Lot.clause),
        selectinload(Lot.award).joinedload(Award.awardee),
    )  # fmt: skip
    return AwardFile(lot.market, lot, holders())


def holder_of(lot: Lot) -> Organization | None:
    """The holder of a lot whose result was just declared."""
    return db.session.get(Organization, lot.award.awardee_id) if lot.award else None


def holders() -> list[Organization]:
    """The organizations that may hold a lot: companies, and the insertion employers."""
    return list(
        db.session.scalars(
            select(Organization)
            .where(Organization.kind.in_([OrganizationKind.COMPANY, OrganizationKind.EMPLOYER]))
            .order_by(Organization.kind, Organization.name)
            .limit(500)
        )
    )


def _file(
    actor: Actor, market: Market, on: date, permission: Permission = Permission.MARKET_VIEW
) -> MarketFile:
    seen = _seen_lots(actor, market, permission)
    done = lot_sums.validated_on([lot.id for lot in seen])
    who = followers({lot.territory_id for lot in seen if lot.has_clause}, on)
    lines = tuple(_line(lot, market, done, who) for lot in seen)
    held = [line for line in lines if line.lot.has_clause]
    totals = Totals(
        hours=sum(line.owed for line in held),
        amount=sum(line.lot.amount or 0 for line in held),
        lots=len(held),
        done=sum(line.done for line in held),
    )
    if (
        not seen and market.places
    ):  # before step 2, the first commune of the market already designates someone
        who = _follower_of_places(market.places, on)
    people = {one.user_id: one for one in who.values()}
    may_file = may(actor, Permission.MARKET_FILE, Market, market.id)
    return MarketFile(
        market=market,
        lines=lines,
        totals=totals,
        followers=tuple(people.values()),
        amounts_shown=_sees_amounts(actor),
        may_file=may_file,
        editable=may_file and market.state in EDITABLE,
        may_rectify=may_file and is_open(market.state, market.offers_deadline, on),
        may_abandon=may_file and may_be_abandoned(market),
        may_give_opinion=may(actor, Permission.OPINION_GIVE, Market, market.id),
    )


def _follower_of_places(places: list[str], on: date) -> dict[int | None, Follower]:
    territory = territory_of(places[0], on)
    return followers({territory.id if territory else None}, on)


def _seen_lots(actor: Actor, market: Market, permission: Permission) -> list[Lot]:
    """A buyer sees every lot; a company, a structure and a resource person, theirs."""
    if actor.role is Role.BUYER:
        return list(market.lots)
    ids = set(
        db.session.scalars(
            select(Lot.id).where(Lot.market_id == market.id, within_reach(actor, permission, Lot))
        )
    )
    return [lot for lot in market.lots if lot.id in ids]


def _sees_amounts(actor: Actor) -> bool:
    return actor.role not in (Role.COMPANY, Role.SIAE)


def _line(lot: Lot, market: Market, done: dict[int, int], who: dict[int | None, Follower]) -> LotLine:
    since = market.opinion_requested_on
    opinions = [one for one in lot.opinions if since is None or one.given_on >= since]
    owes_hours = lot.clause is None or lot.clause.clause_type in FREE_CHOICE_TYPES
    return LotLine(
        lot=lot,
        owed=whole(lot),
        done=done.get(lot.id, 0),
        follower=who.get(lot.territory_id) if lot.has_clause else None,
        opinion=opinions[-1] if opinions else None,
        to_complete=bool(lot.has_clause and lot.award and not lot.targets and owes_hours),
    )
