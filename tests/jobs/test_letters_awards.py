"""Do the messages that follow an award say what they must to a group, and an invitation to those it concerns?

Their texts are held by the golden files of the other messages.
"""

from datetime import date
from pathlib import Path

import pytest

from clauses.actions.markets import (
    AwardFields,
    GroupFields,
    MeetingFields,
    MemberFields,
    Named,
    award_lot,
    plan_kick_off,
    publish,
)
from clauses.domain.kinds import GroupForm, LotResult
from clauses.domain.kinds_awards import ShareUnit
from tests.jobs.journey import Journey, at, by, organization
from tests.jobs.test_letters import _link_opens, _same_as_golden, _side
from tests.portal import Portal

EI = "99900307200017"


@pytest.fixture
def journey(portal: Portal, tmp_path: Path) -> Journey:
    return Journey(tmp_path, portal.run_jobs)


def grouped(journey: Journey) -> None:
    """The school is awarded to a company and an EI together, 60 % and 40 %."""
    journey.file()
    journey.ask_opinion()
    journey.give_opinion()
    publish(by("sandrine.lemaire"), journey.market_id, visible=True, without_opinion=False, seen_version=None,
            now=at("2026-03-16"))  # fmt: skip
    won = AwardFields(
        result=LotResult.AWARDED, awardee_id=organization("Bâtisseurs du Thérain"), amount=139_800_000,
        notified_on=date(2026, 5, 4), exec_start=date(2026, 6, 1), exec_months=12,
        group=GroupFields(GroupForm.JOINT_AND_SEVERAL, ShareUnit.PERCENT, 6000,
                          (MemberFields(2, Named(EI), 4000),)),
    )  # fmt: skip
    award_lot(by("sandrine.lemaire"), journey.lot_id, won, seen_version=None, now=at("2026-05-04"))
    journey.after()


def golden(portal: Portal, template: str, name: str | None = None) -> list[str]:
    """Hold every message of a template to its golden file; returns who received it."""
    sides = []
    for message in portal.mails(template):
        _link_opens(portal, message)
        key = _side(message)
        sides.append(key)
        body = f"À : {message.recipient.email}\nObjet : {message.subject}\n\n{message.body}"
        _same_as_golden(f"{key}{name or ''}", body)
    return sides


def test_each_member_of_a_group_is_told_of_its_own_part(portal: Portal, journey: Journey) -> None:
    grouped(journey)
    found = golden(portal, "M07", "-group")
    assert found == ["M07-mickael.roussel", "M07-olivier.lambert", "M07-claire.delattre"]
    [told] = portal.mails("M07", to="olivier.lambert")
    assert "Votre part est de 240\u202fh" in told.body.replace("\u00a0", "\u202f")


def test_the_invitation_to_the_kick_off_says_where_and_what_to_bring(
    portal: Portal, journey: Journey
) -> None:
    grouped(journey)
    fields = MeetingFields(
        date(2026, 5, 26), "14:30", "Hôtel de ville de Beauvais, salle 2", "Clause, calendrier, pièces."
    )
    plan_kick_off(
        by("sandrine.lemaire"), journey.market_id, 1, fields, seen_version=None, now=at("2026-05-11")
    )
    journey.after()
    found = golden(portal, "M43")
    assert found == [
        "M43-mickael.roussel", "M43-olivier.lambert", "M43-claire.delattre", "M43-sandrine.lemaire",
    ]  # fmt: skip
    for message in portal.mails("M43"):
        assert len(message.subject) <= 70
