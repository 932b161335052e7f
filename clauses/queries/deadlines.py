"""By when is each answer expected? One place for the delays that messages announce and dashboards count.

Those of the convention and of the contracts are in the dated rules; the others are habits of the portal, in days.
"""

from datetime import date, timedelta

from clauses.domain.values import add_months, month_of
from clauses.domain.workdays import add_working_days
from clauses.queries.hours_facts import due_on

COMMITMENT_DAYS = 15  # from the notification to the company's declaration (ux/5.5)
LINE_WORKING_DAYS = 5  # from the proposal of hours to the structure's answer
VALIDATION_DAYS = 10  # « relit, en général sous 10 jours » (ux/5.9)
RELAY_DAYS = 15  # « relais faits sous 15 jours » (ux/2, C1)


def commitment_due(notified_on: date) -> date:
    return notified_on + timedelta(days=COMMITMENT_DAYS)


def line_due(proposed_on: date) -> date:
    return add_working_days(proposed_on, LINE_WORKING_DAYS)


def validation_due(submitted_on: date) -> date:
    return submitted_on + timedelta(days=VALIDATION_DAYS)


def relay_due(alerted_on: date) -> date:
    return alerted_on + timedelta(days=RELAY_DAYS)


def first_report_due(exec_start: date, on: date) -> date:
    """The day the first report still to come is due: of the first month of execution, or of a later one."""
    due = due_on(month_of(exec_start))
    return due if due >= on else next_report_due(on)


def next_report_due(on: date) -> date:
    """The next day, from today on, on which reports are due."""
    last_month = add_months(month_of(on), -1)
    return next(due for due in (due_on(last_month), due_on(month_of(on))) if due >= on)
