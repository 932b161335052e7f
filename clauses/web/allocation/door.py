"""Which blueprint do the screens about commitments and plans share?"""

from flask import Blueprint

bp = Blueprint("allocation", __name__)
