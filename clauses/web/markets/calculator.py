"""How many hours does an amount stand for? The public calculation, kept nowhere."""

from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from clauses.actions.markets import ClauseFields, sized
from clauses.domain import sizing
from clauses.reference import rulebook, trades
from clauses.web.markets.clause_cards import DEFAULT_RATE, arithmetic, effort_of
from clauses.web.markets.forms_lots import CalculatorForm, trade_choices


def answer(args: MultiDict[str, str], on: date) -> dict[str, Any]:
    """The form as asked, and the result when the four values are there and understood."""
    rule = rulebook.sizing(on)
    form = CalculatorForm(_with_defaults(args, on))
    form.trade.choices = trade_choices(on)
    asked = any(args.get(name) for name in ("lot_amount", "labour_share", "trade"))
    valid = form.validate() if asked else True
    fields = ClauseFields(
        lot_id=0, labour_share=form.labour_share.data, hourly_cost=form.hourly_cost.data,
        integration_rate=form.integration_rate.data,
    )  # fmt: skip
    amount = form.lot_amount.data
    found = sized(amount, fields, rule) if valid else None
    trade = trades.trade(form.trade.data, on) if form.trade.data else None
    return {
        "form": form,
        "found": found,
        "lines": arithmetic(amount, fields.labour_share, fields.hourly_cost, fields.integration_rate, found)
        if found and amount and fields.labour_share and fields.hourly_cost and fields.integration_rate else (),
        "effort": effort_of(found.proposed, amount or 0, rulebook.fte(on).base_hours) if found else None,
        "high_rate": bool(fields.integration_rate and sizing.is_high_rate(fields.integration_rate, rule)),
        "computed_plain": plain(found.computed) if found else "",
        "proposed_plain": plain(found.proposed) if found else "",
        "trade": trade,
        "asked": asked,
        "rule": rule,
    }  # fmt: skip


def _with_defaults(args: MultiDict[str, str], on: date) -> MultiDict[str, str]:
    """What is not asked is proposed: the share of the trade, the cost of the rule, the rate most often written."""
    typed = MultiDict(args)
    rule = rulebook.sizing(on)
    trade = trades.trade(args.get("trade", ""), on) if args.get("trade") else None
    if not typed.get("labour_share") and trade is not None:
        typed["labour_share"] = plain(trade.labour_share_bp)
    if "hourly_cost" not in typed:
        typed["hourly_cost"] = plain(rule.hourly_cost_cents)
    if "integration_rate" not in typed:
        typed["integration_rate"] = plain(DEFAULT_RATE)
    return typed


def plain(hundredths: int) -> str:
    """A number of hundredths for a machine: « 1177.11 », « 1190 »."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)
