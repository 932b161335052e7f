"""Which words describe a structure of the directory: how it works for others, how far it goes?"""

from enum import StrEnum


class Zone(StrEnum):
    """Where a structure works: around its commune, or in whole areas."""

    RADIUS = "radius"
    AREAS = "areas"  # the EPCI (SIREN), départements (« 60 »), regions (« R32 ») or communes listed
    COUNTRY = "country"


class WorkMode(StrEnum):
    """How a structure works for a company; each is a column of its sheet, of the same name."""

    LENDS_STAFF = "lends_staff"  # mise à disposition, intérim
    TAKES_WORKS = "takes_works"  # sous-traitance, prestation
    JOINS_GROUPS = "joins_groups"  # cotraitance


class DirectoryShape(StrEnum):
    """Which list of structures a file is, known by its columns; also where a structure comes from."""

    NATIONAL_2021 = "siae_2021"  # the public list of 2021, as a table
    LE_MARCHE = "le_marche"  # « le marché de l'inclusion »
    LES_EMPLOIS = "les_emplois"  # « les emplois de l'inclusion »
    HOSMOZ = "hosmoz"  # the directory of ESAT and adapted companies
    OWN = "directory"  # the export of this portal
