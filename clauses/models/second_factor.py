"""With what does a person prove, beside the password, that it is them? Secrets are sealed or hashed, never readable."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clauses.extensions import Base
from clauses.models.types import Instant, Numbered


class Authenticator(Numbered, Base):
    """An application that shows a code; one confirmed and one being set up at most."""

    __tablename__ = "authenticator"
    __table_args__ = (UniqueConstraint("user_id", "confirmed"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sealed: Mapped[str] = mapped_column(String(300))  # its key, sealed for « totp:{user_id} »
    confirmed: Mapped[bool] = mapped_column(default=False)
    last_period: Mapped[int | None]  # the code of this period and those before are worth nothing any more
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Passkey(Numbered, Base):
    """A passkey or a security key: only what checks its answers is kept, there is no secret here."""

    __tablename__ = "passkey"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)  # base64url
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class PasskeyChallenge(Numbered, Base):
    """What a passkey must answer; one for a session, once, for a few minutes."""

    __tablename__ = "passkey_challenge"

    session_id: Mapped[int] = mapped_column(ForeignKey("web_session.id"), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))  # add or prove
    challenge: Mapped[str] = mapped_column(String(100))  # base64url
    expires_at: Mapped[datetime] = mapped_column(Instant)


class RecoveryCode(Numbered, Base):
    """A code for the day when the telephone is lost; its first characters find it, Argon2id checks the rest."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "start"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    start: Mapped[str] = mapped_column(String(4))
    code_hash: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class FactorFailure(Numbered, Base):
    """A wrong code after a right password; counted here until the next right one."""

    __tablename__ = "factor_failure"
    __table_args__ = (Index("ix_factor_failure_user_id_at", "user_id", "at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
