"""How is a change of contract recorded? Its kind first, then what it does, before and after, then the confirmation."""

from dataclasses import dataclass
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.kinds import ChangeKind, ComplianceStatus
from clauses.models.markets import Clause
from clauses.queries import markets as queries
from clauses.queries.markets import ChangeFile, Outcome
from clauses.queries.volumes import Place
from clauses.web.doorkeeper import needs
from clauses.web.markets.clause_cards import Line, arithmetic
from clauses.web.markets.door import bp
from clauses.web.markets.forms_changes import ChangeForm
from clauses.web.markets.screens_filing import seen_version
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording import changes as words
from clauses.wording import formats
from clauses.wording.markets import MONTHS


@dataclass(frozen=True, slots=True)
class Side:
    """What is true before, or after, ready to print."""

    amount: str
    hours: str
    months: str
    state: ComplianceStatus | None
    standing: str


@dataclass(frozen=True, slots=True)
class Preview:
    before: Side
    after: Side
    proposal: int | None
    computed: int | None
    lines: tuple[Line, ...]


@bp.get("/marches/<int:market_id>/lots/<int:number>/modifications/nouvelle")
@needs(Permission.AWARD_DECLARE, guarded=True)
def change_new(market_id: int, number: int) -> Response:
    file = queries.change_file(g.actor, market_id, number, clock.today())
    kind = _kind(file)
    return _page(file, kind, ChangeForm(kind, file, queries.holders()) if kind else None)


@bp.post("/marches/<int:market_id>/lots/<int:number>/modifications/nouvelle")
@needs(Permission.AWARD_DECLARE, guarded=True)
def record_change(market_id: int, number: int) -> Response:
    on = clock.today()
    file = queries.change_file(g.actor, market_id, number, on)
    kind = _kind(file)
    if kind is None:
        return _page(file, None, None, status=422 if file.kinds else 409)
    form = ChangeForm(kind, file, queries.holders(), request.form)
    seen = form.digest()
    confirmed = request.form.get("do") == "save" and form["checked"].data == seen
    if not confirmed:
        found = form.attempt(lambda: queries.outcome(file, form.fields(), on))
        form["checked"].data = seen if found is not None else ""
        return _page(file, kind, form, found, status=200 if found is not None else 422)
    change = form.attempt(
        lambda: actions.record_change(
            g.actor, file.lot.id, form.fields(), seen_version=seen_version(), now=clock.now()
        )
    )
    if change is None:
        form["checked"].data = ""
        return _page(file, kind, form, status=422)
    return done(
        "markets.lot", "change_recorded", facts={"number": number}, market_id=market_id, number=number
    )


def _kind(file: ChangeFile) -> ChangeKind | None:
    """The kind asked for, or the only one there is."""
    asked = request.args.get("motif", "")
    found = next((kind for kind in file.kinds if kind.value == asked), None)
    return found or (file.kinds[0] if len(file.kinds) == 1 else None)


def _page(
    file: ChangeFile,
    kind: ChangeKind | None,
    form: ChangeForm | None,
    found: Outcome | None = None,
    status: int = 200,
) -> Response:
    return page(
        "markets/change.html", "form", status=status, file=file, kind=kind, form=form,
        what_for=words.WHAT_FOR, preview=_preview(file, form, found) if form and found else None,
        now=_now(file), version=seen_version() or file.lot.version,
        breadcrumb=breadcrumb(g.actor, file.market, file.lot, words.NEW),
    )  # fmt: skip


def _now(file: ChangeFile) -> list[tuple[str, str, str | None]]:
    """What is in force, above the form."""
    before = _side(file.amount, file.hours, file.owed.exec_months if file.owed else None, file.place, file)
    return [
        (words.VOLUME, before.hours, None),
        (words.MONTHS, before.months, None),
        (words.AMOUNT, before.amount, None),
    ]


def _preview(file: ChangeFile, form: ChangeForm, found: Outcome) -> Preview:
    before = _side(file.amount, file.hours, file.owed.exec_months if file.owed else None, file.place, file)
    amount = found.amount_after or file.amount
    months = found.owed.exec_months if found.owed else None
    proposal = found.proposal
    lines: tuple[Line, ...] = ()
    if proposal and proposal.sized and amount and file.lot.clause:
        lines = _arithmetic(amount, file.lot.clause, proposal.sized)
    elif proposal and amount and file.amount and form.kind is ChangeKind.AMENDMENT:
        told = words.PRO_RATA.format(
            hours=formats.hours(file.hours), after=formats.euros(amount), before=formats.euros(file.amount)
        )
        lines = (Line(told, "", formats.hours(proposal.computed)),)
    return Preview(
        before, _side(amount, found.hours_after, months, found.place, file),
        proposal.proposed if proposal else None, proposal.computed if proposal else None, lines,
    )  # fmt: skip


def _arithmetic(amount: int, clause: Clause, sized: Any) -> tuple[Line, ...]:
    return arithmetic(
        amount, clause.labour_share or 0, clause.hourly_cost or 0, clause.integration_rate or 0, sized
    )


def _side(amount: int | None, hours: int, months: int | None, place: Place | None, file: ChangeFile) -> Side:
    return Side(
        formats.euros(amount) if amount else "—", formats.hours(hours), MONTHS.format(n=months) if months else "—",
        place.standing.status if place else None, _standing(place, file.validated) if place else "—",
    )  # fmt: skip


def _standing(place: Place, validated: int) -> str:
    standing = place.standing
    if place.without_order:
        return words.NO_ORDER
    if place.incalculable:
        return words.INCALCULABLE
    if standing.status is ComplianceStatus.NOT_STARTED:
        return words.NOT_STARTED
    if standing.hours_rate is None or standing.time_rate == 1:
        return words.DUE_STANDING.format(validated=formats.hours(validated), due=formats.hours(place.due))
    gap = formats.percent(standing.gap).removesuffix("%").strip()
    return words.STANDING.format(
        rate=formats.percent(standing.hours_rate), time=formats.percent(standing.time_rate),
        gap=f"+{gap}" if standing.gap > 0 else gap,
    )  # fmt: skip
