"""Which value does each rule of the trade have on a day, and who decided it?

The files of `data/rules/` are the truth: small, dated, sourced, reviewed like code. They are read and checked
once, at import: a gap, an overlap, versions out of order, a missing source, an unknown or a missing key are
refused.
Changing a rule is adding a version; a closed version is never edited (a test keeps their fingerprints).
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, TypeVar, get_args, get_origin

from clauses.domain import rules
from clauses.domain.rules import Dated, rule_in_force

Rule = TypeVar("Rule", bound=Dated)

KINDS: dict[str, type[Dated]] = {
    "sizing": rules.SizingRule,
    "relay": rules.RelayRule,
    "ceiling": rules.CeilingRule,
    "plausibility": rules.PlausibilityRule,
    "sampling": rules.SamplingRule,
    "compliance": rules.ComplianceRule,
    "eligibility": rules.EligibilityRule,
    "reporting": rules.ReportingRule,
    "opinion": rules.OpinionRule,
    "programme": rules.ProgrammeRule,
    "consultation": rules.ConsultationRule,
    "sending": rules.SendingRule,
    "capacity": rules.CapacityRule,
    "fte": rules.FteRule,
    "small_cell": rules.SmallCellRule,
    "penalty": rules.PenaltyRule,
    "subcontract": rules.SubcontractRule,
    "exit": rules.ExitRule,
    "cooperation": rules.CooperationRule,
    "retention": rules.RetentionRule,
}
# Read by `reference.law` and `reference.evidence`: they are no figures of a report, and some end on a known day.
APART = frozenset(
    {
        "advice.toml",
        "eligibility_proofs.toml",
        "eu_thresholds.toml",
        "evidence.toml",
        "lever_limits.toml",
        "pass_iae.toml",
        "priority_districts.toml",
        "proportion.toml",
        "social_duty.toml",
    }
)
_OWN_KEYS = {"effective_from", "effective_to", "source", "values"}
_DATED_FIELDS = {field.name for field in fields(Dated)}


class FaultyRulebook(ValueError):
    """A rule file that must not be served: its message names the file, the version and what to do."""


@dataclass(frozen=True)
class RuleInForce:
    """One rule as it stood on a day, for a « Méthode » sheet, said in French by `wording.rules`."""

    name: str
    label_key: str
    values: dict[str, Any]
    effective_from: date
    effective_to: date | None
    source: str


def read_versions(text: str, kind: type[Rule], file: str = "rule file") -> tuple[Rule, ...]:
    """The checked versions written in a rule file, oldest first; raises FaultyRulebook."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise FaultyRulebook(f"{file}: not readable as TOML ({fault})") from fault
    if set(document) != {"version"} or not isinstance(document["version"], list) or not document["version"]:
        raise FaultyRulebook(f"{file}: expected one or more [[version]] tables and nothing else")
    versions = tuple(
        _version(table, kind, f"{file}, version {number}")
        for number, table in enumerate(document["version"], 1)
    )
    _refuse_holes(versions, file)
    return versions


def _version(table: dict[str, Any], kind: type[Rule], where: str) -> Rule:
    unknown = set(table) - _OWN_KEYS
    if unknown:
        raise FaultyRulebook(f"{where}: unknown key {', '.join(sorted(unknown))}")
    source = table.get("source")
    if not isinstance(source, str) or not source.strip():
        raise FaultyRulebook(f"{where}: no source; say who decided these values")
    starts, ends, values = table.get("effective_from"), table.get("effective_to"), table.get("values")
    if type(starts) is not date or not (ends is None or type(ends) is date):
        raise FaultyRulebook(f"{where}: effective_from must be a date, effective_to a date or absent")
    if ends is not None and ends < starts:
        raise FaultyRulebook(f"{where}: ends on {ends}, before it starts on {starts}")
    if not isinstance(values, dict):
        raise FaultyRulebook(f"{where}: no [version.values] table")
    expected = {field.name: field.type for field in fields(kind) if field.name not in _DATED_FIELDS}
    if set(values) - set(expected):
        raise FaultyRulebook(f"{where}: unknown value {', '.join(sorted(set(values) - set(expected)))}")
    if set(expected) - set(values):
        raise FaultyRulebook(f"{where}: missing value {', '.join(sorted(set(expected) - set(values)))}")
    read = {key: _value(value, expected[key], f"{where}, {key}") for key, value in values.items()}
    return kind(effective_from=starts, effective_to=ends, source=source.strip(), **read)


def _value(value: Any, expected: Any, where: str) -> Any:
    if get_origin(expected) is tuple:
        inner = get_args(expected)[0]
        if not isinstance(value, list) or any(type(item) is not inner for item in value):
            raise FaultyRulebook(f"{where}: expected a list of {inner.__name__}")
        return tuple(value)
    if type(value) is not expected:  # a bool is not an int here, nor a float a number of hundredths
        raise FaultyRulebook(f"{where}: expected {expected.__name__}, found {value!r}")
    return value


def _refuse_holes(versions: tuple[Rule, ...], file: str) -> None:
    for earlier, later in zip(versions, versions[1:], strict=False):
        if later.effective_from <= earlier.effective_from:
            raise FaultyRulebook(f"{file}: versions are not sorted, {later.effective_from} comes too late")
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
            raise FaultyRulebook(f"{file}: overlap, close the version before {later.effective_from}")
        if earlier.effective_to + timedelta(days=1) != later.effective_from:
            raise FaultyRulebook(f"{file}: gap between {earlier.effective_to} and {later.effective_from}")


