"""Which words describe what happens around a decision on hours: claims, hours declared twice, lines drawn for a check?"""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What is asked of hours already decided."""

    CONTEST = "contest"  # the declarer does not accept what was refused
    CORRECTION = "correction"  # what was counted is wrong, whoever saw it


class ClaimState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"  # a counter-line takes back what counted, a new line counts
    REFUSED = "refused"  # what counted stays, with the answer


class MatchState(StrEnum):
    """What became of two lines that may be the same hours."""

    ASKED = "asked"  # both sides are asked
    DISPUTED = "disputed"  # both answered, not the same: whoever follows the lot decides
    SETTLED = "settled"  # one line is kept, the other is refused as a double
    DISTINCT = "distinct"  # two different works: both stay


class MatchAnswer(StrEnum):
    """What one side says of hours that two declared."""

    MINE = "mine"
    OTHERS = "others"
    DISTINCT = "distinct"


class Risk(StrEnum):
    """Why a clean line deserves a look before another."""

    FIRST_MONTH = "first_month"  # the structure declares on this lot for the first time
    REFUSED_BEFORE = "refused_before"  # hours of this structure were refused within a year
    FULL_MONTH = "full_month"  # a full time month, as a payslip says it
    SAME_AS_LAST = "same_as_last"  # exactly the hours of the month before
    ROUND = "round"  # a multiple of ten hours
    JUMP = "jump"  # half as much again as the month before, or more
    TYPED_BY_OTHER = "typed_by_other"  # not by the employer
    HABIT = "habit"  # a sign that many lines of this structure carry in the month
    UNSEEN = "unseen"  # no line of this structure was checked for months


class PickWay(StrEnum):
    """How a line came into a sample."""

    RANKED = "ranked"  # the highest risk times hours
    BY_HOUR = (
        "by_hour"  # drawn, each declared hour with the same odds: it tells what the lines not checked hold
    )
    EXTENDED = "extended"  # a gap was found this month on another line of the same declarer
    FOLLOWED = "followed"  # the last check of the structure found too many gaps: all its lines are looked at
    WEIGHTED = "weighted"  # until 0053: drawn, with odds that followed risk and hours
    EQUAL = "equal"  # until 0053: drawn with the same odds as any other line


class PickResult(StrEnum):
    CONFORM = "conform"
    GAP = "gap"
