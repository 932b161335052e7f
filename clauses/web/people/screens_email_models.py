"""With which words does each kind of message leave, since when and from whom, and how are they changed? (J08)"""

from typing import Any

from flask import abort, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import email_models as actions
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.domain.kinds_notices import Topic
from clauses.domain.notices import NOTICES
from clauses.models.notices import EmailModel
from clauses.queries.email_models import grammar, specimen, versions
from clauses.queries.email_models.originals import original
from clauses.reference.geography import folded
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_email_models import EmailModelForm, EmailWordsForm, PutBackForm
from clauses.wording import email_models as words
from clauses.wording.labels import label
from clauses.wording.notices import EVENTS


@bp.get("/admin/modeles")
@needs(Permission.EMAIL_MODEL_EDIT)
def email_models() -> Response:
    """Every kind of message by family, or those that the address asks for: by words, by reader, by state."""
    asked, role, state = (
        request.args.get("q", "")[:80],
        request.args.get("profil", ""),
        request.args.get("etat", ""),
    )
    role, state = role if role in set(Role) else "", state if state in words.STATES else ""
    standing, failing = versions.in_force(), versions.failing(clock.now())
    kinds = [
        kind for kind, notice in sorted(NOTICES.items())
        if (not role or role in notice.roles)
        and (not state or state in _states(standing.get(kind), failing.get(kind, 0)))
        and folded(asked) in folded(f"{kind} {EVENTS[kind]} {_subject(kind, standing.get(kind))}")
    ]  # fmt: skip
    families = [
        (topic, label(topic), [
            (kind, EVENTS[kind], _subject(kind, standing.get(kind)), standing.get(kind), failing.get(kind, 0))
            for kind in kinds if NOTICES[kind].topic is topic
        ])
        for topic in Topic
    ]  # fmt: skip
    return page(
        "people/email_models.html", families=[one for one in families if one[2]], asked=asked, role=role, state=state,
        roles=list(Role), states=words.STATES, found=len(kinds), chosen=bool(asked or role or state),
    )  # fmt: skip


def _states(version: EmailModel | None, failed: int) -> set[str]:
    """Whether the words are those of the product, and whether they failed on a message lately."""
    changed = version is not None and version.subject is not None
    return {"changed" if changed else "original", *(["failing"] if failed else [])}


@bp.get("/admin/modeles/<code>")
@needs(Permission.EMAIL_MODEL_EDIT)
def email_model(code: str) -> Response:
    _known(code)
    found = versions.words_of(versions.last(code), code)
    return _sheet(
        code, EmailModelForm(data={"model_subject": found.subject, "model_text": found.text}), PutBackForm()
    )


@bp.get("/admin/modeles/<code>/versions/<int:number>")
@needs(Permission.EMAIL_MODEL_EDIT)
def email_model_version(code: str, number: int) -> Response:
    """The words of one version, as they were recorded; 0 is those of the product."""
    _known(code)
    version = versions.version(code, number) if number else None
    if number and version is None:
        abort(404)
    return page(
        "people/email_model_version.html", kind=code, title=EVENTS[code], number=number, version=version,
        found=versions.words_of(version, code),
    )  # fmt: skip


@bp.post("/admin/modeles/<code>")
@needs(Permission.EMAIL_MODEL_EDIT)
def record_email_model(code: str) -> Response:
    _known(code)
    form = EmailModelForm(request.form)
    reason = form.model_reason.data or ""
    row = form.attempt(
        actions.record_email_model, g.actor, code, form.words, reason, seen=_seen(), now=clock.now()
    )
    if row is None:
        return _sheet(code, form, PutBackForm(), status=422)
    return done("people.email_model", "email_model_recorded", code=code)


@bp.post("/admin/modeles/<code>/apercu")
@needs(Permission.EMAIL_MODEL_EDIT)
def preview_email_model(code: str) -> Response:
    """The cases of what is typed, which is kept in the page and recorded nowhere."""
    return _typed(code, lambda form: specimen.check(code, form.words))


@bp.post("/admin/modeles/<code>/essai")
@needs(Permission.EMAIL_MODEL_EDIT)
def try_email_model(code: str) -> Response:
    def send(form: EmailModelForm) -> Any:
        actions.try_email_model(g.actor, code, form.words, now=clock.now())
        return specimen.specimens(code, form.words)

    return _typed(code, send, tried=True)


@bp.post("/admin/modeles/<code>/retour")
@needs(Permission.EMAIL_MODEL_EDIT)
def put_back_email_model(code: str) -> Response:
    _known(code)
    form, number = PutBackForm(request.form), whole_number(request.form.get("model_back"))
    row = None
    if number is None:
        form.form_errors = [words.CHOOSE_VERSION]
    else:
        reason = form.model_back_reason.data or ""
        row = form.attempt(
            actions.put_back_email_model, g.actor, code, number, reason, seen=_seen(), now=clock.now()
        )
    if row is None:
        found = versions.words_of(versions.last(code), code)
        typed = EmailModelForm(data={"model_subject": found.subject, "model_text": found.text})
        return _sheet(code, typed, form, status=422)
    return done("people.email_model", "email_model_put_back", code=code)


def _typed(code: str, verb: Any, *, tried: bool = False) -> Response:
    """Check what is typed without recording it; everything typed stays in the page."""
    _known(code)
    form, kept = EmailWordsForm(request.form), EmailModelForm(request.form)
    cases = form.attempt(verb, form)
    kept.model_subject.errors, kept.model_text.errors = form.model_subject.errors, form.model_text.errors
    kept.form_errors = list(getattr(form, "form_errors", None) or [])
    return _sheet(
        code,
        kept,
        PutBackForm(),
        cases=cases,
        tried=tried and cases is not None,
        status=200 if cases else 422,
    )


def _seen() -> int | None:
    return whole_number(request.form.get("version"))


def _known(code: str) -> None:
    if code not in NOTICES:
        abort(404)


def _sheet(
    code: str, form: EmailModelForm, back: Form, *, cases: list[specimen.Specimen] | None = None, tried: bool = False,
    status: int = 200,
) -> Response:  # fmt: skip
    history = versions.history(code)
    last = history[0] if history else None
    number = whole_number(request.form.get("version")) if status != 200 or cases else None
    if cases is None and status == 200:
        cases = specimen.specimens(code, versions.words_of(last, code))
    return page(
        "people/email_model.html", status=status, kind=code, title=EVENTS[code], form=form, back=back, last=last,
        history=history, seen=(last.number if last else 0) if number is None else number, cases=cases, tried=tried,
        failing=versions.failing(clock.now()).get(code, 0), values=_values(code), original=original(code),
        asked=[(typed, words.question(typed)) for typed in dict.fromkeys(grammar.of_text(code).asks.values())],
        loops=[*grammar.of_text(code).loops.values()],
    )  # fmt: skip


def _values(code: str) -> list[tuple[str, str, bool]]:
    """What may be printed: how it is typed, what it is in French, and whether a subject may have it."""
    subject = set(grammar.of_subject(code).prints.values())
    printed = dict.fromkeys(grammar.of_text(code).prints.values())
    endings = [(typed, words.ENDING_TOLD, False) for typed in grammar.of_text(code).endings.values()]
    return [(typed, words.described(typed), typed in subject) for typed in printed] + endings


def _subject(kind: str, version: EmailModel | None) -> str:
    return specimen.subject(kind, versions.words_of(version, kind).subject)
