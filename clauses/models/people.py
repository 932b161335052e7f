"""Who takes part? Organizations, the people of each, their memberships and their open sessions."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import BuyerKind, EmployerKind, OrganizationKind, Rank, Role
from clauses.domain.second_factor import Strength
from clauses.extensions import Base
from clauses.models.types import Instant, Kind, Numbered, Versioned

if TYPE_CHECKING:
    from clauses.models.partners import SiaeProfile


class Organization(Versioned, Base):
    """A legal establishment. Its key is (SIRET, employer kind): one SIRET may run an AI and an ACI."""

    __tablename__ = "organization"
    __table_args__ = (
        UniqueConstraint("siret", "employer_kind_key"),
        CheckConstraint("length(siret) = 14", name="siret_length"),
        CheckConstraint("(kind = 'employer') = (employer_kind IS NOT NULL)", name="employer_kind"),
        Index("ix_organization_kind_employer_kind", "kind", "employer_kind"),
    )

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganizationKind] = mapped_column(Kind(OrganizationKind))
    buyer_kind: Mapped[BuyerKind | None] = mapped_column(Kind(BuyerKind))
    employer_kind: Mapped[EmployerKind | None] = mapped_column(Kind(EmployerKind))
    employer_kind_key: Mapped[str] = mapped_column(String(40), default="")  # '' where there is no kind
    siret: Mapped[str] = mapped_column(String(14))
    commune_code: Mapped[str] = mapped_column(String(5), index=True)
    address: Mapped[str | None] = mapped_column(String(300))
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    presentation: Mapped[str | None] = mapped_column(Text)
    agreement_end: Mapped[date | None]  # end of the SIAE's own agreement with the State
    closed_on: Mapped[date | None]  # from that day on nobody acts for it any more
    origin: Mapped[str] = mapped_column(
        String(40), default="account"
    )  # account, demonstration, siae_2021, decp

    memberships: Mapped[list["Membership"]] = relationship(back_populates="organization")
    profile: Mapped["SiaeProfile | None"] = relationship(back_populates="organization")  # of an employer


class User(Versioned, Base):
    """A person with an account."""

    __tablename__ = "user_account"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    job_title: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    pending_email: Mapped[str | None] = mapped_column(
        String(254)
    )  # a new address that waits for its confirmation
    shortcuts: Mapped[bool] = mapped_column(default=True)  # one letter of the keyboard does an act (K03)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Membership(Numbered, Base):
    """What one person does in one organization."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organization_id", "role"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role: Mapped[Role] = mapped_column(Kind(Role))
    rank: Mapped[Rank] = mapped_column(Kind(Rank), default=Rank.MANAGER)
    active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[datetime | None] = mapped_column(Instant)  # unknown for the oldest ones

    user: Mapped[User] = relationship(back_populates="memberships")
    organization: Mapped[Organization] = relationship(back_populates="memberships")


class WebSession(Numbered, Base):
    """An open session of the site, held here and not in the cookie: only a hash of its secret is kept."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)  # when the person last proved who they are
    strength: Mapped[Strength] = mapped_column(
        Kind(Strength), default=Strength.PASSWORD, server_default="password"
    )
    # What an outside provider gave to open it, sealed for « provider_token:{user_id} »; it serves to sign out there.
    provider_token: Mapped[str | None] = mapped_column(Text)

    user: Mapped[User] = relationship()
    membership: Mapped[Membership | None] = relationship()


class SignInFailure(Numbered, Base):
    """A failed attempt; the limit is counted here, so that it holds when Redis is down."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_account_at", "account_hash", "at"),
                      Index("ix_sign_in_failure_place_at", "place_hash", "at"))  # fmt: skip

    account_hash: Mapped[str] = mapped_column(String(64))  # of the address typed, known here or not
    place_hash: Mapped[str] = mapped_column(String(64))  # of the network address
    at: Mapped[datetime] = mapped_column(Instant)
