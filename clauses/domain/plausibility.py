"""Can a person have done that many hours in a month? (R9)

The month is judged over every lot and every employer. The quarter of an hour is a habit, not a rule: 151.67 h, a full
time month, is accepted as it is.
"""

from typing import TYPE_CHECKING

from clauses.domain.errors import Refused

if TYPE_CHECKING:
    from clauses.domain.rules import PlausibilityRule


def check(total_month_hours: int, has_comment: bool, rule: "PlausibilityRule") -> None:
    """Refuse hours (hundredths) that cannot be, or that ask a comment and have none."""
    if total_month_hours > rule.block_over:
        raise Refused("hours_over_legal", field="h_worked", hours=total_month_hours, max=rule.block_over)
    if total_month_hours > rule.comment_over and not has_comment:
        raise Refused(
            "hours_comment_needed", field="h_worked", hours=total_month_hours, max=rule.comment_over
        )
