"""Does the administrator see what the background does, and begin again what failed, without reading anybody's words?"""

from datetime import timedelta

from sqlalchemy import select

from clauses.config import clock
from clauses.domain.kinds import JobState, MailState
from clauses.extensions import db, write_transaction
from clauses.jobs.work import WORK
from clauses.models.compliance import ReportRequest
from clauses.models.journal import AuditEvent, BackgroundJob, EmailMessage
from clauses.models.people import User
from clauses.queries.people.jobs import error_code
from clauses.wording import jobs
from tests.builders import world
from tests.portal import Portal
from tests.web.test_boards import kpis, rows

SAID = "Traceback…\n  File x, line 2\nclauses.reports.Broken: Zéphyrin Aubrespin\n"


def failed(portal: Portal) -> int:
    request_id = world().ids(ReportRequest)["a"]
    at = clock.real()
    with write_transaction():
        db.session.get_one(ReportRequest, request_id).state = JobState.FAILED
        job = db.session.scalars(
            select(BackgroundJob).where(
                BackgroundJob.kind == "report", BackgroundJob.subject_id == request_id
            )
        ).one_or_none() or BackgroundJob(kind="report", subject_id=request_id, created_at=at, not_before=at)
        job.state, job.attempt, job.created_at = JobState.FAILED, 3, at - timedelta(minutes=3, seconds=5)
        job.ended_at, job.last_error, job.lease_until = at, SAID, None
        db.session.add(job)
        db.session.commit()
        return job.id


def test_a_failed_task_is_seen_by_its_code_and_begun_again(portal: Portal) -> None:
    job_id = failed(portal)
    maxime = portal.sign_in("maxime.ollier")
    page = maxime.get("/admin/taches?etat=failed")
    assert "Broken" in page.text and "Aubrespin" not in page.text, (
        "the class of the error, never what it said"
    )
    assert "3 min 05" in page.text
    maxime.submit(page, form=f"/admin/taches/{job_id}/")
    db.session.rollback()
    job = db.session.get_one(BackgroundJob, job_id)
    assert (job.state, job.attempt, job.last_error) == (JobState.QUEUED, 0, None)
    assert db.session.get_one(ReportRequest, job.subject_id).state is JobState.QUEUED
    line = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "job:retry")).one()
    assert line.facts["attempts"] == 3 and line.facts["changed"]["state"] == ["failed", "queued"]
    maxime.post(f"/admin/taches/{job_id}/relance", status=422)
    maxime.post("/admin/taches/999999/relance", status=404)
    assert "Aucune tâche en échec." in maxime.get("/admin/taches?etat=failed").text
    maxime.get("/admin/taches?etat=nothing&avant=x")


def test_the_tasks_are_for_the_administrator_alone(portal: Portal) -> None:
    job_id = failed(portal)
    for who in ("helene.vasseur", "sandrine.lemaire"):
        portal.sign_in(who).get("/admin/taches", status=403)
        portal.sign_in(who).post(f"/admin/taches/{job_id}/relance", status=403)


def test_each_kind_of_work_has_its_french_name() -> None:
    assert {kind for kind in WORK if jobs.kind(kind) == jobs.OTHER} == set()


def test_the_code_of_an_error_is_its_class() -> None:
    assert error_code(SAID) == "Broken"
    assert error_code("KeyError: 'x'") == "KeyError"
    assert error_code(None) is None and error_code("nothing that looks like one") is None


def test_the_failed_tasks_and_the_refused_messages_of_the_home_page_are_the_lists_behind(
    portal: Portal,
) -> None:
    failed(portal)
    at, states = clock.now(), [MailState.REFUSED, MailState.FAILED, MailState.SENT, *[MailState.QUEUED] * 30]
    with write_transaction():
        claire = db.session.scalars(select(User).where(User.last_name == "Delattre")).one()
        db.session.add_all(
            EmailMessage(event_key=f"k{n}", template="M01", recipient_id=claire.id, subject=f"Marché 2026-VB-{n:03}",
                         body="Texte", created_at=at, state=state)
            for n, state in enumerate(states)
        )  # fmt: skip
        old = EmailMessage(event_key="old", template="M02", address="x@y.example", subject="Ancien", body="Texte",
                           created_at=at - timedelta(days=20), state=MailState.REFUSED)  # fmt: skip
        db.session.add(old)
        db.session.commit()
    maxime = portal.sign_in("maxime.ollier")
    figures = kpis(maxime.get("/tableau-de-bord"))
    assert (
        figures["Tâches en échec"][0]
        == "1"
        == str(len(rows(maxime.get(figures["Tâches en échec"][2]), "Essais")) - 1)
    )
    refused = maxime.get(figures["Courriels refusés en 7 jours"][2])
    assert figures["Courriels refusés en 7 jours"][0] == "2" == str(len(rows(refused, "Destinataire")) - 1)
    assert "Ancien" not in refused and "Ancien" in maxime.get("/admin/courriels?etat=refuses")
    state = maxime.get("/admin/etat")
    assert "/admin/courriels?etat=attente" in state.links() and "/admin/taches?etat=failed" in state.links()
    waiting = maxime.get("/admin/courriels?etat=attente")
    assert len(rows(waiting, "Destinataire")) == 26 and "Courriels plus anciens" in waiting, (
        "twenty-five a page"
    )
    assert len(rows(maxime.get("/admin/courriels?q=delattre&etat=partis"), "Destinataire")) == 2
    assert "Aucun message ne correspond" in maxime.get("/admin/courriels?q=100%25&depuis=31/02/2026&avant=x")
