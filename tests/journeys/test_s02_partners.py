"""S02, steps 1 to 4: a company searches from a lot, asks three structures at once, one answers; and who sees it.

Every act is a request over HTTP, on both databases; figures and sentences are those of the scenario.
"""

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from clauses.actions.people import purge
from clauses.config import clock
from clauses.domain.kinds_requests import RequestStanding, RequestState
from clauses.extensions import db, write_transaction
from clauses.models.partner_requests import PartnerRequest
from clauses.queries import invariants_partners, partner_requests
from clauses.queries.people import retention
from tests import stage
from tests.portal import Browser, Portal
from tests.reading import Page

FIVE = ["Tremplin Intérim 60 - agence de Beauvais", "Bâti Solidaire Picardie", "GEIQ BTP Oise", "Coup d'Main Beauvaisis",
        "Chantier du Thérain"]  # fmt: skip
NEED = "Quatre maçons de septembre à mars, 7 h 30 - 16 h, chantier desservi par le bus 4"
COMPANY = "Bâtisseurs du Thérain"


def names(page: Page) -> list[str]:
    """The structures of the results, in their order."""
    table = next(e for e in page.find_all(lambda e: e.tag == "table"))
    return [
        link.text or ""
        for row in table.find("tbody")
        for link in row.iter("a")
        if (link.get("href") or "").startswith("/annuaire/")
    ]


def ids(*parts: str) -> list[str]:
    return [str(stage.organization(part).id) for part in parts]


def search(browser: Browser, lot_id: int, **more: object) -> Page:
    asked = {"lot": lot_id, "search_lot": lot_id, "search_trade": "maçonnerie", "search_city": "Beauvais (60057)",
             "search_km": 30, "search_from": "04/2026", "search_months": 1}  # fmt: skip
    return browser.get("/partenaires", query_string={**asked, **more})


def ask(browser: Browser, lot_id: int, structures: list[str], *, status: int = 303, **fields: object) -> Page:
    page = browser.get(
        "/partenaires/demandes/nouvelle", query_string={"lot": lot_id, "structure": structures}
    )
    typed = {"request_kind": ["placement", "subcontracting"], "request_need": NEED, "request_hours": "310",
             "request_deadline": "10/04/2026"}  # fmt: skip
    return browser.submit(page, {**typed, **fields}, form="request-form", status=status)


def opened(browser: Browser, portal: Portal) -> Page:
    """The request in the inbox of a structure, opened from its list."""
    inbox = browser.get("/demandes")
    [url] = [link for link in inbox.links() if link.startswith("/partenaires/demandes/")]
    return browser.get(url)


@pytest.fixture
def lot_id(portal: Portal) -> int:
    stage.published(portal)
    portal.day("2026-03-30")
    return stage.lot(1).id


