"""D10: is a document that proves hours taken in or refused in clear words, and read by nobody but who may?"""

import io
from datetime import date

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import func, select

from clauses.actions import files as kept_files
from clauses.actions.hours import participants
from clauses.actions.people import purge
from clauses.domain.kinds import EntryState, ReturnReason
from clauses.domain.kinds_evidence import EvidenceState
from clauses.extensions import db
from clauses.jobs import purge as jobs
from clauses.models.evidence import Evidence
from clauses.models.hours import Eligibility, LedgerLine, Participant
from clauses.queries.files.storage import content_of
from clauses.stores import path_of
from tests import stage, stage_hours
from tests.portal import Page, Portal
from tests.sendable import pdf, photograph, workbook
from tests.stage_hours import AI, ETTI, PEOPLE, Site

SEPTEMBER, WHERE = date(2026, 9, 1), "/releves/{}/2026-09/pieces"
HOLDER, NADEGE, CLAIRE = "mickael.roussel", "nadege.brunel", "claire.delattre"
AI_NAME = "nadege.brunel"


@pytest.fixture
def site(portal: Portal) -> Site:
    return stage_hours.submitted_month(portal)


def person_of(who: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(Participant.id).where(Participant.last_name == PEOPLE[who][1])).one()


def ai_id() -> int:
    return stage.actor(NADEGE).organization_id


def put(
    portal: Portal, site: Site, who: str, kind: str, *, covers: str | None = None, content: bytes | None = None,
    name: str = "piece.pdf", status: int = 303, **more: str,
) -> Page:  # fmt: skip
    typed: dict[str, object] = {"e_kind": kind, **more}
    if content is not None:
        typed["e_file"] = (io.BytesIO(content), name)
    typed["e_covers"] = covers if covers is not None else f"{ai_id()}-{person_of('P1')}"
    page = portal.sign_in(who).post(
        WHERE.format(site.lot_id), typed, status=status, content_type="multipart/form-data"
    )
    db.session.rollback()
    return page


def pieces() -> list[Evidence]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Evidence).order_by(Evidence.id)))


# -- what is refused, in words --------------------------------------------------------------------------------------------


def test_nothing_typed_is_told_at_each_field(portal: Portal, site: Site) -> None:
    page = put(portal, site, NADEGE, "", covers="", status=422)
    assert "Choisissez la nature de la pièce." in page
    assert "Choisissez un fichier." in put(portal, site, NADEGE, "signed_timesheet", status=422)
    assert not pieces()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "vide.pdf", "Ce fichier est vide."),
        (b"MZ\x90\0" + b"\0" * 200, "feuille.pdf", "Ce format n'est pas accepté."),
        (b"<html><script>1</script></html>", "feuille.csv", "Ce format n'est pas accepté."),
        (pdf(b"<</S/JavaScript/JS(1)>>"), "feuille.pdf", ""),
        (photograph(size=(600, 400))[:900], "photo.jpg", "Ce fichier est abîmé et ne se lit pas."),
        (b"a;b\n1;=cmd|' /C calc'!A0\n", "feuille.csv", "signe de formule"),
    ],
    ids=["empty", "program", "page", "script", "cut photograph", "formula"],
)
def test_a_file_is_judged_by_its_content_and_refused_at_its_field(
    portal: Portal, site: Site, content: bytes, name: str, said: str
) -> None:
    page = put(portal, site, NADEGE, "signed_timesheet", content=content, name=name, status=422)
    assert (
        said in page.text.replace("\u202f", " ").replace("\xa0", " ")
        and 'href="#e_file"' in page.response.text
    )
    assert "erreur" not in page.text.casefold() and not pieces()


