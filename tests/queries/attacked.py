"""What does one file cost the portal? Run as a program that forks for each file it is told of; the price comes back as JSON.

A line of the standard input is `room path`; a line of the answer is what was said and its price, counted in both
processes: the memory that the portal had to take beside what it had, the most that the process which reads held, and
the time of both processors. The program loads the portal once and reads no file itself, so that each is measured in a
process of its own which held nothing yet.
"""

import json
import os
import resource
import sys
from datetime import date
from pathlib import Path

from clauses.domain import decp, directory
from clauses.domain.errors import Refused
from clauses.domain.files import Upload
from clauses.queries import files, sheets
from clauses.queries.decp import is_siret
from clauses.wording import sentences

TODAY = date(2026, 3, 2)


def held() -> int:
    """The most this process has held since it was forked, in bytes."""
    words = Path("/proc/self/status").read_text().split()
    return int(words[words.index("VmHWM:") + 1]) * 1024


def taken_in(room: str, content: bytes) -> None:
    """Read the file as the portal does in this room; raises Refused."""
    if room == "kept":
        files.check(Upload("piece.bin", content), field="e_file")
    elif room == "read":
        sheets.read(content, field="e_file")
    elif room == "contracts":
        decp.read(content, "marches.json", is_siret=is_siret, today=TODAY)
    elif room == "directory":
        directory.read_rows(directory.rows_of(content), is_siret=is_siret, today=TODAY)
    else:
        raise ValueError(room)


def price(room: str, path: Path) -> dict[str, object]:
    before, spent = held(), resource.getrusage(resource.RUSAGE_SELF)
    content = path.read_bytes()
    said = ""
    try:
        taken_in(room, content)
    except Refused as refused:
        said = sentences.refusal(refused.code, **refused.facts)
    mine, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "said": said,
        "portal": held() - before,
        "reader": others.ru_maxrss * 1024,
        "seconds": mine.ru_utime + mine.ru_stime - spent.ru_utime - spent.ru_stime + others.ru_utime + others.ru_stime,
    }  # fmt: skip


def main() -> None:
    for line in sys.stdin:
        room, _, path = line.rstrip("\n").partition(" ")
        child = os.fork()
        if not child:
            print(json.dumps(price(room, Path(path))), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"said": f"status {status}"}), flush=True)


if __name__ == "__main__":
    main()
