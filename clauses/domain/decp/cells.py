"""What does one value of a file mean: an amount, a number of months, a day, a SIRET, a yes or no?

Each function notes what it cannot read in the findings of the record and then answers None.
"""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clauses.domain.decp.document import OddNumber
from clauses.domain.decp.findings import Findings, clean
from clauses.domain.values import half_up

# Beyond ten billion euros or a century an entry is a mistake: the largest national frameworks stay below.
HIGHEST_AMOUNT = 10_000_000_000 * 100
LOWEST_AMOUNT = 100  # montant is at least 1 (schema)
LONGEST_MONTHS = 1200
FIRST_YEAR, LAST_YEAR = 1990, 2100

_NUMBER = re.compile(r"([+-]?[0-9]{1,40})(?:[.,]([0-9]{1,40}))?(?:[eE]([+-]?[0-9]{1,3}))?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].{0,30})?")
_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_IN_EUROS = re.compile(
    r"([+-]?[0-9]+(?:[.,][0-9]+)?)(k|m|milliers?|millions?)?(?:d')?(?:€|euros?|eur)?(?:ht|h\.t\.?)?"
)
_TAXED = re.compile(r"ttc|t\.t\.c|tvac|toutestaxes")
_BLANK = frozenset({"", "nan", "none", "null"})
_YES = frozenset({"true", "1", "oui", "vrai"})
_NO = frozenset({"false", "0", "non", "faux"})


def blank(value: Any) -> bool:
    """Whether a value says nothing: null, an empty text, list or object, « nan » as a text."""
    if value is None:
        return True
    if isinstance(value, str):
        first = value[:1]
        if first.isascii() and first.isalnum() and first not in "nN":  # most cells, told at once
            return False
        return len(value) < 100 and clean(value).casefold() in _BLANK
    return isinstance(value, (list, dict)) and not value


def _exact(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and len(value) < 100:
        bare = re.sub(r"[\s€]", "", value.replace("\N{NARROW NO-BREAK SPACE}", ""))
        found = _NUMBER.fullmatch(bare)
        if found:
            return Decimal(f"{found[1]}.{found[2] or 0}e{found[3] or 0}")
    return None


def number(value: Any) -> Decimal | None:
    """A number written as JSON or as a French table writes it; None if it is none."""
    return _exact(value)


def amount(findings: Findings, field: str, value: Any) -> int | None:
    """An amount in euros before tax, in cents, rounded half up."""
    if isinstance(value, OddNumber):
        return None  # already refused as such
    exact = _exact(value)
    if exact is None and isinstance(value, str):
        exact, taxed = _written_amount(value)
        if taxed:
            findings.refuse(field, "decp_amount_taxed", value)
            return None
    if exact is None:
        findings.refuse(field, "decp_amount", value)
        return None
    cents = half_up(Fraction(exact) * 100) if exact.adjusted() < 60 else 10**62
    if cents > HIGHEST_AMOUNT:
        findings.refuse(field, "decp_amount_high", value, amount=cents, limit=HIGHEST_AMOUNT)
        return None
    if cents < LOWEST_AMOUNT:
        findings.refuse(field, "decp_amount_low", value, limit=LOWEST_AMOUNT)
        return None
    return cents


def _written_amount(value: str) -> tuple[Decimal | None, bool]:
    """An amount as an office writes it (« 1 420 000 € HT », « 420 k€ »), and whether it is said to be with taxes."""
    if len(value) >= 100:
        return None, False
    bare = re.sub(r"[\s'\N{RIGHT SINGLE QUOTATION MARK}]", "", value).casefold()
    if _TAXED.search(bare):
        return None, True
    found = _IN_EUROS.fullmatch(bare)
    if found is None:
        return None, False
    unit = {"k": 3, "m": 6}.get((found[2] or "")[:1], 0)
    if (found[2] or "").startswith("millier"):
        unit = 3
    return Decimal(found[1].replace(",", ".")).scaleb(unit), False


def months(findings: Findings, field: str, value: Any) -> int | None:
    """A whole number of months, at least one."""
    if isinstance(value, OddNumber):
        return None
    exact = _exact(value)
    if exact is None or exact.adjusted() > 30 or exact != exact.to_integral_value():
        findings.refuse(field, "decp_months", value)
        return None
    if not 1 <= exact <= LONGEST_MONTHS:
        findings.refuse(field, "decp_months_range", value, limit=LONGEST_MONTHS)
        return None
    return int(exact)


def read_day(value: Any) -> date | None:
    """A day written 2024-05-25 (an hour may follow) or 25/05/2024; None if it is none."""
    if not isinstance(value, str) or len(value) > 60:
        return None
    written = clean(value)
    iso, french = _ISO_DAY.fullmatch(written), _FRENCH_DAY.fullmatch(written)
    parts = (iso[1], iso[2], iso[3]) if iso else (french[3], french[2], french[1]) if french else None
    if parts is None:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def day(findings: Findings, field: str, value: Any) -> date | None:
    """A day that can be the one of a contract; a day still to come is only a warning."""
    read = read_day(value)
    if read is None:
        if not isinstance(value, OddNumber):
            findings.refuse(field, "decp_day", value)
        return None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        findings.refuse(field, "decp_day_range", value, first=FIRST_YEAR, last=LAST_YEAR)
        return None
    if read > findings.today:
        findings.warn(field, "decp_day_future", value, day=read)
    return read


def digits(value: Any) -> str:
    """An identifier without its spaces, and without the `.0` that a spreadsheet adds to it."""
    if isinstance(value, Decimal):
        value = f"{value:f}" if abs(value.adjusted()) < 40 else ""
    bare = clean(str(value)[:200]).replace(" ", "")
    return bare[:-2] if re.fullmatch(r"[0-9]+\.0", bare) else bare


def siret(findings: Findings, field: str, value: Any, *, blocking: bool) -> str | None:
    """A SIRET of 14 digits; None if it has another shape.

    A wrong check digit only warns: the regulation asks for 14 digits, and its own examples have such numbers.
    A number whose leading zeros a spreadsheet has eaten is given them back when that makes it right.
    """
    bare = digits(value)
    if re.fullmatch(r"[0-9]{9,13}", bare) and findings.is_siret(bare.zfill(14)):
        findings.warn(field, "decp_siret_padded", value, siret=bare.zfill(14))
        return bare.zfill(14)
    if not re.fullmatch(r"[0-9]{14}", bare):
        note = findings.refuse if blocking else findings.warn
        note(field, "decp_siret", value, n=sum(c.isdigit() for c in bare))
        return None
    if not findings.is_siret(bare):
        findings.warn(field, "decp_siret_check", value, siret=bare)
    return bare


def yes(value: Any) -> bool | None:
    """A yes or no, as JSON or as a table writes it; None if it is neither."""
    if isinstance(value, bool):
        return value
    written = clean(value).casefold() if isinstance(value, (str, Decimal)) and len(str(value)) < 20 else ""
    return True if written in _YES else False if written in _NO else None