def test_s02_from_the_search_to_the_first_answer(portal: Portal, lot_id: int) -> None:
    mickael = portal.sign_in("mickael.roussel")
    consultations = mickael.get("/consultations")
    assert f"/partenaires?lot={lot_id}" in consultations.links()
    preloaded = mickael.get(f"/partenaires?lot={lot_id}")
    assert preloaded.by_id("search_trade").get("value") == "Gros œuvre"
    assert preloaded.by_id("search_city").get("value") == "Beauvais (60057)"

    # 1 and 2: five in that order, the sixth at 50 km
    page = search(mickael, lot_id)
    assert "5 structures à 30 km ou moins de Beauvais" in page
    assert names(page) == FIVE
    wider = search(mickael, lot_id, search_km=50)
    assert "6 structures" in wider and names(wider) == [*FIVE, "Relais Emploi Sud Oise"]

    # 3: one form, three requests
    asked = ids("Coup d'Main Beauvaisis", "agence de Beauvais", "Bâti Solidaire")
    followed = mickael.follow(ask(mickael, lot_id, asked))
    assert "Demande envoyée à 3 structures. Réponse attendue avant le 10 avril 2026." in followed
    portal.run_jobs()
    letters = portal.mails("M05")
    assert {letter.recipient.email.split("@")[0] for letter in letters} == {
        "nadege.brunel", "elodie.petit", "olivier.lambert",
    }  # fmt: skip
    assert len(letters) == 3
    ai = next(letter for letter in letters if letter.recipient.email.startswith("nadege"))
    words = ai.body.replace("\u202f", " ").replace("\xa0", " ")
    assert ai.subject.replace("\u202f", " ") == "Bâtisseurs du Thérain vous propose 310 h à Beauvais"
    assert "cherche du personnel mis à disposition, 310 h environ, à Beauvais" in words
    assert "confier" not in words  # an AI is not asked to take works
    assert "Répondez avant le 10 avril 2026, même pour décliner" in words
    for start, organization in (
        ("nadege.brunel", None),
        ("elodie.petit", "Beauvais"),
        ("olivier.lambert", None),
    ):
        inbox = portal.sign_in(start, organization).get("/demandes")
        assert f"{COMPANY} cherche" in inbox and "310 h" in inbox
    claire = portal.sign_in("claire.delattre")
    assert COMPANY in claire.get("/partenaires/demandes")
    assert COMPANY in claire.get(f"/lots/{lot_id}/demarches")
    assert not [letter for letter in portal.mails("M05") if letter.recipient.email.startswith("claire")]

    # silence, seen by the company
    portal.day("2026-04-05")
    assert (
        "Sans réponse depuis 6 jours ; réponse attendue avant le 10 avril 2026, il reste 5 jours."
        in mickael.get("/partenaires/demandes")
    )

    # 4: the EI accepts 310 h of subcontracting
    portal.day("2026-04-07")
    olivier = portal.sign_in("olivier.lambert")
    request = opened(olivier, portal)
    assert "une entreprise à qui confier une partie des travaux" in request
    assert "25,83 h par mois" in request  # 310 h over the twelve months of the lot
    done = olivier.follow(olivier.submit(request, {"answer": "accepted"}, form="reply-form"))
    assert "Vous avez accepté. L'entreprise est prévenue." in done
    portal.run_jobs()
    [letter] = portal.mails("M06")
    assert letter.recipient.email.startswith("mickael.roussel")
    assert letter.subject == "Bâti Solidaire Picardie a répondu à votre demande"
    assert "accepte : 310 h en sous-traitance" in letter.body.replace("\u202f", " ")
    efforts = mickael.get(f"/lots/{lot_id}/demarches")
    assert "310 h en sous-traitance" in efforts
    table = mickael.get(f"/lots/{lot_id}/demarches.csv").response.get_data(as_text=True)
    lines = table.splitlines()
    assert len(lines) == 4 and sum("Acceptée;07/04/2026;310;en sous-traitance" in line for line in lines) == 1

    # the day after, the two others are silent for good; nothing was written to say so
    portal.day("2026-04-11")
    assert "Le délai est passé le 10 avril 2026 : 11 jours sans réponse." in mickael.get(
        f"/lots/{lot_id}/demarches"
    )
    db.session.rollback()
    assert sorted(db.session.scalars(select(PartnerRequest.state))) == [
        RequestState.ACCEPTED, RequestState.SENT, RequestState.SENT,
    ]  # fmt: skip
    nadege = portal.sign_in("nadege.brunel")
    late = opened(nadege, portal)
    assert "Votre réponse" not in late.text
    own = db.session.scalars(
        select(PartnerRequest.id).where(PartnerRequest.structure_id == int(asked[0]))
    ).one()
    refused = nadege.post(f"/partenaires/demandes/{own}/reponse", {"answer": "accepted"}, status=409)
    assert "Le délai de réponse est passé le 10 avril 2026" in refused


