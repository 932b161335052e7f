"""How does an answer leave? The page for a browser, one block of it for htmx, a redirect after an act."""

from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from htmx_flask import request

from clauses.wording import sentences


def page(template: str, block: str | None = None, *, status: int = 200, **context: Any) -> Response:
    """The whole page, or the named block alone when htmx asks for it; both from the same template."""
    asks = request.htmx
    if block and asks and not asks.boosted and not asks.history_restore_request:
        found = current_app.jinja_env.get_template(template)
        current_app.update_template_context(context)
        body = "".join(found.blocks[block](found.new_context(context)))
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


def done(
    endpoint: str, said: str | None = None, *, facts: dict[str, Any] | None = None, **values: Any
) -> Response:
    """After an act: 303 to the page that shows it, with its one-line sentence."""
    if said:
        flash(sentences.success(said, **(facts or {})), "success")
    url = url_for(endpoint, **values)
    if request.htmx and not request.htmx.boosted:
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
    else:
        response = make_response(redirect(url, 303))
    response.vary.add("HX-Request")
    return response
