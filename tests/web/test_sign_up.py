"""Does somebody without an account get one by proving an address, and nothing more than that proves?"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clauses.config import clock
from clauses.domain.kinds import OrganizationKind, Rank, Role
from clauses.domain.kinds_accounts import SignUpState
from clauses.extensions import db
from clauses.models.accounts import CountedTry, SecretLink, SignUp
from clauses.models.people import Membership, Organization, User
from tests.web.test_accounts import NEW, SANDRINE, change, enter, path_in

HELENE = "helene.vasseur@clauses-hautsdefrance.example"
SIRET = "73282932000009"  # right by its key, and of nobody here
LA_POSTE = "35600000000048"  # right by the rule of La Poste alone
ORGANIZATION = {
    "siret": SIRET,
    "org_name": "Mairie de Compiègne",
    "org_kind": "municipality",
    "city": "Compiègne",
}
PERSON = {"first_name": "Jeanne", "last_name": "Dupré", "job_title": "Acheteuse", "phone": "03 44 12 34 56",
          "email": "jeanne.dupre@compiegne.example"}  # fmt: skip


def third_step(browser, profile="buyer", *, status=200, **typed):
    """The page that the second step leads to."""
    page = browser.get(f"/inscription/organisation?profile={profile}")
    return browser.submit(page, {**ORGANIZATION, **typed}, form="sign-up", status=status)


def ask(browser, profile="buyer", *, person=PERSON, status=200, **typed):
    return browser.submit(third_step(browser, profile, **typed), person, form="sign-up", status=status)


def link(portal, email=PERSON["email"]) -> str:
    portal.run_jobs()
    return path_in(portal, portal.mails("M65", to=email)[-1])


def confirm(browser, path, *, status=303, **typed):
    return browser.submit(
        browser.get(path), {"password": NEW, "accept_terms": "y", **typed}, form="sign-up", status=status
    )


def counted(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def siret_of(email) -> tuple[str, str]:
    db.session.rollback()
    found = db.session.scalars(
        select(Organization).join(Membership).join(User).where(User.email == email)
    ).first()
    return found.siret, found.name


def asked() -> SignUp:
    db.session.rollback()
    return db.session.scalars(select(SignUp).order_by(SignUp.id.desc())).first()


def test_a_new_organization_opens_once_the_address_is_confirmed_and_not_before(portal):
    people, organizations = counted(User), counted(Organization)
    browser = portal.visitor()
    told = browser.get("/inscription/organisation", status=422)
    assert told.problems == ["Choisissez votre profil pour continuer."]
    browser.get("/inscription/organisation?profile=admin", status=422)
    page = ask(browser)
    assert "jeanne.dupre@compiegne.example" in page
    assert (counted(User), counted(Organization)) == (people, organizations), (
        "nothing exists before the confirmation"
    )
    path = link(portal)
    told = browser.submit(browser.get(path), {"password": "Compiègne 2026!"}, form="sign-up", status=422)
    assert len(told.problems) == 1 and "Cochez cette case" in told.problems[0]
    weak = confirm(browser, path, status=422, password="Mairie de Compiègne")
    assert "votre organisation" in weak.problems[0]
    assert counted(User) == people
    assert confirm(browser, path).response.headers["Location"] == "/connexion"
    assert browser.client.get_cookie("session") is None
    browser.get(path, status=410)
    enter(portal.visitor(), PERSON["email"], NEW)
    made = db.session.scalars(select(Organization).where(Organization.siret == SIRET)).one()
    assert (made.kind, made.name, made.commune_code) == (
        OrganizationKind.BUYER,
        "Mairie de Compiègne",
        "60159",
    )
    member = db.session.scalars(select(Membership).where(Membership.organization_id == made.id)).one()
    assert (member.rank, member.role) == (Rank.MANAGER, Role.BUYER)
    portal.run_jobs()
    assert portal.mails("M31")[0].subject == "Votre compte est ouvert"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"siret": "123"}, "Le SIRET comporte 14 chiffres ; vous en avez saisi 3."),
        ({"siret": "73282932000008"}, "Ce numéro comporte une faute de frappe : vérifiez les chiffres."),
        ({"siret": ""}, "Indiquez le numéro SIRET."),
        ({"org_name": " "}, "Indiquez le nom de l'organisation."),
        ({"org_kind": ""}, "Choisissez le type d'organisation."),
        ({"city": "Zzz"}, "« Zzz » n'y figure pas"),
    ],
)
def test_the_organization_is_checked_in_its_step(portal, typed, sentence):
    told = third_step(portal.visitor(), status=422, **typed)
    assert len(told.problems) == 1 and sentence in told.problems[0], told.problems


def test_the_siret_of_la_poste_is_right_by_its_own_rule(portal):
    assert "Vos coordonnées" in third_step(portal.visitor(), siret=LA_POSTE)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "jeanne@"}, "Saisissez une adresse e-mail complète, par exemple prenom.nom@commune.fr."),
        ({"phone": "1234"}, "Saisissez un numéro à 10 chiffres, par exemple 03 44 12 34 56."),
        ({"first_name": ""}, "Indiquez votre prénom."),
        ({"last_name": "x" * 81}, "80 caractères au plus"),
    ],
)
def test_the_person_is_checked_in_the_third_step_and_keeps_what_was_typed(portal, typed, sentence):
    browser = portal.visitor()
    told = ask(browser, person={**PERSON, **typed}, status=422)
    assert len(told.problems) == 1 and sentence in told.problems[0]
    assert "Dupré" in told.response.text or "last_name" in typed
    assert counted(SignUp) == 0


def test_a_step_forged_by_hand_is_read_again_from_the_beginning(portal):
    browser = portal.visitor()
    for forged in (
        {"profile": "admin"},
        {"profile": "buyer", "siret": "1"},
        {"profile": "siae", **ORGANIZATION},
        {},
    ):
        browser.post("/inscription", {**PERSON, **forged}, status=422)
    assert counted(SignUp) == 0


def test_an_address_that_has_an_account_reads_as_one_that_has_none_and_its_owner_alone_is_told(portal):
    free = ask(portal.visitor()).text
    taken = ask(portal.visitor(), person={**PERSON, "email": SANDRINE}).text
    assert free.replace(PERSON["email"], "X") == taken.replace(SANDRINE, "X")
    portal.run_jobs()
    assert [m.goes_to for m in portal.mails("M65")] == [PERSON["email"]]
    assert [(m.goes_to, m.subject) for m in portal.mails("M63")] == [(SANDRINE, "Vous avez déjà un compte")]


def test_a_known_organization_is_joined_when_its_manager_accepts(portal):
    siret, name = siret_of(SANDRINE)
    browser = portal.visitor()
    page = third_step(browser, siret=siret, org_name="Autre nom")
    assert f"{name} est déjà inscrite" in page
    browser.submit(page, PERSON, form="sign-up", status=200)
    confirm(browser, link(portal))
    waiting = enter(portal.visitor(), PERSON["email"], NEW, status=200)
    assert "Votre demande est en attente" in waiting and name in waiting
    portal.run_jobs()
    assert [m.goes_to for m in portal.mails("M66")] == [SANDRINE]
    manager = portal.sign_in(SANDRINE)
    assert "Répondre à Jeanne Dupré" in manager.get("/tableau-de-bord")
    row = asked()
    portal.sign_in("elodie.petit").post(f"/organisation/demandes/{row.id}", {"act": "accept"}, status=404)
    portal.sign_in(HELENE).post(f"/comptes-a-verifier/{row.id}", {"act": "accept"}, status=404)
    manager.submit(manager.get("/organisation/membres"), {"act": "accept"}, form="/organisation/demandes/")
    enter(portal.visitor(), PERSON["email"], NEW)
    db.session.rollback()
    member = db.session.scalars(select(Membership).join(User).where(User.email == PERSON["email"])).one()
    assert member.rank is Rank.MEMBER
    manager.post(f"/organisation/demandes/{row.id}", {"act": "accept"}, status=422)


def test_a_refusal_has_a_reason_that_the_person_reads(portal):
    siret, _ = siret_of(SANDRINE)
    confirm(portal.visitor(), (ask(portal.visitor(), siret=siret), link(portal))[1])
    manager = portal.sign_in(SANDRINE)
    page = manager.get("/organisation/membres")
    told = manager.submit(page, {"act": "refuse", "reason": " "}, form="/organisation/demandes/", status=422)
    assert told.problems == ["Indiquez le motif du refus : la personne le lira."]
    page = manager.get("/organisation/membres")
    manager.submit(page, {"act": "refuse", "reason": "Inconnue du service."}, form="/organisation/demandes/")
    portal.run_jobs()
    message = portal.mails("M31")[-1]
    assert message.subject == "Votre demande de compte" and "Inconnue du service." in message.body
    refused = enter(portal.visitor(), PERSON["email"], NEW, status=200)
    assert "Votre demande n'a pas été acceptée" in refused and "Inconnue du service." in refused


@pytest.mark.parametrize("profile", ["resource_person", "regional_coordinator"])
def test_a_resource_person_by_their_own_word_sees_nothing_until_the_coordination_has_checked(portal, profile):
    browser = portal.visitor()
    ask(browser, profile, org_name="Maison de l'emploi", org_kind=None)
    confirm(browser, link(portal))
    waiting = enter(guest := portal.visitor(), PERSON["email"], NEW, status=200)
    assert "Votre compte est en cours de vérification" in waiting
    assert guest.client.get_cookie("session") is None
    guest.get("/tableau-de-bord", status=302)
    db.session.rollback()
    assert db.session.scalars(select(Organization).where(Organization.siret == SIRET)).first() is None
    coordinator = portal.sign_in(HELENE)
    assert "Vérifier le compte de Jeanne Dupré" in coordinator.get("/tableau-de-bord")
    assert "Vérifier le compte de Jeanne Dupré" in portal.sign_in("maxime.ollier").get("/tableau-de-bord")
    row = asked()
    for other in (SANDRINE, "claire.delattre"):
        portal.sign_in(other).post(f"/comptes-a-verifier/{row.id}", {"act": "accept"}, status=403)
        portal.sign_in(other).post(f"/organisation/demandes/{row.id}", {"act": "accept"}, status=404)
    coordinator.submit(coordinator.get("/comptes-a-verifier"), {"act": "accept"}, form="/comptes-a-verifier/")
    enter(portal.visitor(), PERSON["email"], NEW)
    member = db.session.scalars(select(Membership).join(User).where(User.email == PERSON["email"])).one()
    assert member.role == profile and asked().state is SignUpState.OPENED
    assert "Aucun compte à vérifier." in coordinator.get("/comptes-a-verifier")


def test_an_organization_that_nobody_answers_for_is_not_taken_by_the_first_to_ask(portal):
    """The structures of the public list are here without an account: what they did before is not given away."""
    known = db.session.scalars(select(Organization).where(Organization.origin == "siae_2021")).first()
    browser = portal.visitor()
    ask(browser, "siae", siret=known.siret, siae_kind=known.employer_kind.value, org_name="x y")
    confirm(browser, link(portal))
    assert asked().state is SignUpState.WAITING_COORDINATION


def test_a_siret_known_with_another_profile_is_said_in_the_second_step(portal):
    siret, name = siret_of(SANDRINE)
    told = third_step(portal.visitor(), "company", siret=siret, status=422)
    assert name in told.problems[0] and "autre profil" in told.problems[0]


def test_one_siret_may_run_two_kinds_of_structures(portal):
    browser = portal.visitor()
    for n, kind in enumerate(("AI", "ACI")):
        email = f"jeanne{n}@structure.example"
        ask(browser, "siae", siae_kind=kind, person={**PERSON, "email": email})
        confirm(browser, link(portal, email))
    db.session.rollback()
    made = db.session.scalars(select(Organization).where(Organization.siret == SIRET)).all()
    assert {one.employer_kind_key for one in made} == {"AI", "ACI"}


def test_requests_are_counted_by_place_and_by_siret_in_the_database(portal):
    browser = portal.visitor()
    for n in range(5):
        ask(browser, person={**PERSON, "email": f"jeanne{n}@compiegne.example"})
    paused = ask(browser, person={**PERSON, "email": "jeanne9@compiegne.example"}, status=429)
    assert "Trop d'essais" in paused.problems[0]
    for n in range(5):
        ask(browser, siret=LA_POSTE, person={**PERSON, "email": f"paul{n}@compiegne.example"})
    ask(browser, siret="13000548100002", person={**PERSON, "email": "luc@compiegne.example"}, status=429)
    change(CountedTry, at=clock.real().replace(year=2020))
    ask(browser, person={**PERSON, "email": "jeanne9@compiegne.example"})


def test_the_link_lasts_a_day_and_an_address_taken_meanwhile_makes_no_second_account(portal):
    browser = portal.visitor()
    ask(browser)
    first = link(portal)
    ask(browser, siret=LA_POSTE)
    second = link(portal)
    confirm(browser, first)
    confirm(browser, second, status=410)
    ask(browser, siret=LA_POSTE, person={**PERSON, "email": "autre@compiegne.example"})
    third = link(portal, "autre@compiegne.example")
    change(SecretLink, expires_at=clock.real())
    browser.get(third, status=410)


def test_what_nobody_confirms_is_forgotten_after_a_week(portal):
    ask(portal.visitor())
    portal.run_jobs()
    assert counted(SignUp) == 1
    change(SignUp, asked_at=clock.real() - timedelta(days=8))
    change(CountedTry, at=clock.real() - timedelta(days=3))
    portal.run_jobs()
    assert (counted(SignUp), counted(CountedTry)) == (0, 0)
