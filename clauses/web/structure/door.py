"""Which blueprint do the pages of a structure share?"""

from flask import Blueprint

bp = Blueprint("structure", __name__)
