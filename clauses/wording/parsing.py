"""What did a person mean by what they typed? Hours, amounts, rates, dates, months, whole numbers and SIRET.

What is not understood is refused with a code, whose sentence is in `wording.refusals`; nothing is guessed nor
rounded.
"""

import re
import unicodedata
from datetime import date
from typing import Any

from stdnum.fr import siret as siret_check

from clauses.domain.errors import DomainError
from clauses.wording.formats import MONTHS

_GROUPED = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
_HOURS = re.compile(rf"({_GROUPED})(?:[.,]([0-9]{{1,2}}))? ?(?:h|heures?)?", re.IGNORECASE)
_CLOCK = re.compile(rf"({_GROUPED}) ?[hH:] ?([0-5][0-9])")
_EUROS = re.compile(
    rf"({_GROUPED})(?:[.,]([0-9]{{1,2}}))? ?(?:€|euros?|eur)? ?(?:ht|h\. ?t\.?)?", re.IGNORECASE
)
_BIG_EUROS = re.compile(
    rf"({_GROUPED})(?:[.,]([0-9]{{1,8}}))? ?(?:(k|m)(?:€|euros?|eur)|(milliers?|millions?)(?: d['’ ]?(?:€|euros?))?) ?(?:ht)?",
    re.IGNORECASE,
)  # « 420 k€ », « 1,4 M€ », « 2 millions d'euros »
_THOUSANDS = re.compile(r"(?<=[0-9])['’\u2018](?=[0-9]{3}(?![0-9]))")
_WITH_TAX = re.compile(r"(?<![a-z])t\.? ?t\.? ?c(?![a-z])|toutes taxes", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf"})  # controls, marks of direction, zero-width: nobody types them
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?")
_INTEGER = re.compile(_GROUPED)
_DAY = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]) ?(?:h|H|:) ?([0-5][0-9])?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+) ([0-9]{4})")
_CPV = re.compile(r"([0-9]{8})(?:[-–−]?([0-9]))?")
_MINUS = re.compile(r"[-−–] ?(?=[0-9])")
_YEARS = range(1900, 2101)
_MOST_DIGITS = 12  # beyond, it is a slip of the keyboard, and no column would hold it


class NotUnderstood(DomainError):
    """What was typed cannot be read; `code` and `facts` make the sentence shown under the field."""

    code = "not_understood"

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, **facts)


