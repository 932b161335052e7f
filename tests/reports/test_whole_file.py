"""Is a report file there entirely or not at all?"""

import errno
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from clauses.reports import whole_file, xlsx
from clauses.reports.whole_file import write_whole
from tests.reports import golden
from tests.reports.samples import SCHOOL, lots, report


def test_file_and_checksum(tmp_path: Path) -> None:
    path = tmp_path / "bilan_2026-VB-014_2027-02.xlsx"
    checksum = xlsx.write_file(report(lots(SCHOOL)), path)
    assert checksum == hashlib.sha256(path.read_bytes()).hexdigest()
    assert os.listdir(tmp_path) == [path.name]
    assert len(golden.values(path)["Lots"]) == 6
    assert xlsx.write_file(report(lots(SCHOOL)), path) == checksum


def test_disk_full_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")

    def full(target: BinaryIO) -> None:
        target.write(b"half")
        raise OSError(errno.ENOSPC, "no space left")

    with pytest.raises(OSError, match="no space"):
        write_whole(path, full)
    assert path.read_bytes() == b"before" and os.listdir(tmp_path) == ["a.xlsx"]


def test_failing_rows_leave_nothing(tmp_path: Path) -> None:
    def rows():  # type: ignore[no-untyped-def]
        yield from (("x",) + (None,) * 7 for _ in range(5000))
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        xlsx.write_file(report(lots(rows)), tmp_path / "a.xlsx")
    assert os.listdir(tmp_path) == []


def test_fsync_before_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(whole_file.os, "fsync", lambda handle: (calls.append("fsync"), fsync(handle)))
    monkeypatch.setattr(whole_file.os, "replace", lambda a, b: (calls.append("replace"), replace(a, b)))
    write_whole(tmp_path / "a", lambda target: None)
    assert calls == ["fsync", "replace", "fsync"]


def test_killed_in_the_middle(tmp_path: Path) -> None:
    """The path is never half written, and the next attempt cleans what the killed one left."""
    path = tmp_path / "a.xlsx"
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from clauses.reports.whole_file import write_whole\n"
        "def slow(target):\n"
        "    target.write(b'half'); target.flush(); print('half', flush=True); time.sleep(60)\n"
        "write_whole(Path(sys.argv[1]), slow)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"half\n"
        assert not path.exists()
        write_whole(tmp_path / "a.xlsx", lambda target: None)  # a living neighbour is left alone
        assert len(os.listdir(tmp_path)) == 2
        child.send_signal(signal.SIGKILL)
    path.unlink()
    assert len(os.listdir(tmp_path)) == 1
    write_whole(path, lambda target: None)
    assert os.listdir(tmp_path) == ["a.xlsx"]
