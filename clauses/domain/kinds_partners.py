"""Which words describe a structure of the directory: how it works for others, how far it goes?"""

from enum import StrEnum


class Zone(StrEnum):
    """Where a structure works: around its commune, or in whole areas."""

    RADIUS = "radius"
    AREAS = "areas"  # the EPCI, departments or regions listed
    COUNTRY = "country"


class WorkMode(StrEnum):
    """How a structure works for a company; each is a column of its sheet, of the same name."""

    LENDS_STAFF = "lends_staff"  # mise à disposition, intérim
    TAKES_WORKS = "takes_works"  # sous-traitance, prestation
    JOINS_GROUPS = "joins_groups"  # cotraitance
