"""F01. What does my structure show of itself, and how do I change it?"""

from typing import Any

from flask import Response as FileResponse
from flask import abort, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions import structure_sheet as actions
from clauses.config import clock
from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_files import ScanState
from clauses.domain.kinds_partners import Zone
from clauses.models.partners import SiaeProfile
from clauses.queries import structure_sheet as queries
from clauses.reference import sectors
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.structure.door import bp
from clauses.web.structure.forms_sheet import (
    ActivitiesForm,
    AgreementForm,
    PhotoForm,
    PresentationForm,
    RecruitmentForm,
    WaiverForm,
)
from clauses.web.uploads import download, folder, sent
from clauses.wording import structure as words

P = Permission


def _sheet() -> SiaeProfile:
    found = queries.own_sheet(g.actor.organization_id)
    if found is None:  # a membership of another kind of organization
        abort(404)
    return found


def _version() -> int | None:
    return whole_number(request.form.get("version"))


def _page(template: str, form: Form, sheet: SiaeProfile, status: int = 200, **more: Any) -> Response:
    return page(
        template, status=status, form=form, sheet=sheet, here=template.replace("/", ".").removesuffix(".html"), parts=words.PARTS,
        may=reach_of(g.actor, P.SHEET_EDIT) is not None, **more,
    )  # fmt: skip


@bp.get("/structure")
@needs(P.STRUCTURE_VIEW)
def presentation() -> Response:
    sheet = _sheet()
    of = sheet.organization
    return _page(
        "structure/presentation.html",
        PresentationForm(data={
            "brand": sheet.brand, "presentation": of.presentation, "city": of.commune_code, "address": of.address,
            "public_contact": sheet.public_contact, "phone": of.phone, "email": of.email, "website": sheet.website,
        }),
        sheet,
    )  # fmt: skip


@bp.post("/structure")
@needs(P.SHEET_EDIT)
def save_presentation() -> Response:
    form = PresentationForm(request.form)
    saved = form.attempt(
        lambda: actions.save_presentation(
            g.actor,
            actions.Presentation(
                form.brand.data, (form.presentation.data or "").strip() or None, form.city.data or "", form.address.data,
                form.website.data, form.public_contact.data, form.phone.data, form.email.data,
            ),
            version=_version(), now=clock.now(),
        )
    )  # fmt: skip
    return (
        done("structure.presentation", "sheet_saved")
        if saved
        else _page("structure/presentation.html", form, _sheet(), 422)
    )


@bp.get("/structure/activites")
@needs(P.STRUCTURE_VIEW)
def activities() -> Response:
    sheet = _sheet()
    form = ActivitiesForm(data={
        "trades": queries.trades_of(sheet.organization_id), "sectors": sheet.sectors, "networks": sheet.networks,
        "modes": [name for name in words.MODES if getattr(sheet, name)], "zone": sheet.zone.value,
        "radius_km": sheet.radius_km, "zone_codes": sheet.zone_codes, "equipment": sheet.equipment,
    })  # fmt: skip
    return _page("structure/activities.html", form.offer(clock.today()), sheet, groups=sectors.grouped())


@bp.post("/structure/activites")
@needs(P.SHEET_EDIT)
def save_activities() -> Response:
    form = ActivitiesForm(request.form).offer(clock.today())
    saved = form.attempt(
        lambda: actions.save_activities(
            g.actor,
            _activities(form),
            version=_version(), now=clock.now(),
        )
    )  # fmt: skip
    return (
        done("structure.activities", "sheet_saved")
        if saved
        else _page("structure/activities.html", form, _sheet(), 422, groups=sectors.grouped())
    )


def _activities(form: ActivitiesForm) -> actions.Activities:
    modes = set(form.modes.data or ())
    return actions.Activities(
        trades=tuple(form.trades.data or ()), sectors=tuple(form.sectors.data or ()),
        networks=tuple(form.networks.data or ()), lends_staff="lends_staff" in modes,
        takes_works="takes_works" in modes, joins_groups="joins_groups" in modes, zone=Zone(form.zone.data),
        radius_km=form.radius_km.data, zone_codes=tuple(form.zone_codes.data or ()),
        equipment=(form.equipment.data or "").strip() or None,
    )  # fmt: skip


@bp.get("/structure/recrutement")
@needs(P.STRUCTURE_VIEW)
def recruitment() -> Response:
    sheet = _sheet()
    form = RecruitmentForm(data={"recruitment_procedure": sheet.recruitment_procedure})
    return _page("structure/recruitment.html", form, sheet)


