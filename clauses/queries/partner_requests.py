"""What did a company ask structures, what did they answer, since when are they silent, and what is its effort worth?

Who asks whom is read by the company, by each structure for its own request, and by the resource person of the lot.
Amounts are not even read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain import partner_requests as rules
from clauses.domain.kinds import (
    DeclineReason,
    EmployerKind,
    LotResult,
    MarketState,
    OrganizationKind,
    PartyCapacity,
)
from clauses.domain.kinds_requests import RequestKind, RequestStanding, RequestState, RequestStepKind
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.markets import Clause, HoursTarget, Lot, LotParty, Market
from clauses.models.partner_requests import PartnerRequest, PartnerRequestStep
from clauses.models.people import Membership, Organization, User
from clauses.queries.markets.consultations import commune_names
from clauses.reference import geography

P = Permission
ANSWERS = (RequestStepKind.ACCEPTED, RequestStepKind.COUNTERED, RequestStepKind.DECLINED)
HOLDING = (PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER)


@dataclass(frozen=True, slots=True)
class SoughtLot:
    """A lot for which partners may be sought; hours in hundredths, those owed once it is awarded."""

    id: int
    number: int
    title: str
    trade: str | None
    hours: int | None
    place: str | None  # INSEE code of its first commune
    communes: tuple[str, ...]
    territory_id: int | None
    market_id: int
    market: str
    reference: str
    buyer: str
    offers_deadline: date | None
    first_month: date | None
    last_month: date | None
    held: bool
    open: bool  # partners may be sought today
    undecided: bool  # the buyer has not said who holds it

    @property
    def live(self) -> bool:
        """What was asked for it may still be answered and agreed."""
        return self.open or self.undecided


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what happened."""

    kind: RequestStepKind
    at: datetime
    way: RequestKind | None
    hours: int | None
    first_month: date | None
    last_month: date | None
    reason: DeclineReason | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """An organization as the other one reads it."""

    id: int
    name: str
    kind: EmployerKind | None
    commune: str
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """A request on a day, with all that happened to it."""

    id: int
    version: int
    lot: SoughtLot
    company: Side
    structure: Side
    kinds: tuple[RequestKind, ...]
    hours: int | None
    first_month: date | None
    last_month: date | None
    need: str
    reply_by: date
    sent_at: datetime
    sent_by: str
    state: RequestState
    standing: RequestStanding
    silent_days: int | None
    days_left: int
    steps: tuple[Step, ...]

    @property
    def sent_on(self) -> date:
        return self.sent_at.astimezone(PARIS).date()

    @property
    def answer(self) -> Step | None:
        return next((one for one in reversed(self.steps) if one.kind in ANSWERS), None)

    @property
    def agreed_hours(self) -> int | None:
        """What both agreed on; none while nothing is."""
        return self.answer.hours if self.state is RequestState.ACCEPTED and self.answer else None

    @property
    def reminded(self) -> bool:
        return any(one.kind is RequestStepKind.REMINDED for one in self.steps)

    @property
    def may_remind(self) -> bool:
        waits = self.standing in (RequestStanding.SENT, RequestStanding.SEEN)
        return waits and not self.reminded

    @property
    def may_withdraw(self) -> bool:
        return self.standing in (
            RequestStanding.SENT, RequestStanding.SEEN, RequestStanding.COUNTERED, RequestStanding.ACCEPTED
        )  # fmt: skip

    @property
    def may_agree(self) -> bool:
        return self.state is RequestState.COUNTERED and self.lot.live

    @property
    def may_answer(self) -> bool:
        open_states = (RequestStanding.SENT, RequestStanding.SEEN, RequestStanding.COUNTERED)
        return self.standing in open_states and self.lot.live


_SHOWN_LOT = (
    load_only(
        Lot.market_id, Lot.number, Lot.title, Lot.trade, Lot.has_clause, Lot.places, Lot.territory_id, Lot.result,
        raiseload=True,
    ),
    joinedload(Lot.market).options(
        load_only(
            Market.reference, Market.title, Market.offers_deadline, Market.places, Market.state, Market.exec_start,
            Market.exec_months, Market.buyer_id, raiseload=True,
        ),
        joinedload(Market.buyer).load_only(Organization.name),
    ),
    joinedload(Lot.clause).load_only(Clause.target_hours),
    selectinload(Lot.targets).load_only(HoursTarget.number, HoursTarget.hours, HoursTarget.exec_start,
                                        HoursTarget.exec_months),
)  # fmt: skip
_SIDE = (
    Organization.name, Organization.employer_kind, Organization.commune_code, Organization.phone, Organization.email,
)  # fmt: skip


