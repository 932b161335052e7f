"""Who acts for my organization, who is invited, who asks to join, and when is the list confirmed again?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission, reach_of
from clauses.config import PARIS
from clauses.domain.accounts import LIFETIMES, review_due
from clauses.domain.kinds import Rank
from clauses.domain.kinds_accounts import InvitationState, LinkPurpose, SignUpState
from clauses.extensions import db
from clauses.models.accounts import AccessReview, Invitation, SignUp
from clauses.models.people import Membership, Organization, User, WebSession


@dataclass(frozen=True, slots=True)
class Review:
    """When the members of an organization were last confirmed, and by when they must be again."""

    organization_id: int
    organization: str
    last: date | None
    due: date
    members: int

    def late(self, on: date) -> bool:
        return self.due < on


@dataclass(frozen=True, slots=True)
class InvitationLine:
    id: int
    email: str
    rank: Rank
    sent_at: datetime
    expired: bool


def members(actor: Actor) -> list[Membership]:
    """The active members of the actor's organization, managers first."""
    found = db.session.scalars(
        select(Membership)
        .join(User)
        .where(Membership.organization_id == actor.organization_id, Membership.active)
        .options(joinedload(Membership.user))
        .order_by(User.last_name, User.first_name)
    ).all()
    return sorted(found, key=lambda one: list(Rank).index(one.rank))


def last_sign_ins(user_ids: list[int]) -> dict[int, datetime]:
    """When each person last signed in."""
    rows = db.session.execute(
        select(WebSession.user_id, func.max(WebSession.created_at).label("last"))
        .where(WebSession.user_id.in_(user_ids))
        .group_by(WebSession.user_id)
    )
    return {row.user_id: row.last for row in rows}


def invitations(actor: Actor, at: datetime) -> list[InvitationLine]:
    """The invitations that wait for an answer, the latest first."""
    rows = db.session.scalars(
        select(Invitation)
        .where(Invitation.organization_id == actor.organization_id, Invitation.state == InvitationState.SENT)
        .order_by(Invitation.id.desc())
    )
    life = LIFETIMES[LinkPurpose.INVITATION]
    return [InvitationLine(i.id, i.email, i.rank, i.sent_at, i.sent_at + life <= at) for i in rows]


def invitation(invitation_id: int) -> Invitation | None:
    """An invitation that waits, with what its page names."""
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.state == InvitationState.SENT)
        .options(joinedload(Invitation.organization), joinedload(Invitation.invited_by))
    )


def has_account(email: str) -> bool:
    return db.session.scalar(select(User.id).where(User.email == email)) is not None


def askers(actor: Actor) -> list[SignUp]:
    """Who asks to join the actor's organization, the first to ask first."""
    if reach_of(actor, Permission.MEMBERS_MANAGE) is None:
        return []
    return list(
        db.session.scalars(
            select(SignUp)
            .where(
                SignUp.organization_id == actor.organization_id, SignUp.state == SignUpState.WAITING_MANAGERS
            )
            .order_by(SignUp.confirmed_at, SignUp.id)
        )
    )


def to_check(actor: Actor) -> list[SignUp]:
    """Who waits for the coordination or the administration, the first to ask first."""
    if reach_of(actor, Permission.ACCOUNT_CHECK) is None:
        return []
    return list(
        db.session.scalars(
            select(SignUp)
            .where(SignUp.state == SignUpState.WAITING_COORDINATION)
            .options(joinedload(SignUp.organization))
            .order_by(SignUp.confirmed_at, SignUp.id)
        )
    )


def sign_up(sign_up_id: int | None) -> SignUp | None:
    """A request that waits for the confirmation of its address."""
    return db.session.scalar(
        select(SignUp).where(SignUp.id == sign_up_id, SignUp.state == SignUpState.UNCONFIRMED)
    )


def organizations_of_siret(siret: str) -> list[Organization]:
    """The organizations of a SIRET: several where it runs several kinds of structures."""
    return list(
        db.session.scalars(select(Organization).where(Organization.siret == siret).order_by(Organization.id))
    )


def waits(user_id: int) -> SignUp | None:
    """The request of somebody who may not act for any organization; see `has_door`."""
    return db.session.scalar(
        select(SignUp).where(SignUp.user_id == user_id).order_by(SignUp.id.desc()).limit(1)
    )


