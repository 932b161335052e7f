"""What tells why somebody is eligible is closed where it lies: in the tables, in the backups and on the disk."""

import io
import json
import re

import pytest
from alembic import command
from sqlalchemy import create_engine, select, text

from clauses import stores
from clauses.cli.database import alembic_config
from clauses.domain.kinds import Prescriber
from clauses.extensions import db
from clauses.models.hours import Eligibility, Participant, StoredFile
from clauses.sealing import Unsealable, seals
from tests import servers, stage_hours
from tests.conftest import WORKER
from tests.portal import Portal
from tests.sendable import pdf

GROUNDS = ("RSA", "TH", "SENIOR", "Attestation", "france_travail", "RQTH")
SENT = pdf(b"(notification RQTH)")
SECRETS = ("a secret of the tests, long enough for the rule",)


@pytest.fixture
def proof(portal: Portal) -> int:
    """A proof with a document, asked again by the resource person in words that name the ground."""
    site = stage_hours.begun(portal)
    portal.day("2026-09-02")
    person = site.hire("P3", stage_hours.AI, portal.today, proven_on=None)
    asked = fresh(select(Eligibility.id).where(Eligibility.participant_id == person))[0]
    sent = {"p_proof_label": "Notification RQTH", "p_proof": (io.BytesIO(SENT), "RQTH Coquevert.pdf")}
    nadege = portal.sign_in("nadege.brunel")
    nadege.post(f"/participants/eligibilite/{asked}/justificatif", sent, content_type="multipart/form-data")
    claire = portal.sign_in("claire.delattre")
    claire.post(
        f"/participants/eligibilite/{asked}", {"elig_decision": "to_complete", "elig_reason": "RQTH périmée"}
    )
    return asked


@pytest.fixture(autouse=True)
def keys():
    yield
    seals.configure(SECRETS)


def fresh(question) -> list:
    db.session.rollback()
    return list(db.session.scalars(question))


