"""What does the portal write down of its own life? One JSON object a line: codes, numbers and moments, never values.

No name, address, form, file name or message of an exception goes in: a traceback is kept as the places it went
through, since what a database or a parser says often quotes what somebody typed. Moments are in UTC with their
offset. Lines go to the error output, where the service manager takes them; nothing else writes logs.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

Event = MutableMapping[str, Any]

# Every line that the portal writes itself, and what it tells. A test holds this inventory to the code.
INVENTORY = {
    "act_begun_again": "An act crossed another one and began again",
    "after_commit_failed": "The bell of the background could not be rung; the reconciler will",
    "antivirus_gave_no_verdict": "The antivirus answered neither clean nor infected",
    "antivirus_silent": "The antivirus did not answer; the document waits",
    "email_model_failed": "The words of a kind of message could not write it: the product's were used, and it left",
    "fact_not_drained": "A fact of the outbox could not be handed on; it is tried again later",
    "files_away": "The folder or the bucket of the documents did not answer, refused or was full: the kind of fault",
    "handover_not_recorded": "A territory changed hands and the history line could not be written; tried again next night",
    "job_already_waiting": "A bell rung twice was heard once",
    "job_failed": "A piece of background work failed",
    "job_outdated": "A piece of background work was overtaken by a newer attempt, and published nothing",
    "mail_not_sent": "A message was refused or the server did not answer; it is tried again later",
    "mail_returned": "A message came back: its number and the kind of fault",
    "notice_unread": "A message that came back could not be read",
    "planned_report_not_asked": "A planned report could not be asked for; the others were",
    "capacity_not_recalled": "The reminder to a structure of its hours could not be written",
    "month_not_recalled": "The reminder of a month could not be written",
    "renewal_not_told": "The letter on the renewal of the convention could not be written; tried again next night",
    "review_not_opened": "The joint review of a territory could not be opened; the others were, tried again next night",
    "aci_stay_not_told": "The message about a stay in an ACI could not be written; the others were",
    "week_not_told": "The Monday summary of one person could not be written; the others were, and it is tried again",
    "quarter_not_asked": "The message that asks to confirm a quarter could not be written; the others were",
    "exit_not_told": "The message that a contract ends could not be written; the others were",
    "review_not_reminded": "The reminder of a joint review could not be written; the others were",
    "redis_did_not_answer": "Redis refused or was away; the database keeps the work",
    "refused_job": "A job that the portal did not write was found in Redis and refused",
    "provider_refused": "An answer of the identity provider failed a check, told by its code; nothing was opened",
    "provider_silent": "The identity provider did not answer at this step",
    "reminder_not_written": "A reminder could not be written",
    "request": "Something was sent to the portal, or an answer was a refusal: who, what, outcome",
    "request_failed": "A page ended in an error; its number is the one shown to the person",
    "tick_failed_here": "The scheduler could not do a round",
    "tick_step_failed": "One step of the background's round failed; the others went on",
}


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The one shape of every line, whoever writes it."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _places_of_the_exception,
            structlog.processors.JSONRenderer(ensure_ascii=True, sort_keys=True),
        ],
        use_get_message=True,
        pass_foreign_args=False,
        keep_exc_info=False,
    )


def write_to(stream: TextIO = sys.stderr) -> logging.Handler:
    """Send the lines of this process there, and nowhere else. Twice is once."""
    root = logging.getLogger()
    for old in [h for h in root.handlers if getattr(h, "of_the_portal", False)]:
        root.removeHandler(old)
    handler = logging.StreamHandler(stream)
    handler.of_the_portal = True  # type: ignore[attr-defined]
    handler.setFormatter(formatter())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # Libraries speak of what they were given: only what goes wrong with them is kept.
    for name in ("sqlalchemy", "alembic", "rq", "werkzeug", "PIL", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def _places_of_the_exception(_: Any, __: str, event: Event) -> Event:
    """The type of what was raised and the places it went through, its causes included; never its words."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    told: list[dict[str, Any]] = []
    while isinstance(error, BaseException) and len(told) < 5:
        frames = traceback.extract_tb(error.__traceback__)
        told.append({"type": type(error).__qualname__, "state": getattr(error, "sqlstate", None),
                     "places": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames[-25:]]})  # fmt: skip
        error = error.__cause__ or error.__context__
    if told:
        event["exception"] = told
    return event


def _short(path: str) -> str:
    """The end of a path: where a machine keeps its files is nobody's business."""
    return "/".join(path.split("/")[-3:])
