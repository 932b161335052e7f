"""Which small world do the locks stand in? Two of everybody, on two territories, and one market each.

Side A and side B are alike: a buyer, a company that holds the lot, a structure that does the hours, a resource
person with a mandate. A third territory is vacant: its market is followed by the coordination. Rows are written
directly: what is tested here is who reaches them, not how they are made.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from clauses.access import gate
from clauses.access.policy import Actor
from clauses.domain.kinds import (
    CommitmentState,
    ContractType,
    EmployerKind,
    JobState,
    LineState,
    MarketForm,
    MarketState,
    MarketType,
    Modality,
    OrganizationKind,
    OverrideReason,
    PartyCapacity,
    PlanState,
    Procedure,
    Rank,
    RelayState,
    Role,
)
from clauses.domain.kinds_decisions import DecisionKind, DecisionState
from clauses.domain.kinds_evidence import EvidenceKind
from clauses.domain.kinds_files import DocumentKind, Readership
from clauses.domain.kinds_follow_up import DifficultyKind, DifficultyState, RecoveryState, VisitKind
from clauses.domain.kinds_letters import LetterModel
from clauses.domain.kinds_personal_data import DataRequestKind
from clauses.domain.kinds_pooling import AgreementSide
from clauses.domain.kinds_reports import Frequency, ReportKind
from clauses.domain.kinds_requests import RequestKind, RequestState, RequestStepKind
from clauses.domain.kinds_validation import ClaimKind, PickWay
from clauses.extensions import db, write_transaction
from clauses.models.agenda import Appointment
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.compliance import ReportRequest, ReportSchedule
from clauses.models.cooperation import CooperationEvent
from clauses.models.decisions import Decision
from clauses.models.evidence import Evidence, EvidenceCover
from clauses.models.files import MarketDocument, StoredFile
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
from clauses.models.partner_requests import PartnerRequest, PartnerRequestStep
from clauses.models.pathways import PathwayEmployee, TrialPlacement
from clauses.models.people import Membership, Organization, User
from clauses.models.personal_data import DataRequest, PurgeOrder, RetentionHold
from clauses.models.pooling import HoursPool, PoolAgreement, PoolLot, PoolPerson
from clauses.models.programme import YearlyProgramme
from clauses.models.relays import HeldHours
from clauses.models.territory import Mandate, Territory
from clauses.models.validation import ControlDraw, ControlPick, HoursClaim, HoursMatch

ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MONTH = date(2026, 2, 1)
ROLE_KINDS = {
    Role.BUYER: OrganizationKind.BUYER,
    Role.COMPANY: OrganizationKind.COMPANY,
    Role.SIAE: OrganizationKind.EMPLOYER,
    Role.RESOURCE_PERSON: OrganizationKind.HOST,
    Role.REGIONAL_COORDINATOR: OrganizationKind.COORDINATION,
    Role.ADMIN: OrganizationKind.OPERATOR,
}


@dataclass
class World:
    """Actors by name, and the things of each side by model: `things["a"][Lot]`."""

    actors: dict[str, Actor] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    things: dict[str, dict[type, Any]] = field(default_factory=dict)
    numbers: dict[str, dict[type, int]] = field(
        default_factory=dict
    )  # as `things`, read once: no row is asked again

    def ids(self, model: type) -> dict[str, int]:
        """The number of each side's thing of this model."""
        return {side: held[model] for side, held in self.numbers.items() if model in held}


def world() -> World:
    """Write the whole world and rebuild its actors from the database, as the door does."""
    made = World()
    with write_transaction():
        for letter in "abc":
            made.territories[letter] = Territory(code=f"X{letter}", name=f"Territoire {letter}")
            db.session.add(made.territories[letter])
        for side in "ab":
            for role in (Role.BUYER, Role.COMPANY, Role.SIAE, Role.RESOURCE_PERSON):
                person(made, f"{role.value}_{side}", role)
            holder = made.memberships[f"resource_person_{side}"]
            db.session.add(Mandate(territory=made.territories[side], user=holder.user, host=holder.organization,
                                   starts_on=date(2025, 1, 1)))  # fmt: skip
        person(
            made,
            "reader_a",
            Role.BUYER,
            rank=Rank.READER,
            organization=made.memberships["buyer_a"].organization,
        )
        person(made, "coordinator", Role.REGIONAL_COORDINATOR)
        person(made, "admin", Role.ADMIN)
        for side in "ab":
            made.things[side] = _case(made, side, side)
        made.things["vacant"] = _case(made, "a", "c")
        made.things["draft"] = _market(made, "a", "a", MarketState.DRAFT, "draft")
        made.things["open"] = _market(made, "b", "b", MarketState.PUBLISHED, "open")
        db.session.flush()
        made.numbers = {
            side: {model: one.id for model, one in held.items()} for side, held in made.things.items()
        }
        db.session.commit()
    made.actors = {name: _actor(membership) for name, membership in made.memberships.items()}
    db.session.rollback()
    return made


