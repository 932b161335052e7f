"""Does a structure say its hours in a minute, see what is left of them, and is it reminded gently?"""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from clauses.config import PARIS, clock
from clauses.domain.kinds import Rank
from clauses.extensions import db, write_transaction
from clauses.jobs.letters_capacity import remind_of_capacity
from clauses.models.capacity import MonthlyCapacity
from clauses.models.partners import Capability
from clauses.models.people import Membership
from clauses.queries import capacity
from tests import stage
from tests.portal import Browser, Portal

PAGE = "/structure/disponibilites"
AI = "Coup d'Main Beauvaisis"


def typed(browser: Browser, **values: str) -> dict[str, str]:
    """What the page holds, with some fields typed again (« nettoyage_0 » is its first month)."""
    _, form = browser.get(PAGE).form("hours")
    for name, value in values.items():
        trade, _, rank = name.rpartition("_")
        form[f"usual-{trade}" if rank == "usual" else f"m{rank}-{trade}"] = value
    return form


def test_a_structure_says_its_hours_and_sees_what_is_left(portal: Portal) -> None:
    stage.settled(portal)
    portal.day("2026-08-20")
    who = portal.sign_in("elodie.petit", "agence de Beauvais")
    page = who.get(PAGE)
    assert "Septembre 2026" in page.text and "Novembre 2026" in page.text, "twelve days of August are left"
    assert "33,33 h affectées, reste 866,67 h" in page.text
    assert "À confirmer" in page.text, "said on 2 March"
    who.post(
        PAGE, typed(who, gros_oeuvre_0="20", gros_oeuvre_1="", gros_oeuvre_2="0", gros_oeuvre_usual="500")
    )
    page = who.get(PAGE)
    assert "Indiqué le 20" in page.text and "33,33 h déjà affectées" in page.text
    etti = stage.organization("agence de Beauvais").id
    one = capacity.by_trade(
        [etti], [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1)]
    )
    assert [month.stated for month in one[etti, "gros_oeuvre"].months] == [2_000, 50_000, 0, 50_000]
    assert one[etti, "gros_oeuvre"].months[0].over == 1_333


def test_unchanged_in_one_click_keeps_what_was_said_before(portal: Portal) -> None:
    portal.day("2026-05-04")
    who = portal.sign_in("nadege.brunel")
    who.post(PAGE, typed(who, nettoyage_0="410"))
    portal.day("2026-07-01")
    page = who.get(PAGE)
    assert "Vos heures datent du 4\u00a0mai 2026" in page.text.replace("4 mai", "4\u00a0mai")
    who.post(*page.form("inchange"))
    ai = stage.organization(AI).id
    rows = db.session.execute(
        select(MonthlyCapacity.stated_on, MonthlyCapacity.hours)
        .where(MonthlyCapacity.organization_id == ai, MonthlyCapacity.trade == "nettoyage")
        .order_by(MonthlyCapacity.id)
    ).all()
    assert [(f"{day:%d/%m}", hours) for day, hours in rows] == [
        ("04/05", 41_000), ("04/05", 60_000), ("04/05", 60_000), ("01/07", 60_000), ("01/07", 60_000), ("01/07", 60_000),
    ]  # fmt: skip
    assert capacity.available([ai], [date(2026, 7, 1)])[ai].days_since(clock.today()) == 0


def test_what_cannot_be_understood_is_said_at_its_field_and_nothing_is_written(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    page = who.post(PAGE, typed(who, nettoyage_0="beaucoup", espaces_verts_1="20001"), status=422)
    assert "beaucoup" in page.response.text and db.session.scalar(select(MonthlyCapacity.id)) is None
    page = who.post(PAGE, typed(who, espaces_verts_1="20001"), status=422)
    assert "20 000 h au plus" in page.text.replace("\u202f", " ").replace("\u00a0", " ")
    who.post(PAGE, typed(who, nettoyage_0="10"))
    page = who.post(PAGE, typed(who, nettoyage_0="", nettoyage_usual=""), status=422)
    assert "0 si vous" in page.text
    nothing = {name: "" for name in typed(who) if name[:1] in "mu" and "-" in name}
    forms = {**typed(who), **nothing}
    assert "Indiquez un nombre" in who.post(PAGE, forms, status=422).text


def test_two_members_do_not_write_over_each_other(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    first, second = typed(who, nettoyage_0="100"), typed(who, nettoyage_0="200")
    who.post(PAGE, first)
    page = who.post(PAGE, second, status=409)
    assert "Nadège Brunel" in page.text
    assert 'value="200"' in page.response.text, "what was typed is kept"


def test_a_reader_reads_and_another_role_does_not_enter(portal: Portal) -> None:
    form = typed(portal.sign_in("nadege.brunel"))
    with write_transaction():
        one = db.session.scalars(
            select(Membership).where(Membership.organization_id == stage.organization(AI).id)
        ).first()
        assert one is not None
        one.rank = Rank.READER
        db.session.commit()
    reader = portal.sign_in("nadege.brunel")
    assert "Mettre à jour" not in reader.get(PAGE).text
    reader.post(PAGE, {**form, "csrf_token": reader.token()}, status=403)
    portal.sign_in("sandrine.lemaire").get(PAGE, status=403)


def test_reminders_are_few_spaced_and_stop_by_themselves(portal: Portal) -> None:
    def letters() -> int:
        return sum(
            1
            for mail in portal.mails()
            if mail.template == "M48" and mail.recipient.email.startswith("nadege")
        )

    counts = []
    start = date(2026, 3, 2)
    for days in (44, 45, 46, 60, 74, 75, 89, 90, 200):
        portal.day((start + timedelta(days=days)).isoformat())
        remind_of_capacity(portal.now)
        remind_of_capacity(portal.now)
        counts.append(letters())
    assert counts == [0, 1, 1, 2, 2, 3, 3, 3, 3]
    one = next(mail for mail in portal.mails() if mail.template == "M48")
    assert len(one.subject) <= 70 and "/structure/disponibilites" in one.body
    who = portal.sign_in("nadege.brunel")
    who.post(*who.get(PAGE).form("inchange"))
    said = db.session.scalar(
        select(Capability.stated_on).where(Capability.organization_id == stage.organization(AI).id)
    )
    assert said == clock.today()
    soon = datetime.combine(said, datetime.min.time(), PARIS) + timedelta(days=44, hours=9)
    remind_of_capacity(soon)
    assert letters() == 3
