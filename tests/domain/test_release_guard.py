"""R21 between two releases: no count from 1 to 4 is found by taking one publication from another."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.domain.release_guard import Release, at_least, guarded, wider
from clauses.domain.small_cell_masking import Shown, Sum

PLAIN, UNDER, HIDDEN = Shown.PLAIN, Shown.UNDER, Shown.HIDDEN
YEAR, MARCH, APRIL = date(2027, 1, 1), date(2027, 3, 1), date(2027, 4, 1)
QUARTERS = (YEAR, MARCH), (APRIL, date(2027, 6, 1))


def released(
    values: Sequence[int], earlier: Sequence[Release] = (), last: date = MARCH, first: date | None = YEAR
) -> Release:
    """A table of territories and their region, published after those."""
    parts = {f"T{n}": value for n, value in enumerate(values)}
    counts = {**parts, "region": sum(values)}
    sums = (Sum("region", tuple(parts)),)
    return Release(first, last, counts, guarded(first, last, counts, sums, 5, earlier), sums)


def assert_nothing_is_worked_out(releases: Sequence[Release]) -> None:
    """The reader tries every history that would be published in the same way: what is hidden, and every difference from
    1 to 4 of two releases that can be subtracted, has two possible values at least."""
    cells = [(at, part) for at, one in enumerate(releases) for part in one.sums[0].parts]

    def may_be(at: int, cell: str, value: int) -> bool:
        one = releases[at]
        if one.shown[cell] is PLAIN:
            return value == one.counts[cell]
        least = 5 if one.counts[cell] >= 5 else 0
        return 1 <= value < 5 if one.shown[cell] is UNDER else value >= least

    found: dict[tuple[str, ...], set[int]] = {}
    choices = []
    for at, part in cells:
        true = releases[at].counts[part]
        choices.append([v for v in range(max(0, true - 2), true + 3) if may_be(at, part, v)])
    for values in product(*choices):
        table = dict(zip(cells, values, strict=True))
        for at, one in enumerate(releases):
            table[at, "region"] = sum(table[at, part] for part in one.sums[0].parts)
        if not all(may_be(at, "region", table[at, "region"]) for at in range(len(releases))):
            continue
        apart = {}
        for at, new in enumerate(releases):
            for before, old in enumerate(releases[:at]):
                held = wider((new.first, new.last), (old.first, old.last))
                for cell in new.counts if held is not None else ():
                    true = new.counts[cell] - old.counts[cell]
                    apart[str(before), str(at), cell] = table[at, cell] - table[before, cell], true, held
        if any(moved * held < 0 <= true * held for moved, true, held in apart.values()):
            continue  # more months cannot hold fewer persons
        for (at, cell), value in table.items():
            if releases[at].shown[cell] is not PLAIN:
                found.setdefault((str(at), cell), set()).add(value)
        for key, (moved, true, _) in apart.items():
            if 0 < abs(true) < 5:
                found.setdefault(key, set()).add(moved)
    told = [(one.counts, one.shown) for one in releases]
    assert not [key for key, values in found.items() if len(values) < 2], told


def test_the_year_in_april_does_not_tell_who_came_in_april() -> None:
    """Attack: 24 persons at the end of April, 22 at the end of March."""
    march = released([22, 40])
    april = released([24, 40], [march], APRIL)
    assert set(march.shown.values()) == {PLAIN}
    assert (april.shown["T0"], april.shown["region"]) == (HIDDEN, HIDDEN)
    assert april.shown["T1"] is PLAIN  # nobody came there: nothing is told of anybody
    assert at_least("T0", 24, (YEAR, APRIL), [march]) == 22
    assert_nothing_is_worked_out([march, april])


def test_once_five_came_the_count_is_printed_again_and_nothing_between_is_found() -> None:
    history = [released([22, 40])]
    for values, last in (([24, 40], APRIL), ([25, 41], date(2027, 5, 1)), ([28, 47], date(2027, 6, 1))):
        history.append(released(values, history, last))
        assert_nothing_is_worked_out(history)
    assert set(history[-1].shown.values()) == {PLAIN}


def test_the_total_does_not_give_the_difference_away() -> None:
    """Attack: one territory moves by two; the region, printed, would tell by how much."""
    first = released([12, 30, 50])
    second = released([14, 36, 57], [first], APRIL)
    assert second.shown["T0"] is HIDDEN and PLAIN in second.shown.values()
    assert list(second.shown.values()).count(HIDDEN) >= 2
    assert_nothing_is_worked_out([first, second])


def test_a_wider_release_does_not_tell_what_an_earlier_one_masked() -> None:
    """Attack: T0 was « < 5 » beside a masked T1 and a total of 30; T1 printed later bounds it, and T0 has one value left."""
    first = released([4, 26])
    assert [first.shown[one] for one in ("T0", "T1", "region")] == [UNDER, HIDDEN, PLAIN]
    second = released([11, 26], [first], APRIL)
    assert_nothing_is_worked_out([first, second])
    assert second.shown["T1"] is HIDDEN


def test_a_corrected_figure_does_not_tell_whose_hours_were_taken_back() -> None:
    """Attack: the provisional figure of March, then the same months corrected: one person more, or one fewer."""
    provisional = released([22, 40])
    for values in ([21, 40], [23, 40], [22, 37]):
        corrected = released(values, [provisional])
        assert HIDDEN in corrected.shown.values()
        assert_nothing_is_worked_out([provisional, corrected])
        assert at_least("T0", values[0], (YEAR, MARCH), [provisional]) is None


def test_the_same_figures_published_again_are_published_in_the_same_way() -> None:
    first = released([3, 9, 40])
    between = released([5, 12, 41], [first], APRIL)
    assert released([3, 9, 40], [first, between]).shown == first.shown


def test_a_quarter_is_not_found_by_taking_it_from_its_year() -> None:
    """Attack: the first quarter, then the year: who came in the second quarter alone."""
    quarter = released([30, 40], first=YEAR, last=MARCH)
    year = released([32, 46], [quarter], last=date(2027, 12, 1))
    assert year.shown["T0"] is HIDDEN
    back = released([30, 40], [released([32, 46], last=date(2027, 12, 1))], MARCH)
    assert back.shown["T0"] is HIDDEN  # and in the other order
    assert_nothing_is_worked_out([quarter, year])


def test_the_difference_of_two_quarters_counts_nobody() -> None:
    """22 then 23: whoever tries finds any number who left, stayed or came, so both are printed."""
    (first, last), (then, until) = QUARTERS
    assert wider((then, until), (first, last)) is None
    before = released([22, 40], first=first, last=last)
    after = released([23, 40], [before], until, then)
    assert set(after.shown.values()) == {PLAIN}
    came = {after.counts["T0"] - stayed for stayed in range(before.counts["T0"] + 1)}
    left = {before.counts["T0"] - stayed for stayed in range(before.counts["T0"] + 1)}
    assert len(came) > 5 and len(left) > 5


def test_fewer_persons_in_more_months_mislead_nobody_and_block_nothing() -> None:
    """Hours taken back: the reader's certainty that a count only grows is not used against the table."""
    before = released([22, 40])
    after = released([20, 52], [before], APRIL)
    assert after.shown["T0"] is HIDDEN
    assert at_least("T0", 20, (YEAR, APRIL), [before]) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=3), st.data())
