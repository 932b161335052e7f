"""How is the Oise drawn? The outlines of its EPCI as SVG paths, and where a place stands on the same drawing.

Degrees are laid flat around one latitude (an east-west degree is as long as it is at 49.4°), then scaled to whole
units: one unit is about 130 m, finer than the outlines.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

VINTAGE = "epci-60-2026"
WIDTH = 900  # units, margins included
MARGIN = 12
LATITUDE = 49.4


@dataclass(frozen=True, slots=True)
class Outline:
    """An EPCI on the drawing: its path, and where its name stands."""

    code: str
    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """The outlines, in code order, and the size of the drawing in units."""

    outlines: tuple[Outline, ...]
    width: int
    height: int
    west: float
    north: float
    scale: float

    def at(self, lat: float, lon: float) -> tuple[int, int]:
        """Where a place stands, in units from the top left."""
        flat = math.cos(math.radians(LATITUDE))
        return (
            MARGIN + round((lon - self.west) * flat * self.scale),
            MARGIN + round((self.north - lat) * self.scale),
        )


@cache
def drawing() -> Drawing:
    text = (files("clauses.reference") / "data" / "outlines" / f"{VINTAGE}.geojson").read_text("utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    points = [point for feature in features for ring in _rings(feature) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * math.cos(math.radians(LATITUDE)))
    height = round((north - south) * scale) + 2 * MARGIN
    empty = Drawing((), WIDTH, height, west, north, scale)
    outlines = []
    for feature in sorted(features, key=lambda one: str(one["properties"]["code"])):
        told = feature["properties"]
        path = "".join(_path([empty.at(lat, lon) for lon, lat in ring]) for ring in _rings(feature))
        outlines.append(
            Outline(told["code"], told["nom"], path, *empty.at(told["label_lat"], told["label_lon"]))
        )
    return Drawing(tuple(outlines), WIDTH, height, west, north, scale)


def _rings(feature: dict[str, Any]) -> Iterable[list[tuple[float, float]]]:
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return (ring for polygon in polygons for ring in polygon)


def _path(points: list[tuple[int, int]]) -> str:
    """A closed path by relative steps, without the points that rounding made alike."""
    (x, y), steps = points[0], []
    start = f"M{x} {y}"
    for here in points[1:-1]:
        dx, dy = here[0] - x, here[1] - y
        if dx or dy:
            steps.append(f"{dx}{'' if dy < 0 else ' '}{dy}")
        x, y = here
    return f"{start}l{' '.join(steps)}z"
