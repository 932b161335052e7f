"""Which version of a rule was in force on a day, and what does each rule hold?

A fact is judged by the rule in force on the day it happened. The values live in the reference files, dated
and sourced; the defaults below are those of rules R1-R26, so that an example names only what it changes.
Hours are hundredths, euros are cents, rates are basis points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar


class NoRuleInForce(LookupError):
    """No version, or more than one, is in force on the day asked: a fault in the data, not of a person."""


@dataclass(frozen=True)
class Dated:
    """A version of a rule, from a day to a day, both included; `source` says who decided it."""

    effective_from: date
    effective_to: date | None
    source: str

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


Version = TypeVar("Version", bound=Dated)


def rule_in_force(versions: Sequence[Version], on: date) -> Version:
    """The one version in force on that day; raises NoRuleInForce when it is not exactly one."""
    found = [version for version in versions if version.in_force(on)]
    if len(found) != 1:
        raise NoRuleInForce(f"{len(found)} versions in force on {on}, one expected")
    return found[0]


@dataclass(frozen=True)
class SizingRule(Dated):
    """How a volume is proposed (R1, R2)."""

    rounding_step: int = 3500  # volumes are written in weeks of 35 h
    small_below: int = 3500  # below, the nearest whole hour: real lots of 16-20 h exist
    deviation_question_bp: int = 2000  # beyond this gap with the computed volume, a reason is asked
    hourly_cost_cents: int = 3800
    rate_warn_bp: int = 2000  # beyond this integration rate, a warning


@dataclass(frozen=True)
class RelayRule(Dated):
    """Beyond which hours in companies a person passes from an AI to an ETTI (R6, convention of 2008, §C)."""

    max_hours: int = 24000  # exactly this much is allowed
    window_months: int = 12  # sliding, current month included
    alert_bp: int = 8000


@dataclass(frozen=True)
class CeilingRule(Dated):
    """Beyond which hours the law forbids an AI to place a person (R7, C. trav. L5132-9 and R5132-18)."""

    max_hours: int = 48000
    window_months: int = 24  # from the first placement in a company
    exempt_users: tuple[str, ...] = ("individual", "non_profit", "local_authority")
    waiver_max_months: int = 36  # longest prefect's waiver, renewable; 0 where the law knew none


@dataclass(frozen=True)
class PlausibilityRule(Dated):
    """Which hours of one person in one month ask a comment, and which cannot be (R9)."""

    comment_over: int = 15167
    block_over: int = 20800


@dataclass(frozen=True)
class SamplingRule(Dated):
    """How many clean lines of a month are checked, and what makes one line weigh more than another (E04).

    A line weighs its hours times one plus the sum of its risks; the risks are hundredths (150: one and a half).
    """

    rate_bp: int = 1500
    ranked_bp: int = (
        7500  # of the sample, the part taken by rank; the rest is drawn, each hour with the same odds
    )
    habit_from_bp: int = 4000  # of the lines of a structure, from which a sign is its habit
    unseen_months: int = 6  # without a check, from which a structure is one that nobody looked at
    followed_months: int = 3  # since its last check, within which a structure at fault is looked at whole
    followed_gaps: int = 2  # gaps in one month that put it at fault,
    followed_from_bp: int = 2000  # if they are so many of its lines checked that month
    first_month: int = 100
    refused_before: int = 400
    full_month: int = 400
    same_as_last: int = 300
    round: int = 50
    jump: int = 150
    typed_by_other: int = 50
    habit: int = 300
    unseen: int = 200


@dataclass(frozen=True)
class ComplianceRule(Dated):
    """When a lot is on track, to watch or in alert, in points of % hours minus % time (R5)."""

    watch_below_points: int = -10
    alert_below_points: int = -25
    partly_from_bp: int = 9000  # at closing


@dataclass(frozen=True)
class EligibilityRule(Dated):
    """How long a proven eligibility is valid, from the entry in the scheme (R11)."""

    window_months: int = 24


@dataclass(frozen=True)
class PassRule(Dated):
    """How much a PASS IAE may be suspended and prolonged, in months (domain rules 4.3, R4-4)."""

    suspension_months: int = 36
    late_months: int = 12  # a suspension may be declared that late: later, it is only looked at
    request_months: int = 12
    disability_months: int = 36
    senior_months: int = 60
    difficulties_months: int = 36
    inclusion_cdi_months: int = 120


@dataclass(frozen=True)
class ReportingRule(Dated):
    """On which days of the following month a monthly report is due, recalled, and told to the buyer (R10)."""

    due_day: int = 10
    reminder_days: tuple[int, ...] = (5, 11, 20)
    inform_day: int = 30  # the last day of a shorter month
    settled_months: int = 1  # months between the end of a month and its settled figures


@dataclass(frozen=True)
class ProgrammeRule(Dated):
    """From when a planned project bears a clause, is better reserved, or is grouped with others."""

    integration_rate_bp: int = 500
    useful_from_hours: int = 7000
    useful_from_months: int = 3
    reserve_up_to_cents: int = 9_000_000
    reserve_trades: tuple[str, ...] = ()
    group_within_months: int = 6


@dataclass(frozen=True)
class OpinionRule(Dated):
    """Within how many working days the resource person answers a buyer."""

    working_days: int = 5


@dataclass(frozen=True)
class ConsultationRule(Dated):
    """How many days before the offers an answer must have been published."""

    answer_days: int = 6


@dataclass(frozen=True)
class SendingRule(Dated):
    """When messages leave, and how long what they leave behind is kept. Hours of the day are minutes after midnight."""

    opens_minute: int = 450
    closes_minute: int = 1140
    cool_down_hours: int = 24
    refused_days: int = 7
    pause_days: int = 15
    keep_months: int = 12


@dataclass(frozen=True)
class CapacityRule(Dated):
    """How many months a structure speaks of, when what it said is old, and how often it is asked again before silence."""

    window_months: int = 3
    turn_days: int = 15
    stale_after_days: int = 45
    remind_every_days: int = 15
    most_reminders: int = 3


@dataclass(frozen=True)
class FteRule(Dated):
    """How many hours make a full-time equivalent, and which bases a report may choose (R22)."""

    base_hours: int = 160700
    selectable: tuple[int, ...] = (160000, 160700, 182000)


@dataclass(frozen=True)
class SmallCellRule(Dated):
    """Below which count of persons a figure is masked outside the operational space (R21)."""

    minimum: int = 5


@dataclass(frozen=True)
class PenaltyRule(Dated):
    """Which penalty per missing hour is proposed when the lot says nothing else (R17)."""

    per_hour_cents: int = 5000


@dataclass(frozen=True)
class SubcontractRule(Dated):
    """Below which amount per hour a subcontract to a structure asks a look (R23)."""

    min_hourly_cents: int = 3000


@dataclass(frozen=True)
class ExitRule(Dated):
    """How long before the end of a contract its exit is prepared (R14, convention of 2008)."""

    months_before: int = 3


@dataclass(frozen=True)
class CooperationRule(Dated):
    """What the structures of a territory engaged to do together, and by when (convention of 2008; R25)."""

    relay_days: int = 15  # from the day the threshold of the relay is reached to the day it is agreed
    portfolio_months: int = 6  # a portfolio updated within is up to date
    enrol_months: int = 2  # from the first day in an ACI to the day its third month begins (S6)
    meetings: int = 2  # SIAE/SPE, at least, in a year
    session_posts: int = 3  # a joint information session from this many posts, or a reason


@dataclass(frozen=True)
class RetentionRule(Dated):
    """How many months personal data are kept after their use is over, and when two persons must confirm a purge."""

    document_months: int = 24
    withdrawn_months: int = 1
    identity_months: int = 24
    account_months: int = 24
    trace_months: int = 12
    sign_up_months: int = 12
    partner_request_months: int = 12
    request_months: int = 12
    report_months: int = 24
    answer_months: int = 1
    bulk_over: int = 50
