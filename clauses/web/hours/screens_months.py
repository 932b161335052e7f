"""What do a company and its structures see and send of a month? D08, D09, F05."""

from datetime import date
from typing import Any

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import again, contesting, splitting
from clauses.actions.hours import months as actions
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.domain.values import add_months, month_of
from clauses.queries import hours_again, hours_claims, hours_staff, people
from clauses.queries import hours_months as queries
from clauses.queries.hours_facts import holds_lot
from clauses.queries.hours_lines import Line
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours import shown
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_months import ConfirmForm, hand_made, month_form, rows_of
from clauses.web.hours.table import rows_typed, table
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced
from clauses.wording import hours as words

P = Permission
TABLE = "tableau"  # the month as a spreadsheet, people by lots


@bp.get("/releves")
@needs(P.MONTH_SUBMIT)
def month_list() -> Response:
    return _list(ConfirmForm())


@bp.post("/releves")
@needs(P.MONTH_SUBMIT)
def confirm_complete() -> Response:
    form = ConfirmForm(request.form)
    picks = []
    for pick in request.form.getlist("pick"):
        number, _, month = pick.partition("_")
        lot_id = whole_number(number)
        if lot_id is None:
            abort(400)
        picks.append((lot_id, month_in(month)))
    sent = form.attempt(actions.submit_complete, g.actor, picks, honour=form.r_honour.data, now=clock.now())
    if sent is None:
        return _list(form, status=422, picked=request.form.getlist("pick"))
    return done("hours.month_list", "reports_submitted", facts={"text": shown.sent_together(sent)})


def _list(form: Form, status: int = 200, picked: list[str] | None = None) -> Response:
    on = clock.today()
    to_do, sent = queries.month_rows(g.actor, on)
    complete = [row for row in to_do if row.complete]
    return page(
        "hours/month_list.html", "list", status=status, form=form, to_do=to_do, sent=sent, complete=complete,
        picked=picked, written=written, ended=add_months(month_of(on), -1), several=shown.month_of_several(to_do, on),
    )  # fmt: skip


@bp.get("/releves/<int:lot_id>/<month>")
@needs(P.MONTH_VIEW, guarded=True)
@traced(NAMES)
def month(lot_id: int, month: str) -> Response:
    sheet = queries.month_sheet(g.actor, lot_id, month_in(month), clock.today())
    return _sheet(sheet, month_form(sheet.lines, training=sheet.training_counts, sending=sheet.may_send))


@bp.post("/releves/<int:lot_id>/<month>")
@needs(P.HOURS_ENTER, guarded=True)
def enter(lot_id: int, month: str) -> Response:
    sheet, form = _typed(lot_id, month)
    rows = rows_of(form) + hand_made(request.form, form)
    kept = form.attempt(
        actions.enter_hours,
        g.actor,
        lot_id,
        sheet.month,
        rows,
        version=_version(),
        hold=_ticked("hold"),
        now=clock.now(),
    )
    if kept is None:
        return _sheet(sheet, form, status=422)
    total = sum(entry.worked + entry.training for entry in kept.entries)
    return done(
        "hours.month", "hours_saved", facts={"hours": total, "month": sheet.month}, lot_id=lot_id, month=month
    )


@bp.post("/releves/<int:lot_id>/<month>/transmettre")
@needs(P.MONTH_SUBMIT, guarded=True)
def submit(lot_id: int, month: str) -> Response:
    sheet, form = _typed(lot_id, month)
    sent = form.attempt(
        actions.submit_report, g.actor, lot_id, sheet.month, honour=_ticked("r_honour"), nil=_ticked("nil_report"),
        nil_comment=(request.form.get("nil_comment") or "").strip()[:300] or None,
        rows=rows_of(form) + hand_made(request.form, form), version=_version(), now=clock.now(),
    )  # fmt: skip
    if sent is None:
        return _sheet(sheet, form, status=422)
    if _ticked("nil_report"):
        return done("hours.month", "report_nil", facts={"month": sheet.month}, lot_id=lot_id, month=month)
    return done(
        "hours.month", "report_submitted", facts={"follower": _follower(sheet)}, lot_id=lot_id, month=month
    )


@bp.post("/releves/<int:lot_id>/<month>/repartir")
@needs(P.HOURS_ENTER, guarded=True)
def split(lot_id: int, month: str) -> Response:
    sheet, form = _typed(lot_id, month)
    answer = form.attempt(
        splitting.split_entry,
        g.actor,
        lot_id,
        sheet.month,
        _entry_id(),
        rows=rows_of(form),
        now=clock.now(),
    )
    if answer is None:
        return _sheet(sheet, form, status=422)
    facts = {"stay": answer[0], "moved": answer[1], "name": answer[2].name}
    return done("hours.month", "hours_split", facts=facts, lot_id=lot_id, month=month)


