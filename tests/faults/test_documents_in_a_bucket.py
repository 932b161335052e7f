"""Is a document as safe in an S3-compatible store as in a folder, when the store, the line or the portal fails?

The store is a real one (rclone), reached through a line that breaks on order.
"""

import io
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from clauses import stores
from clauses.actions import files as kept_files
from clauses.actions import resealing
from clauses.config import Bucket, FilesPlace, Misconfigured, clock, read_settings
from clauses.domain.errors import Refused
from clauses.extensions import db
from clauses.jobs import files as jobs
from clauses.jobs import purge
from clauses.models.files import MarketDocument, StoredFile
from clauses.models.markets import Lot
from clauses.queries import invariants_files
from clauses.queries.files.storage import Gone, content_of
from clauses.sealing import Unsealable, seals
from tests import bucket, servers, stage_hours
from tests.bucket import Relay, Weather
from tests.portal import Portal
from tests.sendable import pdf

SENT = pdf(b"(un cahier des clauses)" * 4_000)
AWAY = "L'espace où le portail garde les documents ne répond pas."
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    """The line to a bucket that is empty at first."""
    try:
        with bucket.server(tmp_path_factory.mktemp("s3")) as port, Relay(port) as relay:
            threading.Thread(target=relay.serve_forever, daemon=True).start()
            yield relay
            relay.shutdown()
    except servers.Missing as missing:
        servers.skip(f"S3 : {missing}")


