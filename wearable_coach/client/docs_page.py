"""The service's page for people: written here out of its OpenAPI description, without a script.

FastAPI's own page fetches its scripts, styles and icon from other hosts, which a closed network does
not reach and which would run their code beside a person's data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
h2{margin-top:2.5rem;border-top:1px solid #d5dbe3;padding-top:1rem}code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{background:#f3f5f8;padding:.75rem;overflow:auto}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #e6eaef}
.verb{background:#1f5f8b;color:#fff;border-radius:4px;padding:.1rem .5rem;margin-right:.5rem;font-size:.8em}"""
_Json = Mapping[str, Any]


def docs_page(openapi: _Json) -> str:
    """Return the page of a service.

    Args:
        openapi: Its description, as ``/openapi.json`` gives it.
    """
    info = openapi["info"]
    title = f"{info['title']} {info['version']}"
    routes = "".join(
        _route(openapi, path, verb, route)
        for path, verbs in openapi["paths"].items()
        for verb, route in verbs.items()
    )
    schemas = "".join(_schema(name, s) for name, s in openapi["components"]["schemas"].items())
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"<p>{escape(info.get('description', ''))}</p>"
        '<p>For programs: <a href="openapi.json">openapi.json</a></p>'
        f"{routes}<h2>Fields</h2>{schemas}</body></html>"
    )


def _route(openapi: _Json, path: str, verb: str, route: _Json) -> str:
    key = "needs a key: <code>Authorization: Bearer KEY</code> or <code>X-API-Key: KEY</code>"
    lines = [
        f'<h2><span class="verb">{verb.upper()}</span><code>{escape(path)}</code></h2>',
        f"<p>{escape(route.get('summary', ''))}{'; ' + key if route.get('security') else ''}</p>",
    ]
    body = _named(_json_of(route.get("requestBody", {})))
    if body:
        example = json.dumps(_example(openapi, body), ensure_ascii=False, indent=2)
        lines.append(f"<p>takes {_link(body)}, for instance</p><pre>{escape(example)}</pre>")
    answer = _named(_json_of(route["responses"].get("200", {})))
    if answer:
        lines.append(f"<p>gives {_link(answer)}</p>")
    return "".join(lines)


def _schema(name: str, schema: _Json) -> str:
    needed = schema.get("required", ())
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{' *' if field in needed else ''}</td>"
        f"<td>{_kind(of)}</td><td>{escape(str(of.get('description', '')))}</td></tr>"
        for field, of in schema.get("properties", {}).items()
    )
    about = escape(schema.get("description", ""))
    return f'<h3 id="{escape(name)}">{escape(name)}</h3><p>{about}</p><table>{rows}</table>'


def _kind(schema: _Json) -> str:
    """Return what a field may hold, as HTML."""
    if name := _named(schema):
        return _link(name)
    if "enum" in schema or "const" in schema:
        return escape(", ".join(str(v) for v in schema.get("enum", [schema.get("const")])))
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return escape(" ".join([str(schema.get("type", "any")), *_bounds(schema)]))


def _bounds(schema: _Json) -> Iterator[str]:
    for name, sign in (("minimum", "≥"), ("maximum", "≤"), ("exclusiveMinimum", ">")):
        if name in schema:
            yield f"{sign} {schema[name]}"
    if "maxLength" in schema:
        yield f"of at most {schema['maxLength']:,} characters"


def _example(openapi: _Json, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return an object of a schema, out of the examples of its fields."""
    schema = openapi["components"]["schemas"][name]
    if examples := schema.get("examples"):
        return examples[0]
    found = {}
    for field, of in schema.get("properties", {}).items():
        if inner := _named(of):
            found[field] = _example(openapi, inner)
        elif examples := of.get("examples"):
            found[field] = examples[0]
    return found


def _json_of(described: _Json) -> _Json:
    schema: _Json = described.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _named(schema: _Json) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _link(name: str) -> str:
    return f'<a href="#{escape(name)}">{escape(name)}</a>'
