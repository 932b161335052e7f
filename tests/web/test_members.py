"""Do people join, change rank and leave as their managers decide, with one manager always left? And is access reviewed?"""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clauses.access.gate import Forbidden, identify
from clauses.actions.demonstration import PASSWORD
from clauses.actions.people import members as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.kinds import Rank, Role
from clauses.extensions import db, write_transaction
from clauses.models.accounts import AccessReview, Invitation, SecretLink
from clauses.models.people import Membership, User, WebSession
from tests.web.test_accounts import ELODIE, MAXIME, NEW, SANDRINE, change, enter, path_in

MEMBERS = "/organisation/membres"
COLLEAGUE = "jeanne.dupre@beauvais.example"


def membership(email, **criteria) -> Membership:
    db.session.rollback()
    return db.session.scalars(
        select(Membership).join(User).where(User.email == email).filter_by(**criteria).order_by(Membership.id)
    ).first()


def add_colleague(email=COLLEAGUE, rank=Rank.MANAGER, of=SANDRINE) -> int:
    """A colleague of Sandrine, written directly."""
    one = membership(of)
    with write_transaction():
        user = User(email=email, first_name="Jeanne", last_name="Dupré", created_at=clock.now(),
                    password_hash=db.session.get(User, one.user_id).password_hash)  # fmt: skip
        db.session.add(user)
        db.session.flush()
        row = Membership(user_id=user.id, organization_id=one.organization_id, role=one.role, rank=rank)
        db.session.add(row)
        db.session.commit()
        return row.id


def invite(browser, email=COLLEAGUE, rank="member", *, status=303):
    return browser.submit(browser.get(MEMBERS), {"email": email, "rank": rank}, form="invite", status=status)


def invitation_link(portal, email=COLLEAGUE) -> str:
    portal.run_jobs()
    return path_in(portal, portal.mails("M30", to=email)[-1])


def join(browser, path, *, status=303, **typed):
    typed = {"first_name": "Jeanne", "last_name": "Dupré", "password": NEW, **typed}
    return browser.submit(browser.get(path), typed, form="/invitation/", status=status)


def test_somebody_invited_joins_with_the_rank_that_was_said(portal):
    manager = portal.sign_in(SANDRINE)
    assert "Vous êtes seul(e). Invitez une ou un collègue pour les périodes d'absence." in manager.get(
        MEMBERS
    )
    invite(manager)
    path = invitation_link(portal)
    message = portal.mails("M30")[0]
    assert message.subject == "Sandrine Lemaire vous invite à rejoindre Ville de Beauvais"
    assert message.goes_to == COLLEAGUE and "24 heures" in message.body
    guest = portal.visitor()
    page = guest.get(path)
    assert "Ville de Beauvais" in page and COLLEAGUE in page
    weak = join(guest, path, status=422, password="Ville de Beauvais")
    assert "votre organisation" in weak.problems[0]
    assert join(guest, path).response.headers["Location"] == "/connexion"
    assert guest.client.get_cookie("session") is None, "an invitation opens no session"
    guest.get(path, status=410)
    enter(portal.visitor(), COLLEAGUE, NEW)
    joined = membership(COLLEAGUE)
    assert (joined.rank, joined.role, joined.active) == (Rank.MEMBER, Role.BUYER, True)
    portal.sign_in(COLLEAGUE).get(MEMBERS, status=403)
    assert "Jeanne Dupré" in manager.get(MEMBERS)


def test_an_invitation_lasts_a_day_and_can_be_sent_again_or_withdrawn(portal):
    manager = portal.sign_in(SANDRINE)
    invite(manager)
    first = invitation_link(portal)
    assert "attend déjà" in invite(manager, status=422).problems[0]
    link = db.session.scalars(select(SecretLink)).one()
    assert link.expires_at - link.made_at == timedelta(hours=24)
    change(SecretLink, expires_at=clock.real())
    change(Invitation, sent_at=clock.real() - timedelta(hours=25))
    portal.visitor().get(first, status=410)
    page = manager.get(MEMBERS)
    assert "Expirée" in page
    manager.submit(page, form="/renvoyer")
    second = invitation_link(portal)
    assert second != first
    portal.visitor().get(second)
    manager.submit(manager.get(MEMBERS), form="/annuler")
    portal.visitor().get(second, status=410)
    assert "Invitations en attente" not in manager.get(MEMBERS)


def test_an_account_that_exists_joins_a_second_organization_without_a_second_password(portal):
    invite(portal.sign_in(SANDRINE), ELODIE)
    path = invitation_link(portal, ELODIE)
    guest = portal.visitor()
    page = guest.get(path)
    assert 'name="password"' not in page.response.text
    guest.submit(page, form="/invitation/")
    enter(portal.visitor(), ELODIE)  # the password is the same as before
    assert membership(ELODIE, role=Role.BUYER).active
    assert "Ville de Beauvais" in portal.sign_in(ELODIE).get("/organisation/choisir")


