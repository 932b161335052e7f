"""How do lots come to share the hours of one person? Proposed, agreed, followed and ended: D13."""

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions.hours import pools as actions
from clauses.config import clock
from clauses.domain.kinds_pooling import AgreementState, PoolState
from clauses.domain.values import add_months, months_between
from clauses.models.pooling import HoursPool
from clauses.queries import hours_pool_sheets as sheets
from clauses.queries import hours_pools as queries
from clauses.queries import people
from clauses.web.doorkeeper import needs
from clauses.web.hours.door import bp, written
from clauses.web.hours.forms_pools import EndForm, PoolForm, answer_form
from clauses.web.page import done, page
from clauses.web.readings import NAMES, say, traced
from clauses.web.uploads import download, folder, sent
from clauses.wording import hours as hour_words
from clauses.wording import pooling as words

P = Permission


@bp.get("/engagements/mutualiser")
@needs(P.POOL_PROPOSE)
@traced(NAMES)
def pool_new() -> Response:
    form = _offered(PoolForm(request.args if request.args else None))
    return _propose_page(form)


@bp.post("/engagements/mutualiser")
@needs(P.POOL_PROPOSE)
def propose_pool() -> Response:
    form = _offered(PoolForm(request.form))
    if not form.validate():
        return _propose_page(form, status=422)
    period = form.period()
    if period is None:
        form.lacks_period()
        return _propose_page(form, status=422)
    if request.form.get("do") != "save":
        return _propose_page(form, shown=True)
    made = form.attempt(
        actions.propose_pool, g.actor, form.lots(), form.pool_people.data or [], starts_on=period[0],
        ends_on=period[1], message=(form.pool_message.data or "").strip() or None, now=clock.now(),
    )  # fmt: skip
    if made is None:
        return _propose_page(form, status=422)
    asked = len(queries.missing(made))
    return done("hours.pool", "pool_proposed", facts={"text": words.asked(asked)}, pool_id=made.id)


def _offered(form: PoolForm) -> PoolForm:
    choice = queries.choice(g.actor, clock.today())
    several = len({one.lot.territory_id for one in choice.lots}) > 1
    return form.offer(choice, clock.today(), several)


def _propose_page(form: PoolForm, *, shown: bool = False, status: int = 200) -> Response:
    """The form, with what these lots are alone and together as soon as two are chosen."""
    known = {one.lot.id: one for one in form.choice.lots}
    chosen = [known[lot_id] for lot_id in form.lots() if lot_id in known]
    period = form.period()
    preview = None
    if len(chosen) > 1 and period and period[0] <= period[1]:
        preview = queries.preview([one.lot for one in chosen], *period)
    return page(
        "hours/pool_new.html", status=status, form=form, choice=form.choice, preview=preview, shown=shown,
        alone=words.alone([one.target for one in preview.shares]) if preview else None,
        together=words.together(preview.total, *period) if preview and period else None, rule=words.RULE,
        follower=_follower(form.choice.lots[0].lot.territory_id if form.choice.lots else None),
    )  # fmt: skip


@bp.get("/mutualisations")
@needs(P.POOL_VIEW)
def pool_list() -> Response:
    rows = queries.pools(g.actor)
    asked = {one.pool_id for one in queries.agreements_asked(g.actor)}
    return page("hours/pool_list.html", rows=rows, asked=asked, words=words, title_of=title_of, missing=queries.missing,
                may_propose=reach_of(g.actor, P.POOL_PROPOSE) is not None)  # fmt: skip


@bp.get("/mutualisations/<int:pool_id>")
@needs(P.POOL_VIEW, guarded=True)
def pool(pool_id: int) -> Response:
    return _pool_page(pool_id)


