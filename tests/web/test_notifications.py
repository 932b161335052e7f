"""Are people told in the portal of what the letters say, once, in order, with what is left to do?"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from clauses.actions.people.notices import forget_notifications
from clauses.config import PARIS, clock
from clauses.domain.kinds_notices import Delivery
from clauses.domain.notices import NOTICES, notice_of
from clauses.extensions import db, write_transaction
from clauses.jobs import notices
from clauses.models.journal import EmailMessage, OutboxEvent
from clauses.models.notices import DeliveryChoice, Notification
from clauses.models.people import User
from clauses.queries.people import notices as queries
from clauses.wording.notices import EVENTS
from tests.jobs.journey import Journey, at, by
from tests.portal import Portal


@pytest.fixture
def journey(portal: Portal, tmp_path):
    return Journey(tmp_path, portal.run_jobs)


def told(start: str, kind: str | None = None) -> list[Notification]:
    db.session.rollback()
    rows = db.session.scalars(
        select(Notification).join(User).where(User.email.startswith(f"{start}@")).order_by(Notification.id)
    )
    return [row for row in rows if kind in (None, row.kind)]


def test_every_letter_to_an_account_is_also_a_notification_with_the_same_fact(portal, journey):
    journey.plan()
    letters = {(m.event_key, m.recipient_id, m.subject) for m in portal.mails() if m.template != "M79"}
    rows = {
        (n.event_key, n.user_id, n.title) for n in db.session.scalars(select(Notification)) if n.kind != "M79"
    }
    assert letters == rows and len(letters) > 8


def test_a_fact_drained_twice_tells_once(portal, journey):
    journey.file()
    journey.ask_opinion()
    with write_transaction():
        db.session.execute(update(OutboxEvent).values(drained_at=None))
        db.session.commit()
    portal.run_jobs()
    assert len(told("claire.delattre", "M01")) == 1


def test_the_resource_person_reads_opens_and_sees_it_done(portal, journey):
    journey.file()
    journey.ask_opinion()
    claire = portal.sign_in("claire.delattre")
    assert "1 non lue" in claire.get("/tableau-de-bord").text.replace("\n", " ")
    page = claire.get("/notifications?filtre=a-faire")
    assert "Avis demandé avant le" in page.text and "Non lue" in page.text and "À faire" in page.text
    opened = claire.submit(page, form="ouvrir")
    assert opened.response.headers["Location"].endswith(f"/marches/{journey.market_id}/instruction")
    page = claire.get("/notifications")
    assert "Non lue" not in page.text
    journey.give_opinion()
    assert "Fait" in claire.get("/notifications").text
    assert "Avis demandé avant le" not in claire.get("/notifications?filtre=a-faire").text


def test_everything_is_marked_as_read_up_to_what_was_shown(portal, journey):
    journey.file()
    journey.ask_opinion()
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/notifications")
    user = told("claire.delattre")[0].user_id
    with write_transaction():  # comes while the page is open
        db.session.add(Notification(user_id=user, event_key="later", kind="M42", title="Un message", path="/echanges",
                                    written_at=clock.now()))  # fmt: skip
        db.session.commit()
    claire.submit(page, form="lues")
    assert [row.read_at is None for row in told("claire.delattre")] == [False, True]
    # Sent a second time by hand, nothing breaks.
    claire.post("/notifications/lues", {"up_to": "bogus"})


def test_nobody_opens_the_notification_of_somebody_else(portal, journey):
    journey.file()
    journey.ask_opinion()
    [row] = told("claire.delattre")
    portal.sign_in("sandrine.lemaire").post(f"/notifications/{row.id}/ouvrir", status=404)
    assert told("claire.delattre")[0].read_at is None
    assert "Avis demandé" not in portal.sign_in("sandrine.lemaire").get("/notifications").text


def test_pages_go_back_in_time_without_missing_one(portal):
    claire = portal.sign_in("claire.delattre")
    user = db.session.scalar(select(User.id).where(User.email.startswith("claire.delattre")))
    start = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)  # already the 2nd in Paris
    with write_transaction():
        db.session.add_all(
            Notification(user_id=user, event_key=f"n{i}", kind="M42", title=f"Message numéro {i:03}", path="/echanges",
                         written_at=start + timedelta(hours=i))
            for i in range(75)
        )  # fmt: skip
        db.session.commit()
    url, seen = "/notifications", []
    while url:
        page = claire.get(url)
        seen += re.findall(r"Message numéro (\d{3})", page.text)
        found = re.search(r'rel="next" href="([^"]+)"', page.response.get_data(as_text=True))
        url = found.group(1).replace("&amp;", "&") if found else ""
    assert seen == [f"{i:03}" for i in range(74, -1, -1)]
    assert "2 février" in page.text and "1er février" not in page.text, "grouped by the day in Paris"
    assert claire.get("/notifications?avant=zzz&filtre=autre").text.count("Message numéro") == 30


def test_the_count_in_the_header_is_one_statement(portal):
    user = db.session.scalar(select(User.id).where(User.email.startswith("claire.delattre")))
    db.session.rollback()
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    assert queries.unread_count(user) == 0
    assert len([s for s in seen if "notification" in s]) == 1


def test_old_notifications_are_forgotten_after_the_months_of_the_rule(portal):
    user = db.session.scalar(select(User.id))
    with write_transaction():
        for key, day in (("old", date(2025, 3, 1)), ("kept", date(2025, 3, 3))):
            db.session.add(Notification(user_id=user, event_key=key, kind="M42", title="Un message", path="/echanges",
                                        written_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC)))  # fmt: skip
        db.session.commit()
    notices.forget_old_notifications(at("2026-03-02"))
    assert {row.event_key for row in db.session.scalars(select(Notification))} == {"kept"}
    assert forget_notifications(datetime(2020, 1, 1, tzinfo=UTC)) == 0


def test_a_choice_applies_to_the_letters_written_from_then_on_and_is_kept_where_it_differs(portal, journey):
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/mon-compte/envois")
    assert "Résumé du matin" in page.text and "Toujours envoyé" in page.text
    claire.submit(page, {"M01": "never", "M08": "morning"}, form="envois")
    rows = db.session.scalars(select(DeliveryChoice)).all()
    assert {(row.kind, row.delivery) for row in rows} == {("M01", Delivery.NEVER), ("M08", Delivery.MORNING)}
    db.session.rollback()
    journey.file()
    journey.ask_opinion()
    assert not portal.mails("M01") and len(told("claire.delattre", "M01")) == 1
    journey.give_opinion()
    journey.award()
    journey.commit()
    [letter] = portal.mails("M08")
    assert letter.delivery is Delivery.MORNING
    local = letter.planned_at.astimezone(PARIS)
    assert (local.hour, local.minute) == (7, 30) and local.date() >= date(2026, 5, 11)
    claire.submit(claire.get("/mon-compte/envois"), {"M01": "at_once"}, form="envois")
    assert [row.kind for row in db.session.scalars(select(DeliveryChoice))] == ["M08"]


def test_a_reminder_switched_off_is_not_written_again_at_each_tick(portal, journey):
    claire = portal.sign_in("claire.delattre")
    claire.submit(claire.get("/mon-compte/envois"), {"M03": "never"}, form="envois")
    journey.file()
    journey.ask_opinion()
    for day in ("2026-03-10", "2026-03-11"):
        at(day)
        portal.run_jobs()
    assert len(told("claire.delattre", "M03")) == 1
    assert [m.recipient.email.split("@")[0] for m in portal.mails("M03")] == ["helene.vasseur"]


def test_an_obligatory_message_cannot_be_switched_off_even_by_hand(portal):
    mickael = portal.sign_in("mickael.roussel")
    page = mickael.get("/mon-compte/envois")
    assert "Un relevé mensuel est à transmettre" in page.text
    assert 'name="M11"' not in page.text
    answer = mickael.submit(page, {"M11": "never"}, form="envois", status=422)
    assert "ne peut pas être désactivé" in answer.text
    mickael.submit(page, {"M07": "jamais de la vie"}, form="envois", status=422)
    assert not db.session.scalars(select(DeliveryChoice)).all()
    assert queries.choice_of(by("mickael.roussel").user_id, "M11") is Delivery.AT_ONCE


def test_the_page_speaks_of_what_the_roles_of_a_person_receive(portal):
    buyer = portal.sign_in("sandrine.lemaire").get("/mon-compte/envois").text
    assert "L'avis sur votre marché est rendu" in buyer and "Un avis vous est demandé" not in buyer


def test_every_letter_has_its_line_in_the_list(portal):
    folder = portal.app.jinja_env.list_templates(filter_func=lambda name: name.startswith("emails/M"))
    kinds = {name.split("/")[1].split(".")[0] for name in folder}
    assert kinds <= set(NOTICES), "say in domain/notices.py to whom it goes and whether it is obligatory"
    assert set(NOTICES) == set(EVENTS)
    obligatory = {"M09", "M10", "M11", "M12", "M14", "M26", "M30", "M33", "M39"}
    assert all(notice_of(kind).obligatory for kind in obligatory), "ux/4.2"


def test_a_letter_is_never_written_to_a_stranger_without_an_end_for_accounts(portal, journey):
    """« Régler vos envois » is for those who have an account: the others have nothing to set."""
    journey.file()
    journey.ask_opinion()
    for letter in db.session.scalars(select(EmailMessage)):
        assert ("Régler vos envois" in letter.body) == (letter.recipient_id is not None)
