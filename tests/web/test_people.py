"""Do the pages of people say the truth: who follows what, who may what, what waits and what was written?"""

import re

import pytest
from sqlalchemy import event, update

from clauses.access.policy import GRANTS
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.extensions import db, write_transaction
from clauses.models.journal import EmailMessage
from clauses.models.people import User
from clauses.models.territory import Mandate, Territory
from clauses.web import health
from clauses.wording import rights, service
from clauses.wording.labels import label

PUBLIC = (
    "/", "/connexion", "/territoires", "/territoires/T1", "/qui-peut-quoi", "/aide", "/accessibilite",
    "/donnees-personnelles", "/mentions-legales", "/plan-du-site", "/annuaire",
)  # fmt: skip
ADMIN = "maxime.ollier"


class Statements:
    """How many SQL statements does a page take?"""

    def __enter__(self):
        self.texts: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def _note(self, connection, cursor, statement, *_):
        if not re.match(r"\s*(BEGIN|PRAGMA|SAVEPOINT|SELECT 1$)", statement):
            self.texts.append(statement)

    def __exit__(self, *_):
        event.remove(db.engine, "before_cursor_execute", self._note)


def test_the_public_pages_open_for_everyone_in_six_statements(portal):
    for url in PUBLIC:
        with Statements() as statements:
            page = portal.visitor().get(url)
        assert len(statements.texts) <= 6, (url, statements.texts)
        assert " ?" not in page.response.text.replace("\n", " "), f"{url}: a question mark may begin a line"


def test_the_front_page_has_three_doors_and_one_main_act(portal):
    page = portal.visitor().get("/")
    for words in (
        "J'achète",
        "Je réponds à un marché",
        "Je recrute ou j'accompagne",
        "Trouver ma personne ressource",
    ):
        assert words in page
    for url in ("/annuaire", "/territoires", "/calculer", "/connexion", "/aide#acheteur"):
        assert url in page.links(), url


def test_a_person_who_is_signed_in_starts_at_the_dashboard(portal):
    browser = portal.sign_in("sandrine.lemaire")
    assert browser.get("/", status=302).response.headers["Location"] == "/tableau-de-bord"


def test_the_links_of_public_pages_lead_somewhere(portal):
    visitor, seen = portal.visitor(), set()
    for url in PUBLIC:
        seen |= {link.split("#")[0] for link in visitor.get(url).links() if link.startswith("/")}
    for link in sorted(seen - {""}):
        assert visitor.client.get(link).status_code in (200, 301, 302, 303), link


@pytest.mark.parametrize(
    ("typed", "code"), [("Beauvais", "T1"), ("60000", "T1"), ("creil", "T2"), ("Noyon (60471)", "T3")]
)
def test_a_commune_leads_to_the_person_who_follows_it(portal, typed, code):
    answer = portal.visitor().get("/territoires", query_string={"search_city": typed}, status=302)
    assert answer.response.headers["Location"] == f"/territoires/{code}"


def test_a_commune_half_typed_is_helped(portal):
    page = portal.visitor().get("/territoires?search_city=beauv")
    assert "Vouliez-vous dire Beauvais (60057)" in page
    outside = portal.visitor().get("/territoires?search_city=Lille")
    assert rights.NO_TERRITORY in outside
    assert portal.visitor().get("/territoires?search_city=").problems == [
        "Indiquez une commune, par exemple Beauvais."
    ]


def test_a_territory_names_its_person_its_communes_and_its_trades(portal):
    page = portal.visitor().get("/territoires/t1")
    for words in ("Claire Delattre", "Facilitatrice clauses sociales", "03 53 01 00 07", "Coup d'Main Beauvaisis",
                  "CA du Beauvaisis (53 communes)", "Maçonnerie", "Sans offre déclarée"):  # fmt: skip
        assert words in page, words
    portal.visitor().get("/territoires/T9", status=404)


def test_a_territory_without_a_person_says_who_answers(portal):
    with write_transaction():
        t1 = db.session.query(Territory).filter_by(code="T1").one()
        db.session.execute(
            update(Mandate).where(Mandate.territory_id == t1.id).values(ends_on=clock.today().replace(day=1))
        )
        db.session.commit()
    portal.day("2026-03-02")
    page = portal.visitor().get("/territoires/T1")
    assert (
        "Ce territoire n'a pas encore de personne ressource. La coordination régionale vous répond : "
        "Hélène Vasseur, 03 53 01 00 12" in page
    )
    assert "en l'absence de personne ressource" in portal.visitor().get("/territoires")


