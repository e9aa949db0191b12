"""The OpenAPI 3.1 document of the API, made from the table of routes and the types; the console's types are made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from watchline.desk.answers_own import Failure
from watchline.desk.routes import BASE, Route

_PART = re.compile(r"\{(\w+)(?::path)?\}")
_TEMPLATE = "#/components/schemas/{name}"
REFUSALS = {
    "400": "What was asked does not fit its type.",
    "401": "Nobody is signed in.",
    "403": "Another site asked, or the role does not allow it.",
    "404": "There is no such thing here.",
    "408": "The body did not come in full in time.",
    "409": "A rule refuses it.",
    "413": "Too long.",
    "414": "The question in the address is too long.",
    "415": "Not JSON.",
    "421": "The desk is not called that.",
    "429": "Too often, or the password is locked.",
    "503": "The record cannot be used now.",
}


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Return the document.

    Args:
        routes: The table.
        version: Of the program.
    """
    types = {route.answer for route in routes} | {Failure}
    types |= {route.body for route in routes if route.body is not None}
    ordered = sorted(types, key=lambda kind: kind.__name__)
    named, components = msgspec.json.schema_components(ordered, ref_template=_TEMPLATE)
    schema = dict(zip(ordered, named, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        place = BASE + _PART.sub(r"{\1}", route.path)
        paths.setdefault(place, {})[route.method.lower()] = _operation(route, schema)
    paths[f"{BASE}/events"] = {"get": _EVENTS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Watchline desk",
            "version": version,
            "summary": "What a desk asks of its own party's node. Texts of another party are data, never markup.",
        },
        "servers": [{"url": "/"}],
        "security": [{"session": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
                "token": {"type": "apiKey", "in": "header", "name": "X-Watchline-Token"},
            },
        },
    }


def _operation(route: Route, schema: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [*_path(route.path), *_query(route.query)],
        "responses": {
            "200": {"description": "Done.", "content": {route.kind: {"schema": _answered(route, schema)}}},
            **{
                code: {"description": words, "content": {"application/json": {"schema": schema[Failure]}}}
                for code, words in REFUSALS.items()
            },
        },
    }
    if route.right is None:
        said["security"] = []
    elif route.body is not None:
        said["security"] = [{"session": [], "token": []}]
    if route.right is not None:
        said["x-right"] = route.right.value
    if route.body is not None:
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema[route.body]}}}
    return said


def _answered(route: Route, schema: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    return schema[route.answer] if route.kind == "application/json" else {"type": "string", "format": "binary"}


def _path(path: str) -> list[dict[str, Any]]:
    """Return the parts of the path; a reference with slashes is sent with them escaped."""
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 64}}
        for name in _PART.findall(path)
    ]


def _query(kind: type[msgspec.Struct]) -> list[dict[str, Any]]:
    schema = msgspec.json.schema(kind)
    found = schema["$defs"][kind.__name__]["properties"]
    return [{"name": name, "in": "query", "required": False, "schema": item} for name, item in found.items()]


_EVENTS: dict[str, Any] = {
    "operationId": "events",
    "summary": "Follow the node: server-sent events, docs/reference/api.md. `Last-Event-ID` goes on where a reader was.",
    "parameters": [{"name": "Last-Event-ID", "in": "header", "required": False, "schema": {"type": "string"}}],
    "responses": {
        "200": {"description": "A stream.", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
        "401": {
            "description": "Nobody is signed in.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}},
        },
    },
    "x-right": "look",
}
