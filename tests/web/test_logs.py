"""Does the log say who did what, when and how it ended, in lines a machine reads, and nothing of what was typed?"""

import ast
import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clauses import logs
from clauses.actions.demonstration import PASSWORD
from tests import stage_hours
from tests.portal import Portal

CODE = Path(logs.__file__).parent


class Lines:
    """The lines written so far, each read as the object it must be."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, **wanted: Any) -> list[dict[str, Any]]:
        return [line for line in self.all if all(line.get(k) == v for k, v in wanted.items())]


@pytest.fixture
def lines() -> Iterator[Lines]:
    kept = Lines()
    root = logging.getLogger()
    level = root.level
    names = ("sqlalchemy", "alembic", "rq", "werkzeug", "PIL", "urllib3")
    levels = {name: logging.getLogger(name).level for name in names}
    handler = logs.write_to(kept.stream)
    yield kept
    root.removeHandler(handler)
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def test_each_step_of_a_sign_in_leaves_its_line(portal: Portal, lines: Lines) -> None:
    visitor = portal.visitor()
    typed = {"email": "sandrine.lemaire@beauvais.example", "password": "une phrase qui n'est pas la bonne"}
    visitor.post("/connexion", typed, status=422)
    visitor._token = None
    visitor.post("/connexion", {**typed, "password": PASSWORD}, status=303)
    visitor._token = None
    visitor.post("/deconnexion", status=303)
    told = [(line["endpoint"], line["status"]) for line in lines.of(event="request", method="POST")]
    assert told == [("people.sign_in", 422), ("people.sign_in", 303), ("people.sign_out", 303)]
    refused, entered, left = lines.of(event="request", method="POST")
    assert refused["user_id"] is None and left["user_id"] is not None
    assert refused["level"] == "warning" and entered["level"] == "info"
    assert len({line["request_id"] for line in (refused, entered, left)}) == 3
    assert len({line["place"] for line in (refused, entered, left)}) == 1


def test_what_the_door_refuses_is_written_with_who_asked(portal: Portal, lines: Lines) -> None:
    site = stage_hours.begun(portal)
    yann = portal.sign_in("yann.morel")
    yann.get(f"/lots/{site.lot_id}/participants", status=404)
    sandrine = portal.sign_in("sandrine.lemaire")
    sandrine.post(f"/releves/{site.lot_id}/2026-09/transmettre", status=403)
    sandrine.post("/deconnexion", {"csrf_token": "0" * 64}, status=400)
    told = [(line["status"], line["rule"]) for line in lines.of(event="request")]
    assert told == [
        (404, "/lots/<int:lot_id>/participants"),
        (403, "/releves/<int:lot_id>/<month>/transmettre"),
        (400, "/deconnexion"),
    ]
    assert all(line["user_id"] for line in lines.of(event="request"))


def test_moments_are_in_utc_and_say_so(portal: Portal, lines: Lines) -> None:
    """Whatever the zone of the machine and the season: 2 h 30 exists twice in Paris on the last Sunday of October."""
    portal.visitor().get("/nulle-part", status=404)
    for line in lines.all:
        assert datetime.fromisoformat(line["at"]).utcoffset() == timedelta(0)


def test_an_error_leaves_its_places_and_none_of_its_words(lines: Lines) -> None:
    try:
        try:
            int("Zéphyrin Aubrespin")
        except ValueError as first:
            raise RuntimeError("l'adresse aubrespin@example.org existe déjà") from first
    except RuntimeError:
        logging.getLogger("clauses.web.errors").exception("request_failed", extra={"request_id": "ab12"})
    (line,) = lines.all
    assert [one["type"] for one in line["exception"]] == ["RuntimeError", "ValueError"]
    assert "tests/web/test_logs.py" in line["exception"][0]["places"][-1]
    assert "ubrespin" not in lines.text and str(CODE.parent) not in lines.text


@pytest.mark.parametrize(
    "typed", ["a\r\nfaux", "\x1b[31mrouge", "\u2028suite", '"}\n{"event":"faux"}', "%0d%0afaux"]
)
def test_nothing_that_is_typed_makes_a_line_of_its_own(portal: Portal, lines: Lines, typed: str) -> None:
    visitor = portal.visitor()
    visitor.get("/annuaire/nulle-part", query_string={"q": typed}, headers={"X-Essai": "a"}, status=404)
    visitor.post("/connexion", {"email": typed, "password": typed}, status=422)
    logging.getLogger("clauses.essai").warning("request", extra={"why": typed})
    assert len(lines.text.splitlines()) == len(lines.all) == 3
    assert {line["event"] for line in lines.all} == {"request"}


def test_a_whole_story_names_nobody(portal: Portal, lines: Lines) -> None:
    stage_hours.submitted_month(portal)
    portal.run_jobs()
    for who in ("nadege.brunel", "mickael.roussel", "claire.delattre"):
        browser = portal.sign_in(who)
        browser.get("/releves/999/2026-09", status=404)
        browser.post("/releves/999/2026-09", {"h_worked-1": "Aubrespin"}, status=404)
    assert lines.all
    for name in (*stage_hours.NAMES, "@beauvais.example", "csrf_token", "Aubrespin", PASSWORD):
        assert name not in lines.text, name


def _written() -> dict[str, str]:
    """Every first word of a call to a logger in the code, and the file it is in."""
    found: dict[str, str] = {}
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if (
                node.func.attr in levels
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
            ):
                words = node.args[1 if node.func.attr == "log" else 0]
                assert isinstance(words, ast.Constant), f"{path}: the event of a line is a code"
                found[str(words.value)] = str(path)
    return found


def test_the_inventory_names_every_line_and_no_other() -> None:
    assert set(_written()) == set(logs.INVENTORY)


def test_lines_go_to_one_place() -> None:
    """No file, no socket, no print: the error output alone."""
    sinks = ("FileHandler", "SysLogHandler", "SocketHandler", "HTTPHandler", "SMTPHandler", "StreamHandler")
    found = [
        (path.name, sink)
        for path in CODE.rglob("*.py")
        for sink in sinks
        if sink in path.read_text(encoding="utf-8")
    ]
    assert found == [("logs.py", "StreamHandler")]
