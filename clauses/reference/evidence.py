"""Which documents are expected of each modality on a day? Dated, sourced, read and checked at import."""

import tomllib
from datetime import date
from importlib.resources import files

from clauses.domain.evidence import EvidenceRule
from clauses.domain.kinds import Modality
from clauses.domain.kinds_evidence import EvidenceKind
from clauses.domain.rules import rule_in_force
from clauses.reference.rulebook import FaultyRulebook

_WHERE = "evidence.toml"


def read(text: str) -> tuple[EvidenceRule, ...]:
    """The checked versions of the file, the oldest first; raises FaultyRulebook."""
    found: list[EvidenceRule] = []
    try:
        for version in tomllib.loads(text)["version"]:
            values = version["values"]
            expected = {
                Modality(modality): tuple(EvidenceKind(kind) for kind in kinds)
                for modality, kinds in values["expected"].items()
            }
            holding = frozenset(EvidenceKind(kind) for kind in values["holding"])
            found.append(
                EvidenceRule(
                    version["effective_from"],
                    version.get("effective_to"),
                    version["source"],
                    expected,
                    holding,
                )
            )
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as fault:
        raise FaultyRulebook(f"{_WHERE}: {fault}") from fault
    if not found or any(not one.source for one in found):
        raise FaultyRulebook(f"{_WHERE}: give at least one version, each with its source")
    return tuple(found)


VERSIONS = read((files("clauses.reference") / "data" / "rules" / _WHERE).read_text("utf-8"))


def evidence(on: date) -> EvidenceRule:
    """What the months of that day ask for."""
    return rule_in_force(VERSIONS, on)
