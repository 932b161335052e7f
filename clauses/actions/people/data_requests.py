"""How does somebody use a right on their data, and how is it answered? One month, an identity checked, each step noted."""

from datetime import date, datetime

from sqlalchemy import delete, select

from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, check_version, civil_day, journal, record, take_turn
from clauses.actions.people import purge
from clauses.actions.people.administration import end_everything
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.events import DataRequestRecorded
from clauses.domain.kinds import Role
from clauses.domain.kinds_accounts import Counted
from clauses.domain.kinds_personal_data import (
    DataRequestKind,
    DataRequestState,
    IdentityCheck,
    PurgeKind,
    RefusalGround,
)
from clauses.domain.retention import answer_due
from clauses.extensions import db
from clauses.models.accounts import CountedTry
from clauses.models.hours import Participant
from clauses.models.identities import ProviderIdentity
from clauses.models.markets import Lot, Market
from clauses.models.notices import DeliveryChoice, Notification, RefusedAddress
from clauses.models.people import Membership, User
from clauses.models.personal_data import DataRequest, PurgeOrder, RetentionHold
from clauses.models.territory import Mandate
from clauses.queries.people import held, retention
from clauses.queries.people.held import Section
from clauses.reference import rulebook
from clauses.wording.personal_data import CLOSED_ADDRESS, CLOSED_FIRST, CLOSED_LAST


@action
def ask_about_data(
    kind: DataRequestKind, name: str, email: str, message: str, *, hashes: tuple[str, ...], now: datetime, at: datetime
) -> int:  # fmt: skip
    """Anybody asks, from the public page; nothing is looked up and nothing is shown. Returns the number."""
    db.session.add_all(CountedTry(what=Counted.DATA_REQUEST, who_hash=one, at=at) for one in hashes)
    return _recorded(None, kind, name, email.strip().lower(), message, civil_day(now), now).id


@action
def record_request(
    actor: Actor, kind: DataRequestKind, name: str, email: str | None, message: str, received_on: date, *,
    now: datetime,
) -> DataRequest:  # fmt: skip
    """Write down a request that came by letter, by telephone or at a desk; the month runs from that day."""
    if reach_of(actor, Permission.DATA_ANSWER) is None:
        raise Forbidden
    if received_on > civil_day(now):
        raise Refused("received_later", field="received_on")
    return _recorded(actor, kind, name, email, message, received_on, now)


