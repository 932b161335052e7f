"""In which states can each thing be, and which moves lead from one to the next?

The tables are the documentation: what is not written is not possible. Guards (a total, a signature, a reason) are
asked by the actions, before the move.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from clauses.domain.errors import IllegalMove
from clauses.domain.kinds import (
    CommitmentState,
    JobState,
    LineState,
    MarketState,
    PlanState,
    ReportState,
)
from clauses.domain.kinds_decisions import DecisionState
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.domain.kinds_pooling import PoolState
from clauses.domain.kinds_requests import RequestState

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)


def advance(table: Mapping[tuple[State, Move], State], state: State, move: Move) -> State:
    """The state after the move; raises IllegalMove when the table does not hold it."""
    try:
        return table[state, move]
    except KeyError:
        raise IllegalMove("illegal_move", state=state, move=move) from None


def moves_from(table: Mapping[tuple[State, Move], State], state: State) -> list[Move]:
    """What can be done from a state, in the order of the table: what a page offers."""
    return [move for (origin, move) in table if origin == state]


class MarketMove(StrEnum):
    REQUEST_OPINION = "request_opinion"
    GIVE_OPINION = "give_opinion"
    PUBLISH = "publish"
    AWARD = "award"  # one lot at a time: a market is awarded from its first lot on
    START = "start"  # the first lot begins
    CLOSE = "close"  # all its lots are closed
    REOPEN = "reopen"  # one of them is opened again
    CANCEL = "cancel"


MARKET: dict[tuple[MarketState, MarketMove], MarketState] = {
    (MarketState.DRAFT, MarketMove.REQUEST_OPINION): MarketState.OPINION_REQUESTED,
    (MarketState.DRAFT, MarketMove.PUBLISH): MarketState.PUBLISHED,  # flag « published without opinion »
    (MarketState.DRAFT, MarketMove.CANCEL): MarketState.CANCELLED,
    (MarketState.OPINION_REQUESTED, MarketMove.GIVE_OPINION): MarketState.OPINION_GIVEN,
    (MarketState.OPINION_REQUESTED, MarketMove.PUBLISH): MarketState.PUBLISHED,  # same flag
    (MarketState.OPINION_REQUESTED, MarketMove.CANCEL): MarketState.CANCELLED,
    (MarketState.OPINION_GIVEN, MarketMove.PUBLISH): MarketState.PUBLISHED,
    (MarketState.OPINION_GIVEN, MarketMove.CANCEL): MarketState.CANCELLED,
    (MarketState.PUBLISHED, MarketMove.AWARD): MarketState.AWARDED,
    (MarketState.PUBLISHED, MarketMove.CANCEL): MarketState.CANCELLED,
    (MarketState.AWARDED, MarketMove.AWARD): MarketState.AWARDED,  # another lot
    (MarketState.AWARDED, MarketMove.START): MarketState.IN_PROGRESS,
    (
        MarketState.IN_PROGRESS,
        MarketMove.AWARD,
    ): MarketState.IN_PROGRESS,  # a late lot, a first one already runs
    (MarketState.IN_PROGRESS, MarketMove.CLOSE): MarketState.CLOSED,
    (MarketState.CLOSED, MarketMove.REOPEN): MarketState.IN_PROGRESS,
}


class CommitmentMove(StrEnum):
    SUBMIT = "submit"
    REVIEW = "review"
    ASK_COMPLETION = "ask_completion"
    SETTLE = "settle"  # every line of the plan is accepted
    START = "start"  # first hours, or the lot begins
    CLOSE = "close"
    REOPEN = "reopen"


COMMITMENT: dict[tuple[CommitmentState, CommitmentMove], CommitmentState] = {
    (CommitmentState.DRAFT, CommitmentMove.SUBMIT): CommitmentState.SUBMITTED,
    (CommitmentState.SUBMITTED, CommitmentMove.REVIEW): CommitmentState.UNDER_REVIEW,
    (CommitmentState.SUBMITTED, CommitmentMove.ASK_COMPLETION): CommitmentState.TO_COMPLETE,
    (CommitmentState.UNDER_REVIEW, CommitmentMove.ASK_COMPLETION): CommitmentState.TO_COMPLETE,
    (CommitmentState.TO_COMPLETE, CommitmentMove.SUBMIT): CommitmentState.SUBMITTED,
    (CommitmentState.UNDER_REVIEW, CommitmentMove.SETTLE): CommitmentState.PLANNED,
    (CommitmentState.PLANNED, CommitmentMove.START): CommitmentState.RUNNING,
    (CommitmentState.PLANNED, CommitmentMove.CLOSE): CommitmentState.CLOSED,  # a lot closed before it began
    (CommitmentState.RUNNING, CommitmentMove.CLOSE): CommitmentState.CLOSED,
    (CommitmentState.CLOSED, CommitmentMove.REOPEN): CommitmentState.RUNNING,
}


class PlanMove(StrEnum):
    PROPOSE = "propose"
    SETTLE = "settle"
    SUPERSEDE = "supersede"  # a newer version takes its place


ALLOCATION_PLAN: dict[tuple[PlanState, PlanMove], PlanState] = {
    (PlanState.DRAFT, PlanMove.PROPOSE): PlanState.PROPOSED,
    (PlanState.DRAFT, PlanMove.SUPERSEDE): PlanState.SUPERSEDED,
    (PlanState.PROPOSED, PlanMove.SETTLE): PlanState.SETTLED,
    (PlanState.PROPOSED, PlanMove.SUPERSEDE): PlanState.SUPERSEDED,
    (PlanState.SETTLED, PlanMove.SUPERSEDE): PlanState.SUPERSEDED,
}


class LineMove(StrEnum):
    ACCEPT = "accept"
    COUNTER = "counter"
    DECLINE = "decline"
    SUPERSEDE = "supersede"


ALLOCATION_LINE: dict[tuple[LineState, LineMove], LineState] = {
    (LineState.PROPOSED, LineMove.ACCEPT): LineState.ACCEPTED,
    (LineState.PROPOSED, LineMove.COUNTER): LineState.COUNTERED,
    (LineState.PROPOSED, LineMove.DECLINE): LineState.DECLINED,
    (LineState.COUNTERED, LineMove.ACCEPT): LineState.ACCEPTED,  # agreed on the telephone, then accepted
    (LineState.COUNTERED, LineMove.COUNTER): LineState.COUNTERED,
    (LineState.COUNTERED, LineMove.DECLINE): LineState.DECLINED,
    (LineState.PROPOSED, LineMove.SUPERSEDE): LineState.SUPERSEDED,
    (LineState.ACCEPTED, LineMove.SUPERSEDE): LineState.SUPERSEDED,
    (LineState.COUNTERED, LineMove.SUPERSEDE): LineState.SUPERSEDED,
    (LineState.DECLINED, LineMove.SUPERSEDE): LineState.SUPERSEDED,
}


class RequestMove(StrEnum):
    ACCEPT = "accept"
    COUNTER = "counter"
    DECLINE = "decline"
    AGREE = "agree"  # the company accepts the counter-proposal
    WITHDRAW = "withdraw"


PARTNER_REQUEST: dict[tuple[RequestState, RequestMove], RequestState] = {
    (RequestState.SENT, RequestMove.ACCEPT): RequestState.ACCEPTED,
    (RequestState.SENT, RequestMove.COUNTER): RequestState.COUNTERED,
    (RequestState.SENT, RequestMove.DECLINE): RequestState.DECLINED,
    (RequestState.COUNTERED, RequestMove.ACCEPT): RequestState.ACCEPTED,
    (RequestState.COUNTERED, RequestMove.COUNTER): RequestState.COUNTERED,
    (RequestState.COUNTERED, RequestMove.DECLINE): RequestState.DECLINED,
    (RequestState.COUNTERED, RequestMove.AGREE): RequestState.ACCEPTED,
    (RequestState.SENT, RequestMove.WITHDRAW): RequestState.WITHDRAWN,
    (RequestState.COUNTERED, RequestMove.WITHDRAW): RequestState.WITHDRAWN,
    (RequestState.ACCEPTED, RequestMove.WITHDRAW): RequestState.WITHDRAWN,
}


class ReportMove(StrEnum):
    ENTER = "enter"
    SUBMIT = "submit"
    RETURN = "return"
    VALIDATE = "validate"
    VALIDATE_PARTLY = "validate_partly"  # part is refused, or waits for a document
    DECLARE_NIL = "declare_nil"
    CORRECT = "correct"  # a counter-line that two persons wrote; every line counts in full
    CORRECT_PARTLY = "correct_partly"  # the same, part stays refused
    REOPEN = "reopen"  # by the resource person, with a reason, before the lot is closed


MONTHLY_REPORT: dict[tuple[ReportState, ReportMove], ReportState] = {
    (ReportState.TO_ENTER, ReportMove.ENTER): ReportState.DRAFT,
    (ReportState.TO_ENTER, ReportMove.DECLARE_NIL): ReportState.NIL,
    (ReportState.DRAFT, ReportMove.ENTER): ReportState.DRAFT,
    (ReportState.DRAFT, ReportMove.SUBMIT): ReportState.SUBMITTED,
    (ReportState.DRAFT, ReportMove.DECLARE_NIL): ReportState.NIL,
    (ReportState.SUBMITTED, ReportMove.RETURN): ReportState.TO_CORRECT,
    (ReportState.SUBMITTED, ReportMove.VALIDATE): ReportState.VALIDATED,
    (ReportState.SUBMITTED, ReportMove.VALIDATE_PARTLY): ReportState.PARTLY_VALIDATED,
    (ReportState.TO_CORRECT, ReportMove.ENTER): ReportState.TO_CORRECT,
    (ReportState.TO_CORRECT, ReportMove.SUBMIT): ReportState.SUBMITTED,
    (ReportState.TO_CORRECT, ReportMove.DECLARE_NIL): ReportState.NIL,
    # what waited for a document or an eligibility is decided later
    (ReportState.PARTLY_VALIDATED, ReportMove.VALIDATE): ReportState.VALIDATED,
    (ReportState.PARTLY_VALIDATED, ReportMove.VALIDATE_PARTLY): ReportState.PARTLY_VALIDATED,
    # a line corrected by a counter-line
    (ReportState.VALIDATED, ReportMove.CORRECT): ReportState.VALIDATED,
    (ReportState.VALIDATED, ReportMove.CORRECT_PARTLY): ReportState.PARTLY_VALIDATED,
    (ReportState.PARTLY_VALIDATED, ReportMove.CORRECT): ReportState.VALIDATED,
    (ReportState.PARTLY_VALIDATED, ReportMove.CORRECT_PARTLY): ReportState.PARTLY_VALIDATED,
    (ReportState.PARTLY_VALIDATED, ReportMove.REOPEN): ReportState.TO_CORRECT,
    (ReportState.VALIDATED, ReportMove.REOPEN): ReportState.TO_CORRECT,
    (ReportState.NIL, ReportMove.REOPEN): ReportState.TO_CORRECT,
}


class DecisionMove(StrEnum):
    CONTEST = "contest"  # by the company, before the decision or after it
    DECIDE = "decide"  # by a second person of the buyer
    WAIVE = "waive"


DECISION: dict[tuple[DecisionState, DecisionMove], DecisionState] = {
    (DecisionState.PROPOSED, DecisionMove.CONTEST): DecisionState.CONTESTED,
    (DecisionState.PROPOSED, DecisionMove.DECIDE): DecisionState.DECIDED,
    (DecisionState.PROPOSED, DecisionMove.WAIVE): DecisionState.WAIVED,
    (DecisionState.CONTESTED, DecisionMove.DECIDE): DecisionState.DECIDED,  # decided, or kept as decided
    (DecisionState.CONTESTED, DecisionMove.WAIVE): DecisionState.WAIVED,
    (DecisionState.DECIDED, DecisionMove.CONTEST): DecisionState.CONTESTED,
    (DecisionState.DECIDED, DecisionMove.WAIVE): DecisionState.WAIVED,
}


class JobMove(StrEnum):
    START = "start"
    FINISH = "finish"
    RETRY = "retry"  # the attempt failed, another one follows
    FAIL = "fail"  # the last attempt failed
    RELAUNCH = "relaunch"  # a person asks again
    CANCEL = "cancel"  # a person does not want it any more


BACKGROUND_JOB: dict[tuple[JobState, JobMove], JobState] = {
    (JobState.QUEUED, JobMove.START): JobState.RUNNING,
    (JobState.RUNNING, JobMove.START): JobState.RUNNING,  # its lease ran out: another worker takes it
    (JobState.RUNNING, JobMove.FINISH): JobState.DONE,
    (JobState.RUNNING, JobMove.RETRY): JobState.QUEUED,
    (JobState.RUNNING, JobMove.FAIL): JobState.FAILED,
    (JobState.FAILED, JobMove.RELAUNCH): JobState.QUEUED,
    (JobState.QUEUED, JobMove.CANCEL): JobState.CANCELLED,
    (JobState.RUNNING, JobMove.CANCEL): JobState.CANCELLED,
    (JobState.CANCELLED, JobMove.RELAUNCH): JobState.QUEUED,
}


class PoolMove(StrEnum):
    ACTIVATE = "activate"  # the last agreement has come
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    END = "end"


HOURS_POOL: dict[tuple[PoolState, PoolMove], PoolState] = {
    (PoolState.PROPOSED, PoolMove.ACTIVATE): PoolState.ACTIVE,
    (PoolState.PROPOSED, PoolMove.DECLINE): PoolState.DECLINED,
    (PoolState.PROPOSED, PoolMove.WITHDRAW): PoolState.WITHDRAWN,
    (PoolState.ACTIVE, PoolMove.END): PoolState.ENDED,
}


class RecoveryMove(StrEnum):
    KEEP = "keep"  # by whoever follows the lot
    FINISH = "finish"  # by whoever does it, or whoever follows the lot
    DROP = "drop"  # with its reason


RECOVERY: dict[tuple[RecoveryState, RecoveryMove], RecoveryState] = {
    (RecoveryState.PROPOSED, RecoveryMove.KEEP): RecoveryState.KEPT,
    (RecoveryState.PROPOSED, RecoveryMove.DROP): RecoveryState.DROPPED,
    (RecoveryState.KEPT, RecoveryMove.FINISH): RecoveryState.DONE,
    (RecoveryState.KEPT, RecoveryMove.DROP): RecoveryState.DROPPED,
}
