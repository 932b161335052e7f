"""Does each thing live as its people expect, and nothing else? (transitions of the status page)"""

from enum import StrEnum

import pytest

from clauses.domain import lifecycle
from clauses.domain.errors import IllegalMove
from clauses.domain.kinds import CommitmentState, JobState, LineState, MarketState, PlanState, ReportState
from clauses.domain.kinds_decisions import DecisionState
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.domain.kinds_pooling import PoolState
from clauses.domain.kinds_requests import RequestState
from clauses.domain.lifecycle import (
    ALLOCATION_LINE,
    ALLOCATION_PLAN,
    BACKGROUND_JOB,
    COMMITMENT,
    DECISION,
    HOURS_POOL,
    MARKET,
    MONTHLY_REPORT,
    PARTNER_REQUEST,
    RECOVERY,
    CommitmentMove,
    DecisionMove,
    JobMove,
    LineMove,
    MarketMove,
    PlanMove,
    PoolMove,
    RecoveryMove,
    ReportMove,
    RequestMove,
    advance,
    moves_from,
)

TABLES = [
    (MARKET, MarketState, MarketMove, MarketState.DRAFT, {MarketState.CANCELLED}),
    (COMMITMENT, CommitmentState, CommitmentMove, CommitmentState.DRAFT, set()),
    (ALLOCATION_PLAN, PlanState, PlanMove, PlanState.DRAFT, {PlanState.SUPERSEDED}),
    (ALLOCATION_LINE, LineState, LineMove, LineState.PROPOSED, {LineState.SUPERSEDED}),
    (
        PARTNER_REQUEST,
        RequestState,
        RequestMove,
        RequestState.SENT,
        {RequestState.DECLINED, RequestState.WITHDRAWN},
    ),
    (MONTHLY_REPORT, ReportState, ReportMove, ReportState.TO_ENTER, set()),
    (BACKGROUND_JOB, JobState, JobMove, JobState.QUEUED, {JobState.DONE}),
    (DECISION, DecisionState, DecisionMove, DecisionState.PROPOSED, {DecisionState.WAIVED}),
    (
        RECOVERY,
        RecoveryState,
        RecoveryMove,
        RecoveryState.PROPOSED,
        {RecoveryState.DONE, RecoveryState.DROPPED},
    ),
    (
        HOURS_POOL,
        PoolState,
        PoolMove,
        PoolState.PROPOSED,
        {PoolState.DECLINED, PoolState.WITHDRAWN, PoolState.ENDED},
    ),
]
NAMES = [kind.__name__ for _, kind, *_ in TABLES]


def path(table: dict, state: StrEnum, *moves: StrEnum) -> StrEnum:
    for move in moves:
        state = advance(table, state, move)
    return state


@pytest.mark.parametrize(("table", "states", "moves", "first", "ends"), TABLES, ids=NAMES)
def test_every_state_can_be_reached_and_only_the_ends_have_no_way_out(table, states, moves, first, ends):
    reached, frontier = {first}, [first]
    while frontier:
        state = frontier.pop()
        following = {table[state, move] for move in moves_from(table, state)}
        frontier += following - reached
        reached |= following
    assert reached == set(states)
    assert {state for state in states if not moves_from(table, state)} == ends
    assert {move for _, move in table} == set(moves)


@pytest.mark.parametrize(("table", "states", "moves", "first", "ends"), TABLES, ids=NAMES)
def test_what_is_not_written_is_refused_with_its_state_and_its_move(table, states, moves, first, ends):
    for state in states:
        for move in moves:
            if (state, move) not in table:
                with pytest.raises(IllegalMove) as refusal:
                    advance(table, state, move)
                assert refusal.value.code == "illegal_move"
                assert refusal.value.facts == {"state": state, "move": move}


def test_a_market_goes_from_its_draft_to_its_end():
    m = MarketMove
    steps = (m.REQUEST_OPINION, m.GIVE_OPINION, m.PUBLISH, m.AWARD, m.START, m.CLOSE)
    assert path(MARKET, MarketState.DRAFT, *steps) is MarketState.CLOSED


