"""Where does this person stand, and how does it move? The figures and the charts of each home page (B01 to B06)."""

from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.boards.listing import board

__all__ = ["Board", "Figure", "Link", "board"]
