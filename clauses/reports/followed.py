"""How does the list of the lots followed leave as a table?"""

from clauses.queries.followed import Followed, FollowedLot, Next, Turn
from clauses.reports.flat import csv_text, hours_cell
from clauses.wording import followed as words
from clauses.wording import formats, sentences
from clauses.wording.labels import label
from clauses.wording.report import few


def followed_csv(found: Followed) -> str:
    """One row a lot; persons are counted, never named, and not below what this reader may read (R21)."""
    return csv_text(words.HEADINGS, (_row(one, found.least) for one in found.lines))


def next_words(one: FollowedLot) -> str:
    """« Relevé de janvier 2027 à valider »."""
    return words.NEXT[one.next.value].format(month=formats.of_month(one.month) if one.month else "")


def turn_words(turn: Turn | None, company: str, follower: str | None) -> str | None:
    """« C'est à Bâtisseurs du Thérain de transmettre le relevé de janvier 2027 avant le 10 février 2027. »"""
    if turn is None or turn.next is Next.NOTHING:
        return None
    return sentences.written(
        words.TURNS[turn.next.value], company=company, follower=follower or words.NO_FOLLOWER, month=turn.month,
        day=turn.day,
    )  # fmt: skip


def _row(one: FollowedLot, least: int) -> tuple[str, ...]:
    lot, figures = one.lot, one.figures
    standing = figures.standing
    month, state = one.report or (None, None)
    return (
        lot.market.reference, str(lot.number), lot.title, one.buyer, figures.awardee or "",
        one.territory, label(one.status) if one.status else "",
        hours_cell(figures.validated), hours_cell(figures.owed),
        formats.percent(standing.hours_rate) if standing and standing.hours_rate is not None else "",
        formats.percent(standing.time_rate) if standing else "", few(figures.persons, least) if figures.persons < least else str(figures.persons),
        f"{month:%m/%Y}" if month else "", (label(state) if state else words.NOT_TYPED) if month else "", next_words(one),
    )  # fmt: skip
