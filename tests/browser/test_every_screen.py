"""Is every screen, for each role, readable by everyone, narrow enough, light, and silent in the console?

The addresses are written out, role by role. A menu entry or a link inside the portal that leads to a screen which is
not in the list of its role fails: nothing can be added without being looked at here.
"""

import re

import pytest
from selenium.webdriver.common.keys import Keys
from werkzeug.exceptions import HTTPException

from tests import stage_pooling
from tests.browser.window import Window

MOST_BYTES, MOST_REQUESTS = 150_000, 12
# By the end of an address: five lots at once, each with its publics and its modalities.
LONG_FORMS = {"/clauses": 165_000}
SITE_MAP = "/plan-du-site"  # it names every screen, whoever reads it
# Links that are not screens: files to keep, and the door out.
FILES = re.compile(r"\.(xlsx|docx|txt|pdf|csv|zip|json|ics)$|/(justificatif|fichier)$")
PAGES = [
    "/chiffres",
    "/aide",
    "/empreintes-du-journal",
    "/accessibilite",
    "/donnees-personnelles",
    "/donnees-personnelles/notice",
    "/donnees-personnelles/notice-facile",
    "/mentions-legales",
    "/qui-peut-quoi",
    SITE_MAP,
]
OPEN = [
    "/annuaire",
    "/annuaire/carte",
    "/comprendre",
    "/comprendre/combien-de-temps",
    "/annuaire/{siae}-fiche",
    "/territoires",
    "/territoires/T1",
    "/calculer",
    "/attestations",
]