def test_who_may_what_is_the_table_of_grants(portal):
    page = portal.visitor().get("/qui-peut-quoi")
    rows = {
        "".join(row.find("th").itertext()).strip(): [
            "".join(cell.itertext()).strip() for cell in row.iter("td")
        ]
        for row in page.find_all(lambda e: e.tag == "tr")
        if row.find("th") is not None and row.find("td") is not None
    }  # fmt: skip
    for permission, held in GRANTS.items():
        expected = [rights.REACHES[held[role]][0] if role in held else "non" for role in Role]
        assert rows[rights.PERMISSIONS[permission]] == expected, permission
    for role in Role:
        assert label(role) in page


def test_the_messages_are_the_administrators_alone(portal):
    with write_transaction():
        somebody = db.session.query(User).filter(User.email.startswith("claire")).one()
        message = EmailMessage(event_key="test", template="M01", recipient_id=somebody.id, subject="Un marché à relire",
                               body="Bonjour,\n\nVoir http://clauses.example/marches/1\net <b>répondre</b>.",
                               created_at=clock.now())  # fmt: skip
        db.session.add(message)
        db.session.commit()
        id = message.id
    admin = portal.sign_in(ADMIN)
    assert "Un marché à relire" in admin.get("/admin/courriels")
    page = admin.get(f"/admin/courriels/{id}")
    assert "Claire Delattre" in page
    assert "http://clauses.example/marches/1" in page.links()
    assert "&lt;b&gt;" in page.response.text
    for who in ("sandrine.lemaire", "claire.delattre", "helene.vasseur", "nadege.brunel", "mickael.roussel"):
        browser = portal.sign_in(who)
        browser.get("/admin/courriels", status=403)
        browser.get(f"/admin/courriels/{id}", status=404)
        browser.get("/admin/etat", status=403)
    portal.visitor().get("/admin/courriels", status=302)


def test_the_list_of_messages_takes_as_many_statements_for_one_as_for_many(portal):
    admin = portal.sign_in(ADMIN)
    admin.get("/admin/courriels")  # the first page of a day reads the rules in force

    def count(n: int) -> int:
        with write_transaction():
            ids = [u.id for u in db.session.query(User).order_by(User.id).limit(20)]
            db.session.add_all(
                EmailMessage(event_key=f"k{n}-{i}", template="M01", recipient_id=id, subject="Objet", body="Texte",
                             created_at=clock.now())
                for i, id in enumerate(ids[:n])
            )  # fmt: skip
            db.session.commit()
        with Statements() as statements:
            admin.get("/admin/courriels")
        return len(statements.texts)

    assert count(1) == count(20)


def test_the_state_of_the_service_is_told_in_words(portal):
    page = portal.sign_in(ADMIN).get("/admin/etat")
    assert "sans Redis, le planificateur fait le travail lui-même" in page
    assert "Le service fonctionne" in page
    assert "Courriels en échec" in page
    assert set(service.CHECKS) == set(service.ANSWERS) == set(health.checks()), "a check has no words"
    healthy = dict.fromkeys(service.CHECKS, True)
    for name in health.DEGRADED:  # the portal goes on without it: the page does not ask for help in red
        assert service.verdict({**healthy, name: False})[0] == "warning", name


def test_a_person_with_several_organizations_sees_which_one_is_current(portal):
    page = portal.sign_in("elodie.petit").get("/organisation/choisir")
    assert page.text.count("Choisir Tremplin") == 2
    assert "Organisation actuelle" in page


def test_the_accounts_of_the_demonstration_open_in_one_click(portal):
    browser = portal.visitor()
    page = browser.get("/connexion")
    assert "clauses-oise-demonstration" in page
    forms = page.find_all(lambda e: e.tag == "form" and e.get("action") == "/connexion")
    assert len(forms) == 11
    values = {i.get("name"): i.get("value") for i in forms[1].iter("input")}
    assert browser.client.post("/connexion", data=values).status_code == 303
    assert "Sandrine Lemaire" in browser.get("/aide")


def test_a_production_shows_no_account(portal):
    from dataclasses import replace

    settings = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(settings, demonstration=False)
    try:
        page = portal.visitor().get("/connexion")
    finally:
        portal.app.config["SETTINGS"] = settings
    assert "clauses-oise-demonstration" not in page
    assert ".example" not in page.text
