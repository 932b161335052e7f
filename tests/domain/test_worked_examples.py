"""Do the published and derived examples of the trade come out as their sources say?

Each case of `tests/data/worked-examples.json` names its source.
"""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from clauses.domain import advice, ai_cap, compliance, duty, eligibility, sizing
from clauses.domain.ai_cap import Placement
from clauses.domain.cooperation import DYNAMIC
from clauses.domain.errors import Refused
from clauses.domain.kinds import BuyerKind, ClauseType, EmployerKind, MarketForm, MarketType, Modality
from clauses.domain.kinds_cooperation import ExitType
from clauses.domain.ledger import Ledger, Line
from clauses.domain.levers import LotLever, Watch, watched
from clauses.domain.values import add_months, half_up, months, ratio
from clauses.reference import law
from clauses.wording.labels import label
from tests.domain.defaults import ADVICE, CEILING, SIZING, h

_FILE = Path(__file__).parents[1] / "data" / "worked-examples.json"
CASES = {
    case["id"]: case
    for case in json.loads(_FILE.read_text(encoding="utf-8"), parse_float=Decimal)["examples"]
}

# A family that the core does not compute is named here, so that a new case is never left out in silence.
ELSEWHERE: set[str] = set()
COMPUTED = {
    "sizing_amount",
    "sizing_step",
    "sizing_pct_realised",
    "sizing_candidate",
    "sizing_brackets",
    "sizing_tranches",
    "sizing_plausibility",
    "etp",
    "amount_to_jobs",
    "compliance",
    "percent_rounding",
    "penalty",
    "ai_cap",
    "pass_iae",
    "iae_eligibility",
    "iae_diagnosis",
    "vehicle_advice",
    "contracts_vs_people",
    "consolidation",
    "consolidation_revision",
    "breakdown_sum",
    "breakdown_modality",
    "legal_duty",
    "criterion",
    "exit_rate",
    "exit_class",
}


def of(*families):
    """The cases of these families, each under its own name."""
    return [pytest.param(case, id=key) for key, case in CASES.items() if case["family"] in families]


def cents(euros):
    return int(euros * 100)


def bp(share):
    return int(share * 10_000)


def kept(case, *keys):
    return [case["inputs"][key] for key in keys]


def test_every_case_is_either_computed_here_or_named_as_answered_elsewhere():
    assert len(CASES) == 65
    assert {case["family"] for case in CASES.values()} == COMPUTED | ELSEWHERE
    assert not COMPUTED & ELSEWHERE


@pytest.mark.parametrize("case", of("sizing_amount"))
def test_an_amount_gives_hours(case):
    amount, share, rate, cost = kept(
        case, "amount_eur_ht", "labour_share", "insertion_rate", "hourly_cost_eur"
    )
    volume = sizing.effort(
        amount=cents(amount), labour_share=bp(share), hourly_cost=cents(cost), integration_rate=bp(rate), rule=SIZING
    )  # fmt: skip
    steps = {step.code: step.value for step in volume.steps}
    expected = case["expected"]
    assert half_up(volume.raw / 100) == expected["hours"]
    assert steps["labour_amount"] == cents(
        expected.get("labour_amount_eur", Decimal(steps["labour_amount"]) / 100)
    )
    assert steps["effort_amount"] == cents(
        expected.get("insertion_effort_eur", Decimal(steps["effort_amount"]) / 100)
    )


@pytest.mark.parametrize("case", of("sizing_step"))
def test_complete_slices_of_orders_give_hours(case):
    inputs = case["inputs"]
    ordered = inputs.get("ordered_amount_eur_ht", inputs.get("amount_eur_ht"))
    hours = sizing.by_slice(cents(ordered), cents(inputs["step_eur"]), h(inputs["hours_per_step"]))
    assert hours == h(case["expected"]["hours"])


@pytest.mark.parametrize("case", of("sizing_pct_realised"))
def test_a_share_of_the_hours_worked_is_owed_each_year(case):
    rate, worked = kept(case, "rate", "hours_worked_on_contract_in_year")
    assert sizing.of_hours_worked(bp(rate), h(worked)) == h(case["expected"]["hours_due"])


@pytest.mark.parametrize("case", of("sizing_candidate"))
def test_the_candidate_writes_its_labour_hours_and_owes_a_share(case):
    rate, labour = kept(case, "rate_Rh", "candidate_labour_hours")
    assert sizing.from_hours(h(labour), bp(rate)) == h(case["expected"]["hours"])


@pytest.mark.parametrize("case", of("sizing_brackets"))
def test_the_firm_period_falls_in_one_bracket(case):
    (amount,) = kept(case, "amount_firm_period_eur_ht")
    assert sizing.by_bracket(cents(amount)) == h(case["expected"]["hours"])


