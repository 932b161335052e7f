"""How are hours, amounts, rates, dates and numbers written for a French reader?

A narrow no-break space groups thousands and stands before a unit. Nothing here rounds what is stored, but
percentages, which are rounded half up.
"""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
PARIS = ZoneInfo("Europe/Paris")

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def number(n: int) -> str:
    """« 830 725 »."""
    return f"{n:,}".replace(",", NARROW).replace("-", "−")


def _hundredths(n: int) -> str:
    """A number of hundredths with a decimal comma and no trailing zeros: 24211 is « 242,11 »."""
    whole, rest = divmod(abs(n), 100)
    decimals = f"{rest:02}".rstrip("0")
    sign = "−" if n < 0 else ""
    return f"{sign}{number(whole)},{decimals}" if decimals else f"{sign}{number(whole)}"


def hours_plain(centi: int) -> str:
    """Hours given in hundredths, without their unit: « 1 190 », « 35,5 »."""
    return _hundredths(centi)


def hours(centi: int) -> str:
    """Hours given in hundredths: « 1 190 h », « 35,5 h », « 242,11 h »."""
    return f"{_hundredths(centi)}{NARROW}h"


def euros(cents: int, ht: bool = False) -> str:
    """An amount given in cents: « 1 420 000 € », « 30,50 € », with « HT » on request."""
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    decimals = f",{rest:02}" if rest else ""
    return f"{sign}{number(whole)}{decimals}{NARROW}€{f'{NARROW}HT' if ht else ''}"


def rate(bp: int) -> str:
    """A rate given in basis points: « 7 % », « 2,5 % »."""
    return f"{_hundredths(bp)}{NARROW}%"


def percent(value: Fraction | Decimal | int, digits: int = 1) -> str:
    """A share of one, rounded half up: `Fraction(1642, 2415)` is « 68,0 % », 1 is « 100,0 % »."""
    exact = Fraction(value) * 100 * 10**digits
    floor, rest = divmod(abs(exact.numerator), exact.denominator)
    units = floor + (2 * rest >= exact.denominator)
    whole, decimals = divmod(units, 10**digits)
    sign = "−" if exact < 0 and units else ""
    shown = f"{number(whole)},{decimals:0{digits}}" if digits else number(whole)
    return f"{sign}{shown}{NARROW}%"


def points(value: Fraction | Decimal | int) -> str:
    """A gap between two shares of one, without its unit: « +19,3 », « −33,3 », « 0,0 »."""
    shown = percent(value).removesuffix(f"{NARROW}%")
    return f"+{shown}" if value > 0 and shown != "0,0" else shown


def decimal(value: Fraction | Decimal, digits: int = 2) -> str:
    """A number rounded half up, without trailing zeros: « 0,84 », « 1,5 »."""
    exact = Fraction(value)
    scaled = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = scaled.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    whole, _, rest = f"{abs(rounded):f}".partition(".")
    rest = rest.rstrip("0")
    sign = "−" if rounded < 0 else ""
    return f"{sign}{number(int(whole))},{rest}" if rest else f"{sign}{number(int(whole))}"


def _day_of_month(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def day_long(day: date) -> str:
    """« 12 mars 2026 », « 1er mars 2026 »."""
    return f"{_day_of_month(day)} {month_long(day)}"


def day_short(day: date) -> str:
    """« 12/03/2026 », for tables and fields."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def day_weekday(day: date) -> str:
    """« lundi 9 mars »."""
    return f"{_WEEKDAYS[day.weekday()]} {_day_of_month(day)} {MONTHS[day.month - 1]}"


def month_long(month: date) -> str:
    """« mars 2026 »."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def month_short(month: date) -> str:
    """« sept. 26 », for the axis of a chart."""
    return f"{_SHORT_MONTHS[month.month - 1]} {month.year % 100:02}"


def month_numeric(month: date) -> str:
    """« 09/2026 », as a month field is typed."""
    return f"{month.month:02}/{month.year:04}"


def quarter_long(quarter: date) -> str:
    """« 1er trimestre 2027 »."""
    rank = (quarter.month - 1) // 3 + 1
    return f"{'1er' if rank == 1 else f'{rank}e'} trimestre {quarter.year}"


def of_month(month: date) -> str:
    """« de mars 2026 », « d'avril 2026 »."""
    written = month_long(month)
    return f"d'{written}" if written[0] in "ao" else f"de {written}"


def moment(when: datetime) -> str:
    """An instant, in Paris: « 8 octobre 2026 à 14:32 ». Without a zone, it is read as UTC."""
    local = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(PARIS)
    return f"{day_long(local.date())} à {local:%H:%M}"


def hour_written(at: str) -> str:
    """« 14 h 30 » from « 14:30 »."""
    return at.replace(":", "\u00a0h\u00a0")


def hour_of_day(when: datetime) -> str:
    """The hour of an instant, in Paris: « 14:32 »."""
    return f"{(when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(PARIS):%H:%M}"


def phone(digits: str) -> str:
    """« 03 44 12 34 56 », kept on one line; a number of another shape is left as it is."""
    if len(digits) != 10 or not digits.isdigit():
        return digits
    return NO_BREAK.join(digits[start : start + 2] for start in range(0, 10, 2))


def siret(digits: str) -> str:
    """« 999 002 017 00013 »; anything but 14 digits is left as it is."""
    if len(digits) != 14 or not digits.isdigit():
        return digits
    return f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"


def count(n: int, one: str, many: str) -> str:
    """« 3 lots », « 1 lot », « 0 lot »: in French the plural begins at two."""
    return f"{number(n)} {many if abs(n) >= 2 else one}"


def joined(items: list[str]) -> str:
    """« Beauvais, Creil et Méru »."""
    return " et ".join([*([", ".join(items[:-1])] if len(items) > 1 else []), *items[-1:]])


def size(octets: int) -> str:
    """The weight of a file: « 640 o », « 12 ko », « 10,1 Mo »; a thousand of each, rounded half up."""
    for unit, one in (("Go", 10**9), ("Mo", 10**6), ("ko", 10**3)):
        if octets >= one:
            return f"{decimal(Fraction(octets, one), 0 if unit == 'ko' else 1)}{NARROW}{unit}"
    return f"{octets}{NARROW}o"
