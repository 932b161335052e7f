"""What does the clause say, piece by piece, and how is its text taken away and kept?"""

from typing import Any

from flask import Response as FlaskResponse
from flask import g, make_response, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.kinds import ClauseType
from clauses.domain.levers import Piece
from clauses.queries import markets as queries
from clauses.queries.markets import LotText, MarketFile
from clauses.reference import clause_library
from clauses.reports import clause_document
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.markets.door import bp
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording import clause_texts as words
from clauses.wording.markets import FILING_STEPS

PIECE_OF = {"avis": Piece.NOTICE, "reglement": Piece.RULES, "ccap": Piece.CONTRACT, "annexe": Piece.ANNEX}
DEFAULT = "ccap"


@bp.get("/marches/<int:market_id>/texte")
@needs(Permission.MARKET_VIEW, guarded=True)
def text(market_id: int) -> Response:
    return _text_page(market_id, Form())


def _text_page(market_id: int, form: Form, status: int = 200) -> Response:
    file = queries.market_file(g.actor, market_id, clock.today())
    lever = _lever()
    texts = queries.lot_texts(file, lever)
    return page(
        "markets/step_text.html", "texts", status=status, file=file, form=form, lever=lever, levers=list(ClauseType),
        kept=queries.kept_texts(file), segments=_segments(texts), steps=FILING_STEPS, has_texts=bool(texts),
        breadcrumb=breadcrumb(g.actor, file.market, last=FILING_STEPS[3]),
        **_shown(texts, lambda code: url_for("markets.text", market_id=market_id, piece=code, levier=lever)),
    )  # fmt: skip


@bp.post("/marches/<int:market_id>/texte")
@needs(Permission.MARKET_FILE, guarded=True)
def keep_text(market_id: int) -> Response:
    form = Form(request.form)
    kept = form.attempt(lambda: actions.keep_text(g.actor, market_id, now=clock.now()))
    if kept is None:
        return _text_page(market_id, form, status=422)
    return done("markets.text", "text_kept", facts={"number": kept.number}, market_id=market_id)


@bp.get("/marches/<int:market_id>/texte.txt")
@needs(Permission.MARKET_VIEW, guarded=True)
def text_file(market_id: int) -> Response:
    file = queries.market_file(g.actor, market_id, clock.today())
    texts = queries.lot_texts(file, _lever())
    return _plain(file, clause_document.plain(_cover(file, texts), texts))


@bp.get("/marches/<int:market_id>/texte.docx")
@needs(Permission.MARKET_VIEW, guarded=True)
def text_document(market_id: int) -> Response:
    file = queries.market_file(g.actor, market_id, clock.today())
    texts = queries.lot_texts(file, _lever())
    return _word(file, clause_document.write(_cover(file, texts), texts))


@bp.get("/marches/<int:market_id>/texte/<int:number>")
@needs(Permission.MARKET_VIEW, guarded=True)
def kept_text(market_id: int, number: int) -> Response:
    found = queries.kept_text(g.actor, market_id, number, clock.today())
    return page(
        "markets/kept_text.html", file=found.file, kept=found.kept,
        breadcrumb=breadcrumb(g.actor, found.file.market, last=FILING_STEPS[3]),
        **_shown(found.texts, lambda code: url_for("markets.kept_text", market_id=market_id, number=number, piece=code)),
    )  # fmt: skip


@bp.get("/marches/<int:market_id>/texte/<int:number>.docx")
@needs(Permission.MARKET_VIEW, guarded=True)
def kept_document(market_id: int, number: int) -> Response:
    found = queries.kept_text(g.actor, market_id, number, clock.today())
    cover = clause_document.Cover(
        found.file.market.buyer.name, found.file.market.reference, found.file.market.title,
        found.kept.edition, found.kept.taken_on,
    )  # fmt: skip
    return _word(found.file, clause_document.write(cover, found.texts))


def _lever() -> ClauseType | None:
    asked = request.args.get("levier")
    return ClauseType(asked) if asked in {one.value for one in ClauseType} else None


def _shown(texts: list[LotText], address: Any) -> dict[str, Any]:
    """One piece at a time, lot after lot, and the tabs that lead to the others."""
    code = request.args.get("piece")
    code = code if code in PIECE_OF else DEFAULT
    piece = PIECE_OF[code]
    return {
        "piece": words.PIECES[piece],
        "note": words.PIECE_NOTES[piece],
        "tabs": [(words.PIECES[one], address(key), key == code) for key, one in PIECE_OF.items()],
        "texts": [
            (one, one.pieces[piece].split("\n\n"), [words.article(each) for each in one.articles])
            for one in texts
        ],
    }


def _segments(texts: list[LotText]) -> list[tuple[clause_library.Segment, str]]:
    """The segments of the lots, each once, with how their source was read."""
    codes = dict.fromkeys(one.segment for one in texts)
    return [
        (segment, words.MARKS[segment.mark]) for code in codes for segment in [clause_library.SEGMENTS[code]]
    ]


def _cover(file: MarketFile, texts: list[LotText]) -> clause_document.Cover:
    market = file.market
    version = max((one.version for one in texts), default="")
    return clause_document.Cover(market.buyer.name, market.reference, market.title, version, clock.today())


def _plain(file: MarketFile, content: str) -> Response:
    response: FlaskResponse = make_response(content)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(file)}.txt"'
    return response


def _word(file: MarketFile, content: bytes) -> Response:
    response: FlaskResponse = make_response(content)
    response.headers["Content-Type"] = clause_document.MEDIA_TYPE
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(file)}.docx"'
    return response


def _name(file: MarketFile) -> str:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in file.market.reference)
    return f"clause-{safe}"
