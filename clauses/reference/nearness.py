"""How far is a place from another, and which square holds everything within a distance of it?

Places are in millionths of a degree (WGS 84); distances in kilometres as the crow flies, rounded to the kilometre, as
they are shown: what is shown at 30 km is within 30 km.
"""

import math
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Box:
    """A square on the map, in millionths of a degree, bounds included."""

    south: int
    north: int
    west: int
    east: int


class Nearness:
    """Distances from one place, whose sines are taken once."""

    def __init__(self, lat: float, lon: float) -> None:
        self._lat, self._lon = lat, lon
        self._cosine = math.cos(math.radians(lat))

    def km(self, lat_e6: int, lon_e6: int) -> int:
        """Kilometres to a place, by the haversine formula: right to the metre, even between neighbours."""
        lat, lon = lat_e6 / MILLION, lon_e6 / MILLION
        half_chord = (
            math.sin(math.radians(lat - self._lat) / 2) ** 2
            + self._cosine * math.cos(math.radians(lat)) * math.sin(math.radians(lon - self._lon) / 2) ** 2
        )
        return round(2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half_chord))))

    def box(self, km: int) -> Box:
        """A square that holds every place shown within `km`: those up to half a kilometre further are too."""
        angle = (km + 0.5) / EARTH_RADIUS_KM
        tall = math.degrees(angle)
        # the widest east-west reach of a circle on a sphere is not at its own latitude
        wide = math.degrees(math.asin(min(1.0, math.sin(angle) / self._cosine)))
        return Box(
            south=math.floor((self._lat - tall) * MILLION), north=math.ceil((self._lat + tall) * MILLION),
            west=math.floor((self._lon - wide) * MILLION), east=math.ceil((self._lon + wide) * MILLION),
        )  # fmt: skip
