"""Is a social security number (NIR) written in this text? The portal holds none, and refuses to be given one.

Thirteen characters (sex, year, month, department, commune, order) and a key of two figures: 97 minus the number
modulo 97, where 2A and 2B of Corsica count as 19 and 18. With its key a number is certain; without it, its parts must
all be possible, so that a market reference or a SIRET is not taken for one.
"""

import re

_SEPARATED = r"[ .\u00a0\u202f-]?"
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])"
    + _SEPARATED.join([r"([1-478])", r"([0-9]{2})", r"([0-9]{2})", r"([0-9]{2}|2[ABab])", r"([0-9]{3})", r"([0-9]{3})"])
    + rf"(?:{_SEPARATED}([0-9]{{2}}))?(?![0-9A-Za-z])"
)  # fmt: skip
_CORSICA = {"2A": "19", "2B": "18"}


def holds_nir(text: str) -> bool:
    """Whether something that reads as a social security number is written there."""
    return any(_is_nir(found) for found in _NUMBER.finditer(text))


def _is_nir(found: re.Match[str]) -> bool:
    sex, year, month, place, commune, order, key = found.groups()
    place = place.upper()
    if key is not None:
        number = int(sex + year + month + _CORSICA.get(place, place) + commune + order)
        return int(key) == 97 - number % 97
    possible_month = 1 <= int(month) <= 12 or 20 <= int(month) <= 42 or int(month) >= 50
    possible_place = place in _CORSICA or 1 <= int(place) <= 95 or 97 <= int(place) <= 99
    return sex in "12" and possible_month and possible_place and order != "000" and commune != "000"
