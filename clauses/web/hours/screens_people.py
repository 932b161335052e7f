"""Who is on a lot, who is added, and which proofs are examined? D11, E05."""

from flask import Response as FileResponse
from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.gate import load
from clauses.access.policy import Permission
from clauses.actions.hours import participants as actions
from clauses.config import clock
from clauses.domain.files import SUFFIXES
from clauses.models.hours import Eligibility
from clauses.queries import hours_people as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_people import EligibilityForm, ProofForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, PROOF, traced
from clauses.web.uploads import download, folder, sent

P = Permission


@bp.get("/lots/<int:lot_id>/participants")
@needs(P.PARTICIPANT_IDENTIFY, guarded=True, hidden=True)
@traced(NAMES)
def participant_list(lot_id: int) -> Response:
    return page("hours/participant_list.html", people=queries.people_of(g.actor, lot_id), form=ProofForm())


@bp.get("/participants/eligibilite")
@needs(P.ELIGIBILITY_DECIDE)
@traced(NAMES)
def eligibility_list() -> Response:
    return _eligibility_page()


@bp.post("/participants/eligibilite/<int:eligibility_id>")
@needs(P.ELIGIBILITY_DECIDE, guarded=True)
def decide_eligibility(eligibility_id: int) -> Response:
    load(
        g.actor, P.ELIGIBILITY_DECIDE, Eligibility, eligibility_id
    )  # may I, before what was typed is looked at
    form = EligibilityForm(request.form)
    decided = None
    if form.validate():
        decided = form.attempt(
            actions.decide_eligibility, g.actor, eligibility_id, actions.Verdict(form.elig_decision.data),
            effective_on=form.elig_from.data, message=form.elig_reason.data, now=clock.now(),
            issued_on=form.elig_issued.data, ground=form.ground, basis=form.basis,
        )  # fmt: skip
    if decided is None:
        return _eligibility_page(eligibility_id, form)
    found, hours = decided
    said = {"validated": "eligibility_validated", "to_complete": "eligibility_to_complete"}.get(
        found.state.value, "eligibility_refused"
    )
    said = "eligibility_validated_hours" if hours else said
    return done("hours.eligibility_list", said, facts={"day": found.effective_on, "hours": hours})


@bp.get("/participants/eligibilite/<int:eligibility_id>/justificatif")
@needs(P.ELIGIBILITY_VIEW, guarded=True)
@traced(PROOF)
def proof(eligibility_id: int) -> FileResponse:
    """The document itself, never shown inside the site: downloaded, under a name that names nobody."""
    found = queries.proof_file(g.actor, eligibility_id)
    stored = found.proof_file
    assert stored is not None
    return download(stored, f"justificatif-{eligibility_id}.{SUFFIXES.get(stored.media_type, 'bin')}")


@bp.post("/participants/eligibilite/<int:eligibility_id>/justificatif")
@needs(P.PARTICIPANT_ADD, guarded=True)
def complete_proof(eligibility_id: int) -> Response:
    load(g.actor, P.PARTICIPANT_ADD, Eligibility, eligibility_id)  # may I, before what was sent is looked at
    form = ProofForm(sent())
    kept = form.attempt(
        lambda: actions.complete_eligibility(
            g.actor, eligibility_id, proof=form.p_proof.checked, proof_label=form.p_proof_label.data, files=folder(),
            now=clock.now(),
        )
    )  # fmt: skip
    lot_id = whole_number(request.form.get("lot_id"))
    if lot_id is None:
        return done("people.dashboard")
    if kept is None:
        found = queries.people_of(g.actor, lot_id)
        return page("hours/participant_list.html", people=found, form=form, at=eligibility_id, status=422)
    return done("hours.participant_list", "proof_added", lot_id=lot_id)


def _eligibility_page(wrong: int | None = None, form: EligibilityForm | None = None) -> Response:
    rows = queries.proofs_to_decide(g.actor)
    forms = {row.proof.id: EligibilityForm() for row in rows}
    if wrong is not None and form is not None:
        forms[wrong] = form
    for row in rows:
        forms[row.proof.id].offer(row.declared)
    for proof_id, one in forms.items():
        for field in one:
            field.id = f"{field.short_name}-{proof_id}"
    return page(
        "hours/eligibility.html", "list", status=422 if form else 200, rows=rows, forms=forms, form=form,
    )  # fmt: skip
