"""Each kind of report: who may ask it, what it says, and whether each figure opens on the lines that make it."""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.domain.kinds import ChangeKind, ClauseType, EmployerKind, Gender, LedgerKind, Modality, Programme
from clauses.domain.kinds_reports import ReportKind
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest
from clauses.models.hours import LedgerLine
from clauses.models.markets import ContractChange
from clauses.models.people import Organization
from tests import stage, stage_region
from tests.portal import Browser, Portal
from tests.reading import Page, plain
from tests.stage_region import Part

K = ReportKind
BEAUVAIS = Part("T1", "Ville de Beauvais", 1000, 0, 6)
CREIL = Part("T2", "Ville de Creil", 500, 0, 6)


@pytest.fixture
def region(portal: Portal) -> None:
    """Three markets in two territories, a reserved one, last year's hours and this year's, six women and a man under 26."""
    portal.day("2027-06-15")
    with write_transaction():
        works = stage_region.market(BEAUVAIS, programme=Programme.NPNRU, notified=date(2027, 1, 5))
        other = stage_region.market(CREIL)
        reserved = stage_region.market(
            BEAUVAIS, lever=ClauseType.RESERVED_INTEGRATION, number=2, notified=date(2027, 2, 1)
        )
        before = stage_region.month(works, date(2026, 12, 1))
        this, there = stage_region.month(works), stage_region.month(other)
        aside = stage_region.month(reserved)
        women = [stage_region.person(n, "T1", gender=Gender.WOMAN) for n in range(6)]
        man = stage_region.person(7, "T1", gender=Gender.MAN, birth=date(2005, 1, 1), priority_district=True)
        for who in (*women, man):
            stage_region.hours(works, this, who, Modality.ETTI_PLACEMENT, 5000)
        stage_region.hours(works, before, women[0], Modality.ETTI_PLACEMENT, 4000)
        stage_region.hours(other, there, women[0], Modality.DIRECT_HIRE, 2000)
        stage_region.hours(reserved, aside, man, Modality.SUBCONTRACT_EI, 1000)
        db.session.commit()


def number(name: str) -> int:
    return stage.organization(name).id


def made(
    portal: Portal, who: str, kind: ReportKind, scope: str, as_of: str = "30/04/2027"
) -> tuple[Browser, Page, int]:
    browser = portal.sign_in(who)
    form = {"rep_kind": kind.value, "rep_scope": scope, "rep_date": as_of}
    asked = browser.submit(browser.get("/rapports/nouveau"), form, form="/rapports/nouveau")
    portal.run_jobs()
    page = browser.follow(asked)
    assert "Télécharger le tableur" in page
    request_id = db.session.scalars(select(ReportRequest.id).order_by(ReportRequest.id.desc())).first()
    assert request_id is not None
    return browser, page, request_id


def facts(page: Page) -> dict[str, str]:
    """The pairs of the head of the report, or of its indicators."""
    table = page.find_all(lambda e: e.tag == "table")[0]
    rows = [[plain("".join(c.itertext())) for c in tr if c.tag in ("td", "th")] for tr in table.iter("tr")]
    return {row[0]: row[1] for row in rows}


def scope_of(kind: ReportKind) -> str:
    match kind:
        case K.BUYER_YEAR | K.DECP_ANNEX | K.SPASER:
            return f"acheteur-{number('Ville de Beauvais')}"
        case K.COMPANY_CERTIFICATE:
            return f"entreprise-{number(stage_region.HOLDER)}"
        case K.TERRITORY_REVIEW:
            return f"territoire-{stage_region.territory('T1').id}"
        case _:
            return "region"


ASKERS = {
    K.BUYER_YEAR: "sandrine.lemaire", K.COMPANY_CERTIFICATE: "mickael.roussel", K.TERRITORY_REVIEW: "claire.delattre",
    K.REGION_QUARTER: "helene.vasseur", K.DECP_ANNEX: "sandrine.lemaire", K.SPASER: "sandrine.lemaire",
    K.NATIONAL: "helene.vasseur", K.ANRU: "helene.vasseur", K.FSE: "helene.vasseur",
    K.CDIAE: "helene.vasseur",
}  # fmt: skip


