"""Does a structure keep its own sheet, in public, without showing a person, and only those who answer for it?"""

from datetime import date
from io import BytesIO

from sqlalchemy import select

from clauses.domain.kinds import Rank
from clauses.domain.kinds_partners import Zone
from clauses.extensions import db, write_transaction
from clauses.models.capacity import MonthlyCapacity
from clauses.models.partners import Capability, PrefectWaiver, SiaeProfile
from clauses.models.people import Membership
from clauses.queries import structure_sheet
from tests import stage
from tests.portal import Browser, Portal
from tests.sendable import pdf, photograph

AI = "Coup d'Main Beauvaisis"


def sheet() -> SiaeProfile:
    db.session.rollback()
    return db.session.scalars(
        select(SiaeProfile).where(SiaeProfile.organization_id == stage.organization(AI).id)
    ).one()


def public(portal: Portal) -> str:
    return portal.visitor().get(f"/annuaire/{stage.organization(AI).id}-coup-d-main-beauvaisis").text


def change(browser: Browser, part: str, status: int = 303, form: str = "sheet", **values: object) -> str:
    page = browser.get(f"/structure{part}")
    return browser.submit(page, values, form=form, status=status).text


def test_what_a_manager_writes_is_read_by_everybody(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    assert "Votre fiche est vide" in who.get("/structure").text
    change(who, "", presentation="Une association du Beauvaisis.", website="www.coup-dmain.example", public_contact="Accueil",
           city="Creil", phone="03 44 00 00 01")  # fmt: skip
    change(who, "/activites", trades=["nettoyage", "espaces_verts"], modes=["lends_staff", "joins_groups"], zone="radius",
           radius_km="40", sectors=["travaux-forestiers-bucheronnage"], equipment="Deux fourgons")  # fmt: skip
    change(who, "/recrutement", recruitment_procedure="Par la Mission locale.\nRéponse sous 15 jours.")
    change(
        who,
        "/conventions",
        agreement_number="AI060-2026",
        agreement_start="01/01/2026",
        agreement_end="31/12/2028",
    )
    text = public(portal)
    for words in ("Une association du Beauvaisis.", "Accueil", "40 km autour de sa commune", "Deux fourgons",
                  "Réponse sous 15 jours.", "AI060-2026", "Groupement (cotraitance)", "mise à jour le 2 mars 2026"):  # fmt: skip
        assert words in text, words
    one = sheet()
    assert (one.city, one.organization.commune_code, one.zone, one.radius_km) == (
        "Creil",
        "60175",
        Zone.RADIUS,
        40,
    )
    assert one.organization.agreement_end == date(2028, 12, 31)


def test_a_trade_taken_away_keeps_what_was_said_of_its_hours(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    who.post(*who.get("/structure/disponibilites").form("hours"))
    before = db.session.query(MonthlyCapacity).count()
    change(
        who, "/activites", trades=["nettoyage", "couverture"], zone="areas", zone_codes=["60"], radius_km=""
    )
    db.session.rollback()
    ai = stage.organization(AI).id
    assert set(structure_sheet.trades_of(ai)) == {"nettoyage", "couverture"}
    hours = dict(db.session.execute(
        select(Capability.trade, Capability.monthly_hours).where(Capability.organization_id == ai)
    ).all())  # fmt: skip
    assert hours == {"nettoyage": 60_000, "couverture": None}
    assert db.session.query(MonthlyCapacity).count() == before > 0
    assert "Tout le département de l'Oise" in public(portal)


def test_what_cannot_be_published_is_said_at_its_field(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    text = change(who, "", 422, public_contact="Mme Brunel, direction", website="pas un site", phone="12")
    assert "est le nom d'une personne" not in text, "the shape first"
    assert "adresse de site complète" in text and "10 chiffres" in text
    assert "« Brunel » est le nom d'une personne" in change(
        who, "", 422, public_contact="Mme Brunel, direction"
    )
    text = change(who, "/activites", 422, trades=[], modes=[], zone="areas", zone_codes=[])
    for words in ("entre 1 et 12 activités", "au moins une façon de travailler", "au moins une zone"):
        assert words in text
    assert "a pris fin le 01/02/2026" in change(who, "/conventions", 422, agreement_end="01/02/2026")
    assert sheet().published_on is None


def test_two_managers_do_not_write_over_each_other(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    page = who.get("/structure/recrutement")
    who.submit(page, {"recruitment_procedure": "Première version"}, form="sheet")
    late = who.submit(who.get("/structure/recrutement"), {"recruitment_procedure": "Seconde", "version": "1"}, form="sheet",
                      status=409)  # fmt: skip
    assert "Nadège Brunel" in late.text and "Seconde" in late.text


def test_a_photo_is_drawn_again_shown_and_taken_back(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    file = (BytesIO(photograph()), "IMG_0042.JPG")
    text = change(who, "/photos", 422, photo=file, caption="Chantier de taille")
    assert "Cochez la case" in text
    assert "JPG ou PNG" in change(
        who, "/photos", 422, photo=(BytesIO(pdf()), "x.jpg"), caption="Chantier", photo_agreed="y"
    )
    change(
        who,
        "/photos",
        photo=(BytesIO(photograph()), "IMG_0042.JPG"),
        caption="Chantier de taille",
        photo_agreed="y",
    )
    ai = stage.organization(AI).id
    [shown] = structure_sheet.photos_of(ai)
    url = f"/annuaire/{ai}/photos/{shown.id}"
    answer = portal.visitor().client.get(url)
    assert answer.status_code == 200 and answer.mimetype == "image/jpeg" and b"Exif" not in answer.data
    assert f'src="{url}"' in portal.visitor().client.get(f"/annuaire/{ai}-coup-d-main-beauvaisis").text
    other = portal.sign_in("elodie.petit", "agence de Beauvais")
    other.post(f"/structure/photos/{shown.id}/retrait", status=404)
    who.post(*who.get("/structure/photos").form("retrait"))
    portal.visitor().get(url, status=404)
    assert not structure_sheet.photos_of(ai)


def test_a_waiver_counts_with_its_decree_and_never_twice(portal: Portal) -> None:
    who = portal.sign_in("nadege.brunel")
    dates = {"waiver_number": "2026-17", "waiver_start": "01/03/2026", "waiver_end": "28/02/2029"}
    assert "Joignez l'arrêté" in change(who, "/conventions", 422, "waiver", **dates)
    long = {**dates, "waiver_end": "01/03/2029", "waiver_file": (BytesIO(pdf()), "arrete.pdf")}
    assert "36 mois au plus" in change(who, "/conventions", 422, "waiver", **long)
    change(who, "/conventions", form="waiver", **{**dates, "waiver_file": (BytesIO(pdf()), "arrete.pdf")})
    again = {**dates, "waiver_file": (BytesIO(pdf()), "arrete.pdf")}
    assert "L'arrêté 2026-17 couvre déjà" in change(who, "/conventions", 422, "waiver", **again)
    one = db.session.scalars(select(PrefectWaiver)).one()
    assert (one.starts_on, one.ends_on) == (date(2026, 3, 1), date(2029, 2, 28))
    assert "arrêté 2026-17" in public(portal)
    portal.sign_in("elodie.petit", "agence de Beauvais").get(
        f"/structure/conventions/derogations/{one.id}/fichier", status=404
    )


def test_members_read_managers_write_and_others_do_not_enter(portal: Portal) -> None:
    with write_transaction():
        for one in db.session.scalars(
            select(Membership).where(Membership.organization_id == stage.organization(AI).id)
        ):
            one.rank = Rank.MEMBER
        db.session.commit()
    who = portal.sign_in("nadege.brunel")
    for part in ("", "/activites", "/recrutement", "/conventions", "/photos"):
        assert "Enregistrer et publier" not in who.get(f"/structure{part}").text
        portal.sign_in("mickael.roussel").get(f"/structure{part}", status=403)
    who.post("/structure/recrutement", {"recruitment_procedure": "x"}, status=403)