def seen(text: str) -> str:
    """The text without the characters that nobody sees: controls, zero-width, marks of direction; lines are kept."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in _UNSEEN)


def _tidy(text: str) -> str:
    """The text with every kind of space read as one space; raises `required` when nothing is left."""
    tidy = " ".join(seen(text).split())
    if not tidy:
        raise NotUnderstood("required")
    return tidy


def _whole(digits: str, code: str) -> int:
    bare = digits.replace(" ", "")
    if len(bare) > _MOST_DIGITS:
        raise NotUnderstood(code)
    return int(bare)


def _two_decimals(match: re.Match[str] | None, code: str) -> int:
    """Hundredths of « whole » and « decimals » groups."""
    if match is None:
        raise NotUnderstood(code)
    return _whole(match[1], code) * 100 + int((match[2] or "").ljust(2, "0"))


def hours(text: str) -> int:
    """Hundredths of an hour from `35`, `35,5`, `35.5`, `35h30`, `1 190` or `35 h`; zero is understood.

    Raises NotUnderstood: `required`, `hours_positive` below zero, `hours_format` for the rest, also when the
    value is finer than a hundredth (35h20): the person then writes what they want counted.
    """
    tidy = _tidy(text)
    below = _MINUS.match(tidy)
    if below and _hours(tidy[below.end() :]) is not None:
        raise NotUnderstood("hours_positive")
    found = _hours(tidy)
    if found is None:
        raise NotUnderstood("hours_format")
    return found


def _hours(tidy: str) -> int | None:
    clock = _CLOCK.fullmatch(tidy)
    if clock is not None:
        hundredths, rest = divmod(int(clock[2]) * 100, 60)
        return None if rest else _whole(clock[1], "hours_format") * 100 + hundredths
    plain = _HOURS.fullmatch(tidy)
    return None if plain is None else _two_decimals(plain, "hours_format")


def euros(text: str) -> int:
    """Cents from `1 420 000`, `1'420'000`, `1420000,00 €`, `3 227 000 € HT`, `420 k€` or `1,4 M€`.

    Raises `required`, `euros_ttc` for an amount with taxes, or `euros_format` for the rest.
    """
    tidy = _THOUSANDS.sub("", _tidy(text))
    if _WITH_TAX.search(tidy):
        raise NotUnderstood("euros_ttc")
    big = _BIG_EUROS.fullmatch(tidy)
    return _many_euros(big) if big else _two_decimals(_EUROS.fullmatch(tidy), "euros_format")


def _many_euros(match: re.Match[str]) -> int:
    """Cents of thousands or millions; what is finer than a cent is refused, as everywhere."""
    unit = (match[3] or match[4]).lower()
    digits = 5 if unit in ("k", "millier", "milliers") else 8  # a thousand is 10^5 cents, a million 10^8
    decimals = match[2] or ""
    if len(decimals) > digits:
        raise NotUnderstood("euros_format")
    return _whole(match[1], "euros_format") * 10**digits + int(decimals.ljust(digits, "0"))


def percent(text: str) -> int:
    """Basis points from `7` or `7,5 %`; raises `required` or `percent_format`. Bounds belong to the field."""
    return _two_decimals(_PERCENT.fullmatch(_tidy(text)), "percent_format")


def integer(text: str) -> int:
    """A whole number, zero or more, from `12` or `1 200`; raises `required` or `integer_format`."""
    tidy = _tidy(text)
    if _INTEGER.fullmatch(tidy) is None:
        raise NotUnderstood("integer_format")
    return _whole(tidy, "integer_format")


def _date(year: str, month: str, day: str, code: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise NotUnderstood(code) from None
    if found.year not in _YEARS:
        raise NotUnderstood(code)
    return found


def day(text: str) -> date:
    """A day from `15/06/2026`, or `2026-06-15` as browsers send it; raises `required`, `date_format`,
    or `date_unknown` for the 31st of February."""
    tidy = _tidy(text)
    typed, iso = _DAY.fullmatch(tidy), _ISO_DAY.fullmatch(tidy)
    if typed is not None:
        return _date(typed[3], typed[2], typed[1], "date_unknown")
    if iso is not None:
        return _date(iso[1], iso[2], iso[3], "date_unknown")
    raise NotUnderstood("date_format")


def month(text: str) -> date:
    """The 1st of a month from `09/2026`, `2026-09`, `septembre 2026`; raises `required` or `month_format`."""
    tidy = _tidy(text)
    typed, iso, named = _MONTH.fullmatch(tidy), _ISO_MONTH.fullmatch(tidy), _NAMED_MONTH.fullmatch(tidy)
    if typed is not None:
        return _date(typed[2], typed[1], "1", "month_format")
    if iso is not None:
        return _date(iso[1], iso[2], "1", "month_format")
    if named is not None and named[1].lower() in MONTHS:
        return _date(named[2], str(MONTHS.index(named[1].lower()) + 1), "1", "month_format")
    raise NotUnderstood("month_format")


def siret(text: str) -> str:
    """The 14 digits of a SIRET, with or without spaces; its key is checked, La Poste's own rule included.

    Raises `required`, `siret_length` with `n`, the number of digits typed, or `siret_typo`.
    """
    bare = re.sub(r"[ .\-]", "", _tidy(text))
    typed = re.sub(r"[^0-9]", "", bare)
    if len(typed) != 14:
        raise NotUnderstood("siret_length", n=len(typed))
    if bare != typed or not siret_check.is_valid(typed):
        raise NotUnderstood("siret_typo")
    return typed


def cpv(text: str) -> str:
    """A CPV code as it is written, `45214200` or `45214200-2`; spaces are let go, the key stays where it was typed.

    Whether the code exists is for `reference.cpv`. Raises `required` or `cpv`.
    """
    bare = re.sub(r"[ .]", "", _tidy(text))
    found = _CPV.fullmatch(bare)
    if found is None:
        raise NotUnderstood("cpv")
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def time_of_day(text: str) -> str:
    """« 14:30 » from `14 h 30`, `14h`, `14:30`; raises `required` or `time_format`."""
    found = _TIME.fullmatch(_tidy(text))
    if found is None:
        raise NotUnderstood("time_format")
    return f"{int(found[1]):02}:{found[2] or '00'}"
