"""What did the clauses of a territory give in a year? Market by market and buyer by buyer, each person once."""

from clauses.queries import report_names as names
from clauses.reports import review, review_markets
from clauses.reports.asked import Asked, file_name
from clauses.reports.table import Report
from clauses.wording import formats, reviews
from clauses.wording import report as words


def report(asked: Asked) -> tuple[Report, str]:
    """The yearly review of a territory and the name of its files."""
    found = review.gathered(asked)
    territory = names.territory(asked.about.territory_id)
    tables = (
        review.summary(
            found,
            (reviews.TERRITORY, f"{territory.code} {territory.name}"),
            (reviews.BUYERS, formats.number(len({f.lot.market.buyer_id for f in found.running}))),
            (reviews.COMPANIES, formats.number(len(review.holders(found)))),
        ),
        review.by_group(found, reviews.SHEET_BUYERS, reviews.BY_BUYER, words.BUYER, "buyer", review.buyer_of),
        review.by_group(
            found, reviews.SHEET_MARKETS, reviews.BY_MARKET, words.MARKET, "market", review.market_of
        ),
        review_markets.by_stage(found),
        review_markets.by_type(found),
        review.modes(found),
        review.by_structure(found),
        review.public(found),
    )
    title = words.title_for(asked.about.kind, territory.name, asked.cut.last_month)
    made = review.made(found, title, territory.code, tables)
    return made, file_name("bilan-territoire", territory.code, f"{asked.cut.last_month:%Y}")
