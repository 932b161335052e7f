"""Which blueprint do the screens of the markets share?"""

from flask import Blueprint

bp = Blueprint("markets", __name__)
