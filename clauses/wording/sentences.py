"""Which French sentence goes with a refusal or a success, and how are its facts written?

A sentence is a format string; `{hours:hours}`, `{day:day}`, `{amount:euros}`, `{month:month}`, `{rate:rate}` and
`{x:label}` write their fact as French readers expect. `{name}` alone writes it as it is.
"""

import string
from collections.abc import Callable
from typing import Any

from clauses.wording import (
    formats,
    labels,
    refusals,
    refusals_accounts,
    refusals_administration,
    refusals_agenda,
    refusals_allocation,
    refusals_api,
    refusals_assistant,
    refusals_awards,
    refusals_changes,
    refusals_compliance,
    refusals_cooperation,
    refusals_decisions,
    refusals_decp,
    refusals_directory,
    refusals_documents,
    refusals_essential,
    refusals_evidence,
    refusals_files,
    refusals_follow_up,
    refusals_hours,
    refusals_hours_files,
    refusals_markets,
    refusals_notices,
    refusals_partners,
    refusals_pathways,
    refusals_personal_data,
    refusals_pooling,
    refusals_programme,
    refusals_provider,
    refusals_quarters,
    refusals_references,
    refusals_requests,
    refusals_second_factor,
    refusals_sheets,
    refusals_territories,
    refusals_threads,
    refusals_validation,
    successes,
    successes_accounts,
    successes_administration,
    successes_agenda,
    successes_allocation,
    successes_assistant,
    successes_awards,
    successes_changes,
    successes_compliance,
    successes_decisions,
    successes_directory,
    successes_documents,
    successes_evidence,
    successes_hours,
    successes_markets,
    successes_notices,
    successes_partners,
    successes_personal_data,
    successes_pooling,
    successes_programme,
    successes_provider,
    successes_quarters,
    successes_requests,
    successes_second_factor,
    successes_territories,
    successes_threads,
    successes_validation,
)

REFUSALS: dict[str, str] = {
    **refusals.REFUSALS,
    **refusals_accounts.REFUSALS,
    **refusals_administration.REFUSALS,
    **refusals_allocation.REFUSALS,
    **refusals_assistant.REFUSALS,
    **refusals_awards.REFUSALS,
    **refusals_api.REFUSALS,
    **refusals_changes.REFUSALS,
    **refusals_compliance.REFUSALS,
    **refusals_decisions.REFUSALS,
    **refusals_decp.REFUSALS,
    **refusals_directory.REFUSALS,
    **refusals_documents.REFUSALS,
    **refusals_essential.REFUSALS,
    **refusals_evidence.REFUSALS,
    **refusals_files.REFUSALS,
    **refusals_follow_up.REFUSALS,
    **refusals_hours.REFUSALS,
    **refusals_hours_files.REFUSALS,
    **refusals_markets.REFUSALS,
    **refusals_personal_data.REFUSALS,
    **refusals_pooling.REFUSALS,
    **refusals_programme.REFUSALS,
    **refusals_provider.REFUSALS,
    **refusals_quarters.REFUSALS,
    **refusals_agenda.REFUSALS,
    **refusals_references.REFUSALS,
    **refusals_requests.REFUSALS,
    **refusals_threads.REFUSALS,
    **refusals_validation.REFUSALS,
    **refusals_sheets.REFUSALS,
    **refusals_territories.REFUSALS,
    **refusals_notices.REFUSALS,
    **refusals_partners.REFUSALS,
    **refusals_pathways.REFUSALS,
    **refusals_cooperation.REFUSALS,
    **refusals_second_factor.REFUSALS,
}
SUCCESSES: dict[str, str] = {
    **refusals_follow_up.SUCCESSES,
    **refusals_pathways.SUCCESSES,
    **refusals_cooperation.SUCCESSES,
    **refusals_references.SUCCESSES,
    **successes.SUCCESSES,
    **successes_accounts.SUCCESSES,
    **successes_administration.SUCCESSES,
    **successes_allocation.SUCCESSES,
    **successes_assistant.SUCCESSES,
    **successes_awards.SUCCESSES,
    **successes_changes.SUCCESSES,
    **successes_directory.SUCCESSES,
    **successes_compliance.SUCCESSES,
    **successes_decisions.SUCCESSES,
    **successes_documents.SUCCESSES,
    **successes_evidence.SUCCESSES,
    **successes_hours.SUCCESSES,
    **successes_markets.SUCCESSES,
    **successes_personal_data.SUCCESSES,
    **successes_pooling.SUCCESSES,
    **successes_programme.SUCCESSES,
    **successes_provider.SUCCESSES,
    **successes_quarters.SUCCESSES,
    **successes_agenda.SUCCESSES,
    **successes_requests.SUCCESSES,
    **successes_territories.SUCCESSES,
    **successes_notices.SUCCESSES,
    **successes_partners.SUCCESSES,
    **successes_second_factor.SUCCESSES,
    **successes_threads.SUCCESSES,
    **successes_validation.SUCCESSES,
}

_WRITERS: dict[str, Callable[[Any], str]] = {
    "hours": formats.hours,
    "plain": formats.hours_plain,
    "euros": formats.euros,
    "rate": formats.rate,
    "percent": formats.percent,
    "day": formats.day_long,
    "short": formats.day_short,
    "weekday": formats.day_weekday,
    "month": formats.month_long,
    "of_month": formats.of_month,
    "quarter": formats.quarter_long,
    "moment": formats.moment,
    "label": labels.label,
}


class _Speaker(string.Formatter):
    def format_field(self, value: Any, spec: str) -> str:
        writer = _WRITERS.get(spec)
        if writer is None:
            return str(super().format_field(value, spec))
        return "" if value is None else writer(value)


_speaker = _Speaker()


def refusal(code: str, **facts: Any) -> str:
    """The sentence of a refusal; raises KeyError for a code without words (a test holds that none is left)."""
    return _speaker.vformat(REFUSALS[code], (), facts)


def success(code: str, **facts: Any) -> str:
    """The one-line sentence shown after an act."""
    return _speaker.vformat(SUCCESSES[code], (), facts)


def written(words: str, **facts: Any) -> str:
    """A format string of the wording with its facts, written as French readers expect."""
    return _speaker.vformat(words, (), facts)


def plural(forms: tuple[str, ...], n: int, **facts: Any) -> str:
    """The form that goes with a number: (one, many), or (none, one, many)."""
    rank = (n >= 1) + (n >= 2) if len(forms) == 3 else n >= 2
    return written(forms[rank], n=n, **facts)
