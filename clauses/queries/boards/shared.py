"""Which figures do several home pages show, in the same words?"""

from datetime import date
from fractions import Fraction
from typing import Any

from clauses.domain.kinds import ComplianceStatus
from clauses.queries.boards import delays
from clauses.queries.boards.board import Figure
from clauses.queries.boards.delays import Delay
from clauses.queries.worklist import Standing
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences
from clauses.wording import report as report_words


def hours(standing: Standing, endpoint: str, **values: Any) -> Figure:
    """Hours validated out of those owed on the running lots."""
    note = words.HOURS_NOTE if standing.owed else words.NO_HOURS_OWED
    return Figure(
        words.HOURS, formats.hours(standing.validated),
        sentences.written(note, owed=formats.hours(standing.owed), share=formats.percent(standing.share or Fraction(0)),
                          lots=sentences.plural(words.RUNNING_LOTS, standing.lots)),
        endpoint, values,
    )  # fmt: skip


def states(standing: Standing, endpoint: str, **values: Any) -> Figure:
    """How many running lots are in alert, with those to watch and those that keep their pace."""
    tally = dict(standing.states)
    n = tally.get(ComplianceStatus.ALERT, 0)
    return Figure(
        words.LOTS_IN_ALERT, formats.number(n),
        sentences.written(words.ALERT_NOTE, lots=sentences.plural(words.OF_RUNNING, standing.lots),
                          watched=sentences.plural(words.WATCHED, tally.get(ComplianceStatus.WATCH, 0)),
                          kept=sentences.plural(words.KEPT, tally.get(ComplianceStatus.ON_TRACK, 0) + tally.get(ComplianceStatus.REACHED, 0))),
        endpoint, values, "rouge" if n else None,
    )  # fmt: skip


def persons(standing: Standing, endpoint: str, minimum: int = 0, **values: Any) -> Figure:
    """Each person once, whatever their lots; fewer than the minimum are not counted for this reader (R21)."""
    return Figure(
        words.PERSONS, report_words.few(standing.persons, minimum), words.PERSONS_NOTE, endpoint, values
    )


def delay(found: Delay, on: date, endpoint: str, **values: Any) -> Figure:
    """The mean time from sent to validated over the last three months."""
    day = formats.day_long(delays.since(on))
    if found.mean is None:
        return Figure(words.DELAY, "—", sentences.written(words.DELAY_NONE, day=day), endpoint, values)
    late = found.mean > words.USUAL_DAYS
    return Figure(
        words.DELAY, days(found.mean),
        sentences.plural(words.DELAY_NOTE, found.reports, day=day), endpoint, values, "ambre" if late else None,
    )  # fmt: skip


def days(mean: Fraction) -> str:
    """« 6,3 jours »; « 0 jour » and « 1,5 jour »: in French the plural begins at two."""
    return sentences.written(words.DAYS if mean >= 2 else words.DAY, n=formats.decimal(mean, 1))
