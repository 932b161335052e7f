"""Where does a lot stand for its buyer who must decide: what the contract says, what is missing, what was decided?

Figures are those of the ledger on the day; each decision keeps the ones it was taken on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain import bases
from clauses.domain.as_of import as_known
from clauses.domain.kinds import ComplianceStatus, HoursBasis, LineState, Modality, Rank, Role
from clauses.domain.kinds_decisions import DecisionKind, DecisionState, HoursPrice
from clauses.domain.kinds_requests import RequestState, RequestStepKind
from clauses.domain.penalties import Facts, Member, PenaltyTerms, Proposal, Requests, propose
from clauses.domain.values import add_months, month_of, ratio
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.decisions import (
    ClosingReport,
    ContractPenalty,
    Decision,
    DecisionAnswer,
    DecisionParty,
    LotClosing,
)
from clauses.models.follow_up import RecoveryAction
from clauses.models.hours import LedgerLine
from clauses.models.markets import Award, HoursTarget, Lot, Market
from clauses.models.partner_requests import PartnerRequest, PartnerRequestStep
from clauses.models.people import Membership, User
from clauses.queries import compliance, lot_sums, running
from clauses.queries.compliance import LotFigures
from clauses.queries.decisions_group import kept_done, members_of
from clauses.queries.markets.detail import lot_id_of
from clauses.queries.volumes import owed_by
from clauses.reference import legal_values

P = Permission
LIMIT = 200
OPEN = (DecisionState.PROPOSED, DecisionState.CONTESTED)
FOR_A_CASE = (
    joinedload(Lot.market).joinedload(Market.buyer),
    joinedload(Lot.territory),
    joinedload(Lot.clause),
    selectinload(Lot.targets),
    joinedload(Lot.award).joinedload(Award.awardee),
)
_WITH = (
    joinedload(Decision.lot).options(*FOR_A_CASE),
    joinedload(Decision.prepared_by),
    joinedload(Decision.decided_by),
    joinedload(Decision.waived_by),
    joinedload(Decision.terms),
    selectinload(Decision.answers).joinedload(DecisionAnswer.organization),
    selectinload(Decision.steps),
    selectinload(Decision.actions).joinedload(RecoveryAction.who),
    selectinload(Decision.parties).joinedload(DecisionParty.organization),
)


@dataclass(frozen=True, slots=True)
class LateFacts:
    """What the buyer says beside the hours: working days late, absences, and whether the late pieces are those of the hours."""

    days_late: int = 0
    absences: int = 0
    same_proof: bool = False
    done_by: Mapping[int, int] | None = None  # hours done for each member of a group that owes part by part


@dataclass(frozen=True, slots=True)
class Case:
    """A lot as a decision finds it; hours in hundredths. `target` is what was owed before neutralisation."""

    lot: Lot
    figures: LotFigures
    version: HoursTarget
    target: int
    neutralised: int
    validated: int
    left: int  # what may still be neutralised
    ended_on: date
    ended: bool
    terms: PenaltyTerms
    terms_row: ContractPenalty | None
    requests: Requests
    members: tuple[Member, ...]  # of a group that owes part by part; else empty
    proposal: Proposal
    report: ClosingReport | None
    ledger_id: int | None

    @property
    def behind(self) -> bool:
        """Is the lot late today, a little or much? (R5)"""
        found = self.figures.standing
        return found is not None and found.status in (ComplianceStatus.WATCH, ComplianceStatus.ALERT)


def ended_on(version: HoursTarget) -> date:
    """The last day of execution, suspensions added (those that have ended)."""
    after = add_months(version.exec_start, version.exec_months) + timedelta(days=version.suspended_days or 0)
    return after - timedelta(days=1)


def opens_on(version: HoursTarget) -> date:
    """The day the closing report may be written: one month before the end."""
    return add_months(ended_on(version) + timedelta(days=1), -1)


def terms_of(lot: Lot) -> tuple[PenaltyTerms, ContractPenalty | None]:
    """The penalties of the contract: the last version recorded, else the price that the clause itself wrote."""
    return terms_of_lots([lot])[lot.id]


def terms_of_lots(lots: Sequence[Lot]) -> dict[int, tuple[PenaltyTerms, ContractPenalty | None]]:
    """The penalties of several contracts, in one statement; the clauses of the lots are loaded."""
    rows = db.session.scalars(
        select(ContractPenalty)
        .where(ContractPenalty.lot_id.in_({lot.id for lot in lots} or {0}))
        .order_by(ContractPenalty.number)
    )
    last = {row.lot_id: row for row in rows}
    return {lot.id: _terms_of(lot, last.get(lot.id)) for lot in lots}


def _terms_of(lot: Lot, row: ContractPenalty | None) -> tuple[PenaltyTerms, ContractPenalty | None]:
    if row is None:
        price = lot.clause.penalty_hour if lot.clause else None
        return PenaltyTerms(HoursPrice.PER_HOUR, per_hour=price) if price else PenaltyTerms(), None
    return PenaltyTerms(
        row.hours_price, row.per_hour, row.multiple, row.price_day, row.fixed_on, row.per_day_late, row.per_absence,
        row.prior_notice, row.both_bases,
    ), row  # fmt: skip


def case_of(lot: Lot, on: date, late: LateFacts = LateFacts(), *, but: int | None = None) -> Case | None:
    """The case of a lot loaded with `FOR_A_CASE`; None while it owes nothing or nobody holds it.

    `but` leaves out a decision, when it is that one which is looked at again.
    """
    if not lot.targets or lot.award is None:
        return None
    [figures] = compliance.figures_of([lot], on=on)
    version = figures.target or lot.targets[-1]
    owed, done = owed_by(version), figures.validated
    neutralised = version.neutralised or 0
    end, over = ended_on(version), owed.elapsed(on) >= version.exec_months
    due, is_due = figures.owed, over
    said = figures.terms
    if not over and said is not None and said.basis is HoursBasis.PER_YEAR:
        full = owed.elapsed(on) // bases.YEAR * bases.YEAR
        due = bases.hours_due(
            said, exec_start=version.exec_start, exec_months=version.exec_months, elapsed=full, as_of=on
        )
        due, is_due = max(0, due - neutralised), full > 0
    terms, row = terms_of(lot)
    requests = _requests(lot, end, done)
    facts = Facts(
        target=due + neutralised, neutralised=neutralised, validated=done, due=is_due,
        without_order=bool(figures.place and figures.place.without_order), already=_already(lot.id, but), requests=requests,
        days_late=late.days_late, absences=late.absences, same_proof=late.same_proof,
        notified_on=lot.award.notified_on, ended_on=end, notice_ended=_notice_ended(lot.id, on),
        members=members_of(lot, due, done, late.done_by, but),
    )  # fmt: skip
    return Case(
        lot, figures, version, facts.target, neutralised, done, max(0, figures.owed - done), end, over, terms, row,
        requests, facts.members, propose(terms, facts, legal_values.value_on), last_report(lot.id),
        db.session.scalar(select(func.max(LedgerLine.id)).where(LedgerLine.lot_id == lot.id)),
    )  # fmt: skip


def members_again(one: Decision, on: date) -> tuple[Member, ...]:
    """The members of the group of a decision, with the hours it says were done for each and what each owes today."""
    lot = db.session.get_one(Lot, one.lot_id, options=list(FOR_A_CASE))
    case = case_of(lot, on, LateFacts(done_by=kept_done(one)), but=one.id)
    return case.members if case else ()


def last_report(lot_id: int) -> ClosingReport | None:
    """The closing report of a lot, in its last version."""
    return db.session.scalars(
        select(ClosingReport)
        .where(ClosingReport.lot_id == lot_id)
        .order_by(ClosingReport.number.desc())
        .limit(1)
        .options(joinedload(ClosingReport.sent_by))
    ).one_or_none()


def _already(lot_id: int, but: int | None) -> int:
    return penalised_hours([lot_id], but).get(lot_id, 0)


def penalised_hours(lot_ids: Collection[int], but: int | None = None) -> dict[int, int]:
    """By lot, the hours that earlier penalties were decided on; those that were waived count no more. One statement."""
    rows = db.session.execute(
        select(Decision.lot_id, func.sum(Decision.missing))
        .where(
            Decision.lot_id.in_(lot_ids or [0]), Decision.kind == DecisionKind.PENALTY,
            Decision.decided_on.is_not(None), Decision.state != DecisionState.WAIVED, Decision.id != (but or 0),
        )
        .group_by(Decision.lot_id)
    )  # fmt: skip
    return {lot_id: hours or 0 for lot_id, hours in rows}


def _notice_ended(lot_id: int, on: date) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Decision.lot_id == lot_id, Decision.kind == DecisionKind.FORMAL_NOTICE, Decision.answer_by < on
                )
            )
        )
    )  # fmt: skip


def _requests(lot: Lot, end: date, validated: int) -> Requests:
    """What the holder asked of structures before the end, and what they proposed (domain rules 6.4 e)."""
    assert lot.award is not None
    rows = db.session.scalars(
        select(PartnerRequest).where(
            PartnerRequest.lot_id == lot.id, PartnerRequest.company_id == lot.award.awardee_id,
            PartnerRequest.state != RequestState.WITHDRAWN,
        )
    ).all()  # fmt: skip
    asked = [one for one in rows if one.sent_at.astimezone(PARIS).date() <= end]
    offers = (RequestStepKind.ACCEPTED, RequestStepKind.COUNTERED)
    offered = db.session.scalar(
        select(func.count(func.distinct(PartnerRequestStep.request_id))).where(
            PartnerRequestStep.request_id.in_([one.id for one in asked] or [0]),
            PartnerRequestStep.step.in_(offers),
        )
    )
    taken = db.session.scalar(
        select(func.count(AllocationLine.id))
        .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
        .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
        .where(Commitment.lot_id == lot.id, AllocationLine.state == LineState.ACCEPTED)
    )
    return Requests(len(asked), (offered or 0) + (taken or 0) + (1 if validated else 0))


def open_case(
    actor: Actor, market_id: int, number: int, permission: Permission, on: date, late: LateFacts = LateFacts()
) -> Case | None:
    """The case of a lot, for whoever the permission opens it to; raises OutOfReach or Forbidden."""
    lot = load(actor, permission, Lot, lot_id_of(market_id, number), *FOR_A_CASE)
    return case_of(lot, on, late)


def case_of_commitment(actor: Actor, commitment_id: int, on: date) -> tuple[Commitment, Case | None]:
    """The commitment of a closing report and the case of its lot, for whoever writes it."""
    found = load(
        actor, P.CLOSING_REPORT, Commitment, commitment_id, joinedload(Commitment.lot).options(*FOR_A_CASE)
    )
    return found, case_of(found.lot, on)


def lot_to_reopen(actor: Actor, lot_id: int) -> Lot:
    """A lot, for those who may open it again together."""
    return load(actor, P.LOT_REOPEN, Lot, lot_id, *FOR_A_CASE)


def buyer_of(lot_id: int) -> str:
    """The name of the buyer of a lot already within reach."""
    lot = db.session.get_one(Lot, lot_id, options=list(FOR_A_CASE))
    return lot.market.buyer.name


def modalities_of(lot_id: int) -> list[tuple[Modality, int, Fraction | None]]:
    """How the hours of a lot were done: modality, hours, share."""
    sums: dict[Modality, int] = {}
    for *_, modality, hours in compliance.monthly([lot_id]):
        sums[modality] = sums.get(modality, 0) + hours
    total = sum(sums.values())
    return [(one, sums[one], ratio(sums[one], total)) for one in Modality if sums.get(one)]


def long_in_alert(actor: Actor, on: date) -> list[LotFigures]:
    """The open lots of a buyer that were in alert at the end of both of the last two months, the worst first."""
    standing = running.lots(actor, P.DECISION_MAKE, Lot.closed_on.is_(None))
    by_month = lot_sums.by_month(lot.id for lot in standing)
    shown: list[LotFigures] | None = None
    for back in (1, 2):
        cut = as_known(add_months(month_of(on), -back), on)
        then = lot_sums.until(by_month, cut.last_month)
        figures = compliance.figures_of(standing, on=cut.as_of, cut=cut, validated=then)
        alerts = [one for one in figures if one.standing and one.standing.status is ComplianceStatus.ALERT]
        shown, standing = alerts if shown is None else shown, [one.lot for one in alerts]
    still = {lot.id for lot in standing}
    kept = [one for one in shown or () if one.lot.id in still]
    return sorted(kept, key=lambda one: one.standing.gap if one.standing else Fraction(0))


def decisions_of(lot_id: int) -> Sequence[Decision]:
    """The decisions on a lot already within reach, oldest first."""
    return (
        db.session.scalars(
            select(Decision).where(Decision.lot_id == lot_id).order_by(Decision.number).options(*_WITH)
        )
        .unique()
        .all()
    )


def decisions_on(lot_ids: Sequence[int]) -> Sequence[Decision]:
    """The decisions on lots already within reach, for a report."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.lot_id.in_(lot_ids or [0]))
        .order_by(Decision.lot_id, Decision.number)
        .options(selectinload(Decision.steps))
    ).all()


