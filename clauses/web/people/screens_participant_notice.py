"""Which notice is handed to a participant? To read, to print, to take away; in ordinary and in easy French."""

from flask import Response as Answer
from flask import url_for
from werkzeug.wrappers import Response

from clauses.config import clock
from clauses.reference import rulebook
from clauses.reports import participant_notice as documents
from clauses.web.doorkeeper import public
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.wording import participant_notice as words


@bp.get("/donnees-personnelles/notice")
@public
def notice() -> Response:
    return page("people/notice.html", title=words.TITLE, lead=words.LEAD, parts=_parts(easy=False), easy=False,
                note=words.READ_AGAIN)  # fmt: skip


@bp.get("/donnees-personnelles/notice-facile")
@public
def easy_notice() -> Response:
    return page("people/notice.html", title=words.EASY_TITLE, lead=words.EASY_LEAD, parts=_parts(easy=True), easy=True,
                note=words.READ_AGAIN)  # fmt: skip


@bp.get("/donnees-personnelles/notice.docx")
@public
def notice_document() -> Response:
    return _file(words.TITLE, words.LEAD, words.FILE_NAME, "docx", easy=False)


@bp.get("/donnees-personnelles/notice.txt")
@public
def notice_text() -> Response:
    return _file(words.TITLE, words.LEAD, words.FILE_NAME, "txt", easy=False)


@bp.get("/donnees-personnelles/notice-facile.docx")
@public
def easy_notice_document() -> Response:
    return _file(words.EASY_TITLE, words.EASY_LEAD, words.EASY_FILE_NAME, "docx", easy=True)


@bp.get("/donnees-personnelles/notice-facile.txt")
@public
def easy_notice_text() -> Response:
    return _file(words.EASY_TITLE, words.EASY_LEAD, words.EASY_FILE_NAME, "txt", easy=True)


def _parts(*, easy: bool) -> list[tuple[str, list[str]]]:
    rule = rulebook.retention(clock.today())
    months = {name: getattr(rule, name) for name in ("document_months", "identity_months", "answer_months")}
    address = url_for("people.personal_data", _external=True)
    return words.filled(words.EASY if easy else words.NOTICE, months, address)


def _file(title: str, lead: str, name: str, kind: str, *, easy: bool) -> Response:
    parts = _parts(easy=easy)
    if kind == "docx":
        response = Answer(documents.write(title, lead, parts, easy=easy), mimetype=documents.MEDIA_TYPE)
    else:
        response = Answer(documents.plain(title, lead, parts), mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