def test_a_file_that_is_too_heavy_says_the_limit(
    portal: Portal, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clauses.queries.files.checking.MAX_SIZE", 100)
    page = put(portal, site, NADEGE, "signed_timesheet", content=pdf(), status=422)
    assert "la limite est de 10 Mo. Réduisez-le ou déposez-le en plusieurs parties." in page and not pieces()


def test_a_signed_timesheet_may_be_a_workbook_or_a_photograph(portal: Portal, site: Site) -> None:
    put(portal, site, NADEGE, "signed_timesheet", content=workbook(), name="septembre.xlsx")
    put(portal, site, NADEGE, "signed_timesheet", content=photograph(), name="IMG_1.jpg")
    assert [one.file.media_type.rpartition("/")[2][-5:] for one in pieces()] == ["sheet", "jpeg"]


def test_the_same_file_is_not_put_twice(portal: Portal, site: Site) -> None:
    put(portal, site, NADEGE, "signed_timesheet", content=pdf())
    page = put(portal, site, NADEGE, "signed_timesheet", content=pdf(), status=422)
    assert "Ce fichier est déjà déposé pour ce relevé." in page and len(pieces()) == 1


def test_a_statement_in_place_of_a_timesheet_says_why(portal: Portal, site: Site) -> None:
    page = put(portal, site, NADEGE, "hours_statement", content=pdf(), status=422)
    assert "Dites pourquoi la pièce attendue ne peut pas être fournie" in page and not pieces()
    why = "Le carnet de feuilles a brûlé avec le véhicule."
    put(portal, site, NADEGE, "hours_statement", content=pdf(), e_reason=why)
    assert why in portal.sign_in(CLAIRE).get(WHERE.format(site.lot_id))
    long = put(portal, site, NADEGE, "hours_statement", content=pdf(b"(2)"), e_reason="x" * 301, status=422)
    assert "300" in long and len(pieces()) == 1


def test_only_people_of_the_lot_and_of_ones_own_team_are_covered(portal: Portal, site: Site) -> None:
    elodie = stage.actor("elodie.petit", "agence de Beauvais").organization_id
    for covers in (f"{elodie}-", f"{ai_id()}-999999", "abc", "-", f"{ai_id()}--1"):
        page = put(portal, site, NADEGE, "signed_timesheet", content=pdf(), covers=covers, status=422)
        assert "Indiquez à quelle personne" in page
    assert not pieces()


def test_a_share_that_is_full_takes_nothing_more_and_says_so(
    portal: Portal, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "MOST_OF_ORGANIZATION", 100)
    before = on_disk(portal)
    page = put(portal, site, NADEGE, "signed_timesheet", content=pdf(), status=422)
    assert 'href="#e_file"' in page.response.text and not pieces()
    assert "Les fichiers de votre organisation occupent déjà" in page and on_disk(portal) == before


def on_disk(portal: Portal) -> set[str]:
    return {path.name for path in portal.app.config["SETTINGS"].files.rglob("*") if path.is_file()}


def test_a_month_before_the_lot_takes_no_document(portal: Portal, site: Site) -> None:
    browser = portal.sign_in(NADEGE)
    typed = {"e_kind": "signed_timesheet", "e_covers": f"{ai_id()}-", "e_file": (io.BytesIO(pdf()), "a.pdf")}
    browser.post(
        f"/releves/{site.lot_id}/2020-01/pieces", typed, status=422, content_type="multipart/form-data"
    )
    assert not pieces()


# -- whom a document covers -----------------------------------------------------------------------------------------------


def test_a_team_holds_each_of_its_people_once(portal: Portal, site: Site) -> None:
    browser = portal.sign_in(NADEGE)
    both = [f"{ai_id()}-", f"{ai_id()}-{person_of('P1')}"]
    typed = {"e_kind": "signed_timesheet", "e_covers": both, "e_file": (io.BytesIO(pdf()), "a.pdf")}
    browser.post(WHERE.format(site.lot_id), typed, status=303, content_type="multipart/form-data")
    (one,) = pieces()
    assert [(cover.employer_id, cover.participant_id) for cover in one.covers] == [(ai_id(), None)]
    assert one.month == SEPTEMBER


def test_a_contract_lasts_and_a_timesheet_is_of_its_month(portal: Portal, site: Site) -> None:
    put(portal, site, NADEGE, "placement_contract", content=pdf())
    put(portal, site, NADEGE, "signed_timesheet", content=pdf(b"(heures)"))
    assert [one.month for one in pieces()] == [None, SEPTEMBER]
    page = portal.sign_in(NADEGE).get(f"/releves/{site.lot_id}/2026-10/pieces")
    assert "Déposée le" in page and page.text.count("Déposée le") == 1


# -- who reads which -------------------------------------------------------------------------------------------------------

OWN, ALL = {"ai", "resource"}, {"ai", "holder", "resource"}
READERS = {
    "ai": (NADEGE, None), "holder": (HOLDER, None), "resource": (CLAIRE, None),
    "another structure": ("elodie.petit", "agence de Beauvais"), "buyer": ("sandrine.lemaire", None),
    "coordinator": ("helene.vasseur", None),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "readers"),
    [
        ("signed_timesheet", ALL), ("placement_contract", ALL), ("payslip", OWN), ("employment_contract", OWN),
        ("situation_proof", OWN),
    ],
)  # fmt: skip
def test_each_kind_of_document_is_read_by_those_who_may_alone(
    portal: Portal, site: Site, kind: str, readers: set[str]
) -> None:
    put(portal, site, NADEGE, kind, content=pdf())
    (one,) = pieces()
    url = f"/pieces/{one.id}/fichier"
    for name, (login, organization) in READERS.items():
        answer = portal.sign_in(login, organization).client.get(url)
        assert answer.status_code == (200 if name in readers else 404), (name, answer.status_code)
        if name in readers:
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert "sandbox" in answer.headers["Content-Security-Policy"]
            assert not any(part in answer.headers["Content-Disposition"] for part in stage_hours.NAMES)
    holder = portal.sign_in(HOLDER).get(WHERE.format(site.lot_id))
    assert (url in holder.response.text) == ("holder" in readers)


