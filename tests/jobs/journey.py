"""Which situations of the journey give each message? Played with the real acts, the facts drained after each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from clauses.access import gate
from clauses.access.policy import Actor
from clauses.actions import allocation, compliance
from clauses.actions.hours import months, participants, validation
from clauses.actions.markets import awards, filing, opinions, sizing
from clauses.config import PARIS, clock
from clauses.domain.kinds import (
    ContractType,
    Gender,
    JobState,
    LineState,
    LotResult,
    MarketForm,
    MarketType,
    Modality,
    NoClauseReason,
    OpinionResult,
    Procedure,
    Programme,
    RelayChoice,
    ReturnReason,
)
from clauses.domain.kinds_eligibility import USUAL
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch
from clauses.models.allocation import AllocationLine, Commitment
from clauses.models.hours import Eligibility, EmploymentContract
from clauses.models.journal import BackgroundJob
from clauses.models.people import Organization, User
from tests.moments import moment
from tests.portal import Portal

AI, ETTI, EI = Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT, Modality.SUBCONTRACT_EI
ADMITTED = (AI, ETTI, Modality.GEIQ_PLACEMENT, EI, Modality.SUBCONTRACT_ACI, Modality.DIRECT_HIRE)
PERSON = ("Yanis", "Bertin")
SECOND = ("Dounia", "Lamarque")


def by(start: str, organization: str | None = None) -> Actor:
    """The actor of an account of the demonstration, today."""
    user = db.session.scalars(select(User).where(User.email.startswith(f"{start}@", autoescape=True))).one()
    chosen = next(
        (m.id for m in user.memberships if organization is None or organization in m.organization.name), None
    )
    found = gate.identify(user.id, chosen, clock.today())
    assert found is not None
    return found


def organization(name: str) -> int:
    return db.session.scalars(
        select(Organization.id).where(Organization.name.contains(name, autoescape=True))
    ).one()


def at(day: str) -> datetime:
    """It is now the morning of this day."""
    clock.pretended = date.fromisoformat(day)
    return datetime.combine(clock.pretended, time(10, 30), PARIS)


@dataclass
class Journey:
    """A school: lot 1 is filed, awarded, planned, worked; lot 2 has no clause. `after` runs when facts are to leave."""

    files: Path
    after: Callable[[], Any]
    market_id: int = 0
    lot_id: int = 0
    commitment_id: int = 0

    def file(
        self, title: str = "Construction du groupe scolaire Simone-Signoret", place: str = "60057"
    ) -> None:
        now = at("2026-03-02")
        sandrine = by("sandrine.lemaire")
        market = filing.create_market(
            sandrine,
            filing.MarketFields(
                reference="2026-VB-014", title=title, market_type=MarketType.WORKS, market_form=MarketForm.ORDINARY,
                procedure=Procedure.ADAPTED, programme=Programme.NONE, amount=148_000_000, places=(place,),
                publication_date=date(2026, 3, 16), offers_deadline=date(2026, 4, 20),
                exec_start=date(2026, 6, 1), exec_months=12,
            ),
            now=now,
        )  # fmt: skip
        rows = [
            filing.LotFields(row=0, number=1, title="Gros œuvre", amount=142_000_000, trade="gros_oeuvre",
                             has_clause=True, no_clause_reason=None),
            filing.LotFields(row=1, number=2, title="Ascenseur", amount=6_000_000, trade=None, has_clause=False,
                             no_clause_reason=NoClauseReason.TECHNICAL),
        ]  # fmt: skip
        market = filing.save_lots(sandrine, market.id, rows, seen_version=None, now=now)
        self.market_id, self.lot_id = market.id, market.lots[0].id
        clause = sizing.ClauseFields(
            lot_id=self.lot_id, labour_share=4500, hourly_cost=3800, integration_rate=700, target_hours=60000,
            publics=tuple(c.value for c in USUAL), modalities=ADMITTED, deviation_reason="Offre locale",
        )  # fmt: skip
        sizing.save_clauses(sandrine, market.id, [clause], seen_version=None, now=now)

    def ask_opinion(self) -> None:
        question = "Le volume du gros œuvre vous paraît-il tenable ?"
        opinions.request_opinion(
            by("sandrine.lemaire"), self.market_id, question, seen_version=None, now=at("2026-03-02")
        )
        self.after()

    def give_opinion(self) -> None:
        now = at("2026-03-05")
        one = opinions.OpinionFields(
            self.lot_id, OpinionResult.FAVOURABLE_WITH_CHANGE, 56000, "Deux AI seulement."
        )
        opinions.give_opinions(by("claire.delattre"), self.market_id, [one], now=now)
        self.after()

    def award(self) -> None:
        now = at("2026-03-16")
        opinions.publish(by("sandrine.lemaire"), self.market_id, visible=True, without_opinion=False,
                         seen_version=None, now=now)  # fmt: skip
        now = at("2026-05-04")
        won = awards.AwardFields(
            result=LotResult.AWARDED, awardee_id=organization("Bâtisseurs du Thérain"), amount=139_800_000,
            notified_on=date(2026, 5, 4), exec_start=date(2026, 6, 1), exec_months=12,
        )  # fmt: skip
        awards.award_lot(by("sandrine.lemaire"), self.lot_id, won, seen_version=None, now=now)
        self.commitment_id = db.session.scalars(
            select(Commitment.id).where(Commitment.lot_id == self.lot_id)
        ).one()
        self.after()

    def commit(self) -> None:
        allocation.submit_commitment(
            by("mickael.roussel"), self.commitment_id, self._lines(50000, 4000, 6000),
            relay_choice=RelayChoice.RESOURCE_PERSON, contact="Mickaël Roussel, 03 53 01 00 02", signed=True,
            more_confirmed=False, version=None, now=at("2026-05-11"),
        )  # fmt: skip
        self.after()

    def propose(self) -> None:
        allocation.propose_plan(
            by("claire.delattre"), self.commitment_id, self._lines(48000, 6000, 6000), reason=None,
            difference_confirmed=False, version=None, now=at("2026-05-13"),
        )  # fmt: skip
        self.after()

    def accept(self) -> None:
        now = at("2026-05-18")
        for start, name in (("nadege.brunel", None), ("elodie.petit", "Beauvais"), ("olivier.lambert", None)):
            who = by(start, name)
            line = db.session.scalars(
                select(AllocationLine.id).where(
                    AllocationLine.structure_id == who.organization_id,
                    AllocationLine.state.in_((LineState.PROPOSED, LineState.COUNTERED)),
                )
            ).one()
            allocation.answer_line(who, line, LineState.ACCEPTED, hours=None, reason=None, message=None, version=None,
                                   now=now)  # fmt: skip
        self.after()

    def hire(self, name: tuple[str, str], start: str, modality: Modality, *, proven: bool = True) -> int:
        """A person with a contract from June on; returns the number of the contract."""
        now = at("2026-05-25")
        contract = {AI: ContractType.CDDU, ETTI: ContractType.MISSION}.get(modality, ContractType.CDDI)
        person, _ = participants.register_participant(
            by(start, "Beauvais" if modality is ETTI else None), self.lot_id,
            participants.Person(last_name=name[1], first_name=name[0], birth=date(1995, 4, 12), gender=Gender.UNSTATED,
                                commune_code="60057", priority_district=False, prescriber=None, categories=("RSA",),
                                informed=True),
            participants.Contract(modality, contract, date(2026, 6, 1), None, None), same_as=None, homonym=False,
            proof=None, proof_label="Attestation vue" if proven else None, files=self.files, now=now,
        )  # fmt: skip
        if proven:
            proof = db.session.scalars(
                select(Eligibility.id).where(Eligibility.participant_id == person.id)
            ).one()
            participants.decide_eligibility(
                by("claire.delattre"), proof, participants.Verdict.VALIDATE, effective_on=date(2026, 5, 20), message=None,
                now=now,
            )  # fmt: skip
        return db.session.scalars(
            select(EmploymentContract.id).where(EmploymentContract.participant_id == person.id)
        ).one()

    def enter(self, month: str, *rows: tuple[str, int, int]) -> None:
        """Type (account, contract, hours) for a month and send the report."""
        first = date.fromisoformat(f"{month}-01")
        now = at(f"{month[:5]}{first.month + 1:02}-08")
        for start, contract, hours in rows:
            who = by(start, "Beauvais" if start == "elodie.petit" else None)
            months.enter_hours(who, self.lot_id, first, [months.Typed(contract, hours * 100, comment="Heures vérifiées")],
                               now=now)  # fmt: skip
        months.submit_report(
            by("mickael.roussel"), self.lot_id, first, honour=True, nil=False, nil_comment=None, now=now
        )
        self.after()

    def decide(
        self, month: str, decision: validation.Decision = validation.Decision.VALIDATE, **more: Any
    ) -> None:
        first = date.fromisoformat(f"{month}-01")
        now = at(f"{month[:5]}{first.month + 1:02}-12")
        validation.decide_report(by("claire.delattre"), self.lot_id, first, decision, now=now, **more)
        self.after()

    def plan(self) -> None:
        """Everything up to a plan that all have accepted."""
        self._reach("_plan")

    def work(self) -> None:
        """From the first month to the target, by the relay alerted then due."""
        self._reach("_work")

    def _reach(self, story: str) -> None:
        """Play a story, or put it back where the whole background of a portal follows each act."""
        portal = getattr(self.after, "__self__", None)
        if isinstance(portal, Portal) and self.after == portal.run_jobs:
            numbers = _reached(portal, story)
            self.market_id, self.lot_id, self.commitment_id = numbers
        else:
            getattr(self, story)()

    def _plan(self) -> None:
        for step in (
            self.file,
            self.ask_opinion,
            self.give_opinion,
            self.award,
            self.commit,
            self.propose,
            self.accept,
        ):
            step()

    def _work(self) -> None:
        self.plan()
        first, second = (
            self.hire(PERSON, "nadege.brunel", AI),
            self.hire(SECOND, "nadege.brunel", AI, proven=False),
        )
        self.enter("2026-06", ("nadege.brunel", first, 120), ("nadege.brunel", second, 30))
        self.decide("2026-06", validation.Decision.RETURN, reason=ReturnReason.NOT_LINKED,
                    message="Les heures du 12 juin sont-elles bien sur ce lot ?")  # fmt: skip
        self.enter("2026-06", ("nadege.brunel", first, 110))
        self.decide("2026-06")
        self.enter("2026-07", ("nadege.brunel", first, 90))
        self.decide("2026-07")
        self.enter("2026-08", ("nadege.brunel", first, 40))
        self.decide("2026-08")
        relayed = self.hire(("Bilal", "Ferrand"), "elodie.petit", ETTI)
        for month, hours in (("2026-09", 190), ("2026-10", 190)):
            self.enter(month, ("elodie.petit", relayed, hours))
            self.decide(month)

    def report(self) -> int:
        now = at("2026-11-24")
        request = compliance.request_report(
            by("sandrine.lemaire"), self.market_id, as_of=date(2026, 10, 31), now=now
        )
        self.after()
        return request.id

    def fail_report(self, monkeypatch: Any) -> int:
        """A report whose making fails three times."""
        now = at("2026-11-24")

        def broken(run: Any) -> None:
            raise OSError("no space left")

        monkeypatch.setitem(dispatch.WORK, "report", broken)
        request = compliance.request_report(
            by("sandrine.lemaire"), self.market_id, as_of=date(2026, 9, 30), now=now
        )
        dispatch.drain()
        for _ in range(dispatch.ATTEMPTS):
            with write_transaction():
                db.session.execute(
                    update(BackgroundJob)
                    .where(BackgroundJob.state == JobState.QUEUED)
                    .values(not_before=clock.real())
                )
                db.session.commit()
            for job_id in dispatch.waiting_jobs():
                dispatch.run_job(job_id)
        self.after()
        return request.id

    def _lines(self, *hours: int) -> list[allocation.Line]:
        names = (
            (AI, "Coup d'Main Beauvaisis"),
            (ETTI, "agence de Beauvais"),
            (EI, "Bâti Solidaire Picardie"),
        )
        return [allocation.Line(m, organization(n), h, 2) for (m, n), h in zip(names, hours, strict=True)]


@moment
def _reached(portal: Portal, story: str) -> tuple[int, int, int]:
    """A story of the journey; the numbers of its market, of its lot and of its commitment."""
    journey = Journey(portal.app.config["SETTINGS"].files, portal.run_jobs)
    getattr(journey, story)()
    return journey.market_id, journey.lot_id, journey.commitment_id