def test_no_history_of_releases_gives_a_small_count_away(values: list[int], data: st.DataObject) -> None:
    """Two releases in any order of months, growing or corrected; the second knows of the first."""
    moves = data.draw(st.lists(st.integers(0, 7), min_size=len(values), max_size=len(values)))
    last = data.draw(st.sampled_from([MARCH, APRIL]))
    if last == MARCH:  # corrected either way
        moves = [max(-value, move - 3) for value, move in zip(values, moves, strict=True)]
    first = released(values)
    second = released([v + m for v, m in zip(values, moves, strict=True)], [first], last)
    assert all(second.shown[cell] is not PLAIN for cell, n in second.counts.items() if 0 < n < 5)
    assert_nothing_is_worked_out([first, second])


def test_a_count_printed_in_another_report_of_the_same_months_is_known_in_this_one() -> None:
    """The indicators print 15 women of 33; the review of the same year then hides those who would leave three men alone."""
    whole = {"all": 33, "female": 15}
    first = {**whole, "others": 18}
    sums = (Sum("all", ("female", "others")),)
    indicators = Release(YEAR, APRIL, first, guarded(YEAR, APRIL, first, sums, 5), sums)
    assert set(indicators.shown.values()) == {PLAIN}
    review = {**whole, "male": 3, "unstated": 15}
    three = (Sum("all", ("female", "male", "unstated")),)
    shown = guarded(YEAR, APRIL, review, three, 5, [indicators])
    assert shown["all"] is PLAIN and shown["male"] is UNDER
    assert shown["unstated"] is HIDDEN, "33 - 15 - 15 would be three"
    alone = guarded(YEAR, APRIL, review, three, 5)
    assert [alone[cell] for cell in ("female", "unstated")].count(HIDDEN) == 1, (
        "alone, one of the two is enough"
    )
    corrected = guarded(YEAR, APRIL, {**review, "female": 21, "all": 39}, three, 5, [indicators])
    assert corrected["male"] is UNDER, "six women more since: the other figures are not those of this report"
