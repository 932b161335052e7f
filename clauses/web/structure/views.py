"""The pages of a structure, gathered: importing them puts their addresses on the blueprint."""

from clauses.web.structure import screens_capacity, screens_sheet
from clauses.web.structure.door import bp

__all__ = ["bp", "screens_capacity", "screens_sheet"]
