"""H04. What did the territories do in a quarter, who has confirmed, and may it be closed?"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from json import dumps, loads
from typing import Any

from flask import abort, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions import quarters as actions
from clauses.config import clock
from clauses.domain import quarters
from clauses.domain.kinds import Role
from clauses.domain.kinds_reports import QuarterState
from clauses.domain.rules import NoRuleInForce
from clauses.domain.values import ratio
from clauses.models.quarters import QuarterConfirmation
from clauses.queries import quarters as queries
from clauses.queries.quarters import Figures, Part
from clauses.reference import rulebook
from clauses.reports.review import masked_counts
from clauses.web import kept
from clauses.web.compliance.door import bp
from clauses.web.compliance.forms_quarters import CloseForm, ConfirmForm
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.wording import formats, reviews
from clauses.wording import quarters as words
from clauses.wording.sentences import plural, written

P = Permission


@bp.get("/consolidation")
@needs(P.QUARTER_VIEW)
def current_quarter() -> Response:
    """The last quarter that is over."""
    over = quarters.previous(quarters.quarter_of(clock.today()))
    return _quarter_page(over)


@bp.get("/consolidation/<period>")
@needs(P.QUARTER_VIEW)
def quarter(period: str) -> Response:
    return _quarter_page(_named(period))


@bp.post("/consolidation/<period>/territoires/<code>")
@needs(P.QUARTER_CONFIRM)
def confirm_quarter(period: str, code: str) -> Response:
    on = _named(period)
    form = ConfirmForm(request.form)
    made = form.attempt(
        lambda: actions.confirm_quarter(
            g.actor, on, code, seen_hours=form.seen, comment=(form.conf_comment.data or "").strip() or None,
            now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _quarter_page(on, confirming=(code, form), status=422)
    facts = {"territory": code, "hours": made.hours}
    return done("compliance.quarter", "quarter_confirmed", facts=facts, period=period)


@bp.post("/consolidation/<period>/cloture")
@needs(P.QUARTER_CLOSE)
def close_quarter(period: str) -> Response:
    on = _named(period)
    form = CloseForm(request.form)
    made = form.attempt(
        lambda: actions.close_quarter(
            g.actor, on, seen_hours=form.seen, reason=form.close_reason.data, now=clock.now()
        )
    )
    if made is None:
        return _quarter_page(on, closing=form, status=422)
    return done("compliance.quarter", "quarter_ended", facts={"quarter": on}, period=period)


def _named(period: str) -> date:
    found = quarters.quarter_named(period)
    if found is None or not _ruled(found):
        abort(404)
    return found


def _ruled(on: date) -> bool:
    """Whether small counts had a rule at the end of that quarter (R21): without one, nothing may be shown of it."""
    try:
        rulebook.small_cell(quarters.ends_on(on))
    except NoRuleInForce:
        return False
    return True


def _quarter_page(
    on: date, *, confirming: tuple[str, ConfirmForm] | None = None, closing: CloseForm | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    today, region = clock.today(), g.actor.role is Role.REGIONAL_COORDINATOR
    following = quarters.following(on)
    common: dict[str, Any] = {
        "quarter": on, "region": region,
        "before": quarters.code_of(earlier) if _ruled(earlier := quarters.previous(on)) else None,
        "after": quarters.code_of(following) if following <= today else None,
        "following": following, "previous": quarters.previous(on),
    }  # fmt: skip
    if today < following:
        not_open = written(words.NOT_OPEN, quarter=on, day=following)
        return page("compliance/quarter.html", "form", not_open=not_open, **common)
    (found, before), closed = _figures(on, today), queries.closing_of(on)
    known = queries.confirmations_of(on)
    rows = _rows(found, known, before, region=region, closed=closed is not None)
    waiting = [] if closed else [row for row in rows if row["waits"]]
    may_confirm = reach_of(g.actor, P.QUARTER_CONFIRM) is not None and not closed
    own = g.actor.vacant if region else g.actor.territories
    forms = []
    for row in rows if may_confirm else ():
        part: Part = row["part"]
        if part.number in own and not part.empty:
            asked = confirming is not None and confirming[0] == part.code
            form = confirming[1] if confirming and asked else ConfirmForm(formdata=None)
            form.conf_comment.id = f"conf_comment-{part.code}"
            forms.append((row, form))
    if closing is None:
        closing = CloseForm(formdata=None)
    return page(
        "compliance/quarter.html", "form", status=status, not_open=None, found=found, closed=closed, rows=rows,
        state=_state(waiting, closed is not None), said=_said(on, waiting, found, closed, region=region), waiting=waiting,
        total=_total(found, before), modalities=_modalities(found), adjustments=_adjustments(found),
        forms=forms, closing=closing, may_close=_may_close(found) and not closed,
        comments=[one for one in known.values() if one.comment and _mine(one, found)],
        notes=words, **common,
    )  # fmt: skip


def _figures(on: date, today: date) -> tuple[Figures, dict[int | None, int]]:
    """The figures of a quarter today and, by territory, the hours of the one before, from the memory of the process where
    nothing has changed since they were worked out."""
    code = quarters.code_of(on)
    made = kept.part("quarter", g.actor, today, code, lambda: _worked_out(on, today))
    found, before = loads(made.text)
    return queries.as_kept(on, found), dict(before)


def _worked_out(on: date, today: date) -> kept.Made:
    found = queries.figures(g.actor, on, today).kept()
    return kept.Made(dumps([found, list(queries.hours_before(g.actor, on).items())]))


def _may_close(found: Figures) -> bool:
    """An empty quarter is closed only to come to the next one."""
    something = not all(part.empty for part in found.parts) or queries.last_closed() is not None
    return something and reach_of(g.actor, P.QUARTER_CLOSE) is not None


def _mine(one: QuarterConfirmation, found: Figures) -> bool:
    return one.territory_id in {part.number for part in found.parts}


def _state(waiting: list[dict[str, Any]], closed: bool) -> QuarterState:
    if closed:
        return QuarterState.CLOSED
    return QuarterState.TO_CONFIRM if waiting else QuarterState.CONFIRMED


def _said(on: date, waiting: list[dict[str, Any]], found: Figures, closed: Any, *, region: bool) -> str:
    """Where the quarter stands and whose turn it is."""
    if closed is not None:
        said = written(words.CLOSED, day=closed.closed_on, name=closed.closed_by.name)
        return f"{said} {written(words.CLOSED_WHY, reason=closed.reason)}" if closed.reason else said
    last, known = quarters.confirm_until(on), written(words.KNOWN, day=found.known_on)
    until = written(words.SINCE if found.known_on > last else words.UNTIL, day=last)
    if all(part.empty for part in found.parts):
        turn = words.EMPTY
    elif region:
        names = formats.joined([row["part"].code for row in waiting])
        turn = (
            plural(words.WAITING, len(waiting), names=names, until=until) if waiting else words.ALL_CONFIRMED
        )
    else:
        turn = written(words.OWN_WAITING, until=until) if waiting else words.OWN_DONE
    return f"{known} {turn}"


def _rows(
    found: Figures, known: Mapping[int, QuarterConfirmation], before: Mapping[int | None, int], *, region: bool,
    closed: bool,
) -> list[dict[str, Any]]:  # fmt: skip
    """Territory after territory: its figures, its persons as they may be shown, what it has confirmed."""
    shown: Mapping[Any, str | int] = {part.number: part.persons for part in found.parts}
    if region:  # a resource person reads their own count, as in the rest of their work
        shown, _ = masked_counts(dict(shown), found.persons, _minimum(found))
    rows = []
    for part in found.parts:
        confirmation = known.get(part.number or 0)
        state = queries.state_of(part, confirmation)
        nothing = part.empty or part.number is None
        said = ""
        if nothing:
            said = words.NOTHING_HERE
        elif confirmation is not None and state is QuarterState.CONFIRMED:
            said = written(
                words.CONFIRMED_BY, name=confirmation.confirmed_by.name, day=confirmation.confirmed_on
            )
        elif confirmation is not None:
            said = written(words.MOVED, hours=confirmation.hours, day=confirmation.confirmed_on)
        rows.append({
            "part": part, "name": part.name or reviews.NO_TERRITORY, "rate": ratio(part.validated, part.owed),
            "persons": _text(shown[part.number]), "before": before.get(part.number, 0),
            "state": None if nothing else state, "said": said,
            "waits": not nothing and not closed and state is QuarterState.TO_CONFIRM,
        })  # fmt: skip
    return rows


def _minimum(found: Figures) -> int:
    return rulebook.small_cell(quarters.ends_on(found.quarter)).minimum


def _text(count: str | int) -> str:
    return count if isinstance(count, str) else formats.number(count)


def _total(found: Figures, before: Mapping[int | None, int]) -> dict[str, Any]:
    """The region: sums, the persons each once, and the comparison with the quarter before."""
    counts = {part.number: part.persons for part in found.parts}
    _, persons = masked_counts(counts, found.persons, _minimum(found))
    owed, validated, hours = found.total("owed"), found.total("validated"), found.total("hours")
    earlier = sum(before.values())
    return {
        "lots": found.total("lots"), "owed": owed, "validated": validated, "rate": ratio(validated, owed),
        "hours": hours, "reserved": found.total("reserved"), "persons": _text(persons),
        "several": masked_counts({0: found.several}, found.several, _minimum(found))[1], "before": earlier,
        "compared": _compared(hours, earlier),
    }  # fmt: skip


def _compared(hours: int, before: int) -> str:
    if not before:
        return words.NO_PREVIOUS
    if hours == before:
        return words.SAME
    sign = "+" if hours > before else "−"
    share = abs(Fraction(hours - before, before))
    rate = written(words.RATE_OF, sign=f"{sign}\u202f", rate=share)
    return written(words.CHANGE, sign=f"{sign}\u202f", hours=abs(hours - before), before=before, rate=rate)


def _modalities(found: Figures) -> list[tuple[Any, int, Fraction | None]]:
    whole = sum(hours for _, hours in found.modalities)
    return [(one, hours, ratio(hours, whole)) for one, hours in found.modalities]


def _adjustments(found: Figures) -> list[str]:
    names = {part.number: part.code or reviews.NO_TERRITORY for part in found.parts}
    return [
        written(words.ADJUSTED, hours=hours, quarter=on, territory=names.get(number, reviews.NO_TERRITORY))
        for on, number, hours in found.adjustments
    ]
