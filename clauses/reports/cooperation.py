"""What does the evaluation of the cooperation of a territory say? Five axes, what stands beside, and what makes each figure.

The tables are those of the screen and of the four files alike. Outside those who follow the persons, small counts of
persons are hidden (R21), and the axis with them: the index would give them away.
"""

from fractions import Fraction

from clauses.domain import cooperation as domain
from clauses.domain.cooperation import Measure, Tally, YearFigures
from clauses.domain.kinds_cooperation import Beside, CooperationAxis
from clauses.models.cooperation import CooperationEvaluation
from clauses.queries import cooperation as queries
from clauses.queries import report_names as names
from clauses.reference import rulebook
from clauses.reports.asked import Asked, Term, file_name, method
from clauses.reports.review import masked_counts
from clauses.reports.table import Column, Kind, Opening, Report, ReportTable, Row
from clauses.wording import cooperation as words
from clauses.wording import formats
from clauses.wording import report as report_words
from clauses.wording.labels import label


def report(asked: Asked) -> tuple[Report, str]:
    """The evaluation of the year of the cut, and the name of its files."""
    territory = names.territory(asked.about.territory_id)
    year, as_of = asked.cut.last_month.year, asked.cut.as_of
    asked.tell(0, 1)
    until = min(as_of, domain.last_day_of(year))
    found = queries.standing(territory.id, year, until)
    published = queries.evaluation(territory.id, year) if found.whole else None
    minimum = rulebook.small_cell(as_of).minimum
    title = report_words.title_for(asked.about.kind, territory.name, asked.cut.last_month)
    return Report(
        title=title, reference=territory.code, as_of=as_of, produced_on=asked.produced_on,
        tables=(*tables(found, minimum), *_said(published)), method=method(asked.cut, asked.since, *terms(found)),
        asked_by=asked.asked_by,
    ), file_name("cooperation", territory.code, str(year))  # fmt: skip


def tables(figures: YearFigures, minimum: int | None) -> tuple[ReportTable, ...]:
    """The index, what stands beside, then the records behind each figure; `minimum` hides small counts of persons."""
    return (_axes(figures, minimum), _beside(figures, minimum), _records(figures, minimum))


def index_text(index: domain.Index) -> str:
    """« 77,4 »: the index out of 100, to one decimal, half up."""
    return points(index.value) if index.value is not None else words.WITHOUT


def points(share: Fraction) -> str:
    return formats.percent(share).removesuffix("%").strip(formats.NARROW)


def _axes(figures: YearFigures, minimum: int | None) -> ReportTable:
    index = figures.index(minimum)
    rows = tuple(_row(figures, axis, minimum) for axis in CooperationAxis)
    counted = len(index.counted)
    name = {0: words.NO_INDEX, 1: words.INDEX_ON_ONE}.get(counted, words.INDEX_ON.format(n=counted))
    notes = [words.MEAN_NOTE] if counted == len(CooperationAxis) else []
    if index.without:
        notes.append(words.WITHOUT_NOTE.format(axes=_listed(index.without)))
    if index.hidden:
        notes.append(words.HIDDEN_NOTE.format(axes=_listed(index.hidden), minimum=minimum))
    return ReportTable(
        words.SHEET_AXES, words.AXES, _columns(words.AXIS), rows, note=" ".join(notes),
        total=(name, None, None, index_text(index)), opens=tuple(_opening(axis) for axis in CooperationAxis),
    )  # fmt: skip


def _beside(figures: YearFigures, minimum: int | None) -> ReportTable:
    rows = tuple(_row(figures, measure, minimum) for measure in Beside)
    return ReportTable(
        words.SHEET_BESIDE, words.BESIDE, _columns(words.MEASURE), rows, note=baseline_text(),
        opens=tuple(_opening(measure) for measure in Beside),
    )  # fmt: skip


def baseline_text() -> str:
    """« Repère 2008 : 14,3 % (69 postes EI à 10 %…). Le repère ne mesure que le retour à l'emploi. »"""
    share = domain.baseline()
    assert share is not None  # the groups of 2008 are not empty
    groups = ", ".join(
        words.BASELINE_GROUP[one.name].format(
            n=formats.number(one.persons), percent=formats.percent(Fraction(one.percent, 100), 0)
        )
        for one in domain.BASELINE_2008
    )
    return f"{words.BASELINE.format(share=formats.percent(share), groups=groups)} {words.BASELINE_NOTE}"


