"""In which capacity may somebody be in charge of a territory, and is it covered today?"""

from enum import StrEnum


class MandateKind(StrEnum):
    """The first of these in force on a day is in charge; a deputy acts beside the holder with the same rights."""

    HOLDER = "holder"
    INTERIM = "interim"  # until a holder is named: never at the same time as one
    DEPUTY = "deputy"


class Cover(StrEnum):
    """Who answers for a territory on a day; derived from mandates and absences, never stored."""

    COVERED = "covered"
    ABSENCE = "absence"  # its resource person is away, somebody stands in
    VACANT = "vacant"  # no mandate: the coordination answers (R20)
