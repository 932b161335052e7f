"""Does the link of a reminder do its one act, on the month as it stood, once, and nothing else?"""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from clauses.config import clock
from clauses.domain.kinds import ReportState
from clauses.extensions import db, write_transaction
from clauses.jobs.letters_months import remind_of_months
from clauses.models.hours import MonthlyReport
from clauses.models.journal import AuditEvent, EmailMessage
from clauses.models.people import Membership, User, WebSession
from clauses.models.signed_link import SignedLink
from clauses.queries.people import links
from tests import stage_hours
from tests.portal import Browser, Portal

SEPTEMBER = date(2026, 9, 1)
DEAD = "Ce lien n'est plus valable"


def reminded(portal: Portal, day: str = "2026-10-05") -> str:
    """The path of the link in the reminder to Mickaël Roussel."""
    portal.day(day)
    remind_of_months(portal.now)
    message = portal.mails("M11", "mickael.roussel")[-1]
    path = links.path_of(message.link_id)
    assert path is not None
    db.session.rollback()
    return path


@pytest.fixture
def site(portal: Portal) -> stage_hours.Site:
    made = stage_hours.begun(portal)
    portal.day("2026-10-05")
    return made


def typed(site: stage_hours.Site) -> str:
    site.enter(SEPTEMBER, stage_hours.MONTHS[0][1])
    return reminded(site.portal)


def report() -> MonthlyReport | None:
    db.session.rollback()
    return db.session.scalars(select(MonthlyReport).where(MonthlyReport.month == SEPTEMBER)).one_or_none()


def test_a_complete_month_is_confirmed_without_signing_in(site: stage_hours.Site) -> None:
    path = typed(site)
    browser = site.portal.visitor()
    page = browser.get(path)
    assert "133" in page and "Rien à signaler" in page
    for name in (*stage_hours.NAMES, "Mickaël"):
        assert name not in page.response.text, name
    assert report().state is ReportState.DRAFT, "looking writes nothing"
    unsigned = browser.submit(page, form="confirm-month", status=422)
    assert unsigned.problems and report().state is ReportState.DRAFT
    shown = browser.submit(page, {"r_honour": "y"}, form="confirm-month", status=200)
    assert "Vous avez confirmé 133" in shown
    sent = report()
    assert sent.state is ReportState.SUBMITTED and sent.submitted_by.email.startswith("mickael.roussel")
    verbs = db.session.scalars(
        select(AuditEvent.action).where(AuditEvent.object_type == "MonthlyReport")
    ).all()
    assert "report:submit" in verbs and "report:by_link" in verbs


def test_the_link_opens_no_session_and_no_other_page(site: stage_hours.Site) -> None:
    path = typed(site)
    browser = site.portal.visitor()
    browser.submit(browser.get(path), {"r_honour": "y"}, form="confirm-month", status=200)
    assert not db.session.scalars(select(WebSession)).all()
    browser.get("/tableau-de-bord", status=302)
    browser.get(f"/releves/{site.lot_id}/2026-09", status=302)


def test_the_link_serves_once(site: stage_hours.Site) -> None:
    path = typed(site)
    browser = site.portal.visitor()
    page = browser.get(path)
    browser.submit(page, {"r_honour": "y"}, form="confirm-month", status=200)
    assert DEAD in browser.submit(page, {"r_honour": "y"}, form="confirm-month", status=410)
    assert DEAD in browser.get(path, status=410)


def test_the_link_dies_when_the_month_changes_or_is_sent(site: stage_hours.Site) -> None:
    path = typed(site)
    browser = site.portal.visitor()
    page = browser.get(path)
    site.enter(SEPTEMBER, {("P1", stage_hours.AI): 71, ("P2", stage_hours.AI): 63})
    browser.get(path, status=410)
    browser.submit(page, {"r_honour": "y"}, form="confirm-month", status=410)
    assert report().state is ReportState.DRAFT
    path = reminded(site.portal, "2026-10-11")
    site.submit(SEPTEMBER)
    browser.get(path, status=410)


