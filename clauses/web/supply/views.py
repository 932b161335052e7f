"""H07. Where does the territory lack structures or hours, trade by trade, today and in the months to come?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, g, make_response, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain.kinds import EmployerKind
from clauses.domain.values import month_of, months
from clauses.queries import coverage as queries
from clauses.queries.coverage import Forecast, Line, Place, Supply
from clauses.reference import trades
from clauses.reference.trades import Trade
from clauses.reports import coverage as report
from clauses.web.doorkeeper import needs
from clauses.web.page import page
from clauses.wording import coverage as words
from clauses.wording import formats
from clauses.wording.labels import label

bp = Blueprint("supply", __name__)
P = Permission
PERIODS = (3, 6, 12, 24)


@dataclass(frozen=True)
class Asked:
    """What the address asks; anything it does not understand is let go."""

    place: Place | None
    kind: EmployerKind | None
    trade: Trade | None
    length: int
    gaps: bool

    @property
    def kept(self) -> dict[str, str | int]:
        """The filters, as they stand in an address."""
        found: dict[str, str | int] = {"mois": self.length}
        if self.place:
            found["territoire"] = self.place.code
        if self.kind:
            found["type"] = self.kind.value
        if self.trade:
            found["metier"] = self.trade.code
        if self.gaps:
            found["manques"] = 1
        return found


def _asked(places: Sequence[Place], default_months: int = 3) -> Asked:
    args = request.args
    period = args.get("mois", "")
    kind = args.get("type", "")
    return Asked(
        next((one for one in places if one.code == args.get("territoire")), places[0] if len(places) == 1 else None),
        EmployerKind(kind) if kind in {one.value for one in EmployerKind} else None,
        trades.trade(args.get("metier", "")[:40], clock.today()),
        int(period) if period in {str(n) for n in PERIODS} else default_months,
        args.get("manques") == "1",
    )  # fmt: skip


def _months(length: int) -> list[date]:
    return months(month_of(clock.today()), length)


def _ids(asked: Asked, found: Supply) -> list[int]:
    return [asked.place.id] if asked.place else [one.id for one in found.places]


@dataclass(frozen=True)
class Table:
    """The matrix as it is shown: what the columns are, and the lines that are kept."""

    columns: tuple[tuple[str, dict[str, str]], ...]  # heading, and what its cells add to the address
    told: tuple[tuple[str, str], ...]  # (territory, kind) of each column, for the file
    whole: tuple[str, str]
    lines: list[Line]
    by_kind: bool


def _table(asked: Asked, found: Supply) -> Table:
    """One territory: its kinds of structures; several: side by side."""
    if asked.place:
        present = {row.kind for row in found.rows if row.territory_id == asked.place.id}
        kinds = [asked.kind] if asked.kind else [one for one in EmployerKind if one in present]
        lines = queries.by_kind(found, kinds, [asked.place.id])
        columns = tuple((label(one), {"type": one.value}) for one in kinds)
        told = tuple((asked.place.name, label(one)) for one in kinds)
        whole = (asked.place.name, words.EVERY_KIND)
    else:
        lines = queries.by_territory(found, gaps=asked.kind is None)
        columns = tuple((one.code, {"territoire": one.code}) for one in found.places)
        of = label(asked.kind) if asked.kind else words.EVERY_KIND
        told = tuple((one.name, of) for one in found.places)
        whole = (words.EVERYWHERE, of)
    kept = [
        line for line in lines
        if (line.trade.code == asked.trade.code if asked.trade else line.whole.structures or line.whole.asked)
        and (line.whole.short or not asked.gaps)
    ]  # fmt: skip
    return Table(columns, told, whole, kept, bool(asked.place))


@bp.get("/cartographie")
@needs(P.SUPPLY_VIEW)
def coverage() -> Response:
    on = clock.today()
    asked = _asked(queries.places_within(g.actor))
    found = queries.supply(g.actor, _months(asked.length), on, kinds=[asked.kind] if asked.kind else ())
    table = _table(asked, found)
    return page(
        "supply/coverage.html", "results", asked=asked, found=found, table=table, periods=PERIODS,
        kinds=list(EmployerKind), trades=trades.trades(on), gaps=sum(1 for line in table.lines if line.whole.short),
    )  # fmt: skip


@bp.get("/cartographie.csv")
@needs(P.SUPPLY_VIEW)
def coverage_csv() -> Response:
    asked = _asked(queries.places_within(g.actor))
    found = queries.supply(
        g.actor, _months(asked.length), clock.today(), kinds=[asked.kind] if asked.kind else ()
    )
    table = _table(asked, found)
    return _file(report.coverage_csv(table.lines, table.told, table.whole), "couverture-de-l-offre")


@bp.get("/cartographie/structures")
@needs(P.SUPPLY_VIEW)
def structures() -> Response:
    """What stands behind a cell: the structures of a trade, and the lots that ask its hours."""
    on = clock.today()
    asked = _asked(queries.places_within(g.actor))
    found = queries.supply(g.actor, _months(asked.length), on, kinds=[asked.kind] if asked.kind else ())
    ids = _ids(asked, found)
    rows = [
        row for row in found.rows
        if row.territory_id in ids and (asked.trade is None or row.trade == asked.trade.code)
    ]  # fmt: skip
    lots = queries.lots_asking(g.actor, ids, asked.trade.code, found) if asked.trade and ids else []
    labels = {one.code: one.label for one in trades.trades(on)}
    return page(
        "supply/structures.html", asked=asked, found=found, rows=rows, lots=lots, labels=labels, on=on,
    )  # fmt: skip


@bp.get("/cartographie/prevision")
@needs(P.SUPPLY_VIEW)
def forecast() -> Response:
    on = clock.today()
    asked = _asked(queries.places_within(g.actor), 12)
    found = queries.supply(g.actor, _months(asked.length), on)
    lines = queries.forecasts(found, _ids(asked, found))
    shown = next((one for one in lines if asked.trade and one.trade.code == asked.trade.code), None)
    if shown is None and asked.trade is None:
        shown = lines[0] if lines else None
    return page(
        "supply/forecast.html", "results", asked=asked, found=found, lines=lines, shown=shown, periods=PERIODS,
        title=_finding(shown) if shown else None, trades=trades.trades(on),
    )  # fmt: skip


@bp.get("/cartographie/prevision.csv")
@needs(P.SUPPLY_VIEW)
def forecast_csv() -> Response:
    asked = _asked(queries.places_within(g.actor), 12)
    found = queries.supply(g.actor, _months(asked.length), clock.today())
    lines = queries.forecasts(found, _ids(asked, found))
    kept = [one for one in lines if asked.trade is None or one.trade.code == asked.trade.code]
    return _file(report.forecast_csv(kept), "prevision-offre-demande")


def _finding(one: Forecast) -> str:
    worst = one.worst
    return words.finding(
        one.trade.label, months=len(one.months), offered=one.offered, asked=one.asked, short=one.short,
        short_months=one.short_months, worst=(formats.month_long(worst.month), worst.short) if worst else None,
    )  # fmt: skip


def _file(text: str, name: str) -> Response:
    response: FlaskResponse = make_response("\N{BYTE ORDER MARK}" + text)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.csv"'
    return response
