"""What has happened around a decision, the end of a lot, a letter or a case file? Facts carrying ids only."""

from dataclasses import dataclass

from clauses.domain.event import Event


@dataclass(frozen=True, slots=True)
class PenaltyProposed(Event):
    decision_id: int


@dataclass(frozen=True, slots=True)
class FormalNoticeGiven(Event):
    decision_id: int


@dataclass(frozen=True, slots=True)
class DecisionTaken(Event):
    """A neutralisation, a penalty or a waiver."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class DecisionAnswered(Event):
    answer_id: int


@dataclass(frozen=True, slots=True)
class ClosingReportSent(Event):
    closing_report_id: int


@dataclass(frozen=True, slots=True)
class LotClosed(Event):
    closing_id: int


@dataclass(frozen=True, slots=True)
class ReopeningAsked(Event):
    closing_id: int


@dataclass(frozen=True, slots=True)
class LotReopened(Event):
    closing_id: int


@dataclass(frozen=True, slots=True)
class LetterAsked(Event):
    letter_id: int


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    letter_id: int


@dataclass(frozen=True, slots=True)
class CaseFileAsked(Event):
    case_file_id: int


@dataclass(frozen=True, slots=True)
class RecoveryProposed(Event):
    """An action to catch up a lot; also the answer to a request of the buyer, where there is one."""

    recovery_id: int


@dataclass(frozen=True, slots=True)
class RecoveryKept(Event):
    recovery_id: int


@dataclass(frozen=True, slots=True)
class RecoveryDropped(Event):
    recovery_id: int


@dataclass(frozen=True, slots=True)
class RecoveryDone(Event):
    recovery_id: int


OF_DECISIONS: tuple[type[Event], ...] = (
    PenaltyProposed, FormalNoticeGiven, DecisionTaken, DecisionAnswered, ClosingReportSent, LotClosed, ReopeningAsked,
    LotReopened, LetterAsked, LetterSent, CaseFileAsked, RecoveryProposed, RecoveryKept, RecoveryDropped, RecoveryDone,
)  # fmt: skip
