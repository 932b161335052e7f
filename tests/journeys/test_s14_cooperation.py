"""S14: the evaluation of the cooperation of a territory, from its records to the four files. G02, G03, G05, F08, F10, F11."""

import io
import re
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from clauses.domain.cooperation import Tally
from clauses.domain.kinds_cooperation import Beside
from clauses.domain.kinds_cooperation import CooperationAxis as Axis
from clauses.extensions import db, write_transaction
from clauses.jobs import calendar, letters_reviews
from clauses.models.compliance import ReportRequest
from clauses.models.cooperation import CooperationEvaluation
from clauses.models.markets import Lot
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.queries import cooperation_figures
from tests import stage, stage_cooperation, stage_region
from tests.portal import Browser, Portal
from tests.reading import Page, plain
from tests.web.test_boards import kpis

CLAIRE, HELENE, NADEGE, OLIVIER, HERVE = (
    "claire.delattre", "helene.vasseur", "nadege.brunel", "olivier.lambert", "herve.quentin",
)  # fmt: skip
HERE = "/cooperation/evaluations/2026"
LABELS = {
    Axis.OFFERS: "Offres envoyées à toutes les SIAE", Axis.RELAYS: "Relais AI-ETTI faits sous 15 jours",
    Axis.PORTFOLIOS: "Portefeuilles de compétences à jour", Axis.EXITS: "Sorties préparées 3 mois avant",
    Axis.LOTS: "Lots menés à plusieurs", Beside.SESSIONS: "Informations collectives pour les recrutements collectifs",
    Beside.MEETINGS: "Réunions SIAE/SPE tenues, sur celles prévues", Beside.DYNAMIC: "Sorties dynamiques",
}  # fmt: skip
EXPECTED = {
    Axis.OFFERS: ("17", "18", "94,4 %"), Axis.RELAYS: ("5", "7", "71,4 %"), Axis.PORTFOLIOS: ("61", "80", "76,3 %"),
    Axis.EXITS: ("33", "41", "80,5 %"), Axis.LOTS: ("9", "14", "64,3 %"), Beside.SESSIONS: ("6", "7", "85,7 %"),
    Beside.MEETINGS: ("2", "2", "—"), Beside.DYNAMIC: ("21", "46", "45,7 %"),
}  # fmt: skip
BASELINE = "Repère 2008 : 14,3 % (69 postes EI à 10 %, 784 ACI à 12 %, 3 000 AI à 15 %)."


def rows(page: Page) -> dict[str, tuple[str, ...]]:
    """The rows of the first two tables, by their first cell."""
    found = {}
    for table in page.find_all(lambda e: e.tag == "table")[:2]:
        for tr in table.iter("tr"):
            cells = [plain("".join(c.itertext())) for c in tr if c.tag in ("td", "th")]
            found[cells[0]] = tuple(cells[1:])
    return found


def said(page: Page) -> str:
    return said_plain(page.text)


def said_plain(text: str) -> str:
    return plain(text.replace("\u202f", " ").replace("\u00a0", " "))


def asked(portal: Portal, browser: Browser, territory: str = "T1") -> tuple[Page, int]:
    form = {
        "rep_kind": "cooperation", "rep_scope": f"territoire-{stage_region.territory(territory).id}", "rep_date": "31/12/2026",
    }  # fmt: skip
    sent = browser.submit(browser.get("/rapports/nouveau"), form, form="/rapports/nouveau")
    portal.run_jobs()
    request_id = db.session.scalars(select(ReportRequest.id).order_by(ReportRequest.id.desc())).first()
    assert request_id is not None
    return browser.follow(sent), request_id


