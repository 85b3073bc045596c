"""Phrase books: for every slot several ways of saying it, compiled once.

A book is ``phrases/<name>.yaml``: slot → list of Jinja sentences. A *voice* is a template family:
it knows only some of the ways of each slot, so that another voice words an answer otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from zlib import crc32

import yaml
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Context

from wearable_coach.rendering.josa import josa

VOICES = 20
"""How many voices there are; a split gives some of them to train, others to valid."""
_WAYS_A_VOICE = 4
_Render = Callable[[Context], Iterable[str]]


@cache
def environment() -> Environment:
    """Return the one Jinja environment: strict, with the Korean filters."""
    env = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701 - plain text, not HTML
    env.filters["josa"] = josa
    env.filters["comma"] = lambda n: f"{n:,}"
    return env


class PhraseBook:
    """The slots of one or more books, compiled when first said."""

    def __init__(self, *names: str) -> None:
        """Read the books `names`; a slot in two of them is an error."""
        self.slots: dict[str, list[str]] = {}
        self._compiled: dict[tuple[str, int], _Render] = {}
        self._ways: dict[tuple[str, int], tuple[int, ...]] = {}
        for name in names:
            for slot, ways in _read(name).items():
                if slot in self.slots:
                    message = f"slot {slot} stands twice, again in {name}"
                    raise ValueError(message)
                self.slots[slot] = [ways] if isinstance(ways, str) else list(ways)

    def ways(self, slot: str, voice: int) -> tuple[int, ...]:
        """Return the indices of the ways that `voice` knows of `slot`."""
        key = (slot, voice)
        if key not in self._ways:
            count = len(self.slots[slot])
            first = crc32(f"{slot}/{voice}".encode()) % count
            kept = min(count, _WAYS_A_VOICE)
            self._ways[key] = tuple(sorted((first + k) % count for k in range(kept)))
        return self._ways[key]

    def render(self, slot: str, way: int, context: Context) -> str:
        """Say one way of a slot with the values of `context`."""
        key = (slot, way)
        if key not in self._compiled:
            template = environment().from_string(self.slots[slot][way])
            self._compiled[key] = template.root_render_func
        return "".join(self._compiled[key](context))


class Speaker:
    """One conversation's voice: picks ways by its own random source and remembers them."""

    def __init__(
        self, book: PhraseBook, *, voice: int, rng: Random, values: dict[str, Any]
    ) -> None:
        """Speak with `values` at hand in every phrase."""
        self.book, self.voice, self.rng = book, voice, rng
        self._context = _context(values)
        self.said: list[str] = []

    def say(self, slot: str, **values: object) -> str:
        """Say a slot, with more values for it and for what follows.

        Raises:
            KeyError: there is no such slot.
            jinja2.UndefinedError: a phrase wants a value that is not there.
        """
        if values:
            self._context.vars.update(values)
        ways = self.book.ways(slot, self.voice)
        way = ways[int(self.rng.random() * len(ways))]
        self.said.append(f"{slot}.{way}")
        return self.book.render(slot, way, self._context)

    def has(self, slot: str) -> bool:
        """Say whether the book has this slot."""
        return slot in self.book.slots


@cache
def _empty() -> Any:  # noqa: ANN401 - a Jinja template
    return environment().from_string("")


def _context(values: dict[str, Any]) -> Context:
    context: Context = _empty().new_context(values)
    return context


def _read(name: str) -> dict[str, Any]:
    path = files("wearable_coach.rendering") / "phrases" / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    book: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return book


@cache
def phrase_book(*names: str) -> PhraseBook:
    """Return the book made of `names`, read once a process."""
    return PhraseBook(*names)
