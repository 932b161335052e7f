"""Which figures and charts does each role find on its home page?"""

from collections.abc import Callable
from datetime import date

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.queries.boards import buyer, company, region, structure, territory
from clauses.queries.boards.board import Board
from clauses.queries.worklist import Standing

BOARDS: dict[Role, Callable[[Actor, date, Standing], Board]] = {
    Role.BUYER: buyer.board,
    Role.COMPANY: company.board,
    Role.SIAE: structure.board,
    Role.REGIONAL_COORDINATOR: region.board,
    Role.RESOURCE_PERSON: territory.board,
}


def board(actor: Actor, on: date, standing: Standing | None) -> Board:
    """The home page of this person today, below the list of what to do; that of the administration is `of_service`."""
    return BOARDS[actor.role](actor, on, standing) if standing else Board()
