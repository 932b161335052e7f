"""Where does this person stand, and how does it move? The figures and the charts of each home page (B01 to B06)."""

from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.boards.listing import board
from clauses.queries.boards.service import Disk, copies
from clauses.queries.boards.service import board as of_service

__all__ = ["Board", "Disk", "Figure", "Link", "board", "copies", "of_service"]
