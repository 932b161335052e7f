"""How does a buyer import its contracts on screen? The file is checked first; nothing is written before a yes."""

from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.page import page


@bp.get("/marches/importer")
@needs(Permission.MARKET_FILE)
def import_decp() -> Response:
    return page("markets/import.html")
