"""Which rows does a reach cover? The table of grants, spoken in SQL.

`PLACES` says for each guarded model which rows are an actor's own and which lot or market they sit on. A model that
is not here cannot be loaded by anyone. The same criterion serves the list, the detail and the button.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, exists, false, or_, select, true

from clauses.access import (
    scoping_decisions,
    scoping_evidence,
    scoping_pathways,
    scoping_pools,
    scoping_requests,
    scoping_validation,
)
from clauses.access.policy import Actor, Permission, Reach, reach_of
from clauses.access.reaches import Criterion
from clauses.access.reaches import associated as _associated
from clauses.access.reaches import by_lot as _by_lot
from clauses.access.reaches import in_territories as _in_territories
from clauses.access.reaches import own_lot as _own_lot
from clauses.access.reaches import party as _party
from clauses.domain.kinds import MarketState, PartyCapacity, Role
from clauses.domain.kinds_files import Readership
from clauses.models.agenda import Appointment
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.compliance import ReportRequest, ReportSchedule
from clauses.models.cooperation import CooperationEvent
from clauses.models.decisions import Decision
from clauses.models.evidence import Evidence
from clauses.models.files import MarketDocument
from clauses.models.follow_up import Difficulty, RecoveryAction, Visit
from clauses.models.handovers import Absence
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    MonthlyReport,
    Participant,
    Relay,
)
from clauses.models.journal import EmailMessage
from clauses.models.letters import CaseFile, Letter
from clauses.models.markets import Lot, LotParty, Market
from clauses.models.notices import Notification
from clauses.models.partner_requests import PartnerRequest
from clauses.models.pathways import PathwayEmployee
from clauses.models.personal_data import DataRequest, PurgeOrder, RetentionHold
from clauses.models.pooling import HoursPool, PoolAgreement
from clauses.models.programme import YearlyProgramme
from clauses.models.relays import HeldHours
from clauses.models.territory import Territory
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch


def _market(actor: Actor, reach: Reach) -> Criterion:
    def some_lot(criterion: Callable[[Any], Criterion]) -> Criterion:
        return exists(select(Lot.id).where(Lot.market_id == Market.id, criterion(Lot.id)))

    match reach:
        case Reach.OWN if actor.role is Role.BUYER:
            return Market.buyer_id == actor.organization_id
        case Reach.OWN:
            return some_lot(lambda lot_id: _own_lot(actor, lot_id))
        case Reach.PARTY:
            return some_lot(lambda lot_id: _party(actor, lot_id))
        case Reach.TERRITORY:
            return some_lot(lambda lot_id: _in_territories(actor.territories, lot_id))
        case Reach.ASSOCIATED:
            return some_lot(lambda lot_id: _associated(actor.territories, lot_id))
        case Reach.VACANT:
            return some_lot(lambda lot_id: _in_territories(actor.vacant, lot_id))
        case Reach.REGION:
            return Market.state != MarketState.DRAFT
        case Reach.OPEN:
            return and_(Market.state == MarketState.PUBLISHED, Market.visible)
        case _:
            return false()


def _own_commitment(actor: Actor) -> Criterion:
    if actor.role is Role.SIAE:
        line = (
            select(AllocationLine.id)
            .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
            .where(
                AllocationPlan.commitment_id == Commitment.id,
                AllocationLine.structure_id == actor.organization_id,
            )
        )
        return or_(exists(line), Commitment.company_id == actor.organization_id)
    return _own_lot(actor, Commitment.lot_id)


_plan_lot = (
    select(Commitment.lot_id).where(Commitment.id == AllocationPlan.commitment_id).correlate(AllocationPlan)
).scalar_subquery()
_line_lot = (
    select(Commitment.lot_id)
    .join(AllocationPlan, AllocationPlan.commitment_id == Commitment.id)
    .where(AllocationPlan.id == AllocationLine.plan_id)
    .correlate(AllocationLine)
).scalar_subquery()
_entry_lot = (
    select(MonthlyReport.lot_id).where(MonthlyReport.id == HoursEntry.report_id).correlate(HoursEntry)
).scalar_subquery()


def _own_plan(actor: Actor) -> Criterion:
    if actor.role is Role.SIAE:
        return exists(
            select(AllocationLine.id).where(
                AllocationLine.plan_id == AllocationPlan.id,
                AllocationLine.structure_id == actor.organization_id,
            )
        )
    return _own_lot(actor, _plan_lot)


def _own_line(actor: Actor) -> Criterion:
    if actor.role is Role.SIAE:
        return AllocationLine.structure_id == actor.organization_id
    return _own_lot(actor, _line_lot)


def _own_entry(actor: Actor) -> Criterion:
    if actor.role is Role.SIAE:
        held = _party(actor, _entry_lot, PartyCapacity.AWARDEE)
        return or_(HoursEntry.employer_id == actor.organization_id, held)
    return _own_lot(actor, _entry_lot)


def _own_contract(actor: Actor) -> Criterion:
    if actor.role is Role.SIAE:
        held = _party(actor, EmploymentContract.lot_id, PartyCapacity.AWARDEE)
        return or_(EmploymentContract.employer_id == actor.organization_id, held)
    return _own_lot(actor, EmploymentContract.lot_id)


def _participant(actor: Actor, reach: Reach) -> Criterion:
    """A person sits where one of the person's contracts sits."""
    if reach is Reach.OWN:
        contract = EmploymentContract.participant_id == Participant.id
        mine = exists(select(EmploymentContract.id).where(contract, _own_contract(actor)))
        return or_(mine, Participant.created_by_id == actor.organization_id)
    return _placed(actor, reach, Participant.id)