def decision(actor: Actor, decision_id: int, permission: Permission = P.DECISION_VIEW) -> Decision:
    """One decision with its lot and its answers."""
    return load(actor, permission, Decision, decision_id, *_WITH)


def decision_told(decision_id: int) -> Decision:
    """The same, for a message."""
    return (
        db.session.scalars(select(Decision).where(Decision.id == decision_id).options(*_WITH)).unique().one()
    )


def decisions(actor: Actor) -> Sequence[Decision]:
    """Those within reach: those that wait first, the oldest first; then the latest."""
    return (
        db.session.scalars(
            select(Decision)
            .where(within_reach(actor, P.DECISION_VIEW, Decision))
            .options(*_WITH)
            .order_by(Decision.state.not_in(OPEN), Decision.prepared_at.desc(), Decision.id.desc())
            .limit(LIMIT)
        )
        .unique()
        .all()
    )


def second_persons(organization_id: int) -> int:
    """How many accounts of a buyer may decide: a penalty needs two."""
    return (
        db.session.scalar(
            select(func.count(func.distinct(Membership.user_id)))
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.organization_id == organization_id, Membership.role == Role.BUYER, Membership.active,
                Membership.rank != Rank.READER, User.active,
            )
        )
        or 0
    )  # fmt: skip


def closings_of(lot_id: int) -> Sequence[LotClosing]:
    """The closings of a lot, oldest first; the last one stands unless it was opened again."""
    return (
        db.session.scalars(
            select(LotClosing)
            .where(LotClosing.lot_id == lot_id)
            .order_by(LotClosing.number)
            .options(
                joinedload(LotClosing.report), joinedload(LotClosing.closed_by),
                joinedload(LotClosing.reopening_asked_by), joinedload(LotClosing.reopened_by),
            )
        )
        .unique()
        .all()
    )  # fmt: skip


def penalties_of(lot_id: int) -> tuple[int | None, int | None]:
    """(proposed, decided) in cents, of the penalties of a lot that were decided; None while none was."""
    rows = [one for one in decisions_of(lot_id) if one.kind is DecisionKind.PENALTY and one.decided_on]
    if not rows:
        return None, None
    kept = [one for one in rows if one.state is not DecisionState.WAIVED]
    return sum(one.proposed_amount or 0 for one in rows), sum(one.amount or 0 for one in kept)


def may_on(actor: Actor, lot_id: int, *permissions: Permission) -> dict[Permission, bool]:
    """Which of these acts are offered to this person on a lot."""
    return {permission: may(actor, permission, Lot, lot_id) for permission in permissions}
