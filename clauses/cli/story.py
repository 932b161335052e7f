"""What is under way when a newcomer opens the demonstration? A school being built, five months into its works.

Played with the same actions as the screens, at dates that lead to today: every dashboard has something to do, and
every figure has its proof. All the people are fictitious.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from clauses.access import gate
from clauses.access.policy import Actor
from clauses.actions import allocation, markets
from clauses.actions.hours import evidence, months, participants, validation
from clauses.config import PARIS, FilesPlace
from clauses.domain.files import Upload
from clauses.domain.kinds import (
    ContractType,
    Gender,
    LineState,
    LotResult,
    MarketForm,
    MarketType,
    Modality,
    NoClauseReason,
    OpinionResult,
    Prescriber,
    Procedure,
    Programme,
    RelayChoice,
)
from clauses.domain.kinds_eligibility import USUAL
from clauses.domain.kinds_evidence import EvidenceKind, EvidenceVerdict
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, Commitment
from clauses.models.hours import Eligibility, EmploymentContract
from clauses.models.markets import Market
from clauses.models.people import Organization, User
from clauses.queries import files

AI, ETTI, EI = Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT, Modality.SUBCONTRACT_EI
ADMITTED = (AI, ETTI, Modality.GEIQ_PLACEMENT, EI, Modality.SUBCONTRACT_ACI, Modality.DIRECT_HIRE)
EMPLOYERS = {
    AI: ("nadege.brunel", None),
    ETTI: ("elodie.petit", "agence de Beauvais"),
    EI: ("olivier.lambert", None),
}
DEED = (  # one page that says what it is, as small as a PDF may be
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n"
    b"4 0 obj\n<</Length 78>>\nstream\nBT /F1 14 Tf 60 760 Td (Acte de sous-traitance, exemplaire de demonstration) Tj ET"
    b"\nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
    b"trailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"
)
CONTRACTS = {AI: ContractType.CDDU, ETTI: ContractType.MISSION, EI: ContractType.CDDI}
PEOPLE = {
    "Kévin": ("Kévin", "Marolle", date(1997, 5, 14), Gender.MAN, AI),
    "Sabine": ("Sabine", "Toussart", date(1984, 9, 2), Gender.WOMAN, AI),
    "Moussa": ("Moussa", "Keïta", date(1991, 1, 23), Gender.MAN, ETTI),
    "Laurence": ("Laurence", "Vanneste", date(1972, 12, 7), Gender.WOMAN, EI),
}
# Hours by month of the works; the last month is typed and confirmed, and waits for the resource person.
WORKED: tuple[dict[str, int], ...] = (
    {"Kévin": 63, "Sabine": 49, "Moussa": 42},
    {"Kévin": 70, "Sabine": 56, "Moussa": 63, "Laurence": 35},
    {"Kévin": 66, "Sabine": 42, "Moussa": 70, "Laurence": 70},
    {"Kévin": 28, "Sabine": 49, "Moussa": 77, "Laurence": 63},
)
LOTS = (
    (1, "Gros œuvre", 1_420_000, "gros_oeuvre", 4500, 700, 1190),
    (2, "Charpente-couverture", 460_000, "couverture", 4000, 500, 245),
    (3, "Peinture-sols", 280_000, "peinture_sols", 6000, 1000, 455),
    (4, "Ascenseur", 62_000, None, None, None, None),
)


@dataclass
class Teller:
    """Plays the story; `day` is the day of the act being played."""

    today: date
    files: FilesPlace
    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(10, 30), PARIS)

    def actor(self, start: str, organization: str | None = None) -> Actor:
        user = db.session.scalars(
            select(User).where(User.email.startswith(f"{start}@", autoescape=True))
        ).one()
        chosen = next(
            (m.id for m in user.memberships if organization is None or organization in m.organization.name),
            None,
        )
        found = gate.identify(user.id, chosen, self.day)
        assert found is not None
        return found


def organization(name: str) -> int:
    return db.session.scalars(
        select(Organization.id).where(Organization.name.contains(name, autoescape=True))
    ).one()


def tell(today: date, files: FilesPlace) -> None:
    """Play everything up to today."""
    teller = Teller(today, files, today)
    start = add_months(month_of(today), -len(WORKED))
    school = _school(teller, start)
    commitment = _commit(teller, school, start)
    contracts = _hire(teller, commitment, start)
    _deed(teller, commitment, start)
    _work(teller, commitment, contracts, start)
    _consultation(teller)
    _draft(teller)


def _file(teller: Teller, reference: str, title: str, *, start: date, deadline: date, lots: tuple) -> Market:  # type: ignore[type-arg]
    sandrine = teller.actor("sandrine.lemaire")
    fields = markets.MarketFields(
        reference=reference, title=title, market_type=MarketType.WORKS, market_form=MarketForm.ORDINARY,
        procedure=Procedure.ADAPTED, programme=Programme.NPNRU, amount=sum(lot[2] for lot in lots) * 100,
        places=("60057",), publication_date=add_months(deadline, -1), offers_deadline=deadline, exec_start=start,
        exec_months=12,
    )  # fmt: skip
    market = markets.create_market(sandrine, fields, now=teller.now())
    rows = [
        markets.LotFields(row=i, number=n, title=name, amount=amount * 100, trade=trade, has_clause=hours is not None,
                         no_clause_reason=None if hours else NoClauseReason.TECHNICAL)
        for i, (n, name, amount, trade, _, _, hours) in enumerate(lots)
    ]  # fmt: skip
    market = markets.save_lots(sandrine, market.id, rows, seen_version=None, now=teller.now())
    ids = {lot.number: lot.id for lot in market.lots}
    clauses = [
        markets.ClauseFields(lot_id=ids[n], labour_share=share, hourly_cost=3800, integration_rate=rate,
                            target_hours=hours * 100, publics=tuple(c.value for c in USUAL),
                            modalities=ADMITTED, penalty_hour=5000)
        for n, _, _, _, share, rate, hours in lots
        if hours
    ]  # fmt: skip
    return markets.save_clauses(sandrine, market.id, clauses, seen_version=None, now=teller.now())


def _publish(teller: Teller, market: Market, opinion_on: date, publish_on: date) -> Market:
    sandrine, claire = teller.actor("sandrine.lemaire"), teller.actor("claire.delattre")
    markets.request_opinion(sandrine, market.id, None, seen_version=None, now=teller.now())
    teller.day = opinion_on
    given = [markets.OpinionFields(lot.id, OpinionResult.FAVOURABLE) for lot in market.lots if lot.has_clause]
    markets.give_opinions(claire, market.id, given, now=teller.now())
    teller.day = publish_on
    return markets.publish(
        sandrine, market.id, visible=True, without_opinion=False, seen_version=None, now=teller.now()
    )


def _school(teller: Teller, start: date) -> Market:
    """Filed six months before the works, published, then lots 1 and 2 awarded."""
    teller.day = add_months(start, -6)
    title = "Construction du groupe scolaire Simone-Signoret, quartier Argentine"
    market = _file(
        teller, f"{start.year}-VB-007", title, start=start, deadline=add_months(start, -4), lots=LOTS
    )
    market = _publish(teller, market, teller.day.replace(day=4), teller.day.replace(day=15))
    teller.day = add_months(start, -2)
    holders = {1: ("Bâtisseurs du Thérain", 139_800_000), 2: ("Couverture Picarde Lenoir", 45_100_000)}
    for lot in market.lots:
        if lot.number in holders:
            name, amount = holders[lot.number]
            won = markets.AwardFields(result=LotResult.AWARDED, awardee_id=organization(name), amount=amount,
                                     notified_on=teller.day, exec_start=start, exec_months=12)  # fmt: skip
            markets.award_lot(
                teller.actor("sandrine.lemaire"), lot.id, won, seen_version=None, now=teller.now()
            )
    return market


def _commit(teller: Teller, market: Market, start: date) -> Commitment:
    """The holder of lot 1 declares, the resource person relays to the ETTI, the structures accept."""
    first = next(lot for lot in market.lots if lot.number == 1)
    commitment = db.session.scalars(select(Commitment).where(Commitment.lot_id == first.id)).one()
    names = ((AI, "Coup d'Main Beauvaisis"), (ETTI, "agence de Beauvais"), (EI, "Bâti Solidaire Picardie"))

    def lines(*hours: int) -> list[allocation.Line]:
        return [
            allocation.Line(m, organization(n), h * 100, 2) for (m, n), h in zip(names, hours, strict=True)
        ]

    teller.day = add_months(start, -2).replace(day=9)
    allocation.submit_commitment(
        teller.actor("mickael.roussel"), commitment.id, lines(600, 280, 310), relay_choice=RelayChoice.RESOURCE_PERSON,
        contact="Mickaël Roussel, conducteur de travaux, 03 53 01 00 02", signed=True, more_confirmed=False,
        version=None, now=teller.now(),
    )  # fmt: skip
    teller.day = teller.day.replace(day=12)
    plan = allocation.propose_plan(
        teller.actor("claire.delattre"), commitment.id, lines(480, 400, 310), reason=None, difference_confirmed=False,
        version=None, now=teller.now(),
    )  # fmt: skip
    teller.day = teller.day.replace(day=16)
    for start_of_address, agency in EMPLOYERS.values():
        who = teller.actor(start_of_address, agency)
        line = db.session.scalars(
            select(AllocationLine.id).where(
                AllocationLine.plan_id == plan.id, AllocationLine.structure_id == who.organization_id
            )
        ).one()
        allocation.answer_line(
            who,
            line,
            LineState.ACCEPTED,
            hours=None,
            reason=None,
            message=None,
            version=None,
            now=teller.now(),
        )
    return commitment


def _hire(teller: Teller, commitment: Commitment, start: date) -> dict[str, int]:
    """Each structure adds the people it employs; the proofs are examined before the first day."""
    contracts = {}
    teller.day = add_months(start, -1).replace(day=24)
    for key, (first, last, birth, gender, modality) in PEOPLE.items():
        employer = teller.actor(*EMPLOYERS[modality])
        person, _ = participants.register_participant(
            employer, commitment.lot_id,
            participants.Person(last_name=last, first_name=first, birth=birth, gender=gender, commune_code="60057",
                                priority_district=key in ("Kévin", "Moussa"), prescriber=Prescriber.FRANCE_TRAVAIL,
                                categories=("RSA",), informed=True),
            participants.Contract(modality, CONTRACTS[modality], start, None, "Chef d'équipe gros œuvre"),
            same_as=None, homonym=False, proof=None, proof_label="Attestation vue sur place", files=teller.files,
            now=teller.now(),
        )  # fmt: skip
        proof = db.session.scalars(
            select(Eligibility.id).where(Eligibility.participant_id == person.id)
        ).one()
        participants.decide_eligibility(
            teller.actor("claire.delattre"), proof, participants.Verdict.VALIDATE,
            effective_on=teller.day.replace(day=3), message=None, now=teller.now(),
        )  # fmt: skip
        contracts[key] = db.session.scalars(
            select(EmploymentContract.id).where(EmploymentContract.participant_id == person.id)
        ).one()
    return contracts


def _deed(teller: Teller, commitment: Commitment, start: date) -> None:
    """The holder gives the deed of its subcontractor (DC4), which the resource person accepts: its hours count."""
    sent = files.check(Upload("dc4.pdf", DEED), field="e_file")
    piece = evidence.Piece(
        EvidenceKind.SUBCONTRACTING_DEED, {(teller.actor(*EMPLOYERS[EI]).organization_id, None)}
    )
    put = evidence.put_evidence(
        teller.actor("mickael.roussel"), commitment.lot_id, start, piece, sent, files=teller.files, now=teller.now()
    )  # fmt: skip
    evidence.decide_evidence(
        teller.actor("claire.delattre"), put.id, EvidenceVerdict.ACCEPT, None, now=teller.now()
    )


def _work(teller: Teller, commitment: Commitment, contracts: dict[str, int], start: date) -> None:
    """Month by month: typed, confirmed before the 10th, validated; the last one waits."""
    for number, hours in enumerate(WORKED):
        month = add_months(start, number)
        teller.day = min(add_months(month, 1).replace(day=8), teller.today)
        for modality in (AI, ETTI, EI):
            rows = [
                months.Typed(contracts[key], worked * 100)
                for key, worked in hours.items()
                if PEOPLE[key][4] is modality
            ]
            if rows:
                employer = teller.actor(*EMPLOYERS[modality])
                months.enter_hours(employer, commitment.lot_id, month, rows, now=teller.now())
        months.submit_report(
            teller.actor("mickael.roussel"), commitment.lot_id, month, honour=True, nil=False, nil_comment=None,
            now=teller.now(),
        )  # fmt: skip
        if number < len(WORKED) - 1:
            teller.day = add_months(month, 1).replace(day=12)
            validation.decide_report(
                teller.actor("claire.delattre"),
                commitment.lot_id,
                month,
                validation.Decision.VALIDATE,
                now=teller.now(),
            )


def _consultation(teller: Teller) -> None:
    """A market open to bids, for the companies to look for partners."""
    teller.day = add_months(teller.today, -1)
    lots = ((1, "Nettoyage des locaux scolaires", 380_000, "nettoyage", 8500, 500, 420),)
    market = _file(teller, f"{teller.today.year}-VB-021", "Nettoyage des écoles maternelles et élémentaires",
                   start=add_months(month_of(teller.today), 3), deadline=add_months(teller.today, 1), lots=lots)  # fmt: skip
    _publish(teller, market, teller.day, teller.day)


def _draft(teller: Teller) -> None:
    """A project whose opinion is awaited."""
    teller.day = teller.today
    lots = (
        (1, "Voirie et réseaux", 640_000, "vrd", 3000, 500, 245),
        (2, "Espaces verts", 210_000, "espaces_verts", 6000, 1000, 315),
    )
    market = _file(teller, f"{teller.today.year}-VB-025", "Aménagement des abords du plan d'eau du Canada",
                   start=add_months(month_of(teller.today), 5), deadline=add_months(teller.today, 2), lots=lots)  # fmt: skip
    markets.request_opinion(
        teller.actor("sandrine.lemaire"), market.id, "Le volume des espaces verts vous paraît-il tenable ?",
        seen_version=None, now=teller.now(),
    )  # fmt: skip
