"""How does a structure bring the hours its own software knows? The file, its columns once, the check, then the months."""

from datetime import date
from io import BytesIO

from flask import abort, current_app, g, make_response, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import imports as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.hours_files import Meaning, Writing
from clauses.domain.values import add_months, month_of
from clauses.queries import hours_months
from clauses.queries.hours_files import cells, kept, reading
from clauses.queries.hours_files.reading import Columns
from clauses.queries.sheets.columns import Table
from clauses.reports import hours_model
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_imports import CheckForm, HoursFileForm, columns_form, columns_of
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced
from clauses.wording import hours_files as words
from clauses.wording import sentences

P = Permission
SHOWN = 100  # lines shown on the check page; the counts say the rest
TRAIL = [("Heures", "/heures"), (words.IMPORT, "/heures/importer")]


@bp.get("/heures/importer")
@needs(P.HOURS_ENTER)
def import_file() -> Response:
    return _file_page(HoursFileForm())


@bp.post("/heures/importer")
@needs(P.HOURS_ENTER)
def take_file() -> Response:
    form = HoursFileForm(request.form)
    sent = request.files.get("hours_file")
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    if not name:
        form.refuse(Refused("hours_file_none", field=reading.FIELD))
        return _file_page(form, status=422)
    key = form.attempt(lambda: _read_and_kept(name, content))
    return _file_page(form, status=422) if key is None else done("hours.import_columns", key=key)


def _read_and_kept(name: str, content: bytes) -> str:
    reading.table(content)
    folder = current_app.config["SETTINGS"].files
    return actions.keep_hours_file(g.actor, name, content, files=folder, now=clock.now())


def _file_page(form: Form, status: int = 200) -> Response:
    last = add_months(month_of(clock.today()), -1)
    return page(
        "hours/import_file.html", "form", status=status, form=form, month=last, written=written,
        breadcrumb=[TRAIL[0], (words.IMPORT, "")],
    )  # fmt: skip


