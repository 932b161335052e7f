"""Who are the people of the demonstration, and what do its structures offer? All fictitious.

Addresses end in `.example`, which belongs to nobody (RFC 2606); telephone numbers are of the range kept for fiction.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from clauses.domain.kinds import Role

DATA = Path(__file__).parent / "data"
OPERATOR_SIRET = "99900408800012"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    first_name: str
    last_name: str
    email: str
    role: Role
    job_title: str
    phone: str
    organizations: tuple[str, ...]
    territory: str | None


def people() -> list[DemoPerson]:
    """Everybody who has an account in the demonstration."""
    with (DATA / "demo-people.csv").open(encoding="utf-8", newline="") as file:
        return [
            DemoPerson(
                first_name=row["first_name"],
                last_name=row["last_name"],
                email=row["email"],
                role=Role(row["role"]),
                job_title=row["job_title"],
                phone=row["phone"],
                organizations=tuple(row["organizations"].split()),
                territory=row["territory"] or None,
            )
            for row in csv.DictReader(file)
        ]


def phone_of(code: str) -> str | None:
    """The telephone of a structure: that of its first member."""
    return next((p.phone for p in people() if code in p.organizations), None)


def email_of(code: str) -> str | None:
    return next((p.email for p in people() if code in p.organizations), None)


# Trades and hours a month (hundredths) that each structure says it can offer.
CAPABILITIES: dict[str, dict[str, int]] = {
    "ETTI-BEAU": {
        "maconnerie": 90000,
        "gros_oeuvre": 90000,
        "peinture_sols": 40000,
        "vrd": 60000,
        "nettoyage": 30000,
    },
    "EI-BATI": {"maconnerie": 45000, "gros_oeuvre": 45000, "peinture_sols": 50000, "platrerie": 20000},
    "GEIQ-BTP": {"maconnerie": 40000, "gros_oeuvre": 40000, "couverture": 30000, "electricite": 20000},
    "AI-BEAU": {"maconnerie": 32000, "nettoyage": 60000, "espaces_verts": 25000, "peinture_sols": 20000},
    "ACI-THER": {"maconnerie": 20000, "espaces_verts": 30000},
    "AI-CREIL": {"maconnerie": 28000, "nettoyage": 50000, "espaces_verts": 20000},
    "ETTI-CREIL": {"gros_oeuvre": 60000, "demenagement": 40000, "vrd": 40000},
    "EI-VERT": {"espaces_verts": 90000},
    "ACI-BERGES": {"espaces_verts": 40000},
    "ACI-LIANC": {"menuiseries": 25000},
    "ACI-PONT": {"collecte": 30000},
    "AI-COMP": {"nettoyage": 45000, "espaces_verts": 15000},
    "ETTI-COMP": {"plomberie_cvc": 30000, "vrd": 50000, "gros_oeuvre": 40000},
    "EI-NET": {"nettoyage": 120000},
    "ACI-NOYON": {"maconnerie": 30000, "couverture": 15000},
    "AI-CLER": {"nettoyage": 25000, "peinture_sols": 10000},
    "ACI-BRECHE": {"espaces_verts": 35000},
    "AI-VALOIS": {"nettoyage": 20000, "espaces_verts": 10000},
    "EI-RECY": {"collecte": 60000, "demenagement": 30000},
    "AI-THELLE": {"nettoyage": 18000},
    "ACI-VEXIN": {"menuiseries": 15000, "espaces_verts": 20000},
}
