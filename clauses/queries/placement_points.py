"""Does a structure say that it works where a lot is carried out, and who holds two contracts of insertion at once?"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import Zone
from clauses.domain.placement_points import Held, beside_another
from clauses.extensions import db
from clauses.models.hours import EmploymentContract
from clauses.models.markets import Lot
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization
from clauses.reference import geography
from clauses.reference.geography import Commune
from clauses.reference.nearness import Nearness


def outside_zone(structure_ids: Collection[int], lot: Lot) -> dict[int, str]:
    """By structure, the name of a place of the lot that is outside the zone it wrote in its sheet.

    Only AI, whose agreement with the State names a territory (C. trav. R5132-19). A structure that wrote no zone is
    absent: nothing is guessed.
    """
    known = (geography.commune(code) for code in lot.places or lot.market.places)
    places = [commune for commune in known if commune is not None]
    if not structure_ids or not places:
        return {}
    sheets = db.session.scalars(
        select(SiaeProfile).where(
            SiaeProfile.organization_id.in_(set(structure_ids)), SiaeProfile.employer_kind == EmployerKind.AI
        )
    )
    found: dict[int, str] = {}
    for sheet in sheets:
        beyond = next((place for place in places if not _works_in(sheet, place)), None)
        if beyond is not None:
            found[sheet.organization_id] = beyond.name
    return found


def _works_in(sheet: SiaeProfile, place: Commune) -> bool:
    if sheet.zone is Zone.AREAS and sheet.zone_codes:
        names = {place.code, place.epci_code, place.department, f"R{place.region}"}
        return not names.isdisjoint(sheet.zone_codes)
    if (
        sheet.zone is Zone.RADIUS
        and sheet.radius_km
        and sheet.lat_e6 is not None
        and sheet.lon_e6 is not None
    ):
        return Nearness(place.lat, place.lon).km(sheet.lat_e6, sheet.lon_e6) <= sheet.radius_km
    return True


def two_contracts(participant_ids: Iterable[int]) -> set[int]:
    """The contracts of these people that run beside a CDDI with another employer of insertion, on any lot."""
    rows = db.session.execute(
        select(
            EmploymentContract.participant_id, EmploymentContract.id, EmploymentContract.employer_id,
            Organization.employer_kind, EmploymentContract.contract_type, EmploymentContract.starts_on,
            EmploymentContract.ends_on,
        )
        .join(Organization, Organization.id == EmploymentContract.employer_id)
        .where(EmploymentContract.participant_id.in_(set(participant_ids)))
    )  # fmt: skip
    held: dict[int, list[Held]] = defaultdict(list)
    for participant_id, number, employer_id, kind, contract, starts_on, ends_on in rows:
        held[participant_id].append(Held(number, employer_id, kind, contract, starts_on, ends_on))
    return {number for contracts in held.values() for number in beside_another(contracts)}
