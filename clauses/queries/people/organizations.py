"""Which organizations are there, what hangs on one, and with which was it merged?"""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission, reach_of
from clauses.extensions import db
from clauses.models.administration import OrganizationMerge
from clauses.models.people import Organization
from clauses.queries.people import joined

SIZE = 50


@dataclass(frozen=True, slots=True)
class OrganizationSheet:
    organization: Organization
    counts: dict[str, int]  # "table.column" -> rows that a merge moves
    kept: dict[str, int]  # rows written for ever
    merges: list[OrganizationMerge]  # of which it is one of the two, the latest first
    merged_into: OrganizationMerge | None


def find_organizations(actor: Actor, words: str, number: int) -> tuple[list[Organization], int]:
    """A page of those whose name, SIRET or SIREN holds these words, and how many there are."""
    if reach_of(actor, Permission.ORGANIZATION_EDIT) is None:
        return [], 0
    asked = select(Organization)
    if words.strip():
        like = "%" + words.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        digits = words.replace(" ", "")
        found = func.lower(Organization.name).like(like, escape="\\")
        asked = asked.where(or_(found, Organization.siret.startswith(digits)) if digits.isdigit() else found)
    total = db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    rows = asked.order_by(Organization.name, Organization.id).limit(SIZE).offset((number - 1) * SIZE)
    return list(db.session.scalars(rows)), total


def organization_sheet(actor: Actor, organization_id: int) -> OrganizationSheet | None:
    if reach_of(actor, Permission.ORGANIZATION_EDIT) is None:
        return None
    found = db.session.get(Organization, organization_id)
    if found is None:
        return None
    merges = list(
        db.session.scalars(
            select(OrganizationMerge)
            .where(or_(OrganizationMerge.merged_id == found.id, OrganizationMerge.survivor_id == found.id))
            .order_by(OrganizationMerge.id.desc())
            .options(joinedload(OrganizationMerge.merged), joinedload(OrganizationMerge.survivor),
                     joinedload(OrganizationMerge.merged_by), joinedload(OrganizationMerge.undone_by))
        )
    )  # fmt: skip
    into = next((one for one in merges if one.merged_id == found.id and one.undone_at is None), None)
    return OrganizationSheet(
        found, joined.counts(found.id), joined.counts(found.id, movable=False), merges, into
    )


def by_number_or_siret(actor: Actor, typed: str) -> Organization | None:
    """The one organization that was meant: its SIRET, or the number of its page."""
    digits = "".join(typed.split())
    if reach_of(actor, Permission.ORGANIZATION_EDIT) is None or not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == 14:
        found = list(db.session.scalars(select(Organization).where(Organization.siret == digits)))
        return found[0] if len(found) == 1 else None
    return db.session.get(Organization, int(digits)) if len(digits) <= 9 else None
