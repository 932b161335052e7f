"""Does a penalty come from the contract alone, to the cent, and never from what nobody could do?"""

import json
from datetime import date
from pathlib import Path

import pytest

from clauses.domain.kinds_decisions import HoursPrice, NoPenalty, PenaltyBase, PriceDay, PriceUnit
from clauses.domain.penalties import Facts, Member, PenaltyTerms, Requests, propose
from clauses.domain.workdays import working_days_between
from clauses.reference.legal_values import value_on

EXAMPLES = json.loads((Path(__file__).parents[1] / "data" / "worked-examples.json").read_text("utf-8"))
PENALTIES = [one for one in EXAMPLES["examples"] if one["family"] == "penalty"]
FIFTY = PenaltyTerms(HoursPrice.PER_HOUR, per_hour=5000)


def of_example(one):
    """The terms and facts of a worked example, and the legal values it names."""
    said = one["inputs"]
    known = {}
    if "absences_at_clause_meeting" in said:
        terms = PenaltyTerms(per_absence=said["eur_per_absence"] * 100)
        return terms, Facts(0, 0, 0, absences=said["absences_at_clause_meeting"]), known
    short = said.get("hours_missing")
    target, validated = (short, 0) if short else (said["hours_due"], said["hours_validated"])
    facts = Facts(target * 100, 0, validated * 100, notified_on=date(2026, 3, 1))
    if "eur_per_hour" in said:
        return PenaltyTerms(HoursPrice.PER_HOUR, per_hour=said["eur_per_hour"] * 100), facts, known
    if "smic_hourly_gross_eur" in said:
        known[PriceUnit.SMIC] = round(said["smic_hourly_gross_eur"] * 100)
        return PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=said["multiplier"] * 100), facts, known
    known[PriceUnit.CEILING] = said["plafond_horaire_ss_eur"] * 100
    return PenaltyTerms(HoursPrice.TIMES_CEILING, multiple=said["multiplier"] * 100), facts, known


@pytest.mark.parametrize("one", PENALTIES, ids=lambda one: one["id"])
def test_every_worked_example_of_a_penalty_to_the_cent(one):
    terms, facts, known = of_example(one)
    found = propose(terms, facts, lambda unit, on: known[unit])
    assert found.amount == round(one["expected"]["penalty_eur"] * 100)
    if "hours_missing" in one["expected"]:
        assert found.missing == one["expected"]["hours_missing"] * 100
    for unit, cents in known.items():
        assert value_on(unit, date(2026, 3, 1)) == cents, "the dated table gives the value of the example"


def test_documents_seven_working_days_late_cost_fifty_euros_a_day():
    """WE-P02: 50 € a working day; a weekend and a public holiday do not count."""
    late = working_days_between(date(2026, 5, 5), date(2026, 5, 18))  # 8 May and Ascension are between
    assert late == 7
    terms = PenaltyTerms(per_day_late=5000)
    assert propose(terms, Facts(0, 0, 0, days_late=late), value_on).amount == 35000


def test_the_figures_of_the_swimming_pool_before_and_after_neutralisation():
    """S09: 640 h, 280 validated: 360 h x 50 €; 80 h neutralised: 280 h x 50 €."""
    assert propose(FIFTY, Facts(64000, 0, 28000), value_on).amount == 18_000_00
    after = propose(FIFTY, Facts(64000, 8000, 28000), value_on)
    assert (after.missing, after.amount) == (28000, 14_000_00)


def test_a_penalty_comes_from_the_contract_and_never_from_a_default_of_the_portal():
    """Trap 53: a contract that prices nothing leads to no amount, whatever the usual price."""
    found = propose(PenaltyTerms(), Facts(64000, 0, 28000), value_on)
    assert found.amount == 0
    assert found.of(PenaltyBase.HOURS).left_out is NoPenalty.NOT_WRITTEN
    sixty = PenaltyTerms(HoursPrice.PER_HOUR, per_hour=6000)
    assert propose(sixty, Facts(50000, 0, 40000), value_on).amount == 6_000_00


def test_no_penalty_where_structures_were_asked_and_none_ever_proposed_anybody():
    """Trap 54: the log of the requests excludes the hours; one proposal is enough to count them again."""
    alone = propose(FIFTY, Facts(64000, 0, 0, requests=Requests(asked=4)), value_on)
    assert (alone.amount, alone.counted[0].left_out) == (0, NoPenalty.NOT_ATTRIBUTABLE)
    offered = Requests(asked=4, proposed=1)
    assert propose(FIFTY, Facts(64000, 0, 0, requests=offered), value_on).amount == 32_000_00
    assert propose(FIFTY, Facts(64000, 0, 0), value_on).amount == 32_000_00, "a holder that asked nobody"


def test_one_missing_payslip_costs_on_one_base_unless_the_contract_says_two():
    """Trap 55: hours without their proof are missing; the same proof is not also late."""
    terms = PenaltyTerms(HoursPrice.PER_HOUR, per_hour=5000, per_day_late=5000)
    same = Facts(14000, 0, 10500, days_late=7, same_proof=True)
    found = propose(terms, same, value_on)
    assert found.amount == 1_750_00
    assert found.of(PenaltyBase.DOCUMENTS).left_out is NoPenalty.SAME_PROOF
    other = Facts(14000, 0, 10500, days_late=7)
    assert propose(terms, other, value_on).amount == 1_750_00 + 350_00, "another document: another base"
    both = PenaltyTerms(HoursPrice.PER_HOUR, per_hour=5000, per_day_late=5000, both_bases=True)
    assert propose(both, same, value_on).amount == 1_750_00 + 350_00
    done = Facts(14000, 0, 14000, days_late=7, same_proof=True)
    assert propose(terms, done, value_on).amount == 350_00, "nothing is missing: the delay alone counts"


