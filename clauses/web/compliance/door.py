"""The door of reports, decisions and letters."""

from flask import Blueprint

bp = Blueprint("compliance", __name__)