def test_the_year_of_the_beauvaisis_to_the_decimal_then_published_for_ever(portal: Portal) -> None:
    """Steps 4 and 5: the figures come from the records, on the screen, in the four files; published, they stay."""
    stage_cooperation.beauvaisis(portal)
    found = cooperation_figures.figures(stage_region.territory("T1").id, 2026, date(2027, 3, 1))
    assert {m: (f"{found.tally(m).done}", f"{found.tally(m).out_of}") for m in EXPECTED} == {
        m: row[:2] for m, row in EXPECTED.items()
    }
    claire = portal.sign_in(CLAIRE)
    page = claire.get(HERE)
    shown = rows(page)
    assert {m: shown[LABELS[m]] for m in EXPECTED} == EXPECTED
    assert shown["Indice sur 5 axes"][-1] == "77,4"
    assert BASELINE in said(page) and "Le repère ne mesure que le retour à l'emploi." in said(page)
    assert "Nomdessai" not in page
    nadege, helene = portal.sign_in(NADEGE), portal.sign_in(HELENE)
    assert rows(nadege.get(HERE))["Indice sur 5 axes"][-1] == "77,4"
    assert rows(helene.get(f"{HERE}?territoire=T1"))["Indice sur 5 axes"][-1] == "77,4"

    report, request_id = asked(portal, claire)
    assert "Évaluation de la coopération 2026 : " in report
    assert {m: rows(report)[LABELS[m]] for m in EXPECTED} == {
        m: row if m is not Beside.MEETINGS else ("2", "2", "") for m, row in EXPECTED.items()
    }
    assert "Nomdessai" not in report
    for link in report.find_all(lambda e: e.tag == "a" and "mesure=" in (e.get("href") or "")):
        lines = claire.get(link.get("href") or "")
        measure = next(m for m in EXPECTED if f"mesure={m.value}" in (link.get("href") or ""))
        assert f"Fait : {EXPECTED[measure][0]}" in said(lines), measure
    book = openpyxl.load_workbook(io.BytesIO(claire.client.get(f"/rapports/{request_id}.xlsx").data))
    assert {"Indice", "À côté", "Détail", "Méthode"} <= set(book.sheetnames)
    sheet = {row[0]: row[1:4] for row in book["Indice"].iter_rows(values_only=True) if row[0]}
    assert sheet[LABELS[Axis.OFFERS]][:2] == (17, 18) and sheet["Indice sur 5 axes"][2] == "77,4"
    assert claire.client.get(f"/rapports/{request_id}.pdf").data[:5] == b"%PDF-"
    assert claire.client.get(f"/rapports/{request_id}.zip").data[:2] == b"PK"

    bare = claire.submit(page, {"ev_comment": "Une bonne année."}, form=HERE, status=422)
    assert "Une évaluation comporte au moins une décision." in bare
    named = {"ev_comment": "Voir Nomdessai2001.", "ev_decisions": "Un forum en mai."}
    told = claire.submit(page, {**named, "ev_comment": "Grâce à Prénomdessai."}, form=HERE, status=422)
    assert "Votre texte semble citer une personne en parcours (Prénomdessai)" in told
    words = {"ev_comment": "Une bonne année.", "ev_decisions": "Un forum commun en mai, porté par l'AI."}
    claire.submit(page, words, form=HERE)
    before = _fingerprint(request_id)
    with write_transaction():  # what is recorded later belongs to later years
        for one in db.session.scalars(select(PathwayEmployee).limit(30)):
            one.portfolio_on = date(2027, 3, 2)
        db.session.commit()
    portal.day("2027-05-03")
    after = rows(claire.get(HERE))
    assert after["Indice sur 5 axes"][-1] == "77,4" and after[LABELS[Axis.PORTFOLIOS]] == (
        "61",
        "80",
        "76,3 %",
    )
    claire.submit(claire.get(HERE), {**words, "ev_funding": "Un poste partagé."}, form=HERE)
    assert [one.figures for one in _evaluations()] == [_evaluations()[0].figures] * 2
    again, _ = asked(portal, claire)
    assert rows(again) == rows(report) and "Un forum commun en mai" in again
    assert _fingerprint(request_id) == before


