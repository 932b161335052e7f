"""What do the annexes say: the social considerations of the contracts of a year, and the indicators of a SPASER?

The considerations are those of the regulation of the essential data (DECP). A SPASER is the buyer's own scheme for
socially and ecologically responsible purchases (CCP L2111-3): contracts and amounts with a social consideration.
"""

from dataclasses import dataclass

from clauses.domain.kinds import Gender
from clauses.domain.values import ratio
from clauses.models.markets import Award
from clauses.queries import compliance as queries
from clauses.queries import report_lots, report_persons
from clauses.queries import report_names as names
from clauses.queries.compliance import LotFigures
from clauses.queries.report_lots import is_reserved
from clauses.reports import review
from clauses.reports.asked import Asked, Term, file_name
from clauses.reports.counts import ALL, Added, Count
from clauses.reports.review import Review
from clauses.reports.table import Column, Kind, Opening, Report, ReportTable, Row, figure
from clauses.wording import decp_words, reviews
from clauses.wording import report as words
from clauses.wording.labels import label


@dataclass(frozen=True, slots=True)
class Notified:
    """A contract notified in the year, with what it says of social considerations."""

    figures: LotFigures
    award: Award
    social: tuple[str, ...]

    @property
    def is_social(self) -> bool:
        return self.social != (decp_words.NO_SOCIAL,)

    @property
    def amount(self) -> int:
        return self.award.amount or 0


def notified(found: Review) -> list[Notified]:
    """The contracts notified in the months of the report, known at its cut."""
    since, on = found.asked.since, found.asked.cut.as_of
    return [
        Notified(f, f.lot.award, report_lots.social_words(f))
        for f in found.figures
        if f.lot.award is not None and report_lots.notified(f, since, on)
    ]


def decp_annex(asked: Asked) -> tuple[Report, str]:
    """Each contract of the year beside its social considerations, what it owes and what was done."""
    found = review.gathered(asked)
    buyer = names.organization(asked.about.organization_id)
    columns = (
        Column(reviews.DECP_ID, Kind.TEXT, 20), Column(words.LOT, Kind.COUNT), Column(reviews.TITLE, Kind.TEXT, 40),
        Column(reviews.CPV, Kind.TEXT, 12), Column(reviews.NOTIFIED, Kind.DAY), Column(words.AWARDEE, Kind.TEXT, 28),
        Column(reviews.AMOUNT, Kind.EUROS, opens=True, figure="amount"), Column(reviews.SOCIAL, Kind.TEXT, 28),
        Column(reviews.LEVER, Kind.TEXT, 28), Column(words.TARGET, Kind.HOURS, opens=True, figure="target"),
        Column(words.VALIDATED, Kind.HOURS, opens=True, asks={"all": "1"}),
    )  # fmt: skip
    contracts = notified(found)
    rows: list[Row] = []
    for one in contracts:
        lot, f = one.figures.lot, one.figures
        holder = queries.holder_then(lot, asked.cut)  # a lot that changed hands later had this one then
        rows.append((
            lot.market.reference, lot.number, f"{lot.market.title}, {lot.title}", lot.market.cpv, one.award.notified_on,
            holder.name if holder else None, one.award.amount, " ; ".join(one.social),
            label(lot.clause.clause_type) if lot.clause and lot.has_clause else None, f.owed if f.target else None,
            f.validated,
        ))  # fmt: skip
    total: Row = (
        words.TOTAL, None, None, None, None, None, sum(one.amount for one in contracts), None, None,
        sum(row[9] or 0 for row in rows), sum(row[10] for row in rows),
    )  # fmt: skip
    table = ReportTable(
        reviews.SHEET_CONTRACTS, reviews.BY_CONTRACT, columns, tuple(rows), total=total,
        opens=tuple({"lot": str(one.figures.lot.id), "which": "notified"} for one in contracts),
        total_opens={"which": "notified"},
    )  # fmt: skip
    year = f"{asked.cut.last_month:%Y}"
    title = words.title_for(asked.about.kind, buyer.name, asked.cut.last_month)
    made = review.made(found, title, buyer.siret, (table,))
    return made, file_name("annexe-decp", buyer.siret, year)