def raw() -> str:
    """All that the tables of people, proofs and files hold, as a copy of the database would show it."""
    db.session.rollback()
    held = []
    for table in ("eligibility", "participant", "stored_file"):
        held += [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
    return repr(held)


def told(word: str, held: str) -> bool:
    """Whether the word stands by itself: two letters may also meet by chance inside a seal."""
    return re.search(rf"(?<![\w+/=-]){re.escape(word)}(?![\w+/=-])", held) is not None


def test_a_word_that_stands_by_itself_is_found_and_one_inside_a_seal_is_not() -> None:
    assert told("TH", '[(1, \'["TH", "SENIOR"]\')]') and told("TH", "('TH', None)")
    assert not told("TH", "s1.1653ef3f.bQd9SWVTH5X1j-TH_93i")


def kept_file(portal: Portal) -> bytes:
    key = fresh(select(StoredFile.key))[-1]
    return stores.path_of(portal.app.config["SETTINGS"].files, key).read_bytes()


def test_a_copy_of_the_database_tells_no_ground(portal: Portal, proof: int) -> None:
    held = raw()
    assert "Coquevert" in held, "the rows were read"
    for word in (*GROUNDS, "Coquevert.pdf", "périmée"):
        assert not told(word, held)
    found = fresh(select(Eligibility).where(Eligibility.id == proof))[0]
    assert (found.categories, found.proof_label, found.message) == (
        ["RSA"], "Notification RQTH", "RQTH périmée",
    )  # fmt: skip
    person = fresh(select(Participant))[0]
    assert person.priority_district is True and person.prescriber is Prescriber.FRANCE_TRAVAIL


def test_a_document_is_closed_on_the_disk_and_handed_over_as_it_was(portal: Portal, proof: int) -> None:
    on_disk = kept_file(portal)
    assert b"RQTH" not in on_disk and b"%PDF" not in on_disk
    nadege = portal.sign_in("nadege.brunel")
    answer = nadege.client.get(f"/participants/eligibilite/{proof}/justificatif")
    assert answer.status_code == 200 and answer.data == SENT


def test_a_document_changed_on_the_disk_is_not_handed_over(portal: Portal, proof: int) -> None:
    key = fresh(select(StoredFile.key))[-1]
    path = stores.path_of(portal.app.config["SETTINGS"].files, key)
    nadege = portal.sign_in("nadege.brunel")
    whole = path.read_bytes()
    for altered in (whole[:-1] + bytes([whole[-1] ^ 1]), b"%PDF-1.4 another document", b""):
        path.write_bytes(altered)
        answer = nadege.client.get(f"/participants/eligibilite/{proof}/justificatif")
        assert answer.status_code == 409 and b"another" not in answer.data


def test_one_document_in_the_place_of_another_does_not_open(portal: Portal, proof: int) -> None:
    key = fresh(select(StoredFile.key))[-1]
    path = stores.path_of(portal.app.config["SETTINGS"].files, key)
    path.write_bytes(seals.seal_bytes(SENT, place="file:" + "0" * 48))
    nadege = portal.sign_in("nadege.brunel")
    assert nadege.client.get(f"/participants/eligibilite/{proof}/justificatif").status_code == 409


def test_without_its_key_nothing_is_read_and_the_key_is_named(portal: Portal, proof: int) -> None:
    lost = seals.current
    seals.configure(["another secret, as long as the rule asks for"])
    with pytest.raises(Unsealable, match=lost):
        fresh(select(Eligibility).where(Eligibility.id == proof))
    answer = portal.app.test_cli_runner().invoke(args=["reseal"])
    assert answer.exit_code == 1 and lost in answer.output and "DATA_KEYS" in answer.output
    seals.configure(SECRETS)
    assert fresh(select(Eligibility.categories).where(Eligibility.id == proof)) == [["RSA"]]


def test_a_new_key_closes_everything_again_in_as_many_times_as_it_takes(
    portal: Portal, proof: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clauses.actions import resealing

    old, new = seals.current, "a newer secret, as long as the rule asks for"
    seals.configure([new, *SECRETS])
    assert fresh(select(Eligibility.categories).where(Eligibility.id == proof)) == [
        ["RSA"]
    ]  # both open meanwhile
    monkeypatch.setattr(resealing, "BATCH", 2)
    first = next(resealing.sealed_columns())
    assert resealing.reseal_rows(*first) > 0  # the machine stops here
    version = fresh(select(Eligibility.version).where(Eligibility.id == proof))
    answer = portal.app.test_cli_runner().invoke(args=["reseal"])
    assert answer.exit_code == 0, answer.output
    assert old not in raw() and old.encode() not in kept_file(portal)[:12]
    assert fresh(select(Eligibility.version).where(Eligibility.id == proof)) == version
    again = portal.app.test_cli_runner().invoke(args=["reseal"])
    assert again.output.startswith("0 ")

    seals.configure([new])  # the older secret may go
    assert fresh(select(Eligibility.categories).where(Eligibility.id == proof)) == [["RSA"]]
    nadege = portal.sign_in("nadege.brunel")
    assert nadege.client.get(f"/participants/eligibilite/{proof}/justificatif").data == SENT


def test_a_document_from_before_the_seals_is_read_then_closed(portal: Portal, proof: int) -> None:
    key = fresh(select(StoredFile.key))[-1]
    stores.path_of(portal.app.config["SETTINGS"].files, key).write_bytes(SENT)
    nadege = portal.sign_in("nadege.brunel")
    assert nadege.client.get(f"/participants/eligibilite/{proof}/justificatif").data == SENT
    assert portal.app.test_cli_runner().invoke(args=["reseal"]).exit_code == 0
    assert b"RQTH" not in kept_file(portal)
    assert nadege.client.get(f"/participants/eligibilite/{proof}/justificatif").data == SENT


def test_the_database_is_never_asked_to_compare_what_is_closed(portal: Portal) -> None:
    with pytest.raises(TypeError, match="sealed"):
        select(Eligibility).where(Eligibility.proof_label == "RQTH")
    assert fresh(select(Eligibility).where(Eligibility.message.is_(None))) == []


# -- the migration, with rows ------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request, tmp_path, monkeypatch):
    """The address of a database as it was before the seals, with a person, a proof and a document in it."""
    if request.param == "sqlite":
        url, drop = f"sqlite:///{tmp_path / 'before.sqlite'}", None
    else:
        address, name = (
            request.getfixturevalue("postgres"),
            f"seals_{WORKER}_{tmp_path.name}".lower().replace("-", "_")[:50],
        )
        servers.create_database(address, name)
        url, drop = servers.url_of(address, name), (address, name)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", SECRETS[0])
    monkeypatch.delenv("DATA_KEYS", raising=False)
    command.upgrade(alembic_config(), "0024_parameters")
    engine = create_engine(url)
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
    engine.dispose()
    yield url
    if drop:
        servers.drop_database(*drop)


ROWS = (
    "INSERT INTO organization (id, name, kind, employer_kind_key, siret, commune_code, origin, version) VALUES"
    " (1, 'Une entreprise', 'company', '', '12345678901234', '60057', 'declared', 1)",
    "INSERT INTO stored_file (id, key, name, media_type, size, sha256, owner_id, added_at, scan) VALUES"
    " (7, 'k', 'RQTH Coquevert.pdf', 'application/pdf', 1, 'x', 1, '2026-01-01 00:00:00', 'clean')",
    "INSERT INTO participant (id, last_name, first_name, fold, birth, gender, priority_district, prescriber,"
    " informed_on, created_by_id, version) VALUES (1, 'Coquevert', 'Nazaire', 'coquevert nazaire', '1979-07-21',"
    " 'unstated', true, 'cap_emploi', '2026-01-01', 1, 1)",
    "INSERT INTO participant (id, last_name, first_name, fold, birth, gender, priority_district, prescriber,"
    " informed_on, created_by_id, version) VALUES (2, 'Aubrespin', 'Zoé', 'aubrespin zoe', '1988-04-12',"
    " 'unstated', false, NULL, '2026-01-01', 1, 1)",
    "INSERT INTO eligibility (id, participant_id, categories, hired_on, proof_label, proof_file_id, state, message,"
    " submitted_by_id, submitted_on, version) VALUES (1, 1, '[\"TH\", \"SENIOR\"]', '2026-01-05', 'Notification RQTH',"
    " 7, 'pending', NULL, 1, '2026-01-05', 1)",
)
READ = (
    "SELECT categories, proof_label, message FROM eligibility",
    "SELECT priority_district, prescriber FROM participant ORDER BY id",
    "SELECT name FROM stored_file",
)


def read_all(url: str) -> list[tuple]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for question in READ for row in connection.execute(text(question))]
    finally:
        engine.dispose()


def test_what_was_in_clear_is_closed_by_the_migration_and_comes_back(before: str) -> None:
    clear = read_all(before)
    assert "RQTH" in repr(clear)
    command.upgrade(alembic_config(), "0025_personal_data")
    closed = read_all(before)
    assert not any(word in repr(closed) for word in ("RQTH", "SENIOR", "cap_emploi", "Coquevert"))
    assert all(value is None or value.startswith(f"s1.{seals.current}.") for row in closed for value in row)
    (proof, first, second, file) = closed
    assert json.loads(seals.open(proof[0], place="eligibility.categories")) == ["TH", "SENIOR"]
    assert seals.open(proof[1], place="eligibility.proof_label") == "Notification RQTH" and proof[2] is None
    assert json.loads(seals.open(first[0], place="participant.priority_district")) is True
    assert seals.open(first[1], place="participant.prescriber") == "cap_emploi" and second[1] is None
    assert seals.open(file[0], place="stored_file.name") == "RQTH Coquevert.pdf"
    command.downgrade(alembic_config(), "0024_parameters")
    back = read_all(before)
    assert [as_list(row) for row in back] == [as_list(row) for row in clear]


def as_list(row: tuple) -> list:
    return [json.loads(value) if isinstance(value, str) and value.startswith("[") else value for value in row]


def test_the_migration_back_without_the_key_says_which_one_it_needs(
    before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.upgrade(alembic_config(), "0025_personal_data")
    monkeypatch.setenv("DATA_KEYS", "another secret, as long as the rule asks for")
    with pytest.raises(RuntimeError, match=seals.current):
        command.downgrade(alembic_config(), "0024_parameters")
    monkeypatch.delenv("DATA_KEYS")
    command.downgrade(alembic_config(), "0024_parameters")
    assert "RQTH" in repr(read_all(before))
