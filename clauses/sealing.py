"""How is a secret kept so that a copy of the database alone does not tell it? Sealed, with keys that can be changed.

A seal is AES-256-GCM: what was sealed cannot be read, changed, or moved to another row. It names its key, so that a
new key may come first while the older ones still open what they closed (`DATA_KEYS`).
"""

import hashlib
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORM = "s1"  # the form of a seal: form.key.nonce+content, so that another form may follow one day
NONCE = 12  # bytes, as AES-GCM asks
_OF_FILES = re.compile(rb"s1\.([0-9a-f]{8})\.")


class Unsealable(Exception):
    """No known key opens this, or it was changed, or it belongs to something else."""

    def __init__(self, key: str = "?") -> None:
        self.key = key
        super().__init__(f"a seal of key {key} does not open: is its secret still in DATA_KEYS?")


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
            raise Unsealable(_key_of(sealed)) from error

    def seal_bytes(self, content: bytes, *, place: str) -> bytes:
        """Close a whole file, as `seal` closes a text; the file begins with the form and the name of the key."""
        nonce = secrets.token_bytes(NONCE)
        closed = self._keys[self.current].encrypt(nonce, content, place.encode())
        return f"{FORM}.{self.current}.".encode() + nonce + closed

    def open_bytes(self, sealed: bytes, *, place: str) -> bytes:
        """The file that was closed for this place; raises Unsealable."""
        found = _OF_FILES.match(sealed)
        if found is None:
            raise Unsealable
        name, start = found[1].decode(), found.end()
        try:
            key = self._keys[name]
            return key.decrypt(sealed[start : start + NONCE], sealed[start + NONCE :], place.encode())
        except (KeyError, ValueError, InvalidTag) as error:
            raise Unsealable(name) from error

    def is_old(self, sealed: str) -> bool:
        """Was it closed with a key that is no longer the first one? Then seal it again."""
        return not sealed.startswith(f"{FORM}.{self.current}.")


def is_sealed_file(start: bytes) -> bool:
    """Does a file begin as a sealed one does? What was kept before there were seals does not."""
    return _OF_FILES.match(start) is not None


def _key_of(sealed: str) -> str:
    found = re.match(rf"{FORM}\.([0-9a-f]{{8}})\.", sealed)
    return found[1] if found else "?"


seals = Seals()
