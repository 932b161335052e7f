"""Are the shipped rules dated, sourced and whole, and is a faulty rule file refused?"""

import hashlib
from dataclasses import fields
from datetime import date, timedelta

import pytest

from clauses.domain.rules import NoRuleInForce, RelayRule, SizingRule, rule_in_force
from clauses.reference import rulebook

GOOD = """
[[version]]
effective_from = 2008-07-01
effective_to = 2026-12-31
source = "Convention de 2008"
[version.values]
max_hours = 240_00
window_months = 12
alert_bp = 80_00

[[version]]
effective_from = 2027-01-01
source = "Avenant de 2027"
[version.values]
max_hours = 300_00
window_months = 12
alert_bp = 80_00
"""

# Fingerprints of closed versions: history is never edited. When a version closes, add its own.
CLOSED = {
    ("ceiling", date(1999, 2, 18)): "23373b2f5af01ed0",
    ("ceiling", date(2009, 1, 1)): "2669996199588ffb",
}


def fingerprint(version):
    written = "|".join(f"{field.name}={getattr(version, field.name)!r}" for field in fields(version))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def test_each_fact_is_judged_by_the_rule_of_its_day():
    first, second = rulebook.read_versions(GOOD, RelayRule)
    assert rule_in_force((first, second), date(2026, 12, 31)).max_hours == 24000
    assert rule_in_force((first, second), date(2027, 1, 1)).max_hours == 30000


def test_a_day_before_any_version_has_no_rule():
    versions = rulebook.read_versions(GOOD, RelayRule)
    with pytest.raises(NoRuleInForce):
        rule_in_force(versions, date(2008, 6, 30))


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (GOOD.replace("2026-12-31", "2026-12-30"), "gap"),
        (GOOD.replace("2026-12-31", "2027-01-01"), "overlap"),
        (GOOD.replace("effective_to = 2026-12-31\n", ""), "overlap"),
        (GOOD.replace("2008-07-01", "2027-06-01").replace("2026-12-31", "2027-12-31"), "not sorted"),
        (GOOD.replace("2026-12-31", "2007-12-31"), "before it starts"),
        (GOOD.replace('source = "Avenant de 2027"\n', ""), "no source"),
        (GOOD.replace("Avenant de 2027", "  "), "no source"),
        (GOOD.replace("alert_bp", "alert_pc"), "unknown value"),
        (GOOD.replace("alert_bp = 80_00\n", ""), "missing value"),
        (GOOD.replace("[version.values]", 'author = "x"\n[version.values]'), "unknown key"),
        (GOOD.replace("max_hours = 240_00", "max_hours = 240.0"), "expected int"),
        (GOOD.replace("max_hours = 240_00", "max_hours = true"), "expected int"),
        (GOOD.replace("2008-07-01", '"2008-07-01"'), "must be a date"),
        (GOOD.replace("2008-07-01", ""), "TOML"),
        ("", "[[version]]"),
        (GOOD + "\n[other]\nx = 1\n", "[[version]]"),
    ],
)
def test_a_faulty_rule_file_is_refused_and_says_why(planted, said):
    with pytest.raises(rulebook.FaultyRulebook) as refusal:
        rulebook.read_versions(planted, RelayRule, "relay.toml")
    assert said in str(refusal.value)
    assert "relay.toml" in str(refusal.value)


def test_a_list_of_days_holds_whole_numbers_only():
    with pytest.raises(rulebook.FaultyRulebook, match="list of int"):
        rulebook.read_versions(
            '[[version]]\neffective_from = 2008-07-01\nsource = "x"\n[version.values]\ndue_day = 10\n'
            'reminder_days = ["5"]\ninform_day = 30\nsettled_months = 1\n',
            rulebook.KINDS["reporting"],
        )