ACCOUNTS: dict[str, tuple[str, str | None] | None] = {
    "visitor": None,
    "buyer": ("sandrine.lemaire", None),
    "company": ("mickael.roussel", None),
    "ai": ("nadege.brunel", None),
    "etti": ("elodie.petit", "agence de Beauvais"),
    "ei": ("olivier.lambert", None),
    "resource": ("claire.delattre", None),
    "coordinator": ("helene.vasseur", None),
    "admin": ("maxime.ollier", None),
}
ACCOUNT = [
    "/mon-compte", "/mon-compte/coordonnees", "/mon-compte/adresse", "/mon-compte/mot-de-passe", "/mon-compte/sessions",
    "/notifications", "/mon-compte/envois", "/mon-compte/clavier",
    "/mon-compte/confirmation", "/mon-compte/double-authentification", "/organisation/membres", "/organisation/membres/revue",
]  # fmt: skip
COOPERATION = [
    "/cooperation/journal", "/postes", "/informations-collectives", "/cooperation/reunions", "/cooperation/evaluations/2026",
    "/cooperation/bilans/2025", "/cooperation/convention",
]  # fmt: skip
SIAE_HOME = [
    "/tableau-de-bord", "/calendrier", "/demandes", "/heures", "/heures/importer", "/echanges", "/difficultes", "/consultations", *COOPERATION,
    "/postes/nouveau", "/sorties",
    "/partenaires", "/partenaires/demandes",
    "/missions", "/missions/nouvelle", "/parcours", "/parcours/nouvelle", "/portefeuilles",
    "/structure/disponibilites", "/structure", "/structure/activites", "/structure/recrutement", "/structure/conventions", "/structure/photos",
]  # fmt: skip
# What each role reaches on a portal where nothing has been done yet.
EMPTY: dict[str, list[str]] = {
    "visitor": ["/", "/connexion", "/connexion/mot-de-passe-oublie", "/inscription", "/inscription/organisation?profile=buyer", *OPEN, *PAGES],
    "buyer": ["/tableau-de-bord", "/echanges", *ACCOUNT, "/marches", "/lots", "/marches/nouveau/marche", "/marches/importer",
        "/marches/donnees-essentielles", "/marches/indicateurs", "/programmes", "/programmes/importer", "/decisions", "/rapports", "/rapports/nouveau",
        "/rapports/planifications", "/rapports/planifications/nouvelle",
    ],
    "company": ["/tableau-de-bord", "/calendrier", "/echanges", "/consultations", "/partenaires", "/partenaires/demandes", "/engagements", "/engagements/mutualiser", "/mutualisations", "/releves", "/annuaire", "/difficultes", "/decisions", "/rattrapage", "/rapports", "/rapports/nouveau"],
    "ai": SIAE_HOME,
    # The screens of a structure are looked at once, as the first one; what the others have of their own, as them.
    "etti": ["/tableau-de-bord", "/heures", "/structure", "/structure/conventions", "/organisation/choisir"],
    "ei": ["/tableau-de-bord", "/heures", "/structure", "/structure/conventions", "/sorties"],
    "resource": [
        "/tableau-de-bord", "/calendrier", "/portefeuilles", "/lots", "/engagements", "/difficultes", "/cartographie", "/cartographie/structures", "/cartographie/prevision", "/territoire", "/echanges", "/marches", "/validation", "/validation/2026-01", "/validation/2026-01/sondage",
        "/participants/eligibilite", "/participants/doublons", "/relais", "/relances", "/rapports", "/rapports/nouveau", "/rapports/planifications", "/rapports/planifications/nouvelle", *COOPERATION, "/visites", "/visites/nouvelle",
        "/affectation/territoire", "/engagements/mutualiser", "/mutualisations", "/consolidation/2025-T4", "/consolidation",
    ],
    "coordinator": [
        "/consolidation/2025-T4", "/consolidation/2026-T1", "/consolidation", "/alertes",
        "/tableau-de-bord", "/lots", "/cartographie", "/cartographie/structures", "/cartographie/prevision", "/echanges", "/relances", "/marches", "/territoires", "/rapports", "/rapports/nouveau", "/rapports/planifications", "/rapports/planifications/nouvelle", *COOPERATION,
        "/reseau", "/reseau/zones-blanches", "/reseau/structures/{host}/fermer", "/comptes-a-verifier", "/admin/donnees-personnelles", "/reseau/T1/nommer", "/reseau/T6/transferer",
        "/referentiels", "/referentiels/part-de-main-d-oeuvre/gros_oeuvre", "/referentiels/cout-horaire/tous-metiers",
    ],
    "admin": ["/tableau-de-bord", "/admin/courriels", "/admin/etat", "/admin/journal", "/admin/taches", "/admin/parametres", "/admin/parametres/relay/max_hours", "/admin/modeles", "/admin/modeles/M11", "/admin/modeles/M11/versions/0", "/admin/organisations", "/admin/organisations/nouvelle", "/admin/echanges", "/admin/organisations/{siae}",
        "/admin/utilisateurs", "/admin/utilisateurs/inviter", "/admin/utilisateurs/{user}", "/admin/utilisateurs/{user}/double-authentification", "/comptes-a-verifier",
        "/referentiels/cout-horaire/tous-metiers", "/admin/donnees-personnelles", "/admin/donnees-personnelles/nouvelle", "/qui-peut-quoi", "/referentiels", "/admin/territoires",
        "/reseau", "/reseau/zones-blanches"],
}  # fmt: skip
SIAE_WORK = [
    *SIAE_HOME, "/marches/{market}/lots/1/sous-traitants", "/marches/{market}/lots/1/reunion-de-lancement",
    "/engagements/{commitment}", "/releves/{lot}/2026-12", "/releves/{lot}/2026-12/reclamer", "/releves/{lot}/2027-01", "/releves/{lot}/2027-02", "/releves/{lot}/2027-01/pieces",
    "/engagements/{commitment}/difficulte", "/difficultes", "/visites", "/visites/nouvelle", "/rattrapage", "/lots/{lot}/rattrapage",
    "/lots/{lot}/participants", "/lots/{lot}/participants/nouveau", "/relais", "/participants/{person}/compteurs-ai", "/participants/{person}/pass-iae",
    "/parcours/{pathway}", "/parcours/{pathway}/sortie", "/portefeuilles/{pathway}",
    "/marches/{market}", "/marches/{market}/texte", "/marches/{market}/texte/1", "/marches/{market}/lots/1",
    "/consultations/{tendered}", "/marches/{market}/questions", "/partenaires/demandes/{countered}",
    "/marches/{market}/lots/1/echanges", "/marches/{market}/lots/1/pieces", "/marches/{market}/pieces",
]  # fmt: skip
# What each role reaches in the middle of the work.
FILLED: dict[str, list[str]] = {
    "visitor": ["/"],
    "buyer": [
        "/tableau-de-bord", "/marches", "/lots", "/marches/lots-de-l-annee?annee=2026", "/marches/donnees-essentielles", "/marches/{market}/lots/1/donnees-essentielles",
        "/programmes", "/programmes/{programme}", "/programmes/importer/{key}", "/programmes/importer/{key}/verification",
        "/marches/{draft}", "/marches/{draft}/marche", "/marches/{draft}/lots", "/marches/{draft}/clauses",
        "/marches/{draft}/texte", "/marches/{draft}/avis",
        "/marches/{tendered}", "/marches/{tendered}/lots/5", "/marches/{tendered}/lots/5/attribution",
        "/marches/{market}/lots/1/sous-traitants", "/marches/{market}/lots/1/reunion-de-lancement",
        "/marches/{tendered}/texte/1", "/marches/{tendered}/texte/1?piece=avis", "/marches/{draft}/texte?piece=annexe",
        "/echanges", "/marches/{market}/pieces", "/marches/{market}/lots/1/pieces", "/marches/{market}/pieces/{document}/retrait",
        "/marches/{market}/lots/1/echanges", "/marches/{tendered}/questions", "/marches/{tendered}/rectification", "/marches/{tendered}/sans-suite",
        "/marches/{market}", "/marches/{market}/lots/1", "/marches/{market}/lots/1/volume",
        "/marches/{market}/lots/1/modifications/nouvelle", "/marches/{market}/lots/1/modifications/nouvelle?motif=amendment",
        "/marches/{market}/lots/1/groupement/defaillance",
        "/engagements/{commitment}", "/releves/{lot}/2026-12",
        "/decisions", "/decisions/{decision}", "/marches/{market}/lots/1/decision", "/marches/{market}/lots/1/decision?decision=penalty",
        "/marches/{market}/lots/1/penalites", "/marches/{market}/lots/1/cloture", "/marches/{market}/lots/1/dossier-contentieux",
        "/rattrapage", "/lots/{lot}/rattrapage", "/rattrapage/{recovery}",
        "/rapports", "/rapports/nouveau", "/rapports/planifications/nouvelle", "/annuaire/{siae}-fiche",
    ],
    "company": [
        "/tableau-de-bord", "/consultations", "/consultations/{tendered}", "/engagements", "/releves", "/heures?month=2027-02", "/heures?month=2027-02&vue=tableau", "/annuaire",
        "/partenaires", "/partenaires?lot={sought}", "/partenaires/demandes/nouvelle?lot={sought}&structure={siae}", "/partenaires/demandes",
        "/partenaires/demandes/{countered}", "/partenaires/demandes/{asked}", "/lots/{sought}/demarches",
        "/marches/{market}", "/marches/{market}/texte", "/marches/{market}/texte/1", "/marches/{market}/lots/1",
        "/marches/{market}/questions", "/marches/{market}/lots/1/echanges",
        "/echanges", "/marches/{market}/pieces", "/marches/{market}/lots/1/pieces",
        "/marches/{market}/lots/1/sous-traitants", "/marches/{market}/lots/1/reunion-de-lancement",
        "/engagements/{commitment}", "/engagements/{second}/declaration", "/releves/{lot}/2026-12", "/releves/{lot}/2026-12/reclamer", "/releves/{lot}/2027-01", "/releves/{lot}/2027-02", "/releves/{lot}/2027-01/pieces",
        "/engagements/{commitment}/difficulte", "/difficultes", "/difficultes/{difficulty}", "/decisions/{decision}",
        "/marches/{market}/lots/1/cloture", "/rattrapage", "/lots/{lot}/rattrapage", "/rattrapage/{recovery}",
        "/lots/{lot}/participants", "/lots/{lot}/participants/nouveau",
    ],
    "ai": [
        *SIAE_WORK, "/heures/importer/{hours_key}", "/heures/importer/{hours_key}/verification",
    ],
    "etti": ["/tableau-de-bord", "/heures", "/heures?vue=tableau", "/engagements/{commitment}", "/releves/{lot}/2027-01"],
    "ei": ["/tableau-de-bord", "/heures", "/engagements/{commitment}", "/releves/{lot}/2027-01"],
    "resource": [
        "/tableau-de-bord", "/calendrier", "/lots", "/cartographie?mois=12", "/cartographie/prevision", "/marches", "/marches/{tendered}", "/marches/{market}", "/marches/{market}/lots/1",
        "/marches/{tendered}/texte", "/marches/{tendered}/texte/1", "/marches/{tendered}/instruction",
        "/marches/{tendered}/questions", "/marches/{tendered}/lots/1/commentaires", "/marches/{market}/lots/1/echanges",
        "/marches/{market}/pieces", "/marches/{market}/lots/1/pieces", "/marches/{market}/pieces/{document}/retrait",
        "/marches/{market}/lots/1/sous-traitants", "/marches/{market}/lots/1/reunion-de-lancement",
        "/engagements", "/engagements/mutualiser", "/mutualisations", "/engagements/{commitment}", "/engagements/{commitment}/affectation", "/engagements/{second}",
        "/engagements/{third}/affectation/propositions", "/engagements/{commitment}/affectation/propositions", "/affectation/territoire",
        "/engagements/{commitment}/bilan", "/marches/{market}/lots/1/cloture", "/rattrapage", "/lots/{lot}/rattrapage", "/rattrapage/{recovery}",
        "/courriers", "/courriers/nouveau?lot={lot}", "/courriers/{letter}", "/decisions/{decision}",
        "/portefeuilles/{pathway}", "/difficultes", "/difficultes/{difficulty}", "/relances", "/relances/{second_lot}/2027-01",
        "/validation", "/validation/2027-01", "/validation/2027-01/sondage", "/releves/{lot}/2027-01", "/releves/{lot}/2027-01/pieces", "/releves/{lot}/2026-12/reclamer", "/lots/{lot}/participants",
        "/participants/eligibilite", "/participants/doublons", "/relais", "/participants/{person}/compteurs-ai", "/participants/{person}/pass-iae", "/rapports", "/rapports/nouveau",
        "/rapports/{report}", "/rapports/{report}/lignes", "/rapports/{report}/objectifs?reserved=0", "/rapports/{report}/comparaison", "/rapports/{report}/comparaison/{report}?read_month=validated",
        "/rapports/{report}/comparaison/{report}/lignes?read_month=validated&reason=month",
        "/partenaires/demandes", "/partenaires/demandes/{asked}", "/lots/{sought}/demarches",
        "/cooperation/journal", "/consolidation/2026-T4",
    ],
    "coordinator": [
        "/consolidation/2026-T4", "/alertes",
        "/tableau-de-bord", "/marches", "/marches/{market}", "/marches/{market}/lots/1",
        "/marches/{market}/texte", "/marches/{market}/texte/1", "/marches/{market}/questions", "/marches/{market}/lots/1/echanges",
        "/marches/{market}/pieces", "/marches/{market}/lots/1/pieces",
        "/marches/{market}/lots/1/sous-traitants", "/marches/{market}/lots/1/reunion-de-lancement",
        "/engagements/{commitment}", "/releves/{lot}/2027-01", "/rapports", "/marches/{market}/lots/1/cloture", "/decisions/{decision}",
        "/difficultes", "/visites", "/visites/nouvelle", "/rattrapage", "/lots/{lot}/rattrapage", "/rattrapage/{recovery}",
        "/rapports/{report}", "/rapports/{report}/lignes", "/rapports/{report}/objectifs?reserved=0", "/rapports/{report}/comparaison", "/rapports/{report}/comparaison/{report}?read_month=validated",
        "/rapports/{report}/comparaison/{report}/lignes?read_month=validated&reason=month",
        "/territoires/T1", "/cooperation/journal",
    ],
    "admin": ["/tableau-de-bord", "/admin/courriels", "/admin/courriels/{mail}", "/admin/etat"],
}  # fmt: skip