@bp.post("/structure/recrutement")
@needs(P.SHEET_EDIT)
def save_recruitment() -> Response:
    form = RecruitmentForm(request.form)
    saved = form.attempt(
        lambda: actions.save_recruitment(
            g.actor,
            (form.recruitment_procedure.data or "").strip() or None,
            version=_version(),
            now=clock.now(),
        )
    )
    return (
        done("structure.recruitment", "sheet_saved")
        if saved
        else _page("structure/recruitment.html", form, _sheet(), 422)
    )


@bp.get("/structure/conventions")
@needs(P.STRUCTURE_VIEW)
def agreement() -> Response:
    sheet = _sheet()
    form = AgreementForm(data={
        "agreement_number": sheet.agreement_number, "agreement_start": sheet.agreement_start,
        "agreement_end": sheet.organization.agreement_end,
    })  # fmt: skip
    return _agreement(form, WaiverForm(), sheet)


@bp.post("/structure/conventions")
@needs(P.SHEET_EDIT)
def save_agreement() -> Response:
    form = AgreementForm(request.form)
    saved = form.attempt(
        lambda: actions.save_agreement(
            g.actor,
            actions.Agreement(form.agreement_number.data, form.agreement_start.data, form.agreement_end.data),
            version=_version(), now=clock.now(),
        )
    )  # fmt: skip
    return (
        done("structure.agreement", "sheet_saved") if saved else _agreement(form, WaiverForm(), _sheet(), 422)
    )


@bp.post("/structure/conventions/derogations")
@needs(P.SHEET_EDIT)
def add_waiver() -> Response:
    form = WaiverForm(sent())
    added = form.attempt(
        lambda: actions.add_waiver(
            g.actor,
            actions.Waiver(
                form.waiver_number.data or "", form.waiver_start.data or clock.today(), form.waiver_end.data or clock.today(),
            ),
            form.waiver_file.checked, files=folder(), now=clock.now(),
        )
    )  # fmt: skip
    if added:
        return done("structure.agreement", "waiver_added")
    sheet = _sheet()
    kept = AgreementForm(data={
        "agreement_number": sheet.agreement_number, "agreement_start": sheet.agreement_start,
        "agreement_end": sheet.organization.agreement_end,
    })  # fmt: skip
    return _agreement(kept, form, sheet, 422)


@bp.get("/structure/conventions/derogations/<int:waiver_id>/fichier")
@needs(P.STRUCTURE_VIEW)
def waiver_file(waiver_id: int) -> FileResponse:
    stored = queries.waiver_file(g.actor.organization_id, waiver_id)
    if stored is None:
        abort(404)
    return download(stored)


def _agreement(form: Form, waiver: WaiverForm, sheet: SiaeProfile, status: int = 200) -> Response:
    return _page(
        "structure/agreement.html", form, sheet, status, waiver=waiver, waivers=queries.waivers_of(sheet.organization_id),
        is_ai=sheet.employer_kind is EmployerKind.AI, on=clock.today(),
    )  # fmt: skip


@bp.get("/structure/photos")
@needs(P.STRUCTURE_VIEW)
def photos() -> Response:
    return _photos(PhotoForm())


@bp.post("/structure/photos")
@needs(P.SHEET_EDIT)
def put_photo() -> Response:
    form = PhotoForm(sent())
    put = form.attempt(
        lambda: actions.put_photo(
            g.actor, form.caption.data or "", form.photo.checked, agreed=bool(form.photo_agreed.data),
            files=folder(), now=clock.now(),
        )
    )  # fmt: skip
    if put is None:
        return _photos(form, 422)
    waits = form.photo.data.scan is ScanState.WAITING
    return done("structure.photos", "photo_put_waiting" if waits else "photo_put")


@bp.post("/structure/photos/<int:photo_id>/retrait")
@needs(P.SHEET_EDIT)
def withdraw_photo(photo_id: int) -> Response:
    actions.withdraw_photo(g.actor, photo_id, now=clock.now())
    return done("structure.photos", "photo_withdrawn")


def _photos(form: PhotoForm, status: int = 200) -> Response:
    sheet = _sheet()
    return _page(
        "structure/photos.html", form, sheet, status, shown=queries.photos_of(sheet.organization_id), most=actions.MOST_PHOTOS,
    )  # fmt: skip
