"""How is the case file of a lot laid out? One archive: a tagged PDF, the hours and the journal as CSV, the letters sent.

Every file's SHA-256 is in the archive; the same facts give the same bytes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from clauses.config import PARIS
from clauses.domain.formulas import looks_like_formula
from clauses.domain.kinds_decisions import DecisionCause
from clauses.models.decisions import Decision
from clauses.models.markets import Clause
from clauses.queries.case_file import CaseFacts
from clauses.queries.decisions_group import parts_of_decision
from clauses.reports.pdf import Block, Document, Facts, Heading, Paragraph, pdf_of
from clauses.reports.recovery import recovery_table
from clauses.reports.table import Column, Kind, ReportTable, Row
from clauses.wording import case_file as words
from clauses.wording import formats
from clauses.wording import journal as acts
from clauses.wording.decisions import BASES, LEFT_OUT
from clauses.wording.labels import label
from clauses.wording.sentences import written

T, H, E, D, M, N = Kind.TEXT, Kind.HOURS, Kind.EUROS, Kind.DAY, Kind.MONTH, Kind.COUNT


def archive(found: CaseFacts, number: int, on: date) -> bytes:
    """The whole archive."""
    files = {
        words.SUMMARY_FILE: pdf_of(_document(found, number, on)),
        words.LEDGER_FILE: _csv(words.MONTH_HEADINGS, _months(found)),
        words.JOURNAL_FILE: _csv(words.JOURNAL_COLUMNS, _journal_lines(found)),
    }
    for letter in found.letters:
        if letter.content and letter.file_name:
            files[f"courriers/{letter.file_name}"] = letter.content
    seals = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    files[words.SEALS_FILE] = seals.encode()
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name, data in files.items():
            entry = ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            target.writestr(entry, data)
    return out.getvalue()


def _document(found: CaseFacts, number: int, on: date) -> Document:
    lot = found.case.lot
    names = {"lot": lot.number, "reference": lot.market.reference}
    blocks: list[Block] = [
        Paragraph(written(words.LEAD, day=on)), Heading(words.CONTRACT), Facts(_contract(found)),
        *_sizing(found),
        _targets(found), *_changes(found), *_terms(found), Heading(words.FIGURES), Facts(_figures(found)),
        _table(words.MONTHS, words.MONTH_HEADINGS, (M, T, T, H), _shown_months(found)),
        _table(words.REPORTS, words.REPORT_HEADINGS, (M, T, D, D), [
            (one.month, label(one.state), one.submitted_on, one.decided_on) for one in found.reports
        ]),
        _table(words.SENT, words.SENT_HEADINGS, (D, T, T, D, T), [
            (_civil(one.written_at), one.subject, one.organization, _civil(one.sent_at), label(one.state))
            for one in found.sent
        ]),
        _table(words.LETTERS, words.LETTER_HEADINGS, (T, T, D, T), [
            (label(one.model), one.recipient.name, one.sent_on, one.sha256) for one in found.letters
        ]),
        _requests(found), *([recovery_table(found.recovering, on)] if found.recovering else []), *_decisions(found), *_end(found), *_journal(found),
    ]  # fmt: skip
    title = words.TITLE.format(**names)
    footer = words.FOOTER.format(number=number, **names)
    return Document(title=title, day=on, footer=footer, blocks=tuple(blocks), landscape=True, dense=True)


def _table(title: str, headings: Iterable[str], kinds: Iterable[Kind], rows: Iterable[Row]) -> ReportTable:
    columns = tuple(Column(heading, kind) for heading, kind in zip(headings, kinds, strict=True))
    return ReportTable(title, title, columns, tuple(rows))


def _contract(found: CaseFacts) -> tuple[tuple[str, str], ...]:
    case, lot = found.case, found.case.lot
    award, clause = lot.award, lot.clause
    assert award is not None
    rows = [
        (words.BUYER, lot.market.buyer.name), (words.MARKET, f"{lot.market.reference}, {lot.market.title}"),
        (words.LOT, f"{lot.number}, {lot.title}"), (words.HOLDER, award.awardee.name),
        (words.NOTIFIED, formats.day_long(award.notified_on)),
        (words.PERIOD, f"{formats.day_long(case.version.exec_start)} - {formats.day_long(case.ended_on)}"),
    ]  # fmt: skip
    if award.amount:
        rows.append((words.AMOUNT, formats.euros(award.amount)))
    if clause and clause.computed_hours and clause.target_hours:
        rows.append(
            (words.SIZING, written(words.SIZED, computed=clause.computed_hours, retained=clause.target_hours))
        )
    return tuple(rows)


def _sizing(found: CaseFacts) -> list[Block]:
    """The inputs of the volume as they were kept when the clause was written, its calculation and what was retained."""
    clause = found.case.lot.clause
    if clause is None or not clause.target_hours:
        return []
    kept = clause.sizing or {}
    base = clause.base_amount or kept.get("amount")
    since = kept.get("rule_from")
    rule = words.SIZING_SINCE.format(
        source=kept.get("rule_source", ""), day=formats.day_long(date.fromisoformat(since))
    ) if since else None  # fmt: skip
    values = (clause.labour_share, clause.hourly_cost, clause.integration_rate)
    told: list[tuple[str, str | None]] = [
        (words.SIZED_ON, formats.euros(base) if base else None),
        (words.LEFT_OUT_OF_BASE, clause.base_reason),
        (words.LABOUR_SHARE, formats.rate(clause.labour_share) if clause.labour_share else None),
        (words.HOURLY_COST, formats.euros(clause.hourly_cost) if clause.hourly_cost else None),
        (words.EFFORT_RATE, formats.rate(clause.integration_rate) if clause.integration_rate else None),
        (words.TAKEN_OVER, formats.hours(clause.taken_over) if clause.taken_over else None),
        (words.ARITHMETIC, _formula(base, *values, clause) if all(values) and base else None),
        (words.PROPOSED_VOLUME, formats.hours(clause.proposed_hours) if clause.proposed_hours else None),
        (words.RETAINED, formats.hours(clause.target_hours)),
        (words.DEVIATION, clause.deviation_reason),
        (words.SIZING_RULE, rule),
    ]  # fmt: skip
    return [Heading(words.HOW_SIZED), Facts(tuple((name, value) for name, value in told if value))]


def _formula(base: int, share: int | None, cost: int | None, rate: int | None, clause: Clause) -> str | None:
    if not clause.computed_hours or clause.taken_over:
        return None  # staff taken over are told apart: the four values alone do not give the volume
    return words.FORMULA.format(
        amount=formats.euros(base), share=formats.rate(share or 0), cost=formats.euros(cost or 0),
        rate=formats.rate(rate or 0), computed=formats.hours(clause.computed_hours),
    )  # fmt: skip


def _targets(found: CaseFacts) -> ReportTable:
    return _table(words.TARGETS, words.TARGET_HEADINGS, (N, T, D, D, H, H), [
        (t.number, t.reason, t.effective_on, t.recorded_on, t.hours, t.neutralised) for t in found.case.lot.targets
    ])  # fmt: skip


def _changes(found: CaseFacts) -> list[Block]:
    rows = [(c.label, c.effective_on, c.recorded_on, c.hours_before, c.hours_after) for c in found.changes]
    return [_table(words.CHANGES, words.CHANGE_HEADINGS, (T, D, D, H, H), rows)] if rows else []


def _terms(found: CaseFacts) -> list[Block]:
    rows: list[Row] = [
        (
            t.number, label(t.hours_price), formats.hours_plain(t.multiple) if t.multiple else None, t.per_hour,
            t.per_day_late, t.per_absence, words.YES if t.prior_notice else words.NO,
            label(t.price_day) if t.multiple else None, t.article,
        )
        for t in found.terms
    ]  # fmt: skip
    if not rows:
        said = found.case.terms
        rows = [
            (
                1,
                label(said.hours_price),
                None,
                said.per_hour,
                None,
                None,
                words.YES if said.prior_notice else words.NO,
                None,
                None,
            )
        ]
    return [_table(words.TERMS, words.TERM_HEADINGS, (N, T, T, E, E, E, T, T, T), rows)]


def _figures(found: CaseFacts) -> tuple[tuple[str, str], ...]:
    case = found.case
    values = (case.figures.owed + case.neutralised, case.neutralised, case.validated, case.left)
    return tuple(zip(words.FIGURE_ROWS, map(formats.hours, values), strict=True))


def _months(found: CaseFacts) -> list[Row]:
    return [
        (f"{month:%Y-%m}", name, label(modality), formats.hours_plain(hours))
        for _, month, name, modality, hours in found.months
    ]


def _shown_months(found: CaseFacts) -> list[Row]:
    return [(month, name, label(modality), hours) for _, month, name, modality, hours in found.months]


def _requests(found: CaseFacts) -> ReportTable:
    """Counted, never named: who asks whom is read by the holder and by who follows the lot."""
    rows = [
        (
            n, label(one.structure.kind) if one.structure.kind else "", one.hours, one.sent_on, one.reply_by,
            label(one.standing), _civil(one.answer.at) if one.answer else None,
        )
        for n, one in enumerate(found.requests, start=1)
    ]  # fmt: skip
    return _table(words.REQUESTS, words.REQUEST_HEADINGS, (N, T, H, D, D, T, D), rows)


def _decisions(found: CaseFacts) -> list[Block]:
    blocks: list[Block] = [
        _table(words.DECISIONS, words.DECISION_HEADINGS, (T, T, T, D, D, D, E, E, H, T), [
            (
                f"{one.number}. {label(one.kind)}", _purpose(one), label(one.state), one.prepared_on, one.answer_by, one.decided_on,
                one.proposed_amount, one.amount, one.hours, one.waiver_reason or one.reason,
            )
            for one in found.decisions
        ])
    ]  # fmt: skip
    for one in found.decisions:
        priced = [row for row in one.proposal or [] if row["amount"] or row["left_out"]]
        if one.kind in ("penalty", "waiver") and priced:
            rows = [
                (
                    BASES[row["base"]], formats.hours(row["quantity"]) if row["base"] == "hours" else str(row["quantity"]),
                    round(row["price"][0] / row["price"][1]), row["amount"],
                    LEFT_OUT[row["left_out"]] if row["left_out"] else None,
                )
                for row in priced
            ]  # fmt: skip
            title = words.CALCULATION.format(number=one.number)
            blocks.append(_table(title, words.CALCULATION_HEADINGS, (T, T, E, E, T), rows))
        parts = parts_of_decision(one)
        if one.kind in ("penalty", "waiver") and parts:
            each = [
                (part.name, part.part, part.validated, part.missing, part.calculated, part.asked)
                for part in parts
            ]
            title = words.MEMBERS.format(number=one.number)
            blocks.append(_table(title, words.MEMBER_HEADINGS, (T, H, H, H, E, E), each))
    steps = [
        (
            one.number, step.said_on, step.by.name, label(step.state), step.proposed_amount, step.amount, step.reason,
        )
        for one in found.decisions
        for step in one.steps
    ]  # fmt: skip
    if steps:
        blocks.append(_table(words.STEPS, words.STEP_HEADINGS, (N, D, T, T, E, E, T), steps))
    answers = [
        (
            one.number,
            _civil(a.written_at),
            a.organization.name,
            words.CONTESTS if a.contests else words.ANSWERS_ONLY,
            a.text,
        )
        for one in found.decisions
        for a in one.answers
    ]
    if answers:
        blocks.append(_table(words.ANSWERS, words.ANSWER_HEADINGS, (N, D, T, T, T), answers))
    return blocks


def _purpose(one: Decision) -> str | None:
    """What a formal notice asks for, or why hours are neutralised."""
    if one.demand is not None:
        return label(one.demand)
    return label(one.cause) if one.cause is not None else None


def _end(found: CaseFacts) -> list[Block]:
    blocks: list[Block] = []
    if found.case.report:
        said = found.case.report
        causes = ", ".join(label(DecisionCause(one)) for one in said.causes) or words.NO_CAUSE
        values = (
            formats.day_long(said.sent_on), said.sent_by.name, causes, label(said.attribution),
            formats.hours(said.neutralise),
        )  # fmt: skip
        opinion = Facts(tuple(zip(words.OPINION_ROWS, values, strict=True)))
        blocks += [Heading(words.REPORT), Paragraph(said.text), Heading(words.OPINION), opinion]
    if found.closings:
        rows = [
            (
                c.number, c.closed_on, label(c.status), c.target - c.neutralised, c.validated, c.proposed_amount,
                c.decided_amount, c.reopened_on,
            )
            for c in found.closings
        ]  # fmt: skip
        blocks.append(_table(words.CLOSINGS, words.CLOSING_HEADINGS, (N, D, T, H, H, E, E, D), rows))
    return blocks


def _journal(found: CaseFacts) -> list[Block]:
    rows = [(one.seq, _civil(one.at), acts.act(one.action), one.hash) for one in found.journal]
    return [
        Paragraph(words.JOURNAL_NOTE),
        _table(words.JOURNAL, words.JOURNAL_HEADINGS, (N, D, T, T), rows),
    ]


def _journal_lines(found: CaseFacts) -> list[Row]:
    """Each line with what its hash covers, so that anybody recomputes it."""
    return [(str(one.seq), one.prev_hash, one.hash, _canonical(one.content())) for one in found.journal]


def _canonical(content: list[object]) -> str:
    plain = [
        c.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(c, datetime) else c
        for c in content
    ]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _csv(headings: Iterable[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    out.write("\N{BYTE ORDER MARK}")
    table.writerow(headings)
    for row in rows:
        table.writerow([f"'{cell}" if looks_like_formula(str(cell)) else cell for cell in row])
    return out.getvalue().encode()


def _civil(moment: datetime | date | None) -> date | None:
    if isinstance(moment, datetime):
        return moment.astimezone(PARIS).date()
    return moment