@bp.post("/releves/<int:lot_id>/<month>/contester")
@needs(P.MONTH_SUBMIT, guarded=True)
def contest(lot_id: int, month: str) -> Response:
    sheet, form = _typed(lot_id, month)
    entry_id = _entry_id()
    kept = form.attempt(
        contesting.contest_entry, g.actor, lot_id, sheet.month, entry_id, _said("contest", entry_id),
        rows=rows_of(form), now=clock.now(),
    )  # fmt: skip
    if kept is None:
        return _sheet(sheet, form, status=422)
    return done(
        "hours.month",
        "hours_contested",
        facts={"name": _employer(sheet, entry_id)},
        lot_id=lot_id,
        month=month,
    )


@bp.post("/releves/<int:lot_id>/<month>/maintenir")
@needs(P.HOURS_ENTER, guarded=True)
def maintain(lot_id: int, month: str) -> Response:
    sheet, form = _typed(lot_id, month)
    entry_id = _entry_id()
    kept = form.attempt(
        contesting.maintain_entry, g.actor, lot_id, sheet.month, entry_id, _said("answer", entry_id),
        now=clock.now(),
    )  # fmt: skip
    if kept is None:
        return _sheet(sheet, form, status=422)
    return done(
        "hours.month", "hours_maintained", facts={"name": kept.raised_by.name}, lot_id=lot_id, month=month
    )


@bp.post("/releves/<int:lot_id>/<month>/clore")
@needs(P.MONTH_SUBMIT, guarded=True)
def settle(lot_id: int, month: str) -> Response:
    sheet, form = _typed(lot_id, month)
    kept = form.attempt(contesting.settle_contest, g.actor, lot_id, sheet.month, _entry_id(), now=clock.now())
    if kept is None:
        return _sheet(sheet, form, status=422)
    return done("hours.month", "contest_settled", lot_id=lot_id, month=month)


def _said(name: str, entry_id: int) -> str:
    """The words of one line: what is contested, or what is answered."""
    return (request.form.get(f"{name}-{entry_id}") or "").strip()[:300]


def _employer(sheet: queries.MonthSheet, entry_id: int) -> str:
    return next((line.employer for line in sheet.lines if line.entry_id == entry_id), "")


@bp.get("/heures")
@needs(P.HOURS_ENTER)
@traced(NAMES)
def grid() -> Response:
    wanted = month_in(request.args["month"]) if request.args.get("month") else None
    sheets = _grid(wanted)
    if request.args.get("vue") == TABLE:
        return _table_page(sheets, month_form(_all(sheets), training=False, sending=False))
    return _grid_page(sheets, month_form(_all(sheets), training=True, sending=False, staff=_staff(sheets)))


@bp.post("/heures")
@needs(P.HOURS_ENTER)
def enter_grid() -> Response:
    sheets = _grid(month_in(request.form.get("month", "")))
    as_table = request.form.get("vue") == TABLE
    asked = {} if as_table else _staff(sheets)
    form = month_form(_all(sheets), request.form, training=not as_table, sending=False, staff=asked)
    by_contract = {
        line.key: sheet.lot.id for sheet in sheets.lots for line in sheet.lines if line.key is not None
    }
    rows: dict[int, list[actions.Typed]] = {}
    for row in rows_typed(form, _all(sheets), request.form) if as_table else rows_of(form):
        rows.setdefault(by_contract[row.contract_id], []).append(row)
    staff = {
        lot_id: typed for lot_id, before in asked.items() if (typed := form[f"staff-{lot_id}"].data or 0) != before
    }  # fmt: skip
    kept = form.attempt(
        actions.enter_grid, g.actor, sheets.month, rows, staff=staff, hold=_ticked("hold"),
        seen=request.form.get("version") or None, now=clock.now(),
    )  # fmt: skip
    if kept is None:
        return _table_page(sheets, form, 422) if as_table else _grid_page(sheets, form, 422)
    held = {sheet.lot.id for sheet in sheets.lots if sheet.held}
    total = sum(
        e.worked + e.training
        for r in kept
        for e in r.entries
        if r.lot_id in held or e.employer_id == g.actor.organization_id
    )
    return done(
        "hours.grid",
        "hours_saved",
        facts={"hours": total, "month": sheets.month},
        month=written(sheets.month),
        vue=TABLE if as_table else None,
    )


