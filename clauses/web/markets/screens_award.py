"""How is the result of a lot declared, and the volume of an imported lot completed?"""

from dataclasses import dataclass
from fractions import Fraction

from flask import flash, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.filing import amount_gap
from clauses.domain.kinds import HoursBasis, LotResult
from clauses.domain.kinds_awards import ShareUnit
from clauses.queries import markets as queries
from clauses.queries.markets import AwardFile, LotFile
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms import TargetForm
from clauses.web.markets.forms_award import AwardForm
from clauses.web.markets.screens_filing import seen_version
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.awards import LEAD, MEMBER, WHAT_FOLLOWS
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
    if _rows_changed(form):
        return _award_page(file, form)
    check = _check(file, form)
    if check is not None and form.validate():
        form.amount_checked.data = str(form.award_amount.data or "")
        form.group_checked.data = check.digest
        return _award_page(file, form, check=check)
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


@dataclass(frozen=True, slots=True)
class Check:
    """What the buyer looks at before confirming: an amount far from the estimate, the split of a group."""

    gap: Fraction | None
    total: int | None
    rows: tuple[tuple[str, str, int | None], ...]  # name, share as it is written, part in hundredths
    digest: str


def _rows_changed(form: AwardForm) -> bool:
    """A line of the group was added or taken away: nothing is declared yet."""
    place = request.form.get("remove", "")
    if place.isascii() and place.isdigit():
        form.members.drop(int(place))
        return True
    if request.form.get("do") == "add":
        form.members.add()
        return True
    return False


def _check(file: AwardFile, form: AwardForm) -> Check | None:
    """What is still to be looked at; None once it has been, or when there is nothing unusual."""
    awarded = form.award_result.member is LotResult.AWARDED
    gap = amount_gap(form.award_amount.data, file.lot.amount) if awarded else None
    total = queries.opening_volume(
        file.lot, form.offer_hours.data, form.exec_start.data, form.exec_months.data, form.notification_date.data
    )  # fmt: skip
    shares = form.shares(total)
    digest = form.digest(shares) if shares else ""
    seen_gap = gap is None or form.amount_checked.data == str(form.award_amount.data or "")
    if seen_gap and form.group_checked.data == digest:
        return None
    if gap is None and not shares:
        return None
    parts = queries.shared(total, shares) if shares else ()
    names = _names(file, form)
    unit = form.group.unit if form.group else ShareUnit.PERCENT
    rows = tuple(
        (name, queries.told_share(unit, share), part)
        for name, share, part in zip(names, shares or (), parts, strict=False)
    )
    return Check(abs(gap) if gap is not None else None, total, rows, digest)


def _names(file: AwardFile, form: AwardForm) -> list[str]:
    """The members of the group, the lead first, by their names where the portal knows them."""
    by_id = {str(one.id): one.name for one in file.known}
    by_siret = {one.siret: one.name for one in file.known if one.siret}
    lead = (
        by_id.get(form.awardee.data or "")
        or by_siret.get(form.awardee_siret.data or "")
        or form.awardee_name.data
    )
    names = [f"{LEAD} : {lead}" if lead else LEAD]
    for row in form.members.filled:
        name = by_siret.get(row.member_siret.data or "") or row.member_name.data
        told = MEMBER.format(n=row.row)
        names.append(f"{told} : {name}" if name else told)
    return names


def _award_page(
    file: AwardFile, form: AwardForm, *, status: int = 200, check: Check | None = None
) -> Response:
    return page(
        "markets/award.html", "form", status=status, file=file, form=form.offer(file.known), check=check,
        follows=WHAT_FOLLOWS,
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