def _load() -> dict[str, tuple[Dated, ...]]:
    folder = files("clauses.reference") / "data" / "rules"
    names = {entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")} - APART
    if names != {f"{name}.toml" for name in KINDS}:
        raise FaultyRulebook(
            f"rule files and rules differ: {sorted(names ^ {f'{name}.toml' for name in KINDS})}"
        )
    return {
        name: read_versions((folder / f"{name}.toml").read_text("utf-8"), kind, f"{name}.toml")
        for name, kind in KINDS.items()
    }


VERSIONS: dict[str, tuple[Dated, ...]] = _load()
_BY_KIND = {kind: VERSIONS[name] for name, kind in KINDS.items()}


_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Later:
    """One value of one rule that the administration has dated; it stands over the file from its day on."""

    rule: str
    name: str
    value: int
    effective_from: date
    reason: str


class Overlay:
    """The dated values of the administration, as this process last read them. Floors above fill it; none is read here.

    A value never takes effect before the day after it was recorded: reading them once a day, at the first act of the
    day, is enough for every process to agree.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.read_for: tuple[str, date] | None = None
        self._later: dict[str, list[Later]] = {}

    def load(self, read_for: tuple[str, date], later: Iterable[Later]) -> None:
        """Take these values, in the order they were recorded."""
        kept: dict[str, list[Later]] = {}
        for one in later:
            kept.setdefault(one.rule, []).append(one)
        self._later = {
            name: sorted(found, key=lambda one: one.effective_from) for name, found in kept.items()
        }
        self.read_for = read_for

    def over(self, version: Rule, name: str, on: date) -> Rule:
        """The version of the file with what was dated since it began; by date, the last word stands."""
        standing = [
            one for one in self._later.get(name, ()) if version.effective_from <= one.effective_from <= on
        ]
        if not standing:
            return version
        values: dict[str, Any] = {one.name: one.value for one in standing}
        return replace(
            version, **values, effective_from=standing[-1].effective_from, source=standing[-1].reason
        )


overlay = Overlay()


def _on(kind: type[Rule], on: date) -> Rule:
    version = rule_in_force([version for version in _BY_KIND[kind] if isinstance(version, kind)], on)
    return overlay.over(version, _NAMES[kind], on)


def in_force(name: str, on: date) -> Dated:
    """The rule of that name on a day."""
    return _on(KINDS[name], on)


def sizing(on: date) -> rules.SizingRule:
    """R1 and R2."""
    return _on(rules.SizingRule, on)


def relay(on: date) -> rules.RelayRule:
    """R6, the relay of the convention: an alert and a split."""
    return _on(rules.RelayRule, on)


def ceiling(on: date) -> rules.CeilingRule:
    """R7, the legal ceiling: a block. Never merged with the relay."""
    return _on(rules.CeilingRule, on)


def plausibility(on: date) -> rules.PlausibilityRule:
    """R9."""
    return _on(rules.PlausibilityRule, on)


def sampling(on: date) -> rules.SamplingRule:
    """Which clean lines are checked."""
    return _on(rules.SamplingRule, on)


def compliance(on: date) -> rules.ComplianceRule:
    """R5."""
    return _on(rules.ComplianceRule, on)


def eligibility(on: date) -> rules.EligibilityRule:
    """R11."""
    return _on(rules.EligibilityRule, on)


def reporting(on: date) -> rules.ReportingRule:
    """R10."""
    return _on(rules.ReportingRule, on)


def programme(on: date) -> rules.ProgrammeRule:
    """What is proposed for a planned project."""
    return _on(rules.ProgrammeRule, on)


def opinion(on: date) -> rules.OpinionRule:
    """The delay of an opinion before publication."""
    return _on(rules.OpinionRule, on)


def sending(on: date) -> rules.SendingRule:
    """The hours of sending, and the delays of messages (ux/4.1)."""
    return _on(rules.SendingRule, on)


def consultation(on: date) -> rules.ConsultationRule:
    """The delay of an answer to the candidates before their offers."""
    return _on(rules.ConsultationRule, on)


def capacity(on: date) -> rules.CapacityRule:
    """The months that a structure speaks of, and the age at which what it said is asked again."""
    return _on(rules.CapacityRule, on)


def fte(on: date) -> rules.FteRule:
    """R22."""
    return _on(rules.FteRule, on)


def small_cell(on: date) -> rules.SmallCellRule:
    """R21."""
    return _on(rules.SmallCellRule, on)


def penalty(on: date) -> rules.PenaltyRule:
    """R17."""
    return _on(rules.PenaltyRule, on)


def subcontract(on: date) -> rules.SubcontractRule:
    """R23."""
    return _on(rules.SubcontractRule, on)


def exit_(on: date) -> rules.ExitRule:
    """R14."""
    return _on(rules.ExitRule, on)


def cooperation(on: date) -> rules.CooperationRule:
    """The engagements of the convention that the index measures, and R25."""
    return _on(rules.CooperationRule, on)


def retention(on: date) -> rules.RetentionRule:
    """How long personal data are kept."""
    return _on(rules.RetentionRule, on)


def described(on: date) -> list[RuleInForce]:
    """Every rule in force on a day, in the order of the rulebook; a rule not born yet is left out."""
    return [
        _described(name, overlay.over(version, name, on))
        for name in KINDS
        for version in VERSIONS[name]
        if version.in_force(on)
    ]


def _described(name: str, version: Dated) -> RuleInForce:
    values = {f.name: getattr(version, f.name) for f in fields(version) if f.name not in _DATED_FIELDS}
    return RuleInForce(
        name, f"rule.{name}", values, version.effective_from, version.effective_to, version.source
    )
