"""What has happened that something must follow? Facts in the past tense, carrying ids only.

A fact is recorded in the transaction of the act and read again later, perhaps twice, by whoever handles it: it holds
no name, no figure and no state, which are read from the database at that time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from clauses.domain.event import Event as Event
from clauses.domain.events_decisions import OF_DECISIONS


@dataclass(frozen=True, slots=True)
class OpinionRequested(Event):
    market_id: int


@dataclass(frozen=True, slots=True)
class OpinionGiven(Event):
    market_id: int


@dataclass(frozen=True, slots=True)
class MarketPublished(Event):
    market_id: int


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    question_id: int


@dataclass(frozen=True, slots=True)
class LotMessageSent(Event):
    message_id: int


@dataclass(frozen=True, slots=True)
class ReminderAsked(Event):
    reminder_id: int


@dataclass(frozen=True, slots=True)
class SubcontractDeclared(Event):
    subcontract_id: int


@dataclass(frozen=True, slots=True)
class SubcontractDecided(Event):
    subcontract_id: int


@dataclass(frozen=True, slots=True)
class SubcontractEnded(Event):
    subcontract_id: int


@dataclass(frozen=True, slots=True)
class CommentWritten(Event):
    comment_id: int


@dataclass(frozen=True, slots=True)
class DocumentPut(Event):
    document_id: int


@dataclass(frozen=True, slots=True)
class LotAwarded(Event):
    lot_id: int


@dataclass(frozen=True, slots=True)
class KickOffPlanned(Event):
    kick_off_id: int


@dataclass(frozen=True, slots=True)
class PartnerAsked(Event):
    partner_request_id: int


@dataclass(frozen=True, slots=True)
class PartnerReminded(Event):
    partner_request_id: int


@dataclass(frozen=True, slots=True)
class PartnerAnswered(Event):
    step_id: int


@dataclass(frozen=True, slots=True)
class PartnerRequestSettled(Event):
    """The company accepted a counter-proposal, or withdrew what it asked."""

    step_id: int


@dataclass(frozen=True, slots=True)
class DifficultySignalled(Event):
    difficulty_id: int


@dataclass(frozen=True, slots=True)
class DifficultyAnswered(Event):
    difficulty_id: int


@dataclass(frozen=True, slots=True)
class CommitmentSubmitted(Event):
    commitment_id: int


@dataclass(frozen=True, slots=True)
class CompletionAsked(Event):
    commitment_id: int


@dataclass(frozen=True, slots=True)
class MemberDefaulted(Event):
    default_id: int


@dataclass(frozen=True, slots=True)
class PlanProposed(Event):
    plan_id: int


@dataclass(frozen=True, slots=True)
class LineAnswered(Event):
    line_id: int


@dataclass(frozen=True, slots=True)
class PlanSettled(Event):
    plan_id: int


@dataclass(frozen=True, slots=True)
class ReportSubmitted(Event):
    report_id: int


@dataclass(frozen=True, slots=True)
class ReportReturned(Event):
    report_id: int


@dataclass(frozen=True, slots=True)
class LineContested(Event):
    contest_id: int


@dataclass(frozen=True, slots=True)
class LineContestAnswered(Event):
    contest_id: int


@dataclass(frozen=True, slots=True)
class HoursValidated(Event):
    report_id: int


@dataclass(frozen=True, slots=True)
class TargetReached(Event):
    lot_id: int


@dataclass(frozen=True, slots=True)
class RelayAlerted(Event):
    """A person passed the alert of the relay rule with the hours of that month (R6)."""

    _months: ClassVar[frozenset[str]] = frozenset({"month"})
    participant_id: int
    lot_id: int
    month: date


@dataclass(frozen=True, slots=True)
class RelayDue(Event):
    """A person has reached the relay threshold with the hours of that month: an ETTI takes over (R6)."""

    _months: ClassVar[frozenset[str]] = frozenset({"month"})
    participant_id: int
    lot_id: int
    month: date


@dataclass(frozen=True, slots=True)
class ProposalAsked(Event):
    proposal_id: int


@dataclass(frozen=True, slots=True)
class CeilingNear(Event):
    """A person comes near the legal ceiling of an AI with the hours of that month, or has reached it (R7): the message
    says which, as it stands when it leaves."""

    _months: ClassVar[frozenset[str]] = frozenset({"month"})
    participant_id: int
    lot_id: int
    month: date


@dataclass(frozen=True, slots=True)
class RelayMoved(Event):
    """A step of a relay that others must know of; the step itself says which, by whom and with which structure."""

    step_id: int


@dataclass(frozen=True, slots=True)
class ReportRequested(Event):
    request_id: int


@dataclass(frozen=True, slots=True)
class ReportReady(Event):
    request_id: int


@dataclass(frozen=True, slots=True)
class ReportFailed(Event):
    request_id: int


@dataclass(frozen=True, slots=True)
class TargetAmended(Event):
    change_id: int


@dataclass(frozen=True, slots=True)
class TerritoryHandedOver(Event):
    handover_id: int


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class SecondFactorAdded(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class SecondFactorRemoved(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class SecondFactorReset(Event):
    """Somebody else took the factors of this account away, because they were lost."""

    user_id: int


@dataclass(frozen=True, slots=True)
class RecoveryCodesRenewed(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class RecoveryCodeUsed(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class IdentityLinked(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class IdentityUnlinked(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class SecondFactorTried(Event):
    """Wrong codes in a row, after the right password."""

    user_id: int


@dataclass(frozen=True, slots=True)
class DataRequestRecorded(Event):
    data_request_id: int


@dataclass(frozen=True, slots=True)
class PasswordAsked(Event):
    user_id: int  # 0 where the address is nobody's: the same work is done


@dataclass(frozen=True, slots=True)
class EmailChangeAsked(Event):
    user_id: int


@dataclass(frozen=True, slots=True)
class PoolProposed(Event):
    pool_id: int


@dataclass(frozen=True, slots=True)
class PoolAnswered(Event):
    agreement_id: int


@dataclass(frozen=True, slots=True)
class PoolActivated(Event):
    pool_id: int


@dataclass(frozen=True, slots=True)
class PoolEnded(Event):
    pool_id: int


@dataclass(frozen=True, slots=True)
class InvitationSent(Event):
    invitation_id: int


@dataclass(frozen=True, slots=True)
class SignUpAsked(Event):
    sign_up_id: int


@dataclass(frozen=True, slots=True)
class SignUpWaiting(Event):
    sign_up_id: int


@dataclass(frozen=True, slots=True)
class SignUpDecided(Event):
    sign_up_id: int


@dataclass(frozen=True, slots=True)
class OfferPublished(Event):
    offer_id: int


@dataclass(frozen=True, slots=True)
class SessionPlanned(Event):
    session_id: int


@dataclass(frozen=True, slots=True)
class ReviewOpened(Event):
    review_id: int


@dataclass(frozen=True, slots=True)
class AuditHeadPublished(Event):
    head_id: int


@dataclass(frozen=True, slots=True)
class EmailTrialAsked(Event):
    user_id: int
    kind: str
    subject: str
    text: str


EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        SubcontractDeclared, SubcontractDecided, SubcontractEnded, CommentWritten, DocumentPut,
        OpinionRequested, OpinionGiven, MarketPublished, QuestionAsked, ReminderAsked, LotMessageSent, LotAwarded,
        KickOffPlanned, PartnerAsked, PartnerReminded, PartnerAnswered, PartnerRequestSettled,
        DifficultySignalled, DifficultyAnswered, CommitmentSubmitted, CompletionAsked, MemberDefaulted,
        PlanProposed, LineAnswered, PlanSettled, ReportSubmitted, ReportReturned, HoursValidated,
        LineContested, LineContestAnswered,
        TargetReached, RelayAlerted, RelayDue, PoolProposed, PoolAnswered, PoolActivated, PoolEnded,
        ProposalAsked, RelayMoved, CeilingNear, ReportRequested, ReportReady, ReportFailed, TargetAmended,
        TerritoryHandedOver, DataRequestRecorded, PasswordChanged, PasswordAsked, EmailChangeAsked,
        InvitationSent, SignUpAsked, SignUpWaiting, SignUpDecided, SecondFactorAdded, SecondFactorRemoved,
        SecondFactorReset, RecoveryCodesRenewed, RecoveryCodeUsed, SecondFactorTried, AuditHeadPublished, EmailTrialAsked,
        IdentityLinked, IdentityUnlinked, OfferPublished, SessionPlanned, ReviewOpened, *OF_DECISIONS,
    )
}  # fmt: skip


def to_payload(event: Event) -> dict[str, Any]:
    """What the outbox keeps of a fact, beside its name."""
    return event.to_dict()


def from_payload(name: str, payload: Mapping[str, Any]) -> Event:
    """The fact of that name; KeyError for a name that no version of the portal knows."""
    return EVENTS[name].from_dict(payload)