def test_a_member_is_not_invited_twice_and_a_stranger_manages_nothing(portal):
    manager, stranger = portal.sign_in(SANDRINE), portal.sign_in(ELODIE)
    assert "agit déjà" in invite(manager, SANDRINE, status=422).problems[0]
    invite(manager)
    db.session.rollback()
    id = db.session.scalars(select(Invitation.id)).one()
    mine = membership(SANDRINE).id
    for url in (f"/organisation/invitations/{id}/renvoyer", f"/organisation/invitations/{id}/annuler",
                f"{MEMBERS}/{mine}/retirer"):  # fmt: skip
        stranger.post(url, status=404)
    stranger.post(f"{MEMBERS}/{mine}/rang", {"rank": "reader"}, status=404)
    assert membership(SANDRINE).active


@pytest.mark.parametrize("rank", [Rank.MEMBER, Rank.READER])
def test_only_managers_see_the_page(portal, rank):
    add_colleague(rank=rank)
    colleague = portal.sign_in(COLLEAGUE)
    for method, url in (
        (colleague.get, MEMBERS),
        (colleague.post, MEMBERS),
        (colleague.get, f"{MEMBERS}/revue"),
    ):
        method(url, status=403)


def test_whoever_is_removed_is_refused_at_the_next_request(portal):
    id = add_colleague(rank=Rank.MEMBER)
    colleague, manager = portal.sign_in(COLLEAGUE), portal.sign_in(SANDRINE)
    colleague.get("/tableau-de-bord")
    manager.post(f"{MEMBERS}/{id}/retirer")
    colleague.get("/tableau-de-bord", status=302)
    waiting = enter(portal.visitor(), COLLEAGUE, status=200)
    assert "Votre compte n'est rattaché à aucune organisation" in waiting
    db.session.rollback()
    assert not db.session.get(Membership, id).active
    assert db.session.scalar(select(User).where(User.email == COLLEAGUE)) is not None, "the history is kept"


def test_a_rank_that_changes_changes_what_may_be_done_at_once(portal):
    id = add_colleague(rank=Rank.MANAGER)
    colleague, manager = portal.sign_in(COLLEAGUE), portal.sign_in(SANDRINE)
    colleague.get(MEMBERS)
    manager.post(f"{MEMBERS}/{id}/rang", {"rank": "reader"})
    colleague.get(MEMBERS, status=403)
    colleague.get("/marches/nouveau/marche", status=403)
    manager.post(f"{MEMBERS}/{id}/rang", {"rank": "owner"}, status=422)


def test_the_last_manager_stays(portal):
    manager, mine = portal.sign_in(SANDRINE), membership(SANDRINE).id
    for url, data in ((f"{MEMBERS}/{mine}/rang", {"rank": "member"}), (f"{MEMBERS}/{mine}/retirer", {})):
        told = manager.post(url, data, status=422)
        assert told.problems == [
            "Il doit rester une ou un responsable. Donnez d'abord ce rang à une autre personne."
        ]
    add_colleague()
    manager.post(f"{MEMBERS}/{mine}/rang", {"rank": "member"})
    manager.get(MEMBERS, status=403)


def test_two_managers_who_leave_at_once_leave_one_manager(portal):
    ids = [membership(SANDRINE).id, add_colleague()]
    actors = [identify(db.session.get(Membership, id).user_id, id, clock.today()) for id in ids]
    for pairs in ([(0, 0), (1, 1)], [(0, 1), (1, 0)]):  # each demotes oneself, then each demotes the other
        change(Membership, rank=Rank.MANAGER)
        done, refused, ready = [], [], threading.Barrier(2)

        def demote(who, whom, done=done, refused=refused, ready=ready):
            with portal.app.app_context():
                ready.wait()
                try:
                    actions.change_rank(actors[who], ids[whom], Rank.MEMBER, now=clock.now())
                    done.append(who)
                except (Refused, Forbidden) as refusal:
                    refused.append(refusal)
                db.session.remove()

        db.session.rollback()
        hands = [threading.Thread(target=demote, args=pair) for pair in pairs]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        db.session.rollback()
        ranks = [db.session.get(Membership, id).rank for id in ids]
        assert len(done) == 1 and len(refused) == 1 and ranks.count(Rank.MANAGER) == 1, (pairs, done, ranks)


def test_members_are_confirmed_every_six_months(portal):
    id = add_colleague(rank=Rank.MEMBER)
    portal.day("2026-09-01")
    manager = portal.sign_in(SANDRINE)
    assert "Confirmer les membres de" not in manager.get("/tableau-de-bord")
    portal.day("2026-09-03")
    assert "Confirmer les membres de Ville de Beauvais (2)" in manager.get("/tableau-de-bord")
    admin = portal.sign_in(MAXIME)
    assert "Relancer Ville de Beauvais" in admin.get("/tableau-de-bord")
    assert "Revues d'accès en retard" in admin.get("/admin/utilisateurs")
    mine = membership(SANDRINE).id
    refused = manager.post(f"{MEMBERS}/revue", {"kept": [id]}, status=422)
    assert "Vous ne pouvez pas vous retirer vous-même" in refused.problems[0]
    colleague = portal.sign_in(COLLEAGUE)
    manager.post(f"{MEMBERS}/revue", {"kept": [mine]})
    colleague.get("/tableau-de-bord", status=302)
    db.session.rollback()
    review = db.session.scalars(select(AccessReview)).one()
    assert (review.kept, review.removed) == (1, 1)
    assert "Confirmer les membres de" not in manager.get("/tableau-de-bord")
    assert "Relancer Ville de Beauvais" not in admin.get("/tableau-de-bord")


