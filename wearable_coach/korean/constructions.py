"""What is built onto a predicate: auxiliaries, dependent nouns, endings, from ``constructions.yaml``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.tables import table

_PARTICLES = r"(?:[^ /]+/(?:J\w+|XSN) )*"
_ADVERBS = r"(?:[^ /]+/MAG )*"
_ITEM = re.compile(r"(?P<forms>\([^)]*\)|[^/?]+)(?:/(?P<tag>\w+))?(?P<optional>\?)?")
_ENDING = re.compile(r"(?P<form>[^ /]+)/(?P<tag>EF|EC|ETM|ETN) (?P<polite>요/JX )?")
_PRE_ENDING = re.compile(r"(?P<form>[^ /]+)/EP ")


class Written(NamedTuple):
    """A sentence's morphemes written out, so that patterns can be matched on them."""

    text: str
    starts: tuple[int, ...]
    """Where each morpheme begins in `text`, and its length."""

    def morpheme(self, place: int) -> int:
        """Return which morpheme begins at a place of `text`."""
        return bisect_left(self.starts, place)


class Built(NamedTuple):
    """What follows a predicate's stem."""

    names: tuple[str, ...]
    """Of the constructions, in order; past, will_have and honorific for 었, 겠, 시."""
    ending: str
    """The last ending, empty where none follows."""
    tag: str
    """EF, EC, ETM, ETN or nothing."""
    hangs: str
    """How the clause hangs on the next where a dependent noun says it, else empty."""
    last: int
    """One past its last morpheme."""


def line(found: Sequence[Morpheme]) -> Written:
    """Write morphemes out."""
    parts = [f"{m.form}/{m.tag} " for m in found]
    return Written("".join(parts), tuple(accumulate(map(len, parts), initial=0)))


def built(on: Written, first: int) -> Built:
    """Return what is built onto the predicate whose stem ends before the `first` morpheme."""
    place, names = on.starts[first], []
    while True:
        if found := _PRE_ENDING.match(on.text, place):
            names.append(_PRE_NAMES.get(found["form"], "honorific"))
        elif found := _built_on().match(on.text, place):
            names.append(str(found.lastgroup))
        else:
            break
        place = found.end()
    if found := _hangs().match(on.text, place):
        last = on.morpheme(found.end())
        return Built(tuple(names), "", "ETM", str(found.lastgroup), last)
    if found := _ENDING.match(on.text, place):
        last = on.morpheme(found.end())
        return Built(tuple(names), found["form"], found["tag"], "", last)
    return Built(tuple(names), "", "", "", on.morpheme(place))


_PRE_NAMES = {"었": "past", "겠": "will_have", "시": "honorific"}


@cache
def _built_on() -> re.Pattern[str]:
    return _any_of(table("constructions")["built_on"])


@cache
def _hangs() -> re.Pattern[str]:
    hangs = _any_of(table("constructions")["hangs"])
    return re.compile(f"(?:{hangs.pattern})(?![^ /]+/J|(?:없|있|많|적|드물|아니)/V)")


def _any_of(rows: dict[str, list[str]]) -> re.Pattern[str]:
    named = (f"(?P<{name}>{'|'.join(map(_pattern, rows[name]))})" for name in rows)
    return re.compile("|".join(named))


def _pattern(written: str) -> str:
    return "".join(map(_item, written.split()))


def _item(written: str) -> str:
    if written.rstrip("?") == "P":
        return _PARTICLES
    if written == "A":
        return _ADVERBS
    found = _ITEM.fullmatch(written)
    if found is None:
        message = f"constructions.yaml: {written!r} is none of form, form/TAG, (a|b), A and P"
        raise ValueError(message)
    forms = found["forms"]
    alternatives = forms[1:-1] if forms[0] == "(" else forms
    tags = [a.partition("/") for a in alternatives.split("|")]
    one = "|".join(f"{form}/{tag or found['tag'] or ''}" for form, _, tag in tags)
    return f"(?:(?:{one})\\w* )" + ("?" if found["optional"] else "")
