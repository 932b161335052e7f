"""Does the command find each thing that must never be? Every sentence is heard once, on data broken on purpose."""

import hashlib
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from clauses.actions import compliance
from clauses.actions.files import write_sealed
from clauses.domain.kinds import (
    EntryState,
    JobState,
    LedgerKind,
    RelayState,
    ReportState,
    ReturnReason,
)
from clauses.domain.kinds_decisions import DecisionKind, DecisionState
from clauses.domain.kinds_files import DocumentKind, Readership
from clauses.domain.kinds_validation import MatchState
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.decisions import Decision
from clauses.models.files import MarketDocument, MessageFile, StoredFile
from clauses.models.hours import Eligibility, HoursEntry, LedgerLine, MonthlyReport, Relay
from clauses.models.journal import AuditEvent, BackgroundJob, ReceivedForm
from clauses.models.markets import Lot
from clauses.models.people import Membership, WebSession
from clauses.models.sums import LotMonthSum, LotPersonSum
from clauses.models.threads import LotMessage
from clauses.models.validation import HoursMatch
from clauses.queries import lot_sums
from clauses.stores import path_of
from clauses.wording.invariants import BROKEN
from tests import stage, stage_hours
from tests.moments import moment
from tests.portal import Portal

SEPTEMBER = date(2026, 9, 1)
HELD_ELSEWHERE = {  # heard in the tests of their own rooms
    "person_overdue", "file_overdue", "people_unproven", "files_unproven", "ground_left", "file_described",
    "sheet_missing", "sheet_kind", "sheet_nowhere", "pool_over", "pool_part", "pool_person", "pool_months", "pool_early",
    "request_state", "ceiling", "lot_followed", "commune_times", "mandates_cross", "counted_otherwise",
}  # fmt: skip
Break = Callable[["Broken"], None]
BREAKS: dict[str, Break] = {}
REPORTED = {"report_parent", "report_altered", "report_total"}  # a report was given before


