"""Is an organization added, closed and merged without losing a row, an hour or an access, and is a merge undone whole?"""

from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.access.gate import identify
from clauses.actions.people import organizations as actions
from clauses.domain.errors import Refused
from clauses.domain.kinds import EmployerKind, OrganizationKind, Role
from clauses.extensions import Base, db, write_transaction
from clauses.models.administration import OrganizationMerge
from clauses.models.hours import EmploymentContract, HoursEntry, LedgerLine
from clauses.models.markets import LotParty, Market
from clauses.models.people import Membership, Organization, User
from clauses.queries import audit, lot_sums
from clauses.queries.invariants import breaches
from clauses.queries.people import joined
from tests import stage, stage_hours
from tests.portal import Portal

SIRET = "73282932000074"


def admin():
    return stage.actor("maxime.ollier")


def double_of(portal: Portal, one: Organization) -> Organization:
    """A second record of the same structure, as a sign-up with another SIRET makes one."""
    new = actions.NewOrganization(
        f"{one.name} (double)", one.kind, SIRET, one.commune_code, one.buyer_kind, one.employer_kind
    )
    return actions.add_organization(admin(), new, now=portal.now)


def all_counts() -> dict[str, int]:
    """The rows of every table but those that tell of the merge itself."""
    db.session.rollback()
    apart = {"organization_merge", "audit_event", "received_form", "web_session", "outbox_event"}
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items() if name not in apart
    }  # fmt: skip


def test_a_merge_loses_nothing_and_is_undone_whole(portal: Portal) -> None:
    """The structure that worked four months is the double: its hours, people and lots move, then come back."""
    stage_hours.played(portal, 4)
    merged = stage.organization("Coup d'Main Beauvaisis")
    survivor = double_of(portal, merged)
    with write_transaction():  # the two are already on the lot, and one person is a member of both
        party = db.session.scalars(select(LotParty).where(LotParty.organization_id == merged.id)).first()
        assert party is not None
        db.session.add(
            LotParty(
                lot_id=party.lot_id, organization_id=survivor.id, capacity=party.capacity, since=party.since
            )
        )
        nadege = db.session.scalars(select(User).where(User.email.startswith("nadege.brunel"))).one()
        db.session.add(Membership(user_id=nadege.id, organization_id=survivor.id, role=Role.SIAE))
        db.session.commit()
    before, rows = all_counts(), joined.counts(merged.id)
    ledger = db.session.execute(
        select(LedgerLine.id, LedgerLine.hours, LedgerLine.employer_id).order_by(LedgerLine.id)
    ).all()
    chain = audit.verify()
    hours = lot_sums.of_employer(merged.id)
    people, named = lot_sums.persons_of_employer(merged.id, hours), lot_sums.monthly(hours)
    assert hours and people and merged.name in {row[2] for row in named}
    done = actions.merge_organizations(
        admin(), merged.id, survivor.id, "Deux fiches pour une structure", now=portal.now
    )
    assert all_counts() == before, "a row was lost or made"
    assert (
        db.session.execute(
            select(LedgerLine.id, LedgerLine.hours, LedgerLine.employer_id).order_by(LedgerLine.id)
        ).all()
        == ledger
    )
    left = joined.counts(merged.id)
    assert set(left) <= {"lot_party.organization_id", "membership.organization_id"}, left
    assert left["lot_party.organization_id"] == 1, "on the lot twice: the row stays where it was"
    moved = joined.counts(survivor.id)
    assert moved["hours_entry.employer_id"] == rows["hours_entry.employer_id"] > 0
    assert moved["employment_contract.employer_id"] == rows["employment_contract.employer_id"] > 0
    assert not db.session.scalars(select(HoursEntry.id).where(HoursEntry.employer_id == merged.id)).all()
    assert not list(breaches()), "the ledger, read by its entries, holds together"
    assert lot_sums.of_employer(survivor.id) == hours
    assert lot_sums.persons_of_employer(survivor.id, hours) == people
    renamed = [(*row[:2], survivor.name if row[2] == merged.name else row[2], *row[3:]) for row in named]
    assert [tuple(row) for row in lot_sums.monthly(hours)] == sorted(
        renamed, key=lambda row: (row[1], row[0], row[3], row[2])
    )
    now_held = [m for m in db.session.get_one(User, nadege.id).memberships if m.active]
    assert {m.organization_id for m in now_held} == {survivor.id}
    assert identify(nadege.id, None, date(2027, 3, 1)).organization_id == survivor.id
    after = audit.verify()
    assert after.broken is None and after.lines == chain.lines + 1
    portal.sign_in("nadege.brunel").get("/tableau-de-bord")
    page = portal.sign_in("nadege.brunel").get("/heures")
    assert page.response.status_code == 200
    actions.undo_merge(admin(), done.id, now=portal.now)
    assert all_counts() == before
    assert joined.counts(merged.id) == rows, "every row is back"
    assert lot_sums.of_employer(merged.id) == hours and lot_sums.monthly(hours) == named
    assert not lot_sums.of_employer(survivor.id)
    assert db.session.get_one(Organization, merged.id).closed_on is None
    assert not list(breaches())
    assert audit.verify().broken is None


