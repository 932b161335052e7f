"""What was filed? Markets, their lots, the clause of each, its dated targets, opinions and awards."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import (
    ChangeKind,
    ClauseType,
    GroupForm,
    HoursBasis,
    LotResult,
    MarketForm,
    MarketState,
    MarketType,
    NoClauseReason,
    OpinionResult,
    PartyCapacity,
    Procedure,
    Programme,
    TrancheKind,
)
from clauses.domain.kinds_awards import ShareUnit
from clauses.domain.kinds_clauses import Audience, DuePace
from clauses.domain.kinds_eligibility import JobseekerDefinition
from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.territory import Territory
from clauses.models.types import Euros, Hours, Instant, JsonList, Kind, Numbered, Rate, Versioned

if TYPE_CHECKING:
    from clauses.models.awards import GroupMember, OpinionComment


class Market(Versioned, Base):
    """A public contract as the buyer knows it; its unit for the hours is the lot."""

    __tablename__ = "market"
    __table_args__ = (
        UniqueConstraint("buyer_id", "reference"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount"),
        Index("ix_market_state_id", "state", "id"),
    )

    reference: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(1000))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    market_type: Mapped[MarketType] = mapped_column(Kind(MarketType))
    market_form: Mapped[MarketForm] = mapped_column(Kind(MarketForm))
    procedure: Mapped[Procedure] = mapped_column(Kind(Procedure))
    programme: Mapped[Programme] = mapped_column(Kind(Programme), default=Programme.NONE)
    cpv: Mapped[str | None] = mapped_column(String(10))
    amount: Mapped[int | None] = mapped_column(Euros)
    places: Mapped[list[str]] = mapped_column(JSON, default=list)  # INSEE codes; the first one routes
    publication_date: Mapped[date | None]
    offers_deadline: Mapped[date | None]
    exec_start: Mapped[date | None]
    exec_months: Mapped[int | None]
    state: Mapped[MarketState] = mapped_column(Kind(MarketState), default=MarketState.DRAFT)
    opinion_question: Mapped[str | None] = mapped_column(Text)
    opinion_requested_on: Mapped[date | None]
    opinion_due_on: Mapped[date | None]
    opinion_given_on: Mapped[date | None]
    published_on: Mapped[date | None]
    published_without_opinion: Mapped[bool] = mapped_column(default=False)
    visible: Mapped[bool] = mapped_column(default=False)  # shown in /consultations, never with its amount
    source: Mapped[str] = mapped_column(String(20), default="form")  # form, decp
    source_uid: Mapped[str | None] = mapped_column(String(80), unique=True)
    source_record: Mapped[dict[str, Any] | None] = mapped_column(
        JSON
    )  # what the DECP file said, kept as it was
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    buyer: Mapped[Organization] = relationship()
    changed_by: Mapped[User | None] = relationship()
    lots: Mapped[list["Lot"]] = relationship(back_populates="market", order_by="Lot.number")


class Lot(Versioned, Base):
    """One lot: with a clause or with the reason why it has none, and the territory that follows it."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("market_id", "number"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount"),
        CheckConstraint("has_clause IS NULL OR has_clause OR no_clause_reason IS NOT NULL", name="reason"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(1000))
    amount: Mapped[int | None] = mapped_column(Euros)
    trade: Mapped[str | None] = mapped_column(String(40))
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    has_clause: Mapped[bool | None]
    no_clause_reason: Mapped[NoClauseReason | None] = mapped_column(Kind(NoClauseReason))
    legal_ground: Mapped[str | None] = mapped_column(String(40))  # where the duty of L2112-2-1 applies
    ground_explanation: Mapped[str | None] = mapped_column(Text)
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id"), index=True)
    result: Mapped[LotResult | None] = mapped_column(Kind(LotResult))
    result_reason: Mapped[str | None] = mapped_column(String(500))  # why it was fruitless or abandoned
    closed_on: Mapped[date | None]  # from then on everything about it is read only

    market: Mapped[Market] = relationship(back_populates="lots")
    territory: Mapped[Territory | None] = relationship()
    clause: Mapped["Clause | None"] = relationship(back_populates="lot")
    targets: Mapped[list["HoursTarget"]] = relationship(back_populates="lot", order_by="HoursTarget.number")
    opinions: Mapped[list["Opinion"]] = relationship(back_populates="lot", order_by="Opinion.id")
    comments: Mapped[list["OpinionComment"]] = relationship(
        back_populates="lot", order_by="OpinionComment.id"
    )
    award: Mapped["Award | None"] = relationship(back_populates="lot")
    parties: Mapped[list["LotParty"]] = relationship(back_populates="lot")
    associated: Mapped[list["LotTerritory"]] = relationship(
        back_populates="lot", order_by="LotTerritory.id", cascade="all, delete-orphan"
    )
    tranches: Mapped[list["Tranche"]] = relationship(back_populates="lot", order_by="Tranche.position")
    years: Mapped[list["YearTerm"]] = relationship(back_populates="lot", order_by="YearTerm.year")
    orders: Mapped[list["Order"]] = relationship(back_populates="lot", order_by="Order.number")
    worked: Mapped[list["WorkedHours"]] = relationship(back_populates="lot", order_by="WorkedHours.starts_on")
    changes: Mapped[list["ContractChange"]] = relationship(
        back_populates="lot", order_by="ContractChange.number"
    )


