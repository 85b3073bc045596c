"""Markup that a chat does not show: HTML, images, links, entities, fenced code."""

from __future__ import annotations

import re

from expectations.texts.found import shown

_MARKUP = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>|<!--|<!DOCTYPE"
    r"|&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,6});"
    r"|!\[[^\]\n]*\]|\[[^\]\n]+\]\([^)\n]+\)"
    r"|(?:https?|ftp|file|javascript|data):(?://|[a-z]+[/,;])\S+|(?<![\w.])www\.\w+"
    r"|```|~~~",
    re.IGNORECASE,
)


_HINTS = ("<", "&", "](", "![", "://", "www.", "WWW.", "```", "~~~", "cript:", "CRIPT:", "data:")


def markup(text: str) -> str:
    """Return the first markup of a text; "" if none."""
    if not any(hint in text for hint in _HINTS):
        return ""
    found = _MARKUP.search(text)
    return shown(found[0]) if found else ""
