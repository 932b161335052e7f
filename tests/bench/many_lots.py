"""Sixty structures, two hundred lots, twenty-four months: the same question every time, by its seed."""

import random
from datetime import date
from math import hypot

from clauses.domain.assistant.problem import Need, Option, Problem, Room
from clauses.domain.kinds import Modality
from clauses.domain.values import months

STRUCTURES, LOTS, MONTHS, FARTHEST = 60, 200, 24, 40
TRADES = tuple(f"trade-{n}" for n in range(8))
WAYS = (
    Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT, Modality.SUBCONTRACT_EI, Modality.SUBCONTRACT_ACI,
)  # fmt: skip
A_MONTH = (0, 7000, 14000, 21000, 28000, 42000, 56000)  # hundredths of an hour


def question(seed: int = 7) -> Problem:
    """A land of 80 km by 60; each structure in three trades, each lot of 140 to 1 750 h over 4 to 20 months."""
    draw = random.Random(seed)  # noqa: S311 - a bench, no secret
    calendar = tuple(months(date(2027, 1, 1), MONTHS))
    rooms, places = [], []
    room_of: dict[tuple[int, str], int] = {}
    for number in range(STRUCTURES):
        trades = draw.sample(TRADES, 3)
        places.append((WAYS[number % 4], trades, draw.uniform(0, 80), draw.uniform(0, 60)))
        for trade in trades:
            room_of[number, trade] = len(rooms)
            rooms.append(Room(number, trade, tuple(draw.choice(A_MONTH) for _ in calendar)))
    needs, options = [], []
    for lot in range(LOTS):
        length = draw.randint(4, 20)
        first = draw.randint(0, MONTHS - length)
        trade, hours = draw.choice(TRADES), 3500 * draw.randint(4, 50)
        wished = tuple((modality, hours // 2) for modality in draw.sample(WAYS, 2)) if lot % 2 else ()
        needs.append(
            Need(lot, f"Lot {lot}", trade, hours, calendar[first], calendar[first + length - 1], wished)
        )
        east, north = draw.uniform(0, 80), draw.uniform(0, 60)
        for number, (modality, trades, x, y) in enumerate(places):
            km = round(hypot(x - east, y - north))
            if trade in trades and km <= FARTHEST:
                options.append(Option(lot, number, f"S{number}", modality, km, room_of[number, trade]))
    return Problem(calendar, tuple(needs), tuple(options), tuple(rooms), relay_hours=24000)