@bp.get("/heures/modele.xlsx")
@needs(P.HOURS_ENTER)
@traced(NAMES)
def import_model() -> Response:
    """Our own model, for the month asked for: the people of the structure, lot by lot."""
    on = clock.today()
    asked = request.args.get("mois")
    month = month_in(asked) if asked else add_months(month_of(on), -1)
    if month > on:
        abort(404)
    lines = [
        (lot, line) for lot, _, found in hours_months.grid(g.actor, month, on) for line in found if line.own
    ]
    made = BytesIO()
    hours_model.write(made, lines, month, on=on)
    response = make_response(made.getvalue())
    response.headers["Content-Type"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers["Content-Disposition"] = f'attachment; filename="heures-{written(month)}.xlsx"'
    return response


@bp.get("/heures/importer/<key>")
@needs(P.HOURS_ENTER)
@traced(NAMES)
def import_columns(key: str) -> Response:
    name, table = _opened(key)
    shape = kept.shape_of(g.actor, table)
    meanings = reading.guessed(table.columns, shape.meanings if shape else {})
    hours = [index for index, one in meanings.items() if one in reading.HOURS]
    doubt = cells.doubtful(table.lines, hours)
    writing = shape.writing if shape else Writing.DECIMAL if doubt is None else None  # asked, never guessed
    return _columns_page(key, name, table, columns_form(table.columns, meanings, writing, clock.today()))


@bp.post("/heures/importer/<key>")
@needs(P.HOURS_ENTER)
def say_columns(key: str) -> Response:
    name, table = _opened(key)
    form = columns_form(table.columns, {}, None, clock.today(), request.form)
    if form.validate():
        form.attempt(lambda: _said(table, form))
    if form.problems:
        return _columns_page(key, name, table, form, status=422)
    return done(
        "hours.import_check", key=key, ecriture=form["writing"].data, mois=form["file_month"].data or None
    )


def _said(table: Table, form: Form) -> None:
    """Remember what is said; a file without months, or whose numbers read two ways, asks first."""
    columns = columns_of(form)
    meanings = {column.key: columns.meanings[column.index] for column in table.columns}
    actions.remember_shape(g.actor, kept.headings_of(table), meanings, columns.writing, now=clock.now())
    says_month = {Meaning.MONTH, Meaning.DAY} & set(columns.meanings.values())
    if not says_month and columns.month is None:
        raise Refused("hours_file_month_needed", field="file_month")


def _columns_page(key: str, name: str, table: Table, form: Form, status: int = 200) -> Response:
    chosen = [c.index for c in table.columns if form[f"meaning-{c.index}"].data in reading.HOURS]
    doubt = cells.doubtful(table.lines, chosen)
    return page(
        "hours/import_columns.html", "form", status=status, key=key, name=name, form=form, n=len(table.lines),
        rows=[(column, form[f"meaning-{column.index}"]) for column in table.columns], doubt=doubt, remembered=kept.shape_of(g.actor, table) is not None,
        breadcrumb=[*TRAIL, (words.COLUMNS, "")],
    )  # fmt: skip


@bp.get("/heures/importer/<key>/verification")
@needs(P.HOURS_ENTER)
@traced(NAMES)
def import_check(key: str) -> Response:
    name, table = _opened(key)
    return _check_page(key, name, reading.read(g.actor, table, _columns(table), clock.today()), CheckForm())


@bp.post("/heures/importer/<key>/verification")
@needs(P.HOURS_ENTER)
def take_hours(key: str) -> Response:
    name, table = _opened(key)
    columns, form = _columns(table), CheckForm(request.form)
    taken = form.attempt(
        actions.take_hours_file, g.actor, key, table, columns, seen=request.form.get("seen", ""),
        leave_out=form.leave_out.data, worked=form.really_worked.data, now=clock.now(),
    )  # fmt: skip
    if taken is None:
        found = reading.read(g.actor, table, columns, clock.today())
        return _check_page(key, name, found, form, status=422)
    hours = sum(one.worked + one.training for one in taken.planned if one.changes)
    return done(
        "hours.grid", "hours_imported", facts={"hours": hours},
        month=written(taken.months[-1]),
    )  # fmt: skip


def _columns(table: Table) -> Columns:
    """What was said of this shape of file, with the writing and the month of this address."""
    shape = kept.shape_of(g.actor, table)
    if shape is None:
        abort(404)
    said = request.values.get("ecriture")
    writing = Writing(said) if said in {one.value for one in Writing} else shape.writing
    asked = request.values.get("mois")
    month: date | None = month_in(asked) if asked else None
    return Columns(reading.guessed(table.columns, shape.meanings), writing, month)


def _opened(key: str) -> tuple[str, Table]:
    file, content = kept.content_of(g.actor, key, current_app.config["SETTINGS"].files)
    return file.file.name, reading.table(content)


def _check_page(key: str, name: str, found: reading.Reading, form: Form, status: int = 200) -> Response:
    changed = [one for one in found.planned if one.changes]
    return page(
        "hours/import_check.html", "form", status=status, key=key, name=name, found=found, form=form,
        wrong=[(one.row, one.column, sentences.refusal(one.code, **one.facts)) for one in found.wrong[:SHOWN]],
        changed=changed[:SHOWN], n=len(changed), same=len(found.planned) - len(changed), shown=SHOWN,
        hours=sum(one.worked + one.training for one in changed), monthly=any(one.paid_by_month for one in changed),
        people=len({one.contract.participant_id for one in changed}),
        replaced=sum(one.before is not None for one in changed),
        rounded=sum(one.rounded for one in changed), training=any(one.training for one in changed),
        writing=request.values.get("ecriture"), month=request.values.get("mois"),
        breadcrumb=[*TRAIL, (words.CHECK, "")],
    )  # fmt: skip