def spaser(asked: Asked) -> tuple[Report, str]:
    """The indicators of a year, each with its value and its definition."""
    found = review.gathered(asked)
    buyer = names.organization(asked.about.organization_id)
    contracts = notified(found)
    social = [one for one in contracts if one.is_social]
    held = [one for one in contracts if one.figures.target is not None]
    amount, social_amount = sum(one.amount for one in contracts), sum(one.amount for one in social)
    women, district, added = _women_and_district(found)
    everyone = Count(ALL, found.persons)
    rows: list[Row] = [
        (reviews.NOTIFIED_CONTRACTS, figure(Kind.COUNT, len(contracts))),
        (reviews.NOTIFIED_AMOUNT, figure(Kind.EUROS, amount)),
        (reviews.WITH_SOCIAL, figure(Kind.COUNT, len(social))),
        (reviews.SHARE_OF_CONTRACTS, figure(Kind.PERCENT, ratio(len(social), len(contracts)))),
        (reviews.WITH_SOCIAL_AMOUNT, figure(Kind.EUROS, social_amount)),
        (reviews.SHARE_OF_AMOUNT, figure(Kind.PERCENT, ratio(social_amount, amount))),
        (reviews.WITH_CLAUSE, figure(Kind.COUNT, len(held))),
        (
            reviews.RESERVED_CONTRACTS,
            figure(Kind.COUNT, sum(1 for one in contracts if is_reserved(one.figures))),
        ),
        (reviews.HOURS_OWED, figure(Kind.HOURS, sum(one.figures.owed for one in held))),
        (reviews.HOURS_DONE, figure(Kind.HOURS, found.hours)),
        (reviews.RESERVED, figure(Kind.HOURS, sum(found.reserved.values()))),
        (reviews.ENTITIES, figure(Kind.COUNT, len(dict(report_persons.hours_by(found.lines, "employer"))))),
        (words.PERSONS, everyone),
        (reviews.WOMEN, women),
        (reviews.DISTRICT_PEOPLE, district),
    ]
    leads: dict[str, Opening] = {
        reviews.HOURS_DONE: review.CLAUSES, reviews.RESERVED: {"reserved": "1"},
        reviews.NOTIFIED_CONTRACTS: {"figure": "lots", "which": "notified"},
        reviews.NOTIFIED_AMOUNT: {"figure": "amount", "which": "notified"},
        reviews.WITH_SOCIAL: {"figure": "lots", "which": "social"},
        reviews.WITH_SOCIAL_AMOUNT: {"figure": "amount", "which": "social"},
        reviews.WITH_CLAUSE: {"figure": "lots", "which": "held"},
        reviews.RESERVED_CONTRACTS: {"figure": "lots", "which": "set_aside"},
        reviews.HOURS_OWED: {"figure": "target", "which": "held"}, reviews.ENTITIES: review.lead("structures"),
        words.PERSONS: review.lead("persons"), reviews.WOMEN: review.lead("profile", profile="gender.woman"),
        reviews.DISTRICT_PEOPLE: review.lead("profile", profile="district.yes"),
    }  # fmt: skip
    columns = (Column(reviews.INDICATOR, Kind.TEXT, 56), Column(reviews.VALUE, Kind.TEXT, 24, opens=True))
    table = ReportTable(
        reviews.SHEET_INDICATORS, reviews.INDICATORS, columns, tuple(rows), note=words.MASKED,
        opens=tuple(leads.get(row[0]) for row in rows), added=added,
    )  # fmt: skip
    title = words.title_for(asked.about.kind, buyer.name, asked.cut.last_month)
    made = review.made(found, title, buyer.siret, (table,), *_spaser_terms())
    return made, file_name("spaser", buyer.siret, f"{asked.cut.last_month:%Y}")


def _women_and_district(found: Review) -> tuple[Count, Count, tuple[Added, ...]]:
    """Both published under the same total: masked with what would give them away, the men and the others.

    They bear the names of the table of the yearly review: it publishes them too.
    """
    women = district = 0
    for one in report_persons.profiles(found.lines):
        women += one.gender is Gender.WOMAN
        district += one.priority_district
    everyone = Count(ALL, found.persons)
    ours, theirs = (f"{reviews.DISTRICT} {one}" for one in reviews.DISTRICTS)
    counts = Count(f"{reviews.GENDER} {label(Gender.WOMAN)}", women), Count(ours, district)
    added = (
        Added(everyone, (counts[0], Count("not women", found.persons - women))),
        Added(everyone, (counts[1], Count(theirs, found.persons - district))),
    )
    return *counts, added


def _spaser_terms() -> tuple[Term, ...]:
    return ((reviews.WITH_SOCIAL, reviews.WITH_SOCIAL_WHY, "CCP L2111-3"),)
