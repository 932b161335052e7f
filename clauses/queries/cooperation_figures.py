"""What did the structures of a territory do together in a year, record by record?

Everything is counted from what was recorded: offers and the messages that carried them, alerts and steps of relays,
portfolios, preparations of exits, sessions, meetings, the ledger of hours and the journal of cooperations. The
structures are those of the territory on the last day counted; a person is of the structure that follows them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from clauses.config import PARIS
from clauses.domain import cooperation as domain
from clauses.domain.cooperation import Record, Tally, YearFigures
from clauses.domain.kinds import SIAE_KINDS, MailState
from clauses.domain.kinds_cooperation import Beside, CooperationAxis, ExitType, MeetingKind
from clauses.domain.kinds_relays import AlertLevel, Ceiling, RelayStepKind
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.cooperation import (
    CollectiveSession,
    CooperationEvent,
    JobOffer,
    NetworkMeeting,
    OfferDispatch,
)
from clauses.models.hours import EmploymentContract, LedgerLine, Participant, Relay
from clauses.models.journal import EmailMessage
from clauses.models.markets import Lot, Market
from clauses.models.pathways import PathwayEmployee, SkillEntry
from clauses.models.people import Organization
from clauses.models.relays import CeilingAlert, RelayStep
from clauses.models.territory import TerritoryEpci
from clauses.queries.hours_pathways import Stay, stay_of
from clauses.reference import geography, rulebook
from clauses.wording import cooperation as words
from clauses.wording import formats

# A message that left, that is kept where no mail server is set, or whose words left in another one.
REACHED = (MailState.SENT, MailState.KEPT, MailState.CARRIED)


def figures(territory_id: int, year: int, on: date) -> YearFigures:
    """The measures of a year up to a day, or to its last one once it is over."""
    until = min(on, domain.last_day_of(year))
    names = structures(territory_id, until)
    first = date(year, 1, 1)
    records = [
        *_offers(territory_id, first, until), *_relays(names, first, until), *_people(names, first, until),
        *_lots(territory_id, first, until), *_sessions(territory_id, first, until), *_meetings(territory_id, first, until),
    ]  # fmt: skip
    return YearFigures(year, until, tuple(records), rulebook.cooperation(until).meetings)


def structures(territory_id: int, on: date) -> dict[int, str]:
    """The SIAE established in a territory on a day, by number, in the order of their names."""
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(in_territory(territory_id, on))
        .order_by(Organization.name, Organization.id)
    )
    return {row.id: row.name for row in rows}


def in_territory(territory_id: int, on: date) -> Any:
    """The criterion of the SIAE of a territory: their kind, and the commune where they are."""
    epcis = db.session.scalars(
        select(TerritoryEpci.epci_code).where(
            TerritoryEpci.territory_id == territory_id, TerritoryEpci.starts_on <= on,
            or_(TerritoryEpci.ends_on.is_(None), TerritoryEpci.ends_on >= on),
        )
    )  # fmt: skip
    communes = [one.code for code in epcis for one in geography.communes_of(code)]
    return and_(Organization.commune_code.in_(communes), Organization.employer_kind.in_(SIAE_KINDS))


def reached_by(offer_ids: Collection[int]) -> set[int]:
    """The dispatches whose structure was reached: one message at least of those written to its members arrived."""
    arrived = exists().where(
        EmailMessage.event_key == OfferDispatch.mail_key, EmailMessage.state.in_(REACHED)
    )
    return set(
        db.session.scalars(
            select(OfferDispatch.id).where(OfferDispatch.offer_id.in_(offer_ids or [0]), arrived)
        )
    )


def offers_of(territory_id: int, first: date, until: date) -> list[JobOffer]:
    """The offers published in a territory between two days, the latest first."""
    return list(
        db.session.scalars(
            select(JobOffer)
            .where(JobOffer.territory_id == territory_id, JobOffer.published_on.between(first, until))
            .options(
                joinedload(JobOffer.organization),
                joinedload(JobOffer.session),
                selectinload(JobOffer.dispatches).joinedload(OfferDispatch.organization),
            )
            .order_by(JobOffer.published_on.desc(), JobOffer.id.desc())
        ).unique()
    )


def _offers(territory_id: int, first: date, until: date) -> Iterator[Record]:
    """Axis 1: an offer counts once every SIAE of the territory was reached. An offer with nobody to send to counts too."""
    found = offers_of(territory_id, first, until)
    reached = reached_by([offer.id for offer in found])
    for offer in reversed(found):
        sent = sum(one.id in reached for one in offer.dispatches)
        what = words.OFFER_RECORD.format(
            title=offer.title, structure=offer.organization.name, day=formats.day_short(offer.published_on),
            sent=sent, all=len(offer.dispatches),
        )  # fmt: skip
        yield Record(CooperationAxis.OFFERS, what, Tally(int(sent == len(offer.dispatches)), 1))


def _sessions(territory_id: int, first: date, until: date) -> Iterator[Record]:
    """Collective recruitments (R25), and those that a joint session was held for."""
    from_posts = rulebook.cooperation(until).session_posts
    for offer in reversed(offers_of(territory_id, first, until)):
        if offer.posts >= from_posts:
            held = offer.session is not None and was_held(offer.session, until)
            what = words.SESSION_RECORD.format(title=offer.title, structure=offer.organization.name)
            yield Record(Beside.SESSIONS, what, Tally(int(held), 1))


def was_held(session: CollectiveSession, until: date) -> bool:
    return session.present is not None and session.held_on <= until


def _meetings(territory_id: int, first: date, until: date) -> Iterator[Record]:
    """The SIAE/SPE meetings held: their decisions are written."""
    rows = db.session.scalars(
        select(NetworkMeeting)
        .where(
            NetworkMeeting.territory_id == territory_id, NetworkMeeting.kind == MeetingKind.SIAE_SPE,
            NetworkMeeting.minutes.is_not(None), NetworkMeeting.held_on.between(first, until),
        )
        .order_by(NetworkMeeting.held_on, NetworkMeeting.id)
    )  # fmt: skip
    for one in rows:
        what = words.MEETING_RECORD.format(day=formats.day_short(one.held_on), place=one.place)
        yield Record(Beside.MEETINGS, what, Tally(1, 1))


def relays_in_time(places: Mapping[str, int], first: date, until: date) -> dict[int, Tally]:
    """Axis 2 for several territories at once: of each, how many persons were told at the threshold between two days, and how
    many of them had a relay signed in time. `places`: the territory of each commune. One statement."""
    told: dict[int, list[_Told]] = defaultdict(list)
    for one in _told(first, until, Organization.employer_kind.in_(SIAE_KINDS)):
        territory_id = places.get(one.commune or "")
        if territory_id is not None:
            told[territory_id].append(one)
    found = {}
    for number, here in told.items():
        answers = [answer for some in _answered(here, until).values() for answer in some]
        found[number] = Tally(sum(answers), len(answers))
    return found


def _relays(names: dict[int, str], first: date, until: date) -> Iterator[Record]:
    """Axis 2: the persons told at the threshold in the year, by AI, and those whose relay was signed in time.

    The day of the threshold is the one on which the portal saw it and told it: hours are known by month. A relay is
    signed when both the ETTI and the person have agreed, or when the person was handed over.
    """
    done = _answered(_told(first, until, Relay.employer_id.in_(names)), until)
    yield from _by_structure(CooperationAxis.RELAYS, names, done)


@dataclass(slots=True)
class _Told:
    """A relay of somebody told at the threshold, the first day on which they were, and those on which it was signed."""

    relay_id: int
    participant_id: int
    employer_id: int
    commune: str | None
    on: date
    signed: list[date]


def _told(first: date, until: date, of: Any) -> list[_Told]:
    """The relays of the persons told at the threshold between two days, by the employers that this criterion names."""
    told = (
        select(CeilingAlert.participant_id, func.min(CeilingAlert.told_on).label("told_on"))
        .where(
            CeilingAlert.ceiling == Ceiling.RELAY, CeilingAlert.level == AlertLevel.LIMIT,
            CeilingAlert.told_on.between(first, until),
        )
        .group_by(CeilingAlert.participant_id)
        .subquery()
    )  # fmt: skip
    rows = db.session.execute(
        select(Relay.id, Relay.participant_id, Relay.employer_id, Organization.commune_code, told.c.told_on,
               RelayStep.kind, RelayStep.at, RelayStep.day)
        .join(told, told.c.participant_id == Relay.participant_id)
        .join(Participant, Participant.id == Relay.participant_id)
        .join(Organization, Organization.id == Relay.employer_id)
        .outerjoin(RelayStep, RelayStep.relay_id == Relay.id)
        .where(of, Participant.merged_into_id.is_(None))
        .order_by(Relay.id, RelayStep.id)
    ).all()  # fmt: skip
    found = []
    for (relay_id, who, employer_id, commune, on), steps in groupby(rows, key=lambda row: tuple(row[:5])):
        found.append(_Told(relay_id, who, employer_id, commune, on, _signed_on(row[5:] for row in steps)))
    return found


def _signed_on(steps: Iterable[Any]) -> list[date]:
    """The days on which a relay was signed, from its steps (kind, instant, day), which are never changed."""
    found: list[date] = []
    accepted: date | None = None
    agreed: date | None = None
    for kind, at, day in steps:
        if kind is None:
            continue  # no step yet
        on = at.astimezone(PARIS).date()
        match kind:
            case RelayStepKind.PROPOSED | RelayStepKind.CANCELLED | RelayStepKind.DECLINED:
                accepted = agreed = None
            case RelayStepKind.ACCEPTED:
                accepted = on
            case RelayStepKind.CONSENTED:
                agreed = day or on
            case RelayStepKind.HANDED_OVER | RelayStepKind.TAKEN_OVER:
                found.append(on)
            case _:
                continue
        if accepted and agreed:
            found.append(max(accepted, agreed))
    return found


def _answered(told: Collection[_Told], until: date) -> dict[int, list[bool]]:
    """By employer, person after person: was a relay signed in time? A person is of the employer of their last relay."""
    days = timedelta(days=rulebook.cooperation(until).relay_days)
    last = {one.participant_id: one for one in told}
    signed: dict[int, list[date]] = defaultdict(list)
    for one in told:
        signed[one.participant_id] += one.signed
    done: dict[int, list[bool]] = defaultdict(list)
    for who, one in last.items():
        due = min(one.on + days, until)
        done[one.employer_id].append(any(day <= due for day in signed[who]))
    return done


def _people(names: dict[int, str], first: date, until: date) -> Iterator[Record]:
    """Axes 3 and 4 and the dynamic exits: the people in pathway of each structure."""
    rule = rulebook.cooperation(until)
    before = rulebook.exit_(until).months_before
    since = domain.fresh_since(until, rule.portfolio_months)
    fresh: dict[int, list[bool]] = defaultdict(list)
    prepared: dict[int, list[bool]] = defaultdict(list)
    left: dict[int, list[ExitType]] = defaultdict(list)
    for one, stay, updated in _pathways(names, until):
        way_out = one.exit
        left_on = way_out.left_on if way_out else None
        gone = left_on is not None and left_on <= until
        if _runs(stay, until) and not gone:
            fresh[one.organization_id].append(any(since <= day <= until for day in updated))
        if stay.ends_on is not None:
            due = domain.preparation_due(stay.starts_on, stay.ends_on, before)
            ended = min(stay.ends_on, left_on) if left_on else stay.ends_on
            if due <= ended and first <= ended <= until:
                opened = way_out.opened_on if way_out else None
                prepared[one.organization_id].append(opened is not None and opened <= due)
        if way_out and left_on and way_out.exit_type and first <= left_on <= until:
            left[one.organization_id].append(way_out.exit_type)
    yield from _by_structure(CooperationAxis.PORTFOLIOS, names, fresh)
    yield from _by_structure(CooperationAxis.EXITS, names, prepared)
    for number, name in names.items():
        tally = domain.dynamic(left[number])
        if tally.out_of:
            yield Record(Beside.DYNAMIC, name, tally)


def _runs(stay: Stay, on: date) -> bool:
    started = stay.starts_on is not None and stay.starts_on <= on
    return started and (stay.ends_on is None or stay.ends_on >= on)


def _pathways(names: Collection[int], until: date) -> Iterator[tuple[PathwayEmployee, Stay, list[date]]]:
    """Each person followed by these structures, the contracts taken together, and the days the portfolio was updated."""
    found = db.session.scalars(
        select(PathwayEmployee)
        .join(Participant, Participant.id == PathwayEmployee.participant_id)
        .where(
            PathwayEmployee.organization_id.in_(names), PathwayEmployee.recorded_on <= until,
            Participant.merged_into_id.is_(None),
        )
        .options(joinedload(PathwayEmployee.exit))
        .order_by(PathwayEmployee.id)
    ).all()  # fmt: skip
    contracts: dict[tuple[int, int], list[EmploymentContract]] = defaultdict(list)
    for contract in db.session.scalars(
        select(EmploymentContract)
        .where(EmploymentContract.employer_id.in_(names), EmploymentContract.starts_on <= until)
        .order_by(EmploymentContract.starts_on, EmploymentContract.id)
    ):
        contracts[contract.participant_id, contract.employer_id].append(contract)
    days: dict[int, list[date]] = defaultdict(list)
    for pathway_id, recorded_on in db.session.execute(
        select(SkillEntry.pathway_id, SkillEntry.recorded_on)
        .join(PathwayEmployee, PathwayEmployee.id == SkillEntry.pathway_id)
        .where(PathwayEmployee.organization_id.in_(names), SkillEntry.recorded_on <= until)
    ):
        days[pathway_id].append(recorded_on)
    for one in found:
        updated = [*days[one.id], *([one.portfolio_on] if one.portfolio_on else [])]
        yield one, stay_of(one, contracts[one.participant_id, one.organization_id]), updated


def _lots(territory_id: int, first: date, until: date) -> Iterator[Record]:
    """Axis 5: the lots of the territory with hours in the year, and those where two SIAE worked together in it."""
    rows = db.session.execute(
        select(Lot.id, Market.reference, Lot.number)
        .join(Market, Market.id == Lot.market_id)
        .join(LedgerLine, LedgerLine.lot_id == Lot.id)
        .where(
            Lot.territory_id == territory_id, LedgerLine.month.between(first, month_of(until)),
            LedgerLine.recorded_on <= _known_on(until),
        )
        .group_by(Lot.id, Market.reference, Lot.number)
        .having(func.sum(LedgerLine.hours) > 0)
        .order_by(Market.reference, Lot.number)
    ).all()  # fmt: skip
    together = _together([lot_id for lot_id, _, _ in rows], first, until)
    for lot_id, reference, number in rows:
        what = words.LOT_RECORD.format(reference=reference, number=number)
        yield Record(CooperationAxis.LOTS, what, Tally(int(lot_id in together), 1))


def _known_on(until: date) -> date:
    """Hours of a month are validated in the following one: those of December are known at the end of January."""
    return until + timedelta(days=31) if until == domain.last_day_of(until.year) else until


def _together(lot_ids: Iterable[int], first: date, until: date) -> set[int]:
    one, other = aliased(Organization), aliased(Organization)
    return {
        lot_id
        for lot_id in db.session.scalars(
            select(CooperationEvent.lot_id)
            .join(one, one.id == CooperationEvent.first_id)
            .join(other, other.id == CooperationEvent.second_id)
            .where(
                CooperationEvent.lot_id.in_(list(lot_ids) or [0]), one.employer_kind.in_(SIAE_KINDS),
                other.employer_kind.in_(SIAE_KINDS), CooperationEvent.happened_on.between(first, _known_on(until)),
            )
        )
        if lot_id is not None
    }  # fmt: skip


def _by_structure(
    axis: CooperationAxis, names: dict[int, str], done: dict[int, list[bool]]
) -> Iterator[Record]:
    for number, name in names.items():
        if done[number]:
            yield Record(axis, name, Tally(sum(done[number]), len(done[number])))
