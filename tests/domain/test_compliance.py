"""Is a lot told on track, to watch or in alert as its buyer would expect? (S04, S09, S10, S17)"""

from datetime import date
from fractions import Fraction

import pytest

from clauses.domain import compliance
from clauses.domain.kinds import ComplianceStatus as Status
from clauses.domain.values import add_months, half_up, last_day, months
from tests.domain.defaults import COMPLIANCE, h, month

STRUCTURE_OF_THE_SCHOOL = [  # lot 1, 1 190 h over 12 months: month, hours, cumul, % hours, % time, status
    (month(2026, 9), 133, 133, 11.2, 8.3, Status.ON_TRACK),
    (month(2026, 10), 161, 294, 24.7, 16.7, Status.ON_TRACK),
    (month(2026, 11), 154, 448, 37.6, 25.0, Status.ON_TRACK),
    (month(2026, 12), 86, 534, 44.9, 33.3, Status.ON_TRACK),
    (month(2027, 1), 315, 849, 71.3, 41.7, Status.ON_TRACK),
    (month(2027, 2), 325, 1174, 98.7, 50.0, Status.ON_TRACK),
    (month(2027, 3), 17, 1191, 100.1, 58.3, Status.REACHED),
]
SWIMMING_POOL = [  # 640 h over 8 months from January 2026: month, cumul, gap in points, status
    (1, 40, -6.3, Status.ON_TRACK),
    (2, 100, -9.4, Status.ON_TRACK),
    (3, 100, -21.9, Status.WATCH),
    (4, 100, -34.4, Status.ALERT),
    (5, 148, -39.4, Status.ALERT),
    (6, 200, -43.8, Status.ALERT),
    (7, 236, -50.6, Status.ALERT),
    (8, 280, -56.3, Status.ALERT),
]
SCHOOL_IN_FEBRUARY = [  # lot, target, validated, %, elapsed, total, start, status
    (1, 1190, 1174, 98.7, 6, 12, month(2026, 9), Status.ON_TRACK),
    (2, 245, 96, 39.2, 6, 12, month(2026, 9), Status.WATCH),
    (3, 315, 162, 51.4, 6, 14, month(2026, 9), Status.ON_TRACK),
    (4, 210, 210, 100.0, 6, 12, month(2026, 9), Status.REACHED),
    (5, 455, 0, 0.0, 0, 8, month(2027, 3), Status.NOT_STARTED),
]


def standing(target, validated, start, length, as_of):
    return compliance.standing(
        target=h(target), validated=h(validated), exec_start=start, exec_months=length, as_of=as_of, rule=COMPLIANCE
    )  # fmt: skip


def tenths(value):
    """A share of one as people read it: a percentage to one decimal."""
    return half_up(value * 1000) / 10


@pytest.mark.parametrize(
    ("of_month", "hours", "cumul", "hours_rate", "time_rate", "status"), STRUCTURE_OF_THE_SCHOOL
)
def test_the_structure_of_the_school_month_after_month(of_month, hours, cumul, hours_rate, time_rate, status):
    found = standing(1190, cumul, month(2026, 9), 12, last_day(of_month))
    assert (tenths(found.hours_rate), tenths(found.time_rate), found.status) == (
        hours_rate,
        time_rate,
        status,
    )


def test_the_curve_of_the_school_adds_its_months_up():
    by_month = {each: h(hours) for each, hours, *_ in STRUCTURE_OF_THE_SCHOOL}
    assert compliance.cumulative(months(month(2026, 9), 7), by_month) == [
        h(cumul) for _, _, cumul, *_ in STRUCTURE_OF_THE_SCHOOL
    ]


@pytest.mark.parametrize(("number", "cumul", "gap", "status"), SWIMMING_POOL)
def test_the_swimming_pool_slips_from_on_track_to_alert(number, cumul, gap, status):
    found = standing(640, cumul, month(2026, 1), 8, last_day(month(2026, number)))
    assert (tenths(found.gap), found.status) == (gap, status)
    assert found.gap_points == found.gap * 100


