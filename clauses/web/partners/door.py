"""The blueprint that every screen of this room hangs on."""

from flask import Blueprint

bp = Blueprint("partners", __name__)
