"""A list of structures read from a file: which list it is, what each row says, and what it may change here."""

from clauses.domain.directory.entry import Entry
from clauses.domain.directory.reading import Reading, read_rows, rows_of

__all__ = ["Entry", "Reading", "read_rows", "rows_of"]
