"""One process that puts one document, to be killed while it does: the file is kept as the portal keeps it."""

import sys

from clauses.actions import decp
from clauses.app import create_app
from clauses.config import clock
from tests import stage


def main() -> None:
    app = create_app()
    with app.app_context():
        who = stage.actor("sandrine.lemaire")
        files = app.config["SETTINGS"].files
        decp.keep_file(who, "marches.csv", sys.stdin.buffer.read(), files=files, now=clock.now())


if __name__ == "__main__":
    main()
