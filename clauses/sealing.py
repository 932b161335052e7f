"""How is a secret kept so that a copy of the database alone does not tell it? Sealed, with keys that can be changed.

A seal is AES-256-GCM: what was sealed cannot be read, changed, or moved to another row. It names its key, so that a
new key may come first while the older ones still open what they closed (`DATA_KEYS`).
"""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORM = "s1"  # the form of a seal: form.key.nonce+content, so that another form may follow one day
NONCE = 12  # bytes, as AES-GCM asks


class Unsealable(Exception):
    """No known key opens this, or it was changed, or it belongs to something else."""


class Seals:
    """The keys of this process: the first seals, all of them open."""

    def __init__(self) -> None:
        self._keys: dict[str, AESGCM] = {}

    def configure(self, secrets_: Sequence[str]) -> None:
        """Take these secrets, the current one first; each gives a key and the short name that its seals carry."""
        self._keys = {}
        for secret in secrets_:
            key = HKDF(SHA256(), 32, salt=None, info=b"clauses: data at rest").derive(secret.encode())
            self._keys.setdefault(hashlib.sha256(b"name:" + key).hexdigest()[:8], AESGCM(key))

    @property
    def current(self) -> str:
        """The name of the key that seals today."""
        return next(iter(self._keys))

    def seal(self, text: str, *, place: str) -> str:
        """Close a text. `place` says what it is and whose (« totp:12 »): it opens there and nowhere else."""
        nonce = secrets.token_bytes(NONCE)
        closed = self._keys[self.current].encrypt(nonce, text.encode(), place.encode())
        return f"{FORM}.{self.current}.{urlsafe_b64encode(nonce + closed).decode()}"

    def open(self, sealed: str, *, place: str) -> str:
        """The text that was closed for this place; raises Unsealable."""
        try:
            form, name, content = sealed.split(".")
            raw = urlsafe_b64decode(content)
            if form != FORM:
                raise Unsealable
            return self._keys[name].decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
        except (ValueError, KeyError, InvalidTag) as error:
            raise Unsealable from error

    def is_old(self, sealed: str) -> bool:
        """Was it closed with a key that is no longer the first one? Then seal it again."""
        return not sealed.startswith(f"{FORM}.{self.current}.")


seals = Seals()