# The empty pages of three structures are one page three times: axe, half the time of a screen, judges it once.
JUDGED: set[str] = set()


def faults_of(window: Window, path: str, name: str) -> list[str]:
    """Everything that is wrong with this screen."""
    window.console()
    window.open(path)
    found = []
    for pixels in (1280, 360):
        window.shot(name, pixels)
    weight = window.weigh()
    if weight.bytes > next((most for end, most in LONG_FORMS.items() if path.endswith(end)), MOST_BYTES):
        found.append(f"{weight.bytes} bytes at first view")
    if weight.requests > MOST_REQUESTS:
        found.append(f"{weight.requests} requests at first view")
    found += [f"asks {url} elsewhere" for url in weight.elsewhere]
    titles = window.driver.execute_script(
        "return [...document.querySelectorAll('h1')].map((h) => h.innerText)"
    )
    if len(titles) != 1:
        found.append(f"h1: {titles}")
    if "La page n'existe pas" in window.text or "Erreur" in window.driver.title:
        found.append(f"is an error page: {window.driver.title}")
    window.key(Keys.TAB)
    focus = window.focus()
    if "skip" not in focus.get("cls", "") or not window.is_seen(focus):
        found.append(f"the first Tab does not show the way to the content: {focus}")
    window.unfold()
    if (shape := window.shape()) not in JUDGED:
        violations = window.axe()
        found += violations
        JUDGED.update([] if violations else [shape])
    found += window.reflow(320) + window.reflow(1280)
    found += [f"console: {line}" for line in window.console()]
    return [f"{path}: {one}" for one in found]


