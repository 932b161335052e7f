"""Who worked, on what proof, and how many hours were declared and validated, for ever?

`HoursEntry` is what was typed for one person, one lot, one month and one employer. `LedgerLine` is what counts:
append-only (triggers on both databases), signed, each correction pointing at the line it reverses.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import (
    ContractType,
    EligibilityState,
    EntryState,
    Gender,
    LedgerKind,
    Modality,
    OverrideReason,
    Prescriber,
    RelayState,
    ReportState,
    ReturnReason,
)
from clauses.domain.kinds_eligibility import EligibilityCategory, JobseekerDefinition, ProofBasis
from clauses.extensions import Base
from clauses.models.files import StoredFile as StoredFile
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.sealed import SealedJson, SealedKind, SealedText
from clauses.models.types import Hours, Instant, Kind, Versioned
from clauses.wording.personal_data import PERSON_NUMBER


class Participant(Versioned, Base):
    """A person counted in a clause. Names are for those who accompany or employ the person, never the buyer."""

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint(
            "(pseudonymised_on IS NULL AND birth IS NOT NULL) OR (pseudonymised_on IS NOT NULL AND birth IS NULL"
            " AND last_name = '' AND first_name = '' AND fold = '' AND commune_code IS NULL)",
            name="pseudonymised",
        ),
        Index("ix_participant_birth_fold", "birth", "fold"),
    )

    last_name: Mapped[str] = mapped_column(String(80))
    first_name: Mapped[str] = mapped_column(String(80))
    fold: Mapped[str] = mapped_column(
        String(170)
    )  # names without accents or case: finds the same person again
    birth: Mapped[date | None]  # none once the person is a number
    gender: Mapped[Gender] = mapped_column(Kind(Gender), default=Gender.UNSTATED)
    commune_code: Mapped[str | None] = mapped_column(String(5))  # at entry (R26)
    # Where somebody lives and who sends them tell the ground: sealed, as the grounds are.
    priority_district: Mapped[bool] = mapped_column(
        SealedJson("participant.priority_district"), default=False
    )
    prescriber: Mapped[Prescriber | None] = mapped_column(SealedKind(Prescriber, "participant.prescriber"))
    informed_on: Mapped[date]
    pseudonymised_on: Mapped[date | None]  # what tells who the person is was removed then; the hours stay
    created_by_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)

    eligibilities: Mapped[list["Eligibility"]] = relationship(back_populates="participant")
    contracts: Mapped[list["EmploymentContract"]] = relationship(back_populates="participant")

    @property
    def name(self) -> str:
        if self.pseudonymised_on:
            return PERSON_NUMBER.format(number=self.id)
        return f"{self.first_name} {self.last_name}"

    @property
    def short(self) -> str:
        if self.pseudonymised_on:
            return self.name
        return f"{self.first_name} {self.last_name[:1]}."


class Eligibility(Versioned, Base):
    """The proof that a person was eligible at hiring, and what the resource person decided (R11)."""

    __tablename__ = "eligibility"
    __table_args__ = (Index("ix_eligibility_state_submitted_on", "state", "submitted_on"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    categories: Mapped[list[str]] = mapped_column(SealedJson("eligibility.categories"), default=list)
    hired_on: Mapped[date]
    proof_label: Mapped[str | None] = mapped_column(SealedText("eligibility.proof_label"))
    proof_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    # Where the person lived on the day of hiring: commune, priority district, and the map that was in force (R26).
    residence: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("eligibility.residence"))
    state: Mapped[EligibilityState] = mapped_column(Kind(EligibilityState), default=EligibilityState.PENDING)
    effective_on: Mapped[date | None]
    issued_on: Mapped[date | None]  # the day of the document, when it is not the day it takes effect
    ground: Mapped[EligibilityCategory | None] = mapped_column(
        SealedKind(EligibilityCategory, "eligibility.ground")
    )  # the situation that was retained
    basis: Mapped[ProofBasis | None] = mapped_column(SealedKind(ProofBasis, "eligibility.basis"))
    definition: Mapped[JobseekerDefinition | None] = mapped_column(
        SealedKind(JobseekerDefinition, "eligibility.definition")
    )  # that of the clause, the day it was decided
    valid_until: Mapped[date | None]
    message: Mapped[str | None] = mapped_column(SealedText("eligibility.message"))
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    submitted_on: Mapped[date]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_on: Mapped[date | None]

    participant: Mapped[Participant] = relationship(back_populates="eligibilities")
    submitted_by: Mapped[Organization] = relationship()
    proof_file: Mapped[StoredFile | None] = relationship()


class EmploymentContract(Versioned, Base):
    """A person employed by a structure or by the company itself, on a lot, by a modality."""

    __tablename__ = "employment_contract"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
        UniqueConstraint("participant_id", "lot_id", "employer_id", "starts_on"),
        Index("ix_employment_contract_lot_id_employer_id", "lot_id", "employer_id"),
    )

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    modality: Mapped[Modality] = mapped_column(Kind(Modality))
    contract_type: Mapped[ContractType] = mapped_column(Kind(ContractType))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    tutor: Mapped[str | None] = mapped_column(String(160))
    reception: Mapped[list[str]] = mapped_column(JSON, default=list)  # what was ready for the first day

    participant: Mapped[Participant] = relationship(back_populates="contracts")
    lot: Mapped[Lot] = relationship()
    employer: Mapped[Organization] = relationship()


class MonthlyReport(Versioned, Base):
    """One lot, one month: what was typed, by whom it was confirmed and what was decided."""

    __tablename__ = "monthly_report"
    __table_args__ = (
        UniqueConstraint("lot_id", "month"),
        CheckConstraint(
            "(state IN ('submitted', 'validated', 'partly_validated', 'nil')) <= (submitted_on IS NOT NULL)",
            name="submitted",
        ),
        Index("ix_monthly_report_state_month", "state", "month"),
        Index("ix_monthly_report_month", "month"),
        Index("ix_monthly_report_decided_on", "decided_on"),
        Index(
            "ix_monthly_report_lot_id_decided_on", "lot_id", "decided_on"
        ),  # what was decided lately on some lots
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    month: Mapped[date]
    state: Mapped[ReportState] = mapped_column(Kind(ReportState), default=ReportState.DRAFT)
    nil_comment: Mapped[str | None] = mapped_column(String(300))
    submitted_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    return_reason: Mapped[ReturnReason | None] = mapped_column(Kind(ReturnReason))
    return_message: Mapped[str | None] = mapped_column(String(500))

    lot: Mapped[Lot] = relationship()
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    entries: Mapped[list["HoursEntry"]] = relationship(back_populates="report", order_by="HoursEntry.id")
    staff: Mapped[list["StaffHours"]] = relationship(back_populates="report", order_by="StaffHours.id")


UNDECIDED = (EntryState.DRAFT, EntryState.PENDING_EVIDENCE, EntryState.PENDING_ELIGIBILITY)
_UNDECIDED = text(f"state IN ({', '.join(repr(one.value) for one in UNDECIDED)})")
_PENDING = text(f"state = {EntryState.PENDING_EVIDENCE.value!r}")
_TRAINED = text("training > 0")


class HoursEntry(Versioned, Base):
    """Hours typed for one person in one month on one lot with one employer (unique: R13)."""

    __tablename__ = "hours_entry"
    __table_args__ = (
        UniqueConstraint("report_id", "participant_id", "employer_id", "modality"),
        CheckConstraint("worked >= 0 AND worked <= 74400", name="worked"),  # 24 h x 31 days
        CheckConstraint("training >= 0 AND training <= 74400", name="training"),
        Index("ix_hours_entry_participant_id", "participant_id"),
        Index("ix_hours_entry_employer_id_report_id", "employer_id", "report_id"),
        # What is not decided yet, waits for a document or holds training: a few of the entries, asked at each home page.
        Index("ix_hours_entry_undecided", "participant_id", sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED),
        Index("ix_hours_entry_pending", "state", "report_id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_hours_entry_trained", "participant_id", sqlite_where=_TRAINED, postgresql_where=_TRAINED),
    )  # fmt: skip

    report_id: Mapped[int] = mapped_column(ForeignKey("monthly_report.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    modality: Mapped[Modality] = mapped_column(Kind(Modality))
    worked: Mapped[int] = mapped_column(Hours)
    training: Mapped[int] = mapped_column(Hours, default=0)
    comment: Mapped[str | None] = mapped_column(Text)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # whose line it is
    state: Mapped[EntryState] = mapped_column(Kind(EntryState), default=EntryState.DRAFT)
    refusal_reason: Mapped[ReturnReason | None] = mapped_column(Kind(ReturnReason))

    report: Mapped[MonthlyReport] = relationship(back_populates="entries")
    participant: Mapped[Participant] = relationship()
    employer: Mapped[Organization] = relationship(foreign_keys=[employer_id])
    entered_by: Mapped[Organization] = relationship(foreign_keys=[entered_by_id])


# Written out, values too: a partial index serves only the questions that say its own words.
UNDECIDED_ENTRY = HoursEntry.state.in_([literal_column(repr(one.value)) for one in UNDECIDED])
PENDING_ENTRY = HoursEntry.state == literal_column(repr(EntryState.PENDING_EVIDENCE.value))
TRAINED_ENTRY = HoursEntry.training > literal_column("0")


class StaffHours(Versioned, Base):
    """Hours of a subcontractor's permanent staff on a lot in a month: told, priced with the others, never counted (R12)."""

    __tablename__ = "staff_hours"
    __table_args__ = (
        UniqueConstraint("report_id", "employer_id"),
        CheckConstraint("hours > 0", name="hours"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("monthly_report.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    hours: Mapped[int] = mapped_column(Hours)

    report: Mapped[MonthlyReport] = relationship(back_populates="staff")
    employer: Mapped[Organization] = relationship()


class LedgerLine(Base):
    """Hours that count, or their exact reversal. Never updated, never deleted; totals are sums of it."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal"),
        CheckConstraint(
            "(kind = 'validation' AND hours > 0) OR (kind = 'reversal' AND hours < 0)", name="sign"
        ),
        # The persons of some lots, the hours of a person over some months: read from the index alone, whatever else the
        # ledger holds.
        Index("ix_ledger_line_of_lot", "lot_id", "month", "participant_id", "hours", "recorded_on"),
        Index("ix_ledger_line_of_participant", "participant_id", "month", "modality", "lot_id", "hours"),
        Index("ix_ledger_line_entry_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[LedgerKind] = mapped_column(Kind(LedgerKind))
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    modality: Mapped[Modality] = mapped_column(Kind(Modality))
    month: Mapped[date]
    hours: Mapped[int] = mapped_column(Hours)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_line.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(300))
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Relay(Versioned, Base):
    """A person whose AI hours come near the convention's 240 h: what is prepared, agreed or overridden (R6)."""

    __tablename__ = "relay"
    __table_args__ = (
        UniqueConstraint("participant_id", "lot_id"),
        CheckConstraint("(state = 'overridden') = (override_reason IS NOT NULL)", name="override"),
        CheckConstraint(
            "(state = 'agreed') <= (answered_on IS NOT NULL AND consented_on IS NOT NULL)", name="agreed"
        ),
    )

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    state: Mapped[RelayState] = mapped_column(Kind(RelayState), default=RelayState.TO_PREPARE)
    alerted_on: Mapped[date]
    alert_month: Mapped[date]
    to_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    planned_on: Mapped[date | None]
    override_reason: Mapped[OverrideReason | None] = mapped_column(Kind(OverrideReason))
    answered_on: Mapped[date | None]  # the day the ETTI said yes to this proposal
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    consented_on: Mapped[date | None]  # the day the person said yes
    consented_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # who wrote it down
    done_on: Mapped[date | None]
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("employment_contract.id"))  # of the hand-over

    participant: Mapped[Participant] = relationship()
    lot: Mapped[Lot] = relationship()
    employer: Mapped[Organization] = relationship(foreign_keys=[employer_id])
    to: Mapped[Organization | None] = relationship(foreign_keys=[to_id])
