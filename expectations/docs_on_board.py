"""Data Docs with their assets on board: no page asks for anything outside its folder, and none needs a script.

Great Expectations links styles, icons, a logo and the scripts that draw its tables from other hosts, so that
its index is empty without them. Here the tables are written into the page, scripts go, and one stylesheet of
ours stands for what was fetched.
"""

from __future__ import annotations

import ast
import html
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

_TABLE = re.compile(
    r"\$\('#(?P<id>[\w-]+)'\)\.bootstrapTable\(.*?columns: (?P<columns>\[.*?\]),\n\s*data: (?P<data>\[.*?\]),?\n\s*toolbar",
    re.DOTALL,
)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_OUTSIDE_LINK = re.compile(r"<link\b[^>]*href=\"https?:[^>]*>")
_OUTSIDE_IMAGE = re.compile(r"src=\"https?:[^\"]*/([\w.-]+\.png)[^\"]*\"")
_OUTSIDE_STYLE = re.compile(r"url\(['\"]?https?:[^)]*\)")
_OUTSIDE_ANCHOR = re.compile(r"<a\b[^>]*href=\"https?:[^>]*>(.*?)</a>", re.DOTALL)
_STATIC = re.compile(r"(?<=\")(?:\./|(?:\.\./)+)static/")
"""As deep as pages lie by default; a run with a name lies one deeper."""
_NEEDS_SCRIPT = re.compile(r"<button\b.*?</button>|<footer\b.*?</footer>", re.DOTALL)
_STYLE = "static/styles/on_board.css"


def bring_on_board(folder: Path) -> None:
    """Make every page of a site of Data Docs stand alone."""
    style = files("expectations").joinpath("on_board.css").read_text(encoding="utf-8")
    (folder / _STYLE).parent.mkdir(parents=True, exist_ok=True)
    (folder / _STYLE).write_text(style, encoding="utf-8")
    for sheet in folder.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(_OUTSIDE_STYLE.sub("none", text), encoding="utf-8")
    for page in folder.rglob("*.html"):
        root = "../" * (len(page.relative_to(folder).parts) - 1)
        page.write_text(stand_alone(page.read_text(encoding="utf-8"), root), encoding="utf-8")


def stand_alone(page: str, root: str) -> str:
    """Return a page that asks for nothing outside.

    Args:
        page: As Great Expectations wrote it.
        root: Path from it to the site's folder: "" or ``../``, as often as it lies deep.
    """
    for found in _TABLE.finditer(page):
        rows = _table(ast.literal_eval(found["columns"]), ast.literal_eval(found["data"]))
        opening = re.compile(rf"(<table[^>]*id=\"{re.escape(found['id'])}\"[^>]*>)\s*</table>")
        page = opening.sub(rf"\g<1>{rows.replace(chr(92), chr(92) * 2)}</table>", page)
    page = _SCRIPT.sub("", page)
    page = _OUTSIDE_LINK.sub("", page)
    page = _OUTSIDE_IMAGE.sub(rf'src="{root}static/images/\1"', page)
    page = _STATIC.sub(f"{root}static/", page)
    page = _OUTSIDE_STYLE.sub("none", page)
    page = _NEEDS_SCRIPT.sub("", page)
    page = _OUTSIDE_ANCHOR.sub(r"\1", page)
    return page.replace("</head>", f'<link rel="stylesheet" href="{root}{_STYLE}"></head>', 1)


def _table(columns: list[dict[str, Any]], rows: list[dict[str, Any]]) -> str:
    """Return the rows that a script would have drawn; each leads where a click on it would have."""
    head = "".join(f"<th>{html.escape(c['title'])}</th>" for c in columns)
    body = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    return f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"


def _cells(columns: list[dict[str, Any]], row: dict[str, Any]) -> str:
    link = row.get("_table_row_link_path")
    cells = []
    for number, column in enumerate(columns):
        text = str(row.get(column["field"], ""))
        if column["field"] == "validation_success":
            text = html.escape(row.get("_validation_success_text", text))
        if number == 0 and link:
            text = f'<a href="{html.escape(link)}">{text}</a>'
        cells.append(f"<td>{text}</td>")
    return "".join(cells)
