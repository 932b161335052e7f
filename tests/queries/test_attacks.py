"""Does one file, whatever it is, cost the portal five seconds of processor and 200 MB at most?"""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from clauses.domain.files import MAX_SIZE, begins_as
from tests.attacks import ATTACKS

MOST_MEMORY, MOST_SECONDS = 200_000_000, 5
ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is neither limited nor told so")
READ = {
    "archives in archives", "a sheet that says to be without end", "shared texts by the million",
    "a text of twenty-nine megabytes",
}  # fmt: skip


def price(content: bytes, room: str) -> dict[str, object]:
    """What a file costs where it is kept, or where its rows are read."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.queries.attacked", room],
        input=content, capture_output=True, check=True, cwd=ROOT,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


def held_within(cost: dict) -> None:
    assert cost["portal"] + cost["reader"] <= MOST_MEMORY, cost
    assert cost["seconds"] <= MOST_SECONDS, cost


@linux
@pytest.mark.parametrize("name", ATTACKS)
def test_one_file_costs_five_seconds_and_200_mb_at_most(name: str) -> None:
    content = ATTACKS[name]()
    assert len(content) <= MAX_SIZE
    for room in ("kept", "read") if begins_as(content) in ("zip", None) else ("kept",):
        cost = price(content, room)
        held_within(cost)
        assert not cost["said"] or cost["said"][0].isupper() and cost["said"].endswith("."), cost
        assert "erreur" not in cost["said"]
        if room == "read" and name in READ:
            assert not cost["said"]


def scene(width: int, height: int, turned: int, **options: object) -> bytes:
    """A photograph as a telephone takes it, held upright or turned."""
    grain = Image.effect_noise((width // 12, height // 12), 60).resize((width, height))
    picture = Image.merge("RGB", (grain, Image.linear_gradient("L").resize((width, height)), grain))
    said, kept = Image.Exif(), BytesIO()
    said[0x0112] = turned
    picture.save(kept, "JPEG", exif=said, **{"quality": 85, **options})
    return kept.getvalue()


@linux
@pytest.mark.parametrize(
    ("size", "options"),
    [
        ((4000, 3000), {}), ((4000, 3000), {"progressive": True}), ((4600, 3450), {}),
        ((8000, 6000), {"quality": 60}), ((12000, 9000), {"quality": 20}),
    ],
)  # fmt: skip
def test_a_photograph_of_a_telephone_passes_within_the_same_price(size: tuple, options: dict) -> None:
    cost = price(scene(*size, turned=6, **options), "kept")
    held_within(cost)
    assert cost["said"] == ""