def test_the_home_of_the_coordination_counts_the_relays_as_the_evaluations_it_opens(portal: Portal) -> None:
    """B05 and the axis 2 of G05: one definition, the same year; what one hides, the other does not give away (R21)."""
    stage_cooperation.beauvaisis(portal)
    portal.day("2026-12-31")
    helene = portal.sign_in(HELENE)

    def home() -> tuple[tuple[str, str, str], dict[str, list[str]]]:
        page = helene.get("/tableau-de-bord")
        [relays] = [
            t for t in page.find_all(lambda e: e.tag == "table") if "Relais signés" in "".join(t.itertext())
        ]
        table = [[plain("".join(c.itertext())) for c in tr] for tr in relays.iter("tr")]
        return kpis(page)["Relais faits sous 15 jours"], {row[0].split(" ")[0]: row[1:] for row in table}

    (value, note, link), table = home()
    assert (value, note) == ("5", "personnes arrivées au seuil du relais en 2026 : 7")
    assert link.endswith("#relais") and table["Région"] == ["7", "5", "71,4 %"]
    assert table["T1"] == ["7", "5", "71,4 %"] and table["T2"] == ["0", "0", "—"]
    opened = helene.get("/tableau-de-bord").find_all(lambda e: e.tag == "a" and HERE in (e.get("href") or ""))
    assert f"{HERE}?territoire=T1" in {a.get("href") for a in opened}
    assert rows(helene.get(f"{HERE}?territoire=T1"))[LABELS[Axis.RELAYS]] == ("5", "7", "71,4 %")

    with (
        write_transaction()
    ):  # two more in another territory, one in time: small there, on the screen and on the home page
        lot = db.session.scalars(select(Lot).order_by(Lot.id)).first()
        assert lot is not None
        stage_cooperation.at_the_threshold(lot, "Relais Emploi Sud Oise", (3, None), number_from=6000)
        db.session.commit()
    south = rows(helene.get(f"{HERE}?territoire=T2"))[LABELS[Axis.RELAYS]]
    (value, note, _), table = home()
    assert south == ("masqué", "masqué", "masqué") and table["T2"][2] == "—"
    assert not {value, *table["Région"], *table["T2"]} & {"6", "9", "1", "2"}, "7 and 5 are read in the T1"
    assert table["T1"] == ["7", "5", "71,4 %"]

    portal.day("2027-03-01")
    assert "Relais faits sous 15 jours" not in kpis(helene.get("/tableau-de-bord")), (
        "a year without anybody at the threshold"
    )


def _evaluations() -> list[CooperationEvaluation]:
    db.session.rollback()
    return list(db.session.scalars(select(CooperationEvaluation).order_by(CooperationEvaluation.id)))


def _fingerprint(request_id: int) -> str:
    db.session.rollback()
    snapshot = db.session.get_one(ReportRequest, request_id).snapshot
    assert snapshot is not None
    return snapshot.fingerprint


def test_an_axis_with_nothing_to_do_is_said_and_the_index_stands_on_four(portal: Portal) -> None:
    """Step 6."""
    stage_cooperation.beauvaisis(portal, relays=False)
    page = portal.sign_in(CLAIRE).get(HERE)
    shown = rows(page)
    assert shown[LABELS[Axis.RELAYS]] == ("0", "0", "sans objet")
    assert shown["Indice sur 4 axes"][-1] == "78,9"
    assert "Sans objet, rien n'était à faire : « Relais AI-ETTI faits sous 15 jours »" in said(page)
    nothing = portal.sign_in(HELENE).get(f"{HERE}?territoire=T2")
    assert "Aucun axe n'a de quoi être mesuré" in nothing and "sans objet" in nothing


def test_small_counts_of_persons_are_hidden_from_those_who_do_not_follow_them(portal: Portal) -> None:
    """R21: three people in pathway in the territory; whoever follows them reads the figure, the coordination and the files
    do not, nor an index that gives it away."""
    portal.day("2026-12-01")
    with write_transaction():
        for n in range(3):
            stage_cooperation._follow(n, stage_cooperation.ACI, date(2026, 2, 1), None, date(2026, 11, 2) if n else None)  # fmt: skip
        db.session.commit()
    portal.day("2027-01-15")
    claire = portal.sign_in(CLAIRE)
    assert rows(claire.get(HERE))[LABELS[Axis.PORTFOLIOS]] == ("2", "3", "66,7 %")
    outside = portal.sign_in(HELENE).get(f"{HERE}?territoire=T1")
    report, _ = asked(portal, claire)
    for page in (outside, report):
        assert rows(page)[LABELS[Axis.PORTFOLIOS]] == ("masqué", "masqué", "masqué")
        assert "66,7" not in said(page) and "Masqué, moins de 5 personnes" in said(page)