@pytest.mark.parametrize(
    ("day", "terms", "cents"),
    [
        (date(2024, 6, 3), PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=200), 2 * 1165 * 100),
        (date(2025, 12, 31), PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=200), 2 * 1188 * 100),
        (date(2026, 1, 1), PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=200), 2 * 1202 * 100),
        (date(2026, 5, 31), PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=200), 2 * 1202 * 100),
        (date(2026, 6, 1), PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=200), 2 * 1231 * 100),
        (date(2025, 2, 1), PenaltyTerms(HoursPrice.TIMES_CEILING, multiple=400), 4 * 2900 * 100),
    ],
)
def test_a_multiple_takes_the_value_of_the_day_of_the_notification(day, terms, cents):
    """Trap 56: the value of the day the contract fixes, that of the notification when it fixes none, never today's."""
    found = propose(terms, Facts(10000, 0, 0, notified_on=day, ended_on=date(2026, 8, 31)), value_on)
    assert found.amount == cents
    assert found.counted[0].unit_on == day


def test_a_contract_may_fix_another_day_for_its_value():
    """Trap 56: the end of execution, or a day written in the contract."""
    facts = Facts(10000, 0, 0, notified_on=date(2025, 5, 1), ended_on=date(2026, 4, 30))
    end = PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=150, price_day=PriceDay.END)
    assert propose(end, facts, value_on).amount == 1_803_00
    fixed = PenaltyTerms(
        HoursPrice.TIMES_SMIC, multiple=150, price_day=PriceDay.FIXED, fixed_on=date(2024, 2, 1)
    )
    assert propose(fixed, facts, value_on).amount == 1_747_50


def test_a_value_that_the_law_has_not_fixed_yet_is_not_made_up():
    """Trap 56: after the last day known, nothing is stretched: the proposal says that the value is missing."""
    terms = PenaltyTerms(HoursPrice.TIMES_SMIC, multiple=200)
    found = propose(terms, Facts(10000, 0, 0, notified_on=date(2027, 3, 1)), value_on)
    assert (found.amount, found.counted[0].left_out) == (0, NoPenalty.UNKNOWN_VALUE)


def test_hours_that_are_not_due_cost_nothing():
    running = propose(FIFTY, Facts(64000, 0, 10000, due=False), value_on)
    assert (running.amount, running.counted[0].left_out) == (0, NoPenalty.NOT_ENDED)
    nothing = propose(FIFTY, Facts(0, 0, 0, without_order=True), value_on)
    assert nothing.counted[0].left_out is NoPenalty.NO_ORDER


def test_hours_beyond_the_target_never_make_a_negative_amount():
    for validated in (64000, 90000):
        assert propose(FIFTY, Facts(64000, 0, validated), value_on).amount == 0
    assert propose(FIFTY, Facts(64000, 40000, 40000), value_on).missing == 0


def test_where_the_contract_asks_for_a_formal_notice_first_nothing_is_proposed_before_it():
    terms = PenaltyTerms(HoursPrice.PER_HOUR, per_hour=5000, prior_notice=True)
    before = propose(terms, Facts(64000, 0, 28000), value_on)
    assert (before.amount, before.counted[0].left_out) == (0, NoPenalty.NOTICE_FIRST)
    assert propose(terms, Facts(64000, 0, 28000, notice_ended=True), value_on).amount == 18_000_00


def test_the_hours_of_a_year_already_penalised_are_not_penalised_again():
    assert propose(FIFTY, Facts(20000, 0, 5000, already=10000), value_on).missing == 5000


def test_members_who_answer_each_for_its_part_compensate_nothing_and_are_priced_one_by_one():
    """R16, R17: 640 h split 192 / 448; the first did 280 h, the second none: 448 h are owed, not 360.

    88 h beyond the part of the first fill nothing. 100 h penalised before are not asked again. In thirds of a cent, the
    amount is the sum of what each is asked, as it is written."""
    two = (Member(1, "A", 19200, 28000), Member(2, "B", 44800, 0))
    found = propose(FIFTY, Facts(64000, 0, 28000, members=two), value_on)
    assert (found.missing, found.amount) == (44800, 22_400_00)
    [hours] = found.counted
    assert [(one.missing, one.amount) for one in hours.members] == [(0, 0), (44800, 22_400_00)]
    assert propose(FIFTY, Facts(64000, 0, 28000), value_on).amount == 18_000_00, "together, they owe as one"
    again = (two[0], Member(2, "B", 44800, 0, already=10000))
    assert propose(FIFTY, Facts(64000, 0, 28000, members=again), value_on).amount == 17_400_00
    odd = PenaltyTerms(HoursPrice.PER_HOUR, per_hour=3333)
    parts = tuple(Member(n, str(n), 3350, 0) for n in range(3))
    found = propose(odd, Facts(10050, 0, 0, members=parts), value_on)
    assert found.amount == 3 * 1_116_56 == sum(one.amount for one in found.counted[0].members)
    early = propose(FIFTY, Facts(64000, 0, 28000, due=False, members=two), value_on)
    assert early.amount == 0 and not any(one.amount for one in early.counted[0].members)
