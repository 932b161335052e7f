"""Would a careless reader of a text take it for a formula, and how is that prevented in a file that is read back?"""

import re

# What a spreadsheet takes for a formula if somebody edits the cell and leaves it, or saves it as CSV: after blanks and
# byte-order marks, on any line, the signs and their fullwidth twins, a tab or a return.
_FORMULA_LIKE = re.compile("^[\t\r]|(?:^|[\r\n])[\\s\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]")


def looks_like_formula(text: str) -> bool:
    """Would a careless reader of this text take it for a formula (OWASP list, fullwidth signs included)?"""
    return _FORMULA_LIKE.search(text) is not None


def disarmed(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would compute; `rearmed` gives it back exactly."""
    return f"'{text}" if looks_like_formula(text.lstrip("'")) else text


def rearmed(text: str) -> str:
    """What `disarmed` was given; a text that needed no apostrophe keeps its own."""
    return text[1:] if text[:1] == "'" and looks_like_formula(text.lstrip("'")) else text
