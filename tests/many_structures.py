"""How is a directory of the size of France filled for a test or a bench? Structures on the map, by a seed.

A third stand around a dozen large cities, as they do; the others anywhere. Written in bulk, on an empty or a full base.
"""

import random
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, text

from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.domain.kinds_partners import Zone
from clauses.extensions import db, write_transaction
from clauses.models.partners import Capability, SiaeProfile
from clauses.models.people import Organization
from clauses.reference import geography, trades

ON = date(2026, 3, 2)
CITIES = ((48.86, 2.35), (45.76, 4.84), (43.30, 5.37), (50.63, 3.06), (43.60, 1.44), (44.84, -0.58), (47.22, -1.55),
          (48.58, 7.75), (49.43, 2.08), (49.89, 2.30), (49.26, 4.03), (48.11, -1.68))  # fmt: skip
# Of ten structures, as in the list of 2021.
KINDS = (
    [EmployerKind.ACI] * 4
    + [EmployerKind.EI] * 2
    + [EmployerKind.AI] * 2
    + [EmployerKind.ETTI, EmployerKind.GEIQ]
)


def fill(structures: int, seed: int = 1) -> None:
    """Add so many structures, each with one to six trades, then let the database count them."""
    chance = random.Random(seed)
    codes = [one.code for one in trades.trades(ON)]
    communes = [one.code for one in geography.communes("60")]
    start = (db.session.scalar(select(func.max(Organization.id))) or 0) + 1
    organizations: list[dict[str, Any]] = []
    profiles: list[dict[str, Any]] = []
    capabilities: list[dict[str, Any]] = []
    for n in range(structures):
        id, kind = start + n, KINDS[n % len(KINDS)]
        lat, lon = _somewhere(chance)
        organizations.append({
            "id": id, "version": 1, "name": f"Structure d'insertion numéro {n}", "kind": OrganizationKind.EMPLOYER,
            "employer_kind": kind, "employer_kind_key": kind.value, "siret": f"{77_000_000_000_000 + n}",
            "commune_code": chance.choice(communes), "origin": "account",
        })  # fmt: skip
        lends = kind in (EmployerKind.AI, EmployerKind.ETTI, EmployerKind.GEIQ)
        profiles.append({
            "version": 1, "organization_id": id, "employer_kind": kind, "city": f"Commune {n % 700}",
            "post_code": f"{n % 95000:05}", "lat_e6": lat, "lon_e6": lon, "zone": Zone.RADIUS,
            "radius_km": chance.choice((10, 20, 30, 50)), "zone_codes": [], "lends_staff": lends,
            "takes_works": not lends, "joins_groups": n % 7 == 0, "sectors": [], "networks": [], "branch": False,
            "under_agreement": True, "source": "account",
        })  # fmt: skip
        for code in chance.sample(codes, chance.randint(1, 6)):
            hours = chance.choice((None, 3500, 14000, 42000))
            capabilities.append(
                {"organization_id": id, "trade": code, "monthly_hours": hours, "stated_on": ON}
            )
    with write_transaction():
        for model, rows in (
            (Organization, organizations), (SiaeProfile, profiles), (Capability, capabilities)
        ):  # fmt: skip
            db.session.execute(insert(model), rows)
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()


def _somewhere(chance: random.Random) -> tuple[int, int]:
    if chance.random() < 1 / 3:
        lat, lon = chance.choice(CITIES)
        lat, lon = lat + chance.gauss(0, 0.2), lon + chance.gauss(0, 0.3)
    else:
        lat, lon = chance.uniform(42.5, 50.9), chance.uniform(-4.5, 8)
    return round(lat * 1_000_000), round(lon * 1_000_000)
