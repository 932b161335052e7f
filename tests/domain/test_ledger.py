"""Do totals come from the lines alone, and does a past report keep its figures?"""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clauses.domain.kinds import Modality
from clauses.domain.ledger import Ledger, Line
from tests.domain.defaults import h, month

P1 = Line(
    id=1, month=month(2026, 9), hours=h(70), lot_id=1, participant_id=1, employer_id=10,
    modality=Modality.AI_PLACEMENT, recorded_on=date(2026, 10, 12),
)  # fmt: skip
P2 = replace(P1, id=2, participant_id=2, hours=h(63))
P1_IN_ETTI = replace(
    P1, id=3, month=month(2026, 12), hours=h(54), employer_id=20, modality=Modality.ETTI_PLACEMENT,
    recorded_on=date(2027, 1, 12),
)  # fmt: skip


def reversal(line, id, recorded_on=date(2027, 3, 1)):
    return replace(line, id=id, hours=-line.hours, recorded_on=recorded_on, reverses_id=line.id)


def test_a_total_is_the_sum_of_the_lines_seen_by_month_modality_or_employer():
    ledger = Ledger([P1_IN_ETTI, P1, P2])
    assert ledger.total == h(187)
    assert list(ledger.by_month().items()) == [(month(2026, 9), h(133)), (month(2026, 12), h(54))]
    assert ledger.by_modality() == {Modality.AI_PLACEMENT: h(133), Modality.ETTI_PLACEMENT: h(54)}
    assert ledger.by_employer() == {10: h(133), 20: h(54)}
    assert ledger.by_lot() == {1: h(187)}


def test_an_empty_ledger_is_worth_nothing_and_has_no_fault():
    assert (Ledger([]).total, Ledger([]).by_month(), Ledger([]).live(), Ledger([]).faults()) == (
        0,
        {},
        [],
        [],
    )


def test_a_report_closed_at_a_month_leaves_the_later_months_out():
    assert Ledger([P1, P2, P1_IN_ETTI]).up_to(date(2026, 9, 30)).total == h(133)


def test_a_report_made_again_gives_the_figures_known_on_its_day():
    ledger = Ledger([P1, P2, reversal(P1, 4)])
    assert ledger.up_to(date(2026, 9, 30), known_on=date(2026, 12, 31)).total == h(133)
    assert ledger.up_to(date(2026, 9, 30), known_on=date(2027, 3, 1)).total == h(63)


def test_hours_validated_late_stay_in_the_month_they_were_worked():
    late = replace(P1, id=5, month=month(2026, 10), recorded_on=date(2026, 12, 12))
    assert Ledger([late]).by_month() == {month(2026, 10): h(70)}
    assert Ledger([late]).up_to(date(2026, 12, 31), known_on=date(2026, 11, 12)).total == 0


def test_a_corrected_line_no_longer_counts_and_both_stay_written():
    ledger = Ledger([P1, P2, reversal(P1, 4)])
    assert [line.id for line in ledger.live()] == [2]
    assert len(ledger.lines) == 3
    assert ledger.faults() == []


def test_a_correction_of_nothing_is_a_fault():
    assert Ledger([reversal(P1, 4)]).faults() == ["reversal_without_original"]


def test_a_correction_of_a_correction_is_a_fault():
    first = reversal(P1, 4)
    second = replace(first, id=5, hours=h(70), reverses_id=4)
    assert Ledger([P1, first, second]).faults() == ["reversal_without_original"]


def test_the_same_line_cannot_be_corrected_twice():
    assert Ledger([P1, reversal(P1, 4), reversal(P1, 5)]).faults() == ["reversed_twice"]


def test_a_correction_takes_back_exactly_what_was_counted_to_the_same_person():
    assert Ledger([P1, replace(reversal(P1, 4), hours=-h(60))]).faults() == ["not_the_opposite"]
    assert Ledger([P1, replace(reversal(P1, 4), participant_id=2)]).faults() == ["not_the_opposite"]


def test_hours_taken_back_must_say_which_line_they_take_back():
    assert Ledger([replace(P1, hours=-h(70))]).faults() == ["negative_without_reversal"]


def test_two_lines_cannot_bear_the_same_number():
    assert Ledger([P1, replace(P2, id=1)]).faults() == ["id_twice"]


LINES = st.lists(
    st.builds(
        lambda worked, hours, person, modality, known: replace(
            P1, month=worked, hours=hours, participant_id=person, modality=modality, recorded_on=known
        ),
        st.integers(1, 12).map(lambda n: month(2026, n)),
        st.integers(1, 20800),
        st.integers(1, 4),
        st.sampled_from(list(Modality)),
        st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    ),
    max_size=20,
).map(lambda lines: [replace(line, id=n) for n, line in enumerate(lines, start=1)])


@given(LINES, st.data())
def test_whatever_is_corrected_every_view_has_the_same_total(lines, data):
    corrected = data.draw(st.lists(st.sampled_from(lines), unique=True)) if lines else []
    ledger = Ledger([*lines, *(reversal(line, 100 + line.id) for line in corrected)])
    assert ledger.faults() == []
    assert ledger.total == sum(line.hours for line in ledger.live())
    assert ledger.total == sum(ledger.by_month().values())
    assert ledger.total == sum(ledger.by_modality().values())
    assert ledger.total == sum(ledger.by_employer().values())


@given(LINES, st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_what_is_learnt_later_never_changes_a_figure_of_that_day(lines, day):
    known, later = [], []
    for line in lines:
        (known if line.recorded_on <= day else later).append(line)
    assert Ledger(known + later).up_to(date(2026, 12, 31), known_on=day).total == Ledger(known).total