@pytest.mark.parametrize(
    ("lot", "target", "validated", "rate", "elapsed", "total", "start", "status"), SCHOOL_IN_FEBRUARY
)
def test_the_report_of_the_school_at_the_end_of_february(
    lot, target, validated, rate, elapsed, total, start, status
):
    found = standing(target, validated, start, total, date(2027, 2, 28))
    assert (tenths(found.hours_rate), found.elapsed, found.total) == (rate, elapsed, total)
    assert found.status is status


def test_the_whole_school_is_at_68_percent_in_february():
    target = sum(row[1] for row in SCHOOL_IN_FEBRUARY)
    validated = sum(row[2] for row in SCHOOL_IN_FEBRUARY)
    assert (target, validated) == (2415, 1642)
    assert tenths(Fraction(validated, target)) == 68.0


def test_an_amendment_changes_the_standing_from_its_own_day():
    before = standing(280, 140, month(2026, 9), 12, date(2027, 1, 31))
    after = standing(315, 140, month(2026, 9), 14, date(2027, 1, 31))
    assert (tenths(before.hours_rate), tenths(before.time_rate), tenths(before.gap)) == (50.0, 41.7, 8.3)
    assert (tenths(after.hours_rate), tenths(after.time_rate), tenths(after.gap)) == (44.4, 35.7, 8.7)
    assert before.status is after.status is Status.ON_TRACK


@pytest.mark.parametrize(
    ("start", "as_of", "elapsed"),
    [
        (month(2026, 9), date(2026, 8, 31), 0),
        (month(2026, 9), date(2026, 9, 29), 0),
        (month(2026, 9), date(2026, 9, 30), 1),  # the last day makes the month full
        (month(2026, 9), date(2027, 8, 31), 12),
        (month(2026, 9), date(2029, 1, 1), 12),  # never more than the whole
        (date(2026, 9, 15), date(2026, 10, 13), 0),
        (date(2026, 9, 15), date(2026, 10, 14), 1),
        (date(2026, 1, 31), date(2026, 2, 26), 0),
        (date(2026, 1, 31), date(2026, 2, 27), 1),
    ],
)
def test_only_full_months_count_as_elapsed(start, as_of, elapsed):
    assert compliance.elapsed_months(start, 12, as_of) == elapsed


@pytest.mark.parametrize(
    ("validated", "status"),
    [
        (400, Status.ON_TRACK),  # exactly ten points behind
        (399.99, Status.WATCH),
        (250, Status.WATCH),  # exactly twenty-five
        (249.99, Status.ALERT),
        (1000, Status.REACHED),
        (999.99, Status.ON_TRACK),  # shown 100,0 %, and not reached
    ],
)
def test_the_thresholds_are_judged_before_rounding(validated, status):
    assert standing(1000, validated, month(2026, 1), 12, date(2026, 6, 30)).status is status


def test_more_hours_than_asked_are_never_hidden():
    assert tenths(standing(19500, 26000, month(2026, 1), 12, date(2026, 6, 30)).hours_rate) == 133.3


def test_a_lot_without_a_start_has_not_started():
    found = standing(100, 0, None, 12, date(2026, 6, 30))
    assert (found.status, found.elapsed, found.time_rate) == (Status.NOT_STARTED, 0, 0)


def test_a_lot_that_owes_nothing_is_neither_late_nor_reached():
    found = standing(0, 0, month(2026, 1), 12, date(2026, 12, 31))
    assert (found.status, found.hours_rate, found.gap) == (Status.ON_TRACK, None, 0)


def orders(due, ordered, validated):
    return compliance.standing_on_orders(
        due=h(due), ordered=h(ordered), validated=h(validated), exec_start=month(2026, 1), exec_months=12,
        as_of=date(2026, 6, 30), rule=COMPLIANCE,
    )  # fmt: skip


