"""Do the promises on accounts, failures and the journal hold where no other test looks?"""

import ast
import io
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import event, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from clauses import logs
from clauses.access import recovery
from clauses.actions.demonstration import PASSWORD
from clauses.app import create_app
from clauses.config import ROOT
from clauses.domain.second_factor import DIGITS, FREE_ERRORS
from clauses.extensions import db, write_transaction
from clauses.models.journal import AuditEvent, OutboxEvent, ReceivedForm
from clauses.models.markets import Market
from clauses.models.people import User
from clauses.web.people import views
from tests import stage
from tests.conftest import SqliteStore, settings_for
from tests.portal import Portal

SANDRINE = "sandrine.lemaire@beauvais.example"
ELSEWHERE = (
    "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "http:evil.example",
    "javascript:alert(1)", "%2f%2fevil.example", "/%0d%0aLocation:%20//evil.example", "https:///evil.example", " //evil.example",
    "/.//evil.example", "//evil.example@clauses.example", "data:text/html,x",
)  # fmt: skip
PASSWORD_PAGES = ("/connexion", "/mon-compte/mot-de-passe", "/mon-compte/confirmation")


# Signing in


class Counting:
    """The hasher, and how many passwords it was asked to verify."""

    def __init__(self, inside: Any) -> None:
        self.inside, self.verified = inside, 0

    def verify(self, *args: Any) -> Any:
        self.verified += 1
        return self.inside.verify(*args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inside, name)


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time tells whether somebody has an account: the work is counted, since a clock in a test tells nothing."""
    with write_transaction():
        db.session.execute(update(User).where(User.email.startswith("yann.morel@")).values(active=False))
        db.session.execute(
            update(User).where(User.email.startswith("claire.delattre@")).values(password_hash=None)
        )
        db.session.commit()
    counting = Counting(views.hasher)
    monkeypatch.setattr(views, "hasher", counting)
    said = set()
    for email in (
        SANDRINE,
        "yann.morel@creil.example",
        "claire.delattre@mde-beauvaisis.example",
        "x@y.example",
    ):
        before = counting.verified
        answer = portal.visitor().post(
            "/connexion", {"email": email, "password": "pas la bonne phrase"}, status=422
        )
        assert counting.verified == before + 1, email
        said.add(tuple(answer.problems))
    assert len(said) == 1 and said != {()}
    kept = views.NOBODY.split("$")[3]
    assert (
        kept
        == db.session.scalars(select(User.password_hash).where(User.email == SANDRINE)).one().split("$")[3]
    )


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(portal: Portal, target: str) -> None:
    visitor = portal.visitor()
    answer = visitor.post("/connexion", {"email": SANDRINE, "password": PASSWORD, "next_url": target})
    where = answer.response.headers["Location"]
    assert urlsplit(urljoin("http://localhost/connexion", where)).netloc == "localhost", where
    assert "\\" not in where and "\t" not in where


def test_passwords_are_hidden_known_to_password_managers_and_can_be_pasted(portal: Portal) -> None:
    browser = portal.sign_in("sandrine.lemaire")
    for address in PASSWORD_PAGES:
        page = (portal.visitor() if address == "/connexion" else browser).get(address)
        typed = [
            e for e in page.find_all(lambda e: e.tag == "input" and "password" in (e.get("name") or ""))
            if e.get("type") != "hidden"
        ]  # fmt: skip
        assert typed, address
        for one in typed:
            assert one.get("type") == "password"
            assert one.get("autocomplete") in ("current-password", "new-password")
            assert one.get("maxlength") is None and one.get("onpaste") is None
    # months.js fills the hours of a month from a spreadsheet: its pages hold no password.
    others = ("htmx", "months")
    scripts = "".join(
        p.read_text(encoding="utf-8")
        for p in (ROOT / "static").rglob("*.js")
        if not p.name.startswith(others)
    )
    assert not re.search(r"""["']paste["']|onpaste""", scripts)


def test_every_page_of_somebody_signed_in_leads_out(portal: Portal) -> None:
    for who in ("sandrine.lemaire", "mickael.roussel", "nadege.brunel", "claire.delattre", "maxime.ollier"):
        browser = portal.sign_in(who)
        for address, status in (
            ("/tableau-de-bord", 200),
            ("/mon-compte", 200),
            ("/aide", 200),
        ):
            page = browser.get(address, status=status)
            forms = page.find_all(lambda e: e.tag == "form" and e.get("action") == "/deconnexion")
            assert forms and any(e.tag == "button" for form in forms for e in form.iter()), (who, address)


# Codes and accounts


def test_what_is_drawn_cannot_be_guessed() -> None:
    """Recovery codes hold far more than 20 bits; six digits hold 19.9, hence the delay after nine wrong ones."""
    codes = [code for _ in range(20) for code in recovery.draw()]
    assert len(set(codes)) == len(codes)
    unknown = recovery.GROUP * (recovery.GROUPS - 1)
    assert len(recovery.LETTERS) ** unknown > 2**50
    assert 10**DIGITS / (3 * (FREE_ERRORS + 1)) > 2**14
    start, kept = recovery.kept(codes[0])
    assert kept.startswith("$argon2id$") and kept != recovery.kept(codes[0])[1]  # a salt of its own
    assert (
        recovery.matches(kept, codes[0].replace("-", "")[recovery.GROUP :])
        and start == codes[0][: recovery.GROUP]
    )


def test_what_must_not_be_guessed_comes_from_the_system() -> None:
    for path in (ROOT / "clauses").rglob("*.py"):
        # Invented figures, and a sample that must be drawn again as it was: nothing there is a secret.
        if path.name in ("synthetic.py", "sampling.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "random"
            ):
                assert node.attr == "SystemRandom", f"{path} draws from a guessable source"
            if isinstance(node, ast.ImportFrom):
                assert node.module != "random", f"{path} draws from a guessable source"


def test_no_account_is_opened_by_an_answer_to_a_question() -> None:
    for mapper in db.Model.registry.mappers if hasattr(db, "Model") else User.registry.mappers:
        if mapper.local_table.name in ("user_account", "membership", "invitation", "sign_up"):
            assert not [c.name for c in mapper.columns if re.search("question|answer|hint", c.name)]
    for path in (ROOT / "templates" / "people").glob("*.html"):
        assert "question secrète" not in path.read_text(encoding="utf-8").casefold(), path


def test_a_password_does_not_expire() -> None:
    """Nothing tells when it was chosen: no rule could ask for another one."""
    kept = {column.key for column in inspect(User).columns if "password" in column.key}
    assert kept == {"password_hash"}


def test_a_new_database_has_no_account_and_production_refuses_the_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Bare(SqliteStore):
        def keep(self) -> None: ...

    store = Bare(tmp_path)
    store.app.config["SETTINGS"] = replace(store.app.config["SETTINGS"], demonstration=False, production=True)
    monkeypatch.setenv("DATABASE_URL", store.url)
    assert store.app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    with sqlite3.connect(store.file) as connection:
        assert connection.execute("SELECT count(*) FROM user_account").fetchone() == (0,)
    told = store.app.test_cli_runner().invoke(args=["demo"])
    assert told.exit_code != 0 and "fermée en production" in told.output
    with sqlite3.connect(store.file) as connection:
        assert connection.execute("SELECT count(*) FROM user_account").fetchone() == (0,)
    store.close()


# The journal and failures


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    level = root.level
    logs.write_to(stream)
    yield stream
    for handler in [h for h in root.handlers if getattr(h, "of_the_portal", False)]:
        root.removeHandler(handler)
    root.setLevel(level)


def test_a_failure_shows_its_number_which_the_log_holds_and_nothing_else(
    tmp_path: Path, lines: io.StringIO
) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path), TESTING=False)
    logs.write_to(lines)  # a portal that begins takes the lines to its own error output

    def broken() -> str:
        raise ValueError("/srv/portail secret SELECT password_hash FROM user_account")

    broken.permission = None  # type: ignore[attr-defined]
    app.add_url_rule("/panne", "panne", broken)
    page = app.test_client().get("/panne")
    assert page.status_code == 500
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    (failure,) = [line for line in told if line["event"] == "request_failed"]
    assert failure["request_id"] and failure["request_id"] in page.text
    for word in ("ValueError", "Traceback", "SELECT", "secret", "Werkzeug", "sqlite", ".py", str(tmp_path)):
        assert word not in page.text, word
    assert "SELECT password_hash" not in lines.getvalue()


