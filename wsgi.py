"""The door for web servers and for `flask --app wsgi`."""

from clauses.app import create_app

app = create_app()
