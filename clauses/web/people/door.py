"""Where do the screens of people hang? The blueprint that the modules of this room share."""

from flask import Blueprint

bp = Blueprint("people", __name__)
