"""What does a spreadsheet that came in hold? One guard, then one reading, for every file of this kind."""

from clauses.queries.sheets.reading import Cell, Line, Sheet, read

__all__ = ["Cell", "Line", "Sheet", "read"]
