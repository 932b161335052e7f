"""Which value does each rule have today, since when and from whom, and how is a new one dated?"""

from flask import abort, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions import parameters as actions
from clauses.config import clock
from clauses.domain.parameters import EDITABLE, NewParameter
from clauses.queries import parameters as queries
from clauses.reference import rulebook
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_parameters import form_of
from clauses.wording import rules as words


@bp.get("/admin/parametres")
@needs(Permission.PARAMETER_VIEW)
def parameters() -> Response:
    on = clock.today()
    coming = queries.coming(on)
    groups = [
        (words.rule_title(rule.name), rule, [
            (*words.value_line(rule.name, name, value), name, (rule.name, name) in EDITABLE, (rule.name, name) in coming)
            for name, value in rule.values.items()
        ])
        for rule in rulebook.described(on)
    ]  # fmt: skip
    return page(
        "people/parameters.html",
        groups=groups,
        edits=reach_of(g.actor, Permission.PARAMETER_EDIT) is not None,
    )


@bp.get("/admin/parametres/<value>/<code>")
@needs(Permission.PARAMETER_VIEW)
def parameter(value: str, code: str) -> Response:
    if (value, code) not in EDITABLE:
        abort(404)
    return _sheet(value, code, form_of(code)())


@bp.post("/admin/parametres/<value>/<code>")
@needs(Permission.PARAMETER_EDIT)
def record_parameter(value: str, code: str) -> Response:
    if (value, code) not in EDITABLE:
        abort(404)
    form = form_of(code)(request.form)
    recorded = None
    if form.validate():
        new = NewParameter(value, code, form.param_value.data or 0, form.param_from.data or clock.today(), form.param_reason.data or "")  # fmt: skip
        recorded = form.attempt(actions.record_parameter, g.actor, new, now=clock.now())
    if recorded is None:
        return _sheet(value, code, form, 422)
    rulebook.overlay.forget()  # read again at the next door
    return done("people.parameter", "parameter_recorded", value=value, code=code)


def _sheet(rule: str, name: str, form: Form, status: int = 200) -> Response:
    on = clock.today()
    now_standing = queries.standing(rule, on)[name]
    total, lots = queries.touched(rule)
    label, told = words.value_line(rule, name, now_standing)
    return page(
        "people/parameter.html", status=status, form=form, rule=rule, name=name, title=words.rule_title(rule), label=label,
        told=told, source=rulebook.in_force(rule, on), total=total, lots=lots,
        history=[(one, words.value_line(rule, name, one.value)[1], one.effective_from > on) for one in queries.history(rule, name)],
        edits=reach_of(g.actor, Permission.PARAMETER_EDIT) is not None,
    )  # fmt: skip
