"""What was done, answered and said on the way of a person from an AI to the employer that takes over?

Steps are never changed nor taken away (triggers on both databases).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_relays import AlertLevel, Ceiling, HeldState, PlacedWith, RelayStepKind
from clauses.extensions import Base
from clauses.models.hours import Participant, Relay
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Hours, Instant, Kind, Numbered, Versioned


class RelayStep(Numbered, Base):
    """One step of a relay: what happened, by whom, towards which structure and for which day."""

    __tablename__ = "relay_step"

    relay_id: Mapped[int] = mapped_column(ForeignKey("relay.id"), index=True)
    kind: Mapped[RelayStepKind] = mapped_column(Kind(RelayStepKind))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # none: the portal itself
    to_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    day: Mapped[date | None]  # the first day planned, the day of the agreement, or that of the hand-over
    reason: Mapped[str | None] = mapped_column(String(300))  # a code of the trade, or a few words

    relay: Mapped[Relay] = relationship()
    by: Mapped[User | None] = relationship()
    to: Mapped[Organization | None] = relationship()


class EarlierHours(Versioned, Base):
    """Hours done in an AI before the portal, or outside its lots: they count in both counters as any other.

    What proves them is named with its date, never kept here. Withdrawn with a reason, never removed.
    """

    __tablename__ = "earlier_hours"
    __table_args__ = (
        CheckConstraint("hours >= 0", name="hours"),
        CheckConstraint(
            "hours = 0 OR (association IS NOT NULL AND first_day IS NOT NULL AND last_day IS NOT NULL"
            " AND proof_label IS NOT NULL AND first_day <= last_day)",
            name="told",
        ),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)", name="withdrawal"),
    )

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    hours: Mapped[int] = mapped_column(Hours)  # 0: the person says there are none
    association: Mapped[str | None] = mapped_column(String(160))
    placed_with: Mapped[PlacedWith] = mapped_column(Kind(PlacedWith))
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    proof_label: Mapped[str | None] = mapped_column(String(120))
    proof_on: Mapped[date | None]
    declared_on: Mapped[date]
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # that declared them
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(300))

    declared_by: Mapped[User] = relationship(foreign_keys=[declared_by_id])
    organization: Mapped[Organization] = relationship()


class CeilingAlert(Numbered, Base):
    """Somebody was told, once, that a counter of a person came near its limit or reached it."""

    __tablename__ = "ceiling_alert"
    __table_args__ = (UniqueConstraint("participant_id", "ceiling", "level", "month"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    ceiling: Mapped[Ceiling] = mapped_column(Kind(Ceiling))
    level: Mapped[AlertLevel] = mapped_column(Kind(AlertLevel))
    month: Mapped[date]  # the last month of the hours that made it
    told_on: Mapped[date]


class HeldHours(Versioned, Base):
    """Hours worked in an AI beyond the legal ceiling: they count nowhere and wait for a decision, never lost."""

    __tablename__ = "held_hours"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("(state = 'pending') = (decided_on IS NULL)", name="decided"),
        CheckConstraint("(state = 'refused') <= (reason IS NOT NULL)", name="reason"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    month: Mapped[date]
    hours: Mapped[int] = mapped_column(Hours)
    state: Mapped[HeldState] = mapped_column(Kind(HeldState), default=HeldState.PENDING)
    held_on: Mapped[date]
    held_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str | None] = mapped_column(String(300))

    lot: Mapped[Lot] = relationship()
    participant: Mapped[Participant] = relationship()
    employer: Mapped[Organization] = relationship()
