"""How are several volumes typed at once: tranches one a line, years one after the other, a share or hours?"""

from clauses.web.fields import _Understood
from clauses.wording import formats, parsing


def _tranches(text: str) -> list[tuple[str, int]]:
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        label, mark, hours = line.rpartition(";")
        if not mark or not label.strip():
            raise parsing.NotUnderstood("tranche_line")
        volume = parsing.hours(hours)
        if volume <= 0:
            raise parsing.NotUnderstood("tranche_line")
        found.append((" ".join(label.split())[:120], volume))
    return found


def _parts(text: str) -> list[str]:
    return [part for part in text.replace("\n", ";").split(";") if part.strip()]


class TranchesField(_Understood):
    """Optional tranches, one a line: « Tranche optionnelle 1 ; 560 »; held as (label, hundredths of an hour)."""

    read = staticmethod(_tranches)
    write = staticmethod(
        lambda rows: "\n".join(f"{label} ; {formats.hours_plain(hours)}" for label, hours in rows)
    )


class HoursListField(_Understood):
    """Hours of several years, in their order: « 300 ; 450 »; held in hundredths."""

    read = staticmethod(lambda text: [parsing.hours(part) for part in _parts(text)])
    write = staticmethod(lambda values: " ; ".join(formats.hours_plain(one) for one in values))


class PercentListField(_Understood):
    """Rates of several years, in their order: « 6 ; 6 ; 9 »; held in basis points."""

    read = staticmethod(lambda text: [parsing.percent(part) for part in _parts(text)])
    write = staticmethod(
        lambda values: " ; ".join(formats.rate(one).removesuffix("%").strip() for one in values)
    )


def _share_or_hours(text: str) -> tuple[str, int]:
    tidy = text.strip().lower()
    try:
        found = ("share", parsing.percent(text)) if not tidy.endswith("h") else ("hours", parsing.hours(text))
    except parsing.NotUnderstood:
        raise parsing.NotUnderstood("share_or_hours") from None
    if found[1] <= 0 or (found[0] == "share" and found[1] > 10_000):
        raise parsing.NotUnderstood("share_or_hours")
    return found


class ShareOrHoursField(_Understood):
    """A part of the hours: « 30 % » (or 30 alone) in basis points, « 120 h » in hundredths."""

    read = staticmethod(_share_or_hours)
    write = staticmethod(lambda part: formats.rate(part[1]) if part[0] == "share" else formats.hours(part[1]))