@pytest.mark.parametrize("case", of("sizing_tranches"))
def test_only_confirmed_tranches_are_owed(case):
    lots, confirmed = kept(case, "lots", "affermees")
    for name, tranches in lots.items():
        optional = {code: h(hours) for code, hours in tranches.items() if code != "TF"}
        chosen = [code for code in confirmed if code != "TF"]
        firm = h(tranches["TF"])
        assert sizing.by_tranche(firm, optional, chosen) == h(case["expected"]["hours_due"][name])
        assert sizing.by_tranche(firm, optional, optional) == h(case["expected"]["hours_max"][name])


@pytest.mark.parametrize("case", of("sizing_plausibility"))
def test_hours_for_a_thousand_euros_are_known_to_three_decimals(case):
    found = [
        sizing.ratio_per_1000_eur(h(o["hours"]), cents(o["amount_eur"])) for o in kept(case, "operations")[0]
    ]
    assert [half_up(value * 1000) for value in found] == [
        int(value * 1000) for value in case["expected"]["hours_per_keur"]
    ]


@pytest.mark.parametrize("case", of("etp"))
def test_full_time_equivalents_depend_on_their_base(case):
    inputs, expected = case["inputs"], case["expected"]["fte"]
    bases = inputs.get("bases") or [inputs["base_hours_per_fte"]]
    found = [sizing.full_time(h(inputs["hours"]), h(base)) for base in bases]
    if isinstance(expected, list):
        assert [half_up(value * 100) for value in found] == [int(value * 100) for value in expected]
    else:
        assert [half_up(value) for value in found] == [expected]


@pytest.mark.parametrize("case", of("amount_to_jobs"))
def test_a_purchase_stands_for_hours_or_jobs(case):
    found, expected = sizing.potential(cents(case["inputs"]["amount_eur"])), case["expected"]
    assert found.jobs_per_month == expected.get("jobs_per_month")
    assert found.hours_per_month == (
        h(expected["hours_per_month"]) if "hours_per_month" in expected else None
    )
    if "jobs_per_year" in expected:
        assert half_up(found.jobs_per_year * 1000) == int(expected["jobs_per_year"] * 1000)


@pytest.mark.parametrize("case", of("compliance"))
def test_the_rate_of_a_market_is_published_as_its_town_says(case):
    inputs = case["inputs"]
    done = inputs.get("hours_done", inputs.get("hours_done_2020"))
    rate = ratio(h(done), h(inputs["hours_target"])) * 100
    expected = case["expected"]["rate_pct"]
    digits = 1 if isinstance(expected, Decimal) else 0
    assert half_up(rate * 10**digits) == int(expected * 10**digits)


@pytest.mark.parametrize("case", of("percent_rounding"))
def test_our_percentages_are_rounded_half_up(case):
    signed, persons = kept(case, "persons_signed", "persons")
    assert half_up(ratio(signed, persons) * 100) == case["expected"]["pct_half_up"]


@pytest.mark.parametrize("case", of("penalty"))
def test_the_penalty_is_the_price_of_an_hour_for_each_missing_hour(case):
    inputs, expected = case["inputs"], case["expected"]
    if "absences_at_clause_meeting" in inputs:  # a lump sum for each absence: no hour in it
        price, missing = cents(inputs["eur_per_absence"]), h(inputs["absences_at_clause_meeting"])
    elif "hours_due" in inputs:
        price = cents(inputs["eur_per_hour"])
        missing = compliance.missing(target=h(inputs["hours_due"]), validated=h(inputs["hours_validated"]))
        assert missing == h(expected["hours_missing"])
    else:
        base = inputs.get("plafond_horaire_ss_eur", inputs.get("smic_hourly_gross_eur"))
        price, missing = cents(base * inputs["multiplier"]), h(inputs["hours_missing"])
    assert compliance.penalty(missing, price) == cents(expected["penalty_eur"])


EXEMPT = {"collectivite", "association", "particulier"}  # the words of the file; `entreprise` counts


@pytest.mark.parametrize("case", [p for p in of("ai_cap") if "mads" in p.values[0]["inputs"]])
def test_the_law_counts_companies_together_and_leaves_exempt_users_out(case):
    first = date.fromisoformat(case["inputs"]["first_mad"])
    placements = [
        Placement(each, h(mad["hours"]), exempt=mad["kind"] in EXEMPT, first_day=first if n == 0 else None)
        for n, (each, mad) in enumerate(zip(months(first, 12), case["inputs"]["mads"], strict=False))
    ]
    counter = ai_cap.ceiling_counter(placements, add_months(first, 11).replace(day=1), CEILING)
    expected = case["expected"]
    assert (counter.done, counter.left) == (h(expected["counted"]), h(expected["remaining"]))
    if "window_last_day" in expected:
        assert counter.last == date.fromisoformat(expected["window_last_day"])
    if expected.get("status") == "plafond atteint":
        assert (counter.left, counter.over) == (0, 0)


