"""The cellar: tables, relations and their constraints; no rule, no query longer than a relation."""

from clauses.models import (  # noqa: F401  (importing a room registers its tables)
    accounts,
    allocation,
    awards,
    compliance,
    cooperation,
    essential,
    files,
    hours,
    journal,
    markets,
    partners,
    people,
    programme,
    purchases,
    references,
    second_factor,
    signed_link,
    territory,
    texts,
    threads,
)
