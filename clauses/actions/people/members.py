"""Who joins and leaves an organization, and who answers for it? One manager always remains."""

from datetime import datetime

from sqlalchemy import func, select, update

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, journal, record, take_turn
from clauses.actions.people import links
from clauses.domain.errors import Refused
from clauses.domain.events import InvitationSent
from clauses.domain.kinds import OrganizationKind, Rank, Role
from clauses.domain.kinds_accounts import InvitationState, LinkPurpose
from clauses.extensions import db
from clauses.models.accounts import AccessReview, Invitation
from clauses.models.people import Membership, Organization, User, WebSession


@action
def invite(actor: Actor, email: str, rank: Rank, *, now: datetime, at: datetime) -> None:
    """Ask somebody to join one's own organization, in the role that one has there."""
    _answers_for(actor)
    _invite(actor, actor.organization_id, actor.role, email, rank, now, at)


@action
def invite_anywhere(
    actor: Actor, organization_id: int, role: Role, email: str, rank: Rank, *, now: datetime, at: datetime
) -> None:
    """Ask somebody to join any organization, in any role: the administrator's."""
    if reach_of(actor, Permission.ACCOUNT_MANAGE) is None:
        raise Forbidden
    if db.session.get(Organization, organization_id) is None:
        raise Refused("choose", field="organization_id")
    _invite(actor, organization_id, role, email, rank, now, at)


@action
def invite_first(email: str, *, siret: str, name: str, commune_code: str, now: datetime, at: datetime) -> str:
    """Invite an administrator from the shell; returns the secret of the link, which is shown once and not written.

    The organization that runs the portal is made where it does not exist yet.
    """
    take_turn(f"siret-{siret}")
    operator = db.session.scalar(
        select(Organization).where(Organization.siret == siret, Organization.employer_kind_key == "")
    )
    if operator is None:
        operator = Organization(
            name=name, kind=OrganizationKind.OPERATOR, siret=siret, commune_code=commune_code
        )
        db.session.add(operator)
        db.session.flush()
    elif operator.kind is not OrganizationKind.OPERATOR:
        raise Refused("org_other_kind", name=operator.name, kind=operator.kind)
    invitation = _write_invitation(None, operator.id, Role.ADMIN, email, Rank.MANAGER, now, at)
    link, token = links.make_known(LinkPurpose.INVITATION, invitation.id, at=at)
    link.sealed = None
    return token


@action
def resend_invitation(actor: Actor, invitation_id: int, *, now: datetime, at: datetime) -> None:
    """Send the invitation again; the former link is worth nothing any more."""
    invitation = _waiting(actor, invitation_id)
    invitation.sent_at = at
    journal(actor, "invitation:resend", invitation, now=now)
    record(InvitationSent(invitation.id), now=now)


@action
def cancel_invitation(actor: Actor, invitation_id: int, *, now: datetime, at: datetime) -> None:
    """Withdraw an invitation; its link is worth nothing any more."""
    invitation = _waiting(actor, invitation_id)
    invitation.state, invitation.ended_at = InvitationState.CANCELLED, at
    links.end(LinkPurpose.INVITATION, invitation.id, at=at)
    journal(actor, "invitation:cancel", invitation, now=now)


@action
def accept_invitation(
    token: str, *, first_name: str | None = None, last_name: str | None = None, password_hash: str | None = None,
    now: datetime, at: datetime,
) -> None:  # fmt: skip
    """Join the organization; whoever has no account yet gives a name and a password."""
    invitation = db.session.get(
        Invitation,
        links.use(LinkPurpose.INVITATION, token, at=at),
        with_for_update=True,
        populate_existing=True,
    )
    if invitation is None or invitation.state is not InvitationState.SENT:
        raise Refused("link_dead")
    user = db.session.scalar(select(User).where(User.email == invitation.email))
    if user is None:
        if not (first_name and last_name and password_hash):
            raise Refused("link_dead")
        user = User(email=invitation.email, first_name=first_name, last_name=last_name, password_hash=password_hash,
                    created_at=now)  # fmt: skip
        db.session.add(user)
        db.session.flush()
    elif not user.active:
        raise Refused("link_dead")
    join(user.id, invitation.organization_id, invitation.role, invitation.rank, now)
    invitation.state, invitation.ended_at, invitation.user_id = InvitationState.ACCEPTED, at, user.id
    journal(None, "invitation:accept", invitation, now=now, user=user.id)


@action
def change_rank(actor: Actor, membership_id: int, rank: Rank, *, now: datetime) -> None:
    """Make a member a manager, a member or a reader."""
    membership = _own_member(actor, membership_id)
    before, membership.rank = membership.rank, rank
    _keep_a_manager(actor.organization_id)
    journal(actor, "membership:rank", membership, now=now, before=before, after=rank)


@action
def remove_member(actor: Actor, membership_id: int, *, now: datetime, at: datetime) -> None:
    """End a membership: the next request made through it is refused. What the person did stays in their name."""
    membership = _own_member(actor, membership_id)
    _remove(actor, membership, now, at)
    _keep_a_manager(actor.organization_id)


