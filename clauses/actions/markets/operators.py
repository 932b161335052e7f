"""Which organization holds a lot, shares it or works under it? One already known, or one opened by its SIRET."""

from dataclasses import dataclass

from sqlalchemy import select

from clauses.domain.errors import Refused
from clauses.domain.kinds import OrganizationKind
from clauses.extensions import db
from clauses.models.people import Organization

HOLDERS = frozenset({OrganizationKind.COMPANY, OrganizationKind.EMPLOYER})


@dataclass(frozen=True, slots=True)
class Named:
    """An operator as it is typed: its SIRET, with the name and the commune to open it by when it is not known."""

    siret: str | None
    name: str | None = None
    commune_code: str | None = None


def operator(named: Named, prefix: str, *, row: int | None = None) -> Organization:
    """The organization of a SIRET, opened when the portal does not know it; refusals go to `{prefix}_siret`…

    Offices that share a SIRET are told apart by their commune.
    """
    at = {} if row is None else {"row": row}
    if named.siret is None:
        raise Refused("operator_siret", field=f"{prefix}_siret", **at)
    found = list(db.session.scalars(select(Organization).where(Organization.siret == named.siret)))
    fit = [one for one in found if one.kind in HOLDERS]
    if len(fit) > 1:
        fit = [one for one in fit if one.commune_code == named.commune_code]
        if len(fit) != 1:
            raise Refused("operator_ambiguous", field=f"{prefix}_city", **at)
    if fit:
        return fit[0]
    if found:
        raise Refused("awardee_kind", field=f"{prefix}_siret", **at)
    return opened(named, prefix, **at)


def opened(named: Named, prefix: str, **at: int) -> Organization:
    """Open a company that nobody here knew: it has no account until somebody of it is invited."""
    if not named.name or not named.commune_code:
        missing = "name" if not named.name else "city"
        raise Refused("awardee_name", field=f"{prefix}_{missing}", **at)
    company = Organization(
        name=named.name,
        kind=OrganizationKind.COMPANY,
        siret=named.siret,
        commune_code=named.commune_code,
        origin="award",
    )
    db.session.add(company)
    db.session.flush()
    return company
