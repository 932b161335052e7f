"""Is an unusual silence told from a usual lateness, and is nothing said where there is no habit to compare with?

The figures are those of synthetic partners, drawn with a fixed seed: how often one who answers as usual is called
silent (false alarms), how often one who stops is found within the month, and on which day.
"""

import random
from collections.abc import Callable

import pytest

from clauses.domain.silence import LEAST, Silence, silence

Draw = Callable[[random.Random], int | None]
PARTNERS = 3000


def around(day: int, spread: int) -> Draw:
    return lambda chance: max(1, round(chance.gauss(day, spread)))


def measured(draw: Draw, months: int) -> tuple[int, int, int]:
    """(false alarms, finds, mean day of the find) in thousandths and days, over `PARTNERS` partners."""
    chance = random.Random(7)
    alarms, finds, days = 0, 0, 0
    for _ in range(PARTNERS):
        history = [draw(chance) for _ in range(months)]
        answered = draw(chance) or 31
        alarms += silence(history, answered - 1) is not None
        found = next((day for day in range(1, 32) if silence(history, day)), None)
        finds += found is not None
        days += found or 0
    return alarms * 1000 // PARTNERS, finds * 1000 // PARTNERS, days // max(finds, 1)


def test_the_example_of_the_design() -> None:
    """« Répond d'habitude avant le 6, rien au 14. »"""
    assert silence([4, 5, 3, 5, 5, 6, 4, 5], 14) == Silence(usual=5, waited=14, months=8)
    assert silence([4, 5, 3, 5, 5, 6, 4, 5], 9) is None, "four days more are not a silence yet"


@pytest.mark.parametrize(
    ("usual", "spread", "months", "most_alarms", "least_finds", "latest"),
    [
        (4, 1, 12, 1, 1000, 10),  # punctual: found about the 9th
        (4, 1, 6, 3, 999, 10),
        (8, 2, 12, 3, 999, 16),
        (8, 2, 6, 6, 998, 16),
        (
            18,
            3,
            12,
            8,
            600,
            27,
        ),  # usually late: found two weeks later than a punctual one, or the month after
        (10, 5, 12, 10, 700, 25),
        (15, 8, 12, 15, 60, 28),  # erratic: next to nothing is said, and next to nothing is wrong
    ],
)
def test_few_false_alarms_and_most_silences_found(
    usual: int, spread: int, months: int, most_alarms: int, least_finds: int, latest: int
) -> None:
    alarms, finds, day = measured(around(usual, spread), months)
    assert alarms <= most_alarms, f"{alarms} false alarms in a thousand months"
    assert finds >= least_finds and day <= latest, f"{finds} found in a thousand, on the {day}th on average"


def test_a_partner_that_is_always_late_is_not_called_silent_for_being_late() -> None:
    history = [18, 19, 17, 20, 18, 18]
    assert silence(history, 19) is None and silence(history, 22) is None
    assert silence(history, 25) == Silence(19, 25, 6)


def test_one_exceptional_month_does_not_move_the_habit() -> None:
    calm, shaken = [4, 5, 4, 5, 4, 5], [4, 5, 4, 28, 4, 5]
    assert silence(calm, 12) and silence(shaken, 12)
    assert silence(shaken, 12).usual == 5  # type: ignore[union-attr]


def test_nothing_is_said_with_little_history_or_with_holes_in_it() -> None:
    assert silence([], 40) is None
    assert silence([4] * (LEAST - 1), 40) is None and silence([4] * LEAST, 40) is not None
    assert silence([4, 4, 4, 4, 4, None], 12) is not None, "one month in six without an answer"
    assert silence([4, None, 4, None, 4, 4, 4, None], 40) is None, (
        "whoever often does not answer has no habit"
    )
