"""E13. Which lots do I follow, where does each stand, and what comes next on it?"""

from typing import Any

from flask import Response as FlaskResponse
from flask import g, make_response, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain.kinds import ComplianceStatus
from clauses.queries import followed as queries
from clauses.queries.followed import FollowedLot, Next, View
from clauses.reports import followed as report
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.page import page
from clauses.wording.report import few

P = Permission
ROWS = 25
SHOWN = (
    ComplianceStatus.ALERT, ComplianceStatus.WATCH, ComplianceStatus.ON_TRACK, ComplianceStatus.NOT_STARTED,
    ComplianceStatus.REACHED,
)  # fmt: skip


@bp.get("/lots")
@needs(P.LOT_FOLLOW)
def followed_lots() -> Response:
    view = _view()
    found = queries.followed(g.actor, view, clock.today())
    pages = max(1, -(-len(found.lines) // ROWS))
    number = min(max(1, _number("page") or 1), pages)
    start = (number - 1) * ROWS

    def url(n: int) -> str | None:
        return url_for("markets.followed_lots", **_kept(view), page=n) if 1 <= n <= pages else None

    pager = {
        "pages": pages, "number": number, "first": start + 1, "last": min(start + ROWS, len(found.lines)),
        "total": len(found.lines), "previous_url": url(number - 1), "next_url": url(number + 1),
    }  # fmt: skip
    return page(
        "markets/followed.html", "results", view=view, found=found, lines=found.lines[start : start + ROWS], pager=pager,
        statuses=SHOWN, kept=_kept(view), told=report.next_words, act=_act, few=few,
    )  # fmt: skip


@bp.get("/lots.csv")
@needs(P.LOT_FOLLOW)
def followed_lots_csv() -> Response:
    text = report.followed_csv(queries.followed(g.actor, _view(), clock.today()))
    response: FlaskResponse = make_response("\N{BYTE ORDER MARK}" + text)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="lots-suivis-{clock.today():%Y-%m-%d}.csv"'
    )
    return response


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _view() -> View:
    args = request.args
    status = args.get("statut", "")
    return View(
        status=ComplianceStatus(status) if status in {one.value for one in SHOWN} else None,
        territory_id=_number("territoire"),
        text=(args.get("q") or "").strip()[:80] or None,
        mine=args.get("vue") == "a-moi",
        late=args.get("vue") == "retard",
        over=args.get("vue") == "termines",
    )


def _kept(view: View) -> dict[str, Any]:
    """The view as it stands in an address: it is kept as a bookmark."""
    found = {
        "statut": view.status.value if view.status else None, "territoire": view.territory_id, "q": view.text,
        "vue": "a-moi" if view.mine else "retard" if view.late else "termines" if view.over else None,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def _act(one: FollowedLot) -> str | None:
    """The page where the act awaited is done, for those who do it; the others read the lot."""
    if one.next is Next.VALIDATE and one.month:
        return url_for("hours.month", lot_id=one.lot.id, month=f"{one.month:%Y-%m}")
    if one.next in (Next.INSTRUCT, Next.PLAN, Next.ANSWERS) and one.commitment_id:
        return url_for("allocation.commitment", commitment_id=one.commitment_id)
    return None