@pytest.mark.parametrize(
    ("who", "status"), [("sandrine.lemaire", 403), ("mickael.roussel", 403), ("maxime.ollier", 403)]
)
def test_the_cooperation_is_no_business_of_buyers_nor_companies(
    portal: Portal, who: str, status: int
) -> None:
    browser = portal.sign_in(who)
    for url in (HERE, "/postes", "/informations-collectives", "/cooperation/reunions"):
        browser.get(url, status=status)


def test_an_offer_reaches_every_siae_of_the_territory_but_its_author(portal: Portal) -> None:
    """F08: three posts ask for a session or a reason; publishing is sending, whoever follows the territory has a copy."""
    portal.day("2026-05-04")
    olivier = portal.sign_in(OLIVIER)
    form = olivier.get("/postes/nouveau")
    assert "Toutes les SIAE du territoire T1 : 3 structures" in said(form)
    typed = {
        "o_title": "Ouvrière ou ouvrier d'entretien des berges", "o_posts": "6", "o_tasks": stage_cooperation.TASKS,
        "o_contract": "CDDI", "o_hours_week": "26", "o_start": "08/06/2026",
    }  # fmt: skip
    refused = olivier.submit(form, typed, form="/postes/nouveau", status=422)
    assert (
        "À partir de 3 postes, fixez une information collective ou dites pourquoi elle n'aura pas lieu."
        in refused
    )
    alone = {**typed, "o_session": "18/05/2026", "ses_place": "Salle des fêtes"}
    alone_page = olivier.submit(form, alone, form="/postes/nouveau", status=422)
    assert "Une information collective conjointe réunit au moins deux structures." in alone_page
    stranger = str(stage.organization("Relais Emploi Sud Oise").id)
    olivier.submit(form, {**alone, "ses_hosts": stranger}, form="/postes/nouveau", status=422)
    olivier.submit(
        form,
        {**alone, "ses_hosts": str(stage_cooperation.number(stage_cooperation.AI))},
        form="/postes/nouveau",
    )
    assert "0 sur 3" in said(olivier.get("/postes"))
    portal.run_jobs()
    told = {m.goes_to.split("@")[0] for m in portal.mails("M16")}
    assert told == {NADEGE, "elodie.petit", HERVE, CLAIRE}
    [subject] = {m.subject for m in portal.mails("M16")}
    assert said_plain(subject) == "6 postes à pourvoir : Ouvrière ou ouvrier d'entretien, Beauvais"
    body = portal.mails("M16")[0].body
    assert len(re.findall(r"\w+(?:['’-]\w+)*", re.sub(r"http\S+", "", body))) <= 120
    assert "Information collective conjointe le 18 mai 2026" in said_plain(body)
    assert "3 sur 3" in said(portal.sign_in(NADEGE).get("/postes"))
    portal.sign_in(CLAIRE).get("/postes/nouveau", status=403)
    assert "Ouvrière" not in portal.sign_in("fatou.diop").get("/postes"), "another territory"
    portal.sign_in("fatou.diop").get("/postes?territoire=T1", status=404)
    portal.run_jobs()
    assert len(portal.mails("M16")) == 4, "once each"


