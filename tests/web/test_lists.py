"""Does the administrator bring a list of structures in on the screen: shown first, confirmed, recorded?"""

import io

from sqlalchemy import func, select

from clauses.extensions import db
from clauses.models.directory import DirectoryImport
from clauses.models.journal import AuditEvent
from clauses.models.people import Organization
from tests.portal import Portal

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
