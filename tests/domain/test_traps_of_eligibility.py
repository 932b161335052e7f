"""The traps of eligibility (domain rules, part 9) where the rule alone decides."""

from datetime import date

import pytest

from clauses.domain import eligibility, proofs
from clauses.domain.eligibility import Prolongation, Suspension
from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_eligibility import EligibilityCategory, JobseekerDefinition, PassChange
from clauses.reference import proofs as dated
from clauses.reference.rulebook import FaultyRulebook

C = EligibilityCategory
HIRED = date(2026, 10, 1)
RUNNING, WITHIN_18 = JobseekerDefinition.RUNNING, JobseekerDefinition.WITHIN_18


def proven(category: C, issued_on: date, hired_on: date = HIRED) -> bool:
    admissions = dated.admissions(hired_on)
    return proofs.admitted([category], admissions, issued_on=issued_on, hired_on=hired_on)[0] is category


@pytest.mark.parametrize(
    ("category", "last_too_old", "first_in_time"),
    [
        (C.RSA, date(2026, 7, 1), date(2026, 7, 2)),
        (C.PRIORITY_DISTRICT, date(2026, 4, 1), date(2026, 4, 2)),
        (C.JUSTICE, date(2026, 4, 1), date(2026, 4, 2)),
        (C.CHILD_CARE_LEAVER, date(2025, 10, 1), date(2025, 10, 2)),
        (C.OPINION, date(2026, 9, 1), date(2026, 9, 2)),
    ],
)
def test_a_proof_is_too_old_after_3_6_or_12_months_by_situation(category, last_too_old, first_in_time):
    """Trap 20: a proof 4 months old is not accepted; its age is counted to the first working day."""
    assert not proven(category, last_too_old)
    assert proven(category, first_in_time)
    assert proven(category, date(2026, 12, 10)), "issued later, it says what was true on that day"


def test_a_proof_4_months_old_says_from_which_day_it_would_do():
    """Trap 20: the refusal names the limit in months and the day."""
    _, stale = proofs.admitted([C.RSA], dated.admissions(HIRED), issued_on=date(2026, 6, 1), hired_on=HIRED)
    assert stale is not None
    assert (stale.months, stale.since) == (3, date(2026, 7, 2))


def test_an_identity_document_has_no_age_and_one_good_situation_is_enough():
    """Trap 20: freshness depends on the situation, and the first situation that is proven is retained."""
    assert proven(C.OVER_50, date(2015, 1, 1))
    retained, stale = proofs.admitted(
        [C.RSA, C.OVER_50], dated.admissions(HIRED), issued_on=date(2026, 1, 1), hired_on=HIRED
    )
    assert (retained, stale) == (C.OVER_50, None)


def test_no_age_is_asked_before_the_rule_was_written():
    """Trap 20: the law is dated; somebody hired before it is not judged by it."""
    assert dated.admissions(date(2025, 9, 3)) == {}
    assert dated.admissions(date(2025, 9, 4))[C.RSA].months == 3


def test_twelve_months_running_and_twelve_within_eighteen_are_two_definitions():
    """Trap 21: somebody who worked two months in the last eighteen is long-term by one clause and not by the other."""
    broken = [(date(2025, 4, 1), date(2025, 12, 31)), (date(2026, 3, 1), date(2026, 9, 30))]
    assert not proofs.long_term_jobseeker(broken, HIRED, RUNNING)
    assert proofs.long_term_jobseeker(broken, HIRED, WITHIN_18)
    unbroken = [(date(2025, 10, 1), date(2026, 9, 30))]
    assert proofs.long_term_jobseeker(unbroken, HIRED, RUNNING)
    assert proofs.long_term_jobseeker(unbroken, HIRED, WITHIN_18)
    short = [(date(2025, 10, 2), date(2026, 9, 30))]
    assert not proofs.long_term_jobseeker(short, HIRED, RUNNING)
    assert not proofs.long_term_jobseeker(short, HIRED, WITHIN_18)
    stopped = [(date(2025, 1, 1), date(2026, 8, 31))]
    assert not proofs.long_term_jobseeker(stopped, HIRED, RUNNING)
    assert proofs.long_term_jobseeker(stopped, HIRED, WITHIN_18)


