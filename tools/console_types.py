"""Write the console's types from the OpenAPI document that the desk serves, so that neither can say what the other does not know.

python -m tools.console_types           write console/src/api.gen.ts
python -m tools.console_types --check   say whether it is up to date (exit 1 if not)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from watchline.desk.app import ROUTES
from watchline.desk.first import FIRST
from watchline.desk.openapi import document

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "console" / "src" / "api.gen.ts"
HEAD = "// Made by `python -m tools.console_types` from the OpenAPI document; do not write here.\n\n"


def text() -> str:
    """Return the file."""
    found = document((*ROUTES, *FIRST), "")
    schemas = found["components"]["schemas"]
    parts = [HEAD, *(_named(name, schemas[name]) for name in sorted(schemas))]
    parts.append("export interface Operations {\n")
    table = []
    for path in sorted(found["paths"]):
        for method in sorted(found["paths"][path]):
            operation = found["paths"][path][method]
            if operation["operationId"] == "events":
                continue
            parts.append(f"  {operation['operationId']}: {_operation(operation)};\n")
            table.append((operation["operationId"], method.upper(), path))
    parts.append(
        '}\n\nexport const PLACES: Record<keyof Operations, readonly [method: "GET" | "POST", path: string]> = {\n'
    )
    parts += [f"  {name}: [{json.dumps(method)}, {json.dumps(path)}],\n" for name, method, path in sorted(table)]
    parts.append("};\n")
    return "".join(parts)


def _named(name: str, schema: dict[str, Any]) -> str:
    if "properties" in schema:
        return f"export interface {name} {_object(schema)}\n\n"
    return f"export type {name} = {_type(schema)};\n\n"


def _operation(operation: dict[str, Any]) -> str:
    given = operation["parameters"]
    path = "; ".join(f"{item['name']}: string" for item in given if item["in"] == "path")
    query = "; ".join(f"{item['name']}?: {_type(item['schema'])}" for item in given if item["in"] == "query")
    body = operation.get("requestBody")
    said = _type(body["content"]["application/json"]["schema"]) if body else "undefined"
    (content,) = operation["responses"]["200"]["content"].values()
    answer = _type(content["schema"])
    return f"{{ path: {{ {path} }}; query: {{ {query} }}; body: {said}; answer: {answer} }}"


def _object(schema: dict[str, Any]) -> str:
    needed = set(schema.get("required", ()))
    lines = [
        f"  {json.dumps(name)}{'' if name in needed else '?'}: {_type(item)};"
        for name, item in schema["properties"].items()
    ]
    return "{\n" + "\n".join(lines) + "\n}" if lines else "{}"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " | ".join(json.dumps(item) for item in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(item) for item in schema["anyOf"]))
    match schema.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array":
            if "prefixItems" in schema:
                return f"[{', '.join(_type(item) for item in schema['prefixItems'])}]"
            return f"({_type(schema['items'])})[]" if schema.get("items") else "unknown[]"
        case "object":
            inner = schema.get("additionalProperties")
            return f"Record<string, {_type(inner)}>" if isinstance(inner, dict) and inner else "Record<string, unknown>"
        case _:
            return "unknown"


def main() -> None:
    """Write or check the file."""
    wanted = text()
    if "--check" not in sys.argv:
        FILE.write_text(wanted, encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != wanted:
        sys.exit(f"{FILE.relative_to(ROOT)} is not what the API says now: run python -m tools.console_types")


if __name__ == "__main__":
    main()