def test_beyond_the_ceiling_only_the_hours_left_are_allowed():
    case = CASES["WE-A04"]
    first = date.fromisoformat(case["inputs"]["first_mad"])
    before = [Placement(first.replace(day=1), h(case["inputs"]["counted_before"]), first_day=first)]
    month = date.fromisoformat(case["inputs"]["new_timesheet_month"] + "-01")
    with pytest.raises(Refused) as refusal:
        ai_cap.refuse_if_over_ceiling(before, month, h(case["inputs"]["new_timesheet_hours"]), CEILING)
    facts = refusal.value.facts
    assert (facts["left"], facts["over"]) == (h(case["expected"]["allowed"]), h(case["expected"]["over"]))


def test_a_prefect_may_lift_the_ceiling_for_an_association():
    inputs = CASES["WE-A06"]["inputs"]
    on = date.fromisoformat(inputs["date"])
    before = [Placement(date(2025, 3, 1), h(inputs["counted"]))]
    limits = {
        "waiver_from": date.fromisoformat(inputs["derogation_from"]),
        "waiver_until": date.fromisoformat(inputs["derogation_to"]),
    }
    ai_cap.refuse_if_over_ceiling(before, on.replace(day=1), h(10), CEILING, **limits)
    with pytest.raises(Refused):
        ai_cap.refuse_if_over_ceiling(before, on.replace(day=1), h(10), CEILING)


@pytest.mark.parametrize("case", of("vehicle_advice"))
def test_the_lever_advised_follows_the_structures_and_their_dependency(case):
    structures, percent = kept(case, "potential_siaes", "economic_dependency_pct")
    share = None if percent is None else Fraction(percent, 100)
    assert advice.advised(structures, share, ADVICE) == case["expected"]["recommendation"]


@pytest.mark.parametrize("case", of("pass_iae"))
def test_a_pass_runs_730_days_both_days_included(case):
    start, expected = date.fromisoformat(case["inputs"]["start"]), case["expected"]
    end = eligibility.pass_end(start)
    assert end == date.fromisoformat(expected["end_inclusive"])
    assert (end - start).days + 1 == expected.get("days", 730)


@pytest.mark.parametrize("case", of("iae_eligibility"))
def test_one_strong_criterion_or_several_lesser_ones_open_a_pathway(case):
    kind, strong, lesser = kept(case, "siae_kind", "level1_criteria", "level2_criteria")
    assert eligibility.enough_criteria(EmployerKind(kind), strong, lesser) is case["expected"]["eligible"]


@pytest.mark.parametrize("case", of("iae_diagnosis"))
def test_the_diagnosis_of_a_prescriber_is_good_for_six_months(case):
    made_on = date.fromisoformat(case["inputs"]["diagnosis_date"])
    assert eligibility.diagnosis_until(made_on, by_prescriber=True) == date.fromisoformat(
        case["expected"]["valid_until"]
    )


def test_the_calendar_and_the_days_of_a_pass_differ_in_a_leap_year():
    case = CASES["WE-I02"]
    start = date.fromisoformat(case["inputs"]["start"])
    by_calendar = add_months(start, 24).toordinal() - 1
    assert date.fromordinal(by_calendar) == date.fromisoformat(case["expected"]["calendar_24_months_end"])
    assert Fraction(by_calendar - eligibility.pass_end(start).toordinal()) == 1


def digits(value):
    """Decimals of a published figure: it is compared at its own precision."""
    return -value.as_tuple().exponent if isinstance(value, Decimal) else 0


def agrees(found, published):
    scale = 10 ** digits(published)
    return half_up(found * scale) == int(published * scale)


@pytest.mark.parametrize("case", of("contracts_vs_people", "consolidation"))
def test_hours_contracts_and_people_are_counted_apart(case):
    inputs, expected = case["inputs"], case["expected"]
    for name, part, whole in (
        ("contracts_per_participant", "contracts", "participants"),
        ("hours_per_participant", "hours", "participants"),
        ("hours_per_contract", "hours", "contracts"),
        ("hours_per_structure_computed", "hours", "structures"),
    ):
        if name in expected:
            assert agrees(ratio(inputs[part], inputs[whole]), expected[name]), name
    if "growth_pct" in expected:
        assert agrees(
            (ratio(inputs["hours"], inputs["previous_year_hours"]) - 1) * 100, expected["growth_pct"]
        )


