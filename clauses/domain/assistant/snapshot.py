"""How are a question and its answer kept, word for word, and read back? Plain values for JSON, and a fingerprint."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from clauses.domain.assistant.problem import Kept, Need, Option, Plan, Problem, Room, Share
from clauses.domain.assistant.search import Found
from clauses.domain.kinds import Modality
from clauses.domain.kinds_assistant import Way

Json = dict[str, Any]


def problem_to(problem: Problem) -> Json:
    """Everything a question holds."""
    found: Json = json.loads(json.dumps(asdict(problem), default=str))
    return found


def problem_from(kept: Json) -> Problem:
    return Problem(
        months=tuple(date.fromisoformat(month) for month in kept["months"]),
        needs=tuple(_need(one) for one in kept["needs"]),
        options=tuple(Option(**one | {"modality": Modality(one["modality"])}) for one in kept["options"]),
        rooms=tuple(Room(**one | {"hours": tuple(one["hours"])}) for one in kept["rooms"]),
        relay_hours=kept["relay_hours"],
        person_month=kept["person_month"],
        left_out=tuple((reason, many) for reason, many in kept["left_out"]),
    )


def fingerprint(kept: Json) -> str:
    """Two questions with the same fingerprint are the same: same lots, same hours, same structures, same months."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def plans_to(found: tuple[Found, ...]) -> list[Json]:
    return [{"way": one.way.value, "gap": one.gap, "plan": asdict(one.plan)} for one in found]


def plans_from(kept: list[Json]) -> tuple[Found, ...]:
    return tuple(Found(Way(one["way"]), _plan(one["plan"]), one["gap"]) for one in kept)


def _need(kept: Json) -> Need:
    days = {name: date.fromisoformat(kept[name]) for name in ("first", "last")}
    wished = tuple((Modality(modality), hours) for modality, hours in kept["wished"])
    done = tuple(Kept(**one | {"modality": Modality(one["modality"])}) for one in kept["kept"])
    return Need(**kept | days | {"wished": wished, "kept": done})


def _plan(kept: Json) -> Plan:
    shares = tuple(
        Share(s["option"], s["hours"], s["persons"], tuple((m, h) for m, h in s["months"]))
        for s in kept["shares"]
    )
    return Plan(shares, tuple(kept["relayed"]), tuple(kept["missing"]))
