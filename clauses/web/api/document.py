"""What do the public addresses take and answer? The document that describes them, made from what they really do."""

from datetime import date
from enum import StrEnum
from typing import Any

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import WorkMode
from clauses.reference import trades
from clauses.wording import api as words

VERSION = "1.1"
NULLABLE = frozenset({"trade", "exec_months", "people"})
TEXTS, WHOLE = frozenset({"trade"}), frozenset({"exec_months"})
CHOSEN: dict[str, type[StrEnum]] = {"search_kinds": EmployerKind, "search_mode": WorkMode}
SCHEMA = "#/components/schemas/"


def document(on: date, *, calculation: str, directory: str, itself: str) -> dict[str, Any]:
    """OpenAPI 3.1; the trades are those of the day."""
    return {
        "openapi": "3.1.0",
        "info": {"title": words.TITLE, "description": words.ABOUT, "version": VERSION},
        "paths": {
            calculation: {
                "get": {
                    "operationId": "calculation",
                    "summary": words.CALCULATION,
                    "description": words.CALCULATION_ABOUT,
                    "parameters": [_parameter(name, on) for name in words.PARAMETERS],
                    "responses": {
                        "200": _answer(words.DONE, "application/json", "Calculation"),
                        "422": _answer(words.REFUSED, "application/problem+json", "Problem"),
                    },
                }
            },
            directory: {
                "get": {
                    "operationId": "directory",
                    "summary": words.DIRECTORY,
                    "description": words.DIRECTORY_ABOUT,
                    "parameters": [_asked(name) for name in words.SEARCH],
                    "responses": {
                        "200": _answer(words.FOUND, "application/json", "Directory"),
                        "422": _answer(words.REFUSED, "application/problem+json", "Problem"),
                    },
                }
            },
            itself: {
                "get": {
                    "operationId": "openapi",
                    "summary": words.DOCUMENT,
                    "responses": {
                        "200": {"description": words.DOCUMENT, "content": {"application/json": {"schema": {"type": "object"}}}}
                    },
                }
            },
        },
        "components": {"schemas": {"Calculation": _calculation(), "Directory": _directory(), "Problem": _problem()}},
    }  # fmt: skip


def _parameter(name: str, on: date) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}  # typed as people write them, « 1 420 000,50 »
    if name == "trade":
        schema["enum"] = [one.code for one in trades.trades(on)]
    return {
        "name": name, "in": "query", "required": name == "lot_amount", "description": words.PARAMETERS[name],
        "schema": schema,
    }  # fmt: skip


def _asked(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in CHOSEN:
        several = {"type": "string", "enum": [one.value for one in CHOSEN[name]]}
        schema = {"type": "array", "items": several}
    found = {
        "name": name,
        "in": "query",
        "required": False,
        "description": words.SEARCH[name],
        "schema": schema,
    }
    return {**found, "style": "form", "explode": True} if name in CHOSEN else found


def _directory() -> dict[str, Any]:
    structure = {
        "siret": _text(), "kind": _text(), "name": _text(), "brand": _text(None), "city": _text(),
        "post_code": _text(None), "commune_code": _text(), "distance_km": _typed("integer", "null"),
        "comes": _typed("boolean"), "modes": {"type": "array", "items": _text()},
        "trades": {"type": "array", "items": _object(_texts("code", "label"))},
        "hours_left": _typed("number", "null"), "stated_on": _text(None), "website": _text(None), "sheet": _text(),
        "list_of_2021": _typed("boolean"),
    }  # fmt: skip
    described = {name: {"description": words.STRUCTURE[name], **schema} for name, schema in structure.items()}
    fields: dict[str, Any] = {
        "trades": {"type": ["array", "null"], "items": _object(_texts("code", "label"))},
        "city": {"anyOf": [_object(_texts("code", "name")), {"type": "null"}]},
        "km": _typed("integer", "null"),
        "months": {"type": "array", "items": _text()},
        "total": _typed("integer"),
        "kinds": {"type": "object", "additionalProperties": {"type": "integer"}},
        "page": _typed("integer"),
        "pages": _typed("integer"),
        "structures": {"type": "array", "items": _object(described)},
    }
    return _object({name: {"description": words.RESULTS[name], **schema} for name, schema in fields.items()})


def _typed(*kinds: str) -> dict[str, Any]:
    return {"type": list(kinds) if len(kinds) > 1 else kinds[0]}


def _text(*more: None) -> dict[str, Any]:
    return _typed("string", "null") if more else _typed("string")


def _answer(description: str, kind: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": {"$ref": SCHEMA + schema}}}}


def _calculation() -> dict[str, Any]:
    return _object({name: _value(name) for name in words.ANSWERS})


def _value(name: str) -> dict[str, Any]:
    if name == "warnings":
        schema: dict[str, Any] = {"type": "array", "items": _object(_texts("code", "detail"))}
    elif name == "rule":
        schema = _object(_texts("effective_from", "source"))
    else:
        kind = "string" if name in TEXTS else "integer" if name in WHOLE else "number"
        schema = {"type": [kind, "null"] if name in NULLABLE else kind}
    return {"description": words.ANSWERS[name], **schema}


def _problem() -> dict[str, Any]:
    fields: dict[str, Any] = {
        **_texts("type", "title", "code", "detail"),
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": _object(_texts("field", "code", "detail"))},
        "request_id": {"type": ["string", "null"]},
    }
    return _object(fields)


def _texts(*names: str) -> dict[str, Any]:
    return {name: {"type": "string"} for name in names}


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
