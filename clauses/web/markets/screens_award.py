"""How is the result of a lot declared, and the volume of an imported lot completed?"""

from fractions import Fraction

from flask import flash, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.filing import amount_gap
from clauses.domain.kinds import HoursBasis, LotResult
from clauses.queries import markets as queries
from clauses.queries.markets import AwardFile, LotFile
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms import AwardForm, TargetForm
from clauses.web.markets.screens_filing import seen_version
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.markets import AWARD, SIAE_HOLDER, TARGET


@bp.get("/marches/<int:market_id>/lots/<int:number>/attribution")
@needs(Permission.AWARD_DECLARE, guarded=True)
def award(market_id: int, number: int) -> Response:
    file = queries.lot_to_award(g.actor, market_id, number, clock.today())
    market = file.market
    form = AwardForm(exec_start=market.exec_start, exec_months=market.exec_months, award_amount=None)
    return _award_page(file, form)


@bp.post("/marches/<int:market_id>/lots/<int:number>/attribution")
@needs(Permission.AWARD_DECLARE, guarded=True)
def declare_award(market_id: int, number: int) -> Response:
    file = queries.lot_to_award(g.actor, market_id, number, clock.today())
    form = AwardForm(request.form)
    form.offer(file.known)
    awarded = form.award_result.member is LotResult.AWARDED
    gap = amount_gap(form.award_amount.data, file.lot.amount) if awarded else None
    typed = str(form.award_amount.data or "")
    if gap is not None and form.validate() and form.amount_checked.data != typed:
        form.amount_checked.data = typed
        return _award_page(file, form, gap=abs(gap))
    lot = form.attempt(
        lambda: actions.award_lot(
            g.actor, file.lot.id, form.fields(), seen_version=seen_version(), now=clock.now()
        )
    )
    if lot is None:
        return _award_page(file, form, status=422)
    holder = queries.holder_of(lot)
    if holder is not None and holder.employer_kind is not None:
        flash(SIAE_HOLDER, "info")
    said = "lot_awarded" if lot.result is LotResult.AWARDED else "lot_not_awarded"
    return done("markets.lot", said, facts={"number": number}, market_id=market_id, number=number)


def _award_page(
    file: AwardFile, form: AwardForm, *, status: int = 200, gap: Fraction | None = None
) -> Response:
    return page(
        "markets/award.html", "form", status=status, file=file, form=form.offer(file.known), gap=gap,
        version=seen_version() or file.lot.version, breadcrumb=breadcrumb(g.actor, file.market, file.lot, AWARD),
        asks_hours=bool(file.lot.clause and file.lot.clause.hours_basis is HoursBasis.CANDIDATE_FILLED),
    )  # fmt: skip


@bp.get("/marches/<int:market_id>/lots/<int:number>/volume")
@needs(Permission.AWARD_DECLARE, guarded=True)
def target(market_id: int, number: int) -> Response:
    file = queries.lot_file(g.actor, market_id, number, clock.today())
    known = file.lot.award
    form = TargetForm(
        exec_start=known.exec_start if known else None, exec_months=known.exec_months if known else None
    )
    return _target_page(file, form)


@bp.post("/marches/<int:market_id>/lots/<int:number>/volume")
@needs(Permission.AWARD_DECLARE, guarded=True)
def complete_target(market_id: int, number: int) -> Response:
    form = TargetForm(request.form)
    lot_id = queries.lot_id_of(market_id, number)
    lot = form.attempt(
        lambda: actions.complete_target(
            g.actor, lot_id, hours=form.target_hours.data or 0, exec_start=form.exec_start.data or clock.today(),
            exec_months=form.exec_months.data or 1, seen_version=seen_version(), now=clock.now(),
        )
    )  # fmt: skip
    if lot is None:
        return _target_page(queries.lot_file(g.actor, market_id, number, clock.today()), form, status=422)
    return done(
        "markets.lot", "target_completed", facts={"number": number}, market_id=market_id, number=number
    )


def _target_page(file: LotFile, form: TargetForm, status: int = 200) -> Response:
    return page(
        "markets/target.html", "form", status=status, file=file, form=form, version=seen_version() or file.lot.version,
        breadcrumb=breadcrumb(g.actor, file.market, file.lot, TARGET),
    )  # fmt: skip