def test_who_asks_whom_is_secret_for_everybody_else(portal: Portal, lot_id: int) -> None:
    """HTML, exports and history, before the award and after it."""
    mickael = portal.sign_in("mickael.roussel")
    ask(mickael, lot_id, ids("Coup d'Main Beauvaisis", "Bâti Solidaire"))
    nadege = portal.sign_in("nadege.brunel")
    mine = opened(nadege, portal)
    assert COMPANY in mine and "Bâti Solidaire" not in mine.text
    db.session.rollback()
    ai, ei = db.session.scalars(select(PartnerRequest.id).order_by(PartnerRequest.id))
    market = stage.lot(1).market_id

    def walled() -> None:
        addresses = [f"/partenaires/demandes/{ai}", f"/partenaires/demandes/{ei}"]
        efforts = [f"/lots/{lot_id}/demarches", f"/lots/{lot_id}/demarches.csv"]
        nadege.get(addresses[1], status=404)
        for start, organization in (
            ("sandrine.lemaire", None), ("elodie.petit", "Beauvais"), ("yann.morel", None), ("maxime.ollier", None),
            ("karim.benali", None), ("helene.vasseur", None), ("laurent.lenoir", None),
        ):  # fmt: skip
            browser = portal.sign_in(start, organization)
            for url in addresses:
                browser.get(url, status=404)
                browser.post(f"{url}/reponse", {"answer": "accepted"}, status=404)
            for url in efforts:
                answer = browser.client.get(url)
                # A candidate reads its own efforts on an open consultation: none here.
                assert answer.status_code in (403, 404) or COMPANY not in answer.get_data(as_text=True), (
                    start,
                    url,
                )
        sandrine = portal.sign_in("sandrine.lemaire")
        for url in (f"/marches/{market}", f"/marches/{market}?onglet=historique", f"/marches/{market}/lots/1?onglet=historique",
                    f"/marches/{market}/questions", "/tableau-de-bord"):  # fmt: skip
            page = sandrine.get(url)
            assert "partenariat" not in page.text and "Coup d'Main" not in page.text, url
        sandrine.get("/partenaires", status=403)
        sandrine.get("/partenaires/demandes", status=403)

    walled()
    api = portal.visitor().get("/api/v1/openapi.json").response.get_data(as_text=True)
    assert "demande" not in api.lower() and "partner" not in api.lower()
    portal.run_jobs()
    told = {
        letter.recipient.email.split("@")[0] for letter in portal.mails() if letter.template in ("M05", "M06")
    }
    assert told == {"nadege.brunel", "olivier.lambert"}
    stage.awarded(portal, market=stage.lot(1).market)
    walled()
    assert "Coup d'Main" in portal.sign_in("mickael.roussel").get(f"/lots/{lot_id}/demarches")