def _placed(actor: Actor, reach: Reach, participant_id: Any) -> Criterion:
    """This person has a contract in the territories that the actor follows, or stands in for."""
    if reach not in (Reach.TERRITORY, Reach.VACANT):
        return false()
    followed = actor.territories if reach is Reach.TERRITORY else actor.vacant
    there = _in_territories(followed, EmploymentContract.lot_id)
    return exists(
        select(EmploymentContract.id).where(EmploymentContract.participant_id == participant_id, there)
    )


def _eligibility(actor: Actor, reach: Reach) -> Criterion:
    if reach is Reach.OWN:
        return Eligibility.submitted_by_id == actor.organization_id
    return _placed(actor, reach, Eligibility.participant_id)


def _report_request(actor: Actor, reach: Reach) -> Criterion:
    """A file belongs to the organization that asked, in the role it was asked in; whoever follows its subject reads it.

    It holds counts and hours only, whoever asked for it. What a resource person asked on a buyer or a company stops at
    their own territories: nobody else reads it.
    """
    own = and_(ReportRequest.organization_id == actor.organization_id, ReportRequest.role == actor.role)
    if reach in (Reach.OWN, Reach.PARTY):
        return own
    of_market = ReportRequest.market_id.in_(select(Market.id).where(_market(actor, reach)))
    no_market = ReportRequest.market_id.is_(None)
    if reach is Reach.TERRITORY:
        mine = and_(own, ReportRequest.requested_by_id == actor.user_id, ReportRequest.territory_id.is_(None))
        of_territory = ReportRequest.territory_id.in_(actor.territories or {0})
        return or_(of_market, of_territory, and_(no_market, mine) if actor.territories else false())
    if reach is Reach.REGION:
        return or_(of_market, and_(no_market, or_(own, ReportRequest.territory_id.is_not(None))))
    return false()


def _report_schedule(actor: Actor, reach: Reach) -> Criterion:
    """What an organization planned, in the role it was planned in; a resource person's is that person's."""
    if reach is not Reach.OWN:
        return false()
    own = and_(ReportSchedule.organization_id == actor.organization_id, ReportSchedule.role == actor.role)
    if actor.role is Role.RESOURCE_PERSON:
        return and_(own, ReportSchedule.membership_id == actor.membership_id)
    return own


def _own_letter(actor: Actor) -> Criterion:
    """A letter is its recipient's once it was sent; the buyer of the lot reads those sent to others."""
    sent = Letter.sent_on.is_not(None)
    if actor.role is Role.BUYER:
        return and_(sent, _own_lot(actor, Letter.lot_id))
    return and_(sent, Letter.recipient_id == actor.organization_id)


_document_of_lot = _by_lot(MarketDocument.lot_id, lambda actor: _own_lot(actor, MarketDocument.lot_id))


