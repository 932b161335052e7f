"""What would a forged job love to call? It leaves a mark that the test looks for. Also: a worker to bite at it."""

import os
import sys
import time
import types
from pathlib import Path

ENDLESS = 99  # the database id of a job that takes a minute


def spring(*args: object, **named: object) -> None:
    """The trap has sprung: somebody ran code that Redis named."""
    Path(os.environ["BAIT"]).mkdir(exist_ok=True)


def pretend_dispatch(done: Path) -> None:
    """Puts in the place of the real work a function that writes down what it was asked."""
    stub = types.ModuleType("clauses.jobs.dispatch")

    def note(line: str) -> None:
        with done.open("a") as file:
            file.write(line + "\n")

    stub.tick = lambda: note("tick")  # type: ignore[attr-defined]

    def run_job(job_id: int) -> None:
        note(f"run_job {job_id}")
        if job_id == ENDLESS:
            note(f"process {os.getpid()}")
            time.sleep(60)

    stub.run_job = run_job  # type: ignore[attr-defined]
    sys.modules["clauses.jobs.dispatch"] = stub


def work(url: str, done: str, trusting: bool) -> None:
    """Empties the queues with the portal's worker, or (`trusting`) with the one that RQ gives everybody."""
    from rq import Worker
    from rq.serializers import JSONSerializer

    from clauses.jobs import engine, worker

    pretend_dispatch(Path(done))
    if trusting:
        client = engine.connection(url, patient=True)
        Worker(list(engine.QUEUES), connection=client, serializer=JSONSerializer).work(burst=True)
    else:
        worker.build(url).work(burst=True)


if __name__ == "__main__":
    work(sys.argv[1], sys.argv[2], sys.argv[3] == "trusting")