def test_the_year_of_a_buyer_counts_its_months_and_keeps_reserved_hours_apart(
    portal: Portal, region: None
) -> None:
    _, page, _ = made(portal, "sandrine.lemaire", K.BUYER_YEAR, scope_of(K.BUYER_YEAR))
    found = facts(page)
    assert "Bilan annuel 2027 : Ville de Beauvais" in page
    assert found["Objectif"] == "1 000 h"
    assert found["Heures validées depuis le début"] == "390 h"
    assert found["Part de l'objectif"] == "39,0 %"
    assert found["Heures de l'année"] == "350 h", "December is of the year before (trap 31)"
    assert found["Heures des marchés réservés, à part"] == "10 h"
    assert found["Équivalent temps plein"] == "0,22 (base 1 607 h)"
    assert found["Personnes ayant au moins une heure validée"] == "7"
    assert found["Contrats"] == "7"
    assert found["Heures par personne"] == "50 h"


def test_the_annex_for_the_cdiae_tells_the_year_by_kind_of_structure_and_together(
    portal: Portal, region: None
) -> None:
    """C8: six women went from an AI to the structure of the works in the year; the lot is carried out by both."""
    association = db.session.scalars(
        select(Organization).where(Organization.employer_kind == EmployerKind.AI).order_by(Organization.id)
    ).first()
    lot = next(one for one in stage_region.oise_lots().values() if one.territory.code == "T1")
    with write_transaction():
        march = stage_region.month(lot, date(2027, 3, 1))
        for n in range(6):
            stage_region.hours(lot, march, stage_region.named("T1", n), Modality.AI_PLACEMENT, 1000,
                               employer_name=association.name)  # fmt: skip
        db.session.commit()
    _, page, _ = made(portal, "helene.vasseur", K.CDIAE, "region")
    assert "Annexe au rapport annuel 2027 pour le CDIAE" in page
    tables = {}
    for table in page.find_all(lambda e: e.tag == "table"):
        rows = [
            [plain("".join(c.itertext())).strip() for c in tr if c.tag in ("td", "th")]
            for tr in table.iter("tr")
        ]
        tables[rows[0][0]] = {row[0]: row[1:] for row in rows[1:]}
    kinds = tables["Types de structure"]
    assert kinds["AI"] == ["1", "60 h", "14,0 %", "6"] and kinds["Total"][:2] == ["2", "430 h"]
    assert (
        sum(float(row[2].split()[0].replace(",", ".")) for name, row in kinds.items() if name != "Total")
        == 100
    )
    together = next(t for t in tables.values() if "Lots ayant des heures de plusieurs structures" in t)
    assert together["Lots ayant des heures validées"] == ["2"]
    assert together["Lots ayant des heures de plusieurs structures"] == ["1"]
    assert together["Personnes passées par plusieurs types de structures dans l'année"] == ["6"]
    assert "conseil départemental de l'insertion par l'activité économique" in page


def test_one_man_among_women_is_not_found_by_taking_away(portal: Portal, region: None) -> None:
    """R21, trap 64: « < 5 » men, and the women are masked with them; the age and the district likewise."""
    _, page, _ = made(portal, "sandrine.lemaire", K.BUYER_YEAR, scope_of(K.BUYER_YEAR))
    table = next(t for t in page.find_all(lambda e: e.tag == "table") if "Critère" in "".join(t.itertext()))
    rows = [[plain("".join(c.itertext())) for c in tr if c.tag in ("td", "th")] for tr in table.iter("tr")]
    shown = {(row[0], row[1]): row[2] for row in rows}
    assert shown["Genre", "Homme"] == "< 5" and shown["Genre", "Femme"] == "masqué"
    assert shown["Âge à l'entrée", "Moins de 26 ans"] == "< 5"
    assert shown["Âge à l'entrée", "De 26 à 49 ans"] == "masqué"
    assert shown["Quartier prioritaire de la ville (QPV)", "Habite en QPV"] == "< 5"


def test_the_certificate_of_a_company_has_its_lots_and_their_months(portal: Portal, region: None) -> None:
    _, page, _ = made(portal, "mickael.roussel", K.COMPANY_CERTIFICATE, scope_of(K.COMPANY_CERTIFICATE))
    assert "Attestation d'heures d'insertion : Bâtisseurs du Thérain" in page
    found = facts(page)
    assert found["Heures validées"] == "410 h"
    assert found["Heures des marchés réservés, à part"] == "10 h"
    assert "R-T1-1" in page and "R-T2-1" in page and "décembre 2026" in page
    assert "Elle ne remplace pas le certificat de réalisation" in page