def _actor(membership: Membership) -> Actor:
    actor = gate.actor_of(membership, ON)
    assert actor is not None
    return actor


def person(
    made: World, name: str, role: Role, *, rank: Rank = Rank.MANAGER, organization: Organization | None = None
) -> Membership:
    """Somebody with an account, in an organization of their own unless one is given."""
    n = len(made.memberships) + 1
    if organization is None:
        kind = EmployerKind.AI if role is Role.SIAE else None
        organization = Organization(
            name=f"Organisation {name}", kind=ROLE_KINDS[role], employer_kind=kind,
            employer_kind_key=kind.value if kind else "", siret=f"{88_000_000_000_000 + n}", commune_code="60057",
        )  # fmt: skip
    user = User(email=f"{name}@world.example", first_name="Prénom", last_name=name, created_at=AT)
    membership = Membership(user=user, organization=organization, role=role, rank=rank)
    db.session.add(membership)
    made.memberships[name] = membership
    return membership


def _market(made: World, side: str, territory: str, state: MarketState, reference: str) -> dict[type, Any]:
    market = Market(
        reference=f"M-{reference}", title="Un marché de travaux", buyer=made.memberships[f"buyer_{side}"].organization,
        market_type=MarketType.WORKS, market_form=MarketForm.ORDINARY, procedure=Procedure.ADAPTED, places=["60057"],
        state=state, visible=state is MarketState.PUBLISHED, created_at=AT, changed_at=AT,
    )  # fmt: skip
    lot = Lot(market=market, number=1, title="Gros œuvre", places=["60057"], has_clause=True,
              territory=made.territories[territory])  # fmt: skip
    lot.parties = [LotParty(organization=market.buyer, capacity=PartyCapacity.BUYER, since=ON)]
    db.session.add_all([market, lot])
    return {Market: market, Lot: lot}