def test_what_orders_owe_is_owed_in_full_and_reached_against_every_order():
    assert orders(due=100, ordered=100, validated=95).status is Status.ON_TRACK
    assert orders(due=100, ordered=100, validated=80).status is Status.WATCH
    assert orders(due=100, ordered=170, validated=110).status is Status.ON_TRACK
    assert orders(due=100, ordered=170, validated=170).status is Status.REACHED
    assert orders(due=100, ordered=100, validated=0).time_rate == 1


def test_nothing_is_late_while_nothing_is_ordered():
    assert orders(due=0, ordered=0, validated=0).status is Status.ON_TRACK


@pytest.mark.parametrize(
    ("target", "validated", "sub_objectives_met", "status"),
    [
        (560, 280, True, Status.MISSED),
        (100, 90, True, Status.PARTLY_REACHED),
        (100, 89.99, True, Status.MISSED),
        (100, 100, True, Status.REACHED),
        (100, 120, False, Status.PARTLY_REACHED),
        (100, 50, False, Status.MISSED),
        (0, 0, True, Status.REACHED),
    ],
)
def test_at_closing_a_lot_is_reached_partly_reached_or_missed(target, validated, sub_objectives_met, status):
    assert compliance.closing_status(
        target=h(target), validated=h(validated), rule=COMPLIANCE, sub_objectives_met=sub_objectives_met
    ) is status  # fmt: skip


def test_the_penalty_proposed_for_the_swimming_pool_falls_with_the_neutralised_hours():
    before = compliance.missing(target=h(640), validated=h(280))
    after = compliance.missing(target=h(640), validated=h(280), neutralised=h(80))
    assert (before, compliance.penalty(before, 5000)) == (h(360), 18_000_00)
    assert (after, compliance.penalty(after, 5000)) == (h(280), 14_000_00)


def test_the_expected_line_is_straight_and_ends_at_the_target():
    line = compliance.expected(h(1190), 12)
    assert (line[0], line[5], line[-1]) == (h(99.17), h(595), h(1190))
    assert len(line) == 12


def test_at_the_pace_of_its_last_three_months_the_school_would_be_done_in_march():
    by_month = {each: h(hours) for each, hours, *_ in STRUCTURE_OF_THE_SCHOOL[:5]}
    found = compliance.projection(
        by_month, month=month(2027, 1), exec_start=month(2026, 9), exec_months=12, target=h(1190)
    )
    assert found.pace == h(185)  # 154, 86 and 315 hours
    assert found.points[0] == (month(2027, 2), h(1034))
    assert found.points[-1] == (month(2027, 8), found.at_end) == (month(2027, 8), h(849 + 7 * 185))
    assert found.reached_in == month(2027, 3)


def test_a_lot_in_its_first_month_is_projected_on_that_month_alone():
    found = compliance.projection(
        {month(2026, 9): h(50)},
        month=month(2026, 9),
        exec_start=month(2026, 9),
        exec_months=12,
        target=h(1190),
    )
    assert (found.pace, found.at_end, found.reached_in) == (h(50), h(600), None)


def test_a_month_without_hours_slows_the_pace():
    found = compliance.projection(
        {month(2026, 1): h(40), month(2026, 2): h(60)},
        month=month(2026, 3), exec_start=month(2026, 1), exec_months=8, target=h(640),
    )  # fmt: skip
    assert half_up(found.pace) == h(33.33)
    assert found.reached_in is None


def test_nothing_is_projected_beyond_the_end():
    found = compliance.projection(
        {month(2026, 8): h(280)},
        month=month(2026, 8),
        exec_start=month(2026, 1),
        exec_months=8,
        target=h(280),
    )
    assert (found.points, found.at_end, found.reached_in) == ((), h(280), month(2026, 8))
    over = add_months(month(2026, 8), 5)
    late = compliance.projection(
        {month(2026, 8): h(280)}, month=over, exec_start=month(2026, 1), exec_months=8, target=h(640)
    )
    assert (late.points, late.at_end, late.reached_in) == ((), h(280), None)
