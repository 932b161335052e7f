"""Can the administrator find a line among thousands, read it in words and take it away, leaving a trace of it?"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select, text

from clauses.extensions import db, write_transaction
from clauses.models.journal import AuditEvent
from clauses.models.people import User
from clauses.queries import audit
from clauses.queries.people import journal
from tests import stage
from tests.bench.bench_audit import fill
from tests.portal import Portal

MANY = 100_000  # lines: enough for a plan that reads them all to be told from one that does not


@contextmanager
def statements() -> Iterator[list[tuple[str, object]]]:
    """The statements sent meanwhile, with their values."""
    seen: list[tuple[str, object]] = []

    def note(conn: object, cursor: object, statement: str, parameters: object, *rest: object) -> None:
        seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_journal_is_for_the_administrator_alone(portal: Portal) -> None:
    for who in ("sandrine.lemaire", "claire.delattre", "helene.vasseur", "nadege.brunel"):
        portal.sign_in(who).get("/admin/journal", status=403)
        portal.sign_in(who).get("/admin/journal.csv", status=403)
    portal.visitor().client.get("/admin/journal")


def test_a_line_is_found_by_person_act_object_and_day_and_read_in_words(portal: Portal) -> None:
    market = stage.published(portal)
    maxime = portal.sign_in("maxime.ollier")
    page = maxime.get(
        f"/admin/journal?who=Lemaire&organization=beauvais&act=market:publish&kind=Market&number={market.id}"
        "&start=01/03/2026&end=31/12/2026"
    )
    assert page.text.count("A publié un marché") == 2, "the line, and the choice of the filter"
    assert "Sandrine Lemaire" in page.text and "published" in page.text
    assert (
        "Aucun événement sur cette période."
        in maxime.get("/admin/journal?start=01/01/2020&end=02/01/2020").text
    )
    assert "Aucun événement" in maxime.get("/admin/journal?who=Personne%25_Inconnue").text
    maxime.get("/admin/journal?avant=99999999999999")


def test_looking_at_the_journal_is_written_in_it(portal: Portal) -> None:
    maxime = portal.sign_in("maxime.ollier")
    maxime.get("/admin/journal")
    maxime.get("/admin/journal")
    maxime.client.get("/admin/journal.csv?act=market:publish")
    maxime.client.get("/admin/journal.csv?act=market:publish")
    db.session.rollback()
    lines = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action.like("journal:%")).order_by(AuditEvent.seq)
    ).all()
    assert [one.action for one in lines] == ["journal:read", "journal:export", "journal:export"]
    assert lines[1].facts["filters"] == ["act"]
    assert audit.verify().broken is None


def test_a_cell_that_looks_like_a_formula_is_only_text(portal: Portal) -> None:
    stage.published(portal)
    with write_transaction():
        user = db.session.scalars(select(User).where(User.email.startswith("sandrine.lemaire"))).one()
        user.first_name = "=HYPERLINK(1)"
        db.session.commit()
    answer = portal.sign_in("maxime.ollier").client.get("/admin/journal.csv?act=market:publish")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert rows[0][0] == "Ligne" and len(rows) == 2
    assert rows[1][2].startswith("'=HYPERLINK(1)")


def test_a_page_of_very_many_lines_reads_no_more_than_it_shows(portal: Portal) -> None:
    users = tuple(db.session.scalars(select(User.id).order_by(User.id).limit(40)))
    fill(MANY, users, (1, 2, 3))
    name = db.session.get_one(User, users[0])
    actor = stage.actor("maxime.ollier")
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    asked = (
        journal.Asked(), journal.Asked(who=name.email), journal.Asked(act="market:edit"), journal.Asked(kind="Lot", number=3),
        journal.Asked(who=name.email, act="hours:enter"),
    )  # fmt: skip
    for one in asked:
        for before in (None, MANY // 2):
            with statements() as seen:
                found = journal.journal_page(actor, one, before)
            assert len(seen) <= 3 and len(found.lines) == 50, one
            sqlite = db.engine.dialect.name == "sqlite"
            statement, values = next(pair for pair in seen if "FROM audit_event" in pair[0])
            with db.engine.connect() as connection:
                plan = "\n".join(
                    str(row) for row in connection.exec_driver_sql(
                        ("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + statement, values
                    )
                )  # fmt: skip
            assert "SCAN audit_event" not in plan and "Seq Scan on audit_event" not in plan, plan
    seen_lines, before = 0, None
    for _ in range(3):
        found = journal.journal_page(actor, journal.Asked(), before)
        seen_lines, before = seen_lines + len(found.lines), found.older
    assert seen_lines == 150


def test_every_act_and_every_thing_of_the_journal_has_words(portal: Portal) -> None:
    import ast

    from clauses.config import ROOT
    from clauses.wording import journal as words

    verbs = set()
    for path in (ROOT / "clauses").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = (
                getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            )
            if name == "journal" and len(node.args) >= 3 and isinstance(node.args[1], ast.Constant):
                verbs.add(node.args[1].value)
    assert len(verbs) > 60
    untold = sorted(verbs - set(words.ACTS))
    assert not untold, f"give these acts their words in wording/journal.py: {untold}"
