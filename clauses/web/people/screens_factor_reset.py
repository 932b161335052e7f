"""How does an administrator take away the factors that somebody lost?"""

from flask import abort, g, request
from flask_login import current_user
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.people.factor_reset import reset_second_factor
from clauses.config import clock
from clauses.domain.second_factor import ResetReason
from clauses.queries.people import factors_of_user, organization
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_second_factor import ResetForm
from clauses.web.people.fresh import fresh


@bp.get("/admin/utilisateurs/<int:user_id>/double-authentification")
@needs(Permission.ACCOUNT_MANAGE, guarded=True)
@fresh
def show_factor_reset(user_id: int) -> Response:
    return _shown(user_id, ResetForm())


@bp.post("/admin/utilisateurs/<int:user_id>/double-authentification")
@needs(Permission.ACCOUNT_MANAGE, guarded=True)
@fresh
def reset_factor(user_id: int) -> Response:
    form = ResetForm(request.form)
    if not form.validate():
        return _shown(user_id, form, 422)
    form.attempt(reset_second_factor, g.actor, user_id, ResetReason(form.reset_reason.data),
                 session_id=current_user.session_id, now=clock.now(), at=clock.real())  # fmt: skip
    if form.problems:
        return _shown(user_id, form, 422)
    return done("people.one_account", "factor_reset", user_id=user_id)


def _shown(user_id: int, form: ResetForm, status: int = 200) -> Response:
    user = organization.account_of(g.actor, user_id)
    if user is None:
        abort(404)
    return page(
        "people/factor_reset.html",
        "form",
        status=status,
        user=user,
        factors=factors_of_user(user.id),
        form=form,
    )
