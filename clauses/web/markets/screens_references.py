"""Where are the values of the calculation read, and where is a new one recorded for the region?"""

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.references import ReferenceKind
from clauses.queries import reference_values as queries
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_references import ReferenceForm, form_of
from clauses.web.page import done, page
from clauses.wording import references as words
from clauses.wording import sentences

EVERY = "tous-metiers"  # the address of a value of every trade
# The word of each value in an address.
ADDRESSES = {
    ReferenceKind.LABOUR_SHARE: "part-de-main-d-oeuvre",
    ReferenceKind.HOURLY_COST: "cout-horaire",
}
KINDS = {word: kind for kind, word in ADDRESSES.items()}


@bp.get("/referentiels")
@needs(Permission.REFERENCE_VIEW)
def references() -> Response:
    lines = queries.reference_list(clock.today())
    return page("markets/references.html", lines=lines, every=EVERY, words=words,
                share=ADDRESSES[ReferenceKind.LABOUR_SHARE], cost=ADDRESSES[ReferenceKind.HOURLY_COST])  # fmt: skip


@bp.get("/referentiels/<value>/<code>")
@needs(Permission.REFERENCE_VIEW)
def reference(value: str, code: str) -> Response:
    kind = _kind(value)
    return _shown(kind, code, form_of(kind, on=clock.today()))


@bp.post("/referentiels/<value>/<code>")
@needs(Permission.REFERENCE_EDIT)
def record_reference(value: str, code: str) -> Response:
    kind = _kind(value)
    _sheet(kind, code)
    form = form_of(kind, request.form)
    trade = None if code == EVERY else code
    row = form.attempt(
        lambda: actions.record_reference(g.actor, kind, trade, form.new_value(), now=clock.now())
    )
    if row is None:
        return _shown(kind, code, form, status=422)
    return done(
        "markets.reference", "reference_recorded", value=value, code=code,
        facts={"value": words.value(kind, row.value), "day": row.effective_from},
    )  # fmt: skip


def _kind(value: str) -> ReferenceKind:
    if value not in KINDS:
        abort(404)
    return KINDS[value]


def _sheet(kind: ReferenceKind, code: str) -> queries.Sheet:
    found = queries.reference_sheet(kind, None if code == EVERY else code, clock.today())
    if found is None:
        abort(404)
    return found


def _shown(kind: ReferenceKind, code: str, form: ReferenceForm, status: int = 200) -> Response:
    sheet, today = _sheet(kind, code), clock.today()
    rows = [
        (row, words.value(kind, row.value), _standing(sheet, row.id, row.effective_from > today))
        for row in sheet.history
    ]
    name = sheet.trade.label if sheet.trade else words.EVERY_TRADE
    return page(
        "markets/reference.html", "form", status=status, sheet=sheet, rows=rows, form=form, name=name,
        title=words.TITLES[kind], unit=words.UNITS[kind], current=words.value(kind, sheet.current.value),
        default=words.value(kind, sheet.default.value), code=code, address=ADDRESSES[kind],
        lots=sentences.plural(words.LOTS, sheet.lots),
        edits=reach_of(g.actor, Permission.REFERENCE_EDIT) is not None, first=words.FIRST if kind is ReferenceKind.LABOUR_SHARE or sheet.trade is None else words.EVERY_TRADE,
        default_state=(words.PAST, "gris") if sheet.own else (words.STANDS, "vert"),
        breadcrumb=[(words.REFERENCES, url_for("markets.references")), (name, None)],
    )  # fmt: skip


def _standing(sheet: queries.Sheet, id: int, coming: bool) -> tuple[str, str]:
    """The words and the tone of a line of the history."""
    if id in sheet.replaced:
        return words.REPLACED, "gris"
    if coming:
        return words.COMING, "bleu"
    return (words.STANDS, "vert") if id == sheet.standing and sheet.own else (words.PAST, "gris")
