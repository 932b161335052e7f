"""Are the AI and the workshop (ACI) told of a stay that begins, and the workshop of its third month, once each? (S6, S13)"""

from datetime import date

import pytest

from clauses.domain.cooperation import stay_start
from clauses.domain.kinds import ContractType, Modality
from clauses.extensions import db, write_transaction
from clauses.models.cooperation import CooperationAgreement
from clauses.models.hours import EmploymentContract
from clauses.models.pathways import PathwayEmployee
from tests import stage, stage_cooperation
from tests.portal import Portal
from tests.reading import plain

AI, ACI = "nadege.brunel", "herve.quentin"
FIRST = date(2026, 1, 5)


def follow(n: int, starts: date, ends: date | None, structure: str = stage_cooperation.ACI) -> int:
    with write_transaction():
        one = stage_cooperation._follow(n, structure, starts, ends)
        db.session.commit()
        return one.id


def ring(portal: Portal, *days: str) -> None:
    for day in days:
        portal.day(day)
        portal.run_jobs()


def readers(portal: Portal, kind: str) -> list[str]:
    return [mail.goes_to.split("@")[0] for mail in portal.mails(kind)]


def test_the_ai_of_the_territory_and_the_workshop_are_told_that_a_site_begins(portal: Portal) -> None:
    """Two who begin on one day are one message; another day is another one; a contract of an AI is none; nobody is named."""
    follow(1, FIRST, date(2026, 9, 30))
    follow(2, FIRST, date(2026, 9, 30))
    follow(3, FIRST, date(2026, 9, 30), stage_cooperation.AI)
    ring(portal, "2026-01-04")
    assert not portal.mails("M27"), "on its day, not sooner"
    ring(portal, "2026-01-07", "2026-01-08")
    assert sorted(set(readers(portal, "M27"))) == sorted(readers(portal, "M27"))
    assert {AI, ACI} <= set(readers(portal, "M27"))
    before = len(portal.mails("M27"))
    [letter] = portal.mails("M27", to=AI)
    assert plain(letter.subject) == "Un chantier démarre : rencontre AI à prévoir"
    assert "Chantier du Thérain démarre un chantier le 5 janvier 2026 (Beauvais)." in plain(letter.body)
    assert "http://clauses.example/calendrier\n" in letter.body
    assert not any("Nomdessai" in mail.subject + mail.body for mail in portal.mails())
    portal.sign_in(AI).get("/calendrier")
    follow(4, date(2026, 1, 20), None)
    ring(portal, "2026-01-20")
    assert len(portal.mails("M27")) == 2 * before
    follow(5, date(2025, 12, 1), None)
    ring(portal, "2026-01-21")
    assert len(portal.mails("M27")) == 2 * before, "typed after its first month: the site has begun long ago"


def test_the_workshop_is_told_on_the_first_day_of_the_third_month(portal: Portal) -> None:
    here = follow(1, FIRST, date(2026, 9, 30))
    follow(2, FIRST, date(2026, 3, 4))
    ring(portal, "2026-03-04")
    assert not portal.mails("M28")
    ring(portal, "2026-03-05", "2026-03-06", "2026-04-06")
    [letter] = portal.mails("M28")
    assert letter.goes_to.startswith(ACI) and "Nomdessai" not in letter.subject + letter.body
    assert "l'une des associations intermédiaires du territoire" in letter.body
    assert f"http://clauses.example/parcours/{here}\n" in letter.body
    portal.sign_in(ACI).get(f"/parcours/{here}")


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_third_month_missed_while_nothing_ran_is_caught_up_while_it_lasts(portal: Portal) -> None:
    follow(1, FIRST, None)
    follow(2, date(2025, 12, 20), None)
    ring(portal, "2026-03-25")
    assert len(portal.mails("M28")) == 1, "the third month of the other one is over since the 20th"


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_convention_that_has_ended_asks_nothing_any_more(portal: Portal) -> None:
    follow(1, FIRST, None)
    with write_transaction():
        db.session.add(
            CooperationAgreement(
                department="60", title="Convention de 2008", signatories="Les réseaux", effective_on=date(2008, 7, 1),
                ended_on=date(2026, 1, 5), end_reason="Remplacée", recorded_on=FIRST,
                recorded_by_id=stage.actor("helene.vasseur").user_id,
            )
        )  # fmt: skip
        db.session.commit()
    ring(portal, "2026-01-06", "2026-03-06")
    assert not portal.mails("M27") and not portal.mails("M28")
    assert db.session.get(PathwayEmployee, 1) is not None


def test_contracts_that_follow_each_other_are_one_stay() -> None:
    """S6 counts from the first day with the workshop: a renewal does not begin it again, a return after months does."""
    january, march = (FIRST, date(2026, 2, 28)), (date(2026, 3, 1), None)
    assert stay_start([march, january], date(2026, 4, 1)) == FIRST
    assert stay_start([january], date(2026, 3, 1)) is None
    assert stay_start([january], date(2026, 1, 4)) is None
    assert stay_start([january, (date(2026, 3, 28), None)], date(2026, 4, 1)) == FIRST
    assert stay_start([january, (date(2026, 3, 29), None)], date(2026, 4, 1)) == date(2026, 3, 29)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_site_elsewhere_is_told_to_the_ai_of_the_place_where_the_work_is(portal: Portal) -> None:
    """The workshop of Beauvais works on a lot in Creil: the AI of Creil meets the people, and that of Beauvais does not."""
    stage.published(portal)
    lot = stage.lot(1)
    with write_transaction():
        lot.places = ["60175"]
        person = stage_cooperation.person(9)
        db.session.flush()
        db.session.add(
            EmploymentContract(
                participant_id=person.id, lot_id=lot.id, employer_id=stage_cooperation.number(stage_cooperation.ACI),
                modality=Modality.SUBCONTRACT_ACI, contract_type=ContractType.CDDI, starts_on=date(2026, 5, 4),
            )
        )  # fmt: skip
        db.session.commit()
    ring(portal, "2026-05-05")
    told = readers(portal, "M27")
    assert ACI in told and AI not in told and len(told) > 1
    assert all("le 4 mai 2026 (Creil)." in plain(mail.body) for mail in portal.mails("M27"))
    ring(portal, "2026-07-04")
    [letter] = portal.mails("M28")
    assert "http://clauses.example/parcours\n" in letter.body, "nobody follows this person yet: the list"
    portal.sign_in(ACI).get("/parcours")
