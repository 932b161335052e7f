"""Does the administrator bring a list of structures in on the screen: shown first, confirmed, recorded?"""

import io
from datetime import datetime

from sqlalchemy import func, select

from clauses.config import PARIS
from clauses.extensions import db, write_transaction
from clauses.models.directory import DirectoryImport
from clauses.models.files import StoredFile
from clauses.models.hours_files import HoursFile
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot
from clauses.models.people import Membership, Organization, User
from tests import stage_hours
from tests.portal import Portal
from tests.reading import plain

LIST = (
    "siret,kind,name,address_line_1,post_code,city,latitude,longitude,convention_is_active\n"
    "73282932000074,AI,L'ALPHA <b>,1 Rue,60000,Beauvais,,,True\n"
    "732,ACI,COURT,1 Rue,60000,Beauvais,,,True\n"
)


def test_a_list_is_shown_then_confirmed_and_its_record_stays(portal: Portal) -> None:
    maxime = portal.sign_in("maxime.ollier")
    page = maxime.get("/admin/echanges")
    assert "Aucun import." in page.text
    multipart = {"content_type": "multipart/form-data"}
    wrong = maxime.submit(
        page, {"import_file": (io.BytesIO(b"a;b\n1;2\n"), "x.csv")}, form="list-form", status=422, **multipart
    )
    assert "n'est pas une liste de structures" in wrong.text.replace("’", "'")
    none = maxime.submit(page, {"import_file": None}, form="list-form", status=422, **multipart)
    assert "Choisissez la liste" in none.text
    late = {"import_file": (io.BytesIO(LIST.encode()), "l.csv"), "listed_on": "01/01/2030"}
    assert "demain" in maxime.submit(page, late, form="list-form", status=422, **multipart).text
    sent = maxime.submit(
        page, {"import_file": (io.BytesIO(LIST.encode()), "liste.csv")}, form="list-form", **multipart
    )
    check = maxime.follow(sent)
    assert (
        "L'ALPHA <b>" in check.text.replace("’", "'")
        and "Ligne 2" in check.text
        and "colonne siret" in check.text
    )
    known = select(func.count()).select_from(Organization).where(Organization.siret == "73282932000074")
    assert db.session.scalar(known) == 0, "nothing is written before the yes"
    record = maxime.follow(maxime.submit(check, form="confirm-form"))
    assert (
        "La liste est importée" in record.text
        and "colonne siret : SIRET illisible" in record.text.replace("\xa0", " ").replace("\u202f", " ")
    )
    assert db.session.scalar(known) == 1
    done = db.session.scalars(select(DirectoryImport)).one()
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "directory:import")).one()
    assert (told.object_id, told.facts["created"], told.facts["refused"]) == (done.id, 1, 1)
    again = maxime.follow(sent)
    assert "rien" in again.text and "a déjà été importé" in again.text
    assert "liste.csv" in maxime.get("/admin/echanges").text
    assert "73282932000074;AI;" in maxime.client.get("/admin/echanges/annuaire.csv").text
    portal.sign_in("helene.vasseur").get(sent.response.headers["Location"], status=403)
    maxime.get("/admin/echanges/imports/999999", status=404)


def test_the_files_of_hours_and_of_markets_are_counted_without_their_names(portal: Portal) -> None:
    """J09: who sent what and when; a file that a structure has not confirmed says so; its name is not shown."""
    site = stage_hours.begun(portal)
    sent = datetime(2026, 11, 2, 9, 30, tzinfo=PARIS)
    with write_transaction():
        nadege = db.session.scalars(
            select(Membership).join(User).where(User.email.startswith("nadege.brunel"))
        ).first()
        assert nadege is not None
        for number, (taken, lines) in enumerate([(None, None), (sent, 12)]):
            file = StoredFile(key=f"{number:032d}", name="heures_vaubrigny.xlsx", media_type="text/csv", size=10,
                              sha256=f"{number:064d}", owner_id=nadege.organization_id, added_at=sent)  # fmt: skip
            db.session.add(file)
            db.session.flush()
            db.session.add(HoursFile(file_id=file.id, organization_id=nadege.organization_id, sent_by_id=nadege.user_id,
                                     sent_at=sent, taken_at=taken, lines=lines))  # fmt: skip
        market = db.session.get_one(Lot, site.lot_id).market
        market.source, market.source_uid = "decp", "20006799900017-2026"
        db.session.commit()
    page = plain(portal.sign_in("maxime.ollier").get("/admin/echanges").text)
    assert "Coup d'Main Beauvaisis" in page and "pas encore confirmé" in page and "12" in page
    assert "Marchés venus d'un fichier" in page and "Ville de Beauvais" in page
    assert "vaubrigny" not in page
