"""What is done to catch up a lot that is behind, by whom and by when? Proposed, kept, done or dropped, lot by lot."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import recovery as actions
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.domain.lifecycle import RecoveryMove
from clauses.models.follow_up import RecoveryAction
from clauses.models.markets import Lot
from clauses.queries import people
from clauses.queries import recovery as queries
from clauses.web.compliance import shown
from clauses.web.compliance.door import bp
from clauses.web.compliance.forms_recovery import DropForm, FinishForm, ProposalForm
from clauses.web.compliance.screens_decisions import seen_version
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.wording import hours as hours_words
from clauses.wording import recovery as words
from clauses.wording.sentences import written

P = Permission


@bp.get("/rattrapage")
@needs(P.RECOVERY_VIEW)
def recovery_list() -> Response:
    return page(
        "compliance/recovery_list.html",
        found=queries.everything(g.actor),
        empty=words.EMPTY_LIST,
        on=clock.today(),
    )


@bp.get("/lots/<int:lot_id>/rattrapage")
@needs(P.RECOVERY_VIEW, guarded=True)
def lot_recovery(lot_id: int) -> Response:
    return _lot_page(lot_id)


@bp.post("/lots/<int:lot_id>/rattrapage")
@needs(P.RECOVERY_PROPOSE, guarded=True)
def propose_recovery(lot_id: int) -> Response:
    found = queries.lot_recovery(g.actor, lot_id, clock.today())
    form = ProposalForm(request.form, doers=found.doers)
    made = form.attempt(lambda: actions.propose_recovery(g.actor, lot_id, form.proposal(), now=clock.now()))
    if made is None:
        return _lot_page(lot_id, form, status=422)
    return done(
        "compliance.lot_recovery",
        "recovery_proposed",
        facts={"follower": _follower(found.lot)},
        lot_id=lot_id,
    )


def _lot_page(lot_id: int, form: ProposalForm | None = None, status: int = 200) -> Response:
    found = queries.lot_recovery(g.actor, lot_id, clock.today())
    proposes, follower = found.may_propose and found.open, _follower(found.lot)
    why_not = None
    if found.lot.closed_on is not None:
        why_not = words.FROZEN
    elif found.may_propose and not found.open:
        why_not = words.NOTHING
    return page(
        "compliance/recovery.html", "form", status=status, found=found, lot=found.lot,
        form=form or (ProposalForm(doers=found.doers) if proposes else None), why_not=why_not, empty=words.EMPTY_CHARGED if _charged_alone(found.lot) else words.EMPTY,
        turns={one.id: _turn(one, follower) for one in found.actions}, summary=shown.hours_of(found.figures),
        breadcrumb=shown.breadcrumb(g.actor, found.lot, words.RECOVERY),
    )  # fmt: skip


@bp.get("/rattrapage/<int:recovery_id>")
@needs(P.RECOVERY_VIEW, guarded=True)
def recovery(recovery_id: int) -> Response:
    return _page(recovery_id)


@bp.post("/rattrapage/<int:recovery_id>/retenir")
@needs(P.RECOVERY_DECIDE, guarded=True)
def keep_recovery(recovery_id: int) -> Response:
    made = actions.keep_recovery(g.actor, recovery_id, version=seen_version(), now=clock.now())
    sheet = queries.sheet(g.actor, made.id)
    facts = {"who": sheet.action.who.name, "day": made.due_on}
    return done("compliance.recovery", "recovery_kept", facts=facts, recovery_id=recovery_id)


@bp.post("/rattrapage/<int:recovery_id>/faite")
@needs(P.RECOVERY_FINISH, guarded=True)
def finish_recovery(recovery_id: int) -> Response:
    form = FinishForm(request.form)
    made = form.attempt(
        lambda: actions.finish_recovery(
            g.actor, recovery_id, form.recovery_done.data, version=seen_version(), now=clock.now()
        )
    )
    if made is None:
        return _page(recovery_id, finish=form, status=422)
    return done("compliance.recovery", "recovery_finished", recovery_id=recovery_id)


@bp.post("/rattrapage/<int:recovery_id>/abandonner")
@needs(P.RECOVERY_DECIDE, guarded=True)
def drop_recovery(recovery_id: int) -> Response:
    form = DropForm(request.form)
    made = form.attempt(
        lambda: actions.drop_recovery(
            g.actor, recovery_id, form.recovery_reason.data, version=seen_version(), now=clock.now()
        )
    )
    if made is None:
        return _page(recovery_id, drop=form, status=422)
    return done("compliance.recovery", "recovery_dropped", recovery_id=recovery_id)


def _charged_alone(lot: Lot) -> bool:
    """Does this person read what its organization is charged with alone? The holder of the lot reads every action."""
    holder = lot.award.awardee_id if lot.award else None
    return g.actor.role in (Role.COMPANY, Role.SIAE) and g.actor.organization_id != holder


def _page(
    recovery_id: int, finish: FinishForm | None = None, drop: DropForm | None = None, status: int = 200
) -> Response:
    sheet = queries.sheet(g.actor, recovery_id)
    lot = sheet.action.lot
    trail = shown.breadcrumb(g.actor, lot, words.RECOVERY)
    return page(
        "compliance/recovery_one.html", status=status, one=sheet.action, lot=lot, turn=_turn(sheet.action, _follower(lot)),
        may_keep=RecoveryMove.KEEP in sheet.moves, may_finish=RecoveryMove.FINISH in sheet.moves,
        may_drop=RecoveryMove.DROP in sheet.moves,
        finish=finish or FinishForm(data={"recovery_done": clock.today()}), drop=drop or DropForm(),
        breadcrumb=[*trail[:-1], (words.RECOVERY, f"/lots/{lot.id}/rattrapage"), (words.ONE.format(number=sheet.action.number), "")],
    )  # fmt: skip


def _follower(lot: Lot) -> str:
    found = people.follower_of(lot.territory_id, clock.today())
    return found.name if found else hours_words.FOLLOWER_MISSING


def _turn(one: RecoveryAction, follower: str) -> str:
    """Whose turn it is and since when, or how it ended."""
    if one.state is RecoveryState.DONE:
        return written(words.DONE, day=one.done_on, said=one.settled_on)
    if one.state is RecoveryState.DROPPED:
        return written(words.DROPPED, day=one.settled_on, reason=one.reason)
    if one.state is RecoveryState.PROPOSED:
        return written(words.TURN_KEEP, since=one.proposed_on, follower=follower)
    if one.due_on < clock.today():
        return written(words.TURN_LATE, who=one.who.name, due=one.due_on, follower=follower)
    return written(words.TURN_DO, since=one.decided_on, who=one.who.name, due=one.due_on)
