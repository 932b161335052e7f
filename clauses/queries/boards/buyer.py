"""B02. Where is each lot of a buyer, and how do its hours get done?"""

from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import ComplianceStatus, MarketState
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.queries import lasting
from clauses.queries.boards import clause_share, pace, shared
from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.worklist import Standing
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences

LOTS, COUNTED = "markets.followed_lots", "markets.lots_of_year"


def board(actor: Actor, on: date, standing: Standing) -> Board:
    """Five figures, the hours by modality, the markets of the year that have a clause. Three statements besides the figures of the lots."""
    lots, with_clause = lasting.kept(("with clause", actor), lambda: _lots(actor), lambda _: 0.1)
    if not lots:
        return Board()
    figures = [
        Figure(words.WITH_CLAUSE, formats.number(with_clause), sentences.plural(words.WITH_CLAUSE_NOTE, lots),
               COUNTED, {"annee": clause_share.EVERY_YEAR, "clause": clause_share.WITH})
    ]  # fmt: skip
    if standing.lots:
        figures += [
            shared.hours(standing, LOTS),
            shared.states(standing, LOTS, statut=ComplianceStatus.ALERT.value),
            shared.persons(standing, LOTS),
        ]
    ratio = _per_1000(standing)
    return Board(
        figures=[*figures, ratio] if ratio else figures,
        modalities=pace.modalities([one.lot.id for one in standing.running]) if standing.validated else None,
        clause_share=lasting.kept(("share", actor, on), lambda: clause_share.of_year(actor, on), lambda _: 2),
        links=[
            Link(words.YEARLY, "compliance.report_list"),
            Link(words.PURCHASES, "markets.purchases"),
            Link(words.ESSENTIAL, "markets.essential_data"),
        ],
        search=True,
    )  # fmt: skip


def _lots(actor: Actor) -> tuple[int, int]:
    """The lots of the markets filed, and those that have a clause; a draft or a cancelled market counts for nothing."""
    rows = dict(
        db.session.execute(
            select(Lot.has_clause, func.count())
            .join(Market, Market.id == Lot.market_id)
            .where(
                within_reach(actor, Permission.MARKET_VIEW, Lot),
                Market.state.not_in((MarketState.DRAFT, MarketState.CANCELLED)),
            )
            .group_by(Lot.has_clause)
        ).all()
    )
    return sum(rows.values()), rows.get(True, 0)


def _per_1000(standing: Standing) -> Figure | None:
    """Hours owed for 1 000 € awarded, on the running lots whose amount is known; None without any."""
    known = [one for one in standing.running if one.lot.award and one.lot.award.amount and one.owed]
    amount = sum(one.lot.award.amount or 0 for one in known if one.lot.award)
    if not amount:
        return None
    owed = sum(one.owed for one in known)
    return Figure(
        words.PER_1000, sentences.written(words.RATIO, n=formats.decimal(Fraction(owed * 1000, amount))),
        sentences.written(words.PER_1000_NOTE, owed=formats.hours(owed), amount=formats.euros(amount),
                          lots=formats.count(len(known), "lot", "lots")),
        LOTS,
    )  # fmt: skip