def test_the_pause_and_the_refused_form_are_written_in_the_log(portal: Portal, lines: io.StringIO) -> None:
    visitor = portal.visitor()
    typed = {"email": SANDRINE, "password": "pas la bonne phrase"}
    for _ in range(10):
        visitor.post("/connexion", typed, status=422)
    visitor.post("/connexion", typed, status=429)
    visitor.post("/connexion", {**typed, "csrf_token": "0" * 64}, status=400)
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["status"] for line in told if line["event"] == "request"] == [*([422] * 10), 429, 400]
    assert all(line["level"] == "warning" and line["request_id"] and line["place"] for line in told)


def test_an_act_that_fails_at_its_end_leaves_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """All was checked and written, then the commit fails: no market, no line of the journal, no fact to tell."""
    counted = (Market, AuditEvent, OutboxEvent, ReceivedForm)

    def counts() -> list[int | None]:
        db.session.rollback()
        return [db.session.scalar(select(func.count()).select_from(model)) for model in counted]

    data = {
        "market_ref": "2026-VB-030", "market_title": "Réfection de la cour de l'école", "market_amount": "420 000",
        "market_type": "works", "market_form": "ordinary", "procedure": "adapted", "places": "Beauvais (60057)",
        "programme": "none", "idem_key": "k" * 32,
    }  # fmt: skip
    browser = portal.sign_in("sandrine.lemaire")
    browser.token()
    before = counts()
    asked = []

    def cut(session: Any) -> None:
        if any(isinstance(row, AuditEvent) for row in session.identity_map.values()):
            asked.append(session)
            raise OSError("the disk is gone")

    event.listen(db.session, "before_commit", cut)
    try:
        with pytest.raises(OSError):
            browser.post("/marches/nouveau/marche", data)
    finally:
        event.remove(db.session, "before_commit", cut)
    assert asked and counts() == before
    browser.post("/marches/nouveau/marche", data)  # the same form serves again
    assert [now != was for now, was in zip(counts(), before, strict=True)][:2] == [True, True]


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'other'", "DELETE FROM audit_event"])
def test_the_journal_refuses_to_be_changed(portal: Portal, statement: str) -> None:
    stage.filed(portal)
    before = db.session.scalar(select(func.count()).select_from(AuditEvent))
    db.session.rollback()
    with pytest.raises(DBAPIError), write_transaction():
        db.session.execute(text(statement))
        db.session.commit()
    db.session.rollback()
    assert before and db.session.scalar(select(func.count()).select_from(AuditEvent)) == before
    assert "action" in {column.key for column in inspect(AuditEvent).columns}
