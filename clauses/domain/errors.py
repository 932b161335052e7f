"""What can the portal refuse, and with which facts? A refusal carries facts, never words.

The French sentence of each code lives in `wording.sentences`; the doors turn a refusal into a 409 or a 422.
"""

from typing import Any


class DomainError(Exception):
    """A refusal of the trade: a code, the field it concerns if any, and the facts of its sentence."""

    code = "refused"

    def __init__(self, code: str | None = None, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(code or self.code)
        self.code = code or self.code
        self.field = field
        self.facts = facts


class Refused(DomainError):
    """The act is possible in principle, but not with these values: shown at the field, 422."""


class Several(DomainError):
    """Several refusals at once, so that a person corrects a form in one go."""

    code = "several"

    def __init__(self, refusals: list[DomainError]) -> None:
        super().__init__()
        self.refusals = refusals


class IllegalMove(DomainError):
    """The thing is not in a state that allows this move: 409."""

    code = "illegal_move"


class Stale(DomainError):
    """Somebody changed the thing since the form was opened: 409, and what was typed is kept."""

    code = "conflict"


class AlreadyDone(DomainError):
    """The same form has already been received: the first answer is given again."""

    code = "already_done"


class KeyReused(DomainError):
    """The same idempotency key came with another content: refused, nothing is written."""

    code = "key_reused"
