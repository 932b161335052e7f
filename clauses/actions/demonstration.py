"""What is put in the demonstration? Real communes and EPCI; fictitious structures and people; 50 real SIAE apart."""

from datetime import date, datetime

from argon2 import PasswordHasher

from clauses.actions.base import action, civil_day, journal
from clauses.domain.kinds import EmployerKind, OrganizationKind, Rank, Role
from clauses.extensions import db
from clauses.models.partners import MILLION, Capability, new_profile
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Mandate, Territory, TerritoryEpci
from clauses.reference import demonstration as data
from clauses.reference import people_of_the_demonstration as cast

PASSWORD = "clauses-oise-demonstration"
SINCE = date(2025, 1, 1)


@action
def load(*, now: datetime) -> None:
    """Load the whole demonstration in one transaction: it is there entirely or not at all."""
    on = civil_day(now)
    organizations = {o.code: _organization(o) for o in data.organizations()}
    operator = Organization(
        name="Portail des clauses d'insertion (exploitation)", kind=OrganizationKind.OPERATOR,
        siret=cast.OPERATOR_SIRET, commune_code="60057", origin="demonstration",
    )  # fmt: skip
    organizations["OPERATOR"] = operator
    db.session.add_all(organizations.values())
    territories = {}
    for one in data.territories():
        territory = territories[one.code] = Territory(code=one.code, name=one.name)
        territory.epcis = [TerritoryEpci(epci_code=code, starts_on=SINCE) for code in one.epcis]
        db.session.add(territory)
    shared_hash = PasswordHasher().hash(PASSWORD)  # one hash for all: these are not secrets
    users = {}
    for person in cast.people():
        user = User(
            email=person.email, first_name=person.first_name, last_name=person.last_name,
            job_title=person.job_title, phone=person.phone, password_hash=shared_hash, created_at=now,
        )  # fmt: skip
        users[person.email] = user
        db.session.add(user)
        for code in person.organizations:
            user.memberships.append(
                Membership(organization=organizations[code], role=person.role, rank=Rank.MANAGER)
            )
        if person.role is Role.RESOURCE_PERSON and person.territory:
            db.session.add(
                Mandate(territory=territories[person.territory], user=user,
                        host=organizations[person.organizations[0]], starts_on=SINCE)
            )  # fmt: skip
    for code, trades in cast.CAPABILITIES.items():
        for trade, hours in trades.items():
            db.session.add(
                Capability(organization=organizations[code], trade=trade, monthly_hours=hours, stated_on=on)
            )
    _real_structures()
    db.session.flush()
    journal(None, "demonstration:load", operator, now=now, organizations=len(organizations), users=len(users))


def _organization(one: data.DemoOrganization) -> Organization:
    kind = one.employer_kind
    return Organization(
        name=one.name, kind=one.kind, buyer_kind=one.buyer_kind, employer_kind=kind,
        employer_kind_key=kind.value if kind else "", siret=one.siret, commune_code=one.insee,
        phone=cast.phone_of(one.code), email=cast.email_of(one.code), origin="demonstration",
    )  # fmt: skip


def _real_structures() -> None:
    """The 50 SIAE of the Oise in the 2021 directory, under their own flag: no account, no hours, no contact."""
    for row in data.siae_2021():
        kind = EmployerKind(row["kind"])
        profile = new_profile(
            Organization(
                name=row["name"],
                kind=OrganizationKind.EMPLOYER,
                employer_kind=kind,
                employer_kind_key=kind.value,
                siret=row["siret"],
                commune_code=row["insee"],
                address=row["address"] or None,
                origin="siae_2021",
            )  # fmt: skip
        )
        profile.brand, profile.naf = row["brand"] or None, row["naf"] or None
        profile.city, profile.post_code = row["city"], row["postcode"]
        if row["lat"] and row["lon"]:
            profile.lat_e6, profile.lon_e6 = (round(float(row[one]) * MILLION) for one in ("lat", "lon"))
        profile.under_agreement, profile.source_date = row["agreement_active"] != "false", data.SIAE_2021
        db.session.add(profile)
