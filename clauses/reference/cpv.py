"""What does a CPV code speak of, and does its control digit fit? Its division is named; the rest of it is not known here.

The common procurement vocabulary (CPV 2008, regulation 213/2008) lists 9 454 codes with their control digit and
publishes no rule for that digit. Weights 3, 7, 1 in turn give it for the codes that could be compared, but for some
that the 2008 version moved, in divisions 09, 51 and 72: there nothing is said. A code may always be given without it.
"""

import csv
from functools import cache
from importlib.resources import files

_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
_UNSURE = frozenset({"09", "51", "72"})


@cache
def _divisions() -> dict[str, str]:
    text = (files("clauses.reference") / "data" / "cpv-divisions.csv").read_text("utf-8")
    return {row["division"]: row["libelle"] for row in csv.DictReader(text.splitlines())}


def division(code: str) -> str | None:
    """The label of the division (two digits) of a code of 8 digits, with or without its key; None for none."""
    return _divisions().get(code[:2])


def key(code: str) -> int | None:
    """The control digit expected after these 8 digits; None where no rule is sure."""
    if code[:2] in _UNSURE:
        return None
    return sum(int(digit) * weight for digit, weight in zip(code[:8], _WEIGHTS, strict=True)) % 10


def wrong_key(code: str) -> int | None:
    """The digit expected when the one that is written (45214200-3) is another; None when all is well or unsure."""
    bare, _, written = code.partition("-")
    expected = key(bare) if written else None
    return expected if expected is not None and str(expected) != written else None