def _records(figures: YearFigures, minimum: int | None) -> ReportTable:
    rows: list[Row] = []
    for measure in (*CooperationAxis, *Beside):
        found = figures.of(measure)
        done: list[str | int] = [one.tally.done for one in found]
        out_of: list[str | int] = [one.tally.out_of for one in found]
        if minimum is not None and measure in domain.OF_PERSONS:
            done, out_of = _masked([one.tally for one in found], minimum)
        rows += [(label(measure), one.what, d, n) for one, d, n in zip(found, done, out_of, strict=True)]
    columns = (
        Column(words.MEASURE, Kind.TEXT, 40), Column(words.RECORD, Kind.TEXT, 60), Column(words.DONE, Kind.COUNT),
        Column(words.OUT_OF, Kind.COUNT),
    )  # fmt: skip
    return ReportTable(
        words.SHEET_RECORDS, words.RECORDS, columns, tuple(rows), note=words.RECORDS_NOTE, records=True
    )


def _masked(tallies: list[Tally], minimum: int) -> tuple[list[str | int], list[str | int]]:
    """The counts of the structures of one measure: none of them is found by taking the others from the total."""
    shown = []
    for counts in ([one.done for one in tallies], [one.out_of for one in tallies]):
        found, _ = masked_counts(dict(enumerate(counts)), sum(counts), minimum)
        shown.append([found[n] for n in range(len(counts))])
    return shown[0], shown[1]


def _row(figures: YearFigures, measure: Measure, minimum: int | None) -> Row:
    tally = figures.tally(measure)
    if tally.share is None:
        return (label(measure), tally.done, tally.out_of, words.WITHOUT)
    if minimum is not None and measure in domain.OF_PERSONS and tally.small(minimum):
        hidden = report_words.HIDDEN
        return (label(measure), hidden, hidden, hidden)
    share = None if measure is Beside.MEETINGS else tally.share  # more meetings than planned are no share
    return (label(measure), tally.done, tally.out_of, share)


def _columns(heading: str) -> tuple[Column, ...]:
    return (
        Column(heading, Kind.TEXT, 50), Column(words.DONE, Kind.COUNT, opens=True),
        Column(words.OUT_OF, Kind.COUNT, opens=True),
        Column(words.SHARE, Kind.PERCENT, opens=True),
    )  # fmt: skip


def _opening(measure: Measure) -> Opening:
    return {"mesure": measure.value}


def _listed(axes: tuple[CooperationAxis, ...]) -> str:
    return formats.joined([words.QUOTED.format(text=label(axis)) for axis in axes])


def _said(published: CooperationEvaluation | None) -> tuple[ReportTable, ...]:
    """What was decided, once the evaluation is published."""
    if published is None:
        return ()
    rows: list[Row] = [(words.ANALYSIS, published.comment), (words.DECISIONS, published.decisions)]
    if published.funding:
        rows.append((words.FUNDING, published.funding))
    columns = (Column(report_words.ITEM, Kind.TEXT, 30), Column(report_words.VALUE, Kind.TEXT, 90))
    said = words.PUBLISHED.format(
        day=formats.day_long(published.published_on), name=published.published_by.name
    )
    return (ReportTable(words.SHEET_WORDS, words.DECISIONS, columns, tuple(rows), note=said),)


def terms(figures: YearFigures) -> tuple[Term, ...]:
    """What each measure counts, for « Méthode »."""
    rule = rulebook.cooperation(figures.until)
    facts = {
        "days": formats.count(rule.relay_days, "jour", "jours"),
        "months": formats.count(rule.portfolio_months, "mois", "mois"),
        "before": formats.count(rulebook.exit_(figures.until).months_before, "mois", "mois"),
        "posts": rule.session_posts,
    }
    return tuple(
        (label(measure), words.SOURCES[measure.value].format(**facts), words.CONVENTION)
        for measure in (*CooperationAxis, *Beside)
    )
