"""Does a text of a territory name somebody in pathway there? What several structures read names nobody."""

from datetime import date

from clauses.domain.errors import Refused
from clauses.domain.naming import named
from clauses.queries import cooperation as queries
from clauses.reference.geography import folded


def nobody_named(territory_id: int, on: date, **written: str) -> list[Refused]:
    """One refusal a field that names a person followed or employed by a structure of the territory."""
    if not any(written.values()):
        return []
    people = queries.names_followed(territory_id, on)
    found = [(field, named(text, people, folded)) for field, text in written.items()]
    return [Refused("cooperation_names", field=field, name=name) for field, name in found if name]
