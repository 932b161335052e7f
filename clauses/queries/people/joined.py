"""What hangs on an organization, table by table, and what would be there twice if two were made one?

Every column that refers to an organization is found in the models: a new table is counted and moved without a word
here. What may never be rewritten (the ledger of hours, messages, yearly purchases, the journal) stays under the number
it was written with; the hours are read by their entry, which does move.
"""

from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, and_, func, select, true

from clauses.extensions import Base, db

WRITTEN_FOR_EVER = frozenset(
    {
        "ledger_line",
        "lot_month_sum",
        "lot_person_sum",
        "lot_message",
        "buyer_purchases",
        "opinion_comment",
        "audit_event",
        "organization_merge",
        "monthly_capacity",
        "relay_step",
    }  # fmt: skip
)
# A row that both have already is one row too many and harms nobody where it is; anywhere else it must be looked at.
MAY_STAY = frozenset({"membership", "lot_party", "capability", "column_mapping"})
# Neither moves nor counts: the merge itself, and the sheet that each structure has of its own.
OWN = frozenset({"organization_merge", "siae_profile"})


def columns(*, movable: bool = True) -> list[tuple[Table, Column[Any]]]:
    """Every column that refers to an organization; `movable`: those that a merge may change, else the others."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "organization" for key in column.foreign_keys)
        and (table.name in WRITTEN_FOR_EVER) is not movable
        and table.name not in OWN
    ]


def name_of(table: Table, column: Column[Any]) -> str:
    return f"{table.name}.{column.name}"


def counts(organization_id: int, *, movable: bool = True) -> dict[str, int]:
    """How many rows of each table refer to this organization."""
    found = {}
    for table, column in columns(movable=movable):
        n = db.session.scalar(select(func.count()).select_from(table).where(column == organization_id)) or 0
        if n:
            found[name_of(table, column)] = n
    return found


def rows_of(table: Table, column: Column[Any], organization_id: int) -> list[int]:
    return list(db.session.scalars(select(table.c.id).where(column == organization_id).order_by(table.c.id)))


def twice(
    table: Table, column: Column[Any], source: int, target: int, among: list[int] | None = None
) -> list[int]:
    """The rows of one that the other has already, by a rule of uniqueness."""
    found: set[int] = set()
    for rule in table.constraints:
        if not isinstance(rule, UniqueConstraint) or column.name not in rule.columns:
            continue
        other = table.alias()
        same = and_(
            true(), *(other.c[c.name] == table.c[c.name] for c in rule.columns if c.name != column.name)
        )
        question = (
            select(table.c.id).join(other, and_(same, other.c[column.name] == target)).where(column == source)
        )
        found |= set(db.session.scalars(question))
    return sorted(found if among is None else found & set(among))