@bp.post("/heures/personnes")
@needs(P.PARTICIPANT_ADD)
def take_again() -> Response:
    sheets = _grid(month_in(request.form.get("month", "")))
    picked = [whole_number(one) or 0 for one in request.form.getlist("again")]
    form = month_form(_all(sheets), training=True, sending=False, staff=_staff(sheets))
    made = form.attempt(again.take_people_again, g.actor, sheets.month, picked, now=clock.now())
    if made is None:
        return _grid_page(sheets, form, status=422, picked=picked)
    people = words.PEOPLE_ONE if len(made) == 1 else words.PEOPLE_MANY.format(n=len(made))
    facts = {"people": people, "month": sheets.month}
    return done("hours.grid", "people_taken_again", facts=facts, month=written(sheets.month))


def _grid(wanted: date | None) -> shown.Grid:
    """The month asked for; else the month that has just ended, which is the one to type until the next begins."""
    on = clock.today()
    month = wanted or add_months(month_of(on), -1)
    if month > on:
        abort(404)
    rows = queries.grid(g.actor, month, on)
    staff = hours_staff.typed_by(g.actor.organization_id, month, [lot.id for lot, _, _ in rows])
    held = {lot.id for lot, _, _ in rows if holds_lot(g.actor, lot)}
    return shown.grid(rows, staff, held, month, on)


def _staff(grid: shown.Grid) -> dict[int, int]:
    """The lots where hours of permanent staff are asked and may still be typed, with what was told."""
    return {sheet.lot.id: sheet.staff for sheet in grid.lots if sheet.staff is not None and sheet.typed}


def _all(grid: shown.Grid) -> list[Line]:
    return [line for sheet in grid.lots for line in sheet.lines]


def _grid_page(
    grid: shown.Grid, form: Form, status: int = 200, picked: list[int] | None = None
) -> Response:  # fmt: skip
    """`picked`: the people of last month that were ticked; all of them when nothing was asked yet."""
    return page("hours/grid.html", "form", status=status, grid=grid, form=form, written=written,
        again=hours_again.people_to_take_again(g.actor, grid.month), picked=picked,
        lead=words.GRID_HOLDER if any(sheet.held for sheet in grid.lots) else words.GRID_EMPLOYER,
    )  # fmt: skip


def _table_page(grid: shown.Grid, form: Form, status: int = 200) -> Response:
    return page(
        "hours/grid_table.html",
        "form",
        status=status,
        grid=grid,
        rows=table(grid),
        form=form,
        written=written,
    )


def _typed(lot_id: int, month: str) -> tuple[queries.MonthSheet, Form]:
    sheet = queries.month_sheet(g.actor, lot_id, month_in(month), clock.today())
    return sheet, month_form(
        sheet.lines, request.form, training=sheet.training_counts, sending=sheet.may_send
    )


def _sheet(sheet: queries.MonthSheet, form: Form, status: int = 200) -> Response:
    follower = _follower(sheet)
    shown_lines = [line.entry_id for line in sheet.lines if line.entry_id]
    claims = hours_claims.claims_for(shown_lines)
    context: dict[str, Any] = {
        "writes": hours_claims.written_for(shown_lines), "claims": claims,
        "may_claim": sheet.state in hours_claims.DECIDED and sheet.may_claim,
        "matches": hours_claims.matches_beside(shown_lines),
        "sheet": sheet, "form": form, "written": written, "follower": follower,
        "turn": shown.turn(sheet, follower),
        "totals": shown.totals(sheet), "documents": shown.documents((line.modality for line in sheet.lines), sheet.month), "here": {"lot_id": sheet.lot.id, "month": written(sheet.month)},
        "breadcrumb": shown.month_trail(sheet), "staff": _staff_told(sheet),
        "decide_url": url_for("hours.validation_month", month=written(sheet.month), lot=sheet.lot.id)
        if sheet.may_decide else None,
    }  # fmt: skip
    return page("hours/month.html", "form", status=status, **context)


def _staff_told(sheet: queries.MonthSheet) -> list[str]:
    """Hours of permanent staff, for those who read the lines of their structure."""
    told = hours_staff.told_in(sheet.report.id if sheet.report else None) if sheet.names else []
    own = g.actor.role is Role.SIAE and not holds_lot(g.actor, sheet.lot)
    return shown.staff_told(row for row in told if not own or row[0] == g.actor.organization_id)


def _follower(sheet: queries.MonthSheet) -> str:
    found = people.follower_of(sheet.lot.territory_id, clock.today())
    return found.name if found else words.FOLLOWER_MISSING


def _entry_id() -> int:
    entry_id = whole_number(request.form.get("entry_id"))
    if entry_id is None:
        abort(400)
    return entry_id


def _version() -> int | None:
    return request.form.get("version", type=int)


def _ticked(name: str) -> bool:
    return request.form.get(name) not in (None, "", "false")
