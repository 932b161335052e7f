"""What did the clauses of a buyer give in a year? Market by market, by modality, structure and public (domain rules 7.1)."""

from clauses.queries import report_names as names
from clauses.reports import review
from clauses.reports.asked import Asked, file_name
from clauses.reports.table import Kind, Report, figure
from clauses.wording import report as words
from clauses.wording import reviews


def report(asked: Asked) -> tuple[Report, str]:
    """The yearly review and the name of its files; a resource person has the lots of their territories only."""
    found = review.gathered(asked)
    buyer = names.organization(asked.about.organization_id)
    year = f"{asked.cut.last_month:%Y}"
    tables = (
        review.summary(
            found,
            (words.BUYER, buyer.name),
            (reviews.COMPANIES, figure(Kind.COUNT, len(review.holders(found)))),
        ),
        review.by_group(
            found, reviews.SHEET_MARKETS, reviews.BY_MARKET, words.MARKET, "market", review.market_of
        ),
        review.modes(found),
        review.by_structure(found),
        review.public(found),
    )
    title = words.title_for(asked.about.kind, buyer.name, asked.cut.last_month)
    return review.made(found, title, buyer.siret, tables), file_name("bilan-acheteur", buyer.siret, year)
