"""How does a buyer turn its table of projects into answers? The file, its columns, the check, then line by line."""

from io import BytesIO
from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, g, make_response, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import decp as files
from clauses.actions import programme as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.programme import Answer, MonthLoad
from clauses.models.programme import ProgrammeLine
from clauses.queries import programme as queries
from clauses.queries import programme_sheet as sheet
from clauses.queries.decp import kept_content
from clauses.queries.sheets.columns import Table
from clauses.reports import programme as report
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_programme import ColumnRows, ProgrammeFileForm, ProgrammeForm
from clauses.web.page import done, page
from clauses.wording import programme as words
from clauses.wording.markets import MARKETS

SHOWN = 60  # lines shown on the page of the check; the counts say the rest
TRAIL = [(MARKETS, "/marches"), (words.PROGRAMMES, "/programmes")]


@bp.get("/programmes")
@needs(Permission.MARKET_FILE)
def programme_list() -> Response:
    return page(
        "markets/programme_list.html",
        found=queries.programmes(g.actor),
        breadcrumb=[TRAIL[0], (words.PROGRAMMES, "")],
    )


@bp.get("/programmes/importer")
@needs(Permission.MARKET_FILE)
def programme_file() -> Response:
    return _file_page(ProgrammeFileForm())


@bp.post("/programmes/importer")
@needs(Permission.MARKET_FILE)
def take_programme_file() -> Response:
    form = ProgrammeFileForm(request.form)
    sent = request.files.get("programme_file")
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    if not name:
        form.refuse(Refused("import_empty", field=sheet.FIELD))
        return _file_page(form, status=422)
    key = form.attempt(lambda: _read_and_kept(name, content))
    return _file_page(form, status=422) if key is None else done("markets.programme_columns", key=key)


def _read_and_kept(name: str, content: bytes) -> str:
    sheet.table(content)
    return files.keep_file(
        g.actor, name, content, files=current_app.config["SETTINGS"].files, now=clock.now()
    )


def _file_page(form: ProgrammeFileForm, status: int = 200) -> Response:
    return page(
        "markets/programme_file.html",
        "form",
        status=status,
        form=form,
        breadcrumb=[*TRAIL, (words.IMPORT, "")],
    )


@bp.get("/programmes/importer/<key>")
@needs(Permission.MARKET_FILE)
def programme_columns(key: str) -> Response:
    name, table, columns = _opened(key)
    year = clock.today().year
    form = ProgrammeForm(programme_year=year, programme_title=words.TITLE.format(year=year))
    return _columns_page(key, name, table, columns, form)


@bp.post("/programmes/importer/<key>")
@needs(Permission.MARKET_FILE)
def say_programme_columns(key: str) -> Response:
    name, table, _ = _opened(key)
    columns = ColumnRows(table.columns, sheet.guessed(table.columns, {}), request.form)
    form = ProgrammeForm(request.form)
    sound = [form.validate(), columns.validate()]
    if all(sound):
        columns.attempt(actions.remember_columns, g.actor, columns.by_heading(), now=clock.now())
    if columns.problems or not all(sound):
        return _columns_page(key, name, table, columns, form, status=422)
    return done(
        "markets.programme_check", key=key, annee=form.programme_year.data, nom=form.programme_title.data
    )


def _opened(key: str) -> tuple[str, Table, ColumnRows]:
    stored, content = kept_content(g.actor, key, current_app.config["SETTINGS"].files)
    table = sheet.table(content)
    known = queries.remembered(g.actor, [column.key for column in table.columns])
    return stored.name, table, ColumnRows(table.columns, sheet.guessed(table.columns, known))


def _columns_page(
    key: str, name: str, table: Table, columns: ColumnRows, form: ProgrammeForm, status: int = 200
) -> Response:
    return page(
        "markets/programme_columns.html", "form", status=status, key=key, name=name, form=form, n=len(table.lines),
        rows=[(columns.columns[row.row], row) for row in columns.rows], problems=[*form.problems, *columns.problems],
        breadcrumb=[*TRAIL, (words.IMPORT, "")],
    )  # fmt: skip


