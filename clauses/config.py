"""Which settings does this process run with, and what day is it?

Everything comes from the environment, read once. Production refuses to start on a default secret, in debug,
with a pretended day or without the host names it answers to.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
ROOT = Path(__file__).resolve().parent.parent
ALGORITHMS = ("RS256", "ES256", "HS256")  # what tokens of ProConnect may be signed with, as registered


class Misconfigured(RuntimeError):
    """The portal must not start with these settings; the message says which one and what to do."""


@dataclass(frozen=True, slots=True)
class Registration:
    """How this portal is registered with the outside identity provider (ProConnect, OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    algorithm: str  # the one its tokens are signed with
    accepted_acr: tuple[str, ...]  # levels of proof that open a session; any other is refused

    @property
    def origin(self) -> str:
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where an S3-compatible store keeps the documents of this portal."""

    name: str
    prefix: str  # in the bucket; nothing else may be kept there
    endpoint: str
    region: str
    key_id: str
    secret: str = field(repr=False)


FilesPlace = Path | Bucket  # a folder of this machine, or a bucket


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    redis_url: str | None
    secret_key: str
    production: bool
    instance: Path
    files: FilesPlace
    mail_url: str | None
    mail_sender: str
    base_url: str
    trusted_hosts: tuple[str, ...]
    trusted_proxies: int
    pretended_day: date | None
    demonstration: bool
    clamd_url: str | None = None
    second_factor: str = "offered"  # or "required": the roles that read personal data must have one
    data_keys: tuple[str, ...] = ()  # secrets that close data at rest, the current one first
    proconnect: Registration | None = None  # None: people sign in with their password alone
    jobs_nice: int = 10  # how much the process of a report, a case file or a proposed plan gives way to pages

    @property
    def sealing_secrets(self) -> tuple[str, ...]:
        """What closes data at rest: its own secrets, or the portal's where none was given."""
        return self.data_keys or (self.secret_key,)

    @property
    def embedded(self) -> bool:
        return self.database_url.startswith("sqlite")


def read_settings(env: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment; raises Misconfigured when production would run unsafely."""
    env = os.environ if env is None else env
    instance = Path(env.get("INSTANCE_PATH") or ROOT / "instance")
    production = env.get("CLAUSES_ENV", "embedded") == "production"
    pretended = env.get("CLAUSES_TODAY")
    settings = Settings(
        database_url=_database_url(env.get("DATABASE_URL"), instance),
        redis_url=env.get("REDIS_URL") or None,
        secret_key=env.get("SECRET_KEY") or _own_secret(instance, production),
        production=production,
        instance=instance,
        files=_files_place(env, instance, production),
        mail_url=env.get("MAIL_URL") or None,
        mail_sender=env.get("MAIL_SENDER", "clauses@localhost"),
        base_url=env.get("BASE_URL", f"http://127.0.0.1:{env.get('PORT', '8000')}").rstrip("/"),
        trusted_hosts=tuple(h.strip() for h in env.get("TRUSTED_HOSTS", "").split(",") if h.strip()),
        trusted_proxies=int(env.get("TRUSTED_PROXIES", "0")),
        pretended_day=date.fromisoformat(pretended) if pretended else None,
        demonstration=env.get("CLAUSES_DEMO", "0" if production else "1") == "1",
        clamd_url=env.get("CLAMD_URL") or None,
        second_factor=_second_factor(env, production),
        data_keys=tuple(k.strip() for k in env.get("DATA_KEYS", "").split(",") if k.strip()),
        proconnect=_registration(env, production),
        jobs_nice=_nice(env.get("JOBS_NICE") or "10"),
    )
    if production:
        _refuse_unsafe(settings, env)
    return settings


def _files_place(env: Mapping[str, str], instance: Path, production: bool) -> FilesPlace:
    """The folder or the bucket of the documents; a bucket is named with its address and its keys, or not at all."""
    url = env.get("FILES_URL", "").strip()
    scheme, separator, rest = url.partition("://")
    names = ("FILES_S3_ENDPOINT", "FILES_S3_REGION", "FILES_S3_KEY_ID", "FILES_S3_SECRET")
    given = [env.get(name, "").strip() for name in names]
    if not separator or scheme == "file":
        if any(given):
            raise Misconfigured("FILES_S3_… is given but FILES_URL names no bucket: write s3://bucket.")
        return Path((rest if separator else url) or instance / "files")
    if scheme != "s3":
        raise Misconfigured("FILES_URL must be a folder, or s3://bucket or s3://bucket/prefix.")
    bucket, _, prefix = rest.partition("/")
    steps = [part for part in prefix.split("/") if part]
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket) or not all(
        re.fullmatch(r"\w[\w.-]*", part, re.ASCII) for part in steps
    ):
        raise Misconfigured("FILES_URL must name a bucket, then a prefix or nothing: s3://bucket/prefix.")
    if missing := [name for name, value in zip(names, given, strict=True) if not value]:
        raise Misconfigured(f"FILES_URL names a bucket: {', '.join(missing)} missing.")
    endpoint, region, key_id, secret = given
    parts = urlsplit(endpoint)
    plain = parts.scheme == "http" and (parts.hostname in ("127.0.0.1", "localhost") or not production)
    if not (parts.scheme == "https" or plain) or not parts.hostname or "@" in parts.netloc or parts.query:
        raise Misconfigured("FILES_S3_ENDPOINT must be the https address of the store, without keys in it.")
    return Bucket(bucket, "/".join(steps), endpoint.rstrip("/"), region, key_id, secret)


def _nice(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 19):
        raise Misconfigured(
            "JOBS_NICE must be a whole number from 0, as pages, to 19, after everything else."
        )
    return int(text)


def _second_factor(env: Mapping[str, str], production: bool) -> str:
    asked = env.get("SECOND_FACTOR") or ("required" if production else "offered")
    if asked not in ("required", "offered"):
        raise Misconfigured("SECOND_FACTOR must be required or offered.")
    return asked


def _registration(env: Mapping[str, str], production: bool) -> Registration | None:
    """The registration with ProConnect: whole, or none at all."""
    names = (
        "PROCONNECT_URL",
        "PROCONNECT_CLIENT_ID",
        "PROCONNECT_CLIENT_SECRET",
        "PROCONNECT_ALG",
        "PROCONNECT_ACR",
    )
    issuer, client_id, secret, algorithm, acr = given = [env.get(name, "").strip() for name in names]
    if not any(given):
        return None
    if missing := [name for name, value in zip(names, given, strict=True) if not value]:
        raise Misconfigured(f"ProConnect needs all of its settings or none: {', '.join(missing)} missing.")
    parts = urlsplit(issuer)
    plain = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost") and not production
    if (
        not (parts.scheme == "https" or plain)
        or not parts.hostname
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        raise Misconfigured(
            "PROCONNECT_URL must be the https address of the issuer, as its metadata write it."
        )
    if algorithm not in ALGORITHMS:
        raise Misconfigured(f"PROCONNECT_ALG must be the one registered: {', '.join(ALGORITHMS)}.")
    if algorithm == "HS256" and len(secret.encode()) < 32:
        raise Misconfigured("PROCONNECT_CLIENT_SECRET is too short to sign tokens: 32 characters or more.")
    accepted = tuple(value for value in acr.replace(",", " ").split() if value)
    if not accepted:
        raise Misconfigured("PROCONNECT_ACR must name the levels that are accepted.")
    return Registration(issuer, client_id, secret, algorithm, accepted)


def _database_url(url: str | None, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'clauses.sqlite'}"
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            return "postgresql+psycopg://" + url.removeprefix(old)
    return url


def _own_secret(instance: Path, production: bool) -> str:
    """A secret of this machine, made once and readable by its owner alone (embedded default)."""
    if production:
        raise Misconfigured("SECRET_KEY is missing: give production a secret of 32 characters or more.")
    path = instance / "secret"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(fd, "w") as file:
        file.write(secret := secrets.token_urlsafe(48))
    return secret


def _refuse_unsafe(settings: Settings, env: Mapping[str, str]) -> None:
    if len(settings.secret_key) < 32:
        raise Misconfigured("SECRET_KEY is too short: use 32 characters or more.")
    if any(len(key) < 32 for key in settings.data_keys):
        raise Misconfigured("DATA_KEYS holds a secret that is too short: use 32 characters or more.")
    if settings.pretended_day:
        raise Misconfigured("CLAUSES_TODAY fixes the day: unset it in production.")
    if env.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise Misconfigured("FLASK_DEBUG is on: unset it in production.")
    if not settings.trusted_hosts:
        raise Misconfigured("TRUSTED_HOSTS is missing: name the hosts this portal answers to.")
    if settings.embedded and "/tmp/" in settings.database_url:
        raise Misconfigured("DATABASE_URL points to a temporary folder: hours would be lost.")
    if not settings.base_url.startswith("https://"):
        raise Misconfigured("BASE_URL must be the https address written in e-mails.")


class Clock:
    """The one clock. Doors ask it and hand the day down; nothing below them ever looks at the time."""

    def __init__(self) -> None:
        self.pretended: date | None = None

    def today(self) -> date:
        """The civil day in Europe/Paris, or the pretended one."""
        return self.pretended or self.real().astimezone(PARIS).date()

    def real(self) -> datetime:
        """This very instant in UTC, whatever the pretended day: ages of sessions, leases, delays."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """This instant in UTC; on a pretended day, that day at the real time of day."""
        real = self.real()
        if self.pretended is None:
            return real
        local = datetime.combine(self.pretended, real.astimezone(PARIS).timetz())
        return local.astimezone(UTC)


clock = Clock()
