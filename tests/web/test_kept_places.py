"""Who sees a hiring, a plan or a proof, and does whoever looks at a home page see it at once, and nobody else anything new?

Each page handed out again is worked out again and compared (`KEPT_CHECKED`): opening it is the assertion.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from clauses.actions.hours import follow_up, relays
from clauses.config import clock
from clauses.domain.kinds import RelayState
from clauses.domain.kinds_follow_up import DifficultyKind
from clauses.extensions import db, write_transaction
from clauses.models.hours import Participant, Relay
from tests.jobs.journey import AI, ETTI, PERSON, SECOND, Journey, by
from tests.portal import Portal
from tests.web.test_kept_pages import EVERYBODY, HOME, changed

ELSEWHERE = ("stephane.vidal", "karim.benali")


@pytest.fixture
def journey(portal: Portal, tmp_path: Path) -> Journey:
    return Journey(tmp_path, portal.run_jobs)


def test_a_plan_a_hiring_and_what_follows_are_told_to_those_whom_they_concern(
    portal: Portal, journey: Journey
) -> None:
    """None of what is done every day has the pages of another territory worked out again; all of it shows at once."""
    for step in (journey.file, journey.ask_opinion, journey.give_opinion, journey.award):
        step()
    browsers = [portal.sign_in(one) for one in EVERYBODY]
    hired: list[int] = []

    def relay() -> int:
        return db.session.scalars(select(Relay.id)).one()

    def hire(name: tuple[str, str], start: str, modality: Any) -> Callable[[], Any]:
        return lambda: hired.append(journey.hire(name, start, modality))

    def signal() -> None:
        told = follow_up.Told(DifficultyKind.SITE_STOPPED, "Le chantier est fermé.")
        follow_up.signal_difficulty(by("nadege.brunel"), journey.commitment_id, told, now=clock.now())

    acts: tuple[tuple[Callable[[], Any], str], ...] = (
        (journey.commit, "claire.delattre"),
        (journey.propose, "nadege.brunel"),
        (journey.accept, "mickael.roussel"),
        (hire(PERSON, "nadege.brunel", AI), "nadege.brunel"),
        (hire(SECOND, "elodie.petit", ETTI), "elodie.petit"),
        (signal, "claire.delattre"),
        (lambda: journey.enter("2026-06", ("nadege.brunel", hired[0], 150)), "sandrine.lemaire"),
        (lambda: journey.decide("2026-06"), "nadege.brunel"),
        (lambda: journey.enter("2026-07", ("nadege.brunel", hired[0], 60)), "sandrine.lemaire"),
        (lambda: journey.decide("2026-07"), "nadege.brunel"),
        (
            lambda: relays.propose_relay(
                by("claire.delattre"), relay(), by("elodie.petit", "Beauvais").organization_id,
                date(2026, 9, 1), now=clock.now(),
            ),
            "elodie.petit",
        ),
    )  # fmt: skip
    begins = 6  # the first hours are those of the market, too: it is in progress since
    for number, (act, concerned) in enumerate(acts):
        found = changed(act, concerned, "helene.vasseur", *ELSEWHERE)
        assert found[concerned] and found["helene.vasseur"], number
        told = {"everything"} if number == begins else set()
        assert [found[one] for one in ELSEWHERE] == [told, told], (number, found)
        for browser in browsers:
            browser.get(HOME)
    assert db.session.get_one(Relay, relay()).state is RelayState.PROPOSED


def test_whoever_is_put_together_with_another_person_is_told_to_both_employers(
    portal: Portal, journey: Journey
) -> None:
    journey.plan()
    journey.hire(PERSON, "nadege.brunel", AI)
    second = journey.hire(SECOND, "elodie.petit", ETTI)
    first, other = db.session.scalars(select(Participant).order_by(Participant.id)).all()
    assert second

    def rename(person: int, **values: Any) -> Callable[[], None]:
        def write() -> None:
            with write_transaction():
                for name, value in values.items():
                    setattr(db.session.get_one(Participant, person), name, value)
                db.session.commit()

        return write

    found = changed(rename(other.id, merged_into_id=first.id), "nadege.brunel", "elodie.petit", *ELSEWHERE)
    assert "organization" in found["nadege.brunel"] and "organization" in found["elodie.petit"]
    assert [found[one] for one in ELSEWHERE] == [set(), set()]
    found = changed(rename(other.id, merged_into_id=None), "nadege.brunel", "stephane.vidal")
    assert all("everything" in one for one in found.values()), "what leaves its place is told to all"