def test_the_link_dies_after_seven_days(site: stage_hours.Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path, now = typed(site), clock.real()
    browser = site.portal.visitor()
    monkeypatch.setattr(clock, "real", lambda: now + timedelta(days=6, hours=23))
    page = browser.get(path)
    monkeypatch.setattr(clock, "real", lambda: now + timedelta(days=7, seconds=1))
    browser.get(path, status=410)
    browser.submit(page, {"r_honour": "y"}, form="confirm-month", status=410)


def test_a_month_without_a_line_is_declared_without_hours(site: stage_hours.Site) -> None:
    browser = site.portal.visitor()
    page = browser.get(reminded(site.portal))
    assert "confirm-month" not in page.response.text
    why = browser.submit(page, form="no-hours", status=422)
    assert why.problems and report() is None
    browser.submit(page, {"nil_comment": "Le chantier n'a pas commencé."}, form="no-hours", status=200)
    assert report().nil_comment == "Le chantier n'a pas commencé." and report().submitted_on == date(
        2026, 10, 5
    )


def test_a_month_that_is_not_complete_is_not_confirmed(site: stage_hours.Site) -> None:
    site.enter(SEPTEMBER, {("P1", stage_hours.AI): 70})
    browser = site.portal.visitor()
    path = reminded(site.portal)
    page = browser.get(path)
    assert "Une ligne manque" in page and "<form id=" not in page.response.text.split("<main")[1]
    token = forged(browser)
    browser.client.post(path, data={"csrf_token": token, "answer": "confirm", "r_honour": "y"})
    browser.client.post(path, data={"csrf_token": token, "answer": "nil", "nil_comment": "x"})
    assert report().state is ReportState.DRAFT


def forged(browser: Browser) -> str:
    return re.search(r'csrf_token" value="([0-9a-f]+)', browser.get("/connexion").response.text)[1]


@pytest.mark.parametrize("gone", ["user", "membership"])
def test_the_link_of_somebody_who_left_is_dead(site: stage_hours.Site, gone: str) -> None:
    path = typed(site)
    user_id = db.session.scalar(select(User.id).where(User.email.startswith("mickael.roussel")))
    with write_transaction():
        if gone == "user":
            db.session.execute(update(User).where(User.id == user_id).values(active=False))
        else:
            db.session.execute(update(Membership).where(Membership.user_id == user_id).values(active=False))
        db.session.commit()
    site.portal.visitor().get(path, status=410)


@pytest.mark.parametrize("token", ["x" * 43, "a", "é"])
def test_a_link_that_nobody_was_sent_opens_nothing(site: stage_hours.Site, token: str) -> None:
    typed(site)
    site.portal.visitor().get(f"/releve-du-mois/{token}", status=410)


def test_a_form_of_another_site_confirms_nothing(site: stage_hours.Site) -> None:
    path = typed(site)
    data = {"answer": "confirm", "r_honour": "y"}
    assert site.portal.visitor().client.post(path, data=data).status_code in (400, 401)
    assert report().state is ReportState.DRAFT


def test_the_reminder_is_written_once_a_day_of_the_rule_and_carries_no_readable_secret(
    site: stage_hours.Site,
) -> None:
    path = typed(site)
    remind_of_months(site.portal.now)
    first = site.portal.mails("M11", "mickael.roussel")
    assert len(first) == 1 and "avant le 10" in first[0].subject
    token = path.rsplit("/", 1)[1]
    assert token not in first[0].body
    assert token not in {*db.session.scalars(select(SignedLink.token_hash))}
    reminded(site.portal, "2026-10-11")
    assert "Relance" in site.portal.mails("M11", "mickael.roussel")[-1].subject
    site.submit(SEPTEMBER)
    site.portal.day("2026-10-20")
    remind_of_months(site.portal.now)
    assert not [m for m in site.portal.mails("M11") if "Dernière" in m.subject]
    assert (
        len(
            {
                m.event_key
                for m in db.session.scalars(select(EmailMessage).where(EmailMessage.template == "M11"))
            }
        )
        == 2
    )
