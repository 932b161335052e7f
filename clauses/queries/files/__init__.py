"""May a file that people put be kept, and what does the antivirus say of it? One check, for every room."""

from clauses.queries.files.checking import check

__all__ = ["check"]
