"""The study: figures laid out as tables, workbooks and pages."""
