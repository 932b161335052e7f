"""When is somebody reminded of a month, in which tone, and when is the buyer told? (R10)

The rungs are the days of the dated rule, in the month after the one that is due; the buyer is told on the day of the
rule, or on the last day of a shorter month. A rung that nobody climbed in time is caught up by the one in force: two
reminders of one thing never leave on one day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from clauses.domain.kinds_follow_up import ReminderTone
from clauses.domain.rules import ReportingRule
from clauses.domain.values import add_months, last_day

CATCH_UP = timedelta(days=14)  # a buyer is not told of a month whose day passed longer ago than that


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days of one month of hours: `due_on`, the reminders in their order, and the day the buyer is told."""

    due_on: date
    days: tuple[date, ...]
    informed_on: date

    def rank(self, on: date) -> int:
        """How many rungs are passed on that day: 0 before the first, never more than there are."""
        return sum(day <= on for day in self.days)

    def tone(self, on: date) -> ReminderTone:
        if on <= self.due_on:
            return ReminderTone.DUE
        return ReminderTone.LAST if self.rank(on) >= len(self.days) else ReminderTone.LATE

    def informs(self, on: date) -> bool:
        """Is the buyer told on that day, or should have been in the last days?"""
        return self.informed_on <= on <= self.informed_on + CATCH_UP

    def next_after(self, rank: int, on: date) -> date | None:
        """The day of the next reminder that leaves by itself, after `rank` rungs and after today."""
        return next((day for number, day in enumerate(self.days, 1) if number > rank and day > on), None)


def ladder(month: date, rule: ReportingRule) -> Ladder:
    """The ladder of the hours of `month`; days beyond a shorter month fall on its last one."""
    following = add_months(month, 1)
    last = last_day(following)

    def day(number: int) -> date:
        return following.replace(day=min(number, last.day))

    return Ladder(day(rule.due_day), tuple(day(n) for n in sorted(rule.reminder_days)), day(rule.inform_day))