@bp.get("/programmes/importer/<key>/verification")
@needs(Permission.MARKET_FILE)
def programme_check(key: str) -> Response:
    lines, odd = _lines(key)
    year, title = request.args.get("annee", type=int), request.args.get("nom")
    return page(
        "markets/programme_check.html", key=key, year=year, title=title, n=len(lines), lines=lines[:SHOWN], shown=SHOWN,
        odd=[_odd_words(one) for one in odd[:SHOWN]], odd_count=len(odd), labels=sheet.labels(lines, clock.today()),
        breadcrumb=[*TRAIL, (words.CHECK, "")],
    )  # fmt: skip


def _lines(key: str) -> tuple[list[ProgrammeLine], list[sheet.Odd]]:
    _, table, columns = _opened(key)
    return sheet.lines_of(table, columns.meanings(), clock.today())


def _odd_words(one: sheet.Odd) -> str:
    if one.code is None:
        return words.NO_TITLE.format(row=one.row)
    return words.ODD_LINE.format(row=one.row, what=words.ODD[one.code].format(value=one.value))


@bp.post("/programmes/importer/<key>/verification")
@needs(Permission.MARKET_FILE)
def create_programme(key: str) -> Response:
    lines, _ = _lines(key)
    form = ProgrammeForm(request.form)
    made = form.attempt(
        lambda: actions.create_programme(
            g.actor,
            lines,
            year=form.programme_year.data or 0,
            title=form.programme_title.data or "",
            now=clock.now(),
        )
    )
    if made is None:
        return done("markets.programme_columns", key=key)
    said = "programme_created" if len(lines) > 1 else "programme_created_one"
    return done("markets.programme", said, facts={"n": len(lines)}, programme_id=made.id)


@bp.get("/programmes/<int:programme_id>")
@needs(Permission.MARKET_FILE, guarded=True)
def programme(programme_id: int) -> Response:
    file = queries.programme_file(g.actor, programme_id, clock.today())
    asked = request.args.get("reponse")
    answer = Answer(asked) if asked in {one.value for one in Answer} else None
    shown = [one for one in file.lines if answer is None or one.judged.answer is answer]
    return page(
        "markets/programme.html", "results", file=file, answer=answer, tabs=_tabs(file, answer),
        lines=[(one, words.ANSWERS[one.judged.answer], words.TONES[one.judged.answer], report.explained(one)) for one in shown],
        bars=_bars(file.load), breadcrumb=[*TRAIL, (file.programme.title, "")],
    )  # fmt: skip


def _tabs(file: queries.ProgrammeFile, answer: Answer | None) -> list[tuple[str, str, bool, int]]:
    """One tab an answer that is there, each with its number of lines."""
    own: dict[str, Any] = {"programme_id": file.programme.id}
    found = [(words.ALL, url_for("markets.programme", **own), answer is None, len(file.lines))]
    return found + [
        (
            words.ANSWERS[one],
            url_for("markets.programme", **own, reponse=one.value),
            answer is one,
            file.count(one),
        )
        for one in Answer
        if file.count(one)
    ]


def _bars(load: list[MonthLoad]) -> list[tuple[MonthLoad, int]]:
    """Each month with the length of its bar, in hundredths of the fullest month."""
    top = max([one.clause for one in load] or [0]) or 1
    return [(one, one.clause * 100 // top) for one in load]


@bp.get("/programmes/<int:programme_id>/reponses.xlsx")
@needs(Permission.MARKET_FILE, guarded=True)
def programme_workbook(programme_id: int) -> Response:
    file = queries.programme_file(g.actor, programme_id, clock.today())
    kept = BytesIO()
    report.write(file, kept, on=clock.today())
    response: FlaskResponse = make_response(kept.getvalue())
    response.headers["Content-Type"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = words.FILE_NAME.format(year=file.programme.year, number=file.programme.id)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/programmes/<int:programme_id>/lignes/<int:line_id>/marche")
@needs(Permission.MARKET_FILE, guarded=True)
def open_draft(programme_id: int, line_id: int) -> Response:
    market = actions.open_draft(g.actor, programme_id, line_id, now=clock.now())
    return done("markets.edit_market", "programme_draft", market_id=market.id)
