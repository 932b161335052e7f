"""Which territory does a commune belong to on a day, and who is its resource person?"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_territories import MandateKind
from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.types import Kind, Numbered


class Territory(Numbered, Base):
    """A dated set of EPCI, followed by one resource person (convention of 2008, §C)."""

    __tablename__ = "territory"

    code: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(2), default="32")

    epcis: Mapped[list["TerritoryEpci"]] = relationship(back_populates="territory")
    mandates: Mapped[list["Mandate"]] = relationship(back_populates="territory", order_by="Mandate.starts_on")


class TerritoryEpci(Numbered, Base):
    """One EPCI of a territory, from a day to a day."""

    __tablename__ = "territory_epci"
    __table_args__ = (Index("ix_territory_epci_epci_code_starts_on", "epci_code", "starts_on"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"), index=True)
    epci_code: Mapped[str] = mapped_column(String(9))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    territory: Mapped[Territory] = relationship(back_populates="epcis")


class Mandate(Numbered, Base):
    """A resource person in charge of a territory, from a day to a day."""

    __tablename__ = "mandate"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[MandateKind] = mapped_column(
        Kind(MandateKind), default=MandateKind.HOLDER, server_default="holder"
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    given_on: Mapped[date | None]  # the day it was recorded here; unknown for those that were there before
    reason: Mapped[str | None] = mapped_column(String(300))
    end_reason: Mapped[str | None] = mapped_column(String(300))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))  # ended the day before this one
    replaced_end: Mapped[date | None]  # the end that one had, given back if this mandate is cancelled

    territory: Mapped[Territory] = relationship(back_populates="mandates")
    user: Mapped[User] = relationship()
    host: Mapped[Organization] = relationship()
