"""Who acts for my organization, and how does somebody join it? Members, invitations, requests, review of access."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.people import members as actions
from clauses.actions.people import sign_ups
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.kinds import Rank
from clauses.domain.kinds_accounts import Counted, LinkPurpose, SignUpState
from clauses.queries.people import accounts
from clauses.queries.people import organization as queries
from clauses.web.doorkeeper import needs, public
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_members import DecideForm, InviteForm, JoinForm, RankForm
from clauses.web.people.hashing import count, hashed, hasher, place
from clauses.web.people.link_doors import dead, private, subject
from clauses.wording import sentences


@bp.get("/organisation/membres")
@needs(Permission.MEMBERS_MANAGE)
def members() -> Response:
    return _members(InviteForm())


@bp.post("/organisation/membres")
@needs(Permission.MEMBERS_MANAGE)
def invite() -> Response:
    form = InviteForm(request.form)
    name, at = hashed(f"organization:{g.actor.organization_id}"), clock.real()
    if minutes := accounts.minutes_to_wait(Counted.INVITATION, place_hash=place(), name_hash=name, at=at):
        form.form_errors = [sentences.refusal("try_later", minutes=minutes)]
        return _members(form, 429)
    if form.validate():
        email = form.email.data or ""
        form.attempt(actions.invite, g.actor, email, Rank(form.rank.data), now=clock.now(), at=at)
        if not form.errors:
            count(Counted.INVITATION, name)
            return done("people.members", "invitation_sent", facts={"email": email})
    return _members(form, 422)


@bp.post("/organisation/membres/<int:membership_id>/rang")
@needs(Permission.MEMBERS_MANAGE, guarded=True)
def change_rank(membership_id: int) -> Response:
    form = RankForm(request.form)
    if form.validate():
        form.attempt(actions.change_rank, g.actor, membership_id, Rank(form.rank.data), now=clock.now())
    return _after(form, "rank_changed")


@bp.post("/organisation/membres/<int:membership_id>/retirer")
@needs(Permission.MEMBERS_MANAGE, guarded=True)
def remove_member(membership_id: int) -> Response:
    form = Form(request.form)
    form.attempt(actions.remove_member, g.actor, membership_id, now=clock.now(), at=clock.real())
    return _after(form, "member_removed")


@bp.post("/organisation/invitations/<int:invitation_id>/renvoyer")
@needs(Permission.MEMBERS_MANAGE, guarded=True)
def resend_invitation(invitation_id: int) -> Response:
    form = Form(request.form)
    name, at = hashed(f"organization:{g.actor.organization_id}"), clock.real()
    if minutes := accounts.minutes_to_wait(Counted.INVITATION, place_hash=place(), name_hash=name, at=at):
        form.form_errors = [sentences.refusal("try_later", minutes=minutes)]
        return _members(InviteForm(), 429, form)
    form.attempt(actions.resend_invitation, g.actor, invitation_id, now=clock.now(), at=at)
    count(Counted.INVITATION, name)
    return _after(form, "invitation_resent")


@bp.post("/organisation/invitations/<int:invitation_id>/annuler")
@needs(Permission.MEMBERS_MANAGE, guarded=True)
def cancel_invitation(invitation_id: int) -> Response:
    form = Form(request.form)
    form.attempt(actions.cancel_invitation, g.actor, invitation_id, now=clock.now(), at=clock.real())
    return _after(form, "invitation_cancelled")


@bp.post("/organisation/demandes/<int:sign_up_id>")
@needs(Permission.MEMBERS_MANAGE, guarded=True)
def decide_asker(sign_up_id: int) -> Response:
    form = DecideForm(request.form)
    accept = request.form.get("act") == "accept"
    state = form.attempt(
        sign_ups.decide_account, g.actor, sign_up_id, accept=accept, reason=(form.reason.data or "").strip() or None,
        now=clock.now(),
    )  # fmt: skip
    if state is None:
        return _members(InviteForm(), 422, form)
    return done("people.members", "asker_accepted" if state is SignUpState.OPENED else "asker_refused")


@bp.get("/organisation/membres/revue")
@needs(Permission.MEMBERS_MANAGE)
def show_review() -> Response:
    return page(
        "people/review.html", members=queries.members(g.actor), review=queries.review_of(g.actor), form=Form()
    )


@bp.post("/organisation/membres/revue")
@needs(Permission.MEMBERS_MANAGE)
def review_access() -> Response:
    form = Form(request.form)
    kept = {n for n in map(whole_number, request.form.getlist("kept")) if n is not None}
    removed = form.attempt(actions.review_access, g.actor, kept, now=clock.now(), at=clock.real())
    if removed is None:
        return page("people/review.html", status=422, members=queries.members(g.actor),
                    review=queries.review_of(g.actor), form=form)  # fmt: skip
    return done("people.members", "access_reviewed")


@bp.get("/invitation/<token>")
@public
def invitation(token: str) -> Response:
    return _invitation(token, None)


@bp.post("/invitation/<token>")
@public
def accept_invitation(token: str) -> Response:
    return _invitation(token, JoinForm(request.form))


def _invitation(token: str, form: JoinForm | None) -> Response:
    id = subject(LinkPurpose.INVITATION, token)
    found = queries.invitation(id) if id is not None else None
    if found is None:
        return dead(LinkPurpose.INVITATION)
    known = queries.has_account(found.email)
    administrator = found.role == "admin"
    shown = form or JoinForm()
    shown.expect(administrator)
    if form is None:
        return private(
            page("people/invitation.html", "form", form=shown, found=found, known=known, token=token)
        )
    context = (found.email, found.organization.name, form.first_name.data or "", form.last_name.data or "")
    if not known and not form.judge(*context, administrator=administrator):
        return private(
            page(
                "people/invitation.html", "form", status=422, form=form, found=found, known=known, token=token
            )
        )
    person = {} if known else {
        "first_name": form.first_name.data, "last_name": form.last_name.data,
        "password_hash": hasher.hash(form.password.data or ""),
    }  # fmt: skip
    try:
        actions.accept_invitation(token, **person, now=clock.now(), at=clock.real())
    except Refused:
        return dead(LinkPurpose.INVITATION)
    return done("people.sign_in", "invitation_accepted", facts={"name": found.organization.name})


def _members(form: InviteForm, status: int = 200, act: Form | None = None) -> Response:
    rows = queries.members(g.actor)
    return page(
        "people/members.html", status=status, form=form, act=act, members=rows,
        last=queries.last_sign_ins([one.user_id for one in rows]), askers=queries.askers(g.actor),
        invitations=queries.invitations(g.actor, clock.real()), ranks=list(Rank), review=queries.review_of(g.actor),
        decide=DecideForm(), on=clock.today(),
    )  # fmt: skip


def _after(form: Form, said: str) -> Response:
    """Back to the list, with what was done or with what refuses."""
    if form.errors or getattr(form, "form_errors", None):
        return _members(InviteForm(), 422, form)
    return done("people.members", said)
