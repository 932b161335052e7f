"""How does an account begin and change? Links sent by letter, invitations, requests, limits and reviews of access."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import BuyerKind, EmployerKind, Rank, Role
from clauses.domain.kinds_accounts import Counted, InvitationState, LinkPurpose, SignUpState
from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Kind, Numbered, Versioned


class SecretLink(Numbered, Base):
    """The secret of a link sent by letter: its SHA-256, and the secret itself sealed until the letter has left."""

    __tablename__ = "secret_link"
    __table_args__ = (Index("ix_secret_link_purpose_subject_id", "purpose", "subject_id"),)

    purpose: Mapped[LinkPurpose] = mapped_column(Kind(LinkPurpose))
    subject_id: Mapped[int]  # of the user, the invitation or the request, as the purpose says
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str | None] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # used, replaced or withdrawn


class Invitation(Versioned, Base):
    """One person is asked to join one organization, as what, by whom."""

    __tablename__ = "invitation"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)  # lower case
    role: Mapped[Role] = mapped_column(Kind(Role))
    rank: Mapped[Rank] = mapped_column(Kind(Rank))
    state: Mapped[InvitationState] = mapped_column(Kind(InvitationState), default=InvitationState.SENT)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # None: from the shell
    invited_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime] = mapped_column(Instant)  # the last time
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # who accepted

    organization: Mapped[Organization] = relationship()
    invited_by: Mapped[User | None] = relationship(foreign_keys=invited_by_id)


class SignUp(Versioned, Base):
    """What somebody without an account asks for; the account itself is made once the address is confirmed."""

    __tablename__ = "sign_up"
    __table_args__ = (
        CheckConstraint("length(siret) = 14", name="siret_length"),
        Index("ix_sign_up_state_asked_at", "state", "asked_at"),
    )

    profile: Mapped[Role] = mapped_column(Kind(Role))
    siret: Mapped[str] = mapped_column(String(14))
    organization_name: Mapped[str] = mapped_column(String(200))
    buyer_kind: Mapped[BuyerKind | None] = mapped_column(Kind(BuyerKind))
    employer_kind: Mapped[EmployerKind | None] = mapped_column(Kind(EmployerKind))
    commune_code: Mapped[str] = mapped_column(String(5))
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    job_title: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))  # lower case
    state: Mapped[SignUpState] = mapped_column(Kind(SignUpState), default=SignUpState.UNCONFIRMED)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str | None] = mapped_column(String(500))  # why it was refused

    organization: Mapped[Organization | None] = relationship()


class CountedTry(Numbered, Base):
    """One try of something that is limited; counted here, so that the limit holds when Redis is down."""

    __tablename__ = "counted_try"
    __table_args__ = (Index("ix_counted_try_what_who_hash_at", "what", "who_hash", "at"),)

    what: Mapped[Counted] = mapped_column(Kind(Counted))
    who_hash: Mapped[str] = mapped_column(String(64))  # of a network address, an address or a number
    at: Mapped[datetime] = mapped_column(Instant)


class AccessReview(Numbered, Base):
    """A manager has read the list of those who act for the organization, and said who still does."""

    __tablename__ = "access_review"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reviewed_at: Mapped[datetime] = mapped_column(Instant)
    kept: Mapped[int]
    removed: Mapped[int]

    reviewed_by: Mapped[User] = relationship()
