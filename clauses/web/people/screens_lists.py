"""How does a list of structures enter the directory on screen? Checked first; nothing is written before a yes."""

from datetime import date

from flask import abort, current_app, g, make_response, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import partners as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.queries import directory_export, directory_lists, exchanges
from clauses.queries.decp import kept_content
from clauses.reports import directory as report
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_lists import ConfirmListForm, ListForm
from clauses.wording import directory as words

SHOWN = 100  # lines of each list on the page; the counts say the rest
MOST_BYTES = 10_000_000


@bp.get("/admin/echanges")
@needs(Permission.ORGANIZATION_EDIT)
def lists() -> Response:
    return _lists(ListForm())


@bp.post("/admin/echanges")
@needs(Permission.ORGANIZATION_EDIT)
def check_list() -> Response:
    form = ListForm(request.form)
    sent = request.files.get("import_file")
    name, content = (sent.filename or "", sent.stream.read(MOST_BYTES + 1)) if sent else ("", b"")
    if not name or not content:
        form.refuse(Refused("list_none", field="import_file"))
        return _lists(form, 422)
    if form.listed_on.data is not None and form.listed_on.data > clock.today():
        form.refuse(Refused("list_tomorrow", field="listed_on"))
        return _lists(form, 422)
    key = None
    if not form.listed_on.errors:
        key = form.attempt(lambda: _checked_and_kept(name, content, form.listed_on.data))
    if key is None:
        return _lists(form, 422)
    day = form.listed_on.data
    return done("people.list_check", key=key, date=day.isoformat() if day else None)


@bp.get("/admin/echanges/annuaire.csv")
@needs(Permission.ORGANIZATION_EDIT)
def directory_csv() -> Response:
    response = make_response("\N{BYTE ORDER MARK}" + report.csv_text(directory_export.structures()))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="annuaire.csv"'
    return response


@bp.get("/admin/echanges/imports/<int:import_id>")
@needs(Permission.ORGANIZATION_EDIT)
def list_import(import_id: int) -> Response:
    found = directory_lists.one_import(import_id)
    if found is None:
        abort(404)
    told = [
        words.recorded(one["line"], one["siret"], one["column"], one["code"])
        for one in found.refusals[:SHOWN]
    ]
    return page("people/list_import.html", one=found, refusals=told, shown=SHOWN)


@bp.get("/admin/echanges/verification/<key>")
@needs(Permission.ORGANIZATION_EDIT)
def list_check(key: str) -> Response:
    stored, content = kept_content(g.actor, key, current_app.config["SETTINGS"].files)
    return _check(key, stored.name, content, stored.sha256, _day(request.args.get("date")))


@bp.post("/admin/echanges/verification/<key>")
@needs(Permission.ORGANIZATION_EDIT)
def confirm_list(key: str) -> Response:
    stored, content = kept_content(g.actor, key, current_app.config["SETTINGS"].files)
    form, day = ConfirmListForm(request.form), _day(request.form.get("date"))
    made = form.attempt(
        lambda: actions.import_list(g.actor, stored.name, content, listed_on=day, now=clock.now())
    )
    if made is None:
        return _check(key, stored.name, content, stored.sha256, day, form, 422)
    return done(
        "people.list_import",
        "list_imported",
        import_id=made.id,
    )


def _checked_and_kept(name: str, content: bytes, day: date | None) -> str:
    directory_lists.check(content, today=clock.today(), listed_on=day)
    return actions.keep_list(
        g.actor, name, content, files=current_app.config["SETTINGS"].files, now=clock.now()
    )


def _day(text: str | None) -> date | None:
    """The day that travels in the address of the check; anything else is no day, and tomorrow is today."""
    try:
        return min(date.fromisoformat(text), clock.today()) if text else None
    except ValueError:
        return None


def _lists(form: ListForm, status: int = 200) -> Response:
    return page(
        "people/lists.html", "form", status=status, form=form, imports=directory_lists.imports(),
        hours=exchanges.hours_received(g.actor), markets=exchanges.markets_received(g.actor),
    )  # fmt: skip


def _check(key: str, name: str, content: bytes, digest: str, day: date | None, form: ConfirmListForm | None = None,
           status: int = 200) -> Response:  # fmt: skip
    check = directory_lists.check(content, today=clock.today(), listed_on=day)
    return page(
        "people/list_check.html", status=status, key=key, name=name, check=check, day=day.isoformat() if day else "",
        form=form, shown=SHOWN, before=directory_lists.of_file(digest),
        changes=[(one.name, words.named(one.values, one.trades)) for one in check.changed[:SHOWN]],
        refusals=[words.refused(one) for one in check.refusals[:SHOWN]],
        warnings=[words.warned(entry, one) for entry, one in check.warned[:SHOWN]],
    )  # fmt: skip
