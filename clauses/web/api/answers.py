"""How is a calculation told to a program, and how is one that cannot be made refused?"""

from datetime import date
from fractions import Fraction
from typing import Any

from flask import Response

from clauses.domain import proportion, sizing
from clauses.domain.values import half_up
from clauses.reference import proportions, rulebook
from clauses.web.calculation import Calculation
from clauses.web.fields import Told
from clauses.web.problems import Wrong, problem
from clauses.wording import api as words
from clauses.wording import proportion as proportion_words
from clauses.wording.sentences import refusal


def told(one: Calculation, on: date) -> dict[str, Any]:
    """The four values as they were understood, the result, what it stands for and what is unusual."""
    found, amount, months = one.found, one.amount, one.form.exec_months.data
    assert found is not None and amount is not None
    steps = {step.code: step.value for step in found.steps}
    same, base = sizing.equivalents(found.proposed), rulebook.fte(on).base_hours
    return {
        "lot_amount": number(amount),
        "trade": one.trade.code if one.trade else None,
        "labour_share": number(one.fields.labour_share or 0),
        "hourly_cost": number(one.fields.hourly_cost or 0),
        "integration_rate": number(one.fields.integration_rate or 0),
        "exec_months": months,
        "labour_amount": number(steps["labour_amount"]),
        "labour_hours": number(steps["labour_hours"]),
        "computed_hours": number(found.computed),
        "proposed_hours": number(found.proposed),
        "hours_per_1000_eur": rounded(sizing.ratio_per_1000_eur(found.proposed, amount) or Fraction(0), 3),
        "days": rounded(same.days, 1),
        "weeks": rounded(same.weeks, 1),
        "people": rounded(proportion.people_full_time(found.proposed, months), 1) if months else None,
        "fte": rounded(sizing.full_time(found.proposed, base), 2),
        "fte_base_hours": number(base),
        "warnings": _warnings(one, on),
        "rule": {"effective_from": one.rule.effective_from.isoformat(), "source": one.rule.source},
    }


def _warnings(one: Calculation, on: date) -> list[dict[str, str]]:
    """What the page says beside the volume, in its order."""
    assert one.found is not None
    found = proportion.read(
        one.found.proposed, amount=one.amount, works=bool(one.trade and one.trade.is_works),
        labour_hours=one.labour_hours, exec_months=one.form.exec_months.data, pool=None, rule=proportions.proportion(on),
    )  # fmt: skip
    said = [{"code": "high_rate", "detail": words.HIGH_RATE}] if one.high_rate else []
    return said + [
        {"code": finding[0].value, "detail": proportion_words.finding(finding)}
        for finding in found
        if not (one.high_rate and finding[0] is proportion.Finding.LABOUR_SHARE)
    ]


def calculation_refused(one: Calculation) -> Response:
    """422: each value to correct with its sentence; what is missing is asked for as the page does."""
    wrong = [
        Wrong(field.name, error.code if isinstance(error, Told) else "refused", str(error))
        for field in one.form
        for error in field.errors
    ]
    if not wrong:
        wrong = [_missing(one)]
    detail = wrong[0].detail if len(wrong) == 1 else words.SEVERAL.format(n=len(wrong))
    return problem(422, wrong[0].code, detail, wrong)


def _missing(one: Calculation) -> Wrong:
    if one.amount is None:
        return Wrong("lot_amount", "amount_missing", refusal("amount_missing"))
    if one.fields.labour_share is None:
        return Wrong("labour_share", "share_missing", refusal("share_missing"))
    name = "hourly_cost" if one.fields.hourly_cost is None else "integration_rate"
    return Wrong(name, "value_missing", refusal("value_missing"))


def number(hundredths: int) -> int | float:
    """A number of hundredths as JSON writes it: 1190, 1177.11."""
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def rounded(value: Fraction, digits: int) -> int | float:
    """A fraction rounded half up, as JSON writes it."""
    units = half_up(value * 10**digits)
    return units // 10**digits if units % 10**digits == 0 else units / 10**digits
