"""Who stands for ProConnect in a test? A real OpenID provider on loopback, as strict as the real one, that lies when told.

It speaks discovery, authorize, token, userinfo and end_session over HTTP, signs with its own keys, refuses any
parameter it does not know (error Y000400), gives a code once and for thirty seconds, and answers tokens for both
the ID token and the userinfo. The JOSE here is written by hand, so as not to check a library with itself.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from clauses.config import Registration, clock

PATH = "/api/v2"
AUTHORIZE = {
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims", "acr_values", "prompt",
    "code_challenge", "code_challenge_method",
}  # fmt: skip
TOKEN = {"grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier"}
END_SESSION = {"id_token_hint", "state", "post_logout_redirect_uri"}
SCOPES = {"openid", "given_name", "usual_name", "email", "uid", "siret", "idp_id", "idp_acr", "phone"}
CODE_LIVES = 30
LEVEL, STRONG_LEVEL = "eidas1", "https://proconnect.gouv.fr/assurance/self-asserted-2fa"
SECRET = "the secret of a registration, as long as a signature asks"
OURS = "http://clauses.example"

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def jwk_of(key: Any, kid: str | None) -> dict[str, str]:
    public = key.public_key().public_numbers()
    if isinstance(key, ec.EllipticCurvePrivateKey):
        parts = {
            "kty": "EC",
            "crv": "P-256",
            "x": b64(public.x.to_bytes(32, "big")),
            "y": b64(public.y.to_bytes(32, "big")),
        }
    else:
        parts = {"kty": "RSA", "n": number(public.n), "e": number(public.e)}
    return {**parts, "use": "sig", **({"kid": kid} if kid else {})}


def signed(claims: Any, algorithm: str, key: Any, header: dict[str, Any] | None = None) -> str:
    """A token; `key` is a private key, the bytes of a secret, or None for no signature at all."""
    head = {"alg": algorithm, "typ": "JWT", **(header or {})}
    start = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}"
    if key is None:
        return f"{start}."
    if isinstance(key, bytes):
        made = hmac.new(key, start.encode(), hashlib.sha256).digest()
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        r, s = decode_dss_signature(key.sign(start.encode(), ec.ECDSA(hashes.SHA256())))
        made = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    else:
        made = key.sign(start.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{start}.{b64(made)}"


def read_claims(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


@dataclass
class Person:
    """Who signs in there."""

    sub: str = "sub-de-claire"
    email: str = "claire.delattre@mde-beauvaisis.example"
    siret: str = "26600017300012"
    acr: str | None = LEVEL
    amr: list[str] | None = field(default_factory=lambda: ["pwd"])


@dataclass
class IdentityProvider:
    """The provider and its moods; a test changes an attribute to make it lie, err or be silent."""

    url: str
    algorithm: str = "RS256"
    pkce: bool = True
    person: Person = field(default_factory=Person)
    wrong: dict[str, Any] = field(
        default_factory=dict
    )  # claims of the ID token told otherwise; None takes one away
    wrong_userinfo: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"kid": "one"})
    sign: Callable[[Any], str] | None = None  # how the ID token is signed instead
    sign_userinfo: Callable[[Any], str] | None = None
    userinfo_kind: str = "application/jwt"
    token_answer: dict[str, Any] = field(default_factory=dict)
    published: list[dict[str, Any]] | None = None
    fails: dict[str, int] = field(default_factory=dict)  # a step of the way and its status
    slow: dict[str, float] = field(default_factory=dict)  # a step of the way and its seconds
    sends_to: dict[str, str] = field(default_factory=dict)  # a step of the way and where it redirects
    shift: float = 0  # seconds between its clock and ours
    seen: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    access: dict[str, dict[str, Any]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return self.url + PATH

    def registration(self, **changes: Any) -> Registration:
        return Registration(**{"issuer": self.issuer, "client_id": "portail", "client_secret": SECRET,
                               "algorithm": self.algorithm, "accepted_acr": (LEVEL, STRONG_LEVEL), **changes})  # fmt: skip

    def token(self, claims: Any, **header: Any) -> str:
        """A token as this provider signs it."""
        key = {"RS256": RSA_KEY, "ES256": EC_KEY, "HS256": SECRET.encode()}[self.algorithm]
        return signed(claims, self.algorithm, key, {**self.header, **header})

    def keys(self) -> list[dict[str, Any]]:
        if self.published is not None:
            return self.published
        return [jwk_of(EC_KEY if self.algorithm == "ES256" else RSA_KEY, self.header.get("kid"))]

    def discovery(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/session/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "authorization_response_iss_parameter_supported": True,
        }
        if self.pkce:
            told["code_challenge_methods_supported"] = ["S256"]
        return {k: v for k, v in {**told, **self.metadata}.items() if v is not None}

    # What it does at each door

    def authorize(self, asked: dict[str, str]) -> tuple[int, str]:
        """Somebody signs in at once: the address the browser is sent back to."""
        if unknown := set(asked) - AUTHORIZE:
            return 400, f"Y000400 {unknown}"
        if (
            asked.get("client_id") != "portail"
            or asked.get("redirect_uri") != f"{OURS}/connexion/proconnect/retour"
        ):
            return 400, "Y000404"
        if (
            asked.get("response_type") != "code"
            or not {"openid"} <= set(asked.get("scope", "").split()) <= SCOPES
        ):
            return 400, "Y000400 scope"
        if len(asked.get("state", "")) < 32 or len(asked.get("nonce", "")) < 32:
            return 400, "Y000400 state, nonce"
        if ("code_challenge" in asked) is not self.pkce or asked.get(
            "code_challenge_method", "S256"
        ) != "S256":
            return 400, "Y000400 pkce"
        wanted = json.loads(asked["claims"])["id_token"]
        assert (
            wanted["amr"] == {"essential": True}
            and wanted["acr"]["essential"] is True
            and wanted["acr"]["values"]
        )
        code = secrets.token_urlsafe(24)
        self.codes[code] = {**asked, "at": clock.real().timestamp()}
        return (
            302,
            f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}",
        )

    def exchange(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if set(form) - TOKEN or form.get("grant_type") != "authorization_code":
            return 400, {"error": "invalid_request"}
        if (form.get("client_id"), form.get("client_secret")) != ("portail", SECRET):
            return 401, {"error": "invalid_client"}
        if (
            asked is None
            or clock.real().timestamp() - asked["at"] > CODE_LIVES
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        if (
            self.pkce
            and b64(hashlib.sha256(form["code_verifier"].encode()).digest()) != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        access, now = secrets.token_urlsafe(24), int(clock.real().timestamp() + self.shift)
        self.access[access] = asked
        claims = self._told(
            {"iss": self.issuer, "aud": "portail", "sub": self.person.sub, "nonce": asked["nonce"], "iat": now,
             "exp": now + 60, "auth_time": now, "acr": self.person.acr, "amr": self.person.amr, "sid": "s"},
            self.wrong,
        )  # fmt: skip
        id_token = self.sign(claims) if self.sign else self.token(claims)
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": id_token}
        return 200, {k: v for k, v in {**answer, **self.token_answer}.items() if v is not None}

    def userinfo(self, access: str) -> tuple[int, str]:
        if access not in self.access:
            return 401, "invalid_token"
        now = int(clock.real().timestamp() + self.shift)
        claims = self._told(
            {"iss": self.issuer, "aud": "portail", "sub": self.person.sub, "iat": now, "exp": now + 60,
             "email": self.person.email, "siret": self.person.siret},
            self.wrong_userinfo,
        )  # fmt: skip
        return 200, self.sign_userinfo(claims) if self.sign_userinfo else self.token(claims)

    def end_session(self, asked: dict[str, str]) -> tuple[int, str]:
        if set(asked) != END_SESSION or asked["post_logout_redirect_uri"] != f"{OURS}/deconnexion/retour":
            return 400, "Y000400 or Y030111"
        self.ended.append(read_claims(asked["id_token_hint"])["sub"])
        return 302, f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}"

    @staticmethod
    def _told(claims: dict[str, Any], wrong: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in {**claims, **wrong}.items() if v is not None or k == "amr"}


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        told: IdentityProvider = self.server.told
        parts = urlsplit(self.path)
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        step = parts.path.removeprefix(PATH).strip("/")
        step = {
            ".well-known/openid-configuration": "discovery",
            "jwks": "keys",
            "session/end": "end_session",
        }.get(step, step)
        told.seen.append(step)
        if step in told.slow:
            self.server.stop.wait(told.slow[step])
        if step in told.fails:
            return self._send(told.fails[step], "text/html", "<p>En panne</p>")
        if step in told.sends_to:
            return self._send(302, "text/html", "", told.sends_to[step])
        asked = {k: v[-1] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
        form = {k: v[-1] for k, v in parse_qs(sent, keep_blank_values=True).items()}
        if step == "discovery":
            return self._send(200, "application/json", json.dumps(told.discovery()))
        if step == "keys":
            return self._send(
                200, "application/jwk-set+json; charset=utf-8", json.dumps({"keys": told.keys()})
            )
        if step == "token" and self.command == "POST":
            kind, _, pair = self.headers.get("Authorization", "").partition(" ")
            if kind == "Basic":
                name, _, secret = base64.b64decode(pair).decode().partition(":")
                form |= {"client_id": unquote(name), "client_secret": unquote(secret)}
            status, body = told.exchange(form)
            return self._send(status, "application/json", json.dumps(body))
        if step == "userinfo":
            status, text = told.userinfo(self.headers.get("Authorization", "").removeprefix("Bearer "))
            return self._send(status, told.userinfo_kind if status == 200 else "text/plain", text)
        if step in ("authorize", "end_session"):
            status, text = told.authorize(asked) if step == "authorize" else told.end_session(asked)
            return self._send(
                status, "text/plain", text if status != 302 else "", text if status == 302 else None
            )
        return self._send(404, "text/plain", "")

    def _send(self, status: int, kind: str, body: str, leads: str | None = None) -> None:
        with contextlib.suppress(ConnectionError):  # who asked did not wait
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.send_header("Connection", "close")
            if leads:
                self.send_header("Location", leads)
            self.end_headers()
            self.wfile.write(body.encode())
        self.close_connection = True

    def log_message(self, *_: Any) -> None: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    told: IdentityProvider

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.stop = threading.Event()

    def handle_error(self, *_: Any) -> None: ...


@contextlib.contextmanager
def serve() -> Iterator[Callable[[], IdentityProvider]]:
    """A provider that answers; each call begins with an honest one, at the same address."""
    server = _Server()

    def anew() -> IdentityProvider:
        server.told = IdentityProvider(f"http://127.0.0.1:{server.server_address[1]}")
        return server.told

    anew()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield anew
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