def has_door(user_id: int) -> bool:
    """Whether this person acts for at least one organization."""
    found = select(Membership.id).where(Membership.user_id == user_id, Membership.active).limit(1)
    return db.session.scalar(found) is not None


def waits_for(actor: Actor) -> tuple[bool, bool]:
    """In one statement: does somebody ask to join the actor's organization, and is the actor not alone in it?"""
    if reach_of(actor, Permission.MEMBERS_MANAGE) is None:
        return False, False
    asking = select(SignUp.id).where(
        SignUp.organization_id == actor.organization_id, SignUp.state == SignUpState.WAITING_MANAGERS
    )
    others = select(Membership.id).where(
        Membership.organization_id == actor.organization_id,
        Membership.active,
        Membership.user_id != actor.user_id,
    )
    row = db.session.execute(select(asking.exists(), others.exists())).one()
    return bool(row[0]), bool(row[1])


def review_of(actor: Actor) -> Review | None:
    """The review of the actor's organization; None where the actor is alone or does not answer for it."""
    if reach_of(actor, Permission.MEMBERS_MANAGE) is None:
        return None
    return next(iter(_reviews(Membership.organization_id == actor.organization_id)), None)


def late_reviews(on: date) -> list[Review]:
    """The organizations whose members should have been confirmed by now, the latest first."""
    return sorted((one for one in _reviews() if one.late(on)), key=lambda one: (one.due, one.organization))


def _reviews(*criteria: object) -> list[Review]:
    """Organizations of several people only: whoever is alone has nobody to confirm."""
    last = (
        select(AccessReview.organization_id, func.max(AccessReview.reviewed_at).label("last"))
        .group_by(AccessReview.organization_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Organization.id, Organization.name, last.c.last,
            func.min(func.coalesce(Membership.since, User.created_at)), func.count(func.distinct(User.id)),
        )
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .join(Organization, Organization.id == Membership.organization_id)
        .outerjoin(last, last.c.organization_id == Organization.id)
        .where(Membership.active, User.active, *criteria)  # type: ignore[arg-type]
        .group_by(Organization.id, Organization.name, last.c.last)
        .having(func.count(func.distinct(User.id)) > 1)
    ).all()  # fmt: skip
    return [_review(*row) for row in rows]


def _review(id: int, name: str, last: datetime | None, since: datetime, members: int) -> Review:
    done = last.astimezone(PARIS).date() if last else None
    return Review(id, name, done, review_due(done, since.astimezone(PARIS).date()), members)


def find_people(
    actor: Actor, words: str | None, role: str | None, page: int, size: int = 50
) -> tuple[list[User], int]:
    """The accounts whose name, address or organization has these words, by name; and how many there are."""
    if reach_of(actor, Permission.ACCOUNT_MANAGE) is None:
        return [], 0
    question = select(User.id)
    for word in (words or "").split()[:6]:
        has = [
            column.icontains(word, autoescape=True)
            for column in (User.first_name, User.last_name, User.email)
        ]
        within = select(Membership.id).join(Organization).where(
            Membership.user_id == User.id, Organization.name.icontains(word, autoescape=True)
        )  # fmt: skip
        question = question.where(or_(*has, within.exists()))
    if role:
        held = select(Membership.id).where(
            Membership.user_id == User.id, Membership.role == role, Membership.active
        )
        question = question.where(held.exists())
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    ids = db.session.scalars(
        question.order_by(User.last_name, User.first_name, User.id).limit(size).offset((page - 1) * size)
    ).all()
    rows = db.session.scalars(
        select(User)
        .where(User.id.in_(ids))
        .options(joinedload(User.memberships).joinedload(Membership.organization))
        .order_by(User.last_name, User.first_name, User.id)
    ).unique()
    return list(rows), total


def account_of(actor: Actor, user_id: int) -> User | None:
    """One account with what it may act for."""
    if reach_of(actor, Permission.ACCOUNT_MANAGE) is None:
        return None
    return db.session.scalars(
        select(User)
        .where(User.id == user_id)
        .options(joinedload(User.memberships).joinedload(Membership.organization))
    ).unique().one_or_none()  # fmt: skip


def all_organizations() -> list[tuple[int, str]]:
    """Number and name of the organizations that an administrator may invite into."""
    return [
        (id, name) for id, name in db.session.execute(
            select(Organization.id, Organization.name)
            .where(Organization.closed_on.is_(None))
            .order_by(Organization.name, Organization.id)
        )
    ]  # fmt: skip
