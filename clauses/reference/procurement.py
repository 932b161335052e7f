"""What must a contract say to be published as essential data, and which words may it use? The official schema answers.

The schema is that of the arrêtés of 22 December 2022, version 2.0.3, kept as published. It is read here as far as it
goes: types, enumerations, bounds, required and unknown fields.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

VERSION = "2.0.3"
MARKET, CONCESSION = "marche", "contrat-concession"
Schema = dict[str, Any]


@cache
def schema() -> Schema:
    """The official schema, as published."""
    text = (files("clauses.reference") / "data" / "decp" / f"schema_decp_v{VERSION}.json").read_text("utf-8")
    found: Schema = json.loads(text)
    return found


@cache
def words(field: str, *, concession: bool = False) -> tuple[str, ...]:
    """The values that a field of a market, or of a concession, may take, in the order of the schema."""
    node = _target(schema()["definitions"][CONCESSION if concession else MARKET]["properties"][field])
    if "enum" not in node:
        node = _target(next(iter(node["properties"].values())))["items"]
    return tuple(node["enum"])


def faults(record: Any, *, concession: bool) -> tuple[str, ...]:
    """The paths of what is missing, unknown or wrong in a record, each once; empty when the schema accepts it."""
    kind = CONCESSION if concession else MARKET
    return tuple(dict.fromkeys(_faults(record, schema()["definitions"][kind], "")))


def _target(node: Schema) -> Schema:
    """A node of the schema, or what it points to."""
    while "$ref" in node:
        found: Any = schema()
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list, tuple),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int, Decimal, float),
    "number": (int, Decimal, float),
}


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if not isinstance(value, _TYPES[kind]):
        return False
    return kind != "integer" or bool(Decimal(str(value)) % 1 == 0)


def _faults(value: Any, node: Schema, path: str) -> Iterator[str]:
    node = _target(node)
    if ("type" in node and not _is(value, node["type"])) or ("enum" in node and value not in node["enum"]):
        yield path
    elif isinstance(value, dict):
        known = node.get("properties", {})
        yield from (f"{path}.{key}".lstrip(".") for key in node.get("required", ()) if key not in value)
        for key, held in value.items():
            inside = f"{path}.{key}".lstrip(".")
            if key in known:
                yield from _faults(held, known[key], inside)
            elif node.get("additionalProperties") is False:
                yield inside
    elif isinstance(value, (list, tuple)):
        alike = {json.dumps(one, sort_keys=True, default=str) for one in value}
        if len(value) < node.get("minItems", 0) or (node.get("uniqueItems") and len(alike) < len(value)):
            yield path
        for rank, one in enumerate(value, 1):
            yield from _faults(one, node.get("items", {}), f"{path}[{rank}]")
    elif isinstance(value, str):
        lengths = node.get("minLength", 0) <= len(value) <= node.get("maxLength", len(value))
        if not lengths or ("pattern" in node and not re.search(node["pattern"], value)):
            yield path
    elif not isinstance(value, bool) and not node.get("minimum", value) <= value <= node.get(
        "maximum", value
    ):
        yield path
