"""Where do the bytes of a document lie? In a folder, or in a bucket of an S3-compatible store, which answer alike.

They are sealed before they come here: a store can read nothing of what it holds. Both write a file whole or not at
all, under the same name (`ab/abcd…`), so that a folder copied into a bucket as it is, or back, is read at once.
"""

import contextlib
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from clauses.config import Bucket, FilesPlace
from clauses.domain.errors import DomainError

log = logging.getLogger(__name__)

MARK = ".swept"  # says when the sweep last went by
CONNECT, ANSWER = timedelta(seconds=2), timedelta(seconds=10)  # a writing act waits no longer for a bucket
HEALTH = timedelta(seconds=2)


class Missing(Exception):
    """Nothing lies under this key."""


class Away(DomainError):
    """The store does not answer, refuses, or is full: nothing was written, nothing is known to be lost."""

    code = "files_away"


class Lying(NamedTuple):
    key: str
    since: datetime


class Store(Protocol):
    """What a store answers. Every question and every order raises Away when it cannot be obeyed."""

    def write(self, key: str, sealed: bytes) -> None:
        """Put it there whole, to stay, or not at all."""

    def read(self, key: str) -> bytes:
        """What was put; raises Missing."""

    def holds(self, key: str) -> bool: ...

    def remove(self, key: str) -> None:
        """Take it away; what is gone already is none of anybody's."""

    def all(self) -> Iterator[Lying]:
        """Everything that lies there, with the hour it came."""

    def swept_at(self) -> datetime | None: ...

    def note_swept(self, now: datetime) -> None: ...

    def answers(self) -> bool:
        """Would a document be taken in now, as far as can be told without writing one?"""


def opened(place: FilesPlace) -> Store:
    """The store of a place, whichever its kind."""
    return InBucket(place) if isinstance(place, Bucket) else InFolder(place)


def path_of(folder: Path, key: str) -> Path:
    """Where the file of this key is in a folder."""
    return folder / key[:2] / key


class InFolder:
    """A folder of this machine, closed to its other users."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, key: str, sealed: bytes) -> None:
        shelf = path_of(self.folder, key).parent
        part = shelf / f"{key}.part"
        with _of_the_disk():
            shelf.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.unlink(missing_ok=True)  # of the same act, stopped in the middle
            try:
                with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(sealed)
                    file.flush()
                    os.fsync(file.fileno())
                part.rename(shelf / key)
            except OSError:  # the disk is full: nothing is left of it
                part.unlink(missing_ok=True)
                raise
            directory = os.open(shelf, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)

    def read(self, key: str) -> bytes:
        try:
            return path_of(self.folder, key).read_bytes()
        except OSError as error:
            raise Missing from error

    def holds(self, key: str) -> bool:
        return path_of(self.folder, key).is_file()

    def remove(self, key: str) -> None:
        with _of_the_disk():
            path_of(self.folder, key).unlink(missing_ok=True)

    def all(self) -> Iterator[Lying]:
        for shelf in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            for path in sorted(shelf.iterdir()) if shelf.is_dir() and len(shelf.name) == 2 else ():
                with contextlib.suppress(FileNotFoundError):  # taken away meanwhile
                    yield Lying(path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def swept_at(self) -> datetime | None:
        mark = self.folder / MARK
        return datetime.fromtimestamp(mark.stat().st_mtime, UTC) if mark.exists() else None

    def note_swept(self, now: datetime) -> None:
        if self.folder.is_dir():
            (self.folder / MARK).touch()
            os.utime(self.folder / MARK, (now.timestamp(), now.timestamp()))

    def answers(self) -> bool:
        nearest = next(path for path in (self.folder, *self.folder.absolute().parents) if path.exists())
        return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


class InBucket:
    """A bucket, asked by one request for each question; a file is put by one request, so it is there whole or not."""

    def __init__(self, place: Bucket) -> None:
        self.place = place

    def write(self, key: str, sealed: bytes) -> None:
        with _of_the_bucket():
            obstore.put(self._asked(), _name_of(key), sealed, use_multipart=False)

    def read(self, key: str) -> bytes:
        with _of_the_bucket(key_may_miss=True):
            return bytes(obstore.get(self._asked(), _name_of(key)).bytes())

    def holds(self, key: str) -> bool:
        try:
            with _of_the_bucket(key_may_miss=True):
                obstore.head(self._asked(), _name_of(key))
        except Missing:
            return False
        return True

    def remove(self, key: str) -> None:
        with contextlib.suppress(Missing), _of_the_bucket(key_may_miss=True):
            obstore.delete(self._asked(), _name_of(key))

    def all(self) -> Iterator[Lying]:
        with _of_the_bucket():
            for some in obstore.list(self._asked()):
                for one in some:
                    shelf, _, key = one["path"].rpartition("/")
                    if key[:2] == shelf:  # the rest is not ours
                        yield Lying(key, one["last_modified"])

    def swept_at(self) -> datetime | None:
        try:
            with _of_the_bucket(key_may_miss=True):
                return datetime.fromisoformat(bytes(obstore.get(self._asked(), MARK).bytes()).decode())
        except (Missing, ValueError):
            return None

    def note_swept(self, now: datetime) -> None:
        with _of_the_bucket():
            obstore.put(self._asked(), MARK, now.isoformat().encode(), use_multipart=False)

    def answers(self) -> bool:
        try:
            with _of_the_bucket():
                for _ in obstore.list(self._asked(HEALTH), prefix="00/"):
                    break
        except Away:
            return False
        return True

    def _asked(self, patience: timedelta = ANSWER) -> S3Store:
        return _client(self.place, patience, _process())


@cache
def _client(place: Bucket, patience: timedelta, process: int) -> S3Store:
    return S3Store(
        place.name,
        prefix=place.prefix or None,
        config={
            "endpoint": place.endpoint,
            "region": place.region,
            "access_key_id": place.key_id,
            "secret_access_key": place.secret,
            "virtual_hosted_style_request": False,
        },
        client_options={
            "timeout": patience,
            "connect_timeout": min(CONNECT, patience),
            "allow_http": place.endpoint.startswith("http://"),
        },
        retry_config={"max_retries": 2, "retry_timeout": patience},
    )  # fmt: skip


@cache
def _first_process() -> int:
    return os.getpid()


def _process() -> int:
    """This process, which must be the one that asked first: the library's threads do not cross a fork, and would hang.

    The web server forks before it loads the portal, and the worker asks nothing itself; the children of both may ask.
    """
    if _first_process() != os.getpid():
        raise RuntimeError("a bucket was asked before this process was forked")
    return os.getpid()


def _name_of(key: str) -> str:
    return f"{key[:2]}/{key}"


@contextlib.contextmanager
def _of_the_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.warning("files_away", extra={"kind": type(error).__name__})
        raise Away from error


@contextlib.contextmanager
def _of_the_bucket(*, key_may_miss: bool = False) -> Iterator[None]:
    """Tell a key that is not there from a bucket that is not, and from a store that does not answer or refuses."""
    try:
        yield
    except (BaseError, OSError) as error:
        if key_may_miss and isinstance(error, FileNotFoundError) and "NoSuchBucket" not in str(error):
            raise Missing from error
        log.warning(
            "files_away", extra={"kind": type(error).__name__}
        )  # not its text, which holds an address
        raise Away from None
