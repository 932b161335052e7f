"""What does the administrator read of the journal, and how does a selection of it leave?"""

from flask import Response as Streamed
from flask import g, request, stream_with_context
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.queries import audit
from clauses.queries.people import journal as queries
from clauses.reports import journal as report
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.web.people.forms_journal import JournalForm
from clauses.web.readings import EXPORT, JOURNAL, traced
from clauses.wording import journal as words


@bp.get("/admin/journal")
@needs(Permission.AUDIT_VIEW)
@traced(JOURNAL)
def journal() -> Response:
    form = JournalForm(request.args)
    right = form.validate()
    found = (
        queries.journal_page(g.actor, form.asked(), whole_number(request.args.get("avant")))
        if right
        else None
    )
    kept = {name: value for name, value in request.args.items() if name in form._fields and value}
    return page(
        "people/journal.html", "lines", form=form, found=found, kept=kept, head=next(iter(audit.published_heads(1)), None),
        act=words.act, thing=words.thing, details=words.details, portal=words.PORTAL,
    )  # fmt: skip


@bp.get("/admin/journal.csv")
@needs(Permission.AUDIT_VIEW)
@traced(EXPORT, once=False)
def journal_csv() -> Response:
    """The selection as a file; that it left, and by which filters, is written before its first line."""
    form = JournalForm(request.args)
    if not form.validate():
        return page("people/journal.html", status=422, form=form, found=None, kept={}, head=None)
    g.traced_facts = {
        "filters": [name for name, value in request.args.items() if name in form._fields and value]
    }
    lines = report.csv_lines(queries.every_line(g.actor, form.asked()))
    response = Streamed(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{words.FILE_NAME}.csv"'
    return response
