"""What does everyone find without an account? Territories, rights, help and the pages that the law asks for."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import GRANTS, Permission
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.queries import audit
from clauses.queries import territories as queries
from clauses.reference import geography, rulebook
from clauses.reports.public_figures import published
from clauses.web import nav
from clauses.web.doorkeeper import public
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.web.people.forms import FindForm
from clauses.wording import partners as partners_words
from clauses.wording import rights as words
from clauses.wording.labels import label
from clauses.wording.public_figures import NONE_YET


@bp.get("/territoires")
@public
def territories() -> Response:
    form = FindForm(request.args)
    if "search_city" in request.args and form.validate():
        commune = geography.commune(form.search_city.data or "")
        card = queries.card_of(commune, clock.today()) if commune else None
        if card:
            return redirect(url_for("people.territory", code=card.code))
        form.form_errors = [words.NO_TERRITORY]
    cards = queries.cards(clock.today())
    return page("people/territories.html", cards=cards, coordination=queries.coordination(), form=form)


@bp.get("/territoires/<code>")
@public
def territory(code: str) -> Response:
    sheet = queries.sheet(code.upper(), clock.today())
    if sheet is None:
        abort(404)
    coordination = None if sheet.card.person else queries.coordination()
    last = published(sheet.closing) if sheet.closing else None
    figures = next((one for one in last.territories if one.code == sheet.card.code), None) if last else None
    return page(
        "people/territory.html", sheet=sheet, coordination=coordination, figures=figures, said=last.said if last else "",
        none_yet=NONE_YET,
        kinds=", ".join(f"{label(kind)} {n}" for kind, n in sheet.kinds.items()),
        period=partners_words.period(sheet.months),
    )  # fmt: skip


@bp.get("/qui-peut-quoi")
@public
def rights() -> Response:
    groups = [
        (title, [(words.PERMISSIONS[p], _cells(Permission(p))) for p in permissions])
        for title, permissions in words.GROUPS
    ]
    return page("people/rights.html", groups=groups, roles=list(Role), reaches=words.REACHES)


def _cells(permission: Permission) -> list[tuple[Role, str | None]]:
    """How far each role goes, in words; None where it does not go at all."""
    granted = GRANTS[permission]
    return [(role, words.REACHES[granted[role]][0] if role in granted else None) for role in Role]


@bp.get("/aide")
@public
def help() -> Response:
    on = clock.today()
    return page("people/help.html", coordination=queries.coordination(), reporting=rulebook.reporting(on),
                relay=rulebook.relay(on), opinion=rulebook.opinion(on))  # fmt: skip


@bp.get("/accessibilite")
@public
def accessibility() -> Response:
    return page("people/accessibility.html", coordination=queries.coordination())


@bp.get("/mentions-legales")
@public
def legal() -> Response:
    return page("people/legal.html", coordination=queries.coordination())


@bp.get("/empreintes-du-journal")
@public
def heads() -> Response:
    return page("people/heads.html", heads=audit.published_heads())


@bp.get("/plan-du-site")
@public
def site_map() -> Response:
    return page("people/site_map.html", visitor=nav.VISITOR, menus=nav.MENUS)