@pytest.fixture
def place(line: Relay, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A corner of the bucket that is this test's own; its store is given up after a second, not ten."""
    monkeypatch.setattr(stores, "ANSWER", timedelta(seconds=1))
    monkeypatch.setattr(stores.InBucket._asked, "__defaults__", (timedelta(seconds=1),))
    seals.configure(["a secret of the tests, long enough for the rule"])  # that of every portal of the tests
    line.change(Weather.CLEAR)
    yield bucket.place(line.port, prefix=f"oise/{secrets.token_hex(4)}")
    line.change(Weather.CLEAR)


@pytest.fixture
def kept(portal: Portal, place: Bucket, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """The portal of the test, whose documents lie in that bucket."""
    monkeypatch.setitem(portal.app.config, "SETTINGS", replace(portal.app.config["SETTINGS"], files=place))
    return place


def lying(place: FilesPlace) -> set[str]:
    return {one.key for one in stores.opened(place).all()}


def rows() -> list[StoredFile]:
    db.session.rollback()
    return list(db.session.scalars(select(StoredFile)))


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_a_folder_and_a_bucket_answer_alike(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where: FilesPlace = tmp_path / "files" if kind == "folder" else request.getfixturevalue("place")
    store, now = stores.opened(where), clock.real()
    assert store.answers() and store.swept_at() is None and list(store.all()) == []
    one, two = secrets.token_hex(24), secrets.token_hex(24)
    store.write(one, b"once")
    store.write(one, b"twice")
    store.write(two, b"")
    assert store.read(one) == b"twice" and store.read(two) == b"" and store.holds(one)
    assert lying(where) == {one, two}
    assert all(abs(found.since - now) < timedelta(minutes=1) for found in store.all())
    store.note_swept(now)
    assert abs(store.swept_at() - now) < timedelta(seconds=1) and lying(where) == {one, two}
    for _ in range(2):
        store.remove(one)
    assert not store.holds(one) and lying(where) == {two}
    with pytest.raises(stores.Missing):
        store.read(one)


def test_a_document_lives_and_ends_in_a_bucket(
    portal: Portal, kept: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put by a screen, read back by another, closed there, found whole, closed again with a new key, swept, erased."""
    site = stage_hours.played(portal, 1)
    found = db.session.get_one(Lot, site.lot_id)
    where = f"/marches/{found.market_id}/lots/{found.number}/pieces"

    def put(status: int) -> str:
        typed = {"document_kind": "special_conditions", "document_readership": "everyone"}
        sent = {**typed, "e_file": (io.BytesIO(SENT), "CCAP.pdf")}
        browser = portal.sign_in("mickael.roussel")
        return browser.post(where, sent, status=status, content_type="multipart/form-data").response.text

    put(303)
    document = db.session.scalars(select(MarketDocument)).one()
    stored, address = document.file, f"/marches/{found.market_id}/pieces/{document.id}/fichier"
    reader = portal.sign_in("sandrine.lemaire")
    assert reader.client.get(address).data == SENT
    raw = stores.opened(kept).read(stored.key)
    assert raw.startswith(f"s1.{seals.current}.".encode()) and b"cahier" not in raw
    now = clock.real()
    assert list(invariants_files.whole(kept, now)) == []
    monkeypatch.setattr("clauses.web.health.service.oldest_fact_age", lambda now: None)  # nobody drains here
    ready = portal.visitor().client.get("/pret")
    assert ready.json["controles"]["documents"] is True

    # A bucket that goes away refuses in a sentence, keeps nothing by halves, and stops neither pages nor the health.
    nobody = replace(kept, endpoint="http://127.0.0.1:9")
    settings = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(settings, files=nobody)
    before = len(rows())
    shown = put(422).replace("&#39;", "'").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    assert AWAY in shown and 'id="e_file"' in shown and len(rows()) == before
    refused = reader.get(address, status=503)
    assert "Les documents sont indisponibles" in refused and "Recharger la page" in refused
    ready = portal.visitor().client.get("/pret")
    assert (ready.status_code, ready.json["etat"]) == (200, "dégradé") and not ready.json["controles"][
        "documents"
    ]
    jobs.look_after(now)  # a round of the background goes on without it
    portal.app.config["SETTINGS"] = settings

    # A new key closes again what lies there.
    old = seals._keys
    try:
        seals.configure(["a new secret of the tests, long enough too", settings.secret_key])
        assert list(resealing.reseal_files(kept)) == [1] and list(resealing.reseal_files(kept)) == []
        assert stores.opened(kept).read(stored.key).startswith(f"s1.{seals.current}.".encode())
        assert content_of(kept, stored.key, stored.sha256) == SENT
    finally:
        seals._keys = old
    kept_files.write_sealed(kept, stored.key, SENT)

    # What has no row goes a day later, once a day; what has one stays, until its time is over.
    left = secrets.token_hex(24)
    kept_files.write_sealed(kept, left, b"of a refused act")
    assert kept_files.sweep(kept, now) == 0 and left in lying(kept)
    assert kept_files.sweep(kept, now + timedelta(hours=23)) == 0
    assert kept_files.sweep(kept, now + timedelta(days=1, minutes=1)) == 1
    assert lying(kept) == {stored.key}
    kept_files.erase(stored, clock.now())
    db.session.commit()
    assert purge.take_away_erased(kept, now) == 1 and lying(kept) == set()
    assert list(invariants_files.whole(kept, now)) == []


@pytest.mark.parametrize("weather", [Weather.CUT, Weather.STUCK, Weather.UNANSWERED])
def test_a_line_that_fails_in_the_middle_leaves_nothing_half_kept(
    place: Bucket, line: Relay, weather: Weather
) -> None:
    key = secrets.token_hex(24)
    line.change(weather)
    with pytest.raises(Refused) as refused:
        kept_files.write_sealed(place, key, SENT, field="e_file")
    assert (refused.value.code, refused.value.field) == ("files_away", "e_file") and line.struck.is_set()
    line.change(Weather.CLEAR)
    if weather is Weather.UNANSWERED:  # it arrived: whole, and swept since no row names it
        assert lying(place) == {key}
    else:
        assert lying(place) == set()
    kept_files.write_sealed(place, key, SENT)
    assert lying(place) == {key}


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"}, {"key_id": "stranger"}, {"name": "nowhere"}, {"endpoint": "http://127.0.0.1:9"},
    ],
    ids=["secret", "key", "bucket", "address"],
)  # fmt: skip
def test_wrong_keys_or_a_wrong_bucket_are_away_and_never_taken_for_a_lost_document(
    place: Bucket, wrong: dict[str, str]
) -> None:
    kept_files.write_sealed(place, key := secrets.token_hex(24), SENT)
    store = stores.opened(replace(place, **wrong))
    assert not store.answers()
    for asked in (
        lambda: store.read(key), lambda: store.write(key, b""), lambda: list(store.all()), lambda: store.note_swept(clock.real()),
    ):  # fmt: skip
        with pytest.raises(stores.Away):
            asked()
    assert lying(place) == {key}


def test_a_document_that_was_changed_in_the_bucket_is_refused(place: Bucket) -> None:
    from hashlib import sha256

    store, digest = stores.opened(place), sha256(SENT).hexdigest()
    one, other = secrets.token_hex(24), secrets.token_hex(24)
    for key in (one, other):
        kept_files.write_sealed(place, key, SENT)
    raw = bytearray(store.read(one))
    raw[-1] ^= 1
    store.write(one, bytes(raw))
    with pytest.raises(Unsealable):
        content_of(place, one, digest)
    store.write(one, store.read(other))  # whole, but of another document
    with pytest.raises(Unsealable):
        content_of(place, one, digest)
    store.write(one, b"in clear")
    with pytest.raises(Gone):
        content_of(place, one, digest)


def test_a_portal_killed_while_it_puts_a_document_leaves_no_row_without_its_file(
    portal: Portal, place: Bucket, line: Relay
) -> None:
    """Killed half-way nothing lies there; killed before its row is written the file lies alone, and is swept.

    One moment on each database: no row is written yet in either.
    """
    settings = portal.app.config["SETTINGS"]
    weather = Weather.STUCK if settings.embedded else Weather.UNANSWERED
    before = len(rows())
    db.session.remove()
    line.change(weather)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.putting"],
        stdin=subprocess.PIPE,
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"], "DATABASE_URL": settings.database_url, "INSTANCE_PATH": str(settings.instance),
            "SECRET_KEY": settings.secret_key, "FILES_URL": f"s3://{place.name}/{place.prefix}",
            "FILES_S3_ENDPOINT": place.endpoint, "FILES_S3_REGION": place.region, "FILES_S3_KEY_ID": place.key_id,
            "FILES_S3_SECRET": place.secret,
        },
    )  # fmt: skip
    with child:
        assert child.stdin is not None
        child.stdin.write(SENT)
        child.stdin.close()
        assert line.struck.wait(60)
        os.kill(child.pid, signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    line.change(Weather.CLEAR)
    assert len(rows()) == before
    left = lying(place)
    assert len(left) == (1 if weather is Weather.UNANSWERED else 0)
    assert kept_files.sweep(place, clock.real() + timedelta(days=1, minutes=1)) == len(left)
    assert lying(place) == set()


def test_a_bucket_is_asked_by_the_process_that_asked_first(
    monkeypatch: pytest.MonkeyPatch, place: Bucket
) -> None:
    """After a fork the threads of the library are gone, and it would wait for ever."""
    stores.opened(place).answers()
    monkeypatch.setattr(stores.os, "getpid", lambda: -1)
    with pytest.raises(RuntimeError, match="forked"):
        stores.opened(place).answers()


WHOLE = {
    "FILES_URL": "s3://documents/oise", "FILES_S3_ENDPOINT": "https://s3.example/", "FILES_S3_REGION": "fr-par",
    "FILES_S3_KEY_ID": "portal", "FILES_S3_SECRET": "hidden-from-view",
}  # fmt: skip


def test_a_portal_whose_bucket_is_half_named_does_not_start(tmp_path: Path) -> None:
    embedded = {"INSTANCE_PATH": str(tmp_path)}
    found = read_settings({**embedded, **WHOLE}).files
    assert found == Bucket("documents", "oise", "https://s3.example", "fr-par", "portal", "hidden-from-view")
    assert "hidden-from-view" not in repr(found)
    assert read_settings(embedded).files == tmp_path / "files"
    for folder in ("/srv/files", "file:///srv/files"):
        assert read_settings({**embedded, "FILES_URL": folder}).files == Path("/srv/files")
    for name in WHOLE:
        with pytest.raises(Misconfigured, match="FILES_"):
            read_settings({**embedded, **WHOLE, name: ""})
    for name, wrong in (
        ("FILES_URL", "gs://documents"), ("FILES_URL", "s3://"), ("FILES_URL", "s3://documents/../x"),
        ("FILES_S3_ENDPOINT", "s3.example"), ("FILES_S3_ENDPOINT", "https://key:secret@s3.example"),
    ):  # fmt: skip
        with pytest.raises(Misconfigured, match=name):
            read_settings({**embedded, **WHOLE, name: wrong})
    production = {
        "CLAUSES_ENV": "production", "SECRET_KEY": "k" * 40, "TRUSTED_HOSTS": "a.example", "BASE_URL": "https://a.example",
        "DATABASE_URL": "postgresql://base/clauses",
    }  # fmt: skip
    with pytest.raises(Misconfigured, match="FILES_S3_ENDPOINT"):
        read_settings({**embedded, **production, **WHOLE, "FILES_S3_ENDPOINT": "http://s3.example"})
