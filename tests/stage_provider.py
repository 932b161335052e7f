"""What does a person do between the portal and their identity provider? Buttons pressed, addresses followed."""

from dataclasses import replace
from urllib.parse import urlsplit

import urllib3
from sqlalchemy import func, select

from clauses.access import provider as access
from clauses.config import clock
from clauses.extensions import db, write_transaction
from clauses.models.identities import ProviderIdentity
from clauses.models.people import User, WebSession
from tests.identity_provider import IdentityProvider
from tests.portal import Browser, Portal
from tests.reading import Page

CLAIRE = "claire.delattre@mde-beauvaisis.example"
OWN = "/mon-compte/proconnect"


def register(portal: Portal, told: IdentityProvider, **changes) -> None:
    access.provider_of.cache_clear()
    settings = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(settings, proconnect=told.registration(**changes))


def user_of(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def tie(told: IdentityProvider, email: str = CLAIRE, sub: str = "sub-de-claire") -> None:
    """This account holds this identity already."""
    with write_transaction():
        db.session.add(
            ProviderIdentity(
                user_id=user_of(email).id, issuer=told.issuer, subject=sub, linked_at=clock.real()
            )
        )
        db.session.commit()


def go(url: str) -> str:
    """What a browser does at the provider: the address it is sent back to."""
    answer = urllib3.request("GET", url, redirect=False)
    assert answer.status == 302, answer.data
    return answer.headers["Location"]


def leave(browser: Browser, path: str = "/connexion", next_url: str = "") -> str:
    """Press the button; the address of the provider that the browser goes to."""
    page = browser.get(path + (f"?next_url={next_url}" if next_url else ""))
    return browser.submit(page, form="proconnect").response.headers["Location"]


def here(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def enter(browser: Browser, *, status: int = 303, next_url: str = "") -> Page:
    page = browser.get(here(go(leave(browser, next_url=next_url))), status=status)
    browser._token = None
    return page


def sessions_open() -> int:
    db.session.rollback()
    return (
        db.session.scalar(select(func.count()).select_from(WebSession).where(WebSession.ended_at.is_(None)))
        or 0
    )


def cookie(browser: Browser, name: str = "session") -> str | None:
    found = browser.client.get_cookie(name)
    return found.value if found else None


def link(browser: Browser) -> Page:
    page = browser.get(OWN)
    page = browser.get(here(go(browser.submit(page, form=OWN).response.headers["Location"])), status=303)
    return browser.follow(page)
