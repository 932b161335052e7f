"""How long does a structure wait for a file of 2 000 lines: to see what it would change, and to take it?"""

import io
from datetime import date
from statistics import median
from time import perf_counter, process_time

from openpyxl import Workbook

from clauses.domain.kinds import ContractType, EligibilityState, Gender, Modality
from clauses.domain.values import add_months
from clauses.extensions import db, write_transaction
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.queries.hours_people import fold_names
from tests import stage_hours
from tests.bench.registry import Line, bench
from tests.bench.stores import filled_stores
from tests.portal import Browser, Portal
from tests.reading import Page

Took = tuple[float, float]  # seconds of the clock, and of the processor
CHECK, TAKE = "check page", "confirmation"
YEAR = [add_months(date(2026, 9, 1), n) for n in range(10)]
# The days of a time export make 100 entries of a month; one line a month for everybody makes 2 000 entries.
FILES = {
    "days": (100, [date(2026, 9, day) for day in range(1, 21)], 6.75),
    "months": (200, YEAR, 20.0),
}


@bench(
    "hours-file",
    "a file of 2 000 lines of an AI: 20 days of 100 people, 10 months of 200 (aim: check page 2 s, confirmation 3 s)",
    runs=5,
)
def hours_file(runs: int) -> list[Line]:
    lines: list[Line] = []
    with filled_stores() as stores:
        for name, store in stores.items():
            with store.app.app_context():
                portal = Portal(store.app)
                site = stage_hours.begun(portal)
                names = _crowd(site, max(people for people, _, _ in FILES.values()))
                portal.day("2027-07-08")
                browser = portal.sign_in("nadege.brunel")
                for file, (people, days, hours) in FILES.items():
                    seconds = _measure(browser, names[:people], days, hours, runs)
                    lines += [
                        Line(
                            f"{name}, {file}: {what}",
                            [one for one, _ in took],
                            f"{_own(took):.2f} s of processor",
                        )
                        for what, took in seconds.items()
                    ]
    return lines


def _measure(
    browser: Browser, names: list[tuple[str, str]], days: list[date], hours: float, runs: int
) -> dict[str, list[Took]]:
    seconds: dict[str, list[Took]] = {"sending": [], CHECK: [], TAKE: []}
    for run in range(runs):
        content = _workbook(names, days, hours - run * 0.25)
        page = browser.get("/heures/importer")
        start = _now()
        said = browser.submit(
            page, {"hours_file": (io.BytesIO(content), "export.xlsx")}, form="hours-file-form",
            content_type="multipart/form-data",
        )  # fmt: skip
        seconds["sending"].append(_since(start))
        sent = browser.submit(browser.follow(said), {}, form="columns-form")
        start = _now()
        answer = browser.client.get(sent.response.headers["Location"])
        seconds[CHECK].append(_since(start))
        assert answer.status_code == 200
        url, values = browser.follow(sent).form("hours-confirm")
        start = _now()
        taken = browser.client.post(url, data=values)
        seconds[TAKE].append(_since(start))
        assert taken.status_code == 303, Page(taken).problems[:3]
    return seconds


def _now() -> Took:
    return perf_counter(), process_time()


def _since(start: Took) -> Took:
    return perf_counter() - start[0], process_time() - start[1]


def _own(took: list[Took]) -> float:
    """What this process itself worked, whatever else the machine does; the child that reads the file is apart."""
    return median(own for _, own in took)


def _workbook(names: list[tuple[str, str]], days: list[date], hours: float) -> bytes:
    book = Workbook()
    book.active.append(("Nom", "Prénom", "Date", "Nb heures"))
    for last, first in names:
        for day in days:
            book.active.append((last, first, day, hours))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _crowd(site: stage_hours.Site, people: int) -> list[tuple[str, str]]:
    """People of the AI on the lot, each with a contract and a proof; their names are of nobody."""
    ai = site.employer(Modality.AI_PLACEMENT).organization_id
    names = [(f"NOM{n:03}", f"Prénom{n:03}") for n in range(people)]
    with write_transaction():
        for n, (last, first) in enumerate(names):
            person = Participant(
                last_name=last, first_name=first, fold=fold_names(last, first), birth=date(1980, 1, 1 + n % 28),
                gender=Gender.UNSTATED, commune_code="60057", informed_on=date(2026, 8, 31), created_by_id=ai,
            )  # fmt: skip
            db.session.add(person)
            db.session.flush()
            db.session.add(
                EmploymentContract(
                    participant_id=person.id, lot_id=site.lot_id, employer_id=ai, modality=Modality.AI_PLACEMENT,
                    contract_type=ContractType.CDDU, starts_on=date(2026, 9, 1),
                )
            )  # fmt: skip
            db.session.add(
                Eligibility(
                    participant_id=person.id, categories=["RSA"], hired_on=date(2026, 9, 1), submitted_by_id=ai,
                    submitted_on=date(2026, 8, 31), state=EligibilityState.VALIDATED, effective_on=date(2026, 8, 20),
                    valid_until=date(2028, 8, 31),
                )
            )  # fmt: skip
        db.session.commit()
    return names
