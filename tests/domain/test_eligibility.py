"""Do hours count when, and only when, eligibility is proven at hiring and still valid? (scenario S07)"""

from datetime import date

import pytest

from clauses.domain import eligibility
from clauses.domain.eligibility import Proof, Suspension
from clauses.domain.kinds import EmployerKind
from tests.domain.defaults import ELIGIBILITY, month

HIRED = date(2026, 10, 1)


def counting(effective_on, of_month=HIRED, entry_on=HIRED):
    return eligibility.counts(
        proof_effective_on=effective_on, hired_on=HIRED, month=of_month, entry_on=entry_on, rule=ELIGIBILITY
    )  # fmt: skip


def test_hours_before_the_document_wait_and_are_not_lost():
    waiting = counting(None)
    assert not waiting.counted
    assert waiting.pending


def test_a_document_effective_before_hiring_makes_the_hours_count_in_their_own_month():
    assert counting(date(2026, 9, 28)).counted
    assert counting(date(2026, 9, 28), month(2026, 11)).counted


def test_a_document_effective_on_the_day_of_hiring_is_in_time():
    assert counting(HIRED).counted


def test_a_document_effective_after_hiring_cannot_count_and_says_both_dates():
    refused = counting(date(2026, 11, 15))
    assert (refused.counted, refused.pending, refused.reason) == (False, False, "proof_after_hiring")
    assert refused.facts == {"effective_on": date(2026, 11, 15), "hired_on": HIRED}


def test_validity_runs_24_months_from_entry_last_day_included():
    assert eligibility.window(HIRED, ELIGIBILITY) == (HIRED, date(2028, 9, 30))
    assert eligibility.window(date(2024, 2, 29), ELIGIBILITY)[1] == date(2026, 2, 27)


def test_the_last_month_counts_and_the_next_does_not():
    assert counting(HIRED, month(2028, 9)).counted
    expired = counting(HIRED, month(2028, 10))
    assert (expired.counted, expired.reason) == (False, "eligibility_expired")
    assert expired.facts == {"valid_until": date(2028, 9, 30)}


def test_a_new_employer_does_not_start_the_24_months_again():
    entered_long_ago = date(2024, 9, 15)
    assert counting(HIRED, month(2026, 10), entered_long_ago).reason == "eligibility_expired"
    assert counting(None, month(2026, 10), entered_long_ago).reason == "eligibility_expired"


def test_a_month_that_validity_covers_in_part_counts():
    assert counting(HIRED, month(2026, 10), date(2026, 10, 20)).counted
    assert counting(HIRED, month(2028, 10), date(2026, 10, 20)).counted
    assert counting(HIRED, month(2026, 9), date(2026, 10, 20)).reason == "before_entry"


def test_only_a_document_that_was_accepted_proves_and_the_earliest_wins():
    late, early, undecided = (
        Proof(date(2026, 11, 15), True),
        Proof(date(2026, 9, 28), True),
        Proof(date(2026, 9, 1), False),
    )
    assert eligibility.proof_in_force([late, early, undecided]) == date(2026, 9, 28)
    assert eligibility.proof_in_force([undecided]) is None


def test_a_suspension_pushes_the_end_of_the_pass_by_its_days():
    pause = Suspension(date(2026, 6, 1), date(2026, 6, 30))
    start = date(2026, 1, 15)
    assert eligibility.pass_end(start, [pause]) == date(2028, 2, 13)
    assert eligibility.pass_covers(date(2026, 5, 31), start, [pause])
    assert not eligibility.pass_covers(date(2026, 6, 15), start, [pause])
    assert eligibility.pass_covers(date(2028, 2, 13), start, [pause])
    assert not eligibility.pass_covers(date(2028, 2, 14), start, [pause])
    assert not eligibility.pass_covers(date(2026, 1, 14), start)


def test_the_diagnosis_of_an_employer_is_good_for_92_days():
    assert eligibility.diagnosis_until(date(2026, 2, 1), by_prescriber=False) == date(2026, 5, 4)


def test_a_workshop_and_an_agency_need_a_different_number_of_criteria():
    assert eligibility.enough_criteria(EmployerKind.ETTI, 0, 2)
    assert not eligibility.enough_criteria(EmployerKind.EITI, 0, 2)
    with pytest.raises(KeyError):
        eligibility.enough_criteria(EmployerKind.GEIQ, 0, 3)
