"""How does a test use the portal? As people do: browsers that sign in, open pages and send their forms.

Every page that comes back is read strictly: guards in the headers, one h1, unique ids, labelled fields, a token in
every form, nothing inline.
"""

import re
import secrets
from contextlib import nullcontext
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from flask import Flask, has_app_context
from flask.globals import _cv_app
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from clauses.config import clock
from clauses.domain.kinds import MailState
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch, letters_week
from clauses.models.journal import BackgroundJob, EmailMessage
from clauses.models.people import Membership, User, WebSession
from clauses.web.doorkeeper import hash_token
from tests.reading import Page

if TYPE_CHECKING:
    from tests.moments import Shelf


class Apart(FlaskClient):
    """A client whose requests share nothing with the test around them: own context, own database session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        inside = has_app_context()  # a thread of its own has none
        if inside:
            db.session.rollback()
        around = _cv_app.set(None)  # type: ignore[arg-type]
        try:
            response = super().open(*args, **kwargs)
            response.get_data()  # read to its end here: nothing of the request outlives it
            response.close()
        finally:
            _cv_app.reset(around)
        if inside:
            db.session.rollback()
        return response


class Portal:
    """The portal under test and its clock."""

    def __init__(self, app: Flask, shelf: "Shelf | None" = None) -> None:
        self.app, self.shelf = app, shelf
        self.tells_the_week = False
        app.test_client_class = Apart

    def day(self, iso: str) -> date:
        """It is now this day."""
        clock.pretended = date.fromisoformat(iso)
        return clock.pretended

    @property
    def today(self) -> date:
        """The civil day in Paris; the date of `now`, an instant in UTC, is the day before until one or two at night."""
        return clock.today()

    @property
    def now(self) -> datetime:
        return clock.now()

    def visitor(self) -> "Browser":
        return Browser(self.app)

    def sign_in(self, email: str, organization: str | None = None) -> "Browser":
        """A browser with an open session for this account; `email` may be the part before the @."""
        start = email if "@" in email else f"{email}@"
        with write_transaction():
            user = db.session.scalars(select(User).where(User.email.startswith(start, autoescape=True))).one()
            memberships = db.session.scalars(
                select(Membership).where(Membership.user_id == user.id).order_by(Membership.id)
            ).all()
            membership = next(
                (m for m in memberships if organization is None or organization in m.organization.name), None
            )
            assert membership is not None, f"{email} does not act for {organization}"
            token = secrets.token_urlsafe(32)
            at = clock.real()
            db.session.add(
                WebSession(token_hash=hash_token(token), user_id=user.id, membership_id=membership.id,
                           created_at=at, seen_at=at)
            )  # fmt: skip
            db.session.commit()
        browser = Browser(self.app)
        browser.client.set_cookie("session", token)
        return browser

    def run_jobs(self) -> None:
        """What the background does: drain the facts, do the heavy work, keep the mail; until nothing is left.

        A story that jumps from month to month would work out the home page of everybody at each of its acts: the letter
        of the week finds nobody to tell, save in the tests of what letters say (`tells_the_week`).
        """
        moved = True  # the calendar finds something else only after work that is not of the week
        for _ in range(10):
            with nullcontext() if moved else patch.object(dispatch.calendar, "run_due"):
                dispatch.tick()
            jobs, moved = dispatch.waiting_jobs(), bool(self.waiting_jobs())
            with (
                nullcontext() if self.tells_the_week else patch.object(letters_week.queries, "readers", list)
            ):
                for job_id in jobs:
                    dispatch.run_job(job_id)
            if not jobs and not dispatch.waiting_facts() and not self._mail_waits():
                return
        raise AssertionError("the background never comes to rest")

    def _mail_waits(self) -> bool:
        """Messages are kept some fifty at a time; with a server they may wait for its hours."""
        db.session.rollback()
        queued = select(EmailMessage.id).where(EmailMessage.state == MailState.QUEUED).limit(1)
        return not self.app.config["SETTINGS"].mail_url and db.session.scalar(queued) is not None

    def waiting_jobs(self) -> list[int]:
        """The work that waits; that of the week, written whatever happens, left out."""
        found = dispatch.waiting_jobs()
        of_the_week = db.session.scalars(select(BackgroundJob.id).where(BackgroundJob.kind == "week")).all()
        db.session.rollback()
        return [one for one in found if one not in of_the_week]

    def mails(self, template: str | None = None, to: str | None = None) -> list[Any]:
        """The messages kept, oldest first; the head of the journal and the summary of the week, which leave whatever
        happens, when asked for."""
        db.session.rollback()
        rows = db.session.scalars(select(EmailMessage).order_by(EmailMessage.id)).all()
        return [
            m for m in rows
            if (template == m.template or (template is None and m.template not in ("M38", "M79"))) and (to is None or m.goes_to.startswith(to))
        ]  # fmt: skip


class Browser:
    """One person's browser."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self._token: str | None = None

    def get(self, url: str, *, status: int = 200, **options: Any) -> Page:
        return self._read(self.client.get(url, **options), status)

    def post(
        self, url: str, data: dict[str, Any] | None = None, *, status: int = 303, **options: Any
    ) -> Page:
        """Post as the page's own form would: with the token of the session and a fresh key."""
        data = {"csrf_token": self.token(), "idem_key": secrets.token_hex(16), **(data or {})}
        return self._read(self.client.post(url, data=data, **options), status)

    def submit(self, page: Page, data: dict[str, Any] | None = None, *, form: str | None = None, status: int = 303,
               press: str | None = None, **options: Any) -> Page:  # fmt: skip
        """Fill the form found in a page and send it; `form` is a part of its action or its id, `press` a button."""
        url, values = page.form(form, press)
        for name, value in (data or {}).items():
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value
        return self._read(self.client.post(url, data=values, **options), status)

    def follow(self, page: Page) -> Page:
        """Open the page a redirect leads to."""
        return self.get(page.response.headers["Location"])

    def token(self) -> str:
        if self._token is None:
            pattern = r'name="csrf_token" value="([0-9a-f]+)"'
            pages = (self.client.get(url).text for url in ("/mentions-legales", "/connexion"))
            found = next(filter(None, (re.search(pattern, text) for text in pages)), None)
            assert found is not None, "no form with a token was found"
            self._token = found.group(1)
        return self._token

    def _read(self, response: TestResponse, status: int) -> Page:
        page = Page(response)
        if response.status_code != status:
            raise AssertionError(
                f"{response.request.method} {response.request.path}: {response.status_code} instead of {status}\n"
                f"{page.problems or page.text[:1500]}"
            )
        page.check()
        return page


__all__ = ["Browser", "Portal"]
