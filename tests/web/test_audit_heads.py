"""Is the head of the journal told outside each day, and does a tail that is cut or written again contradict it?"""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from clauses.domain.chain import GENESIS, line_hash
from clauses.extensions import db, write_transaction
from clauses.models.administration import AuditHead
from clauses.models.journal import AuditEvent
from clauses.queries import audit
from tests import stage
from tests.portal import Portal


def without_triggers(statement: str, **values: object) -> None:
    """What somebody does who holds the database itself, past its guards."""
    with write_transaction():
        session = db.session
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
            session.execute(text(statement), values)
            session.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
        else:
            kept = session.execute(
                text(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
                )
            ).all()
            for name, _ in kept:
                session.execute(text(f"DROP TRIGGER {name}"))
            session.execute(text(statement), values)
            for _, sql in kept:
                session.execute(text(sql))
        session.commit()


def test_the_head_of_each_day_is_told_once_to_those_who_can_keep_it(portal: Portal) -> None:
    stage.filed(portal)
    for day in ("2026-03-02", "2026-03-02", "2026-03-03"):
        portal.day(day)
        portal.run_jobs()
        portal.run_jobs()  # the first round keeps the head, the second one writes about it
    heads = db.session.scalars(select(AuditHead).order_by(AuditHead.day)).all()
    assert [head.day.isoformat() for head in heads] == ["2026-03-02", "2026-03-03"]
    letters = portal.mails("M79")
    assert {m.recipient.email.split("@")[0] for m in letters} == {"maxime.ollier", "helene.vasseur"}
    assert len(letters) == 4
    assert all(head.hash in m.body for head, m in zip(heads, letters[::2], strict=True))
    page = portal.visitor().get("/empreintes-du-journal")
    assert heads[0].hash in page.text and heads[1].hash in page.text
    for name in ("Maxime", "Vasseur", "Sandrine"):
        assert name not in page.text


def test_a_published_head_cannot_be_changed(portal: Portal) -> None:
    portal.run_jobs()
    for statement in ("UPDATE audit_head SET seq = 1", "DELETE FROM audit_head"):
        with pytest.raises(DBAPIError), write_transaction():
            db.session.execute(text(statement))
        db.session.rollback()


def test_a_tail_that_is_cut_is_found_by_the_head(portal: Portal) -> None:
    """The chain that is left is whole: only what was told outside says that lines are missing."""
    stage.filed(portal)
    portal.run_jobs()
    last = audit.head()[0]
    without_triggers("DELETE FROM audit_event WHERE seq >= :seq", seq=last - 1)
    found = audit.verify()
    assert (found.broken, found.why) == (last - 1, "tail_cut")
    result = portal.app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 1 and f"ligne {last - 1} : elle manque" in result.output


def test_a_chain_written_again_from_a_line_is_found_by_the_head(portal: Portal) -> None:
    """Somebody changes a line and makes every hash after it again: each line holds, the head does not."""
    stage.filed(portal)
    portal.run_jobs()
    last = audit.head()[0]
    row = db.session.get_one(AuditEvent, last)
    row_content = row.content()
    row_content[4] = "market:erased"
    forged = line_hash(row.prev_hash, row_content)
    db.session.rollback()
    without_triggers(
        "UPDATE audit_event SET action = 'market:erased', hash = :hash WHERE seq = :seq",
        hash=forged,
        seq=last,
    )
    found = audit.verify()
    assert (found.broken, found.why) == (last, "not_as_published")


def test_the_first_broken_line_is_named(portal: Portal) -> None:
    stage.filed(portal)
    last = audit.head()[0]
    without_triggers("UPDATE audit_event SET place = '203.0.113.9' WHERE seq = :seq", seq=last - 1)
    found = audit.verify()
    assert (found.broken, found.why) == (last - 1, "content_changed")


def test_before_the_first_line_there_is_a_head_too(portal: Portal) -> None:
    assert audit.head()[0] >= 0 and len(audit.head()[1]) == len(GENESIS)
    assert audit.published_heads() == []
    portal.day((portal.today + timedelta(days=1)).isoformat())
    portal.visitor().get("/empreintes-du-journal")


def test_each_act_says_what_it_changed_and_from_where(portal: Portal) -> None:
    """Before and after come from the rows themselves, so that no act can leave them out."""
    market = stage.published(portal)
    db.session.rollback()
    lines = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "market:publish")).all()
    [line] = [each for each in lines if each.object_id == market.id]
    assert line.facts["changed"]["state"][1] == "published"
    browser = portal.sign_in("sandrine.lemaire")
    browser.submit(
        browser.get("/mon-compte/coordonnees"),
        {"first_name": "Sandrine", "last_name": "Autrement"},
        form="coordonnees",
    )
    db.session.rollback()
    last = db.session.get_one(AuditEvent, audit.head()[0])
    assert last.action == "account:identity"
    assert last.place and last.request_id
    assert "Autrement" not in str(last.facts), "a name is not a figure: the journal holds none"
    assert audit.verify().broken is None
