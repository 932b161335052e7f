"""The structure's own pages: its sheet, and the hours it can offer."""