def screen_of(window: Window, path: str) -> str | None:
    """The screen behind an address; None when it is not one (a file, an address of a form)."""
    if FILES.search(path) or path.startswith("/static/"):
        return None
    adapter = window.portal.app.url_map.bind("127.0.0.1")
    try:
        return adapter.match(path.partition("?")[0], method="GET")[0]
    except HTTPException as error:
        raise AssertionError(f"a link leads to {path}, which is nothing: {error}") from error


def look(window: Window, role: str, state: str) -> None:
    account = ACCOUNTS[role]
    if account is not None:
        window.sign_in(*account)
    table = EMPTY if state == "empty" else FILLED
    paths = [path.format(**window.known) for path in table[role]]
    alike = (SIAE_WORK if state == "filled" else SIAE_HOME) if role in ("etti", "ei") else []
    common = [
        path.format(siae="1", host="1", user="1")
        for path in [*EMPTY["visitor"], *OPEN, *ACCOUNT, *EMPTY[role], "/organisation/choisir"]
    ]
    known = {
        screen_of(window, path)
        for path in [*paths, *common, *(path.format(**window.known) for path in alike)]
    }
    faults, linked = [], {}
    for path in paths:
        name = f"{role}-{state}-{path.strip('/').replace('/', '_') or 'accueil'}"
        faults += faults_of(window, path, name)
        for link in window.links("body") if path != SITE_MAP else []:
            linked.setdefault(screen_of(window, link), f"{path} leads to {link}")
    unseen = [where for screen, where in linked.items() if screen is not None and screen not in known]
    assert not faults + unseen, "\n".join(
        [*faults, *(f"{u}, a screen not listed for {role}" for u in unseen)]
    )


