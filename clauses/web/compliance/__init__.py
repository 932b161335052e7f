"""The door of reports: ask, wait, read and download."""
