"""What is the French name of each kind and each state, and in which tone is a state shown?

Members of different enums may hold the same value (a draft market, a draft report), and then compare equal:
labels are kept by class and value, and `label()` is the one way to ask.
"""

from enum import StrEnum

from clauses.wording.labels import (
    assistant,
    awards,
    cooperation,
    decisions,
    evidence,
    files,
    follow_up,
    hours,
    markets,
    notices,
    partners,
    pathways,
    people,
    personal_data,
    pooling,
    reports,
    requests,
    territories,
    validation,
)

Key = tuple[type[StrEnum], str]


def _keyed(*tables: dict[type[StrEnum], dict[StrEnum, str]]) -> dict[Key, str]:
    return {
        (kind, member.value): words
        for table in tables
        for kind, members in table.items()
        for member, words in members.items()
    }


LABELS: dict[Key, str] = _keyed(
    people.LABELS,
    markets.LABELS,
    hours.LABELS,
    evidence.LABELS,
    files.LABELS,
    follow_up.LABELS,
    awards.LABELS,
    cooperation.LABELS,
    decisions.LABELS,
    assistant.LABELS,
    territories.LABELS,
    notices.LABELS,
    partners.LABELS,
    pathways.LABELS,
    personal_data.LABELS,
    pooling.LABELS,
    reports.LABELS,
    requests.LABELS,
    validation.LABELS,
)
BADGES: dict[Key, str] = _keyed(
    people.BADGES,
    markets.BADGES,
    hours.BADGES,
    evidence.BADGES,
    files.BADGES,
    follow_up.BADGES,
    awards.BADGES,
    decisions.BADGES,
    assistant.BADGES,
    territories.BADGES,
    validation.BADGES,
    personal_data.BADGES,
    pooling.BADGES,
    reports.BADGES,
    requests.BADGES,
)
EXPANDED: dict[Key, str] = _keyed(people.EXPANDED, hours.EXPANDED)

TONES = frozenset({"gris", "bleu", "vert", "ambre", "rouge", "prune", "canard"})


def label(member: StrEnum) -> str:
    """The French label of a kind or a state; KeyError when it has none (a test holds that all have)."""
    return LABELS[type(member), member.value]


def badge(member: StrEnum) -> str:
    """The tone of a state's badge: gris, bleu, vert, ambre, rouge, prune or canard."""
    return BADGES.get((type(member), member.value), "gris")


def expanded(member: StrEnum) -> str:
    """The label in full, without acronym: « Association intermédiaire » for AI; else the label itself."""
    return EXPANDED.get((type(member), member.value), label(member))
