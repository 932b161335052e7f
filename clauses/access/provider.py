"""What does the outside identity provider publish, and who does it say has signed in?

OpenID Connect, authorization code flow, as ProConnect speaks it: ID token and userinfo are both signed tokens, and a
parameter that it does not know is refused, so that nothing is sent beyond what is written here.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from clauses.access import provider_calls, tokens
from clauses.access.provider_calls import Silent
from clauses.config import Registration
from clauses.domain import openid
from clauses.domain.openid import Distrust, Identity

SCOPE = "openid email siret"  # the least: who, and what helps a person without an account
KEPT = 3600  # seconds that the metadata are believed
KEYS_KEPT = 600
KEYS_AGAIN = 10  # seconds between two readings of the keys for a name never seen
DOWN = 10  # seconds during which a silent provider is not asked again: the others' pages must not wait
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the provider publishes of itself, once it is checked."""

    authorize: str
    token: str
    userinfo: str
    keys: str
    end_session: str | None
    pkce: bool
    says_issuer: bool  # its answers name it (RFC 9207)
    secret_in_form: bool


@dataclass(frozen=True, slots=True)
class Left:
    """What must come back from a sign-in that has begun."""

    nonce: str
    verifier: str
    begun: int


class Provider:
    """The provider of one registration. Raises Silent when it does not answer, Distrust when it is not believed."""

    def __init__(self, registration: Registration) -> None:
        self.registration = registration
        self._metadata: Metadata | None = None
        self._read_at = self._silent_at = self._keys_at = -1e9
        self._keys: list[dict[str, Any]] = []

    def metadata(self) -> Metadata:
        """Read again every hour; when the provider is silent, no one waits for it twice within ten seconds."""
        if self._metadata is not None and monotonic() - self._read_at < KEPT:
            return self._metadata
        if monotonic() - self._silent_at < DOWN:
            raise Silent("discovery")
        url = self.registration.issuer.removesuffix("/") + "/.well-known/openid-configuration"
        try:
            found = provider_calls.ask("discovery", url).read_json()
        except Silent:
            self._silent_at = monotonic()
            raise
        self._metadata, self._read_at = self._checked(found), monotonic()
        return self._metadata

    def sign_in_url(self, left: Left, state: str, return_url: str) -> str:
        """Where the browser goes to sign in."""
        there, ours = self.metadata(), self.registration
        claims = {
            "id_token": {
                "amr": {"essential": True},
                "acr": {"essential": True, "values": list(ours.accepted_acr)},
            }
        }
        asked = {
            "response_type": "code", "client_id": ours.client_id, "redirect_uri": return_url, "scope": SCOPE,
            "state": state, "nonce": left.nonce, "claims": json.dumps(claims, separators=(",", ":")),
        }  # fmt: skip
        if there.pkce:
            asked |= {"code_challenge": _challenge(left.verifier), "code_challenge_method": "S256"}
        return _with(there.authorize, asked)

    def check_answer_issuer(self, said: str | None) -> None:
        """An answer that names another issuer is not for this sign-in."""
        if said != self.registration.issuer and (said is not None or self.metadata().says_issuer):
            raise Distrust("answer_iss")

    def exchange(self, code: str, left: Left, return_url: str, now: int) -> tuple[Identity, str]:
        """Who has signed in, and the ID token, which serves again to sign out there."""
        there, ours = self.metadata(), self.registration
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": return_url}
        if there.pkce:
            form["code_verifier"] = left.verifier
        headers = {"Accept": "application/json"}
        if there.secret_in_form:
            form |= {"client_id": ours.client_id, "client_secret": ours.client_secret}
        else:
            pair = f"{quote(ours.client_id, safe='')}:{quote(ours.client_secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        given = provider_calls.ask("token", there.token, form=form, headers=headers).read_json()
        access, id_token = given.get("access_token"), given.get("id_token")
        bearer = str(given.get("token_type", "")).lower() == "bearer"
        if (
            not isinstance(access, str)
            or not isinstance(id_token, str)
            or not bearer
            or not _one_line(access)
        ):
            raise Distrust("token_answer")
        claims = self._read(id_token)
        openid.check_id_token(claims, issuer=ours.issuer, client_id=ours.client_id, nonce=left.nonce,
                              accepted_acr=ours.accepted_acr, begun=left.begun, now=now)  # fmt: skip
        if "at_hash" in claims and claims["at_hash"] != _half_hash(access):
            raise Distrust("at_hash")
        subject = openid.subject_of(claims)
        told = self._userinfo(access)
        openid.check_userinfo(told, issuer=ours.issuer, client_id=ours.client_id, subject=subject, now=now)
        identity = Identity(
            issuer=ours.issuer, subject=subject, strong=openid.is_strong(claims),
            email=openid.text_of(told, "email", 254), siret=openid.text_of(told, "siret", 14),
        )  # fmt: skip
        return identity, id_token

    def sign_out_url(self, id_token: str, state: str, return_url: str) -> str | None:
        """Where the browser goes to end the session of the provider too; None where it has no such door."""
        there = self.metadata()
        if there.end_session is None:
            return None
        return _with(
            there.end_session,
            {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": return_url},
        )

    def _userinfo(self, access: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access}", "Accept": "application/jwt"}
        answer = provider_calls.ask("userinfo", self.metadata().userinfo, headers=headers)
        if answer.kind != "application/jwt":
            raise Distrust("userinfo_unsigned")
        try:
            return self._read(answer.body.decode("ascii").strip())
        except UnicodeDecodeError as error:
            raise Distrust("shape") from error
        except Distrust as distrust:
            raise Distrust(f"userinfo_{distrust.code}") from distrust

    def _read(self, token: str) -> dict[str, Any]:
        ours = self.registration
        return tokens.read(token, algorithm=ours.algorithm, secret=ours.client_secret, keys=self._published)

    def _published(self, name: str | None) -> Sequence[dict[str, Any]]:
        """The keys of the provider, read again every ten minutes, and when a token names one never seen."""
        age = monotonic() - self._keys_at
        known = name is None or any(one.get("kid") == name for one in self._keys)
        if age >= KEYS_KEPT or (not known and age >= KEYS_AGAIN):
            found = provider_calls.ask("keys", self.metadata().keys).read_json().get("keys")
            self._keys = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
            self._keys_at = monotonic()
        return self._keys

    def _checked(self, found: dict[str, Any]) -> Metadata:
        """The metadata name our issuer, and only doors of its own origin: nothing leads to another host."""
        if found.get("issuer") != self.registration.issuer:
            raise Distrust("discovery_issuer")
        authorize, token, userinfo, keys = (self._own_door(found.get(name)) for name in ENDPOINTS)
        end = found.get("end_session_endpoint")
        methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Metadata(
            authorize,
            token,
            userinfo,
            keys,
            end_session=self._own_door(end) if end is not None else None,
            pkce="S256" in _listed(found.get("code_challenge_methods_supported")),
            says_issuer=found.get("authorization_response_iss_parameter_supported") is True,
            secret_in_form="client_secret_post" in _listed(methods),
        )

    def _own_door(self, url: Any) -> str:
        parts = urlsplit(url) if isinstance(url, str) and _one_line(url) else None
        if parts is None or f"{parts.scheme}://{parts.netloc}" != self.registration.origin or parts.fragment:
            raise Distrust("discovery_door")
        return str(url)


@lru_cache(maxsize=4)
def provider_of(registration: Registration) -> Provider:
    """One for the process: what it publishes is read once for all."""
    return Provider(registration)


def _with(url: str, values: dict[str, str]) -> str:
    return url + ("&" if urlsplit(url).query else "?") + urlencode(values, quote_via=quote)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _half_hash(access: str) -> str:
    half = hashlib.sha256(access.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def _one_line(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
