"""How are the lots typed: line by line in a grid, pasted from a spreadsheet, or one lot for the whole market?"""

from datetime import date

from werkzeug.datastructures import MultiDict

from clauses.actions.markets import MOST_LOTS
from clauses.domain.kinds import NoClauseReason
from clauses.models.markets import Market
from clauses.reference import trades
from clauses.reference.geography import folded
from clauses.web.fields import whole_number
from clauses.web.markets.forms_lots import LotRow
from clauses.web.markets.rows import Rows, posted_rows
from clauses.wording import markets as words
from clauses.wording import parsing, sentences
from clauses.wording.labels import label


class LotsGrid(Rows[LotRow]):
    """The grid of step 2."""

    def __init__(self, rows: list[LotRow], on: date) -> None:
        super().__init__(rows)
        self.on = on

    @classmethod
    def of(cls, market: Market, on: date) -> "LotsGrid":
        rows = [
            LotRow(
                row, on=on, lot_id=str(lot.id), lot_number=lot.number, lot_title=lot.title, lot_amount=lot.amount,
                lot_places=lot.places or None, trade=lot.trade or "", has_clause=lot.has_clause,
                no_clause_reason=lot.no_clause_reason, legal_ground=lot.legal_ground or "",
                ground_explanation=lot.ground_explanation,
            )
            for row, lot in enumerate(market.lots)
        ]  # fmt: skip
        grid = cls(rows, on)
        if not rows:
            grid.add()
        return grid

    @classmethod
    def posted(cls, form: MultiDict[str, str], on: date) -> "LotsGrid":
        rows = [LotRow(row, form, on=on) for row in posted_rows(form, "lot_title")]
        return cls(rows, on)

    def name_of(self, row: LotRow) -> str:
        return words.LOT.format(number=row.lot_number.data or row.row + 1)

    @property
    def filled(self) -> list[LotRow]:
        return [row for row in self.rows if not row.empty]

    def validate(self) -> bool:
        self.rows = self.filled
        return super().validate()

    def add(self) -> None:
        """One more empty line, numbered after the last."""
        numbers = [row.lot_number.data or 0 for row in self.rows]
        place = max((row.row for row in self.rows), default=-1) + 1
        self.rows.append(LotRow(place, on=self.on, lot_number=max(numbers, default=0) + 1))

    def drop(self, place: int) -> None:
        self.rows = [row for row in self.rows if row.row != place]
        if not self.rows:
            self.add()

    def single(self, market: Market) -> None:
        """The market is not divided: one lot, its own title and amount."""
        kept = self.filled[:1]
        lot_id = kept[0].lot_id.data if kept else ""
        self.rows = [
            LotRow(0, on=self.on, lot_id=lot_id, lot_number=1, lot_title=market.title, lot_amount=market.amount,
                   has_clause=True)
        ]  # fmt: skip

    def paste(self, text: str) -> bool:
        """Add the lines of a spreadsheet: number, title, amount, then trade, clause and reason when they are there."""
        lines = [line for line in text.splitlines() if line.strip()]
        rows = [values for line in lines if (values := self._read(line)) is not None]
        if not rows:
            return False
        if len(rows) + len(self.filled) > MOST_LOTS:
            facts = {"max": MOST_LOTS, "n": len(rows) + len(self.filled)}
            self.form_errors.append(sentences.refusal("too_many_lots", **facts))
            return True
        self.rows = self.filled
        for values in rows:
            place = max((row.row for row in self.rows), default=-1) + 1
            taken = [row.lot_number.data or 0 for row in self.rows]
            values.setdefault("lot_number", str(max(taken, default=0) + 1))
            typed = MultiDict({f"{name}-{place}": value for name, value in values.items()})
            row = LotRow(place, typed, on=self.on)
            row.validate()  # what was not understood shows at once
            self.rows.append(row)
        return True

    def _read(self, line: str) -> dict[str, str] | None:
        separator = "\t" if "\t" in line else ";"
        cells = [cell.strip() for cell in line.split(separator)]
        if len(cells) < 2 or not any(cells):
            return None
        values: dict[str, str] = {}
        digits = cells[0].lower().removeprefix("lot").strip(" n°º.-")
        if whole_number(digits) is not None:
            values["lot_number"] = digits
            cells = cells[1:]
        elif _is_heading(cells):
            return None
        names = ("lot_title", "lot_amount", "trade", "has_clause", "no_clause_reason")
        values.update(zip(names, cells, strict=False))
        if values.get("trade"):
            values["trade"] = self._trade_of(values["trade"])
        if values.get("no_clause_reason"):
            values["no_clause_reason"] = _reason_of(values["no_clause_reason"])
        if "has_clause" not in values and values.get("lot_title"):
            values.pop("has_clause", None)
        return values

    def _trade_of(self, words: str) -> str:
        wanted = folded(words)
        for one in trades.trades(self.on):
            if wanted in (folded(one.label), folded(one.code)):
                return one.code
        return ""


def _is_heading(cells: list[str]) -> bool:
    """A first line that names the columns: no cell of it is an amount."""
    for cell in cells[1:]:
        try:
            parsing.euros(cell)
        except parsing.NotUnderstood:
            continue
        return False
    return True


def _reason_of(words: str) -> str:
    wanted = folded(words)
    return next(
        (one.value for one in NoClauseReason if wanted in (folded(label(one)), folded(one.value))), ""
    )
