"""Has the person proved who they are less than five minutes ago? If not, they are asked before going on."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, url_for
from flask_login import current_user

from clauses.config import clock
from clauses.queries.people import accounts as queries

View = TypeVar("View", bound=Callable[..., Any])


def fresh(view: View) -> View:
    """This view changes how the person is recognised: the password is asked again first. Put it under `@needs`.

    A form that comes too late is asked for again, from its own page.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if queries.is_fresh(current_user.session_id, clock.real()):
            return view(*args, **kwargs)
        return redirect(url_for("people.show_confirmation", next_url=request.path), 303)

    return guarded  # type: ignore[return-value]