def test_what_the_holder_put_of_several_teams_is_not_read_by_one_of_them(portal: Portal, site: Site) -> None:
    put(portal, site, HOLDER, "signed_timesheet", content=pdf())
    (one,) = pieces()
    assert (
        portal.sign_in(NADEGE).client.get(f"/pieces/{one.id}/fichier").status_code == 200
    )  # its own team alone
    elodie = portal.sign_in("elodie.petit", "agence de Beauvais")
    assert elodie.client.get(f"/pieces/{one.id}/fichier").status_code == 404


def test_only_who_follows_the_lot_decides_and_only_who_put_it_takes_it_back(
    portal: Portal, site: Site
) -> None:
    put(portal, site, NADEGE, "signed_timesheet", content=pdf())
    (one,) = pieces()
    for login in (NADEGE, HOLDER):
        portal.sign_in(login).post(f"/pieces/{one.id}/decision", {"e_verdict": "accepted"}, status=403)
    portal.sign_in(HOLDER).post(f"/pieces/{one.id}/retrait", {"withdraw_reason": "x"}, status=403)
    again = portal.sign_in(NADEGE).post(f"/pieces/{one.id}/retrait", {"withdraw_reason": " "}, status=422)
    assert "Pièces" in again and pieces()[0].withdrawn_at is None
    claire = portal.sign_in(CLAIRE)
    done = claire.post(f"/pieces/{one.id}/decision", {"e_verdict": "accepted"}, status=303)
    assert "Pièce acceptée." in claire.follow(done)
    page = portal.sign_in(NADEGE).post(f"/pieces/{one.id}/retrait", {"withdraw_reason": "x"}, status=409)
    assert "Cette pièce est acceptée : elle ne se retire plus." in page
    assert pieces()[0].state is EvidenceState.ACCEPTED


# -- a second proof that comes late ------------------------------------------------------------------------------------------


