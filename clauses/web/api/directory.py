"""How is a page of the directory told to a program: what was understood, the counts, and the structures?"""

from typing import Any

from flask import Response, url_for

from clauses.queries.partners.search import Found, Results
from clauses.web.api.answers import number
from clauses.web.fields import Told
from clauses.web.problems import Wrong, problem
from clauses.web.searching import Question
from clauses.wording import api as words


def told(one: Question, results: Results) -> dict[str, Any]:
    """The same answers, in the same order and with the same figures as the page."""
    asked = one.asked
    return {
        "trades": None if one.meant is None else [{"code": t.code, "label": t.label} for t in one.meant],
        "city": {"code": one.city.code, "name": one.city.name} if one.city else None,
        "km": asked.km if one.city else None,
        "months": [f"{month:%Y-%m}" for month in asked.months],
        "total": results.total,
        "kinds": {kind.value: n for kind, n in sorted(results.kinds.items())},
        "page": results.number,
        "pages": results.pages,
        "structures": [_structure(found) for found in results.items],
    }


def _structure(one: Found) -> dict[str, Any]:
    return {
        "siret": one.siret,
        "kind": one.kind.value,
        "name": one.name,
        "brand": one.brand,
        "city": one.city,
        "post_code": one.post_code,
        "commune_code": one.commune_code,
        "distance_km": one.distance_km,
        "comes": one.comes,
        "modes": [mode.value for mode in one.modes],
        "trades": [{"code": offer.code, "label": offer.label} for offer in one.offers],
        "hours_left": None if one.left is None else number(one.left),
        "stated_on": one.stated_on.isoformat() if one.stated_on else None,
        "website": one.website,
        "sheet": url_for("partners.siae", organization_id=one.id, slug=one.slug),
        "list_of_2021": one.real,
    }


def search_refused(one: Question) -> Response | None:
    """422 where a value is not understood: a program is told, where a page would answer the rest."""
    wrong = [
        Wrong(field.name, error.code if isinstance(error, Told) else "refused", str(error))
        for field in one.form
        for error in field.errors
    ]
    if not wrong:
        return None
    detail = wrong[0].detail if len(wrong) == 1 else words.SEVERAL.format(n=len(wrong))
    return problem(422, wrong[0].code, detail, wrong)
