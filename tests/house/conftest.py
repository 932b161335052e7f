"""Which application do the tests of the house look at? One that is never served, on a database that is never opened."""

from collections.abc import Iterator

import pytest
from flask import Flask

from clauses.app import create_app
from tests.conftest import settings_for


@pytest.fixture(scope="session")
def house_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    instance = tmp_path_factory.mktemp("house")
    yield create_app(settings_for(f"sqlite:///{instance / 'house.sqlite'}", instance), TESTING=True)
