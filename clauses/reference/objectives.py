"""Which objectives of responsible purchasing hold on a day? Dated, sourced, read and checked at import."""

from datetime import date
from importlib.resources import files
from typing import TypeVar

from clauses.domain.responsible import PurchasePlanRule, SocialShareRule
from clauses.domain.rules import Dated
from clauses.reference.rulebook import read_versions

Rule = TypeVar("Rule", bound=Dated)


def _read(name: str, kind: type[Rule]) -> tuple[Rule, ...]:
    path = files("clauses.reference") / "data" / "objectives" / f"{name}.toml"
    return read_versions(path.read_text("utf-8"), kind, f"{name}.toml")


SOCIAL_SHARE = _read("pnad", SocialShareRule)
PURCHASE_PLAN = _read("spaser", PurchasePlanRule)


def social_share(on: date) -> SocialShareRule | None:
    """The share of contracts with a social consideration that the national plan asks for; None before it."""
    return next((one for one in SOCIAL_SHARE if one.in_force(on)), None)


def purchase_plan(on: date) -> PurchasePlanRule | None:
    """The threshold of the plan of responsible purchases; None before it existed."""
    return next((one for one in PURCHASE_PLAN if one.in_force(on)), None)
