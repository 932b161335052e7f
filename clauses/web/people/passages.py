"""How does a browser leave for the identity provider and come back as the same browser, once?

What must come back is in a sealed cookie of ten minutes: only the browser that left has it, and it opens nothing. The
state in it is the one in the address of the return, or the return is refused.
"""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from enum import StrEnum

from flask import current_app, request
from werkzeug.wrappers import Response

from clauses.access.provider import Left
from clauses.config import clock
from clauses.sealing import Unsealable, seals

SECONDS = 600
PLACE = "passage"


class Purpose(StrEnum):
    """What the browser left for."""

    SIGN_IN = "sign_in"
    LINK = "link"
    SIGN_OUT = "sign_out"


@dataclass(frozen=True, slots=True)
class Passage:
    purpose: str
    issuer: str
    state: str
    nonce: str
    verifier: str
    begun: int  # seconds since 1970
    next_url: str = ""
    session_id: int | None = None  # whose account takes the identity

    @property
    def left(self) -> Left:
        return Left(self.nonce, self.verifier, self.begun)


def begin(purpose: Purpose, issuer: str, *, next_url: str = "", session_id: int | None = None) -> Passage:
    """A new passage; state, nonce and verifier are drawn, of 256 bits each (43 characters, 32 at least are asked)."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    begun = int(clock.real().timestamp())
    return Passage(purpose.value, issuer, state, nonce, verifier, begun, next_url[:500], session_id)


def give(response: Response, passage: Passage) -> None:
    """Hand the passage to the browser that leaves."""
    sealed = seals.seal(json.dumps(asdict(passage)), place=PLACE)
    response.set_cookie(
        _cookie(), sealed, max_age=SECONDS, httponly=True, samesite="Lax", secure=_secure(), path="/"
    )


def take_back(response: Response) -> None:
    response.delete_cookie(_cookie(), path="/", secure=_secure(), httponly=True, samesite="Lax")


def held(*purposes: Purpose) -> Passage | None:
    """The passage of this browser, when it is recent and the address it comes back to carries its state."""
    sent = request.args.getlist("state")
    try:
        passage = Passage(**json.loads(seals.open(request.cookies.get(_cookie(), ""), place=PLACE)))
    except (Unsealable, ValueError, TypeError):
        return None
    age = int(clock.real().timestamp()) - passage.begun
    right = len(sent) == 1 and hmac.compare_digest(sent[0].encode(), passage.state.encode())
    return passage if right and 0 <= age <= SECONDS and passage.purpose in purposes else None


def _cookie() -> str:
    return "__Host-passage" if _secure() else "passage"


def _secure() -> bool:
    return bool(current_app.config["SETTINGS"].production)
