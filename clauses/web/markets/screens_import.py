"""How does a buyer import its contracts on screen? The file is checked first; nothing is written before a yes."""

from io import BytesIO

from flask import current_app, g, make_response, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import decp as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.queries import decp as queries
from clauses.reports import market_model
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_import import ImportForm
from clauses.web.page import done, page
from clauses.wording import decp as words
from clauses.wording.markets import IMPORT, MARKETS, SOCIAL_WORDS

SHOWN = 200  # lines of each list on the page; the counts say the rest


@bp.get("/marches/importer")
@needs(Permission.MARKET_FILE)
def import_decp() -> Response:
    return _upload_page(ImportForm())


@bp.post("/marches/importer")
@needs(Permission.MARKET_FILE)
def check_file() -> Response:
    form = ImportForm(request.form)
    sent = request.files.get("import_file")
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    if not name or not content:
        form.refuse(Refused("import_empty", field="import_file"))
        return _upload_page(form, status=422)
    key = form.attempt(lambda: _checked_and_kept(name, content))
    if key is None:
        return _upload_page(form, status=422)
    return done("markets.import_check", key=key)


def _checked_and_kept(name: str, content: bytes) -> str:
    queries.check(content, name, today=clock.today(), actor=g.actor)
    return actions.keep_file(
        g.actor, name, content, files=current_app.config["SETTINGS"].files, now=clock.now()
    )


@bp.get("/marches/importer/modele.csv")
@needs(Permission.MARKET_FILE)
def import_model() -> Response:
    response = make_response("\N{BYTE ORDER MARK}" + words.model_csv())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="modele-marches.csv"'
    return response


@bp.get("/marches/importer/modele.xlsx")
@needs(Permission.MARKET_FILE)
def import_workbook() -> Response:
    kept = BytesIO()
    market_model.write(kept, on=clock.today())
    response = make_response(kept.getvalue())
    response.headers["Content-Type"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers["Content-Disposition"] = 'attachment; filename="modele-marches.xlsx"'
    return response


@bp.get("/marches/importer/<key>")
@needs(Permission.MARKET_FILE)
def import_check(key: str) -> Response:
    stored, content = queries.kept_content(g.actor, key, current_app.config["SETTINGS"].files)
    check = queries.check(content, stored.name, today=clock.today(), actor=g.actor)
    return page(
        "markets/import_check.html", check=check, name=stored.name, key=key, shown=SHOWN,
        refusals=[(one.ref, words.sentence(one)) for one in check.refusals[:SHOWN]],
        to_create=check.to_create[:SHOWN],
        warnings=[[words.warning(each) for each in one.warnings] for one in check.to_create[:SHOWN]],
        levers=[", ".join(SOCIAL_WORDS[each] for each in one.social if each in SOCIAL_WORDS)
                for one in check.to_create[:SHOWN]],
        known=check.known_references[:SHOWN], breadcrumb=[(MARKETS, "/marches"), (IMPORT, "")],
    )  # fmt: skip


@bp.post("/marches/importer/<key>")
@needs(Permission.MARKET_FILE)
def confirm_import(key: str) -> Response:
    stored, content = queries.kept_content(g.actor, key, current_app.config["SETTINGS"].files)
    check = queries.check(content, stored.name, today=clock.today(), actor=g.actor)
    if check.held:
        raise Refused("import_held")
    created = actions.import_contracts(g.actor, check.to_create, now=clock.now())
    said = "imported_none" if not created else "imported_one" if created == 1 else "imported"
    return done("markets.market_list", said, facts={"n": created})


def _upload_page(form: ImportForm, status: int = 200) -> Response:
    return page("markets/import.html", "form", status=status, form=form, columns=[(words.MODEL_TITLES[key], said) for key, said in words.MODEL_COLUMNS.items()],
                breadcrumb=[(MARKETS, "/marches"), (IMPORT, "")])  # fmt: skip
