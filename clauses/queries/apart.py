"""How is a file that came in read without danger to the portal? By a process of its own, with little memory and time.

A hostile file costs what is written here and no more, whatever it is. Started as a program, this module sets the limits
upon itself, then becomes the program it was asked for: standard input is the file, standard output the answer.
"""

import resource
import runpy
import subprocess
import sys
from pathlib import Path

MEMORY = 160 * 1024 * 1024  # bytes of address space; with what the portal holds of the file, less than 200 MB
SECONDS = 4  # of processor; with what the portal spends on the file, less than 5
PATIENCE = 15  # seconds by the clock on the wall, for a busy machine
TOO_LARGE, DAMAGED = 3, 4  # what a program may end on
_ROOT = Path(__file__).parents[2]


class Stopped(Exception):
    """No answer: `heavy` when a limit stopped the reading, otherwise the file is damaged."""

    def __init__(self, heavy: bool) -> None:
        super().__init__("heavy" if heavy else "damaged")
        self.heavy = heavy


def ask(program: str, content: bytes, *words: str) -> bytes:
    """What a program, named by its file, answers of this content; raises Stopped."""
    command = [sys.executable, "-I", __file__, program, *words]
    try:
        done = subprocess.run(  # noqa: PLW1510 - the code of return is read below
            command, input=content, capture_output=True, timeout=PATIENCE, env={"LANG": "C.UTF-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Stopped(heavy=True) from None
    if done.returncode < 0 or done.returncode == TOO_LARGE or b"MemoryError" in done.stderr:
        raise Stopped(heavy=True)
    if done.returncode or not done.stdout:
        raise Stopped(heavy=False)
    return done.stdout


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    if sys.platform == "linux":  # elsewhere the limit of the address space does not hold
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.path[0:0] = [str(_ROOT)]
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