def test_a_session_and_a_meeting_are_told_once_they_were_held(portal: Portal) -> None:
    portal.day("2026-05-04")
    claire = portal.sign_in(CLAIRE)
    session = {
        "o_session": "06/05/2026", "ses_place": "Beauvais",
        "ses_hosts": [str(stage_cooperation.number(name)) for name in (stage_cooperation.AI, stage_cooperation.ACI)],
    }  # fmt: skip
    asked = claire.get("/informations-collectives")
    plan = "".join(asked.by_id("session-plan").itertext())
    assert "facultatif" not in plan, "what is refused when empty is not said to be optional"
    claire.submit(asked, session, form="session-plan")
    assert "À venir" in claire.get("/informations-collectives")
    portal.run_jobs()
    assert {"elodie.petit", "olivier.lambert"} <= told(portal, "M18"), "the other structures of the territory"
    assert not {NADEGE, HERVE, "lucie.garnier"} & told(portal, "M18"), (
        "neither those who hold it nor another territory"
    )
    meeting = {"meet_type": "siae_spe", "meet_date": "06/05/2026", "meet_place": "Maison de l'emploi"}
    claire.submit(claire.get("/cooperation/reunions"), meeting, form="meeting-form")
    assert "0 / 2" in said(claire.get("/cooperation/reunions"))
    portal.day("2026-05-06")
    page = claire.get("/informations-collectives")
    claire.submit(page, {"ses_present": "14"}, form="session-result")
    assert "14 personnes présentes" in said(claire.get("/informations-collectives"))
    page = claire.get("/cooperation/reunions")
    none = claire.submit(page, {"meet_present": "8"}, form="minutes-form", status=422)
    assert "Écrivez le relevé de décisions" in none
    minutes = {"meet_present": "8", "meet_minutes": "L'AI rencontre le chantier chaque mois."}
    claire.submit(page, minutes, form="minutes-form")
    claire.post("/cooperation/reunions/decisions", {**minutes, "reunion": "1"}, status=409)
    assert "1 / 2" in said(claire.get("/cooperation/reunions"))
    karim = portal.sign_in("karim.benali")
    karim.post("/cooperation/reunions/decisions", {**minutes, "reunion": "1"}, status=404)


def test_an_exit_is_prepared_before_it_is_told(portal: Portal) -> None:
    """F11: the list shows it in time, the day it is opened is kept, another structure finds nothing."""
    portal.day("2026-06-12")
    with write_transaction():
        one = stage_cooperation._follow(1, stage_cooperation.ACI, date(2026, 1, 5), date(2026, 9, 30))
        db.session.commit()
        here = f"/parcours/{one.id}/sortie"
    herve = portal.sign_in(HERVE)
    portal.run_jobs()
    assert not portal.mails("M17"), "three months before, not sooner"
    portal.day("2026-07-01")  # nothing ran on the 30th of June
    portal.run_jobs()
    portal.run_jobs()
    [asked] = portal.mails("M17")
    assert asked.goes_to.startswith(HERVE) and "30 septembre 2026" in said_plain(asked.subject)
    assert f"/parcours/{one.id}/sortie" in asked.body and "Quentin" not in asked.subject
    portal.day("2026-06-12")
    listed = herve.get("/sorties")
    assert "30 juin 2026" in said(listed) and "À ouvrir" in listed
    to_do = "Préparer la sortie d'une personne, contrat jusqu'au 30 septembre 2026"
    own = said(herve.get("/tableau-de-bord"))
    assert to_do in own and "Avant le 30 juin 2026" in own and "Quentin N" not in own
    herve.submit(herve.get(here), {"exit_steps": ["interview", "resume"]}, form="steps-form")
    assert to_do not in said(herve.get("/tableau-de-bord"))
    portal.day("2026-10-02")
    to_tell = "Dire la sortie d'une personne, contrat terminé le 30 septembre 2026"
    assert to_tell in said(herve.get("/tableau-de-bord"))
    herve.submit(herve.get(here), {"exit_steps": ["interview", "resume", "rights"]}, form="steps-form")
    untold = herve.submit(herve.get(here), {}, form="exit-form", status=422)
    assert "Choisissez un type de sortie." in untold
    told = {"exit_type": "lasting", "exit_day": "30/09/2026"}
    future = herve.submit(herve.get(here), {**told, "exit_day": "03/10/2026"}, form="exit-form", status=422)
    assert "La date ne peut pas être dans le futur" in future
    herve.submit(herve.get(here), told, form="exit-form")
    assert to_tell not in said(herve.get("/tableau-de-bord"))
    found = db.session.scalars(select(PathwayExit)).one()
    assert (found.opened_on, found.steps) == (date(2026, 6, 12), ["interview", "resume", "rights"])
    figures = cooperation_figures.figures(stage_region.territory("T1").id, 2026, date(2026, 12, 31))
    assert figures.tally(Axis.EXITS) == Tally(1, 1) and figures.tally(Beside.DYNAMIC) == Tally(1, 1)
    nadege = portal.sign_in(NADEGE)
    nadege.get(here, status=404)


