"""How does the portal ask something of the identity provider without waiting or being led elsewhere?

One answer within five seconds in all, name look-up included: the call is made beside, and is given up at the end of
the delay. No redirect is followed, no cookie is kept, and no more than an answer of a reasonable size is read.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import urllib3

from clauses.domain.openid import Distrust

SECONDS = 5.0
MOST_BYTES = 262_144
AT_ONCE = 4


class Silent(Exception):
    """The provider did not answer, or answered that it cannot; `step` says to what."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


@dataclass(frozen=True, slots=True)
class Answer:
    step: str
    kind: str  # the media type, without its parameters
    body: bytes

    def read_json(self) -> dict[str, Any]:
        """The object it holds; raises Distrust."""
        try:
            read = (
                json.loads(self.body)
                if self.kind in ("application/json", "application/jwk-set+json")
                else None
            )
        except (ValueError, RecursionError) as error:
            raise Distrust(f"{self.step}_json") from error
        if not isinstance(read, dict):
            raise Distrust(f"{self.step}_json")
        return read


def ask(
    step: str, url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """GET, or POST of a form. Raises Silent when nothing comes in time or on a 5xx, Distrust on another refusal."""
    try:
        status, kind, body = _beside().submit(_ask, url, form, headers).result(timeout=SECONDS)
    except (TooLate, urllib3.exceptions.HTTPError, OSError) as error:
        raise Silent(step) from error
    if status >= 500 or status == 429:
        raise Silent(step)
    if status != 200:
        raise Distrust(f"{step}_{status}")
    if len(body) > MOST_BYTES:
        raise Distrust(f"{step}_size")
    return Answer(step, kind.partition(";")[0].strip().lower(), body)


def _ask(
    url: str, form: Mapping[str, str] | None, headers: Mapping[str, str] | None
) -> tuple[int, str, bytes]:
    sent = {"Accept-Encoding": "identity", "User-Agent": "clauses", **(headers or {})}
    if form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    with urllib3.PoolManager(timeout=SECONDS, retries=False) as pool:
        answer = pool.request(
            "GET" if form is None else "POST", url, body=urlencode(form) if form is not None else None, headers=sent,
            redirect=False, preload_content=False, decode_content=False,
        )  # fmt: skip
        try:
            return answer.status, answer.headers.get("Content-Type", ""), answer.read(MOST_BYTES + 1)
        finally:
            answer.close()


@cache
def _beside() -> ThreadPoolExecutor:
    """Made at the first call: the threads of a process do not follow into those it gives birth to."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="provider")
