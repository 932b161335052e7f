"""Which screens does the cooperation have? Importing them puts them on the blueprint."""

from clauses.web.cooperation import (  # noqa: F401
    screens_agreement,
    screens_evaluation,
    screens_journal,
    screens_meetings,
    screens_offers,
    screens_reviews,
    screens_sessions,
)
from clauses.web.cooperation.door import bp as bp