@bp.post("/mutualisations/accords/<int:agreement_id>")
@needs(P.POOL_ANSWER, guarded=True)
def answer_pool(agreement_id: int) -> Response:
    pool_id = queries.pool_of(g.actor, agreement_id)
    row = next(
        one
        for one in sheets.sheet(g.actor, pool_id, clock.today()).agreements
        if one.agreement.id == agreement_id
    )
    form, agree = answer_form(row, sent()), request.form.get("do") == "agree"
    ceilings = {
        lot.id: form[f"pool_ceiling-{lot.id}"].data for lot in row.lots if f"pool_ceiling-{lot.id}" in form
    }
    kept = form.attempt(
        actions.answer_pool, g.actor, agreement_id, agree=agree, signed_on=form["pool_signed"].data,
        signatory=form["pool_signatory"].data, document=form["pool_document"].checked, ceilings=ceilings,
        reason=(form["pool_reason"].data or "").strip() or None, files=folder(), version=_version(), now=clock.now(),
    )  # fmt: skip
    if kept is None:
        return _pool_page(pool_id, answers={agreement_id: form}, status=422)
    found = queries.pool(g.actor, pool_id)
    if kept.state is AgreementState.DECLINED:
        return done("hours.pool", "pool_declined", pool_id=pool_id)
    if found.state is PoolState.ACTIVE:
        return done("hours.pool", "pool_activated", facts={"month": found.effective_on}, pool_id=pool_id)
    text = words.left(len(queries.missing(found)))
    return done("hours.pool", "pool_agreed", facts={"text": text}, pool_id=pool_id)


@bp.get("/mutualisations/accords/<int:agreement_id>/fichier")
@needs(P.POOL_ANSWER, guarded=True)
def pool_document(agreement_id: int) -> Response:
    found = sheets.agreement_document(g.actor, agreement_id)
    assert found.document is not None
    return download(found.document)


@bp.post("/mutualisations/<int:pool_id>/fin")
@needs(P.POOL_PROPOSE, guarded=True)
def end_pool(pool_id: int) -> Response:
    form = EndForm(request.form).offer(_months_left(queries.pool(g.actor, pool_id)))
    ended = form.attempt(
        actions.end_pool, g.actor, pool_id, form.month(), (form.pool_end_reason.data or "").strip() or None,
        version=_version(), now=clock.now(),
    )  # fmt: skip
    if ended is None:
        return _pool_page(pool_id, end=form, status=422)
    if ended.state is PoolState.WITHDRAWN:
        return done("hours.pool", "pool_withdrawn", pool_id=pool_id)
    return done("hours.pool", "pool_ended", facts={"month": ended.ends_on}, pool_id=pool_id)


def _pool_page(
    pool_id: int, *, answers: dict[int, Any] | None = None, end: EndForm | None = None, status: int = 200
) -> Response:  # fmt: skip
    found = sheets.sheet(g.actor, pool_id, clock.today())
    if found.people:
        say(NAMES)
    forms = {
        row.agreement.id: (answers or {}).get(row.agreement.id) or answer_form(row)
        for row in found.agreements
        if row.may_answer
    }
    shown = [row for row in found.lots if row.target is not None]
    first, last = found.pool.effective_on or found.pool.starts_on, found.pool.ends_on
    total = sum(row.target or 0 for row in shown)
    return page(
        "hours/pool.html", status=status, sheet=found, forms=forms, written=written, title=title_of(found.pool),
        alone=words.alone([row.target or 0 for row in shown]) if found.whole else None,
        together=words.together(total, first, max(first, last)) if found.whole else None, rule=words.RULE,
        privacy=words.PRIVACY, ceiling_help=words.CEILING_HELP,
        ceilings_wrong={
            number for number, form in forms.items() if any(f.errors for f in form if "pool_ceiling-" in f.name)
        }, people=words.people(found.persons), left=words.left(found.waiting),
        end=end or EndForm().offer(_months_left(found.pool)),
        follower=_follower(found.pool.territory_id),
    )  # fmt: skip


def title_of(pool: HoursPool) -> str:
    """The name of a pool, as its pages and lists write it."""
    return words.title(len(pool.lots), pool.effective_on or pool.starts_on, pool.ends_on)


def _months_left(pool: HoursPool) -> list[Any]:
    first = pool.effective_on or pool.starts_on
    return [add_months(first, n) for n in range(months_between(first, pool.ends_on) + 1)]


def _follower(territory_id: int | None) -> str:
    found = people.follower_of(territory_id, clock.today())
    return found.name if found else hour_words.FOLLOWER_MISSING


def _version() -> int | None:
    return request.form.get("version", type=int)