def test_a_resource_person_has_the_buyer_within_their_territory_alone(portal: Portal, region: None) -> None:
    _, page, request_id = made(
        portal, "claire.delattre", K.COMPANY_CERTIFICATE, scope_of(K.COMPANY_CERTIFICATE)
    )
    assert facts(page)["Heures validées"] == "390 h", "the lot of Creil is another's"
    assert "R-T2-1" not in page
    assert portal.sign_in("karim.benali").client.get(f"/rapports/{request_id}").status_code == 404


def test_a_territory_counts_its_own_lots(portal: Portal, region: None) -> None:
    _, page, request_id = made(portal, "claire.delattre", K.TERRITORY_REVIEW, scope_of(K.TERRITORY_REVIEW))
    found = facts(page)
    assert found["Heures de l'année"] == "350 h" and found["Acheteurs"] == "1"
    assert portal.sign_in("helene.vasseur").client.get(f"/rapports/{request_id}").status_code == 200
    assert portal.sign_in("karim.benali").client.get(f"/rapports/{request_id}").status_code == 404
    assert portal.sign_in("sandrine.lemaire").client.get(f"/rapports/{request_id}").status_code == 404


def test_the_indicators_of_a_spaser(portal: Portal, region: None) -> None:
    _, page, _ = made(portal, "sandrine.lemaire", K.SPASER, scope_of(K.SPASER))
    found = facts(page)
    assert found["Contrats notifiés dans l'année"] == "2"
    assert found["Montant HT notifié dans l'année"].startswith("200 000")
    assert found["Part des contrats"] == "100,0 %"
    assert found["Contrats réservés"] == "1"
    assert found["Heures d'insertion validées dans l'année, tous contrats"] == "350 h"
    assert found["Femmes"] == "masqué"


def test_the_annex_says_the_considerations_of_each_contract(portal: Portal, region: None) -> None:
    """A contract that changed hands in June is, « arrêté au » 30 April, that of whoever held it then."""
    lot = next(one for one in stage_region.oise_lots().values() if one.territory.code == "T1")
    assert lot.award is not None
    holder, heir = lot.award.awardee, stage.organization("Élec'Oise Réseaux")
    with write_transaction():
        db.session.add(
            ContractChange(lot_id=lot.id, number=1, kind=ChangeKind.TRANSFER, label="Cession du marché",
                           effective_on=date(2027, 6, 1), recorded_on=date(2027, 6, 15), recorded_at=stage.clock.now(),
                           holder_before_id=holder.id, holder_after_id=heir.id)
        )  # fmt: skip
        lot.award.awardee_id = heir.id
        db.session.commit()
    _, page, _ = made(portal, "sandrine.lemaire", K.DECP_ANNEX, scope_of(K.DECP_ANNEX))
    assert "Clause sociale" in page and "Marché réservé" in page and "R-T1-2" in page
    assert holder.name in page and heir.name not in page


def test_the_national_consolidation_tells_persons_from_contracts(portal: Portal, region: None) -> None:
    """Traps 57, 58: contracts beside persons, and the base of the full-time equivalent."""
    _, page, _ = made(portal, "helene.vasseur", K.NATIONAL, "region")
    found = facts(page)
    assert found["Personnes ayant au moins une heure validée"] == "7"
    assert found["Contrats"] == "8", "one woman has two contracts"
    assert found["Maîtres d'ouvrage"] == "2"
    assert "base 1 607 h" in found["Équivalent temps plein"]


def test_the_renewal_of_districts_has_its_own_markets_alone(portal: Portal, region: None) -> None:
    _, page, _ = made(portal, "helene.vasseur", K.ANRU, "region")
    assert facts(page)["Heures validées"] == "390 h" and "R-T1-1" in page and "R-T2-1" not in page