def _document(actor: Actor, reach: Reach) -> Criterion:
    """A document sits on its lot, or on its whole market, and is read by those it is open to."""
    own = MarketDocument.organization_id == actor.organization_id
    if reach is Reach.AUTHOR:
        return own
    of_market = MarketDocument.market_id.in_(select(Market.id).where(_market(actor, reach)))
    there = or_(and_(MarketDocument.lot_id.is_(None), of_market), _document_of_lot(actor, reach))
    if actor.role not in (Role.COMPANY, Role.SIAE):
        return there
    holds = exists(
        select(LotParty.id)
        .join(Lot, Lot.id == LotParty.lot_id)
        .where(
            LotParty.organization_id == actor.organization_id,
            LotParty.capacity.in_((PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER)),
            Lot.market_id == MarketDocument.market_id,
            or_(MarketDocument.lot_id.is_(None), MarketDocument.lot_id == Lot.id),
        )
    )
    reads = or_(
        own,
        MarketDocument.readership == Readership.EVERYONE,
        and_(MarketDocument.readership == Readership.HOLDER, holds),
    )
    return and_(there, reads)


def _territory(actor: Actor, reach: Reach) -> Criterion:
    """A territory is that of whoever holds its mandate; to a SIAE, its own is the one where it is established."""
    if reach is Reach.VACANT:
        return Territory.id.in_(actor.vacant or {0})
    if reach is Reach.OWN and actor.role is Role.SIAE:
        return Territory.id.in_(actor.home or {0})
    return true() if reach in (Reach.REGION, Reach.ANY) else Territory.id.in_(actor.territories or {0})


_recovery_by_lot = _by_lot(RecoveryAction.lot_id, lambda actor: _own_lot(actor, RecoveryAction.lot_id))


def _recovery(actor: Actor, reach: Reach) -> Criterion:
    """An action to catch up is read by the holder and the buyer of its lot, and by whoever is to do it."""
    charged = RecoveryAction.who_id == actor.organization_id
    match reach:
        case Reach.CHARGED:
            return charged
        case Reach.PARTY:
            return or_(charged, _party(actor, RecoveryAction.lot_id, PartyCapacity.AWARDEE))
        case _:
            return _recovery_by_lot(actor, reach)


def _yearly_programme(actor: Actor, reach: Reach) -> Criterion:
    """What a buyer plans is its own alone, until it becomes a market."""
    if reach is Reach.OWN and actor.role is Role.BUYER:
        return YearlyProgramme.organization_id == actor.organization_id
    return false()


PLACES: dict[type, Callable[[Actor, Reach], Criterion]] = {
    Market: _market,
    Lot: scoping_requests.lot,
    Commitment: _by_lot(Commitment.lot_id, _own_commitment),
    AllocationPlan: _by_lot(_plan_lot, _own_plan),
    AllocationLine: _by_lot(_line_lot, _own_line),
    MonthlyReport: _by_lot(MonthlyReport.lot_id, lambda actor: _own_lot(actor, MonthlyReport.lot_id)),
    HoursEntry: _by_lot(_entry_lot, _own_entry),
    EmploymentContract: _by_lot(EmploymentContract.lot_id, _own_contract),
    Participant: _participant,
    Eligibility: _eligibility,
    Relay: _by_lot(
        Relay.lot_id,
        lambda actor: or_(Relay.employer_id == actor.organization_id, Relay.to_id == actor.organization_id),
    ),
    HeldHours: _by_lot(
        HeldHours.lot_id,
        lambda actor: (
            HeldHours.employer_id == actor.organization_id
            if actor.role is Role.SIAE
            else _own_lot(actor, HeldHours.lot_id)
        ),
    ),
    HoursClaim: _by_lot(HoursClaim.lot_id, scoping_validation.own_claim),
    HoursMatch: _by_lot(HoursMatch.lot_id, scoping_validation.own_match),
    ControlPick: _by_lot(ControlPick.lot_id, scoping_validation.own_pick),
    CooperationEvent: _by_lot(
        CooperationEvent.lot_id,
        lambda actor: or_(
            CooperationEvent.first_id == actor.organization_id,
            CooperationEvent.second_id == actor.organization_id,
        ),
    ),
    Difficulty: _by_lot(Difficulty.lot_id, lambda actor: Difficulty.organization_id == actor.organization_id),
    Visit: _by_lot(Visit.lot_id, lambda actor: Visit.organization_id == actor.organization_id),
    RecoveryAction: _recovery,
    Decision: scoping_decisions.decision,
    Letter: _by_lot(Letter.lot_id, _own_letter),
    CaseFile: _by_lot(CaseFile.lot_id, lambda actor: _own_lot(actor, CaseFile.lot_id)),
    ReportRequest: _report_request,
    ReportSchedule: _report_schedule,
    Appointment: lambda actor, reach: (
        and_(Appointment.organization_id == actor.organization_id, Appointment.role == actor.role)
        if reach is Reach.OWN
        else false()
    ),
    EmailMessage: lambda actor, reach: true() if reach is Reach.ANY else false(),
    Notification: lambda actor, reach: (
        Notification.user_id == actor.user_id if reach is Reach.OWN else false()
    ),
    Territory: _territory,
    Absence: lambda actor, reach: Absence.user_id == actor.user_id if reach is Reach.OWN else false(),
    YearlyProgramme: _yearly_programme,
    MarketDocument: _document,
    Evidence: scoping_evidence.evidence,
    PartnerRequest: scoping_requests.request,
    HoursPool: scoping_pools.pool,
    PoolAgreement: scoping_pools.agreement,
    PathwayEmployee: scoping_pathways.pathway,
    DataRequest: lambda actor, reach: true() if reach is Reach.ANY else false(),
    RetentionHold: lambda actor, reach: true() if reach is Reach.ANY else false(),
    PurgeOrder: lambda actor, reach: true() if reach is Reach.ANY else false(),
}

