"""How does somebody without an account get one? Asked, confirmed from the address, and decided where it must be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, journal, record, take_turn
from clauses.actions.people import links
from clauses.actions.people.members import has_manager, join
from clauses.domain.accounts import CHECKED_ROLES, KIND_OF_ROLE
from clauses.domain.errors import Refused
from clauses.domain.events import SignUpAsked, SignUpDecided, SignUpWaiting
from clauses.domain.kinds import BuyerKind, EmployerKind, Rank, Role
from clauses.domain.kinds_accounts import Counted, LinkPurpose, SignUpState
from clauses.extensions import db
from clauses.models.accounts import CountedTry, SignUp
from clauses.models.people import Organization, User

UNCONFIRMED_KEPT = timedelta(days=7)
TRIES_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed in the steps of the sign-up."""

    profile: Role
    siret: str
    organization_name: str
    buyer_kind: BuyerKind | None
    employer_kind: EmployerKind | None
    commune_code: str
    first_name: str
    last_name: str
    job_title: str | None
    phone: str | None
    email: str


@action
def ask_account(asked: Asked, *, hashes: tuple[str, ...], now: datetime, at: datetime) -> None:
    """Note the request and write to the address; the same work whether the address has an account or not."""
    db.session.add_all(CountedTry(what=Counted.SIGN_UP, who_hash=one, at=at) for one in hashes)
    sign_up = SignUp(**{name: getattr(asked, name) for name in asked.__slots__}, asked_at=at)
    sign_up.email = asked.email.strip().lower()
    db.session.add(sign_up)
    db.session.flush()
    record(SignUpAsked(sign_up.id), now=now)


@action
def confirm_account(token: str, password_hash: str, *, now: datetime, at: datetime) -> SignUpState:
    """The address is confirmed: make the account, and open it or have it checked. Returns where the request stands."""
    sign_up = db.session.get(
        SignUp, links.use(LinkPurpose.SIGN_UP, token, at=at), with_for_update=True, populate_existing=True
    )
    if sign_up is None or sign_up.state is not SignUpState.UNCONFIRMED:
        raise Refused("link_dead")
    if db.session.scalar(select(User.id).where(User.email == sign_up.email)) is not None:
        raise Refused("link_dead")
    take_turn(f"siret-{sign_up.siret}")
    user = User(email=sign_up.email, first_name=sign_up.first_name, last_name=sign_up.last_name,
                job_title=sign_up.job_title, phone=sign_up.phone, password_hash=password_hash, created_at=now)  # fmt: skip
    db.session.add(user)
    organization = known_organization(sign_up)
    db.session.flush()
    sign_up.user_id, sign_up.confirmed_at = user.id, now
    sign_up.organization_id = organization.id if organization else None
    if sign_up.profile in CHECKED_ROLES or (organization and not _is_answered_for(sign_up, organization)):
        sign_up.state = SignUpState.WAITING_COORDINATION
    elif organization:
        sign_up.state = SignUpState.WAITING_MANAGERS
    else:
        _open(sign_up, now)
    journal(None, "sign_up:confirm", sign_up, now=now, state=sign_up.state)
    decided = sign_up.state is SignUpState.OPENED
    record(SignUpDecided(sign_up.id) if decided else SignUpWaiting(sign_up.id), now=now)
    return sign_up.state


@action
def decide_account(
    actor: Actor, sign_up_id: int, *, accept: bool, reason: str | None, now: datetime
) -> SignUpState:
    """Accept or refuse somebody: the managers for their own organization, the coordination and the administration else."""
    sign_up = db.session.get(SignUp, sign_up_id, with_for_update=True, populate_existing=True)
    if sign_up is None or not _is_mine(actor, sign_up):
        if (
            reach_of(actor, Permission.MEMBERS_MANAGE) is None
            and reach_of(actor, Permission.ACCOUNT_CHECK) is None
        ):
            raise Forbidden
        raise OutOfReach
    if sign_up.state not in (SignUpState.WAITING_MANAGERS, SignUpState.WAITING_COORDINATION):
        raise Refused("sign_up_decided")
    if not accept and not reason:
        raise Refused("reason_required", field="reason")
    take_turn(f"siret-{sign_up.siret}")
    if accept:
        _open(sign_up, now)
    else:
        sign_up.state, sign_up.reason = SignUpState.REFUSED, reason
    sign_up.decided_at, sign_up.decided_by_id = now, actor.user_id
    journal(actor, "sign_up:decide", sign_up, now=now, accepted=accept)
    record(SignUpDecided(sign_up.id), now=now)
    return sign_up.state


@action
def forget_stale(*, at: datetime) -> None:
    """Forget the requests that nobody confirmed in a week, and the tries older than two days."""
    db.session.execute(delete(SignUp).where(*_stale(at)))
    db.session.execute(delete(CountedTry).where(CountedTry.at < at - TRIES_KEPT))


def has_stale(at: datetime) -> bool:
    """Whether there is something to forget; asked before a writing transaction is opened."""
    request = select(SignUp.id).where(*_stale(at)).limit(1)
    counted = select(CountedTry.id).where(CountedTry.at < at - TRIES_KEPT).limit(1)
    return any(db.session.scalar(question) is not None for question in (request, counted))


def _stale(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return SignUp.state == SignUpState.UNCONFIRMED, SignUp.asked_at < at - UNCONFIRMED_KEPT


def known_organization(sign_up: SignUp | Asked) -> Organization | None:
    """The organization of this SIRET and, for an employer, of this kind: one SIRET may run an AI and an ACI."""
    key = sign_up.employer_kind.value if sign_up.employer_kind else ""
    return db.session.scalar(
        select(Organization).where(Organization.siret == sign_up.siret, Organization.employer_kind_key == key)
    )


def _is_answered_for(sign_up: SignUp, organization: Organization) -> bool:
    """Managers of the same kind of organization decide; otherwise somebody must look at it."""
    return organization.kind is KIND_OF_ROLE[sign_up.profile] and has_manager(organization.id)


def _open(sign_up: SignUp, now: datetime) -> None:
    """Make the membership, and the organization where it is new; whoever comes first answers for it."""
    organization = known_organization(sign_up)
    if organization is None:
        kind = sign_up.employer_kind
        organization = Organization(
            name=sign_up.organization_name, kind=KIND_OF_ROLE[sign_up.profile], buyer_kind=sign_up.buyer_kind,
            employer_kind=kind, employer_kind_key=kind.value if kind else "", siret=sign_up.siret,
            commune_code=sign_up.commune_code, origin="account",
        )  # fmt: skip
        db.session.add(organization)
        db.session.flush()
    assert sign_up.user_id is not None
    rank = Rank.MEMBER if has_manager(organization.id) else Rank.MANAGER
    join(sign_up.user_id, organization.id, sign_up.profile, rank, now)
    sign_up.organization_id, sign_up.state = organization.id, SignUpState.OPENED


def _is_mine(actor: Actor, sign_up: SignUp) -> bool:
    if sign_up.state is SignUpState.UNCONFIRMED:
        return False
    if (
        reach_of(actor, Permission.ACCOUNT_CHECK) is not None
        and sign_up.state is not SignUpState.WAITING_MANAGERS
    ):
        return True
    own = (
        sign_up.organization_id == actor.organization_id
        and sign_up.state is not SignUpState.WAITING_COORDINATION
    )
    return own and reach_of(actor, Permission.MEMBERS_MANAGE) is not None