@pytest.mark.parametrize("case", of("consolidation_revision"))
def test_a_figure_is_revised_against_the_provisional_one(case):
    provisional, final = kept(case, "provisional_hours", "final_hours")
    assert agrees((ratio(final, provisional) - 1) * 100, case["expected"]["revision_pct"])


@pytest.mark.parametrize("case", of("breakdown_sum"))
def test_the_hours_of_the_sites_make_the_total_of_the_ledger(case):
    by_site, by_diploma = kept(case, "hours_by_site", "diploma_pct_2014")
    lines = [
        Line(i, date(2014, 1, 1), h(hours), lot_id=i, participant_id=i, employer_id=1,
             modality=Modality.DIRECT_HIRE, recorded_on=date(2014, 2, 1))
        for i, hours in enumerate(by_site.values(), 1)
    ]  # fmt: skip
    assert Ledger(lines).total == sum(Ledger(lines).by_lot().values()) == h(case["expected"]["total_hours"])
    assert sum(by_diploma.values()) == case["expected"]["diploma_pct_sum"]


@pytest.mark.parametrize("case", of("breakdown_modality"))
def test_the_people_of_the_modalities_make_the_people_of_the_market(case):
    by_modality, hours = kept(case, "persons_by_modality", "hours")
    assert sum(by_modality.values()) == case["expected"]["persons"]
    assert agrees(ratio(hours, case["expected"]["persons"]), case["expected"]["hours_per_person"])


@pytest.mark.parametrize("case", of("legal_duty"))
def test_the_duty_is_tested_on_the_whole_need_and_at_its_date(case):
    inputs, expected = case["inputs"], case["expected"]
    on = date.fromisoformat(inputs["consultation_started"])
    lots = [cents(amount) for amount in inputs.get("lots_eur_ht", [])]
    estimate = inputs.get("estimated_need_eur_ht")
    need, counted = duty.whole_need(cents(estimate) if estimate else None, lots)
    if "need_total" in expected:
        assert need == cents(expected["need_total"])
    found = duty.tested(
        need=need, counted=counted, on=on, buyer=duty.buyer_class(BuyerKind.MUNICIPALITY),
        market_type=MarketType.SERVICES, form=MarketForm.ORDINARY, duty=law.social_duty(on),
        thresholds=law.eu_thresholds(on),
    )  # fmt: skip
    assert found.due is expected["social_condition_mandatory_or_justified"]


@pytest.mark.parametrize("case", of("criterion"))
def test_a_criterion_of_15_percent_stands_without_a_condition(case):
    (weight,) = case["inputs"]["criteria_weights"].values()
    lot = LotLever(ClauseType.AWARD_CRITERION, weight=bp(weight), market_type=MarketType.WORKS)
    told = watched(lot, law.lever_limits(date(2026, 3, 2)))
    against = {Watch.CRITERION_HEAVY, Watch.CRITERION_WEIGHT, Watch.NOT_A_CONDITION}
    assert (not against & set(told)) is case["expected"]["lawful"]


# What whoever tells an exit reads beside the class it chooses, for each situation published.
SITUATIONS = {
    "CDD > 6 mois": ("CDD", "6 mois et plus"),
    "mission interim > 6 mois": ("intérim", "6 mois et plus"),
    "stage ou titularisation fonction publique": ("fonction publique",),
    "creation d'entreprise": ("création d'entreprise",),
    "CDD < 6 mois": ("CDD", "moins de 6 mois"),
    "formation qualifiante ou pre-qualifiante": ("formation qualifiante ou pré-qualifiante",),
    "embauche dans une autre SIAE": ("autre SIAE",),
}


@pytest.mark.parametrize("case", of("exit_class"))
def test_a_situation_has_one_class_of_exit_that_says_it(case):
    words = SITUATIONS[case["inputs"]["situation"]]
    [found] = [kind for kind in ExitType if all(word in label(kind) for word in words)]
    assert label(found).lower().startswith(case["expected"]["category"])
    assert (found in DYNAMIC) is case["expected"]["dynamic"]


@pytest.mark.parametrize("case", of("exit_rate"))
def test_a_lasting_exit_says_what_it_is_made_of(case):
    """« Durable exit = CDI or contract > 6 months »: of exactly six months too, since the source says neither."""
    assert case["expected"]["definition"] == "durable exit = CDI or contract > 6 months"
    assert "CDI" in label(ExitType.LASTING) and "6 mois et plus" in label(ExitType.LASTING)
