"""Which volumes are unusual on a day? Dated, sourced, read and checked at import; it warns and never refuses."""

from datetime import date
from importlib.resources import files

from clauses.domain.proportion import ProportionRule
from clauses.domain.rules import rule_in_force
from clauses.reference.rulebook import read_versions

_FILE = "proportion.toml"
VERSIONS = read_versions(
    (files("clauses.reference") / "data" / "rules" / _FILE).read_text("utf-8"), ProportionRule, _FILE
)


def proportion(on: date) -> ProportionRule:
    """The band, the habit of works and the least size in force on a day."""
    return rule_in_force(VERSIONS, on)
