"""Which values of the rules may the administration date, within which bounds, and which must stay in order?

What the law sets (the ceiling of an AI, the window of eligibility) is not among them: it changes with the files of the
product. Labour shares and hourly costs have their own screen.
"""

from dataclasses import dataclass
from datetime import date

from clauses.domain.errors import Refused

# (rule, value) -> lowest and highest, in hundredths of an hour, basis points, cents, points, days or months.
EDITABLE: dict[tuple[str, str], tuple[int, int]] = {
    ("relay", "max_hours"): (100_00, 480_00),
    ("relay", "alert_bp"): (10_00, 100_00),
    ("plausibility", "comment_over"): (35_00, 300_00),
    ("plausibility", "block_over"): (35_00, 310_00),
    ("sampling", "rate_bp"): (5_00, 100_00),
    ("compliance", "watch_below_points"): (-100, 0),
    ("compliance", "alert_below_points"): (-100, 0),
    ("compliance", "partly_from_bp"): (10_00, 100_00),
    ("opinion", "working_days"): (1, 30),
    ("consultation", "answer_days"): (1, 30),
    ("fte", "base_hours"): (1_000_00, 2_200_00),
    ("small_cell", "minimum"): (3, 20),
    ("penalty", "per_hour_cents"): (1_00, 500_00),
    ("subcontract", "min_hourly_cents"): (1_00, 500_00),
    ("exit", "months_before"): (1, 12),
    ("cooperation", "relay_days"): (1, 60),
    ("cooperation", "portfolio_months"): (1, 24),
    ("cooperation", "enrol_months"): (1, 12),
    ("cooperation", "meetings"): (1, 12),
    ("cooperation", "session_posts"): (1, 20),
}
# (lower, higher) values of one rule.
ORDERED = (
    ("plausibility", "comment_over", "block_over"),
    ("compliance", "alert_below_points", "watch_below_points"),
)


@dataclass(frozen=True, slots=True)
class NewParameter:
    rule: str
    name: str
    value: int
    effective_from: date
    reason: str


def check(new: NewParameter, *, on: date, standing: dict[str, int]) -> None:
    """Refuse a value of the past or of today, out of bounds, that changes nothing, or that crosses its neighbour.

    `standing` are the values of the rule on the day the new one takes effect.
    """
    if new.effective_from <= on:
        raise Refused("parameter_past", field="param_from")
    low, high = EDITABLE[new.rule, new.name]
    if not low <= new.value <= high:
        raise Refused("parameter_bounds", field="param_value", low=low, high=high)
    if standing[new.name] == new.value:
        raise Refused("parameter_same", field="param_value")
    values = {**standing, new.name: new.value}
    for rule, lower, higher in ORDERED:
        if rule == new.rule and values[lower] >= values[higher]:
            raise Refused("parameter_order", field="param_value")