@action
def review_access(actor: Actor, kept: set[int], *, now: datetime, at: datetime) -> int:
    """Confirm who still acts for the organization; the others are removed. Returns how many were."""
    _take_members(actor)
    memberships = db.session.scalars(
        select(Membership)
        .where(Membership.organization_id == actor.organization_id, Membership.active)
        .with_for_update()
    ).all()
    if actor.membership_id not in kept:
        raise Refused("review_oneself")
    gone = [one for one in memberships if one.id not in kept]
    for membership in gone:
        _remove(actor, membership, now, at)
    _keep_a_manager(actor.organization_id)
    review = AccessReview(organization_id=actor.organization_id, reviewed_by_id=actor.user_id, reviewed_at=now,
                          kept=len(memberships) - len(gone), removed=len(gone))  # fmt: skip
    db.session.add(review)
    journal(actor, "access:review", review, now=now, kept=review.kept, removed=review.removed)
    return len(gone)


def join(user_id: int, organization_id: int, role: Role, rank: Rank, now: datetime) -> None:
    """Open an organization to a person, within an act; a membership that had ended begins again."""
    known = db.session.scalar(
        select(Membership)
        .where(
            Membership.user_id == user_id,
            Membership.organization_id == organization_id,
            Membership.role == role,
        )
        .with_for_update()
    )
    if known is None:
        known = Membership(user_id=user_id, organization_id=organization_id, role=role)
        db.session.add(known)
    elif known.active:
        return
    known.rank, known.active, known.since = rank, True, now
    db.session.flush()


def has_manager(organization_id: int) -> bool:
    """Whether somebody answers for the organization."""
    return bool(
        db.session.scalar(
            select(func.count())
            .select_from(Membership)
            .join(User)
            .where(
                Membership.organization_id == organization_id,
                Membership.rank == Rank.MANAGER,
                Membership.active,
                User.active,
            )
        )
    )


def _invite(
    actor: Actor, organization_id: int, role: Role, email: str, rank: Rank, now: datetime, at: datetime
) -> None:
    invitation = _write_invitation(actor, organization_id, role, email, rank, now, at)
    record(InvitationSent(invitation.id), now=now)


def _write_invitation(
    actor: Actor | None, organization_id: int, role: Role, email: str, rank: Rank, now: datetime, at: datetime
) -> Invitation:
    email = email.strip().lower()
    take_turn(f"members-{organization_id}")
    member = select(Membership.id).join(User).where(
        Membership.organization_id == organization_id, Membership.role == role, Membership.active, User.email == email
    )  # fmt: skip
    if db.session.scalar(member) is not None:
        raise Refused("already_member", field="email")
    asked = select(Invitation.id).where(
        Invitation.organization_id == organization_id, Invitation.email == email,
        Invitation.role == role, Invitation.state == InvitationState.SENT,
    )  # fmt: skip
    if db.session.scalar(asked) is not None:
        raise Refused("already_invited", field="email")
    invitation = Invitation(organization_id=organization_id, email=email, role=role, rank=rank,
                            invited_by_id=actor.user_id if actor else None, invited_at=now, sent_at=at)  # fmt: skip
    db.session.add(invitation)
    journal(actor, "invitation:send", invitation, now=now, role=role, rank=rank)
    return invitation


def _answers_for(actor: Actor) -> None:
    if reach_of(actor, Permission.MEMBERS_MANAGE) is None:
        raise Forbidden


def _take_members(actor: Actor) -> None:
    """Those who change the members of one organization pass one after the other."""
    _answers_for(actor)
    take_turn(f"members-{actor.organization_id}")
    # Read after the turn: another manager may just have been demoted, this one included.
    still = select(Membership.id).where(
        Membership.id == actor.membership_id, Membership.active, Membership.rank == Rank.MANAGER
    )
    if db.session.scalar(still) is None:
        raise Forbidden


def _waiting(actor: Actor, invitation_id: int) -> Invitation:
    _answers_for(actor)
    invitation = db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.organization_id == actor.organization_id)
        .with_for_update()
    )
    if invitation is None:
        raise OutOfReach
    if invitation.state is not InvitationState.SENT:
        raise Refused("invitation_over")
    return invitation


def _own_member(actor: Actor, membership_id: int) -> Membership:
    """A member of one's own organization, locked."""
    _take_members(actor)
    membership = db.session.scalar(
        select(Membership)
        .where(
            Membership.id == membership_id,
            Membership.organization_id == actor.organization_id,
            Membership.active,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if membership is None:
        raise OutOfReach
    return membership


def _remove(actor: Actor, membership: Membership, now: datetime, at: datetime) -> None:
    membership.active = False
    db.session.execute(
        update(WebSession)
        .where(WebSession.membership_id == membership.id, WebSession.ended_at.is_(None))
        .values(ended_at=at)
    )
    journal(actor, "membership:remove", membership, now=now)


def _keep_a_manager(organization_id: int) -> None:
    db.session.flush()
    if not has_manager(organization_id):
        raise Refused("last_manager")
