"""What contracts does this DECP file describe, and which rows cannot be taken, and why?

DECP are the essential data of public contracts (arrêtés of 22 December 2022, schema 2.0.3) that buyers publish
from 40 000 euros on. `read` takes the JSON of the regulation, the tabular consolidation and our own model in CSV; `read_rows`
takes the rows of the same model in a workbook.
"""

from clauses.domain.decp.contracts import (
    Contract,
    EnvironmentalConsideration,
    Holder,
    Modification,
    Reading,
    Refusal,
    SocialConsideration,
    Warning,
)
from clauses.domain.decp.reading import read, read_rows

__all__ = [
    "Contract",
    "EnvironmentalConsideration",
    "Holder",
    "Modification",
    "Reading",
    "Refusal",
    "SocialConsideration",
    "Warning",
    "read",
    "read_rows",
]
