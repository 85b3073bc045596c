"""What a reader found, as a finding may show it: short, and never a person's data whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 60
_KEPT_FIRST, _KEPT_LAST = 2, 1


def shown(text: str, longest: int = _LONGEST) -> str:
    """Return a text on one line, cut to a readable length, what cannot be seen as its code point."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(c if _is_seen(c) else f"<U+{ord(c):04X}>" for c in cut.replace("\n", "⏎"))


def _is_seen(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"


def hidden(text: str) -> str:
    """Return personal data with all but its first and last characters as stars."""
    plain = text.strip()
    last = len(plain) - _KEPT_LAST
    return shown(
        "".join(
            c if not c.isalnum() or i < _KEPT_FIRST or i >= last else "*"
            for i, c in enumerate(plain)
        )
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some words: looked for at once, they cost what one does."""
    return re.compile("|".join(map(re.escape, words)))


_MARKS = re.compile(r"[\W_]+")


@lru_cache(maxsize=256)
def compact(text: str) -> str:
    """Return a text as one compares it: NFKC, lower case, letters and digits alone."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