class Broken:
    """A month validated, 133 h of two people in one AI, and the means to break what the database guards."""

    def __init__(self, portal: Portal, folder: Path, code: str | None = None) -> None:
        """Before the background has worked; after it, with the report that it needs, where `code` is to be broken."""
        self.portal, self.folder = portal, folder
        self.journal: list[str] = []
        self.site = stage_hours.played(portal, 1) if code is None else told_of(portal, code in REPORTED)
        self.lines = db.session.scalars(select(LedgerLine).order_by(LedgerLine.id)).all()
        self.first = self.lines[0]
        self.files: Path = portal.app.config["SETTINGS"].files
        if code is None:
            shutil.rmtree(self.files, ignore_errors=True)  # what the story has put there

    def unguard(self, table: str, then: str = "") -> None:
        """The same rows without a key, a constraint or a trigger: as after a restore that went wrong."""
        db.session.commit()
        postgresql = db.engine.dialect.name == "postgresql"
        statements = [
            f"CREATE TABLE bare AS SELECT * FROM {table}",
            f"DROP TABLE {table}{' CASCADE' if postgresql else ''}",
            f"ALTER TABLE bare RENAME TO {table}",
            *([then] if then else []),
        ]
        if postgresql:
            for statement in statements:
                db.session.execute(text(statement))
        else:  # a connection that does not ask for foreign keys
            with sqlite3.connect(str(db.engine.url.database)) as plain:
                for statement in statements:
                    plain.execute(statement)

    def line(self, **other: object) -> None:
        """One more line of the ledger, like the first but for what is given."""
        names = [c.key for c in LedgerLine.__table__.columns if c.key != "id"]
        like = {name: getattr(self.first, name) for name in names} | other
        db.session.execute(insert(LedgerLine).values(id=10_000 + secrets.randbelow(10_000), **like))

    def stored(self, owner_id: int | None = None) -> StoredFile:
        content, key = b"ce qui a ete depose", secrets.token_hex(16)
        write_sealed(self.files, key, content)
        digest = hashlib.sha256(content).hexdigest()
        row = StoredFile(
            key=key, name="preuve.pdf", media_type="application/pdf", size=len(content), sha256=digest,
            owner_id=owner_id or self.ai, added_at=self.portal.now,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row

    @property
    def ai(self) -> int:
        return stage.actor("nadege.brunel").organization_id

    @property
    def buyer(self) -> int:
        return stage.actor("sandrine.lemaire").organization_id

    def form(self, key: str, at: datetime | None = None) -> None:
        user = stage.actor("nadege.brunel").user_id
        db.session.add(
            ReceivedForm(key=key, user_id=user, route="/x", body_hash="0" * 64, at=at or self.portal.now)
        )
        db.session.flush()

    @property
    def request(self) -> ReportRequest:
        """The one that was given before."""
        return db.session.scalars(select(ReportRequest)).one()


def reported(portal: Portal, site: stage_hours.Site) -> None:
    """The report of the market, given on 12 October."""
    market_id = db.session.get_one(Lot, site.lot_id).market_id
    db.session.commit()
    compliance.request_report(
        stage.actor("sandrine.lemaire"), market_id, as_of=date(2026, 9, 30), now=portal.now
    )
    db.session.rollback()
    portal.run_jobs()


@moment
def told_of(portal: Portal, with_report: bool) -> stage_hours.Site:
    """The same month once the background has done all that follows from it."""
    site = stage_hours.played(portal, 1)
    shutil.rmtree(portal.app.config["SETTINGS"].files, ignore_errors=True)
    if with_report:
        reported(portal, site)
    portal.run_jobs()
    return site


def breaks(code: str) -> Callable[[Break], Break]:
    def keep(act: Break) -> Break:
        BREAKS[code] = act
        return act

    return keep


@breaks("total")
def _a_reversal_takes_back_less_than_its_line(it: Broken) -> None:
    it.line(kind=LedgerKind.REVERSAL, hours=-100, reverses_id=it.first.id)


@breaks("sum_month")
def _a_kept_sum_of_a_month_is_changed(it: Broken) -> None:
    db.session.execute(update(LotMonthSum).values(hours=LotMonthSum.hours + 100))


@breaks("sum_person")
def _a_kept_sum_of_a_person_is_lost(it: Broken) -> None:
    db.session.execute(delete(LotPersonSum))


@breaks("counted_while")
def _a_counted_entry_becomes_a_draft_again(it: Broken) -> None:
    db.session.execute(update(HoursEntry).values(state=EntryState.DRAFT))


@breaks("counted_too_much")
def _an_entry_accepted_in_part_counts_more_than_it_declares(it: Broken) -> None:
    db.session.execute(update(HoursEntry).values(refusal_reason=ReturnReason.OTHER, worked=100))


@breaks("counted_lines")
def _an_entry_is_counted_twice(it: Broken) -> None:
    it.line()


@breaks("counted_person")
def _a_person_is_counted_twice_by_two_entries(it: Broken) -> None:
    it.line(entry_id=it.lines[1].entry_id)


@breaks("counted_double")
def _two_lines_settled_as_one_count_both(it: Broken) -> None:
    first, second = sorted(line.entry_id for line in it.lines)
    db.session.execute(
        insert(HoursMatch).values(
            lot_id=it.first.lot_id, first_id=first, second_id=second, state=MatchState.SETTLED, kept_id=first,
            asked_on=SEPTEMBER, asked_by_id=1, settled_on=SEPTEMBER, version=1,
        )
    )  # fmt: skip


@breaks("form_twice")
def _a_form_is_there_twice(it: Broken) -> None:
    it.form("f" * 32)
    it.unguard("received_form")
    db.session.execute(
        text("INSERT INTO received_form SELECT * FROM received_form WHERE key = :key"), {"key": "f" * 32}
    )


@breaks("form_lost")
def _a_form_that_was_acknowledged_is_not_there(it: Broken) -> None:
    it.form("a" * 32)
    it.journal = [f"{word} {key * 32}\n" for key in "ab" for word in ("sent", "kept")]


@breaks("form_unsent")
def _a_form_is_there_that_nobody_sent(it: Broken) -> None:
    it.form("a" * 32)
    it.form("c" * 32)
    it.journal = [f"sent {'a' * 32}\n", f"kept {'a' * 32}\n"]


@breaks("form_kept_unsent")
def _a_form_is_confirmed_that_never_left(it: Broken) -> None:
    it.form("a" * 32)
    it.journal = [f"kept {'a' * 32}\n"]


@breaks("chain")
def _a_line_of_the_journal_is_changed(it: Broken) -> None:
    it.unguard("audit_event")
    db.session.execute(update(AuditEvent).where(AuditEvent.seq == 3).values(action="report:return"))


@breaks("decided_untold")
def _a_month_is_validated_by_nobody(it: Broken) -> None:
    db.session.execute(
        insert(MonthlyReport).values(
            lot_id=it.site.lot_id, month=date(2026, 10, 1), state=ReportState.VALIDATED, version=1,
            submitted_on=date(2026, 11, 8), decided_on=date(2026, 11, 12),
        )
    )  # fmt: skip


@breaks("line_untold")
def _hours_are_counted_outside_any_act(it: Broken) -> None:
    it.line(recorded_at=datetime(2026, 10, 13, tzinfo=UTC))


@breaks("month_overfull")
def _a_month_holds_more_hours_than_it_has(it: Broken) -> None:
    it.line(hours=72001)


@breaks("outside_lot")
def _hours_are_counted_after_the_end_of_the_lot(it: Broken) -> None:
    it.line(month=date(2031, 1, 1))


@breaks("reversal_other")
def _a_reversal_speaks_of_somebody_else(it: Broken) -> None:
    it.line(
        kind=LedgerKind.REVERSAL, hours=-it.first.hours, reverses_id=it.first.id,
        participant_id=it.lines[1].participant_id,
    )  # fmt: skip


@breaks("reversed_twice")
def _a_line_is_taken_back_twice(it: Broken) -> None:
    it.unguard("ledger_line")
    for _ in range(2):
        it.line(kind=LedgerKind.REVERSAL, hours=-it.first.hours, reverses_id=it.first.id)


@breaks("negative_alone")
def _hours_are_taken_away_without_a_line(it: Broken) -> None:
    it.unguard("ledger_line")
    it.line(hours=-100)


@breaks("file_missing")
def _a_proof_is_changed_on_the_disk(it: Broken) -> None:
    path_of(it.files, it.stored().key).write_bytes(b"autre chose")


@breaks("file_left")
def _a_file_said_to_be_gone_is_still_there(it: Broken) -> None:
    row = it.stored()
    row.erased_at = row.gone_at = it.portal.now
    db.session.flush()


@breaks("file_orphan")
def _the_disk_keeps_what_nobody_put(it: Broken) -> None:
    key = secrets.token_hex(16)
    write_sealed(it.files, key, b"x")
    old = time.time() - timedelta(days=3).total_seconds()
    os.utime(path_of(it.files, key), (old, old))


@breaks("job_stuck")
def _a_job_runs_for_ever(it: Broken) -> None:
    db.session.execute(
        insert(BackgroundJob).values(
            kind="market_compliance", subject_id=1, state=JobState.RUNNING, attempt=1,
            lease_until=datetime(2020, 1, 1, tzinfo=UTC), not_before=it.portal.now, created_at=it.portal.now,
        )
    )  # fmt: skip


@breaks("mail_twice")
def _a_fact_writes_twice_to_one_person(it: Broken) -> None:
    it.unguard("email_message")
    db.session.execute(text("INSERT INTO email_message SELECT * FROM email_message WHERE id = (SELECT MIN(id) FROM email_message)"))  # fmt: skip


@breaks("line_parent")
def _a_line_counts_for_another_lot_than_its_entry(it: Broken) -> None:
    it.line(lot_id=stage.lot(2).id)


@breaks("proof_parent")
def _a_proof_shows_the_document_of_another_organization(it: Broken) -> None:
    other = it.stored(owner_id=it.buyer).id
    db.session.execute(update(Eligibility).values(proof_file_id=other))


@breaks("document_parent")
def _a_document_is_under_a_lot_of_another_market(it: Broken) -> None:
    market_id = db.session.get_one(Lot, it.site.lot_id).market_id
    db.session.commit()
    other = stage.filed(it.portal, "2026-VB-099").lots[0].id
    db.session.execute(
        insert(MarketDocument).values(
            market_id=market_id, lot_id=other, kind=DocumentKind.OTHER, readership=Readership.EVERYONE, file_id=it.stored().id,
            organization_id=it.buyer, put_by_id=stage.actor("sandrine.lemaire").user_id, put_at=it.portal.now, version=1,
        )
    )  # fmt: skip


@breaks("message_file_parent")
def _a_message_carries_the_file_of_somebody_else(it: Broken) -> None:
    said = LotMessage(
        lot_id=it.site.lot_id, organization_id=it.buyer, author_id=stage.actor("sandrine.lemaire").user_id,
        text="Bonjour", sent_at=it.portal.now,
    )  # fmt: skip
    db.session.add(said)
    db.session.flush()
    db.session.add(MessageFile(message_id=said.id, file_id=it.stored().id))
    db.session.flush()


@breaks("relay_parent")
def _a_relay_leads_to_the_contract_of_somebody_else(it: Broken) -> None:
    _relay(it, contract_id=it.site.contracts["P2", stage_hours.AI], done_on=date(2026, 10, 12), to_id=it.ai)


@breaks("relay_undated")
def _a_relay_is_done_on_no_day(it: Broken) -> None:
    _relay(it, state=RelayState.DONE)


def _relay(it: Broken, **values: object) -> None:
    p1 = it.site.entry(SEPTEMBER, "P1", stage_hours.AI).participant_id
    db.session.execute(
        insert(Relay).values(
            participant_id=p1, lot_id=it.site.lot_id, employer_id=it.ai, alerted_on=date(2026, 10, 12),
            alert_month=SEPTEMBER, version=1, **{"state": RelayState.TO_PREPARE, **values},
        )
    )  # fmt: skip


@breaks("report_parent")
def _a_report_is_asked_for_with_the_rights_of_another(it: Broken) -> None:
    request = it.request
    other = db.session.scalar(select(Membership.id).where(Membership.user_id != request.requested_by_id))
    request.membership_id = other or 0
    db.session.flush()


@breaks("session_parent")
def _a_session_acts_for_somebody_else(it: Broken) -> None:
    it.portal.sign_in("sandrine.lemaire")
    session = db.session.scalars(select(WebSession).order_by(WebSession.id.desc())).first()
    assert session is not None
    session.membership_id = db.session.scalar(
        select(Membership.id).where(Membership.user_id != session.user_id)
    )
    db.session.flush()


@breaks("export_market")
def _an_export_leaves_out_a_line_dated_beyond_all_time(it: Broken) -> None:
    it.line(recorded_on=date(9999, 12, 31))


def penalty(it: Broken, **other: object) -> None:
    """A penalty proposed on the lot at 50 € an hour, as the buyer prepared it, but for what is given."""
    done = sum(line.hours for line in it.lines)
    short = 119_000 - done
    kept = {"base": "hours", "quantity": short, "price": [5000, 1], "amount": short * 50, "left_out": None}
    facts: dict[str, object] = {
        "target": 119_000, "validated": done, "missing": short, "proposed_amount": short * 50, "proposal": [kept],
        "ledger_id": it.lines[-1].id,
    }  # fmt: skip
    buyer = stage.actor("sandrine.lemaire")
    db.session.add(
        Decision(
            **{
                "lot_id": it.site.lot_id, "number": 1, "kind": DecisionKind.PENALTY, "state": DecisionState.PROPOSED,
                "neutralised": 0, "reason": "Heures non réalisées", "prepared_on": stage.clock.today(),
                "prepared_at": it.portal.now, "prepared_by_id": buyer.user_id, **facts, **other,
            }
        )
    )  # fmt: skip
    db.session.flush()


@breaks("penalty_hours")
def _a_penalty_counts_hours_that_were_never_validated(it: Broken) -> None:
    penalty(it, validated=100)


@breaks("penalty_amount")
def _a_penalty_proposes_more_than_its_hours(it: Broken) -> None:
    penalty(it, proposed_amount=99_00)


@breaks("neutralised_sum")
def _hours_are_neutralised_that_no_target_took_off(it: Broken) -> None:
    penalty(it, kind=DecisionKind.NEUTRALISATION, state=DecisionState.DECIDED, hours=1000)


@breaks("report_altered")
def _the_file_of_a_report_is_changed(it: Broken) -> None:
    request = it.request
    it.unguard("report_snapshot")
    db.session.execute(
        update(ReportSnapshot).where(ReportSnapshot.id == request.snapshot_id).values(content=b"PK autre")
    )


@breaks("report_total")
def _hours_are_slipped_under_a_report_already_given(it: Broken) -> None:
    it.line(hours=700)


@breaks("state_undated")
def _a_month_is_validated_on_no_day(it: Broken) -> None:
    db.session.execute(update(MonthlyReport).values(decided_on=None))


@breaks("entry_undecided")
def _a_validated_month_keeps_a_line_nobody_decided(it: Broken) -> None:
    db.session.execute(update(HoursEntry).values(state=EntryState.DRAFT))


def told(it: Broken) -> tuple[int, str]:
    args = ["invariants"]
    if it.journal:
        kept = it.folder / "client.txt"
        kept.write_text("".join(it.journal), encoding="utf-8")
        args += ["--journal", str(kept)]
    answer = it.portal.app.test_cli_runner().invoke(args=args)
    return answer.exit_code, answer.output


@pytest.mark.parametrize("code", sorted(BREAKS))
def test_the_command_tells_in_french_what_must_never_be(portal: Portal, tmp_path: Path, code: str) -> None:
    it = Broken(portal, tmp_path, code)
    with write_transaction():
        BREAKS[code](it)
        db.session.commit()
    exit_code, output = told(it)
    start = BROKEN[code].split("{")[0]
    middle = BROKEN[code].rsplit("}", 1)[1] or BROKEN[code].split("}")[1].split("{")[0]
    assert any(start in line and middle in line for line in output.splitlines()), output
    assert exit_code == 1
    assert "erreur" not in output


def test_what_is_whole_is_said_whole(portal: Portal, tmp_path: Path) -> None:
    it = Broken(portal, tmp_path)
    with write_transaction():
        it.stored()
        it.form("a" * 32)
        it.form("b" * 32)  # kept here, but the answer was lost on the way
        db.session.commit()
    reported(portal, it.site)
    it.journal = [
        f"sent {'a' * 32}\n",
        f"kept {'a' * 32}\n",
        f"sent {'b' * 32}\n",
        f"sent {'c' * 32}\n",
        "kept dd",
    ]
    exit_code, output = told(it)
    assert (exit_code, output.strip().partition(" ")[2]) == (0, "invariants vérifiés, aucun écart."), output


def test_no_breach_is_a_sentence_that_nobody_ever_heard() -> None:
    assert set(BREAKS) | HELD_ELSEWHERE == set(BROKEN)
    assert not set(BREAKS) & HELD_ELSEWHERE


def test_a_client_that_keeps_no_journal_is_told_what_was_not_asked(portal: Portal, tmp_path: Path) -> None:
    it = Broken(portal, tmp_path)
    exit_code, output = told(it)
    assert exit_code == 0
    assert "I5 : non vérifié, il faut le journal de saisie d'un client (--journal)." in output


def test_sums_that_went_wrong_are_made_again_from_the_ledger_alone(portal: Portal, tmp_path: Path) -> None:
    it = Broken(portal, tmp_path)
    with write_transaction():
        db.session.execute(update(LotMonthSum).values(hours=1))
        db.session.execute(delete(LotPersonSum))
        db.session.commit()
    assert told(it)[0] == 1
    answer = portal.app.test_cli_runner().invoke(args=["rebuild-sums"])
    assert answer.output.strip() == "3 sommes refaites depuis le registre."
    assert told(it)[0] == 0
    assert lot_sums.validated_on([it.site.lot_id]) == {it.site.lot_id: 13_300}
    assert lot_sums.persons_on([it.site.lot_id]) == {it.site.lot_id: 2}