def test_two_registrations_end_to_end_are_one_for_a_long_term_jobseeker():
    """Trap 21: a change of agency or two periods that overlap break nothing and count no day twice."""
    joined = [(date(2025, 9, 1), date(2026, 2, 28)), (date(2026, 3, 1), date(2026, 9, 30))]
    assert proofs.long_term_jobseeker(joined, HIRED, RUNNING)
    overlapping = [(date(2026, 1, 1), date(2026, 9, 30)), (date(2026, 2, 1), date(2026, 9, 30))]
    assert not proofs.long_term_jobseeker(overlapping, HIRED, WITHIN_18)


def test_a_pass_lasts_730_days_and_not_24_months():
    """Trap 22: the last day is the start + 729 days, included; a leap year takes one day."""
    assert eligibility.pass_end(date(2026, 1, 1)) == date(2027, 12, 31)
    assert eligibility.pass_end(date(2024, 1, 1)) == date(2025, 12, 30)
    assert eligibility.pass_covers(date(2025, 12, 30), date(2024, 1, 1))
    assert not eligibility.pass_covers(date(2025, 12, 31), date(2024, 1, 1))


def test_a_suspension_and_a_prolongation_push_the_end_of_a_pass():
    """Trap 22 and trap 23: each day of suspension and of prolongation is one day later."""
    pause = Suspension(date(2024, 6, 1), date(2024, 6, 30))
    more = Prolongation(PassChange.TRAINING, date(2026, 1, 30), date(2026, 2, 28))
    assert eligibility.prolonged_end(date(2024, 1, 1), [pause]) == date(2026, 1, 29)
    assert eligibility.prolonged_end(date(2024, 1, 1), [pause], [more]) == date(2026, 2, 28)


def test_the_map_of_the_priority_districts_is_that_of_the_day_of_hiring():
    """Trap 24: 2015 until the end of 2023, 2024 from then on, none before."""
    assert [dated.district_map(day) for day in (date(2014, 12, 31), date(2023, 12, 31), date(2024, 1, 1))] == [
        None, "2015", "2024",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "situations", "enough"),
    [
        (EmployerKind.AI, [C.RSA], True),
        (EmployerKind.ACI, [C.VERY_LONG_TERM_JOBSEEKER], True),
        (EmployerKind.AI, [C.SINGLE_PARENT], False),
        (EmployerKind.ETTI, [C.SINGLE_PARENT, C.MOBILITY], True),
        (EmployerKind.EI, [C.SINGLE_PARENT, C.MOBILITY], False),
        (EmployerKind.ACI, [C.SINGLE_PARENT, C.MOBILITY, C.OVER_50], True),
        (EmployerKind.EITI, [C.FOLLOWED_BY_PLIE, C.OPINION], False),
    ],
)
def test_one_criterion_of_level_1_or_several_of_level_2_by_kind_of_siae(kind, situations, enough):
    assert proofs.enough_for(kind, situations, dated.admissions(HIRED)) is enough


def test_a_situation_said_twice_counts_once():
    twice = [C.MOBILITY, C.MOBILITY]
    assert not proofs.enough_for(EmployerKind.AI, twice, dated.admissions(HIRED))


def test_every_situation_has_its_proof_and_a_hole_is_refused():
    assert set(dated.admissions(HIRED)) == set(C)
    with pytest.raises(FaultyRulebook, match="situations differ"):
        dated.read_proofs('[[version]]\neffective_from = 2025-01-01\nsource = "x"\n[version.admissions]\n')


def test_a_new_employer_within_24_months_never_restarts_the_window():
    """Trap 43: AI then ETTI is one entry in the scheme; proven again once it is over, one enters again."""
    first, relay, again = date(2024, 9, 15), date(2025, 6, 1), date(2026, 9, 15)
    assert eligibility.entries([relay, first, again], 24) == {first: first, relay: first, again: again}
    assert eligibility.entries([first, date(2026, 9, 14)], 24)[date(2026, 9, 14)] == first