def _case(made: World, side: str, territory: str) -> dict[type, Any]:
    """One market under way and everything that hangs on its lot."""
    held = _market(made, side, territory, MarketState.IN_PROGRESS, f"{side}{territory}")
    lot: Lot = held[Lot]
    company = made.memberships[f"company_{side}"]
    siae = made.memberships[f"siae_{side}"]
    follower = made.memberships[f"resource_person_{side}"].user
    lot.parties += [
        LotParty(organization=company.organization, capacity=PartyCapacity.AWARDEE, since=ON),
        LotParty(organization=siae.organization, capacity=PartyCapacity.STRUCTURE, since=ON),
    ]
    commitment = Commitment(
        lot=lot, company=company.organization, state=CommitmentState.RUNNING, submitted_on=ON
    )
    plan = AllocationPlan(commitment=commitment, number=1, state=PlanState.SETTLED, proposed_on=ON,
                          proposed_by=follower, settled_on=ON)  # fmt: skip
    line = AllocationLine(plan=plan, position=1, modality=Modality.AI_PLACEMENT, structure=siae.organization,
                          hours=10000, persons=1, state=LineState.ACCEPTED)  # fmt: skip
    worker = Participant(last_name=f"Nom {side}{territory}", first_name="Prénom", fold=f"nom {side}{territory}",
                         birth=date(2001, 5, 4), informed_on=ON)  # fmt: skip
    db.session.add_all([commitment, plan, line])
    db.session.flush()
    worker.created_by_id = siae.organization.id
    eligibility = Eligibility(participant=worker, categories=["RSA"], hired_on=ON, submitted_by=siae.organization,
                              submitted_on=ON)  # fmt: skip
    contract = EmploymentContract(participant=worker, lot=lot, employer=siae.organization, starts_on=ON,
                                  modality=Modality.AI_PLACEMENT, contract_type=ContractType.CDDU)  # fmt: skip
    trial = TrialPlacement(contract=contract, marked_on=ON, marked_by_id=siae.user.id)
    pathway = PathwayEmployee(participant=worker, organization=siae.organization, recorded_on=ON,
                              recorded_by_id=siae.user.id)  # fmt: skip
    report = MonthlyReport(lot=lot, month=MONTH)
    db.session.add_all([worker, eligibility, contract, trial, pathway, report])
    db.session.flush()
    entry = HoursEntry(report=report, participant=worker, employer=siae.organization, modality=Modality.AI_PLACEMENT,
                       worked=3500, entered_by_id=siae.organization.id)  # fmt: skip
    relay = Relay(participant=worker, lot=lot, employer=siae.organization, state=RelayState.OVERRIDDEN, alerted_on=ON,
                  alert_month=MONTH, override_reason=OverrideReason.NO_ETTI)  # fmt: skip
    asker = made.memberships[f"buyer_{side}"]
    request = ReportRequest(kind=ReportKind.MARKET_COMPLIANCE, market=held[Market], as_of=ON, known_on=ON,
                            requested_by=asker.user, organization=asker.organization, role=Role.BUYER,
                            membership_id=asker.id, requested_at=AT)  # fmt: skip
    planned = ReportSchedule(kind=ReportKind.MARKET_COMPLIANCE, market=held[Market], frequency=Frequency.MONTHLY, day=5,
                             organization=asker.organization, role=Role.BUYER, membership=asker, planned_at=AT)  # fmt: skip
    builder = made.memberships[f"company_{side}"]
    appointment = Appointment(organization=builder.organization, role=Role.COMPANY, day=ON, title="Point", written_at=AT,
                              written_by=builder.user)  # fmt: skip
    db.session.add_all([planned, appointment])
    message = EmailMessage(event_key=f"world-{side}{territory}", template="M01", recipient=follower, subject="Objet",
                           body="Texte", created_at=AT)  # fmt: skip
    told = Notification(event_key=f"world-{side}{territory}", user=follower, kind="M01", title="Objet", path="/marches",
                        written_at=AT)  # fmt: skip
    cooperation = CooperationEvent(
        kind="ai_etti", lot=lot, participant_id=worker.id, first=siae.organization, second=company.organization,
        happened_on=ON,
    )  # fmt: skip
    programme = YearlyProgramme(organization=asker.organization, year=2026, title="Programmation", created_at=AT,
                                created_by=asker.user)  # fmt: skip
    stored = StoredFile(key=f"{side}{territory}".ljust(48, "0"), name="avis.pdf", media_type="application/pdf", size=9,
                        sha256="0" * 64, owner_id=company.organization.id, added_at=AT)  # fmt: skip
    document = MarketDocument(market=held[Market], lot=lot, kind=DocumentKind.NOTICE, file=stored, put_at=AT,
                              readership=Readership.EVERYONE, organization=company.organization,
                              put_by=company.user)  # fmt: skip
    proving = StoredFile(key=f"{side}{territory}p".ljust(48, "0"), name="dc4.pdf", media_type="application/pdf", size=9,
                         sha256="1" * 64, owner_id=company.organization.id, added_at=AT)  # fmt: skip
    piece = Evidence(lot=lot, kind=EvidenceKind.SUBCONTRACTING_DEED, file=proving, put_at=AT, put_by=company.user,
                     organization=company.organization)  # fmt: skip
    piece.covers = [EvidenceCover(employer=siae.organization)]
    partner = PartnerRequest(
        lot=lot, company=company.organization, structure=siae.organization, number=1, need="Deux maçons en mai",
        kinds=[RequestKind.PLACEMENT], hours=30000, reply_by=date(2026, 3, 20), sent_at=AT, sent_by=company.user,
        state=RequestState.SENT,
    )  # fmt: skip
    partner.steps = [PartnerRequestStep(step=RequestStepKind.SENT, at=AT, by=company.user)]
    trouble = Difficulty(lot=lot, organization=company.organization, signalled_by=company.user, signalled_at=AT,
                         kind=DifficultyKind.OTHER, text="Chantier fermé.", state=DifficultyState.OPEN)  # fmt: skip
    visit = Visit(lot=lot, organization=siae.organization, noted_by=siae.user, noted_at=AT, kind=VisitKind.OTHER,
                  held_on=ON, met="Tuteur", points=[])  # fmt: skip
    recovery = RecoveryAction(lot=lot, number=1, text="Un contrat de plus.", who=siae.organization, due_on=date(2026, 6, 30),
                              state=RecoveryState.KEPT, organization=company.organization, proposed_by=company.user,
                              proposed_on=ON, decided_by=follower, decided_on=ON)  # fmt: skip
    db.session.add_all([trouble, visit, recovery])
    held_over = HeldHours(lot=lot, participant=worker, employer=siae.organization, month=MONTH, hours=700, held_on=ON,
                          held_by_id=siae.user.id)  # fmt: skip
    twin = HoursEntry(report=report, participant=worker, employer=company.organization, modality=Modality.DIRECT_HIRE,
                      worked=3500, entered_by_id=company.organization.id)  # fmt: skip
    db.session.add_all([entry, twin])
    db.session.flush()
    claim = HoursClaim(entry=entry, lot=lot, kind=ClaimKind.CORRECTION, before=3500, after=3000, motive="Pointage",
                       asked_on=ON, asked_by_id=siae.user.id, organization_id=siae.organization.id)  # fmt: skip
    match = HoursMatch(lot=lot, first=entry, second=twin, asked_on=ON, asked_by_id=company.user.id)
    pick = ControlPick(entry=entry, lot=lot, way=PickWay.BY_HOUR, reasons=[], hours=3500)
    pick.draw = ControlDraw(
        month=MONTH, seed=7, rate_bp=1500, lines=2, hours=7000, drawn_on=ON, drawn_by_id=follower.id
    )
    db.session.add_all([claim, match, pick])
    absence = Absence(user=follower, starts_on=date(2025, 7, 1), ends_on=date(2025, 7, 14), declared_at=AT,
                      declared_by_id=follower.id)  # fmt: skip
    asked = DataRequest(
        kind=DataRequestKind.ACCESS, name="Quelqu'un", received_on=ON, due_on=ON, recorded_at=AT
    )
    hold = RetentionHold(lot=lot, reason="Litige", since=ON, placed_by=asker.user)
    order = PurgeOrder(until=ON, people=1, documents=0, proposed_at=AT)
    db.session.add_all([asked, hold, order])
    pool = HoursPool(territory=made.territories[territory], starts_on=MONTH, ends_on=MONTH, proposed_on=ON,
                     proposed_by=follower)  # fmt: skip
    pool.lots = [PoolLot(lot=lot, position=0, weight=10000)]
    pool.people = [PoolPerson(participant=worker, employer=siae.organization, modality=Modality.AI_PLACEMENT,
                              contract_type=ContractType.CDDU)]  # fmt: skip
    agreement = PoolAgreement(pool=pool, organization=held[Market].buyer, side=AgreementSide.BUYER)
    db.session.add_all([pool, agreement])
    decided = Decision(
        lot=lot, number=1, kind=DecisionKind.NEUTRALISATION, state=DecisionState.DECIDED, hours=3500, target=100000,
        neutralised=0, validated=0, missing=0, reason="Arrêt du chantier ordonné par le maître d'ouvrage",
        prepared_on=ON, prepared_at=AT, prepared_by=asker.user, decided_on=ON, decided_by=asker.user,
    )  # fmt: skip
    letter = Letter(
        lot=lot, recipient=company.organization, model=LetterModel.START, model_version="1", asked_at=AT,
        asked_by=follower, membership_id=made.memberships[f"resource_person_{side}"].id, role=Role.RESOURCE_PERSON,
        dated_on=ON, state=JobState.DONE, content=b"%PDF", sha256="0" * 64, sent_on=ON, file_name="demarrage.pdf",
    )  # fmt: skip
    case_file = CaseFile(lot=lot, number=1, asked_at=AT, asked_by=asker.user, membership_id=asker.id,
                         role=Role.BUYER)  # fmt: skip
    db.session.add_all([decided, letter, case_file])
    db.session.add_all(
        [
            partner,
            absence,
            held_over,
            entry,
            relay,
            cooperation,
            request,
            message,
            told,
            programme,
            stored,
            document,
            piece,
        ]
    )
    return {
        **held, Commitment: commitment, AllocationPlan: plan, AllocationLine: line, Participant: worker,
        Eligibility: eligibility, EmploymentContract: contract, MonthlyReport: report, HoursEntry: entry, Relay: relay, HeldHours: held_over,
        CooperationEvent: cooperation,
        ReportRequest: request, ReportSchedule: planned, Appointment: appointment, EmailMessage: message, Absence: absence, Territory: made.territories[territory],
        YearlyProgramme: programme, MarketDocument: document, Notification: told, Difficulty: trouble, Visit: visit, RecoveryAction: recovery,
        DataRequest: asked, RetentionHold: hold, PurgeOrder: order, HoursPool: pool, PoolAgreement: agreement,
        PartnerRequest: partner, HoursClaim: claim, HoursMatch: match, ControlPick: pick, Evidence: piece,
        PathwayEmployee: pathway, Decision: decided, Letter: letter, CaseFile: case_file,
    }  # fmt: skip