def test_the_hours_of_a_structure_put_together_twice_are_those_of_the_last_one(portal: Portal) -> None:
    """A into B, then B into C: the ledger keeps the number of A, C reads its hours, B reads none."""
    stage_hours.played(portal, 1)
    first = stage.organization("Coup d'Main Beauvaisis")
    hours = lot_sums.of_employer(first.id)
    second = double_of(portal, first)
    actions.merge_organizations(admin(), first.id, second.id, "Double", now=portal.now)
    third = db.session.scalars(
        select(Organization).where(
            Organization.employer_kind == first.employer_kind, Organization.id.not_in([first.id, second.id])
        )
    ).first()
    assert third is not None
    actions.merge_organizations(admin(), second.id, third.id, "Encore un double", now=portal.now)
    assert hours and lot_sums.of_employer(third.id) == hours
    assert not lot_sums.of_employer(second.id)
    assert {row[2] for row in lot_sums.monthly(hours)} == {third.name}


def test_undoing_is_refused_when_something_changed_hands_since(portal: Portal) -> None:
    market = stage.filed(portal)
    merged = db.session.get_one(Organization, market.buyer_id)
    survivor = double_of(portal, merged)
    done = actions.merge_organizations(admin(), merged.id, survivor.id, "Double", now=portal.now)
    assert db.session.get_one(Market, market.id).buyer_id == survivor.id
    third = db.session.scalars(
        select(Organization).where(
            Organization.kind == merged.kind, Organization.id.not_in([merged.id, survivor.id])
        )
    ).first()
    assert third is not None
    with write_transaction():
        db.session.get_one(Market, market.id).buyer_id = third.id
        db.session.commit()
    with pytest.raises(Refused) as refusal:
        actions.undo_merge(admin(), done.id, now=portal.now)
    assert refusal.value.code == "merge_changed"
    db.session.rollback()
    assert db.session.get_one(OrganizationMerge, done.id).undone_at is None
    assert joined.counts(merged.id).get("membership.organization_id") is None, "nothing was put back by half"


def test_what_would_be_there_twice_stops_the_merge(portal: Portal) -> None:
    """The same person, hired by both on the same lot the same day: nobody but the people concerned can choose."""
    stage_hours.played(portal, 1)
    merged = stage.organization("Coup d'Main Beauvaisis")
    survivor = double_of(portal, merged)
    with write_transaction():
        one = db.session.scalars(
            select(EmploymentContract).where(EmploymentContract.employer_id == merged.id)
        ).first()
        assert one is not None
        db.session.add(EmploymentContract(
            participant_id=one.participant_id, lot_id=one.lot_id, employer_id=survivor.id, modality=one.modality,
            contract_type=one.contract_type, starts_on=one.starts_on,
        ))  # fmt: skip
        db.session.commit()
    before = all_counts()
    with pytest.raises(Refused) as refusal:
        actions.merge_organizations(admin(), merged.id, survivor.id, "Double", now=portal.now)
    assert refusal.value.code == "merge_clash"
    assert all_counts() == before and joined.counts(merged.id)


