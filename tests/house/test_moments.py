"""Is a story of the stage put back as it was played, for every process of the suite, and never where it would not fit?"""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from clauses.config import clock
from clauses.extensions import db
from clauses.models.markets import Market
from tests import moments, stage
from tests.conftest import Store
from tests.moments import moment
from tests.portal import Portal

played: list[str] = []


@moment
def told(portal: Portal, reference: str) -> Market:
    played.append(reference)
    market = stage.filed.__wrapped__(portal, reference)
    (portal.app.config["SETTINGS"].files / "note").parent.mkdir(exist_ok=True)
    (portal.app.config["SETTINGS"].files / "note").write_text(reference)
    portal.day("2026-04-07")
    return market


@pytest.fixture(autouse=True)
def forgotten() -> None:
    played.clear()


def again(portal: Portal, store: Store, reference: str) -> Market:
    store.restore()
    portal.day("2026-03-02")
    return told(portal, reference)


def markets(reference: str) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Market.reference == reference)) or 0


def test_a_short_story_is_played_twice_then_put_back_with_its_rows_its_day_and_its_documents(
    portal: Portal, store: Store
) -> None:
    first = told(portal, "2026-STORY-1").id
    assert again(portal, store, "2026-STORY-1").id == first and len(played) == 2
    market = again(portal, store, "2026-STORY-1")
    assert len(played) == 2 and (market.id, market.reference) == (first, "2026-STORY-1")
    assert markets("2026-STORY-1") == 1 and clock.today() == date(2026, 4, 7)
    assert Path(portal.app.config["SETTINGS"].files / "note").read_text() == "2026-STORY-1"


def test_a_long_story_is_kept_the_first_time_and_put_back_by_another_process(
    portal: Portal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "LONG", 0.0)
    told(portal, "2026-STORY-2")
    store.known.clear()  # as a process that has seen nothing
    store.stories.seen.clear()
    assert again(portal, store, "2026-STORY-2").reference == "2026-STORY-2" and len(played) == 1


def test_another_story_another_day_or_a_week_that_is_told_is_not_this_one(
    portal: Portal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "LONG", 0.0)
    told(portal, "2026-STORY-3")
    assert again(portal, store, "2026-STORY-4").reference == "2026-STORY-4"
    store.restore()
    portal.day("2026-03-03")
    told(portal, "2026-STORY-3")
    portal.tells_the_week = True
    again(portal, store, "2026-STORY-3")
    assert len(played) == 4


def test_what_a_test_has_written_is_never_put_away_by_a_story(
    portal: Portal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "LONG", 0.0)
    told(portal, "2026-STORY-5")
    store.restore()
    portal.day("2026-03-02")
    stage.filed(portal, "2026-MINE")
    portal.day("2026-03-02")
    told(portal, "2026-STORY-5")
    assert len(played) == 2 and markets("2026-MINE") == markets("2026-STORY-5") == 1
