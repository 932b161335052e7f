"""Which lots are behind a count of the year: with a clause, or without one for a reason?"""

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain.kinds import NoClauseReason
from clauses.queries.boards import clause_share
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.page import page
from clauses.wording import dashboard as words
from clauses.wording.labels import label

FIRST, LAST = 2000, 2100
ROWS = 25


@bp.get("/marches/lots-de-l-annee")
@needs(Permission.MARKET_VIEW)
def lots_of_year() -> Response:
    every = request.args.get("annee") == clause_share.EVERY_YEAR
    year = None if every else _number("annee") or clock.today().year
    if year is not None and not FIRST <= year <= LAST:
        abort(404)
    chosen = request.args.get("clause") or None
    names = {
        clause_share.WITH: words.WITH_A_CLAUSE,
        **{one.value: label(one) for one in NoClauseReason},
        clause_share.UNSAID: words.NO_REASON,
    }
    if chosen not in names:
        chosen = None
    number, asked = max(1, _number("page") or 1), clause_share.EVERY_YEAR if every else year
    found = clause_share.lots_of_year(g.actor, year, chosen, start=(number - 1) * ROWS, rows=ROWS)
    pages, number = max(1, -(-found.total // ROWS)), found.start // ROWS + 1

    def url(n: int) -> str | None:
        return (
            url_for("markets.lots_of_year", annee=asked, clause=chosen, page=n) if 1 <= n <= pages else None
        )

    pager = {
        "pages": pages, "number": number, "first": found.start + 1, "last": found.start + len(found.lots),
        "total": found.total, "previous_url": url(number - 1), "next_url": url(number + 1),
    }  # fmt: skip
    return page(
        "markets/lots_of_year.html",
        "results",
        found=found,
        year=asked,
        title=words.EVERY_LOT if every else words.LOTS_OF_YEAR.format(year=year),
        chosen=chosen,
        names=names,
        pager=pager,
    )


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None
