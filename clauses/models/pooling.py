"""Which lots are pooled for the path of one person, who agreed to it in writing, and what did each month share out?

A pool holds no total: `PooledHours` is the one entry of a person in a month, each `PoolPart` ties it to the line of one
lot (`HoursEntry`), and what counts is in the ledger of that lot, as for any other line.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import ContractType, Modality
from clauses.domain.kinds_pooling import AgreementSide, AgreementState, PoolState
from clauses.extensions import Base
from clauses.models.files import StoredFile
from clauses.models.hours import HoursEntry, Participant
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.territory import Territory
from clauses.models.types import Hours, Kind, Numbered, Versioned


class HoursPool(Versioned, Base):
    """Several lots of one territory that share the hours of the same people, from a month to a month."""

    __tablename__ = "hours_pool"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="order"),
        CheckConstraint("(state IN ('active', 'ended')) = (effective_on IS NOT NULL)", name="effective"),
        CheckConstraint("(state IN ('withdrawn', 'ended')) = (ended_by_id IS NOT NULL)", name="ended"),
        Index("ix_hours_pool_territory_id_state", "territory_id", "state"),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    state: Mapped[PoolState] = mapped_column(Kind(PoolState), default=PoolState.PROPOSED)
    starts_on: Mapped[date]  # the first month asked for
    ends_on: Mapped[date]  # the last month
    effective_on: Mapped[
        date | None
    ]  # the first month whose hours are shared: no earlier than the agreements
    message: Mapped[str | None] = mapped_column(String(500))  # why, read by all the parties
    proposed_on: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    end_reason: Mapped[str | None] = mapped_column(String(300))

    territory: Mapped[Territory] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    lots: Mapped[list["PoolLot"]] = relationship(back_populates="pool", order_by="PoolLot.position")
    people: Mapped[list["PoolPerson"]] = relationship(back_populates="pool", order_by="PoolPerson.id")
    agreements: Mapped[list["PoolAgreement"]] = relationship(
        back_populates="pool", order_by="PoolAgreement.id"
    )


class PoolLot(Numbered, Base):
    """A lot of a pool. `weight`: its target on the day agreements were asked, which the parties read."""

    __tablename__ = "pool_lot"
    __table_args__ = (
        UniqueConstraint("pool_id", "lot_id"),
        CheckConstraint("weight > 0", name="weight"),
        CheckConstraint("ceiling IS NULL OR ceiling > 0", name="ceiling"),
    )

    pool_id: Mapped[int] = mapped_column(ForeignKey("hours_pool.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    weight: Mapped[int] = mapped_column(Hours)
    ceiling: Mapped[int | None] = mapped_column(Hours)  # the most its buyer lets the pool bring in

    pool: Mapped[HoursPool] = relationship(back_populates="lots")
    lot: Mapped[Lot] = relationship()


class PoolPerson(Numbered, Base):
    """A person whose hours are shared, with the employer that types them."""

    __tablename__ = "pool_person"
    __table_args__ = (
        UniqueConstraint("pool_id", "participant_id", "employer_id"),
        Index("ix_pool_person_participant_id", "participant_id"),
    )

    pool_id: Mapped[int] = mapped_column(ForeignKey("hours_pool.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    modality: Mapped[Modality] = mapped_column(Kind(Modality))
    contract_type: Mapped[ContractType] = mapped_column(Kind(ContractType))

    pool: Mapped[HoursPool] = relationship(back_populates="people")
    participant: Mapped[Participant] = relationship()
    employer: Mapped[Organization] = relationship()


class PoolAgreement(Versioned, Base):
    """The written agreement of one holder or one buyer, for all its lots of the pool: by whom, when, on what document."""

    __tablename__ = "pool_agreement"
    __table_args__ = (
        UniqueConstraint("pool_id", "organization_id", "side"),
        CheckConstraint("(state = 'agreed') = (signed_on IS NOT NULL)", name="signed"),
        CheckConstraint("(state = 'asked') = (recorded_on IS NULL)", name="recorded"),
        Index("ix_pool_agreement_organization_id_state", "organization_id", "state"),
    )

    pool_id: Mapped[int] = mapped_column(ForeignKey("hours_pool.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    side: Mapped[AgreementSide] = mapped_column(Kind(AgreementSide))
    state: Mapped[AgreementState] = mapped_column(Kind(AgreementState), default=AgreementState.ASKED)
    signed_on: Mapped[date | None]
    signatory: Mapped[str | None] = mapped_column(String(160))  # name and function of who signed
    document_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reason: Mapped[str | None] = mapped_column(String(300))  # why it was declined
    recorded_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    pool: Mapped[HoursPool] = relationship(back_populates="agreements")
    organization: Mapped[Organization] = relationship()
    document: Mapped[StoredFile | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class PooledHours(Versioned, Base):
    """The one entry of a person in a month of a pool: every line of a lot that it feeds points back at it."""

    __tablename__ = "pooled_hours"
    __table_args__ = (
        UniqueConstraint("pool_id", "participant_id", "employer_id", "month"),
        CheckConstraint("worked >= 0 AND worked <= 74400", name="worked"),  # 24 h x 31 days
        CheckConstraint("training >= 0 AND training <= 74400", name="training"),
        Index("ix_pooled_hours_participant_id_month", "participant_id", "month"),
    )

    pool_id: Mapped[int] = mapped_column(ForeignKey("hours_pool.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    modality: Mapped[Modality] = mapped_column(Kind(Modality))
    month: Mapped[date]
    worked: Mapped[int] = mapped_column(Hours)
    training: Mapped[int] = mapped_column(Hours, default=0)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))

    participant: Mapped[Participant] = relationship()
    employer: Mapped[Organization] = relationship(foreign_keys=[employer_id])
    parts: Mapped[list["PoolPart"]] = relationship(back_populates="pooled", order_by="PoolPart.id")


class PoolPart(Numbered, Base):
    """The line of one lot that a pooled entry feeds, and the key it was fed by."""

    __tablename__ = "pool_part"
    __table_args__ = (CheckConstraint("weight >= 0", name="weight"),)

    pooled_id: Mapped[int] = mapped_column(ForeignKey("pooled_hours.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"), unique=True)
    weight: Mapped[int] = mapped_column(Hours)  # the target used, zero when the lot took no part

    pooled: Mapped[PooledHours] = relationship(back_populates="parts")
    entry: Mapped[HoursEntry] = relationship()