BILAN = "/cooperation/bilans/2026"
SIGNERS = ("nadege.brunel", "elodie.petit", "olivier.lambert", "herve.quentin")
ANSWERS = {
    "rev_success": "Neuf lots menés à plusieurs.", "rev_failure": "Deux relais trop tardifs.",
    "rev_change": "Un point sur les relais chaque mois.",
}  # fmt: skip


def told(portal: Portal, template: str) -> set[str]:
    return {m.goes_to.split("@")[0] for m in portal.mails(template)}


def test_the_joint_review_is_signed_by_each_structure_then_frozen(portal: Portal) -> None:
    """S14, steps 1 to 3: opened on 15 January, the reminder to those alone that have not signed, frozen by the last one."""
    portal.day("2027-01-14")
    calendar.run_due(portal.now)
    portal.run_jobs()
    claire = portal.sign_in(CLAIRE)
    assert not portal.mails("M21") and "s'ouvre le 15 janvier 2027" in said(claire.get(BILAN))
    portal.day("2027-01-15")
    for _ in range(2):
        letters_reviews.open_reviews(portal.now)
        portal.run_jobs()
    mine = [m for m in portal.mails("M21") if "territoire=T1" in m.body]
    assert sorted(m.goes_to.split("@")[0] for m in mine) == sorted([*SIGNERS, CLAIRE])
    assert {said_plain(m.subject) for m in mine} == {
        "Bilan annuel conjoint 2026 : à signer avant le 28 février"
    }

    page = claire.get(BILAN)
    assert "Signé par 0 structure sur 4" in said(page)
    nadege = portal.sign_in(NADEGE)
    to_sign = "Lire et signer le bilan annuel conjoint 2026"
    own = said(nadege.get("/tableau-de-bord"))
    assert to_sign in own and "Avant le 28 février 2027" in own and "Depuis le 15 janvier 2027" in own
    assert "Commencer le texte du bilan annuel conjoint 2026" in said(claire.get("/tableau-de-bord"))
    assert "Votre signature est attendue" in said(nadege.get(BILAN))
    bare = nadege.submit(nadege.get(BILAN), form="review-form", press="Signer le bilan", status=422)
    assert "Répondez aux trois questions avant de signer." in bare
    read_before = nadege.get(BILAN)
    two_lines = {**ANSWERS, "rev_failure": "Un relais est venu tard.\nUne ETTI seule est proche."}
    claire.submit(page, two_lines, form="review-form")
    nadege.submit(
        read_before, form="review-form", press="Signer le bilan", status=409
    )  # not the text that was read
    for who in SIGNERS[:1] + SIGNERS[2:]:
        browser = portal.sign_in(who)
        browser.submit(browser.get(BILAN), form="review-form", press="Signer le bilan")
    elodie = portal.sign_in("elodie.petit", "agence de Beauvais")
    aside = {**two_lines, "rev_change": "Un point chaque mois."}
    kept = elodie.submit(elodie.get(BILAN), aside, form="review-form", press="Signer le bilan", status=422)
    assert "n'est pas encore enregistré. Enregistrez le texte, relisez-le, puis signez." in kept
    assert kept.form("review-form")[1]["rev_change"].strip() == "Un point chaque mois.", (
        "what was typed is still there"
    )
    assert len(kept.problems) == 1 and "Signé par 3 structures sur 4" in said(claire.get(BILAN)), (
        "nothing was signed, and nobody's signature was taken back"
    )
    as_a_browser = {name: text.replace("\n", "\r\n") for name, text in two_lines.items()}
    claire.submit(claire.get(BILAN), as_a_browser, form="review-form")
    claire.post(f"{BILAN}/signature", {"territoire": "T1"}, status=403)
    portal.sign_in("fatou.diop").post(f"{BILAN}/signature", {"territoire": "T1"}, status=404)
    assert "Signé par 3 structures sur 4" in said(claire.get(BILAN))
    assert to_sign not in said(nadege.get("/tableau-de-bord"))
    assert "Commencer le texte" not in said(claire.get("/tableau-de-bord"))

    portal.day("2027-02-20")
    for _ in range(2):
        letters_reviews.remind_of_reviews(portal.now)
    reminders = [
        m for m in portal.mails("M21") if m.subject.startswith("Relance - ") and "territoire=T1" in m.body
    ]
    assert [m.goes_to.split("@")[0] for m in reminders] == ["elodie.petit"]
    assert "3 structures sur 4 ont signé." in said_plain(reminders[0].body)

    claire.submit(
        claire.get(BILAN), {**ANSWERS, "rev_change": "Un point chaque quinzaine."}, form="review-form"
    )
    assert "Signé par 0 structure sur 4" in said(claire.get(BILAN)), "another text: nobody has signed it"
    portal.day("2027-03-01")
    for who in SIGNERS:
        browser = portal.sign_in(who, "agence de Beauvais" if who == "elodie.petit" else None)
        browser.submit(browser.get(BILAN), form="review-form", press="Signer le bilan")
    page = claire.get(BILAN)
    assert "Signé par 4 structures sur 4" in said(page) and "texte arrêté le 1er mars 2027" in said(page)
    assert "review-form" not in page and "Un point chaque quinzaine." in page
    claire.post(BILAN, {**ANSWERS, "territoire": "T1"}, status=409)
    nadege.post(f"{BILAN}/signature", {"territoire": "T1"}, status=409)


