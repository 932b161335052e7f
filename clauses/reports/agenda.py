"""How does a calendar leave for a diary? One iCalendar text (RFC 5545): events of a day or of an hour, nothing else.

A library of calendars would bring recurrences, zones and alarms for the six lines that an event has here.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from clauses.config import PARIS
from clauses.queries.agenda import Entry

LINE = 75  # octets of a line, its end left out
HOUR = timedelta(hours=1)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def icalendar(
    found: Sequence[Entry], told: Callable[[Entry], str], url: Callable[[Entry], str | None], *, name: str, host: str,
    now: datetime,
) -> str:  # fmt: skip
    """The whole text. The same thing keeps the same identity: a diary moves it instead of copying it."""
    stamp = _utc(now)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portail des clauses d'insertion//FR", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{name.translate(_ESCAPED)}",
    ]  # fmt: skip
    for one in found:
        lines += ["BEGIN:VEVENT", f"UID:{one.key}@{host}", f"DTSTAMP:{stamp}", *_when(one)]
        lines.append(f"SUMMARY:{told(one).translate(_ESCAPED)}")
        if one.place:
            lines.append(f"LOCATION:{one.place.translate(_ESCAPED)}")
        address = url(one)
        if address:
            lines.append(f"URL:{address}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _when(one: Entry) -> list[str]:
    if one.at:
        hour, minute = map(int, one.at.split(":"))
        begins = datetime(one.day.year, one.day.month, one.day.day, hour, minute, tzinfo=PARIS)
        return [f"DTSTART:{_utc(begins)}", f"DTEND:{_utc(begins + HOUR)}"]
    after = one.day + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> list[str]:
    """A line in pieces of 75 octets at most, no character cut; each piece after the first begins with a space."""
    found, piece, room = [], "", LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            found.append(piece)
            piece, room = " ", LINE - 1
        piece += character
        room -= size
    return [*found, piece]
