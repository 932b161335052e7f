"""How is each situation proven on a day, and which map of the priority districts holds? Dated, sourced, read at import."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from clauses.domain.kinds_eligibility import EligibilityCategory
from clauses.domain.proofs import Admission
from clauses.domain.rules import Dated, PassRule, rule_in_force
from clauses.reference.rulebook import FaultyRulebook, read_versions

_KEYS = {"proof", "months", "valid", "level", "certified_by"}


@dataclass(frozen=True)
class ProofsVersion(Dated):
    """The proofs admitted from a day on."""

    admissions: Mapping[EligibilityCategory, Admission]


@dataclass(frozen=True)
class DistrictsVersion(Dated):
    """One map of the priority districts."""

    name: str


def read_proofs(text: str, where: str = "eligibility_proofs.toml") -> tuple[ProofsVersion, ...]:
    """The checked versions of a file; raises FaultyRulebook when a situation is missing, unknown or badly written."""
    found = []
    for table in _versions(text, where):
        written = table.get("admissions")
        if not isinstance(written, dict) or set(written) != {one.value for one in EligibilityCategory}:
            differ = set(written or ()) ^ {one.value for one in EligibilityCategory}
            raise FaultyRulebook(f"{where}: situations differ: {', '.join(sorted(differ))}")
        admissions = {
            EligibilityCategory(code): _admission(one, f"{where}, {code}") for code, one in written.items()
        }
        found.append(
            ProofsVersion(table["effective_from"], table.get("effective_to"), table["source"], admissions)
        )
    return tuple(found)


def _versions(text: str, where: str) -> list[dict[str, Any]]:
    try:
        versions: list[dict[str, Any]] = tomllib.loads(text)["version"]
    except (tomllib.TOMLDecodeError, KeyError) as fault:
        raise FaultyRulebook(f"{where}: not readable as versions ({fault})") from fault
    for earlier, later in zip(versions, versions[1:], strict=False):
        closed = earlier.get("effective_to")
        if closed is None or closed >= later["effective_from"]:
            raise FaultyRulebook(f"{where}: overlap, close the version before {later['effective_from']}")
    for table in versions:
        if type(table.get("effective_from")) is not date or not str(table.get("source", "")).strip():
            raise FaultyRulebook(f"{where}: a version has no day or no source")
    return versions


def _admission(table: dict[str, Any], where: str) -> Admission:
    months, level = table.get("months"), table.get("level")
    if set(table) - _KEYS or not str(table.get("proof", "")).strip():
        raise FaultyRulebook(f"{where}: name the proof, and write nothing unknown")
    if not (months is None or (type(months) is int and months > 0)) or level not in (None, 1, 2):
        raise FaultyRulebook(f"{where}: months are a number above 0, a level is 1 or 2")
    return Admission(table["proof"], months, table.get("valid", False), level, table.get("certified_by"))


def _text(name: str) -> str:
    return (files("clauses.reference") / "data" / "rules" / name).read_text("utf-8")


PROOFS = read_proofs(_text("eligibility_proofs.toml"))
PASSES = read_versions(_text("pass_iae.toml"), PassRule, "pass_iae.toml")
DISTRICTS = tuple(
    DistrictsVersion(table["effective_from"], table.get("effective_to"), table["source"], table["name"])
    for table in _versions(_text("priority_districts.toml"), "priority_districts.toml")
)


def pass_rule(on: date) -> PassRule:
    """How long a PASS IAE may be suspended and prolonged, as it stood that day."""
    return rule_in_force(PASSES, on)


def admissions(on: date) -> Mapping[EligibilityCategory, Admission]:
    """The proofs admitted on a day of hiring; nothing before the first version, when no age was asked."""
    version = next((one for one in PROOFS if one.in_force(on)), None)
    return version.admissions if version else {}


def district_map(on: date) -> str | None:
    """The map of the priority districts that judges somebody hired that day; None before the first one."""
    return next((one.name for one in DISTRICTS if one.in_force(on)), None)
