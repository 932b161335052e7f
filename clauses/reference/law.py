"""Which thresholds, duty, advice and legal grounds hold on a day? Dated, sourced, read and checked at import.

Same principle as the rulebook. A threshold is known for the years it was published for, and for no other day.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TypeVar

from clauses.domain.advice import AdviceRule
from clauses.domain.duty import EuThresholdsRule, SocialDutyRule
from clauses.domain.levers import LeverLimitsRule
from clauses.domain.rules import Dated, rule_in_force
from clauses.reference.clause_library import MARKS, READ
from clauses.reference.rulebook import FaultyRulebook, read_versions

Rule = TypeVar("Rule", bound=Dated)
_KEYS = {"code", "label", "explanation", "article", "mark", "effective_from"}


@dataclass(frozen=True)
class Ground(Dated):
    """A case in which the law lets a need have no social condition; `mark` says how its text was read."""

    code: str
    label: str
    explanation: str
    mark: str

    @property
    def to_reread(self) -> bool:
        return self.mark not in READ


def read_grounds(text: str) -> tuple[Ground, ...]:
    """The checked grounds of a file; raises FaultyRulebook."""
    where = "legal_grounds.toml"
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise FaultyRulebook(f"{where}: not readable as TOML ({fault})") from fault
    found: list[Ground] = []
    for table in document.get("ground", []):
        if not _KEYS <= set(table) <= _KEYS | {"effective_to"}:
            raise FaultyRulebook(f"{where}: keys differ: {sorted(set(table) ^ _KEYS)}")
        if table["mark"] not in MARKS or not table["explanation"].strip():
            raise FaultyRulebook(f"{where}, {table['code']}: say how it was read, and explain it")
        one = Ground(
            table["effective_from"], table.get("effective_to"), table["article"], table["code"], table["label"],
            table["explanation"], table["mark"],
        )  # fmt: skip
        if any(known.code == one.code and known.effective_to is None for known in found):
            raise FaultyRulebook(f"{where}, {one.code}: close the ground before adding another")
        found.append(one)
    if not found:
        raise FaultyRulebook(f"{where}: no ground")
    return tuple(found)


def _rules(name: str, kind: type[Rule]) -> tuple[Rule, ...]:
    path = files("clauses.reference") / "data" / "rules" / f"{name}.toml"
    return read_versions(path.read_text("utf-8"), kind, f"{name}.toml")


THRESHOLDS = _rules("eu_thresholds", EuThresholdsRule)
DUTY = _rules("social_duty", SocialDutyRule)
ADVICE = _rules("advice", AdviceRule)
LIMITS = _rules("lever_limits", LeverLimitsRule)
GROUNDS = read_grounds((files("clauses.reference") / "data" / "legal_grounds.toml").read_text("utf-8"))


def eu_thresholds(on: date) -> EuThresholdsRule | None:
    """The thresholds of a day; None outside the years that were published."""
    return next((version for version in THRESHOLDS if version.in_force(on)), None)


def social_duty(on: date) -> SocialDutyRule:
    """Does L2112-2-1 apply to a consultation of that day?"""
    return rule_in_force(DUTY, on)


def advice(on: date) -> AdviceRule:
    """R2-5: from how many structures each lever is advised."""
    return rule_in_force(ADVICE, on)


def lever_limits(on: date) -> LeverLimitsRule:
    """Beyond what the weight of a criterion, or the length of a reserved lot, is told to the buyer."""
    return rule_in_force(LIMITS, on)


def grounds(on: date) -> list[Ground]:
    """The legal grounds one may choose on a day, in the order of the file."""
    return [ground for ground in GROUNDS if ground.in_force(on)]


def ground(code: str) -> Ground | None:
    """A ground by its code, even one that is no longer offered: what was recorded stays readable."""
    return next((one for one in reversed(GROUNDS) if one.code == code), None)
