"""Which letters does the resource person write from a model?"""

from enum import StrEnum


class LetterModel(StrEnum):
    START = "start"
    REMINDER = "reminder"
    NOTICE_DRAFT = "notice_draft"  # a draft: only the buyer gives formal notice
    CERTIFICATE = "certificate"
    MEETING = "meeting"