def test_the_convention_is_renewed_each_first_of_july_until_a_network_objects(portal: Portal) -> None:
    """S14, step 7; the nineteenth renewal on 1 July 2027."""
    portal.day("2027-05-30")
    helene, claire = portal.sign_in(HELENE), portal.sign_in(CLAIRE)
    here = "/cooperation/convention"
    assert "Aucune convention enregistrée pour ce département." in claire.get(here)
    claire.post(here, {"conv_title": "Convention"}, status=403)
    empty = helene.submit(helene.get(here), {}, form="agreement-form", status=422)
    assert "Indiquez les réseaux qui l'ont signée." in empty
    typed = {
        "conv_title": "Coopération entre les réseaux IAE de l'Oise", "conv_signatories": "GRIEP, UDAIO",
        "conv_date": "01/07/2008",
    }  # fmt: skip
    helene.submit(helene.get(here), typed, form="agreement-form")
    helene.post(here, typed, status=409)
    letters_reviews.tell_renewals(portal.now)
    assert not portal.mails("M22")
    portal.day("2027-06-01")
    for _ in range(2):
        letters_reviews.tell_renewals(portal.now)
    assert {HELENE, *SIGNERS, "fatou.diop"} <= told(portal, "M22") and CLAIRE not in told(portal, "M22")
    assert len(portal.mails("M22", to=HELENE)) == 1
    [subject] = {said_plain(m.subject) for m in portal.mails("M22")}
    assert subject == "Convention de coopération : renouvellement le 1er juillet 2027"
    line = "1er juillet 2027 : Renouvelée par tacite reconduction (19e renouvellement)"
    portal.day("2027-06-30")
    assert line not in said(claire.get(here)) and "(18e renouvellement)" in said(claire.get(here))
    portal.day("2027-07-01")
    assert line in said(claire.get(here)) and "Préparation de la sortie" in claire.get(here)
    assert line in said(portal.sign_in("mickael.roussel").get(here)), "all who are connected read it"
    portal.day("2028-05-02")
    helene = portal.sign_in(HELENE)
    ending = {"conv_end": "30/06/2028", "conv_reason": "L'UDAIO s'y oppose."}
    helene.submit(helene.get(here), {**ending, "conv_end": "01/05/2028"}, form="end-form", status=422)
    helene.submit(helene.get(here), ending, form="end-form")
    portal.day("2028-07-02")
    letters_reviews.tell_renewals(portal.now)
    assert "20e renouvellement" not in portal.sign_in(CLAIRE).get(here)
    assert {m.subject for m in portal.mails("M22")} == {portal.mails("M22")[0].subject}, (
        "nothing more is told"
    )
