"""How fast is it, against what, on this machine today? `python -m tests.bench [name …]`.

A bench measures several ways of doing the same work in one run and in turn, so that their ratios hold on any
machine. Nothing here is a test: no limit, no failure.

To add one, make `tests/bench/bench_<subject>.py` (found by its name, imported only when its turn comes):

    from tests.bench.registry import Line, bench, timed

    @bench("market", "page of a market against its bare SQL")
    def market(runs: int) -> list[Line]:
        client, connection = …                       # what costs and is not measured
        ways = {"bare SQL": lambda: connection.execute(…).all(), "page": lambda: client.get("/marches/1")}
        seconds = timed(ways, runs)
        return [Line(name, taken, "2 statements") for name, taken in seconds.items()]

The first line is what the others are compared to. `timed` warms each way once, then takes them in turn. Work whose
memory matters, or that must start cold, goes in a child process: see `child.py` and `bench_xlsx.py`.
"""