class LotTerritory(Numbered, Base):
    """A territory where a lot is also carried out: its resource person reads the lot, another one follows it (R20)."""

    __tablename__ = "lot_territory"
    __table_args__ = (UniqueConstraint("lot_id", "territory_id"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"), index=True)

    lot: Mapped[Lot] = relationship(back_populates="associated")
    territory: Mapped[Territory] = relationship()


class LotParty(Numbered, Base):
    """An organization that is a party to a lot, and in which capacity: the row that opens the lot to it."""

    __tablename__ = "lot_party"
    __table_args__ = (
        UniqueConstraint("lot_id", "organization_id", "capacity"),
        Index("ix_lot_party_organization_id_lot_id", "organization_id", "lot_id"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    capacity: Mapped[PartyCapacity] = mapped_column(Kind(PartyCapacity))
    since: Mapped[date]

    lot: Mapped[Lot] = relationship(back_populates="parties")
    organization: Mapped[Organization] = relationship()


class Clause(Versioned, Base):
    """The clause of a lot: lever, basis, the four values of the effort and what the buyer retained."""

    __tablename__ = "clause"
    __table_args__ = (CheckConstraint("target_hours IS NULL OR target_hours > 0", name="target_hours"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    clause_type: Mapped[ClauseType] = mapped_column(Kind(ClauseType), default=ClauseType.EXECUTION_CONDITION)
    hours_basis: Mapped[HoursBasis] = mapped_column(Kind(HoursBasis), default=HoursBasis.FIXED)
    labour_share: Mapped[int | None] = mapped_column(Rate)
    hourly_cost: Mapped[int | None] = mapped_column(Euros)
    integration_rate: Mapped[int | None] = mapped_column(Rate)
    computed_hours: Mapped[int | None] = mapped_column(Hours)
    proposed_hours: Mapped[int | None] = mapped_column(Hours)
    target_hours: Mapped[int | None] = mapped_column(Hours)  # retained while the clause is being written
    deviation_reason: Mapped[str | None] = mapped_column(String(500))
    sizing: Mapped[dict[str, Any] | None] = mapped_column(
        JSON
    )  # inputs and steps as they were, with the rule's date
    publics: Mapped[list[str]] = mapped_column(JSON, default=list)
    modalities: Mapped[list[str]] = mapped_column(JSON, default=list)
    training_counts: Mapped[bool] = mapped_column(default=False)
    jobseeker_definition: Mapped[JobseekerDefinition] = mapped_column(
        Kind(JobseekerDefinition), default=JobseekerDefinition.RUNNING
    )  # what « long term » means here
    # Its hours have, or had, another pace than time: the dated ones are among the changes of the contract.
    paced: Mapped[bool] = mapped_column(default=False, server_default=false())
    penalty_hour: Mapped[int | None] = mapped_column(Euros)
    experience_weeks: Mapped[int | None] = mapped_column(Integer)  # a work experience clause counts weeks
    criterion_weight: Mapped[int | None] = mapped_column(Rate)
    slice_amount: Mapped[int | None] = mapped_column(Euros)  # per amount ordered: one slice…
    slice_hours: Mapped[int | None] = mapped_column(Hours)  # …and the hours it owes
    period_months: Mapped[int | None] = mapped_column(
        Integer
    )  # length of the first period, renewals left out
    taken_over: Mapped[int | None] = mapped_column(
        Hours
    )  # hours of staff who keep their post, out of the base
    base_amount: Mapped[int | None] = mapped_column(Euros)  # the part of the amount that bears labour…
    base_reason: Mapped[str | None] = mapped_column(String(300))  # …and what is left out of it

    lot: Mapped[Lot] = relationship(back_populates="clause")
    sub_targets: Mapped[list["SubTarget"]] = relationship(
        back_populates="clause", order_by="SubTarget.id", cascade="all, delete-orphan"
    )


class SubTarget(Numbered, Base):
    """A part of the hours of a clause asked for a profile: a share of them, or hours."""

    __tablename__ = "sub_target"
    __table_args__ = (
        UniqueConstraint("clause_id", "audience"),
        CheckConstraint("(share IS NULL) <> (hours IS NULL)", name="one"),
    )

    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"))
    audience: Mapped[Audience] = mapped_column(Kind(Audience))
    share: Mapped[int | None] = mapped_column(Rate)
    hours: Mapped[int | None] = mapped_column(Hours)
    mandatory: Mapped[bool] = mapped_column(default=False)

    clause: Mapped[Clause] = relationship(back_populates="sub_targets")


class Tranche(Numbered, Base):
    """A part of a lot with its own volume; an optional one owes nothing before it is confirmed."""

    __tablename__ = "tranche"
    __table_args__ = (UniqueConstraint("lot_id", "position"), CheckConstraint("hours > 0", name="hours"))

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    position: Mapped[int]
    kind: Mapped[TrancheKind] = mapped_column(Kind(TrancheKind))
    label: Mapped[str] = mapped_column(String(120))
    hours: Mapped[int] = mapped_column(Hours)
    confirmed_on: Mapped[date | None]

    lot: Mapped[Lot] = relationship(back_populates="tranches")


class YearTerm(Numbered, Base):
    """What a year of execution asks for, when years differ: a volume, or a share of the hours worked."""

    __tablename__ = "year_term"
    __table_args__ = (UniqueConstraint("lot_id", "year"), CheckConstraint("year > 0", name="year"))

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    year: Mapped[int]  # 1 is the first year of execution; the last one written holds for those after
    hours: Mapped[int | None] = mapped_column(Hours)
    rate: Mapped[int | None] = mapped_column(Rate)

    lot: Mapped[Lot] = relationship(back_populates="years")


class Order(Numbered, Base):
    """An order placed on a framework agreement; a cancelled one stays, with its day."""

    __tablename__ = "purchase_order"
    __table_args__ = (UniqueConstraint("lot_id", "number"), CheckConstraint("amount > 0", name="amount"))

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int]
    reference: Mapped[str | None] = mapped_column(String(120))
    amount: Mapped[int] = mapped_column(Euros)
    ordered_on: Mapped[date]
    recorded_on: Mapped[date]
    cancelled_on: Mapped[date | None]
    cancel_recorded_on: Mapped[date | None]

    lot: Mapped[Lot] = relationship(back_populates="orders")


class WorkedHours(Numbered, Base):
    """All the hours worked on a lot in a period, as its holder declares them: the base of a volume in percentage."""

    __tablename__ = "worked_hours"
    __table_args__ = (UniqueConstraint("lot_id", "starts_on"), CheckConstraint("hours > 0", name="hours"))

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours: Mapped[int] = mapped_column(Hours)
    taken_over: Mapped[int] = mapped_column(Hours, default=0)
    recorded_on: Mapped[date]

    lot: Mapped[Lot] = relationship(back_populates="worked")


class HoursTarget(Numbered, Base):
    """What is owed on a lot, in dated versions; the table is append-only, an amendment is a new row."""

    __tablename__ = "hours_target"
    __table_args__ = (UniqueConstraint("lot_id", "number"), CheckConstraint("hours >= 0", name="hours"))

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int] = mapped_column(Integer)
    hours: Mapped[int] = mapped_column(Hours)
    exec_start: Mapped[date]
    exec_months: Mapped[int]
    effective_on: Mapped[date]
    recorded_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))  # « Attribution », « Avenant n° 1 »…
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    suspended_on: Mapped[date | None]  # works stopped from that day: time does not run
    suspended_days: Mapped[int] = mapped_column(Integer, default=0)  # of the suspensions that ended
    # What was taken off for a cause that is not the company's, in all (R18); `hours` is what is left to do.
    neutralised: Mapped[int] = mapped_column(Hours, default=0, server_default="0")

    lot: Mapped[Lot] = relationship(back_populates="targets")


class ContractChange(Numbered, Base):
    """What changed a contract: figures before and after, the document and who recorded it; append-only."""

    __tablename__ = "contract_change"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int]
    kind: Mapped[ChangeKind] = mapped_column(Kind(ChangeKind))
    label: Mapped[str] = mapped_column(String(300))  # « Avenant n° 1 », « Tranche optionnelle 2 affermie »…
    effective_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    amount_before: Mapped[int | None] = mapped_column(Euros)
    amount_after: Mapped[int | None] = mapped_column(Euros)
    hours_before: Mapped[int | None] = mapped_column(Hours)
    hours_after: Mapped[int | None] = mapped_column(Hours)
    months_before: Mapped[int | None]
    months_after: Mapped[int | None]
    computed_hours: Mapped[int | None] = mapped_column(Hours)
    proposed_hours: Mapped[int | None] = mapped_column(Hours)
    holder_before_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    holder_after_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    document: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str | None] = mapped_column(String(500))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("hours_target.id"))
    tranche_id: Mapped[int | None] = mapped_column(ForeignKey("tranche.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_order.id"))
    pace: Mapped[DuePace | None] = mapped_column(Kind(DuePace))
    schedule: Mapped[list[int] | None] = mapped_column(JsonList)  # of a plan, as `paces.schedule_of` gives it
    progress: Mapped[int | None] = mapped_column(Rate)

    lot: Mapped[Lot] = relationship(back_populates="changes")
    recorded_by: Mapped[User | None] = relationship()
    holder_before: Mapped[Organization | None] = relationship(foreign_keys=[holder_before_id])
    holder_after: Mapped[Organization | None] = relationship(foreign_keys=[holder_after_id])


class Opinion(Numbered, Base):
    """The resource person's opinion on one lot; the last one stands."""

    __tablename__ = "opinion"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    result: Mapped[OpinionResult] = mapped_column(Kind(OpinionResult))
    hours: Mapped[int | None] = mapped_column(Hours)
    text: Mapped[str | None] = mapped_column(Text)
    given_on: Mapped[date]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship(back_populates="opinions")
    given_by: Mapped[User] = relationship()


class Award(Numbered, Base):
    """Who holds the lot, for how much and from when."""

    __tablename__ = "award"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    awardee_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    amount: Mapped[int | None] = mapped_column(Euros)
    awarded_on: Mapped[date | None]
    notified_on: Mapped[date]
    exec_start: Mapped[date]
    exec_months: Mapped[int]
    group_form: Mapped[GroupForm] = mapped_column(Kind(GroupForm), default=GroupForm.NONE)
    share_unit: Mapped[ShareUnit | None] = mapped_column(Kind(ShareUnit))

    lot: Mapped[Lot] = relationship(back_populates="award")
    awardee: Mapped[Organization] = relationship()
    members: Mapped[list["GroupMember"]] = relationship(
        back_populates="award", order_by="GroupMember.position", cascade="all, delete-orphan"
    )
