"""Which peers do the tests of screens lean on? An identity provider, honest at the beginning of each test."""

from collections.abc import Callable, Iterator

import pytest

from clauses.access import provider as access
from tests import identity_provider
from tests.identity_provider import IdentityProvider
from tests.portal import Portal
from tests.stage_provider import register


@pytest.fixture(scope="session")
def identity_server() -> Iterator[Callable[[], IdentityProvider]]:
    with identity_provider.serve() as anew:
        yield anew


@pytest.fixture
def provider(identity_server: Callable[[], IdentityProvider], portal: Portal) -> Iterator[IdentityProvider]:
    """The provider, and the portal registered with it."""
    told = identity_server()
    before = portal.app.config["SETTINGS"]
    register(portal, told)
    yield told
    portal.app.config["SETTINGS"] = before
    access.provider_of.cache_clear()
