"""Which tasks does the administrator see, and how is one begun again?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import jobs as actions
from clauses.config import clock
from clauses.domain.kinds import JobState
from clauses.queries.people import jobs as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.wording import jobs as words


@bp.get("/admin/taches")
@needs(Permission.SERVICE_VIEW)
def jobs() -> Response:
    return _page(Form())


@bp.post("/admin/taches/<int:job_id>/relance")
@needs(Permission.JOB_RETRY)
def retry_job(job_id: int) -> Response:
    form = Form(request.form)
    if form.attempt(actions.retry_job, g.actor, job_id, now=clock.now(), at=clock.real()) is None:
        return _page(form, 422)
    return done("people.jobs", "job_retried")


def _page(form: Form, status: int = 200) -> Response:
    asked = request.args.get("etat", "")
    state = JobState(asked) if asked in set(JobState) else None
    chosen = request.args.get("tache", "")
    kind = chosen if chosen in words.KINDS else None
    lines, older = queries.jobs(g.actor, state, whole_number(request.args.get("avant")), kind)
    return page(
        "people/jobs.html", status=status, form=form, lines=lines, older=older, state=state, counts=queries.job_counts(g.actor, kind), kinds=words.KINDS, chosen=kind,
        failed=JobState.FAILED, kind=words.kind, duration=words.duration,
    )  # fmt: skip
