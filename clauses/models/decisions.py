"""What did the contract say of penalties, what was decided on a lot, on which figures, and how was the lot closed?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import ComplianceStatus, Role
from clauses.domain.kinds_decisions import (
    Attribution,
    DecisionCause,
    DecisionKind,
    DecisionState,
    HoursPrice,
    NoticeDemand,
    PriceDay,
)
from clauses.extensions import Base
from clauses.models.follow_up import RecoveryAction
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Euros, Hours, Instant, Kind, Numbered, Versioned


class ContractPenalty(Numbered, Base):
    """The penalties as the contract of a lot writes them, in versions; append-only. Never a default of the portal."""

    __tablename__ = "contract_penalty"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        CheckConstraint("(hours_price = 'per_hour') = (per_hour IS NOT NULL)", name="per_hour"),
        CheckConstraint(
            "(hours_price IN ('times_smic', 'times_ceiling')) = (multiple IS NOT NULL)", name="multiple"
        ),
        CheckConstraint("(price_day = 'fixed') = (fixed_on IS NOT NULL)", name="fixed_on"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int] = mapped_column(Integer)
    hours_price: Mapped[HoursPrice] = mapped_column(Kind(HoursPrice))
    per_hour: Mapped[int | None] = mapped_column(Euros)
    multiple: Mapped[int | None] = mapped_column(Integer)  # hundredths: 400 is four times
    price_day: Mapped[PriceDay] = mapped_column(Kind(PriceDay), default=PriceDay.NOTIFICATION)
    fixed_on: Mapped[date | None]
    per_day_late: Mapped[int | None] = mapped_column(Euros)
    per_absence: Mapped[int | None] = mapped_column(Euros)
    prior_notice: Mapped[bool] = mapped_column(default=False)
    both_bases: Mapped[bool] = mapped_column(default=False)
    article: Mapped[str | None] = mapped_column(String(200))  # where the contract says it
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class Decision(Versioned, Base):
    """A decision of the buyer on a lot, as it stands; what it said before is in its steps (R17, R18)."""

    __tablename__ = "lot_decision"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        CheckConstraint("proposed_amount IS NULL OR proposed_amount >= 0", name="proposed_amount"),
        CheckConstraint("hours IS NULL OR hours > 0", name="hours"),
        CheckConstraint(
            "kind <> 'penalty' OR decided_by_id IS NULL OR decided_by_id <> prepared_by_id", name="two_people"
        ),
        CheckConstraint("(state = 'waived') <= (waived_on IS NOT NULL)", name="waived"),
        Index("ix_lot_decision_state_id", "state", "id"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[DecisionKind] = mapped_column(Kind(DecisionKind))
    state: Mapped[DecisionState] = mapped_column(Kind(DecisionState))
    hours: Mapped[int | None] = mapped_column(Hours)  # neutralised
    cause: Mapped[DecisionCause | None] = mapped_column(Kind(DecisionCause))
    demand: Mapped[NoticeDemand | None] = mapped_column(Kind(NoticeDemand))
    delay_days: Mapped[int | None] = mapped_column(Integer)
    answer_by: Mapped[date | None]  # that day included
    target: Mapped[int] = mapped_column(Hours)  # before neutralisation, the day it was prepared
    neutralised: Mapped[int] = mapped_column(Hours)
    validated: Mapped[int] = mapped_column(Hours)
    missing: Mapped[int] = mapped_column(Hours)
    ledger_id: Mapped[int | None] = mapped_column(Integer)  # the last line of the ledger that was counted
    proposed_amount: Mapped[int | None] = mapped_column(Euros)
    amount: Mapped[int | None] = mapped_column(Euros)
    proposal: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)  # base by base, as it was shown
    terms_id: Mapped[int | None] = mapped_column(ForeignKey("contract_penalty.id"))
    reason: Mapped[str] = mapped_column(Text)
    article: Mapped[str | None] = mapped_column(String(200))  # what allows more than the proposal
    with_opinion: Mapped[bool] = mapped_column(default=False)  # the resource person had said what it thinks
    prepared_on: Mapped[date]
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    waived_on: Mapped[date | None]
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    waiver_reason: Mapped[str | None] = mapped_column(Text)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("hours_target.id"))  # the version it led to

    lot: Mapped[Lot] = relationship()
    terms: Mapped[ContractPenalty | None] = relationship()
    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    waived_by: Mapped[User | None] = relationship(foreign_keys=[waived_by_id])
    answers: Mapped[list["DecisionAnswer"]] = relationship(
        back_populates="decision", order_by="DecisionAnswer.id"
    )
    steps: Mapped[list["DecisionStep"]] = relationship(back_populates="decision", order_by="DecisionStep.id")
    parties: Mapped[list["DecisionParty"]] = relationship(
        back_populates="decision", order_by="DecisionParty.id", cascade="all, delete-orphan"
    )

    actions: Mapped[list["RecoveryAction"]] = relationship(viewonly=True, order_by="RecoveryAction.number")

    @property
    def heard_since(self) -> datetime | None:
        """From when an answer of the company is about what stands: asked to answer, or told what was decided."""
        told = [one.said_at for one in self.steps if one.asks or one.state is DecisionState.DECIDED]
        return max(told, default=None)

    @property
    def said(self) -> list["DecisionStep"]:
        """What the buyer said, step by step; what a company contests is left out. How many tells one who answers whether
        it answers what stands, and nothing of what another member of its group did meanwhile."""
        contests = {(one.author_id, one.written_at) for one in self.answers if one.contests}
        return [one for one in self.steps if (one.by_id, one.said_at) not in contests]

    @property
    def heard(self) -> bool:
        """Everybody it makes owe answered what stands, and not only what was proposed before it was raised or decided."""
        owing = [one.organization_id for one in self.parties if one.owes]
        return all(map(self.heard_from, owing)) if owing else self.heard_from(None)

    def heard_from(self, organization_id: int | None) -> bool:
        """This organization, or anybody where None, answered what stands: in words, or by actions to catch up."""
        acts = any(organization_id in (None, one.organization_id) for one in self.actions)
        return acts or self.wrote(organization_id)

    def wrote(self, organization_id: int | None) -> bool:
        """The same in words alone."""
        since = self.heard_since
        return any(
            since is None or answer.written_at >= since
            for answer in self.answers
            if organization_id in (None, answer.organization_id)
        )


class DecisionParty(Numbered, Base):
    """A member of a group whose members answer each for its part, to whom a decision speaks; the holder among them.

    `owes`: nothing is decided before it answers or its delay is over. No row where the holder answers alone.
    """

    __tablename__ = "decision_party"
    __table_args__ = (UniqueConstraint("decision_id", "organization_id"),)

    decision_id: Mapped[int] = mapped_column(ForeignKey("lot_decision.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    member: Mapped[int] = mapped_column(Integer)  # its number in the calculation that the decision keeps
    owes: Mapped[bool]

    decision: Mapped[Decision] = relationship(back_populates="parties")
    organization: Mapped[Organization] = relationship()


class DecisionStep(Numbered, Base):
    """What a decision said from an instant on: prepared, corrected, contested, decided, given up; append-only.

    A report « arrêté au » a day reads the last one known that day. `asks`: the company is asked to answer from there.
    """

    __tablename__ = "decision_step"

    decision_id: Mapped[int] = mapped_column(ForeignKey("lot_decision.id"), index=True)
    state: Mapped[DecisionState] = mapped_column(Kind(DecisionState))
    asks: Mapped[bool] = mapped_column(default=False)
    amount: Mapped[int | None] = mapped_column(Euros)
    proposed_amount: Mapped[int | None] = mapped_column(Euros)
    reason: Mapped[str] = mapped_column(Text)
    said_on: Mapped[date]
    said_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    decision: Mapped[Decision] = relationship(back_populates="steps")
    by: Mapped[User] = relationship()


class DecisionAnswer(Numbered, Base):
    """What the company answers to a decision, as it was written; append-only."""

    __tablename__ = "decision_answer"

    decision_id: Mapped[int] = mapped_column(ForeignKey("lot_decision.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    contests: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)

    decision: Mapped[Decision] = relationship(back_populates="answers")
    organization: Mapped[Organization] = relationship()
    author: Mapped[User] = relationship()


class ClosingReport(Numbered, Base):
    """What the resource person says of a lot at its end (E09); sent again, it is a new version; append-only."""

    __tablename__ = "closing_report"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    causes: Mapped[list[str]] = mapped_column(JSON, default=list)  # of DecisionCause
    neutralise: Mapped[int] = mapped_column(Hours, default=0)  # the opinion on neutralisation
    attribution: Mapped[Attribution] = mapped_column(Kind(Attribution))  # the opinion on the hours missing
    target: Mapped[int] = mapped_column(Hours)
    neutralised: Mapped[int] = mapped_column(Hours)
    validated: Mapped[int] = mapped_column(Hours)
    persons: Mapped[int] = mapped_column(Integer)
    sent_on: Mapped[date]
    sent_at: Mapped[datetime] = mapped_column(Instant)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship()
    sent_by: Mapped[User] = relationship()


class LotClosing(Versioned, Base):
    """The final state of a lot, frozen by its buyer (C12); its reopening asks for two persons of two functions."""

    __tablename__ = "lot_closing"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        CheckConstraint("(reopened_on IS NULL) = (reopened_by_id IS NULL)", name="reopened"),
        CheckConstraint(
            "reopened_by_id IS NULL OR reopened_by_id <> reopening_asked_by_id", name="two_people"
        ),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int] = mapped_column(Integer)
    report_id: Mapped[int] = mapped_column(ForeignKey("closing_report.id"))
    status: Mapped[ComplianceStatus] = mapped_column(Kind(ComplianceStatus))
    target: Mapped[int] = mapped_column(Hours)
    neutralised: Mapped[int] = mapped_column(Hours)
    validated: Mapped[int] = mapped_column(Hours)
    persons: Mapped[int] = mapped_column(Integer)
    sub_targets_met: Mapped[bool] = mapped_column(default=True)
    proposed_amount: Mapped[int | None] = mapped_column(Euros)
    decided_amount: Mapped[int | None] = mapped_column(Euros)
    comment: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date]
    closed_at: Mapped[datetime] = mapped_column(Instant)
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reopening_asked_on: Mapped[date | None]
    reopening_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reopening_asked_as: Mapped[Role | None] = mapped_column(Kind(Role))
    reopening_reason: Mapped[str | None] = mapped_column(Text)
    reopened_on: Mapped[date | None]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship()
    report: Mapped[ClosingReport] = relationship()
    closed_by: Mapped[User] = relationship(foreign_keys=[closed_by_id])
    reopening_asked_by: Mapped[User | None] = relationship(foreign_keys=[reopening_asked_by_id])
    reopened_by: Mapped[User | None] = relationship(foreign_keys=[reopened_by_id])
