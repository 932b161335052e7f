"""Which words describe a structure of the directory: how it works for others, how far it goes?"""

from enum import StrEnum


class Zone(StrEnum):
    """Where a structure works: around its commune, or in whole areas."""

    RADIUS = "radius"
    AREAS = "areas"  # the EPCI, departments or regions listed
    COUNTRY = "country"
