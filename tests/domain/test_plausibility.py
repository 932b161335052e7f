"""Are impossible hours blocked and unusual ones explained? (R9, S18)"""

import pytest

from clauses.domain.errors import Refused
from clauses.domain.plausibility import check
from tests.domain.defaults import PLAUSIBILITY, h


@pytest.mark.parametrize("hours", [0, 35.5, 12.1, 151.67])
def test_up_to_a_full_time_month_nothing_is_asked(hours):
    check(h(hours), False, PLAUSIBILITY)


@pytest.mark.parametrize("hours", [151.75, 208])
def test_beyond_a_full_time_month_a_comment_is_asked(hours):
    with pytest.raises(Refused) as refusal:
        check(h(hours), False, PLAUSIBILITY)
    assert (refusal.value.code, refusal.value.field) == ("hours_comment_needed", "h_worked")
    assert refusal.value.facts["hours"] == h(hours)
    check(h(hours), True, PLAUSIBILITY)


@pytest.mark.parametrize("commented", [True, False])
def test_beyond_208_hours_no_comment_helps(commented):
    with pytest.raises(Refused) as refusal:
        check(h(208.25), commented, PLAUSIBILITY)
    assert (refusal.value.code, refusal.value.field) == ("hours_over_legal", "h_worked")
    assert refusal.value.facts == {"hours": h(208.25), "max": h(208)}