# What one must see of a thing to be told « 403 » rather than « 404 » when an act on it is refused.
SEEN_BY: dict[type, Permission] = {
    Market: Permission.MARKET_VIEW,
    Lot: Permission.MARKET_VIEW,
    Commitment: Permission.COMMITMENT_VIEW,
    AllocationPlan: Permission.COMMITMENT_VIEW,
    AllocationLine: Permission.LINE_VIEW,
    MonthlyReport: Permission.MONTH_VIEW,
    HoursEntry: Permission.PARTICIPANT_IDENTIFY,
    EmploymentContract: Permission.PARTICIPANT_IDENTIFY,
    Participant: Permission.PARTICIPANT_IDENTIFY,
    Eligibility: Permission.ELIGIBILITY_VIEW,
    Relay: Permission.RELAY_VIEW,
    HeldHours: Permission.RELAY_VIEW,
    HoursClaim: Permission.PARTICIPANT_IDENTIFY,
    HoursMatch: Permission.PARTICIPANT_IDENTIFY,
    ControlPick: Permission.HOURS_VALIDATE,
    CooperationEvent: Permission.COOPERATION_VIEW,
    Difficulty: Permission.DIFFICULTY_VIEW,
    Visit: Permission.VISIT_VIEW,
    RecoveryAction: Permission.RECOVERY_VIEW,
    Decision: Permission.DECISION_VIEW,
    Letter: Permission.LETTER_VIEW,
    CaseFile: Permission.CASE_FILE_MAKE,
    ReportRequest: Permission.REPORT_VIEW,
    ReportSchedule: Permission.REPORT_PLAN,
    Appointment: Permission.CALENDAR_VIEW,
    EmailMessage: Permission.MAIL_VIEW,
    Notification: Permission.NOTIFICATION_VIEW,
    Territory: Permission.NETWORK_VIEW,
    Absence: Permission.ABSENCE_DECLARE,
    YearlyProgramme: Permission.MARKET_FILE,
    MarketDocument: Permission.DOCUMENT_VIEW,
    Evidence: Permission.EVIDENCE_VIEW,
    PartnerRequest: Permission.REQUEST_VIEW,
    HoursPool: Permission.POOL_VIEW,
    PoolAgreement: Permission.POOL_VIEW,
    PathwayEmployee: Permission.PORTFOLIO_VIEW,
    DataRequest: Permission.DATA_ANSWER,
    RetentionHold: Permission.DATA_ANSWER,
    PurgeOrder: Permission.PURGE_CONFIRM,
}


def within_reach(actor: Actor, permission: Permission, model: type) -> Criterion:
    """The rows of this model on which the actor holds this permission; start every list from it."""
    place = PLACES.get(model)
    reach = reach_of(actor, permission)
    if place is None or reach is None:
        return false()
    return place(actor, reach)