def sought_lots(actor: Actor, on: date) -> list[SoughtLot]:
    """The lots for which this organization may look for partners today: its own first, then the nearest deadline."""
    rows = db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, P.PARTNER_SEEK, Lot),
            Lot.has_clause.is_(True),
            or_(
                and_(
                    Lot.result.is_(None), Market.state == MarketState.PUBLISHED,
                    or_(Market.offers_deadline.is_(None), Market.offers_deadline >= on),
                ),
                Lot.result == LotResult.AWARDED,
            ),
        )
        .options(*_SHOWN_LOT)
        .order_by(Market.offers_deadline, Market.id, Lot.number)
        .limit(300)
    ).all()  # fmt: skip
    held = _held_by(actor.organization_id, [lot.id for lot in rows])
    found = [_lot(lot, lot.id in held, on) for lot in rows]
    return sorted((one for one in found if one.open), key=lambda one: not one.held)


def sought_lot(actor: Actor, lot_id: int, on: date) -> SoughtLot:
    """One lot within reach; raises OutOfReach or Forbidden as the gate does."""
    lot = gate.load(actor, P.PARTNER_SEEK, Lot, lot_id, *_SHOWN_LOT)
    return _lot(lot, lot.id in _held_by(actor.organization_id, [lot.id]), on)


def sent_requests(actor: Actor, on: date) -> list[Request]:
    """What this organization asked, latest first; for who follows a territory, what companies asked for its lots."""
    return _read(_requests().where(within_reach(actor, P.EFFORT_VIEW, PartnerRequest)).limit(300), on)


def chosen_structures(ids: Iterable[int]) -> list[Side]:
    """The structures of these numbers, in that order; what is no structure is left out."""
    wanted = list(dict.fromkeys(ids))
    rows = db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(wanted), Organization.kind == OrganizationKind.EMPLOYER)
        .options(load_only(*_SIDE))
    )
    found = {one.id: _side(one) for one in rows}
    return [found[id] for id in wanted if id in found]


def received_requests(actor: Actor, on: date) -> list[Request]:
    """What companies asked this structure: those to answer first, the nearest day first; then the latest."""
    found = _read(
        _requests().where(
            within_reach(actor, P.REQUEST_VIEW, PartnerRequest),
            PartnerRequest.structure_id == actor.organization_id,
        ),
        on,
    )
    return sorted(found, key=lambda one: (not one.may_answer, one.reply_by if one.may_answer else date.max))


def one_request(actor: Actor, partner_request_id: int, on: date, permission: Permission) -> Request:
    """One request, for whoever the permission opens it to."""
    gate.load(actor, permission, PartnerRequest, partner_request_id)
    [found] = _read(_requests().where(PartnerRequest.id == partner_request_id), on)
    return found


def efforts_of(actor: Actor, lot_id: int, on: date) -> list[Request]:
    """The requests made for a lot, oldest first: one's own for a company, all of them for who follows the lot.

    What a company did to find partners (domain rules 6.4 e: no penalty where no candidate was proposed): it is kept
    whatever the offers become, and the buyer does not read it unless the company shows it.
    """
    gate.load(actor, P.EFFORT_VIEW, Lot, lot_id)
    found = _read(
        _requests().where(
            within_reach(actor, P.EFFORT_VIEW, PartnerRequest), PartnerRequest.lot_id == lot_id
        ),
        on,
    )
    return sorted(found, key=lambda one: (one.company.name, one.sent_at, one.id))


def efforts_of_party(company_id: int, lot_id: int, on: date) -> list[Request]:
    """The efforts of one company on one lot, oldest first; for a file whose reader was asked for already."""
    found = _read(
        _requests().where(PartnerRequest.company_id == company_id, PartnerRequest.lot_id == lot_id), on
    )
    return sorted(found, key=lambda one: (one.sent_at, one.id))


def reached(ids: Iterable[int]) -> set[int]:
    """Those of these structures for which somebody has an account: the others would not receive a request."""
    return set(
        db.session.scalars(
            select(Membership.organization_id)
            .join(User, User.id == Membership.user_id)
            .where(Membership.organization_id.in_(list(ids)), Membership.active, User.active)
        )
    )