def test_a_contract_of_one_day_makes_no_participant_of_the_fse(portal: Portal, region: None) -> None:
    """Trap 63: seven persons of the year, five more of one day: not participants; one without a birth date: not countable."""
    with write_transaction():
        [lot] = [lot for code, lot in stage_region.oise_lots().items() if code == "T2"]
        report = stage_region.report_of(lot)
        for n in range(20, 25):
            who = stage_region.person(n, "T2")
            stage_region.hours(lot, report, who, Modality.DIRECT_HIRE, 700, ends_on=stage_region.START)
        for n in range(30, 35):
            who = stage_region.person(n, "T2", gender=Gender.UNSTATED)
            stage_region.hours(lot, report, who, Modality.DIRECT_HIRE, 700)
        db.session.commit()
    _, page, _ = made(portal, "helene.vasseur", K.FSE, "region")
    found = facts(page)
    assert found["EECO01 Participants"] == "7"
    assert found["Non participants : une action d'un jour ou moins"] == "5"
    assert found["Non comptables : une donnée obligatoire manque"] == "5"
    assert found["dont hommes"] == "< 5" and found["dont femmes"] == "masqué"
    assert "Non tenu par le portail" in page


REFUSED = [
    ("sandrine.lemaire", K.COMPANY_CERTIFICATE, 403), ("sandrine.lemaire", K.TERRITORY_REVIEW, 403),
    ("sandrine.lemaire", K.NATIONAL, 403), ("mickael.roussel", K.BUYER_YEAR, 403), ("mickael.roussel", K.FSE, 403),
    ("karim.benali", K.TERRITORY_REVIEW, 404), ("karim.benali", K.BUYER_YEAR, 404), ("yann.morel", K.BUYER_YEAR, 404),
    ("yann.morel", K.SPASER, 404), ("claire.delattre", K.ANRU, 403), ("nadege.brunel", K.BUYER_YEAR, 403),
    ("maxime.ollier", K.NATIONAL, 403),
]  # fmt: skip


@pytest.mark.parametrize(("who", "kind", "status"), REFUSED)
def test_each_kind_is_for_those_who_reach_its_subject(
    portal: Portal, region: None, who: str, kind: ReportKind, status: int
) -> None:
    form = {"rep_kind": kind.value, "rep_scope": scope_of(kind), "rep_date": "30/04/2027"}
    portal.sign_in(who).post("/rapports/nouveau", form, status=status)
    assert not db.session.scalars(select(ReportRequest.id)).all()


@pytest.mark.parametrize(
    ("kind", "scope", "sentence"),
    [("buyer_year", "", "Ce rapport se demande sur un acheteur"), ("buyer_year", "12", "Ce rapport se demande sur un acheteur"),
     ("market_compliance", "region", "Ce rapport se demande sur un marché"), ("bidon", "12", "Choisissez un rapport dans la liste.")],
)  # fmt: skip
def test_a_subject_that_is_not_of_the_kind_is_refused_at_its_field(
    portal: Portal, region: None, kind: str, scope: str, sentence: str
) -> None:
    sandrine = portal.sign_in("sandrine.lemaire")
    form = {"rep_kind": kind, "rep_scope": scope, "rep_date": "30/04/2027"}
    page = sandrine.submit(sandrine.get("/rapports/nouveau"), form, form="/rapports/nouveau", status=422)
    assert sentence in page


def test_hours_taken_back_leave_the_persons_and_the_hours(portal: Portal, region: None) -> None:
    with write_transaction():
        man = stage_region.named("T1", 7)
        for line in db.session.scalars(select(LedgerLine).where(LedgerLine.participant_id == man.id)).all():
            db.session.add(
                LedgerLine(kind=LedgerKind.REVERSAL, entry_id=line.entry_id, lot_id=line.lot_id, month=line.month,
                           participant_id=line.participant_id, employer_id=line.employer_id, modality=line.modality,
                           hours=-line.hours, reverses_id=line.id, reason="Doublon", recorded_on=date(2027, 4, 2),
                           recorded_at=portal.now)
            )  # fmt: skip
        db.session.commit()
    _, page, _ = made(portal, "sandrine.lemaire", K.BUYER_YEAR, scope_of(K.BUYER_YEAR))
    found = facts(page)
    assert found["Personnes ayant au moins une heure validée"] == "6"
    assert found["Heures de l'année"] == "300 h"
