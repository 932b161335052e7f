"""What tells an AI from an ETTI, an EI from an ACI? One table, and one page a question, to be printed."""

from flask import abort, request
from werkzeug.wrappers import Response

from clauses.config import clock
from clauses.reference import rulebook
from clauses.reference.comparison import COMPARED, Comparison, comparison
from clauses.web.doorkeeper import public
from clauses.web.page import page
from clauses.web.partners.door import bp
from clauses.wording import formats

FIRST = COMPARED[:4]  # those of the convention


def _today() -> Comparison:
    on = clock.today()
    legal, relay = rulebook.ceiling(on), rulebook.relay(on)
    return comparison().told(
        {
            "legal_hours": formats.hours(legal.max_hours), "legal_months": str(legal.window_months),
            "waiver_months": str(legal.waiver_max_months), "relay_hours": formats.hours(relay.max_hours),
            "relay_months": str(relay.window_months),
        }
    )  # fmt: skip


@bp.get("/comprendre")
@public
def comparing() -> Response:
    asked = request.args.getlist("structures")
    kinds = [kind for kind in COMPARED if kind.value in asked] or list(FIRST)
    return page("partners/comparison.html", "table", found=_today(), kinds=kinds, compared=COMPARED)


@bp.get("/comprendre/<question>")
@public
def comparing_question(question: str) -> Response:
    found = _today()
    one = found.question(question)
    if one is None:
        abort(404)
    return page("partners/comparison_question.html", found=found, question=one, on=clock.today())