def test_only_organizations_of_one_nature_are_merged(portal: Portal) -> None:
    with pytest.raises(Refused) as refusal:
        actions.merge_organizations(
            admin(), stage.organization("Coup d'Main Beauvaisis").id, stage.organization("agence de Beauvais").id, "Double",
            now=portal.now,
        )  # fmt: skip
    assert refusal.value.code == "merge_kinds"


def test_the_administrator_searches_adds_closes_and_merges_on_the_screens(portal: Portal) -> None:
    maxime = portal.sign_in("maxime.ollier")
    page = maxime.get("/admin/organisations/nouvelle")
    fields = {"name": "=Atelier neuf", "kind": OrganizationKind.EMPLOYER.value, "employer_kind": EmployerKind.AI.value,
              "siret": "732 829 320 00074", "commune": "60000"}  # fmt: skip
    wrong = maxime.submit(page, {**fields, "siret": "73282932000075"}, form="nouvelle", status=422)
    assert "faute de frappe" in wrong.text
    made = maxime.submit(page, {**fields, "commune": "Beauvais"}, form="nouvelle")
    sheet = maxime.follow(made)
    assert "=Atelier neuf" in sheet.text
    twice = maxime.submit(
        maxime.get("/admin/organisations/nouvelle"),
        {**fields, "commune": "Beauvais"},
        form="nouvelle",
        status=422,
    )
    assert "déjà celui de" in twice.text
    assert "=Atelier neuf" in maxime.get("/admin/organisations?q=732829320").text
    assert "Aucune organisation ne correspond." in maxime.get("/admin/organisations?q=%25%25introuvable").text
    new = db.session.scalars(select(Organization).where(Organization.siret == SIRET)).one()
    known = stage.organization("Coup d'Main Beauvaisis")
    preview = maxime.get(f"/admin/organisations/{new.id}/fusion?survivor={known.siret}")
    assert known.name in preview.text and "Rien ne s'y rattache" in preview.text.replace("’", "'")
    assert (
        "Aucune organisation"
        in maxime.get(f"/admin/organisations/{new.id}/fusion?survivor=abc", status=422).text
    )
    maxime.submit(preview, {"merge_reason": "x"}, form="fusion", status=422)
    maxime.submit(preview, {"merge_reason": "La même structure"}, form="fusion")
    sheet = maxime.get(f"/admin/organisations/{new.id}")
    assert "Fusionnée avec" in sheet.text
    maxime.submit(sheet, form="annulation")
    sheet = maxime.get(f"/admin/organisations/{new.id}")
    late = maxime.submit(
        sheet, {"closed_on": "01/01/2020", "close_reason": "Fin d'activité"}, form="fermer", status=422
    )
    assert "à venir" in late.text
    maxime.submit(sheet, {"closed_on": "02/03/2026", "close_reason": "Fin d'activité"}, form="fermer")
    assert "Fermée" in maxime.get(f"/admin/organisations/{new.id}").text
    maxime.submit(maxime.get(f"/admin/organisations/{new.id}"), form="rouvrir")
    maxime.get("/admin/organisations/999999", status=404)
    portal.sign_in("helene.vasseur").get("/admin/organisations", status=403)


def test_nobody_acts_for_a_closed_organization_from_its_day_on(portal: Portal) -> None:
    sandrine = stage.actor("sandrine.lemaire")
    actions.close_organization(
        admin(), sandrine.organization_id, date(2026, 3, 10), "Commune nouvelle", now=portal.now
    )
    browser = portal.sign_in("sandrine.lemaire")
    portal.day("2026-03-09")
    browser.get("/tableau-de-bord")
    portal.day("2026-03-10")
    assert browser.client.get("/tableau-de-bord").status_code in (302, 303, 401)
    assert identify(sandrine.user_id, None, date(2026, 3, 10)) is None
