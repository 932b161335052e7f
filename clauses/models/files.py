"""Which files does the portal keep, and which of them are documents of a market or joined to a message?"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_files import DocumentKind, Readership, ScanState
from clauses.extensions import Base
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization, User
from clauses.models.sealed import SealedText
from clauses.models.threads import LotMessage
from clauses.models.types import Instant, Kind, Numbered, Versioned


class StoredFile(Numbered, Base):
    """A file kept outside the web folder under a random name, sealed, with the digest of what it holds."""

    __tablename__ = "stored_file"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(SealedText("stored_file.name"))  # people write grounds and names there
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    scan: Mapped[ScanState] = mapped_column(Kind(ScanState), default=ScanState.UNSCANNED, index=True)
    scanned_at: Mapped[datetime | None] = mapped_column(Instant)  # when the antivirus was last asked
    erased_at: Mapped[datetime | None] = mapped_column(Instant)  # its time was over; the row stays as a mark
    gone_at: Mapped[datetime | None] = mapped_column(Instant)  # when the file itself left the disk

    @property
    def held_back(self) -> bool:
        """Nobody downloads it: the antivirus has not answered yet, or found something."""
        return self.scan in (ScanState.WAITING, ScanState.INFECTED)


class MarketDocument(Versioned, Base):
    """A document of a market, or of one of its lots; withdrawn with a reason, never removed (no DELETE: triggers)."""

    __tablename__ = "market_document"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawal"),
        Index("ix_market_document_market_id_lot_id", "market_id", "lot_id"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), index=True)  # none: of the whole market
    kind: Mapped[DocumentKind] = mapped_column(Kind(DocumentKind))
    readership: Mapped[Readership] = mapped_column(Kind(Readership))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    put_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    put_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(300))

    market: Mapped[Market] = relationship()
    lot: Mapped[Lot | None] = relationship()
    file: Mapped[StoredFile] = relationship()
    organization: Mapped[Organization] = relationship()
    put_by: Mapped[User] = relationship(foreign_keys=[put_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])


class MessageFile(Numbered, Base):
    """A file joined to a message of a lot; append-only, as the message is."""

    __tablename__ = "message_file"

    message_id: Mapped[int] = mapped_column(ForeignKey("lot_message.id"), unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)

    message: Mapped[LotMessage] = relationship()
    file: Mapped[StoredFile] = relationship()