@pytest.mark.parametrize("role", ACCOUNTS)
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("looking", "state"), [("empty", "empty"), ("filled", "filled")], indirect=["looking"]
)
def test_every_screen_of(looking: Window, state: str, role: str) -> None:
    look(looking, role, state)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_screens_of_lots_that_share_hours(window: Window) -> None:
    """Before the agreements, then with a month typed: who follows, a buyer, a holder, the structure."""
    portal, faults = window.portal, []
    site = stage_pooling.gymnasium(portal)
    portal.day("2026-08-24")

    def seen(step: str, email: str, organization: str | None, *paths: str) -> None:
        window.sign_in(email, organization)
        for path in paths:
            name = f"pool-{step}-{email}-{path.partition('?')[0].strip('/').replace('/', '_')}"
            faults.extend(faults_of(window, path, name))

    lots = "&".join(f"pool_lots={one}" for one in site.lots.values())
    chosen = f"/engagements/mutualiser?{lots}&pool_start=2026-09&pool_end=2026-11"
    seen("new", "thomas.lefevre", None, chosen, "/tableau-de-bord")
    seen("new", "sabrina.henin", None, "/engagements/mutualiser", f"/engagements/{site.commitment_id}")
    url = f"/mutualisations/{site.propose().id}"
    seen("asked", "thomas.lefevre", None, url, "/mutualisations")
    seen("asked", "lucie.garnier", None, url, "/tableau-de-bord")
    site.all_agree()
    portal.day("2026-10-06")
    site.enter(stage_pooling.SEPTEMBER, 66)
    portal.day("2026-11-05")
    agency = ("elodie.petit", "agence de Beauvais")
    seen("open", *agency, url, f"{url}/2026-10", "/heures?month=2026-10", f"/releves/{site.lots[1]}/2026-09")
    seen("open", "nicolas.duflos", None, url, f"{url}/2026-09")
    seen("open", "lucie.garnier", None, url, f"{url}/2026-09")
    seen("open", "thomas.lefevre", None, url, f"{url}/2026-09")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("looking", ["empty"], indirect=True)
def test_the_menu_of_a_phone_opens_reads_well_and_closes(looking: Window) -> None:
    looking.sign_in("mickael.roussel")
    looking.open("/tableau-de-bord")
    looking.width(360, 740)
    assert not looking.driver.find_element("css selector", "nav.menu").is_displayed()
    looking.driver.find_element("css selector", "header .menu-button").click()
    assert looking.driver.find_element("css selector", "nav.menu").is_displayed()
    assert looking.axe() == []
    looking.key(Keys.ESCAPE)
    assert not looking.driver.find_element("css selector", "nav.menu").is_displayed()
    looking.width(1280)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("looking", ["empty"], indirect=True)
def test_a_page_that_does_not_exist_says_so_to_everyone(looking: Window) -> None:
    looking.open("/rien-ici")
    looking.must_see("Cette page n'existe pas ou a été déplacée")
    assert looking.axe() == [] and looking.reflow(320) == []
    assert looking.focus()["tag"] == "h1"
    assert all("404" in line for line in looking.console())