def test_five_at_most_none_twice_and_nothing_half_sent(portal: Portal, lot_id: int) -> None:
    mickael = portal.sign_in("mickael.roussel")
    six = ids(*FIVE, "Relais Emploi Sud Oise")
    many = mickael.get(
        "/partenaires/demandes/nouvelle", query_string={"lot": lot_id, "structure": six}, status=422
    )
    assert "Vous avez choisi 6 structures : une demande s'adresse à 5 au plus. Décochez-en 1." in many
    assert len(many.find_all(lambda e: e.get("name") == "structure" and "checked" in e.attrib)) == 6
    none = mickael.get("/partenaires/demandes/nouvelle", query_string={"lot": lot_id}, status=422)
    assert "Cochez au moins une structure." in none

    ask(mickael, lot_id, ids("Coup d'Main Beauvaisis"))
    again = ask(mickael, lot_id, ids("Coup d'Main Beauvaisis", "Bâti Solidaire"), status=422)
    assert "Vous avez déjà adressé cette demande à Coup d'Main Beauvaisis le 30 mars 2026" in again
    db.session.rollback()
    assert db.session.scalar(select(func.count(PartnerRequest.id))) == 1  # the other one was not sent either
    # The same form posted twice is one sending, and leads to the same page.
    page = mickael.get(
        "/partenaires/demandes/nouvelle", query_string={"lot": lot_id, "structure": ids("GEIQ BTP")}
    )
    fields = {
        "request_kind": ["placement"],
        "request_need": NEED,
        "request_hours": "100",
        "request_deadline": "10/04/2026",
    }
    first, second = (mickael.submit(page, fields, form="request-form") for _ in range(2))
    assert first.response.headers["Location"] == second.response.headers["Location"]
    db.session.rollback()
    assert db.session.scalar(select(func.count(PartnerRequest.id))) == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (
            "request_need",
            "Deux maçons",
            "Décrivez le besoin en 30 caractères au moins : poste, dates, nombre de personnes.",
        ),
        ("request_deadline", "29/03/2026", "Choisissez une date à venir."),
        (
            "request_deadline",
            "25/04/2026",
            "La réponse arriverait après la remise des offres (24 avril 2026).",
        ),
        ("request_hours", "", "Indiquez un nombre d'heures : une estimation suffit."),
        (
            "request_kind",
            "co_contracting",
            "Coup d'Main Beauvaisis (AI) ne peut rien faire de ce que vous cherchez.",
        ),
        ("request_last", "08/2025", "Le dernier mois ne peut pas précéder le premier."),
        (
            "request_need",
            "Le salarié 1 84 12 76 451 089 46 viendra, prévoir un badge",
            "numéro de sécurité sociale",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(
    portal: Portal, lot_id: int, field: str, typed: str, sentence: str
) -> None:
    mickael = portal.sign_in("mickael.roussel")
    refused = ask(mickael, lot_id, ids("Coup d'Main Beauvaisis"), status=422, **{field: typed})
    assert sentence in refused
    db.session.rollback()
    assert db.session.scalar(select(func.count(PartnerRequest.id))) == 0


def test_a_counter_proposal_a_reminder_a_refusal_and_a_withdrawal(portal: Portal, lot_id: int) -> None:
    mickael = portal.sign_in("mickael.roussel")
    ask(mickael, lot_id, ids("Coup d'Main Beauvaisis", "agence de Beauvais", "Bâti Solidaire"))
    db.session.rollback()
    ai, etti, ei = db.session.scalars(select(PartnerRequest.id).order_by(PartnerRequest.id))

    portal.day("2026-04-02")
    page = mickael.get(f"/partenaires/demandes/{ai}")
    mickael.submit(page, form="remind-form")
    told = mickael.post(f"/partenaires/demandes/{ai}/relance", {}, status=409)
    assert "Vous avez déjà relancé cette structure." in told
    portal.run_jobs()
    assert [one for one in portal.mails("M05") if one.subject.startswith("Relance - ")]

    nadege = portal.sign_in("nadege.brunel")
    request = opened(nadege, portal)
    whole = nadege.submit(
        request, {"answer": "accepted", "answer_hours": "200"}, form="reply-form", status=422
    )
    assert "Accepter, c'est accepter 310 h." in whole
    nothing = nadege.submit(request, {"answer": "countered"}, form="reply-form", status=422)
    assert "Dites ce que vous proposez d'autre" in nothing
    nadege.submit(
        request,
        {"answer": "countered", "answer_hours": "200", "message": "Deux personnes"},
        form="reply-form",
    )
    assert "Une contre-proposition à examiner" in mickael.get("/tableau-de-bord")
    sheet = mickael.get(f"/partenaires/demandes/{ai}")
    assert "Contre-proposition : 200 h en mise à disposition" in sheet
    agreed = mickael.follow(mickael.submit(sheet, form="agree-form"))
    assert "Contre-proposition acceptée. Coup d'Main Beauvaisis est prévenue." in agreed

    elodie = portal.sign_in("elodie.petit", "agence de Beauvais")
    request = opened(elodie, portal)
    refused = elodie.submit(request, {"answer": "declined"}, form="reply-form", status=422)
    assert "Choisissez un motif : il aide l'entreprise à se tourner vers une autre structure." in refused
    elodie.submit(request, {"answer": "declined", "answer_reason": "nobody"}, form="reply-form")
    portal.run_jobs()
    decline = next(one for one in portal.mails("M06") if "Tremplin" in one.subject)
    assert "1 autre structure assure cette activité dans un rayon de 30 km." in decline.body

    sheet = mickael.get(f"/partenaires/demandes/{ei}")
    mickael.submit(sheet, {"withdrawal": "Nous avons trouvé"}, form="withdraw-form")
    olivier = portal.sign_in("olivier.lambert")
    olivier.post(f"/partenaires/demandes/{ei}/reponse", {"answer": "accepted"}, status=409)
    assert "Retirée" in olivier.get(f"/partenaires/demandes/{ei}")
    portal.run_jobs()
    assert {one.recipient.email.split("@")[0] for one in portal.mails("M44")} == {
        "nadege.brunel",
        "olivier.lambert",
    }
    states = [RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN]
    db.session.rollback()
    assert [db.session.get_one(PartnerRequest, id).state for id in (ai, etti, ei)] == states
    with pytest.raises(DatabaseError), write_transaction():
        db.session.execute(text("UPDATE partner_request_step SET message = 'autre'"))
    db.session.rollback()


def test_a_consultation_nearby_is_told_to_the_structures_of_its_trades(portal: Portal) -> None:
    stage.published(portal)
    portal.run_jobs()
    letters = {one.recipient.email.split("@")[0]: one for one in portal.mails("M04")}
    assert "olivier.lambert" in letters and "mickael.roussel" not in letters
    words = letters["olivier.lambert"].body.replace("\u202f", " ")
    assert "lot 1 « Gros œuvre », 1 190 h" in words and "Remise des offres le 24 avril 2026" in words
    assert "€" not in words


def test_ten_forms_at_once_ask_a_structure_once(portal: Portal, lot_id: int) -> None:
    browsers = [portal.sign_in("mickael.roussel") for _ in range(10)]
    page = browsers[0].get(
        "/partenaires/demandes/nouvelle",
        query_string={"lot": lot_id, "structure": ids("Coup d'Main", "GEIQ BTP")},
    )
    url, values = page.form("request-form")
    values |= {"request_kind": ["placement"], "request_need": NEED, "request_hours": "310"}
    secret = browsers[0].client.get_cookie("session").value
    for browser in browsers:
        browser.client.set_cookie("session", secret)
    db.session.remove()

    def send(browser: Browser) -> int:
        own = {**values, "idem_key": secrets.token_hex(16)}
        return browser.client.post(url, data=own).status_code

    with ThreadPoolExecutor(10) as pool:
        answers = Counter(pool.map(send, browsers))
    assert answers == {303: 1, 422: 9}
    assert db.session.scalar(select(func.count(PartnerRequest.id))) == 2
    assert not list(invariants_partners.requests_and_steps())


def test_those_asked_by_the_holder_learn_of_the_award_and_its_efforts_outlive_the_others(
    portal: Portal, lot_id: int
) -> None:
    """M07 to the structures asked; a year later the requests of who lost are gone, those of the holder stay."""
    ask(portal.sign_in("mickael.roussel"), lot_id, ids("Coup d'Main Beauvaisis"))
    rival = portal.sign_in("laurent.lenoir")
    ask(rival, lot_id, ids("Bâti Solidaire"))
    db.session.rollback()
    mine, lost = db.session.scalars(select(PartnerRequest.id).order_by(PartnerRequest.id))
    stage.awarded(portal, market=stage.lot(1).market)
    portal.run_jobs()
    told = {one.recipient.email.split("@")[0] for one in portal.mails("M07")}
    assert "nadege.brunel" in told and "olivier.lambert" not in told
    over = rival.get(
        "/partenaires/demandes/nouvelle", query_string={"lot": lot_id, "structure": ids("GEIQ BTP")}
    )
    refused = rival.submit(
        over, {"request_kind": ["placement"], "request_need": NEED, "request_hours": "10", "request_deadline": "01/07/2026"},
        form="request-form", status=409,
    )  # fmt: skip
    assert "On ne cherche plus de partenaires pour ce lot" in refused

    portal.day("2027-03-29")
    assert retention.partner_requests_due(clock.today()) == []
    on = portal.day("2027-03-30")
    assert retention.partner_requests_due(on) == [lost]
    assert purge.forget_partner_requests(on, now=portal.now) == 1
    db.session.rollback()
    assert list(db.session.scalars(select(PartnerRequest.id))) == [mine]
    [kept] = partner_requests.efforts_of_party(stage.organization(COMPANY).id, lot_id, on)
    assert kept.id == mine and kept.standing is RequestStanding.EXPIRED
