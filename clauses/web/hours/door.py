"""Which blueprint do the screens about hours share, and how is a month read in an address?"""

import re
from datetime import date

from flask import Blueprint, abort

bp = Blueprint("hours", __name__)
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


def month_in(text: str) -> date:
    """The month of an address, « 2026-09 »; 404 for anything else."""
    if not _MONTH.fullmatch(text):
        abort(404)
    return date(int(text[:4]), int(text[5:]), 1)


def written(month: date) -> str:
    """A month as it stands in an address."""
    return f"{month:%Y-%m}"
