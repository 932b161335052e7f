"""How is a letter asked for, read, taken away and sent; who checks a certificate; and how is a case file taken? E10."""

import io
from typing import Any

from flask import g, request, send_file
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission, reach_of
from clauses.actions import letters as actions
from clauses.config import clock
from clauses.domain.certificates import code_of
from clauses.domain.kinds import JobState
from clauses.models.letters import Letter
from clauses.models.markets import Lot
from clauses.queries import letters as queries
from clauses.web.compliance import shown
from clauses.web.compliance.door import bp
from clauses.web.compliance.forms_letters import CodeForm, LetterForm
from clauses.web.compliance.screens_decisions import OF_A_LOT
from clauses.web.doorkeeper import needs, public
from clauses.web.page import done, page
from clauses.wording import letters as words
from clauses.wording.sentences import written

P = Permission
PDF, ZIP = "application/pdf", "application/zip"


@bp.get("/courriers")
@needs(P.LETTER_VIEW)
def letters() -> Response:
    return page(
        "compliance/letters.html", found=queries.letters(g.actor), empty=words.EMPTY,
        writes=reach_of(g.actor, P.LETTER_MAKE) is not None,
    )  # fmt: skip


@bp.get("/courriers/nouveau")
@needs(P.LETTER_MAKE)
def letter_new() -> Response:
    asked = {"letter_lot": request.args.get("lot", ""), "letter_model": request.args.get("modele", "")}
    return _form_page(LetterForm(lots=_lots(), data=asked))


@bp.post("/courriers/nouveau")
@needs(P.LETTER_MAKE, guarded=True)
def ask_letter() -> Response:
    form = LetterForm(request.form, lots=_lots())
    made = form.attempt(lambda: actions.ask_letter(g.actor, form.fields(), now=clock.now()))
    if made is None:
        return _form_page(form, status=422)
    return done("compliance.letter", "letter_asked", letter_id=made.id)


def _lots() -> list[tuple[int, str]]:
    return [
        (lot.id, f"{lot.market.reference}, lot {lot.number} : {lot.award.awardee.name if lot.award else lot.title}")
        for lot in queries.lots_to_write_on(g.actor)
    ]  # fmt: skip


def _form_page(form: LetterForm, status: int = 200) -> Response:
    return page(
        "compliance/letter_new.html", "form", status=status, form=form, none=len(form.letter_lot.choices) == 1,
        breadcrumb=[(words.LETTERS, "/courriers"), (words.NEW, "")],
    )  # fmt: skip


@bp.get("/courriers/<int:letter_id>")
@needs(P.LETTER_VIEW, guarded=True)
def letter(letter_id: int) -> Response:
    one = queries.letter(g.actor, letter_id)
    return page(
        "compliance/letter.html", "progress", one=one, waiting=one.state in (JobState.QUEUED, JobState.RUNNING),
        failed=one.state is JobState.FAILED, may_send=gate.may(g.actor, P.LETTER_MAKE, Letter, one.id),
        breadcrumb=[(words.LETTERS, "/courriers"), (f"{one.lot.market.reference}, lot {one.lot.number}", "")],
    )  # fmt: skip


@bp.get("/courriers/<int:letter_id>.pdf")
@needs(P.LETTER_VIEW, guarded=True)
def letter_file(letter_id: int) -> Response:
    one = queries.letter(g.actor, letter_id, content=True)
    return _file(one.content, PDF, one.file_name)


@bp.post("/courriers/<int:letter_id>/envoi")
@needs(P.LETTER_MAKE, guarded=True)
def send_letter(letter_id: int) -> Response:
    one = actions.send_letter(g.actor, letter_id, now=clock.now())
    return done(
        "compliance.letter", "letter_sent", facts={"name": queries.letter_told(one.id).recipient.name}, letter_id=one.id
    )  # fmt: skip


def _file(content: bytes | None, media_type: str, name: str | None) -> Response:
    if content is None or name is None:
        raise gate.OutOfReach  # not made yet: there is nothing to take
    return send_file(
        io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, max_age=0
    )


@bp.get("/attestations")
@public
def verify() -> Response:
    """Anybody checks a certificate by its code; the page names a market and its figures, never a person."""
    form = CodeForm(request.args)
    asked = "code" in request.args and form.validate()
    found = queries.certificate_of(code_of(form.code.data or "")) if asked else None
    told: dict[str, Any] = {"found": found, "asked": asked}
    if found is not None:
        told["sentence"] = (
            written(words.REPLACED, day=found.replaced_on) if found.replaced_on else words.VALID
        )
    return page(
        "compliance/verify.html",
        "answer",
        form=form,
        unknown=words.UNKNOWN,
        **told,
    )


@bp.get(f"{OF_A_LOT}/dossier-contentieux")
@needs(P.CASE_FILE_MAKE, guarded=True)
def case_files(market_id: int, number: int) -> Response:
    lot = gate.load_by(g.actor, P.CASE_FILE_MAKE, Lot, Lot.market_id == market_id, Lot.number == number)
    found = queries.case_files(g.actor, lot.id)
    return page(
        "compliance/case_files.html", "progress", lot=lot, found=found,
        waiting=any(one.state in (JobState.QUEUED, JobState.RUNNING) for one in found),
        breadcrumb=shown.breadcrumb(g.actor, lot, "Dossier contentieux"),
    )  # fmt: skip


@bp.post(f"{OF_A_LOT}/dossier-contentieux")
@needs(P.CASE_FILE_MAKE, guarded=True)
def ask_case_file(market_id: int, number: int) -> Response:
    actions.ask_case_file(g.actor, market_id, number, now=clock.now())
    return done("compliance.case_files", "case_file_asked", market_id=market_id, number=number)


@bp.get("/dossiers-contentieux/<int:case_file_id>.zip")
@needs(P.CASE_FILE_MAKE, guarded=True)
def case_file(case_file_id: int) -> Response:
    one = queries.case_file(g.actor, case_file_id)
    return _file(one.content, ZIP, one.file_name)
