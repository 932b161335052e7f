"""How does a test reach two lots of one company that employs the same person on both, proven?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions.hours import months, participants, validation
from clauses.domain.kinds import ContractType, Gender, Modality
from clauses.extensions import db
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.people import Membership, User
from tests import stage
from tests.moments import moment
from tests.portal import Portal

HOLDER = "Élec'Oise Réseaux"
NAME = ("Wilfrid", "Eustachon", date(1990, 5, 5))
OCTOBER = date(2026, 10, 1)
LOTS = (4, 5)


@dataclass
class TwoLots:
    portal: Portal
    lots: dict[int, int]  # number -> lot
    contracts: dict[int, int]  # number -> contract

    @property
    def company(self) -> Actor:
        return stage.actor(start_of(HOLDER))

    def enter(self, number: int, month: date, hours: int, comment: str | None = None) -> None:
        """The company types the hours of the person on one of its lots; whole hours."""
        row = months.Typed(self.contracts[number], hours * 100, None, comment)
        months.enter_hours(self.company, self.lots[number], month, [row], now=self.portal.now)

    def submit(self, number: int, month: date) -> MonthlyReport:
        return months.submit_report(
            self.company,
            self.lots[number],
            month,
            honour=True,
            nil=False,
            nil_comment=None,
            now=self.portal.now,
        )

    def validate(self, number: int, month: date) -> validation.Decided:
        return validation.decide_report(
            stage.actor("claire.delattre"),
            self.lots[number],
            month,
            validation.Decision.VALIDATE,
            now=self.portal.now,
        )

    def entry(self, number: int, month: date) -> HoursEntry:
        return db.session.scalars(
            select(HoursEntry).join(MonthlyReport).where(
                MonthlyReport.lot_id == self.lots[number], MonthlyReport.month == month
            )
        ).one()  # fmt: skip


def start_of(organization: str) -> str:
    """The start of the address of somebody of an organization."""
    email = db.session.scalars(
        select(User.email)
        .join(Membership)
        .where(Membership.organization_id == stage.organization(organization).id)
    ).first()
    assert email is not None
    return str(email).split("@")[0]


@moment
def two_lots(portal: Portal) -> TwoLots:
    """Lots 4 and 5 are held by one company, which hires one person on both from 1 October 2026."""
    market = stage.published(portal)
    lots = {}
    for number in LOTS:
        stage.awarded(portal, number, HOLDER, market=market)
        lots[number] = stage.lot(number).id
    portal.day("2026-10-01")
    contracts: dict[int, int] = {}
    known: int | None = None
    for number in LOTS:
        person, _ = participants.register_participant(
            stage.actor(start_of(HOLDER)), lots[number],
            participants.Person(NAME[1], NAME[0], NAME[2], Gender.MAN, None, False, None, ("DELD",), True),
            participants.Contract(Modality.DIRECT_HIRE, ContractType.CDD, OCTOBER, None, None),
            same_as=known, homonym=False, proof=None, proof_label="Attestation",
            files=portal.app.config["SETTINGS"].files, now=portal.now,
        )  # fmt: skip
        known = person.id
        contracts[number] = db.session.scalars(
            select(EmploymentContract.id).where(
                EmploymentContract.participant_id == person.id, EmploymentContract.lot_id == lots[number]
            )
        ).one()
    for proof in db.session.scalars(select(Eligibility.id).where(Eligibility.participant_id == known)).all():
        participants.decide_eligibility(
            stage.actor("claire.delattre"), proof, participants.Verdict.VALIDATE, effective_on=date(2026, 9, 20),
            message=None, now=portal.now,
        )  # fmt: skip
    return TwoLots(portal, lots, contracts)
