"""A person is added in three steps, kept from one to the next: who, on what ground, by which contract. D11."""

from typing import Any

from flask import g, request
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import hiring, immersions
from clauses.actions.hours import participants as actions
from clauses.config import clock
from clauses.domain.kinds import Modality, Role
from clauses.models.markets import Lot
from clauses.queries import hours_people as queries
from clauses.queries import people
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_people import STEPS, ParticipantForm
from clauses.web.page import done, page
from clauses.web.points import PointsTold, points_told
from clauses.web.uploads import folder, sent
from clauses.wording import hours as words
from clauses.wording import sentences

P = Permission
LAST = len(STEPS)


@bp.get("/lots/<int:lot_id>/participants/nouveau")
@needs(P.PARTICIPANT_ADD, guarded=True)
def participant_new(lot_id: int) -> Response:
    """The step asked for, or the first one that is not done yet; what was typed is there again."""
    lot = queries.lot_for_hiring(g.actor, lot_id)
    draft = hiring.find(g.actor, lot.id)
    typed: MultiDict[str, str] | None = MultiDict(_lists(draft.typed)) if draft else None
    form = _offered(ParticipantForm(typed), lot)
    reached = form.reached(draft.typed if draft else {})
    asked = whole_number(request.args.get("etape")) or reached
    return _step_page(lot, form, min(max(asked, 1), reached))


@bp.post("/lots/<int:lot_id>/participants/nouveau")
@needs(P.PARTICIPANT_ADD, guarded=True)
def add_participant(lot_id: int) -> Response:
    """One step, or the whole form at once."""
    lot = queries.lot_for_hiring(g.actor, lot_id)
    step = whole_number(request.form.get("step"))
    if step is not None and 1 <= step < LAST:
        return _keep(lot, step)
    draft = hiring.find(g.actor, lot.id) if step == LAST else None
    form = _offered(ParticipantForm(_whole(draft.typed if draft else {})), lot)
    added = _add(lot, form, resumed=draft is not None) if form.validate() else None
    if added is None:
        return _step_page(lot, form, form.first_wrong if step == LAST else LAST, 422, whole=step != LAST)
    return added


@bp.post("/lots/<int:lot_id>/participants/nouveau/recommencer")
@needs(P.PARTICIPANT_ADD, guarded=True)
def drop_hiring(lot_id: int) -> Response:
    hiring.drop_draft(g.actor, lot_id, now=clock.now())
    return done("hours.participant_new", "hiring_dropped", lot_id=lot_id)


def _keep(lot: Lot, step: int) -> Response:
    form = _offered(ParticipantForm(sent()), lot).only(step)
    typed = {name: request.form.getlist(name) for name in STEPS[step - 1] if name not in request.files}
    kept = form.attempt(
        lambda: (
            hiring.keep_step(
                g.actor, lot.id, typed, named=form.named if step == 1 else None,
                answer=request.form.get("p_duplicate", ""), proof=form.p_proof.checked if step == 2 else None,
                files=folder(), now=clock.now(),
            ) or True
        )
    )  # fmt: skip
    if kept is None:
        return _step_page(lot, form, step, 422)
    return done("hours.participant_new", lot_id=lot.id, etape=step + 1)


def _whole(typed: dict[str, list[str]]) -> CombinedMultiDict[str, Any]:
    """What is sent now, over what was kept of the steps before."""
    before: MultiDict[str, str] = MultiDict(
        _lists({name: values for name, values in typed.items() if name not in request.form})
    )
    return CombinedMultiDict([request.form, request.files, before])


def _lists(typed: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in typed.items() for value in values]


def _add(lot: Lot, form: ParticipantForm, *, resumed: bool) -> Response | None:
    answer = form.p_duplicate.data or ""
    same_as, homonym = whole_number(answer), answer == "new"
    if form.is_immersion:
        hosted = form.attempt(
            immersions.record_immersion, g.actor, lot.id, form.person(), form.stay(), same_as=same_as,
            homonym=homonym, now=clock.now(),
        )  # fmt: skip
        if hosted is None:
            return None
        return done(
            "hours.participant_list", "immersion_recorded", facts={"name": hosted.name}, lot_id=lot.id
        )
    person, contract = form.person(), form.contract()
    added = form.attempt(
        actions.register_participant, g.actor, lot.id, person, contract, same_as=same_as, homonym=homonym,
        proof=form.p_proof.checked, proof_label=form.p_proof_label.data, files=folder(), now=clock.now(),
        resumed=resumed,
    )  # fmt: skip
    if added is None:
        return None
    found, eligible = added
    said = "participant_added_eligible" if eligible else "participant_added"
    if queries.age_on(person.birth, contract.starts_on) < queries.ADULT:
        said = "participant_added_minor"
    facts = {"name": found.name, "follower": _follower(lot)}
    return done("hours.participant_list", said, facts=facts, lot_id=lot.id)


def _offered(form: ParticipantForm, lot: Lot) -> ParticipantForm:
    modalities = [Modality.DIRECT_HIRE]
    if g.actor.role is not Role.COMPANY:
        modalities = queries.modalities_for(g.actor.organization_id, lot)
    return form.offer(modalities, _follower(lot))


def _follower(lot: Lot) -> str:
    found = people.follower_of(lot.territory_id, clock.today())
    return found.name if found else words.FOLLOWER_MISSING


def _points(lot: Lot, form: ParticipantForm) -> PointsTold:
    """What the law asks to look at before this employer places somebody on the lot."""
    mine = (g.actor.organization_id, g.actor.organization_name)
    return points_told(
        [(one, mine) for one in form.modalities], lot, lot.award.awardee.name if lot.award else ""
    )


def _step_page(
    lot: Lot, form: ParticipantForm, step: int, status: int = 200, *, whole: bool = False
) -> Response:
    problem = None if form.modalities else sentences.refusal("k_no_line")
    if lot.award is None:
        problem = sentences.refusal("k_no_award")
    draft = hiring.find(g.actor, lot.id)
    steps = range(1, LAST + 1) if whole else (step,)
    return page(
        "hours/participant_new.html", "form", status=status, lot=lot, form=form, problem=problem, step=step,
        shown=steps, draft=draft, names=words.HIRING_STEPS, points=_points(lot, form),
    )  # fmt: skip
