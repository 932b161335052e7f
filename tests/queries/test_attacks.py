"""Does one file, whatever it is, cost the portal five seconds of processor and 200 MB at most?"""

import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from clauses.domain.decp import document
from clauses.domain.directory.reading import MAX_BYTES
from clauses.domain.files import MAX_SIZE, begins_as
from tests.attacks import ATTACKS
from tests.attacks_lists import LISTS, contracts

MOST_MEMORY, MOST_SECONDS = 200_000_000, 5
ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is neither limited nor told so")
READ = {
    "archives in archives", "a sheet that says to be without end", "shared texts by the million",
    "a text of twenty-nine megabytes",
}  # fmt: skip


class Prices:
    """A program that tells what a file costs where it is kept, or where its rows are read."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "attack.bin"
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.queries.attacked"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip

    def __call__(self, content: bytes, room: str) -> dict[str, Any]:
        assert self.program.stdin and self.program.stdout
        self.file.write_bytes(content)
        self.program.stdin.write(f"{room} {self.file}\n")
        self.program.stdin.flush()
        return json.loads(self.program.stdout.readline())


@pytest.fixture(scope="module")
def price(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prices]:
    prices = Prices(tmp_path_factory.mktemp("attacks"))
    with prices.program:
        yield prices


def held_within(cost: dict[str, Any]) -> None:
    assert cost["portal"] > 0 and cost["seconds"] > 0, cost
    assert cost["portal"] + cost["reader"] <= MOST_MEMORY, cost
    assert cost["seconds"] <= MOST_SECONDS, cost


def answered(cost: dict[str, Any]) -> None:
    held_within(cost)
    assert not cost["said"] or cost["said"][0].isupper() and cost["said"].endswith("."), cost
    assert "erreur" not in cost["said"]


@linux
@pytest.mark.parametrize("name", ATTACKS)
def test_one_file_costs_five_seconds_and_200_mb_at_most(price: Prices, name: str) -> None:
    content = ATTACKS[name]()
    assert len(content) <= MAX_SIZE
    for room in ("kept", "read") if begins_as(content) in ("zip", None) else ("kept",):
        cost = price(content, room)
        answered(cost)
        if room == "read" and name in READ:
            assert not cost["said"]


@linux
@pytest.mark.parametrize("name", LISTS)
def test_one_list_of_contracts_or_of_structures_costs_as_little(price: Prices, name: str) -> None:
    content = LISTS[name]()
    for room, most in (("contracts", document.MAX_BYTES), ("directory", MAX_BYTES)):
        if len(content) <= most:  # else refused on its weight, before it is read
            answered(price(content, room))


@linux
def test_a_full_list_is_taken_within_the_same_price(price: Prices) -> None:
    cost = price(contracts(4_600), "contracts")
    held_within(cost)
    assert cost["said"] == ""


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
def test_a_photograph_of_a_telephone_passes_within_the_same_price(
    price: Prices, size: tuple[int, int], options: dict[str, Any]
) -> None:
    cost = price(scene(*size, turned=6, **options), "kept")
    held_within(cost)
    assert cost["said"] == ""