def test_the_relay_of_the_convention_and_the_ceiling_of_the_law_are_two_rules():
    on = date(2026, 10, 1)
    relay, ceiling = rulebook.relay(on), rulebook.ceiling(on)
    assert (relay.max_hours, relay.window_months, relay.alert_bp) == (24000, 12, 8000)
    assert (ceiling.max_hours, ceiling.window_months, ceiling.waiver_max_months) == (48000, 24, 36)
    assert ceiling.exempt_users == ("individual", "non_profit", "local_authority")


def test_the_law_of_the_year_of_the_convention_was_240_hours_over_12_months():
    then = rulebook.ceiling(date(2008, 7, 1))
    assert (then.max_hours, then.window_months) == (24000, 12)
    assert "de mémoire" in then.source


def test_a_prefect_may_waive_the_ceiling_since_september_2021_only():
    assert rulebook.ceiling(date(2021, 8, 31)).waiver_max_months == 0
    assert rulebook.ceiling(date(2021, 9, 1)).waiver_max_months == 36


def test_the_default_values_are_those_of_the_reference_rules():
    on = date(2026, 10, 1)
    sizing = rulebook.sizing(on)
    assert (sizing.rounding_step, sizing.small_below, sizing.hourly_cost_cents) == (3500, 3500, 3800)
    assert (sizing.deviation_question_bp, sizing.rate_warn_bp) == (2000, 2000)
    plausibility = rulebook.plausibility(on)
    assert (plausibility.comment_over, plausibility.block_over) == (15167, 20800)
    compliance = rulebook.compliance(on)
    assert (compliance.watch_below_points, compliance.alert_below_points) == (-10, -25)
    assert compliance.partly_from_bp == 9000
    reporting = rulebook.reporting(on)
    assert (reporting.due_day, reporting.reminder_days, reporting.inform_day) == (10, (5, 11, 20), 30)
    assert rulebook.eligibility(on).window_months == 24
    assert rulebook.opinion(on).working_days == 5
    assert rulebook.fte(on).base_hours == 160700
    assert rulebook.fte(on).selectable == (160000, 160700, 182000)
    assert rulebook.small_cell(on).minimum == 5
    assert rulebook.penalty(on).per_hour_cents == 5000
    assert rulebook.subcontract(on).min_hourly_cents == 3000
    assert rulebook.exit_(on).months_before == 3
    together = rulebook.cooperation(on)
    assert (together.relay_days, together.portfolio_months, together.enrol_months) == (15, 6, 2)
    assert (together.meetings, together.session_posts) == (2, 3)


def test_every_rule_is_in_force_from_the_first_day_of_the_convention():
    for on in (date(2008, 7, 1), date(2020, 1, 1), date(2026, 11, 24), date(2040, 1, 1)):
        assert [rule.name for rule in rulebook.described(on)] == list(rulebook.KINDS)


def test_a_method_sheet_reads_the_rules_of_its_own_day():
    then = {rule.name: rule for rule in rulebook.described(date(2008, 7, 1))}
    now = {rule.name: rule for rule in rulebook.described(date(2026, 10, 1))}
    assert then["ceiling"].values["max_hours"] == 24000
    assert now["ceiling"].values["max_hours"] == 48000
    assert then["ceiling"].effective_to == date(2008, 12, 31)
    assert all(rule.source and rule.label_key == f"rule.{rule.name}" for rule in now.values())


def test_the_versions_of_every_rule_follow_each_other_day_by_day():
    for versions in rulebook.VERSIONS.values():
        for earlier, later in zip(versions, versions[1:], strict=False):
            assert later.effective_from - earlier.effective_to == timedelta(days=1)
        assert versions[-1].effective_to is None


def test_a_closed_version_is_never_edited():
    closed = {
        (name, version.effective_from): fingerprint(version)
        for name, versions in rulebook.VERSIONS.items()
        for version in versions
        if version.effective_to is not None
    }
    assert closed == CLOSED, (
        "a closed version changed, or one closed without its fingerprint: add versions, edit none"
    )


def test_an_example_names_only_what_it_changes():
    rule = SizingRule(date(2026, 1, 1), None, "exemple", hourly_cost_cents=3000)
    assert (rule.rounding_step, rule.hourly_cost_cents) == (3500, 3000)
