"""Which portals are looked at, screen by screen? The empty demonstration, and one in the middle of its work.

The filled one is the story at 9 February 2027: four months validated, January sent with a person whose eligibility is
not proven yet, a second lot just awarded, a market still a draft, a consultation open, a report made.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import select, update

from clauses.actions import (
    allocation,
    assistant,
    compliance,
    decisions,
    decp,
    letters,
    markets,
    partner_requests,
    programme,
)
from clauses.actions.hours import follow_up, imports, missions, participants, pathways, recovery, relays
from clauses.actions.partner_requests import Reply
from clauses.domain.files import Upload
from clauses.domain.hours_files import Writing
from clauses.domain.kinds import ContractType, Modality, RelayState
from clauses.domain.kinds_decisions import DecisionKind, NoticeDemand
from clauses.domain.kinds_files import DocumentKind, Readership
from clauses.domain.kinds_follow_up import DifficultyKind, VisitKind, VisitPoint
from clauses.domain.kinds_letters import LetterModel
from clauses.domain.kinds_pathways import NextStep, SkillLevel
from clauses.domain.kinds_requests import RequestKind, RequestStepKind
from clauses.extensions import db, write_transaction
from clauses.models.allocation import Commitment
from clauses.models.hours import Eligibility, Relay
from clauses.models.journal import EmailMessage
from clauses.models.markets import Market
from clauses.queries import files, hours_missions, programme_sheet
from clauses.queries.hours_files import kept, reading
from tests import stage, stage_hours
from tests.moments import moment
from tests.portal import Portal
from tests.sendable import pdf
from tests.stage_hours import EI, ETTI, MONTHS

TODAY = date(2027, 2, 9)
PROJECTS = """Objet;Montant HT;Début;Durée;Commune;Métier;Direction
Réfection de la toiture de la mairie;460 000;09/2027;12;Beauvais;Couverture;Bâtiments
Entretien des espaces verts du parc;60 000;10/2027;12;Beauvais;;Espaces verts
Peinture de l'école A;40 000;09/2027;4;Beauvais;peinture;Écoles
Peinture de l'école B;40 000;10/2027;4;Beauvais;peinture;Écoles
Fourniture de bancs;un peu;;;Ailleurs;;
""".encode()
EXPORT = """Nom;Prénom;Date;Heures;Formation
BRANCALEU;Ottilie;02/02/2027;7.30;
BRANCALEU;Ottilie;03/02/2027;7.45;
PERMANENT;Jean;03/02/2027;7.00;
""".encode()


@moment
def empty(portal: Portal) -> dict[str, str]:
    """The demonstration as it is loaded; what the addresses of its screens need to be written."""
    return {
        "siae": str(stage.organization("Coup d'Main Beauvaisis").id),
        "host": str(stage.organization("Maison de l'emploi du Beauvaisis").id),
        "user": str(stage.actor("claire.delattre").user_id),
    }


@moment
def filled(portal: Portal) -> dict[str, str]:
    """The portal in the middle of its work; what the addresses of its screens need to be written."""
    portal.day("2026-03-02")
    draft = stage.filed(portal, "2027-VB-003").id
    tendered = stage.published(portal, "2027-VB-001").id
    site = stage_hours.played(portal, 4)
    _relayed(portal)
    market = stage.lot(1).market
    market_id = market.id
    second = stage.awarded(portal, 2, market=market).id
    third = _declared(portal, market)
    portal.day("2027-02-08")
    month, hours = MONTHS[4]
    site.hire("P2", ETTI, date(2027, 1, 1))
    site.hire("P3", EI, date(2027, 1, 1))
    site.hire("P4", EI, date(2027, 1, 1), proven_on=None)
    site.enter(month, hours)
    site.submit(month)
    portal.day(TODAY.isoformat())
    claire = stage.actor("claire.delattre")
    report = compliance.request_report(claire, market_id, as_of=date(2026, 12, 31), now=portal.now)
    assistant.ask_for_lot(claire, third, max_km=60, now=portal.now)
    _now_in_tender(tendered, draft)
    _talked(portal, tendered)
    _written(portal, market_id)
    document = _put(portal, market_id)
    decided = _decided(portal, market_id, site.lot_id)
    portal.run_jobs()
    pending = db.session.scalars(select(Eligibility.id).order_by(Eligibility.id.desc())).first()
    first = db.session.scalars(select(Commitment.id).where(Commitment.lot_id == site.lot_id)).one()
    return {
        "siae": str(stage.organization("Coup d'Main Beauvaisis").id),
        "draft": str(draft),
        "tendered": str(tendered),
        "market": str(market_id),
        "document": str(document),
        "lot": str(site.lot_id),
        "commitment": str(first),
        "second": str(second),
        "second_lot": str(db.session.get_one(Commitment, second).lot_id),
        "third": str(third),
        "report": str(report.id),
        "eligibility": str(pending),
        "person": str(db.session.scalars(select(Relay.participant_id).order_by(Relay.id)).first()),
        **_programme(portal),
        **_sought(portal, tendered),
        "hours_key": _hours_file(portal),
        "difficulty": _difficulty(portal),
        "recovery": _recovery(portal, site.lot_id),
        "pathway": _pathway(portal, site.lot_id),
        **decided,
        "mail": str(db.session.scalars(select(EmailMessage.id).order_by(EmailMessage.id.desc())).first()),
    }


SCENES = {"empty": empty, "filled": filled}


def _declared(portal: Portal, market: Market) -> int:
    """A lot whose company declared 140 h with an ACI and leaves 140 h to the resource person: its plan is to be made."""
    third = stage.awarded(portal, 3, market=market).id
    lines = [
        *stage.plan_lines((Modality.SUBCONTRACT_ACI, "Chantier du Thérain", 140, 1)),
        allocation.Line(Modality.TO_DEFINE, None, 14000, 1),
    ]
    allocation.submit_commitment(
        stage.actor("mickael.roussel"), third, lines, relay_choice=None, contact="Mickaël Roussel, 03 53 01 00 02",
        signed=True, more_confirmed=False, version=None, now=portal.now,
    )  # fmt: skip
    return third


def _relayed(portal: Portal) -> None:
    """The relay still open is proposed to the agency: who answers, and who must agree, is on the screens."""
    relay = db.session.scalars(select(Relay.id).where(Relay.state == RelayState.TO_PREPARE)).one()
    agency = stage.organization("agence de Beauvais").id
    relays.propose_relay(stage.actor("claire.delattre"), relay, agency, date(2027, 1, 18), now=portal.now)


def _put(portal: Portal, market_id: int) -> int:
    """A document of the whole market, and one of its first lot; the number of the first."""
    folder = portal.app.config["SETTINGS"].files
    sandrine, numbers = stage.actor("sandrine.lemaire"), []
    for number, kind, name in (
        (None, DocumentKind.SPECIAL_CONDITIONS, "CCAP définitif.pdf"),
        (1, DocumentKind.MINUTES, "Compte rendu de la réunion de démarrage du chantier.pdf"),
    ):
        sent = files.check(Upload(name, pdf()), field="e_file")
        fields = markets.DocumentFields(kind, Readership.EVERYONE)
        put = markets.put_document(sandrine, market_id, number, fields, sent, files=folder, now=portal.now)
        numbers.append(put.id)
    return numbers[0]


def _decided(portal: Portal, market_id: int, lot_id: int) -> dict[str, str]:
    """A formal notice of the buyer on the first lot, and a letter of the resource person to its holder."""
    notice = decisions.prepare_decision(
        stage.actor("sandrine.lemaire"), market_id, 1,
        decisions.DecisionFields(
            DecisionKind.FORMAL_NOTICE, "Les relevés de janvier sont attendus depuis le 10 février.",
            demand=NoticeDemand.REPORTS, delay=15,
        ),
        seen_version=None, now=portal.now,
    )  # fmt: skip
    fields = letters.LetterFields(LetterModel.CERTIFICATE, lot_id)
    letter = letters.ask_letter(stage.actor("claire.delattre"), fields, now=portal.now)
    return {"decision": str(notice.id), "letter": str(letter.id)}


def _difficulty(portal: Portal) -> str:
    """The company signals that the site is closed; a visit was noted the week before."""
    commitment = db.session.scalars(select(Commitment).order_by(Commitment.id)).first()
    assert commitment is not None
    commitment_id, lot_id = commitment.id, commitment.lot_id
    told = follow_up.Told(
        DifficultyKind.SITE_STOPPED, "Le chantier est fermé pour deux semaines.", call_back=True
    )
    made = follow_up.signal_difficulty(stage.actor("mickael.roussel"), commitment_id, told, now=portal.now)
    number = str(made.id)
    seen = follow_up.Seen(
        lot_id, VisitKind.WELCOME, date(2027, 2, 2), "Conductrice de travaux, tuteur", (VisitPoint.TUTOR,),
        needs="Deux maçons au printemps",
    )  # fmt: skip
    follow_up.note_visit(stage.actor("claire.delattre"), seen, now=portal.now)
    return number


def _recovery(portal: Portal, lot_id: int) -> str:
    """An action to catch up the lot is kept, another one is proposed by its holder; the number of the second."""
    mickael, claire = stage.actor("mickael.roussel"), stage.actor("claire.delattre")
    said = recovery.Proposal(
        "Un contrat à mi-temps de plus à partir de mars, en mise à disposition.", mickael.organization_id,
        date(2027, 3, 31), 7000,
    )  # fmt: skip
    first = recovery.propose_recovery(mickael, lot_id, said, now=portal.now)
    recovery.keep_recovery(claire, first.id, version=None, now=portal.now)
    more = replace(said, text="Réserver deux postes de manœuvre du second œuvre.", hours=None)
    return str(recovery.propose_recovery(mickael, lot_id, more, now=portal.now).id)


def _pathway(portal: Portal, lot_id: int) -> str:
    """Two people of the AI are followed: one shows a portfolio and ended a trial placement nobody spoke of yet."""
    nadege = stage.actor("nadege.brunel")
    first, second = (one.id for one in hours_missions.known_people(nadege)[:2])
    made = pathways.follow(nadege, first, now=portal.now)
    for skill, level in (("Poser une plinthe", SkillLevel.ALONE), ("Lire un plan simple", SkillLevel.HELPED)):
        typed = pathways.Skill(skill, level, "Chantier de la rue des Tilleuls", date(2027, 1, 15))
        pathways.add_skill(nadege, made.id, typed, now=portal.now)
    pathways.plan_next(nadege, made.id, NextStep.LASTING_JOB, date(2027, 6, 1), version=None, now=portal.now)
    pathways.note_consent(nadege, made.id, agrees=True, given_on=date(2027, 2, 1), now=portal.now)
    trial = missions.Mission(
        second, lot_id,
        participants.Contract(Modality.AI_PLACEMENT, ContractType.CDDU, date(2027, 2, 1), TODAY, "Cheffe d'équipe"),
        trial=True,
    )  # fmt: skip
    missions.create_mission(nadege, trial, now=portal.now)
    db.session.rollback()
    return str(made.id)


def _hours_file(portal: Portal) -> str:
    """An export of hours of the AI, waiting for its check; its numbers read two ways."""
    nadege, folder = stage.actor("nadege.brunel"), portal.app.config["SETTINGS"].files
    key = imports.keep_hours_file(nadege, "export-temps.csv", EXPORT, files=folder, now=portal.now)
    table = reading.table(EXPORT)
    meanings = reading.guessed(table.columns, {})
    by_heading = {column.key: meanings[column.index] for column in table.columns}
    imports.remember_shape(nadege, kept.headings_of(table), by_heading, Writing.CLOCK, now=portal.now)
    return key


def _programme(portal: Portal) -> dict[str, str]:
    """A table of projects taken, and the same file waiting for its check."""
    sandrine = stage.actor("sandrine.lemaire")
    key = decp.keep_file(
        sandrine, "programme.csv", PROJECTS, files=portal.app.config["SETTINGS"].files, now=portal.now
    )
    table = programme_sheet.table(PROJECTS)
    meanings = programme_sheet.guessed(table.columns, {})
    lines, _ = programme_sheet.lines_of(table, meanings, TODAY)
    made = programme.create_programme(sandrine, lines, year=2027, title="Programmation 2027", now=portal.now)
    return {"programme": str(made.id), "key": key}


def _sought(portal: Portal, tendered: int) -> dict[str, str]:
    """Four structures asked for the first lot in tender: one accepted, one proposes otherwise, two are silent."""
    mickael, lot = stage.actor("mickael.roussel"), stage.lot(1, "2027-VB-001").id
    need = partner_requests.Need(
        kinds=(RequestKind.PLACEMENT, RequestKind.SUBCONTRACTING), hours=20000, reply_by=date(2027, 2, 26),
        need="Quatre maçons de septembre à mars, de 7 h 30 à 16 h, chantier desservi par le bus 4.",
        first_month=date(2027, 9, 1), last_month=date(2028, 3, 1),
    )  # fmt: skip
    names = ("Coup d'Main Beauvaisis", "Bâti Solidaire", "agence de Beauvais", "GEIQ BTP")
    ids = [stage.organization(name).id for name in names]
    made = [one.id for one in partner_requests.ask_structures(mickael, lot, ids, need, now=portal.now)]
    replies = {
        "nadege.brunel": (
            made[0],
            Reply(RequestStepKind.COUNTERED, hours=15000, message="Deux personnes, pas quatre."),
        ),
        "olivier.lambert": (made[1], Reply(RequestStepKind.ACCEPTED)),
    }
    for start, (number, reply) in replies.items():
        partner_requests.answer_request(stage.actor(start), number, reply, version=None, now=portal.now)
    return {"sought": str(lot), "countered": str(made[0]), "agreed": str(made[1]), "asked": str(made[2])}


def _talked(portal: Portal, tendered: int) -> None:
    """Two questions on the consultation, one answered, then a volume rectified with more time."""
    sandrine, now = stage.actor("sandrine.lemaire"), portal.now
    first = markets.ask_question(
        stage.actor("mickael.roussel"), tendered, "Les heures de formation comptent-elles ?", now=now
    )
    markets.answer_question(
        sandrine, tendered, first.id, "Oui, sur justificatif, dans la limite de 10 % du volume.", now=now
    )
    asked = markets.ask_question(
        stage.actor("nadege.brunel"), tendered, "Un sous-traitant peut-il porter toutes les heures ?", now=now
    )
    markets.draft_answer(
        stage.actor("claire.delattre"), tendered, asked.id, "Oui, sous la responsabilité du titulaire.",
        seen_version=None, now=now,
    )  # fmt: skip
    fields = markets.RectificationFields(
        reason="Surface du gros œuvre réduite", offers_deadline=date(2027, 3, 31), exec_start=date(2027, 9, 1),
        exec_months=12, hours={1: 60000},
    )  # fmt: skip
    markets.rectify(sandrine, tendered, fields, seen_version=None, now=now)


def _written(portal: Portal, market: int) -> None:
    """A message of the holder on the lot under way, which the others have not read."""
    words = "Le ferraillage prend deux semaines d'avance : deux personnes de plus seraient utiles en mars."
    markets.send_message(stage.actor("mickael.roussel"), market, 1, words, now=portal.now)


def _now_in_tender(tendered: int, draft: int) -> None:
    """The stage plays in 2026: these two markets are moved to where 9 February 2027 needs them."""
    dates = {
        "publication_date": date(2027, 2, 1), "offers_deadline": date(2027, 3, 15), "exec_start": date(2027, 9, 1),
    }  # fmt: skip
    with write_transaction():
        db.session.execute(update(Market).where(Market.id.in_((tendered, draft))).values(**dates))
        db.session.commit()
