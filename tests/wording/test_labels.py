"""Does every kind and every state have its French label, and every state its tone?"""

import inspect
from datetime import date
from enum import StrEnum

import pytest

from clauses.domain import kinds
from clauses.domain.kinds import (
    CommitmentState,
    EmployerKind,
    JobState,
    MarketState,
    MarketType,
    Modality,
    PlanState,
    ReportState,
)
from clauses.reference import rulebook
from clauses.wording import labels
from clauses.wording.rules import RULE_VALUES, rule_lines, rule_title

ENUMS = [
    kind
    for _, kind in inspect.getmembers(kinds, inspect.isclass)
    if issubclass(kind, StrEnum) and kind is not StrEnum
]
STATES = [kind for kind in ENUMS if kind.__name__.endswith(("State", "Status"))]


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_member_has_a_label_and_no_two_read_the_same(kind):
    words = [labels.label(member) for member in kind]
    assert all(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("kind", STATES, ids=lambda kind: kind.__name__)
def test_every_state_has_a_tone(kind):
    for member in kind:
        assert (kind, member.value) in labels.BADGES
        assert labels.badge(member) in labels.TONES


def test_states_that_share_a_value_keep_their_own_words():
    assert CommitmentState.SUBMITTED == ReportState.SUBMITTED  # equal as text, two states all the same
    assert labels.label(MarketState.CLOSED) == "Clos"
    assert labels.label(JobState.RUNNING) == "En cours"
    assert labels.label(JobState.DONE) == "Réussie"
    assert labels.label(PlanState.SUPERSEDED) == "Remplacé"
    assert labels.label(kinds.LineState.SUPERSEDED) == "Remplacée"
    assert labels.label(kinds.EligibilityState.VALIDATED) == "Validée"
    assert labels.label(ReportState.VALIDATED) == "Validé"


def test_a_structure_is_named_in_full():
    assert labels.label(EmployerKind.AI) == "AI"
    assert labels.expanded(EmployerKind.AI) == "Association intermédiaire"
    assert labels.expanded(EmployerKind.NEIGHBOURHOOD_AGENCY) == "Régie de quartier"
    assert labels.expanded(MarketType.WORKS) == "Travaux"
    assert "association intermédiaire" in labels.expanded(Modality.AI_PLACEMENT)
    for kind in EmployerKind:
        assert len(labels.expanded(kind)) > 5


def test_words_to_avoid_are_nowhere():
    for words in (*labels.LABELS.values(), *labels.EXPANDED.values()):
        assert not any(avoided in words.lower() for avoided in ("bénéficiaire", "invalide", "inapte"))


def test_every_rule_in_force_can_be_read_on_a_method_sheet():
    described = rulebook.described(date(2026, 10, 1))
    for rule in described:
        assert rule_title(rule.name)
        assert all(label and value for label, value in rule_lines(rule.name, rule.values))
    assert {(rule.name, key) for rule in described for key in rule.values} == set(RULE_VALUES)


def test_the_two_counters_of_an_ai_read_differently():
    rules = {
        rule.name: dict(rule_lines(rule.name, rule.values)) for rule in rulebook.described(date(2026, 10, 1))
    }
    assert "240\N{NARROW NO-BREAK SPACE}h" in rules["relay"].values()
    assert "480\N{NARROW NO-BREAK SPACE}h" in rules["ceiling"].values()
    before = {rule.name: rule.values for rule in rulebook.described(date(2010, 1, 1))}
    assert "aucune dérogation" in dict(rule_lines("ceiling", before["ceiling"])).values()
