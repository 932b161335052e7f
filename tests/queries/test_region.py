"""Does the region of the benches hold together, so that what they measure is the portal as it runs?"""

from clauses.queries import invariants
from tests.bench.bench_region import FLOOR, SCREENS, closed, measure
from tests.bench.region import TODAY, Size, fill
from tests.conftest import Store
from tests.portal import Portal


def test_the_region_of_the_benches_holds_every_invariant_and_opens_all_its_pages(
    portal: Portal, store: Store
) -> None:
    portal.day(TODAY.isoformat())
    assert fill(Size(lots=36, lines=3000)) > 2500
    closed()
    assert invariants.breaches() == []
    costs = {screen.name: measure(store, screen, runs=1) for screen in SCREENS}
    assert costs[FLOOR].size < costs["coordinator"].size
