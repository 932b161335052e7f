"""How does the administration change the words of a kind of message? It adds a version; each is kept for ever. (J08)"""

from datetime import datetime

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import Of, action, journal, record, take_turn
from clauses.domain.errors import Refused, Stale
from clauses.domain.events import EmailTrialAsked
from clauses.domain.notices import NOTICES
from clauses.extensions import db
from clauses.models.notices import EmailModel
from clauses.queries.email_models import specimen, versions
from clauses.queries.email_models.originals import Words


@action
def record_email_model(
    actor: Actor, kind: str, words: Words, reason: str, *, seen: int | None, now: datetime
) -> EmailModel:
    """Add the version that messages of this kind are written with from now on.

    Refuses, at the field, words that the kind may not have, and those that are in force already; as out of date, a form
    opened before another version (`seen` is the last number it showed).
    """
    last = _turn(actor, kind, seen)
    specimen.check(kind, words)
    if words == versions.words_of(last, kind):
        raise Refused("model_same", field="model_text")
    return _add(actor, kind, words, reason, last, put_back=None, now=now)


@action
def put_back_email_model(
    actor: Actor, kind: str, number: int, reason: str, *, seen: int | None, now: datetime
) -> EmailModel:
    """Put an earlier version back in force, as a new one; 0 is the words of the product.

    Refuses a version that the kind may no longer have: what its messages tell has changed with the product since.
    """
    last = _turn(actor, kind, seen)
    earlier = versions.version(kind, number) if number else None
    if number and earlier is None:
        raise Refused("model_unknown_version", field="model_back")
    words = versions.words_of(earlier, kind)
    if words == versions.words_of(last, kind):
        raise Refused("model_same", field="model_back")
    if earlier is None or earlier.subject is None:
        return _add(actor, kind, None, reason, last, put_back=number, now=now)
    specimen.check(kind, words)
    return _add(actor, kind, words, reason, last, put_back=number, now=now)


@action
def try_email_model(actor: Actor, kind: str, words: Words, *, now: datetime) -> None:
    """Send the first case of these words to whoever types them, recorded or not; refuses what recording would refuse."""
    _may(actor, kind)
    specimen.check(kind, words)
    record(EmailTrialAsked(actor.user_id, kind, words.subject, words.text), now=now)
    journal(actor, "email_model:try", Of("User", actor.user_id), now=now, kind=kind)


def _may(actor: Actor, kind: str) -> None:
    if reach_of(actor, Permission.EMAIL_MODEL_EDIT) is None or kind not in NOTICES:
        raise Forbidden


def _turn(actor: Actor, kind: str, seen: int | None) -> EmailModel | None:
    """The last version, once nobody else is changing this kind; refuses a form that had not seen it."""
    _may(actor, kind)
    take_turn(f"email_model:{kind}")
    last = versions.last(kind)
    number = last.number if last else 0
    if seen is not None and seen != number:
        by = last.recorded_by.name if last else None
        raise Stale(by=by, at=last.recorded_at if last else None, version=number)
    return last


def _add(
    actor: Actor, kind: str, words: Words | None, reason: str, last: EmailModel | None, *, put_back: int | None, now: datetime
) -> EmailModel:  # fmt: skip
    row = EmailModel(
        kind=kind, number=(last.number if last else 0) + 1, subject=words.subject if words else None,
        body=words.text if words else None, put_back=put_back, reason=reason, recorded_at=now, recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    verb = "email_model:record" if put_back is None else "email_model:put_back"
    journal(actor, verb, row, now=now, kind=kind, number=row.number, put_back=put_back)
    return row