def effort_lot(actor: Actor, lot_id: int, on: date) -> SoughtLot:
    """The lot whose efforts are read."""
    lot = gate.load(actor, P.EFFORT_VIEW, Lot, lot_id, *_SHOWN_LOT)
    return _lot(lot, lot.id in _held_by(actor.organization_id, [lot.id]), on)


def asked_counts(actor: Actor, lot_ids: Iterable[int]) -> dict[int, int]:
    """How many requests this organization has made for each of these lots."""
    rows = db.session.scalars(
        select(PartnerRequest.lot_id).where(
            PartnerRequest.lot_id.in_(list(lot_ids)), PartnerRequest.company_id == actor.organization_id
        )
    )
    found: dict[int, int] = {}
    for lot_id in rows:
        found[lot_id] = found.get(lot_id, 0) + 1
    return found


def _requests() -> Select[PartnerRequest]:
    return (
        select(PartnerRequest)
        .options(
            joinedload(PartnerRequest.lot).options(*_SHOWN_LOT),
            joinedload(PartnerRequest.company).load_only(*_SIDE),
            joinedload(PartnerRequest.structure).load_only(*_SIDE),
            joinedload(PartnerRequest.sent_by).load_only(User.first_name, User.last_name),
            selectinload(PartnerRequest.steps),
        )
        .order_by(PartnerRequest.sent_at.desc(), PartnerRequest.id.desc())
    )


def _read(question: Select[PartnerRequest], on: date) -> list[Request]:
    rows = db.session.scalars(question).unique().all()
    pairs = {(row.company_id, row.lot_id) for row in rows}
    held = {
        (company_id, lot_id)
        for company_id, lot_id in db.session.execute(
            select(LotParty.organization_id, LotParty.lot_id).where(
                LotParty.lot_id.in_({lot_id for _, lot_id in pairs}), LotParty.capacity.in_(HOLDING)
            )
        ).all()
    } if pairs else set()  # fmt: skip
    return [_request(row, (row.company_id, row.lot_id) in held, on) for row in rows]


def _request(row: PartnerRequest, held: bool, on: date) -> Request:
    steps = tuple(_step(one) for one in row.steps)
    seen = any(one.kind is RequestStepKind.SEEN for one in steps)
    sent_on = row.sent_at.astimezone(PARIS).date()
    return Request(
        id=row.id, version=row.version, lot=_lot(row.lot, held, on), company=_side(row.company),
        structure=_side(row.structure), kinds=tuple(RequestKind(kind) for kind in row.kinds), hours=row.hours,
        first_month=row.first_month, last_month=row.last_month, need=row.need, reply_by=row.reply_by,
        sent_at=row.sent_at, sent_by=row.sent_by.name, state=row.state,
        standing=rules.standing(row.state, row.reply_by, seen, on),
        silent_days=rules.silent_days(row.state, sent_on, row.reply_by, on), days_left=(row.reply_by - on).days,
        steps=steps,
    )  # fmt: skip


def _step(row: PartnerRequestStep) -> Step:
    return Step(
        row.step, row.at, row.way, row.hours, row.first_month, row.last_month, row.reason, row.message
    )


def _side(one: Organization) -> Side:
    commune = geography.commune(one.commune_code)
    return Side(one.id, one.name, one.employer_kind, commune.name if commune else "", one.phone, one.email)


def _lot(lot: Lot, held: bool, on: date) -> SoughtLot:
    market, target = lot.market, lot.targets[-1] if lot.targets else None
    places = lot.places or market.places
    start = target.exec_start if target else market.exec_start
    months = target.exec_months if target else market.exec_months
    first = month_of(start) if start else None
    return SoughtLot(
        id=lot.id, number=lot.number, title=lot.title, trade=lot.trade,
        hours=target.hours if target else (lot.clause.target_hours if lot.clause else None),
        place=places[0] if places else None, communes=commune_names(places), territory_id=lot.territory_id,
        market_id=market.id, market=market.title, reference=market.reference, buyer=market.buyer.name,
        offers_deadline=market.offers_deadline if lot.result is None else None, first_month=first,
        last_month=add_months(first, months - 1) if first and months else None, held=held,
        open=bool(lot.has_clause) and rules.may_seek(market.state, market.offers_deadline, lot.result, held, on),
        undecided=lot.result is None,
    )  # fmt: skip


def _held_by(organization_id: int, lot_ids: list[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(LotParty.lot_id).where(
                LotParty.lot_id.in_(lot_ids),
                LotParty.organization_id == organization_id,
                LotParty.capacity.in_(HOLDING),
            )
        )
    )