# The administration


def test_the_administrator_finds_people_and_nobody_else_does(portal):
    admin = portal.sign_in(MAXIME)
    page = admin.get("/admin/utilisateurs?q=lemaire+beauvais")
    assert "Sandrine Lemaire" in page and "Élodie Petit" not in page
    assert "Sandrine" not in admin.get("/admin/utilisateurs?role=siae")
    assert "Aucun compte ne correspond." in admin.get("/admin/utilisateurs?q=%25personne%25")
    for other in (SANDRINE, "helene.vasseur"):
        browser = portal.sign_in(other)
        browser.get("/admin/utilisateurs", status=403)
        browser.get(f"/admin/utilisateurs/{membership(SANDRINE).user_id}", status=403)
    admin.get("/admin/utilisateurs/999999", status=404)


def test_an_account_closed_by_the_administrator_ends_at_once_and_opens_again(portal):
    browser, admin = portal.sign_in(SANDRINE), portal.sign_in(MAXIME)
    id = membership(SANDRINE).user_id
    admin.submit(admin.get(f"/admin/utilisateurs/{id}"), form="/fermer")
    browser.get("/tableau-de-bord", status=302)
    enter(portal.visitor(), status=422)
    db.session.rollback()
    assert not db.session.scalars(
        select(WebSession).where(WebSession.user_id == id, WebSession.ended_at.is_(None))
    ).all()
    admin.submit(admin.get(f"/admin/utilisateurs/{id}"), form="/rouvrir")
    enter(portal.visitor())
    mine = membership(MAXIME).user_id
    told = admin.post(f"/admin/utilisateurs/{mine}/fermer", status=422)
    assert "votre propre compte" in told.problems[0]


def test_a_forced_password_closes_everything_and_is_chosen_by_the_person(portal):
    browser, admin = portal.sign_in(SANDRINE), portal.sign_in(MAXIME)
    id = membership(SANDRINE).user_id
    admin.submit(admin.get(f"/admin/utilisateurs/{id}"), form="/mot-de-passe")
    browser.get("/tableau-de-bord", status=302)
    enter(portal.visitor(), password=PASSWORD, status=422)
    portal.run_jobs()
    path = path_in(portal, portal.mails("M39")[-1])
    guest = portal.visitor()
    guest.submit(guest.get(path), {"password": NEW}, form="nouveau-mot-de-passe")
    enter(portal.visitor(), password=NEW)


def test_the_administrator_invites_into_any_organization(portal):
    admin = portal.sign_in(MAXIME)
    page = admin.get("/admin/utilisateurs/inviter")
    told = admin.submit(page, {"email": COLLEAGUE}, form="inviter", status=422)
    assert len(told.problems) == 2
    organization = membership(SANDRINE).organization_id
    typed = {"email": COLLEAGUE, "organization_id": str(organization), "role": "buyer", "rank": "manager"}
    admin.submit(page, {**typed, "organization_id": "999999"}, form="inviter", status=422)
    admin.submit(admin.get("/admin/utilisateurs/inviter"), typed, form="inviter")
    join(portal.visitor(), invitation_link(portal))
    assert membership(COLLEAGUE).rank is Rank.MANAGER


def test_a_closed_account_cannot_come_back_by_an_invitation(portal):
    invite(portal.sign_in("mickael.roussel"), SANDRINE)
    path = invitation_link(portal, SANDRINE)
    with write_transaction():
        db.session.execute(update(User).where(User.email == SANDRINE).values(active=False))
        db.session.commit()
    guest = portal.visitor()
    guest.submit(guest.get(path), form="/invitation/", status=410)


def test_the_first_administrator_comes_in_by_a_link_printed_once(portal):
    runner = portal.app.test_cli_runner()
    options = ["--siret", "73282932000009", "--name", "Exploitant", "--commune", "60057"]
    assert runner.invoke(args=["invite-admin", "pas-une-adresse", *options]).exit_code == 1
    told = runner.invoke(args=["invite-admin", COLLEAGUE, *options])
    assert told.exit_code == 0, told.output
    path = told.output.strip().removeprefix("http://clauses.example")
    guest = portal.visitor()
    assert "16 caractères au moins" in guest.get(path)
    join(guest, path, status=422, password="lavoir & violon")
    join(guest, path)
    assert membership(COLLEAGUE).role is Role.ADMIN
    guest.get(path, status=410)
    assert not portal.mails("M30"), "the secret is printed and written nowhere"
