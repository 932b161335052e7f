"""The verbs of the directory: a sheet for every structure, lists of structures read from files."""

from clauses.actions.partners.lists import import_list, keep_list
from clauses.actions.partners.profiles import complete_profiles

__all__ = ["complete_profiles", "import_list", "keep_list"]