def test_hours_refused_for_want_of_a_proof_count_once_a_late_one_is_accepted(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    site.hire("P3", AI, SEPTEMBER, proven_on=None)
    portal.day("2026-10-08")
    site.enter(SEPTEMBER, {("P1", AI): 70, ("P3", AI): 40})
    site.submit(SEPTEMBER)
    portal.day("2026-10-12")
    site.validate(SEPTEMBER)
    assert site.entry(SEPTEMBER, "P3", AI).state is EntryState.PENDING_ELIGIBILITY
    first = db.session.scalars(select(Eligibility).where(Eligibility.participant_id == person_of("P3"))).one()
    participants.decide_eligibility(
        stage.actor(CLAIRE), first.id, participants.Verdict.REFUSE, effective_on=None,
        message="Le justificatif est d'une autre personne.", now=portal.now,
    )  # fmt: skip
    db.session.rollback()
    entry = site.entry(SEPTEMBER, "P3", AI)
    assert (entry.state, entry.refusal_reason) == (EntryState.REFUSED, ReturnReason.NOT_PROVEN)
    assert total(site) == 7_000
    portal.day("2026-11-20")
    site.hire("P3", ETTI, SEPTEMBER, proven_on=date(2026, 8, 25))  # the same person, its second proof
    db.session.rollback()
    entry = site.entry(SEPTEMBER, "P3", AI)
    assert (entry.state, entry.refusal_reason) == (EntryState.VALIDATED, None)
    assert total(site) == 11_000
    line = db.session.scalars(select(LedgerLine).where(LedgerLine.entry_id == entry.id)).one()
    assert line.month == SEPTEMBER and line.recorded_on == date(2026, 11, 20)


def total(site: Site) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.sum(LedgerLine.hours)).where(LedgerLine.lot_id == site.lot_id)) or 0


# -- once the person is a number -----------------------------------------------------------------------------------------------


def test_the_documents_of_a_person_leave_with_the_name(portal: Portal, site: Site) -> None:
    put(portal, site, NADEGE, "hours_statement", content=pdf(), e_reason="Feuille de M. Aubrespin perdue.")
    put(portal, site, NADEGE, "signed_timesheet", content=pdf(b"(2)"), covers=f"{ai_id()}-{person_of('P2')}")
    mine, other = pieces()
    folder = portal.app.config["SETTINGS"].files
    keys = mine.file.key, other.file.key
    person = db.session.get_one(Participant, person_of("P1"))
    purge.pseudonymise(person, portal.now)
    db.session.commit()
    jobs.take_away_erased(folder, portal.now)
    mine, other = pieces()
    assert mine.file.erased_at is not None and not mine.reason and not path_of(folder, keys[0]).exists()
    assert other.file.erased_at is None and path_of(folder, keys[1]).exists()
    page = portal.sign_in(CLAIRE).get(WHERE.format(site.lot_id))
    assert "Aubrespin" not in page.text and f"/pieces/{mine.id}/fichier" not in page.response.text


# -- what a photograph says beside what it shows ----------------------------------------------------------------------------------


def located(kind: str) -> bytes:
    """A photograph of a document held sideways, with where it was taken, by which telephone, and words beside it."""
    said = Image.Exif()
    said[0x0112] = 6
    said[0x010F], said[0x0110] = "Marque-du-telephone", "Modele-du-telephone"
    said[0x8825] = {1: "N", 2: (49.0, 26.0, 2.5), 3: "E", 4: (2.0, 5.0, 1.0)}
    words = PngInfo()
    words.add_text("Comment", "Nom-de-la-personne")
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Nom-de-la-personne</x:xmpmeta>")
    beside = {"pnginfo": words} if kind == "PNG" else {"comment": b"Nom-de-la-personne"}
    return photograph(kind, size=(60, 40), exif=said, **beside)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_of_a_document_keeps_no_place_and_stands_upright(
    portal: Portal, site: Site, kind: str
) -> None:
    sent = located(kind)
    assert (b"eXIf" in sent or b"Exif" in sent) and b"Nom-de-la-personne" in sent and b"Marque" in sent
    put(portal, site, NADEGE, "signed_timesheet", content=sent, name=f"Beauvais.{kind}")
    (one,) = pieces()
    kept = content_of(portal.app.config["SETTINGS"].files, one.file.key, one.file.sha256)
    for hidden in (b"Exif", b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"xmp", b"Marque", b"Modele", b"Nom-de"):
        assert hidden not in kept, hidden
    shown = Image.open(io.BytesIO(kept))
    assert shown.size == (40, 60) and not shown.getexif() and not shown.getexif().get_ifd(0x8825)
    top, bottom = (shown.convert("RGB").getpixel((20, y)) for y in (8, 52))
    assert top[0] > 200 > top[2] and bottom[2] > 200 > bottom[0]  # red, which was on the left, is now above
    assert "Beauvais.j" not in portal.sign_in(CLAIRE).get(WHERE.format(site.lot_id)).text
