"""Which identity of an outside provider is whose, and which answers of a provider have already been read?"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.people import User
from clauses.models.types import Instant, Numbered


class ProviderIdentity(Numbered, Base):
    """The identity that a person has proved to be theirs. Its key is (issuer, subject); an e-mail address never is."""

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("user_id", "issuer"))

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship()


class SpentPassage(Numbered, Base):
    """A way to the provider and back that has been walked: its answer is read once. Forgotten after an hour."""

    __tablename__ = "spent_passage"

    state_hash: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
