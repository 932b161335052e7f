"""Who is in a pathway in a structure, what can they do, who may read it, and how did a trial placement end?"""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import ContractType
from clauses.domain.kinds_cooperation import ExitType
from clauses.domain.kinds_pathways import NextStep, SkillLevel, TrialResult
from clauses.extensions import Base
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.people import Organization
from clauses.models.sealed import SealedText
from clauses.models.types import Hours, Kind, Versioned


class TrialPlacement(Versioned, Base):
    """A mission that is a test before hiring: its outcome is asked on the last day (S11)."""

    __tablename__ = "trial_placement"
    __table_args__ = (
        CheckConstraint("(result IS NULL) = (answered_on IS NULL)", name="answered"),
        CheckConstraint("(result IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("employment_contract.id"), unique=True)
    marked_on: Mapped[date]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    result: Mapped[TrialResult | None] = mapped_column(Kind(TrialResult))
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    contract: Mapped[EmploymentContract] = relationship()


class PathwayEmployee(Versioned, Base):
    """A person in a pathway in one structure; `starts_on` and the rest are those of a contract on no lot, when there is
    one: the contracts of lots are read where they are."""

    __tablename__ = "pathway_employee"
    __table_args__ = (
        UniqueConstraint("participant_id", "organization_id"),
        CheckConstraint("ends_on IS NULL OR (starts_on IS NOT NULL AND ends_on >= starts_on)", name="order"),
        CheckConstraint("(starts_on IS NULL) = (contract_type IS NULL)", name="contract"),
        CheckConstraint("weekly_hours IS NULL OR weekly_hours BETWEEN 100 AND 4800", name="weekly_hours"),
        CheckConstraint("next_step_on IS NULL OR next_step IS NOT NULL", name="next_step"),
    )

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    contract_type: Mapped[ContractType | None] = mapped_column(Kind(ContractType))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    weekly_hours: Mapped[int | None] = mapped_column(Hours)
    next_step: Mapped[NextStep | None] = mapped_column(Kind(NextStep))
    next_step_on: Mapped[date | None]
    portfolio_on: Mapped[date | None]  # the last day on which the portfolio was updated
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    participant: Mapped[Participant] = relationship()
    organization: Mapped[Organization] = relationship()
    skills: Mapped[list["SkillEntry"]] = relationship(
        back_populates="pathway", order_by="SkillEntry.observed_on.desc(), SkillEntry.id.desc()"
    )
    consents: Mapped[list["PortfolioConsent"]] = relationship(
        back_populates="pathway", order_by="PortfolioConsent.id"
    )

    exit: Mapped["PathwayExit | None"] = relationship(back_populates="pathway")

    @property
    def consented_on(self) -> date | None:
        """The day of the agreement that stands; None when none was given, or when it was taken back."""
        return next((one.given_on for one in self.consents if one.withdrawn_on is None), None)


class PathwayExit(Versioned, Base):
    """How somebody's leaving is prepared, and what it was: opened before the end of the contract, told after (F11, R14)."""

    __tablename__ = "pathway_exit"
    __table_args__ = (
        CheckConstraint("(left_on IS NULL) = (exit_type IS NULL)", name="told"),
        CheckConstraint("(left_on IS NULL) = (told_by_id IS NULL)", name="told_by"),
        CheckConstraint("(opened_on IS NULL) = (opened_by_id IS NULL)", name="opened_by"),
        CheckConstraint("opened_on IS NOT NULL OR left_on IS NOT NULL", name="something"),
    )

    pathway_id: Mapped[int] = mapped_column(ForeignKey("pathway_employee.id"), unique=True)
    opened_on: Mapped[date | None]  # the day the preparation began
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    left_on: Mapped[date | None]
    exit_type: Mapped[ExitType | None] = mapped_column(Kind(ExitType))
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    pathway: Mapped[PathwayEmployee] = relationship(back_populates="exit")


class SkillEntry(Versioned, Base):
    """One skill of a portfolio, with what shows it; in words of the structure, kept closed."""

    __tablename__ = "skill_entry"

    pathway_id: Mapped[int] = mapped_column(ForeignKey("pathway_employee.id"), index=True)
    skill: Mapped[str] = mapped_column(SealedText("skill_entry.skill"))
    level: Mapped[SkillLevel] = mapped_column(Kind(SkillLevel))
    evidence: Mapped[str | None] = mapped_column(SealedText("skill_entry.evidence"))
    observed_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    pathway: Mapped[PathwayEmployee] = relationship(back_populates="skills")


class PortfolioConsent(Versioned, Base):
    """The person's agreement to show the portfolio to the SIAE of the territory: dated, and dated when taken back."""

    __tablename__ = "portfolio_consent"
    __table_args__ = (
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="order"),
    )

    pathway_id: Mapped[int] = mapped_column(ForeignKey("pathway_employee.id"), index=True)
    given_on: Mapped[date]
    noted_on: Mapped[date]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    pathway: Mapped[PathwayEmployee] = relationship(back_populates="consents")