def test_a_market_may_be_published_without_waiting_for_the_opinion():
    assert path(MARKET, MarketState.DRAFT, MarketMove.PUBLISH) is MarketState.PUBLISHED
    assert path(MARKET, MarketState.OPINION_REQUESTED, MarketMove.PUBLISH) is MarketState.PUBLISHED


def test_a_late_lot_is_awarded_while_the_first_ones_run():
    steps = (MarketMove.AWARD, MarketMove.START, MarketMove.AWARD)
    assert path(MARKET, MarketState.PUBLISHED, *steps) is MarketState.IN_PROGRESS


def test_a_market_that_runs_cannot_be_dropped():
    assert MarketMove.CANCEL in moves_from(MARKET, MarketState.PUBLISHED)
    assert MarketMove.CANCEL not in moves_from(MARKET, MarketState.AWARDED)
    assert MarketMove.CANCEL not in moves_from(MARKET, MarketState.IN_PROGRESS)


def test_a_commitment_may_come_back_to_the_company_before_its_plan_is_settled():
    c = CommitmentMove
    steps = (c.SUBMIT, c.REVIEW, c.ASK_COMPLETION, c.SUBMIT, c.REVIEW, c.SETTLE, c.START, c.CLOSE)
    assert path(COMMITMENT, CommitmentState.DRAFT, *steps) is CommitmentState.CLOSED
    assert moves_from(COMMITMENT, CommitmentState.RUNNING) == [c.CLOSE]


def test_a_structure_accepts_after_its_counter_proposal():
    assert path(ALLOCATION_LINE, LineState.PROPOSED, LineMove.COUNTER, LineMove.ACCEPT) is LineState.ACCEPTED


def test_a_structure_does_not_go_back_on_what_it_accepted():
    assert moves_from(ALLOCATION_LINE, LineState.ACCEPTED) == [LineMove.SUPERSEDE]


def test_a_settled_plan_is_replaced_by_a_newer_version():
    steps = (PlanMove.PROPOSE, PlanMove.SETTLE, PlanMove.SUPERSEDE)
    assert path(ALLOCATION_PLAN, PlanState.DRAFT, *steps) is PlanState.SUPERSEDED


def test_a_report_is_entered_sent_corrected_and_validated():
    r = ReportMove
    steps = (r.ENTER, r.SUBMIT, r.RETURN, r.ENTER, r.SUBMIT, r.VALIDATE)
    assert path(MONTHLY_REPORT, ReportState.TO_ENTER, *steps) is ReportState.VALIDATED


def test_a_validated_report_changes_only_by_a_counter_line_or_by_being_reopened():
    assert moves_from(MONTHLY_REPORT, ReportState.VALIDATED) == [
        ReportMove.CORRECT, ReportMove.CORRECT_PARTLY, ReportMove.REOPEN,
    ]  # fmt: skip
    assert path(MONTHLY_REPORT, ReportState.VALIDATED, ReportMove.REOPEN) is ReportState.TO_CORRECT


def test_hours_that_wait_for_a_document_are_validated_later():
    steps = (ReportMove.VALIDATE_PARTLY, ReportMove.VALIDATE)
    assert path(MONTHLY_REPORT, ReportState.SUBMITTED, *steps) is ReportState.VALIDATED


def test_a_month_without_activity_is_said_in_one_move():
    assert path(MONTHLY_REPORT, ReportState.TO_ENTER, ReportMove.DECLARE_NIL) is ReportState.NIL


def test_a_job_fails_after_its_attempts_and_can_be_asked_again():
    j = JobMove
    steps = (j.START, j.RETRY, j.START, j.FAIL, j.RELAUNCH, j.START, j.FINISH)
    assert path(BACKGROUND_JOB, JobState.QUEUED, *steps) is JobState.DONE


def test_no_table_is_forgotten_here():
    tables = [value for value in vars(lifecycle).values() if isinstance(value, dict) and value and isinstance(next(iter(value)), tuple)]  # noqa: E501  # fmt: skip
    assert len(tables) == len(TABLES)
