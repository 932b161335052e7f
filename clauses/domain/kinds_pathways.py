"""Which kinds does the follow-up of people in pathway know: the end of a trial placement, a skill, what comes next?"""

from enum import StrEnum


class TrialResult(StrEnum):
    """What followed a trial placement (convention of 2008, S11)."""

    HIRED = "hired"
    LONGER = "longer"
    NOT_BY_COMPANY = "not_by_company"
    NOT_BY_PERSON = "not_by_person"


class SkillLevel(StrEnum):
    """How far somebody masters a skill, from helped to able to show it."""

    HELPED = "helped"
    SIMPLE = "simple"
    ALONE = "alone"
    SHOWS = "shows"


class NextStep(StrEnum):
    """What is planned after the pathway (S4)."""

    LASTING_JOB = "lasting_job"
    TRANSITION_JOB = "transition_job"
    OTHER_SIAE = "other_siae"
    TRAINING = "training"
    BUSINESS = "business"
    OTHER = "other"
