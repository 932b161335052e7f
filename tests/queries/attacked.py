"""What does one file cost the portal? Run as a program: the file on standard input, the answer and its price as JSON.

The price is counted in both processes: the memory that the portal had to take beside what it had, the most that the
process which reads held, and the time of both processors.
"""

import json
import resource
import sys
from pathlib import Path


def held() -> int:
    """The most this process has held since the last time it was asked, in bytes."""
    words = Path("/proc/self/status").read_text().split()
    return int(words[words.index("VmHWM:") + 1]) * 1024


def main() -> None:
    from clauses.domain.errors import Refused
    from clauses.domain.files import Upload
    from clauses.queries import files, sheets
    from clauses.wording import sentences

    content = sys.stdin.buffer.read()
    before, spent = held(), resource.getrusage(resource.RUSAGE_SELF)
    said = ""
    try:
        if sys.argv[1] == "kept":
            files.check(Upload("piece.bin", content), field="e_file")
        else:
            sheets.read(content, field="e_file")
    except Refused as refused:
        said = sentences.refusal(refused.code, **refused.facts)
    mine, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    json.dump(
        {
            "said": said,
            "portal": held() - before + len(content),
            "reader": others.ru_maxrss * 1024,
            "seconds": mine.ru_utime + mine.ru_stime - spent.ru_utime - spent.ru_stime + others.ru_utime + others.ru_stime,
        },
        sys.stdout,
    )  # fmt: skip


if __name__ == "__main__":
    main()
