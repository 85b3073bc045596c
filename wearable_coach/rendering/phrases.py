"""Phrase books: for every slot several ways of saying it, compiled once.

A book is ``phrases/<name>.yaml``: slot → list of Jinja sentences. A *voice* is a template family:
it knows only some of the ways of each slot, so that another voice words an answer otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, NamedTuple
from zlib import crc32

import yaml
from jinja2 import Environment, StrictUndefined, UndefinedError
from jinja2.runtime import Context

from wearable_coach.rendering.josa import josa, particle

VOICES = 20
"""How many voices there are; a split gives some of them to train, others to valid."""
_WAYS_A_VOICE = 4
_MISSING = object()
_Render = Callable[[Context], Iterable[str]]


@cache
def environment() -> Environment:
    """Return the one Jinja environment: strict, with the Korean filters."""
    env = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701 - plain text, not HTML
    env.filters["josa"] = josa
    env.filters["comma"] = lambda n: f"{n:,}"
    return env


class Way(NamedTuple):
    """One way of saying a slot; without a field its text is what is said."""

    label: str
    text: str
    render: _Render | None


class PhraseBook:
    """The slots of one or more books, compiled when first said."""

    def __init__(self, *names: str) -> None:
        """Read the books `names`; a slot in two of them is an error."""
        self.slots: dict[str, list[str]] = {}
        self._compiled: dict[tuple[str, int], _Render] = {}
        self._ways: dict[tuple[str, int], tuple[int, ...]] = {}
        self.ready: dict[tuple[str, int], tuple[Way, ...]] = {}
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

    def known(self, slot: str, voice: int) -> tuple[Way, ...]:
        """Return the ways that `voice` knows of `slot`, ready to be said."""
        key = (slot, voice)
        if key not in self.ready:
            self.ready[key] = tuple(self._way(slot, way) for way in self.ways(slot, voice))
        return self.ready[key]

    def render(self, slot: str, way: int, context: Context) -> str:
        """Say one way of a slot with the values of `context`."""
        _, text, render = self._way(slot, way)
        return text if render is None else "".join(render(context))

    def _way(self, slot: str, way: int) -> Way:
        text, key = self.slots[slot][way], (slot, way)
        if "{" not in text:
            return Way(f"{slot}.{way}", text, None)
        if key not in self._compiled:
            self._compiled[key] = _joined(text) or environment().from_string(text).root_render_func
        return Way(f"{slot}.{way}", text, self._compiled[key])


_FIELD = re.compile(r"\{\{ *([A-Za-z_]\w*)((?:\.\w+)*) *(?:\| *josa\(['\"](\w+)['\"]\) *)?\}\}")


def _joined(text: str) -> _Render | None:
    """Return what Jinja would compile for a phrase of plain fields and particles, else None.

    Most phrases are such, and joining them costs a fraction of Jinja's compiling and rendering.
    """
    if "{" in _FIELD.sub("", text) or "}" in _FIELD.sub("", text):
        return None
    pieces, at = [], 0
    for match in _FIELD.finditer(text):
        attributes = tuple(filter(None, match[2].split(".")))
        pieces.append((text[at : match.start()], match[1], attributes, match[3]))
        at = match.end()
    tail = text[at:]

    def render(context: Context) -> Iterable[str]:
        out, own, shared = [], context.vars, context.parent
        for literal, name, attributes, pair in pieces:
            value = own[name] if name in own else shared.get(name, _MISSING)
            if value is _MISSING:
                message = f"{name!r} is undefined"
                raise UndefinedError(message)
            for attribute in attributes:
                value = environment().getattr(value, attribute)
            word = str(value)
            out.append(literal)
            out.append(word + particle(word, pair) if pair else word)
        out.append(tail)
        return out

    return render


class Speaker:
    """One conversation's voice: picks ways by its own random source and remembers them."""

    def __init__(
        self, book: PhraseBook, *, voice: int, rng: Random, values: dict[str, Any]
    ) -> None:
        """Speak with `values` at hand in every phrase."""
        self.book, self.voice, self.rng = book, voice, rng
        self._context = _context(values)
        self._ready = book.ready
        self.said: list[str] = []

    def say(self, slot: str, **values: object) -> str:
        """Say a slot, with more values for it and for what follows.

        Raises:
            KeyError: there is no such slot.
            jinja2.UndefinedError: a phrase wants a value that is not there.
        """
        if values:
            self._context.vars.update(values)
        ways = self._ready.get((slot, self.voice)) or self.book.known(slot, self.voice)
        label, text, render = ways[int(self.rng.random() * len(ways))]
        self.said.append(label)
        return text if render is None else "".join(render(self._context))

    def know(self, **values: object) -> None:
        """Have more values for what follows."""
        self._context.vars.update(values)

    def has(self, slot: str) -> bool:
        """Say whether the book has this slot."""
        return slot in self.book.slots


def _context(values: dict[str, Any]) -> Context:
    env = environment()
    return Context(env, {**env.globals, **values}, None, {})


def _read(name: str) -> dict[str, Any]:
    path = files("wearable_coach.rendering") / "phrases" / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    book: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return book


@cache
def phrase_book(*names: str) -> PhraseBook:
    """Return the book made of `names`, read once a process."""
    return PhraseBook(*names)
