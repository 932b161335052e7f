"""How does a test reach the months of S04 fast? People hired and proven, hours typed, confirmed and validated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions.hours import evidence, months, participants, splitting, validation
from clauses.domain.files import Upload
from clauses.domain.kinds import ContractType, Gender, Modality, Prescriber
from clauses.domain.kinds_evidence import EvidenceKind, EvidenceVerdict
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.allocation import AllocationPlan
from clauses.models.evidence import Evidence
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, MonthlyReport, Participant
from clauses.queries import files, hours_evidence
from tests import stage
from tests.moments import moment
from tests.portal import Portal
from tests.sendable import pdf

AI, ETTI, EI = Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT, Modality.SUBCONTRACT_EI
KIND = {AI: ContractType.CDDU, ETTI: ContractType.MISSION, EI: ContractType.CDDI}
# Names of nobody: what must never be seen by a buyer, in a log, an address or a subject.
PEOPLE = {
    "P1": ("Zéphyrin", "Aubrespin", date(1988, 4, 12)),
    "P2": ("Ottilie", "Brancaleu", date(1996, 11, 3)),
    "P3": ("Nazaire", "Coquevert", date(1979, 7, 21)),
    "P4": ("Philomène", "Dartigolles", date(2001, 2, 9)),
}
NAMES = [name for first, last, _ in PEOPLE.values() for name in (first, last)]
# S04: (person, modality) -> hours, month by month.
MONTHS: tuple[tuple[date, dict[tuple[str, Modality], int]], ...] = (
    (date(2026, 9, 1), {("P1", AI): 70, ("P2", AI): 63}),
    (date(2026, 10, 1), {("P1", AI): 84, ("P2", AI): 77}),
    (date(2026, 11, 1), {("P1", AI): 84, ("P2", AI): 70}),
    (date(2026, 12, 1), {("P1", AI): 2, ("P2", AI): 30, ("P1", ETTI): 54}),
    (date(2027, 1, 1), {("P1", ETTI): 105, ("P2", ETTI): 98, ("P3", EI): 60, ("P4", EI): 52}),
    (date(2027, 2, 1), {("P1", ETTI): 98, ("P2", ETTI): 91, ("P3", EI): 70, ("P4", EI): 66}),
    (date(2027, 3, 1), {("P2", ETTI): 7, ("P3", EI): 10}),
)


@dataclass
class Site:
    """The lot 1 of the story, its plan and the contracts made on it so far."""

    portal: Portal
    plan: AllocationPlan
    lot_id: int
    contracts: dict[tuple[str, Modality], int] = field(default_factory=dict)

    def employer(self, modality: Modality) -> Actor:
        starts = {
            AI: ("nadege.brunel", None),
            ETTI: ("elodie.petit", "agence de Beauvais"),
            EI: ("olivier.lambert", None),
        }
        return stage.actor(*starts[modality])

    def hire(
        self, who: str, modality: Modality, starts_on: date, *, proven_on: date | None = date(2026, 8, 20)
    ) -> int:
        """Hire a person of the story; the resource person has checked the proof unless `proven_on` is None."""
        first, last, birth = PEOPLE[who]
        known = db.session.scalars(select(Participant).where(Participant.last_name == last)).one_or_none()
        person, eligible = participants.register_participant(
            self.employer(modality),
            self.lot_id,
            participants.Person(
                last_name=last, first_name=first, birth=birth, gender=Gender.UNSTATED, commune_code="60057",
                priority_district=True, prescriber=Prescriber.FRANCE_TRAVAIL, categories=("RSA",), informed=True,
            ),
            participants.Contract(modality, KIND[modality], starts_on, None, "Chef d'équipe"),
            same_as=known.id if known else None, homonym=False, proof=None, proof_label="Attestation",
            files=self.portal.app.config["SETTINGS"].files, now=self.portal.now,
        )  # fmt: skip
        if not eligible and proven_on is not None:
            # A proof is fresh on the first day: that of August serves in the autumn, a newer one after it.
            self.prove(person.id, max(proven_on, starts_on - timedelta(days=30)))
        contract = db.session.scalars(
            select(EmploymentContract.id).where(
                EmploymentContract.participant_id == person.id,
                EmploymentContract.employer_id == self.employer(modality).organization_id,
            )
        ).one()
        self.contracts[who, modality] = contract
        if modality is EI:
            self.declare_subcontractor(starts_on)
        return person.id

    def declare_subcontractor(self, month: date) -> None:
        """The deed (DC4) of the EI is put by the holder and accepted: without it, its hours wait."""
        known = select(Evidence.id).where(Evidence.lot_id == self.lot_id)
        if db.session.scalar(known) is not None:
            return
        team = (self.employer(EI).organization_id, None)
        sent = files.check(Upload("dc4.pdf", pdf(b"(acte de sous-traitance)")), field="e_file")
        piece = evidence.Piece(EvidenceKind.SUBCONTRACTING_DEED, {team})
        put = evidence.put_evidence(
            stage.actor("mickael.roussel"), self.lot_id, month_of(month), piece, sent,
            files=self.portal.app.config["SETTINGS"].files, now=self.portal.now,
        )  # fmt: skip
        evidence.decide_evidence(
            stage.actor("claire.delattre"), put.id, EvidenceVerdict.ACCEPT, None, now=self.portal.now
        )

    def put_documents(self, month: date) -> None:
        """Each employer puts what its lines of the month ask for, one file for each nature."""
        report = db.session.scalars(
            select(MonthlyReport).where(MonthlyReport.lot_id == self.lot_id, MonthlyReport.month == month)
        ).one()
        covers: dict[tuple[EvidenceKind, Modality], set[tuple[int, int | None]]] = {}
        for one in hours_evidence.of_reports([report])[report.id]:
            if one.missing:
                covers.setdefault((one.kind, one.modality), set()).add((one.employer_id, one.participant_id))
        for (kind, modality), people in covers.items():
            sent = files.check(
                Upload(
                    f"{kind}.pdf", pdf(f"({kind} {modality} {month} {sorted(map(str, people))})".encode())
                ),
                field="e_file",
            )
            evidence.put_evidence(
                self.employer(modality), self.lot_id, month, evidence.Piece(kind, people), sent,
                files=self.portal.app.config["SETTINGS"].files, now=self.portal.now,
            )  # fmt: skip

    def contract_of(self, who: str, modality: Modality) -> int:
        """The contract of a person in a modality, made by the relay or by hand."""
        return db.session.scalars(
            select(EmploymentContract.id).join(Participant).where(
                EmploymentContract.modality == modality, Participant.last_name == PEOPLE[who][1]
            )
        ).one()  # fmt: skip

    def prove(self, participant_id: int, effective_on: date) -> None:
        pending = db.session.scalars(
            select(Eligibility)
            .where(Eligibility.participant_id == participant_id)
            .order_by(Eligibility.id.desc())
        ).first()
        assert pending is not None
        participants.decide_eligibility(
            stage.actor("claire.delattre"), pending.id, participants.Verdict.VALIDATE, effective_on=effective_on,
            message=None, now=self.portal.now,
        )  # fmt: skip

    def enter(self, month: date, hours: Mapping[tuple[str, Modality], int]) -> None:
        """Each employer types the hours of its own people."""
        for modality in dict.fromkeys(m for _, m in hours):
            rows = [
                months.Typed(self.contracts[who, m], worked * 100)
                for (who, m), worked in hours.items()
                if m is modality
            ]
            months.enter_hours(self.employer(modality), self.lot_id, month, rows, now=self.portal.now)

    def submit(self, month: date) -> MonthlyReport:
        return months.submit_report(
            stage.actor("mickael.roussel"), self.lot_id, month, honour=True, nil=False, nil_comment=None,
            now=self.portal.now,
        )  # fmt: skip

    def validate(self, month: date) -> validation.Decided:
        return validation.decide_report(
            stage.actor("claire.delattre"),
            self.lot_id,
            month,
            validation.Decision.VALIDATE,
            now=self.portal.now,
        )

    def entry(self, month: date, who: str, modality: Modality) -> HoursEntry:
        last = PEOPLE[who][1]
        return db.session.scalars(
            select(HoursEntry).join(MonthlyReport).join(Participant, Participant.id == HoursEntry.participant_id).where(
                MonthlyReport.month == month, HoursEntry.modality == modality, Participant.last_name == last
            )
        ).one()  # fmt: skip


@moment
def begun(portal: Portal) -> Site:
    """The plan is settled; P1 and P2 are hired by the AI on 1 September 2026 and proven."""
    plan = stage.settled(portal)
    site = Site(portal, plan, stage.lot(1).id)
    portal.day("2026-08-31")
    for who in ("P1", "P2"):
        site.hire(who, AI, date(2026, 9, 1))
    return site


@moment
def submitted_month(portal: Portal) -> Site:
    """September 2026 is typed by the AI and confirmed by the company on 8 October."""
    site = begun(portal)
    portal.day("2026-10-08")
    month, hours = MONTHS[0]
    site.enter(month, hours)
    site.submit(month)
    return site


@moment
def played(portal: Portal, until: int = 7) -> Site:
    """The first `until` months of S04, each validated on the 12th of the next month."""
    site = begun(portal)
    for number, (month, hours) in enumerate(MONTHS[:until]):
        next_month = add_months(month, 1)
        portal.day(next_month.replace(day=8).isoformat())
        if number == 4:
            site.hire("P2", ETTI, date(2027, 1, 1))
            for who in ("P3", "P4"):
                site.hire(who, EI, date(2027, 1, 1))
        if number == 3:
            typed = {("P1", AI): 56, ("P2", AI): 30}
            site.enter(month, typed)
            splitting.split_entry(
                site.employer(AI), site.lot_id, month, site.entry(month, "P1", AI).id, now=portal.now
            )
            site.contracts["P1", ETTI] = site.contract_of("P1", ETTI)
        else:
            site.enter(month, hours)
        site.submit(month)
        portal.day(next_month.replace(day=12).isoformat())
        site.validate(month)
    return site
