"""What of the service itself waits for the administration?"""

from clauses.config import PARIS
from clauses.queries.pulse import COPY_LATE, Count, Pulse
from clauses.queries.worklist.found import Found
from clauses.wording import sentences
from clauses.wording.worklist import (
    COMMUNES,
    FACTS,
    JOBS,
    JOBS_WAITING,
    MAILS_FAILED,
    MAILS_WAITING,
    REQUESTS,
)


def of_service(now: Pulse) -> list[Found]:
    """Jobs that failed or that nobody takes, messages refused or waiting, facts that have not left, a copy that is late,
    communes in no territory, requests about personal data at twenty days."""
    counted: tuple[tuple[str, Count, str, tuple[str, ...], str], ...] = (
        ("failed_jobs", now.failed_jobs, "jobs", JOBS, "people.service_state"),
        ("waiting_jobs", now.waiting_jobs, "jobs", JOBS_WAITING, "people.jobs"),
        ("failed_mails", now.failed_mails, "mails", MAILS_FAILED, "people.mails"),
        ("waiting_mails", now.waiting_mails, "mails", MAILS_WAITING, "people.mails"),
        ("waiting_facts", now.stuck_facts, "facts", FACTS, "people.service_state"),
    )
    found = [
        Found(kind, {name: sentences.plural(words, count.n)}, endpoint, {}, count.day)
        for kind, count, name, words, endpoint in counted
        if count.n
    ]
    if now.copied_at is not None and now.copy_late:
        due = (now.copied_at + COPY_LATE).astimezone(PARIS).date()
        facts = {"at": now.copied_at}
        found.append(Found("late_backup", facts, "people.service_state", {}, None, due))
    if now.requests:
        facts_of = {"requests": sentences.plural(REQUESTS, now.requests)}
        found.append(
            Found("old_data_request", facts_of, "people.data_desk", {}, now.request_since, now.request_due)
        )
    if now.outside:
        told = {"communes": sentences.plural(COMMUNES, now.outside)}
        found.append(Found("outside_communes", told, "people.division"))
    return found
