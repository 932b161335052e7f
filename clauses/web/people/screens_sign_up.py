"""How does somebody ask for an account? Four steps, without a session and without a script.

Each step carries the answers of those before, and reads them all again: nothing is written before the third one is
sent, and no account exists before its address is confirmed.
"""

from collections.abc import Mapping

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from clauses.actions.people import sign_ups as actions
from clauses.config import clock
from clauses.domain.accounts import KIND_OF_ROLE
from clauses.domain.errors import Refused
from clauses.domain.kinds import BuyerKind, EmployerKind, Role
from clauses.domain.kinds_accounts import Counted, LinkPurpose, SignUpState
from clauses.models.people import Organization
from clauses.queries.people import accounts
from clauses.queries.people import organization as queries
from clauses.web.doorkeeper import public
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_members import OrganizationForm, PersonForm, ProfileForm, SignUpPasswordForm
from clauses.web.people.hashing import hashed, hasher, place
from clauses.web.people.link_doors import dead, private, subject
from clauses.wording import sentences

STEPS_OF_ORGANIZATION = ("profile", "siret", "org_name", "org_kind", "siae_kind", "city")


@bp.get("/inscription")
@public
def show_sign_up() -> Response:
    form = ProfileForm(request.args if "profile" in request.args else None)
    return page("people/sign_up_profile.html", "form", form=form, siret=_told_siret())


@bp.get("/inscription/organisation")
@public
def show_sign_up_organization() -> Response:
    chosen = ProfileForm(request.args)
    if not chosen.validate():
        return page("people/sign_up_profile.html", "form", status=422, form=chosen, siret=_told_siret())
    profile = Role(chosen.profile.data)
    return _organization(_form({"profile": profile.value, "siret": _told_siret()}, profile), profile)


@bp.post("/inscription/personne")
@public
def sign_up_organization() -> Response:
    chosen = ProfileForm(request.form)
    if not chosen.validate():
        return page("people/sign_up_profile.html", "form", status=422, form=chosen)
    profile = Role(chosen.profile.data)
    form = _form(request.form, profile)
    if not _right(form, profile):
        return _organization(form, profile, 422)
    carried = MultiDict({name: request.form.get(name, "") for name in STEPS_OF_ORGANIZATION})
    return _person(PersonForm(data=carried.to_dict()), form, profile)


@bp.post("/inscription")
@public
def sign_up() -> Response:
    chosen = ProfileForm(request.form)
    if not chosen.validate():
        return page("people/sign_up_profile.html", "form", status=422, form=chosen)
    profile = Role(chosen.profile.data)
    organization = _form(request.form, profile)
    if not _right(organization, profile):
        return _organization(organization, profile, 422)
    form, at = PersonForm(request.form), clock.real()
    if not form.validate():
        return _person(form, organization, profile, 422)
    hashes = place(), hashed(f"siret:{organization.siret.data}"), hashed(form.email.data or "")
    waits = [
        accounts.minutes_to_wait(Counted.SIGN_UP, place_hash=hashes[0], name_hash=one, at=at)
        for one in hashes[1:]
    ]
    if max(waits):
        form.form_errors = [sentences.refusal("try_later", minutes=max(waits))]
        return _person(form, organization, profile, 429)
    asked = _asked(organization, profile, form)
    actions.ask_account(asked, hashes=hashes, now=clock.now(), at=at)
    return page("people/sign_up_sent.html", email=asked.email)


@bp.get("/inscription/verification/<token>")
@public
def show_sign_up_check(token: str) -> Response:
    return _check(token, None)


@bp.post("/inscription/verification/<token>")
@public
def confirm_sign_up(token: str) -> Response:
    return _check(token, SignUpPasswordForm(request.form))


def _check(token: str, form: SignUpPasswordForm | None) -> Response:
    found = queries.sign_up(subject(LinkPurpose.SIGN_UP, token))
    if found is None:
        return dead(LinkPurpose.SIGN_UP)
    if form is None:
        return private(
            page("people/sign_up_check.html", "form", form=SignUpPasswordForm(), found=found, token=token)
        )
    if not form.judge(f"{found.first_name} {found.last_name}", found.email, found.organization_name):
        return private(
            page("people/sign_up_check.html", "form", status=422, form=form, found=found, token=token)
        )
    try:
        state = actions.confirm_account(
            token, hasher.hash(form.password.data or ""), now=clock.now(), at=clock.real()
        )
    except Refused:
        return dead(LinkPurpose.SIGN_UP)
    if state is SignUpState.OPENED:
        return done("people.sign_in", "account_opened")
    if state is SignUpState.WAITING_MANAGERS:
        return done("people.sign_in", "account_waits_managers", facts={"name": found.organization_name})
    return done("people.sign_in", "account_waits_coordination")


def _told_siret() -> str:
    """The SIRET that a person comes with from elsewhere, so as not to type it again; it is read as if typed."""
    told = request.args.get("siret", "")
    return told if len(told) == 14 and told.isascii() and told.isdigit() else ""


def _form(values: Mapping[str, str], profile: Role) -> OrganizationForm:
    """The second step as this profile reads it: the kind of buyer, the kind of structure, or neither."""
    form = OrganizationForm(MultiDict(values))
    if profile is not Role.BUYER:
        del form.org_kind
    if profile is not Role.SIAE:
        del form.siae_kind
    return form


def _right(form: OrganizationForm, profile: Role) -> bool:
    """Whether the organization is complete for this profile, and not known as something else."""
    right = form.validate()
    if profile is Role.BUYER and not form.org_kind.data:
        form.org_kind.errors = [sentences.refusal("org_kind_missing")]
        right = False
    if profile is Role.SIAE and not form.siae_kind.data:
        form.siae_kind.errors = [sentences.refusal("siae_kind_missing")]
        right = False
    if right and (known := _known(form, profile)) and known.kind is not KIND_OF_ROLE[profile]:
        form.siret.errors = [sentences.refusal("org_other_kind", name=known.name, kind=known.kind)]
        right = False
    return right


def _known(form: OrganizationForm, profile: Role) -> Organization | None:
    key = form.siae_kind.data if profile is Role.SIAE else ""
    held = queries.organizations_of_siret(form.siret.data or "")
    return next((one for one in held if one.employer_kind_key == key), None)


def _asked(organization: OrganizationForm, profile: Role, person: PersonForm) -> actions.Asked:
    known = _known(organization, profile)
    return actions.Asked(
        profile=profile, siret=organization.siret.data or "",
        organization_name=known.name if known else organization.org_name.data or "",
        buyer_kind=BuyerKind(organization.org_kind.data) if profile is Role.BUYER else None,
        employer_kind=EmployerKind(organization.siae_kind.data) if profile is Role.SIAE else None,
        commune_code=organization.city.data or "", first_name=person.first_name.data or "",
        last_name=person.last_name.data or "", job_title=person.job_title.data, phone=person.phone.data,
        email=person.email.data or "",
    )  # fmt: skip


def _organization(form: OrganizationForm, profile: Role, status: int = 200) -> Response:
    if status == 200:
        for one in form:
            one.errors = []
    return page("people/sign_up_organization.html", "form", status=status, form=form, profile=profile)


def _person(form: PersonForm, organization: OrganizationForm, profile: Role, status: int = 200) -> Response:
    known = _known(organization, profile)
    return page("people/sign_up_person.html", "form", status=status, form=form, profile=profile, known=known)
