"""Answers as HTML: headings, lists, tables and bold; everything else is text, escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RULE = re.compile(r"^\|[\s:|-]+\|$")
_HEADING = re.compile(r"^(#{1,4})\s+(.*)$")


def answer_html(text: str) -> Markup:
    """Return an answer as HTML; nothing in it can become a tag of its own."""
    blocks = groupby(text.split("\n"), key=_kind)
    return Markup("").join(_block(kind, list(lines)) for kind, lines in blocks)


def _kind(line: str) -> str:
    stripped = line.strip()
    if not stripped:
        return "blank"
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
        return "table"
    if _HEADING.match(stripped):
        return "heading"
    return "list" if stripped.startswith(("- ", "* ")) else "text"


def _block(kind: str, lines: list[str]) -> Markup:
    if kind == "table":
        return _table(lines)
    if kind == "heading":
        return Markup("").join(Markup("<h4>{}</h4>").format(_inline(h)) for h in _headings(lines))
    if kind == "list":
        items = (Markup("<li>{}</li>").format(_inline(line.strip()[2:])) for line in lines)
        return Markup("<ul>{}</ul>").format(Markup("").join(items))
    if kind == "text":
        return Markup("<p>{}</p>").format(Markup("<br>").join(_inline(line) for line in lines))
    return Markup("")


def _headings(lines: list[str]) -> Iterator[str]:
    for line in lines:
        match = _HEADING.match(line.strip())
        yield match.group(2) if match else line


def _table(lines: list[str]) -> Markup:
    rows = [line.strip() for line in lines if not _RULE.match(line.strip())]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(_inline(cell)) for cell in row)
        )
        for row in cells
    )
    return Markup("<table>{}</table>").format(body)


def _inline(text: str) -> Markup:
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped before
