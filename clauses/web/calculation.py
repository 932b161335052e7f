"""How many hours does an amount stand for? The public calculation, the same for the page and for programs."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from clauses.actions.markets import ClauseFields, sized
from clauses.domain import sizing
from clauses.domain.rules import SizingRule
from clauses.domain.sizing import Sized
from clauses.queries.reference_values import Values, values_on
from clauses.reference import rulebook, trades
from clauses.reference.trades import Trade
from clauses.web.forms_calculation import CalculatorForm

ASKS = ("lot_amount", "labour_share", "trade")  # with one of these, a result is asked for


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculation asked for: its form, the four values understood, and the result where they are all there."""

    form: CalculatorForm
    asked: bool
    valid: bool
    fields: ClauseFields
    found: Sized | None
    trade: Trade | None
    rule: SizingRule
    proposed: Values

    @property
    def amount(self) -> int | None:
        return self.form.lot_amount.data

    @property
    def high_rate(self) -> bool:
        rate = self.fields.integration_rate
        return bool(rate and sizing.is_high_rate(rate, self.rule))

    @property
    def labour_hours(self) -> int | None:
        """Of the whole lot, in hundredths; None without a result."""
        return {step.code: step.value for step in self.found.steps}["labour_hours"] if self.found else None


def calculate(args: MultiDict[str, str], on: date) -> Calculation:
    """The calculation as asked by an address; what is not asked is proposed."""
    rule = rulebook.sizing(on)
    proposed = values_on(on)
    form = CalculatorForm(_with_defaults(args, proposed, on), on)
    asked = any(args.get(name) for name in ASKS)
    valid = form.validate() if asked else True
    fields = ClauseFields(
        lot_id=0, labour_share=form.labour_share.data, hourly_cost=form.hourly_cost.data,
        integration_rate=form.integration_rate.data,
    )  # fmt: skip
    return Calculation(
        form=form, asked=asked, valid=valid, fields=fields,
        found=sized(form.lot_amount.data, fields, rule) if valid else None,
        trade=trades.trade(form.trade.data, on) if form.trade.data else None, rule=rule, proposed=proposed,
    )  # fmt: skip


def _with_defaults(args: MultiDict[str, str], proposed: Values, on: date) -> MultiDict[str, str]:
    """What is not asked is proposed: the share and the cost of the trade, the rate most often written."""
    typed = MultiDict(args)
    trade = args.get("trade") or None
    share = proposed.share(trade)
    if not typed.get("labour_share") and share is not None:
        typed["labour_share"] = plain(share.value)
    if "hourly_cost" not in typed:
        typed["hourly_cost"] = plain(proposed.cost(trade).value)
    if "integration_rate" not in typed:
        typed["integration_rate"] = plain(rulebook.programme(on).integration_rate_bp)
    return typed


def plain(hundredths: int) -> str:
    """A number of hundredths for a machine: « 1177.11 », « 1190 »."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)
