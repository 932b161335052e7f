"""Which organizations, territories and real structures does the demonstration start from?

The organizations are fictitious (SIREN of the 999 range) except the five EPCI, which are real buyers;
communes, EPCI and the structures of 2021 are real too.
"""

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from clauses.domain.kinds import BuyerKind, EmployerKind, OrganizationKind

SIAE_2021 = date(2021, 5, 6)  # the day of the public list


@dataclass(frozen=True)
class DemoOrganization:
    """An organization of the demonstration, by its short code."""

    code: str
    name: str
    kind: OrganizationKind
    buyer_kind: BuyerKind | None
    employer_kind: EmployerKind | None
    insee: str
    siret: str


@dataclass(frozen=True)
class DemoTerritory:
    """A territory of the demonstration: a set of EPCI, by their SIREN."""

    code: str
    name: str
    epcis: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("clauses.reference") / "data" / name).read_text("utf-8").splitlines()))


def organizations() -> list[DemoOrganization]:
    """The 54 organizations: buyers, companies, employers, hosts and the coordination."""
    return [
        DemoOrganization(
            code=row["code"],
            name=row["name"],
            kind=OrganizationKind(row["kind"]),
            buyer_kind=BuyerKind(row["buyer_kind"]) if row["buyer_kind"] else None,
            employer_kind=EmployerKind(row["employer_kind"]) if row["employer_kind"] else None,
            insee=row["insee"],
            siret=row["siret"],
        )
        for row in _rows("demo-organizations.csv")
    ]


def territories() -> list[DemoTerritory]:
    """The six territories that cover the whole département."""
    return [
        DemoTerritory(row["code"], row["name"], tuple(row["epcis"].split()))
        for row in _rows("territories-oise.csv")
    ]


def siae_2021() -> list[dict[str, str]]:
    """The 50 real structures of the Oise in 2021; keys are the columns of the file, all values are text."""
    return _rows("siae-oise-2021.csv")
