"""R21: no count from 1 to 4 can be read, nor worked out from what is published around it."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.domain.small_cell_masking import Shown, Sum, mask, with_hours_hidden

PLAIN, UNDER, HIDDEN = Shown.PLAIN, Shown.UNDER, Shown.HIDDEN


def published(counts: dict[str, int], total: str = "region") -> dict[str, Shown]:
    whole = {**counts, total: sum(counts.values())}
    return mask(whole, [Sum(total, tuple(counts))])


def test_the_region_of_the_scenario_masks_the_small_territory_and_the_next_smallest() -> None:
    shown = published({"T1": 37, "T2": 52, "T3": 41, "T4": 9, "T5": 14, "T6": 3})
    assert {name for name, how in shown.items() if how is not PLAIN} == {"T4", "T6"}
    assert (shown["T6"], shown["T4"], shown["region"]) == (UNDER, HIDDEN, PLAIN)


def test_zero_is_no_secret_and_five_is_shown() -> None:
    assert set(published({"T1": 0, "T2": 5, "T3": 40}).values()) == {PLAIN}


def test_two_small_counts_that_their_sum_gives_away_take_a_third_with_them() -> None:
    """1 and 1, or 4 and 4, have one possible reading under a published total."""
    for small in (1, 4):
        shown = published({"T1": small, "T2": small, "T3": 30, "T4": 50})
        assert (shown["T1"], shown["T2"], shown["T3"], shown["T4"]) == (UNDER, UNDER, HIDDEN, PLAIN)


def test_where_nothing_else_is_there_no_size_is_said_and_the_total_is_kept() -> None:
    shown = published({"T1": 3, "T2": 0})
    assert (shown["T1"], shown["region"]) == (UNDER, UNDER)
    shown = published({"T1": 1, "T2": 5})
    assert (shown["T1"], shown["T2"], shown["region"]) == (HIDDEN, HIDDEN, PLAIN)
    ones = {
        f"T{n}": min(n, 1) for n in range(12)
    }  # eleven territories of one person: « < 5 » eleven times would tell
    assert set(published(ones).values()) == {HIDDEN, PLAIN} and published(ones)["region"] is PLAIN


def test_one_woman_in_a_commune_is_not_found_by_taking_the_men_away() -> None:
    """Trap 64: a table by commune and gender, with its two margins."""
    counts = {
        "A/women": 1, "A/men": 20, "B/women": 12, "B/men": 15, "C/women": 30, "C/men": 9,
        "A": 21, "B": 27, "C": 39, "women": 43, "men": 44, "all": 87,
    }  # fmt: skip
    sums = [
        Sum("A", ("A/women", "A/men")), Sum("B", ("B/women", "B/men")), Sum("C", ("C/women", "C/men")),
        Sum("women", ("A/women", "B/women", "C/women")), Sum("men", ("A/men", "B/men", "C/men")),
        Sum("all", ("women", "men")), Sum("all", ("A", "B", "C")),
    ]  # fmt: skip
    shown = mask(counts, sums)
    assert shown["A/women"] is UNDER and shown["A/men"] is HIDDEN
    hidden = [cell for cell, how in shown.items() if how is not PLAIN]
    assert len([cell for cell in hidden if cell.endswith("/women")]) >= 2
    assert_nothing_can_be_worked_out(counts, sums, shown)


def assert_nothing_can_be_worked_out(
    counts: dict[str, int], sums: list[Sum], shown: dict[str, Shown]
) -> None:
    """The reader tries every table that would be published in the same way: each hidden count has two values or more.

    The reader is the strongest there is: told, of each count said « masqué », whether it is 5 or more.
    """
    hidden = [cell for cell, how in shown.items() if how is not PLAIN]
    parts = [cell for cell in hidden if all(cell != one.total for one in sums)]
    totals = [cell for cell in hidden if cell not in parts]

    def may_be(cell: str, value: int) -> bool:
        if shown[cell] is UNDER:
            return 1 <= value < 5
        if shown[cell] is HIDDEN:
            return value >= (5 if counts[cell] >= 5 else 0)
        return value == counts[cell]

    found: dict[str, set[int]] = {cell: set() for cell in hidden}
    ranges = [
        [v for v in range(max(0, counts[cell] - 3), counts[cell] + 4) if may_be(cell, v)] for cell in parts
    ]
    for values in product(*ranges):
        table = {**counts, **dict(zip(parts, values, strict=True))}
        for _ in sums:  # totals of totals settle from the parts up
            for one in sums:
                if one.total in totals:
                    table[one.total] = sum(table[part] for part in one.parts)
        adds_up = all(table[one.total] == sum(table[part] for part in one.parts) for one in sums)
        if adds_up and all(may_be(cell, table[cell]) for cell in counts):
            for cell in hidden:
                found[cell].add(table[cell])
    assert not [cell for cell in hidden if len(found[cell]) < 2], (counts, shown)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_nothing_can_be_worked_out_from_a_published_total(values: list[int]) -> None:
    counts = {f"T{n}": value for n, value in enumerate(values)}
    whole = {**counts, "region": sum(values)}
    sums = [Sum("region", tuple(counts))]
    shown = mask(whole, sums)
    assert all(shown[cell] is not PLAIN for cell, n in whole.items() if 0 < n < 5)
    assert_nothing_can_be_worked_out(whole, sums, shown)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_nothing_can_be_worked_out_from_two_margins(values: list[int]) -> None:
    cells = [f"{place}/{gender}" for place in "ABC" for gender in ("w", "m")]
    counts = dict(zip(cells, values, strict=True))
    sums = [Sum(place, (f"{place}/w", f"{place}/m")) for place in "ABC"]
    sums += [Sum(gender, tuple(f"{place}/{gender}" for place in "ABC")) for gender in ("w", "m")]
    sums += [Sum("all", ("A", "B", "C")), Sum("all", ("w", "m"))]
    whole = dict(counts)
    for one in sums:
        whole[one.total] = sum(whole[part] for part in one.parts)
    shown = mask(whole, sums)
    assert all(shown[cell] is not PLAIN for cell, n in whole.items() if 0 < n < 5)
    assert_nothing_can_be_worked_out(whole, sums, shown)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=3), st.lists(st.integers(0, 9), min_size=2, max_size=3)
)
def test_nothing_can_be_worked_out_from_one_level_to_the_next(here: list[int], there: list[int]) -> None:
    """Communes in two territories, territories in the region."""
    counts = {f"A{n}": v for n, v in enumerate(here)} | {f"B{n}": v for n, v in enumerate(there)}
    sums = [
        Sum("A", tuple(c for c in counts if c[0] == "A")),
        Sum("B", tuple(c for c in counts if c[0] == "B")),
    ]
    whole = {**counts, "A": sum(here), "B": sum(there), "region": sum(here) + sum(there)}
    sums.append(Sum("region", ("A", "B")))
    assert_nothing_can_be_worked_out(whole, sums, mask(whole, sums))


def test_the_threshold_is_a_parameter() -> None:
    assert mask({"all": 7}, (), minimum=10) == {"all": UNDER}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_the_hours_of_the_total_less_the_rows_are_never_those_of_a_few_persons(values: list[int]) -> None:
    """Attack: two territories of one person each; the region less the others is the hours of two who know each other."""
    counts = {f"T{n}": value for n, value in enumerate(values)}
    shown = published(counts)
    hidden = with_hours_hidden(counts, shown, 5)
    assert {cell for cell in counts if shown[cell] is not PLAIN} <= hidden
    together = sum(counts[cell] for cell in hidden)
    assert not hidden or together >= 5 or shown["region"] is not PLAIN or not together


def test_the_smallest_row_shown_keeps_its_count_and_lends_its_hours() -> None:
    counts = {"T1": 1, "T2": 2, "T3": 40, "T4": 12, "T5": 0}
    assert with_hours_hidden(counts, published(counts), 5) == {"T1", "T2", "T4"}
    assert with_hours_hidden({"T1": 8, "T2": 40}, published({"T1": 8, "T2": 40}), 5) == frozenset()