def _recorded(
    actor: Actor | None, kind: DataRequestKind, name: str, email: str | None, message: str, received_on: date,
    now: datetime,
) -> DataRequest:  # fmt: skip
    months = rulebook.retention(received_on).answer_months
    asked = DataRequest(
        kind=kind, name=name, email=email, message=message, received_on=received_on,
        due_on=answer_due(received_on, months), recorded_at=now, recorded_by_id=actor.user_id if actor else None,
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    journal(actor, "data_request:record", asked, now=now, kind=kind)
    record(DataRequestRecorded(asked.id), now=now)
    return asked


@action
def identify(
    actor: Actor, data_request_id: int, *, last_name: str | None, first_name: str | None, birth: date | None,
    email: str | None, check: IdentityCheck, version: int | None, now: datetime,
) -> DataRequest:  # fmt: skip
    """Say who asks, and how it was made sure of: a person by names and birth exactly, an account by its address."""
    asked = _open(actor, data_request_id, version)
    asked.participant_id = asked.user_id = None
    if email:
        asked.user_id = db.session.scalar(select(User.id).where(User.email == email.strip().lower()))
    elif last_name and first_name and birth:
        asked.participant_id = held.person_named(last_name, first_name, birth)
    if asked.participant_id is None and asked.user_id is None:
        raise Refused("nobody_found", field="i_email" if email else "i_last_name")
    asked.identity_check, asked.identified_on, asked.identified_by_id = check, civil_day(now), actor.user_id
    journal(actor, "data_request:identify", asked, now=now, check=check, participant=asked.participant_id,
            user=asked.user_id)  # fmt: skip
    return asked


@action
def export_held(actor: Actor, data_request_id: int, *, form: str, now: datetime) -> list[Section]:
    """Everything that is held on the person of a request; that it was opened is written in the audit."""
    asked = load(actor, Permission.DATA_ANSWER, DataRequest, data_request_id)
    _identified(asked)
    journal(actor, "data_request:export", asked, now=now, form=form, participant=asked.participant_id,
            user=asked.user_id)  # fmt: skip
    if asked.participant_id:
        return held.on_participant(asked.participant_id)
    assert asked.user_id is not None
    return held.on_user(asked.user_id)


@action
def answer(
    actor: Actor, data_request_id: int, text: str | None, *, version: int | None, now: datetime
) -> DataRequest:
    """The request is answered: what was handed over, corrected or stopped."""
    asked = _open(actor, data_request_id, version)
    if not text:
        raise Refused("answer_required", field="a_text")
    _identified(asked)
    _close(asked, actor, DataRequestState.ANSWERED, text, now)
    return asked


@action
def refuse(
    actor: Actor, data_request_id: int, ground: RefusalGround | None, text: str | None, *, version: int | None,
    now: datetime,
) -> DataRequest:  # fmt: skip
    """The request is refused on a ground of the law, which the answer says."""
    asked = _open(actor, data_request_id, version)
    if ground is None:
        raise Refused("ground_required", field="a_ground")
    asked.ground = ground
    _close(asked, actor, DataRequestState.REFUSED, text, now)
    return asked


@action
def erase_person(
    actor: Actor, data_request_id: int, text: str | None, *, version: int | None, now: datetime, at: datetime
) -> DataRequest:
    """Put a number in the place of the person, where the law allows it already; the hours stay."""
    asked = _open(actor, data_request_id, version)
    _identified(asked)
    take_turn(purge.TURN)
    on = civil_day(now)
    if asked.participant_id:
        found = retention.people([asked.participant_id])
        if not found:
            raise Refused("already_a_number")
        kept = found[0]
        if kept.held:
            raise Refused("erase_dispute")
        if kept.ended_on is None or kept.ended_on >= on:
            raise Refused("erase_needed", until=kept.ended_on)
        person = db.session.get_one(
            Participant, asked.participant_id, with_for_update=True, populate_existing=True
        )
        files = purge.pseudonymise(person, now)
        purge.prove(PurgeKind.IDENTITIES, "participant", [person], on, now, 0, request_id=asked.id)
        purge.prove(PurgeKind.DOCUMENTS, "stored_file", files, on, now, 0, request_id=asked.id)
    else:
        assert asked.user_id is not None
        user = db.session.get_one(User, asked.user_id, with_for_update=True, populate_existing=True)
        _erase_account(user, actor, on, at)
        purge.prove(PurgeKind.ACCOUNTS, "user_account", [user], on, now, 0, request_id=asked.id)
    asked.name = asked.message = None  # what told who asked goes too; the address stays for the answer
    _close(asked, actor, DataRequestState.ANSWERED, text, now)
    return asked


def _erase_account(user: User, actor: Actor, on: date, at: datetime) -> None:
    """Close the account and take its identity away; what it did stays under its number."""
    if user.id == actor.user_id:
        raise Refused("not_oneself")
    in_charge = select(Mandate.id).where(
        Mandate.user_id == user.id, Mandate.starts_on <= on, (Mandate.ends_on.is_(None)) | (Mandate.ends_on >= on)
    )  # fmt: skip
    if db.session.scalar(in_charge.limit(1)) is not None:
        raise Refused("erase_in_charge")
    others = select(Membership.id).join(User).where(
        Membership.role == Role.ADMIN, Membership.active, User.active, User.id != user.id
    )  # fmt: skip
    if db.session.scalar(others.limit(1)) is None:
        raise Refused("erase_in_charge")
    address = user.email
    user.active, user.password_hash, user.pending_email = False, None, None
    user.first_name, user.last_name = CLOSED_FIRST, CLOSED_LAST.format(number=user.id)
    user.email = CLOSED_ADDRESS.format(number=user.id)
    user.job_title = user.phone = None
    for model in (ProviderIdentity, Notification, DeliveryChoice):
        db.session.execute(delete(model).where(model.user_id == user.id))
    db.session.execute(delete(RefusedAddress).where(RefusedAddress.address == address))
    end_everything(user, at)


@action
def place_hold(
    actor: Actor, *, reference: str | None, number: int | None, participant_id: int | None, reason: str | None,
    now: datetime,
) -> RetentionHold:  # fmt: skip
    """A dispute suspends every erasure of a lot, or of a person."""
    if reach_of(actor, Permission.DATA_ANSWER) is None:
        raise Forbidden
    take_turn(purge.TURN)
    if not reason:
        raise Refused("reason_required", field="l_reason")
    lot_id = None
    if reference:
        lot_id = db.session.scalar(
            select(Lot.id)
            .join(Market)
            .where(Market.reference == reference.strip(), Lot.number == (number or 1))
        )
        if lot_id is None:
            raise Refused("hold_no_lot", field="l_reference")
        participant_id = None
    elif participant_id is None or db.session.get(Participant, participant_id) is None:
        raise Refused("hold_of_what", field="l_person" if participant_id else "l_reference")
    hold = RetentionHold(lot_id=lot_id, participant_id=participant_id, reason=reason, since=civil_day(now),
                         placed_by_id=actor.user_id)  # fmt: skip
    db.session.add(hold)
    db.session.flush()
    journal(actor, "hold:place", hold, now=now, lot_id=lot_id, participant=participant_id)
    return hold


@action
def lift_hold(actor: Actor, hold_id: int, *, now: datetime) -> None:
    """The dispute is over: the ordinary durations run again."""
    hold = load(actor, Permission.DATA_ANSWER, RetentionHold, hold_id)
    if hold.lifted_on is not None:
        raise IllegalMove("hold_lifted")
    hold.lifted_on, hold.lifted_by_id = civil_day(now), actor.user_id
    journal(actor, "hold:lift", hold, now=now, lot_id=hold.lot_id, participant=hold.participant_id)


@action
def confirm_purge(actor: Actor, order_id: int, *, version: int | None, now: datetime) -> PurgeOrder:
    """One of the two persons confirms a purge of many people; the second one must be somebody else."""
    order = load(actor, Permission.PURGE_CONFIRM, PurgeOrder, order_id)
    if order.done_at is not None or order.second_by_id is not None:
        raise IllegalMove("purge_confirmed")
    check_version(order, version)
    if order.first_by_id is None:
        order.first_by_id, order.first_at = actor.user_id, now
    elif order.first_by_id == actor.user_id:
        raise Refused("second_person")
    else:
        order.second_by_id, order.second_at = actor.user_id, now
    journal(
        actor, "purge:confirm", order, now=now, second=order.second_by_id is not None, people=order.people
    )
    return order


def _open(actor: Actor, data_request_id: int, version: int | None) -> DataRequest:
    asked = load(actor, Permission.DATA_ANSWER, DataRequest, data_request_id)
    if asked.state is not DataRequestState.OPEN:
        raise IllegalMove("request_closed")
    check_version(asked, version)
    return asked


def _identified(asked: DataRequest) -> None:
    if asked.identity_check is None:
        raise Refused("identify_first")


def _close(
    asked: DataRequest, actor: Actor, state: DataRequestState, text: str | None, now: datetime
) -> None:
    asked.state, asked.answer = state, text
    asked.answered_on, asked.answered_by_id = civil_day(now), actor.user_id
    journal(actor, "data_request:close", asked, now=now, state=state, kind=asked.kind, ground=asked.ground)
