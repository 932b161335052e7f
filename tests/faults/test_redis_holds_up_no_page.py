"""Does a page wait for Redis? A second at most, whatever Redis does; and nothing is lost meanwhile."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.jobs import engine
from clauses.models.journal import OutboxEvent
from tests import servers, stage
from tests.portal import Portal


@pytest.fixture
def redis() -> Iterator[servers.RedisUnderTest]:
    with servers.redis_server() as server:
        engine.configure(server.url)
        yield server
        server.wake()
    engine.configure(None)


@pytest.mark.parametrize("fault", ["frozen", "killed"])
def test_an_act_answers_all_the_same_and_its_fact_waits_in_the_database(
    portal: Portal, redis: servers.RedisUnderTest, fault: str
) -> None:
    market = stage.filed(portal)
    sandrine = portal.sign_in("sandrine.lemaire")
    page = sandrine.get(f"/marches/{market.id}/avis")
    redis.freeze() if fault == "frozen" else redis.kill()
    sandrine.submit(page, press="Demander l'avis")
    db.session.rollback()
    assert "OpinionRequested" in db.session.scalars(select(OutboxEvent.name)).all()
    answer = sandrine.client.get("/pret")
    assert answer.status_code == 200
    assert answer.json["etat"] == "dégradé"
    portal.run_jobs()
    assert portal.mails("M01")
