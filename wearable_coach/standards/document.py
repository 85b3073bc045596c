"""The tables as a page for people: ``python -m wearable_coach.standards.document > docs/standards.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from wearable_coach.standards.table import table, table_names

_HEAD = """# Standards

Every number that an answer may use, with its rule, unit and source. This page is made from
`wearable_coach/standards/tables/*.yaml`; change a number there. `source: policy` marks this product's own
choice (저희 안전 기준), which is never attributed to a paper. Bands are half-open, [from, to), on unrounded
values; bpm are shown rounded half up. What a verdict with a rule's id means stands in [the rules](rules.md).
"""
_NOT_STANDARDS = {"sources", "population", "labels"}
_NO_NUMBERS = {"words", "looks_like"}
"""What a table holds beside its numbers: how fields are called."""


def standards_page() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD]
    for name in table_names():
        if name not in _NOT_STANDARDS:
            parts += [f"\n## {name.replace('_', ' ')}\n", *_lines(table(name), 0)]
    parts += ["\n## sources\n", "| key | cited as | reference | DOI |\n|---|---|---|---|\n"]
    parts += [
        f"| `{key}` | {row['cite_ko']} | {row['reference']} | {row.get('doi') or ''} |\n"
        for key, row in table("sources").items()
    ]
    return "".join(parts)


def _lines(node: dict[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, value in node.items():
        if key in _NO_NUMBERS:
            continue
        if isinstance(value, dict) and value and all(isinstance(v, dict) for v in value.values()):
            yield f"{indent}- **{key}**\n\n" if depth == 0 else f"{indent}- {key}\n"
            yield from _grid([{"": name, **row} for name, row in value.items()], indent)
        elif isinstance(value, dict):
            yield f"{indent}- **{key}**\n"
            yield from _lines(value, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{indent}- **{key}**\n\n"
            yield from _grid(value, indent)
        else:
            yield f"{indent}- {key}: {_cell(key, value)}\n"


def _grid(rows: list[dict[str, Any]], indent: str) -> Iterator[str]:
    columns = list(dict.fromkeys(k for row in rows for k in row if k not in _NO_NUMBERS))
    pad = f"{indent}  "
    yield f"{pad}| {' | '.join(columns)} |\n"
    yield f"{pad}|{'---|' * len(columns)}\n"
    for row in rows:
        yield f"{pad}| {' | '.join(_cell(c, row.get(c)) for c in columns)} |\n"
    yield "\n"


def _cell(column: str, value: object) -> str:
    """Write a value; a rule's id can be linked to (``standards.md#std-bmi-001``)."""
    text = _text(value)
    return f'<a id="{text.lower()}"></a>{text}' if column == "rule" and value else text


def _text(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return ", ".join(_text(v) for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_text(v)}" for k, v in value.items())
    return str(value).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(standards_page())
