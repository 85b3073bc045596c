"""Phrase books: for every slot several ways of saying it, compiled once.

A book is ``phrases/<name>.yaml``: slot → list of Jinja sentences, a word of which may be a choice. A *voice*
is a template family: it knows only some of the ways of each slot, so that another voice words an answer
otherwise; and a *split* has some ways for itself (`held_out`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from itertools import product
from random import Random
from typing import Any, NamedTuple
from zlib import crc32

import yaml
from jinja2 import Environment, StrictUndefined, UndefinedError
from jinja2.runtime import Context

from wearable_coach.rendering.held_out import drawn_by
from wearable_coach.rendering.interchange import with_choices
from wearable_coach.rendering.josa import josa, particle

VOICES = 20
"""How many voices there are; a split gives some of them to train, others to valid."""
_WAYS_A_VOICE = 4
_ASKED = frozenset({
    "questions", "prescription_questions", "coaching_frames", "coaching_tell", "coaching_words", "coaching_refuse",
})  # fmt: skip
"""Books that users speak out of, and the one whose words are looked for in answers: said as they are written."""
_MISSING = object()
_Render = Callable[[Context], Iterable[str]]
_Known = tuple[str, int, str | None]
"""Slot, voice, split."""


@cache
def environment() -> Environment:
    """Return the one Jinja environment: strict, with the Korean filters."""
    env = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701 - plain text, not HTML
    env.filters["josa"] = josa
    env.filters["comma"] = lambda n: f"{n:,}"
    return env


class Form(NamedTuple):
    """A way with its choices made; without a field its text is what is said."""

    text: str
    render: _Render | None


class Way(NamedTuple):
    """One way of saying a slot, in all its forms."""

    label: str
    forms: tuple[Form, ...]


_CHOICE = re.compile(r"\(([^(){}|]*(?:\|[^(){}|]*)+)\)")


def forms_of(text: str) -> tuple[str, ...]:
    """Return a phrase in each of its forms: ``(함께|같이) 봐요`` is said in two.

    What is chosen between holds no field and no parenthesis.
    """
    pieces = _CHOICE.split(text)
    choices = [p.split("|") if i % 2 else [p] for i, p in enumerate(pieces)]
    return tuple(map("".join, product(*choices)))


@cache
def said_forms(phrase: str) -> tuple[str, ...]:
    """Return a phrase of an answer in each of its forms, its interchangeable words among them."""
    return forms_of(with_choices(phrase))


class PhraseBook:
    """The slots of one or more books, compiled when first said."""

    def __init__(self, *names: str) -> None:
        """Read the books `names`; a slot in two of them is an error."""
        self.slots: dict[str, list[str]] = {}
        self._compiled: dict[tuple[str, int], Way] = {}
        self._ways: dict[_Known, tuple[int, ...]] = {}
        self.ready: dict[_Known, tuple[Way, ...]] = {}
        self._answered: set[str] = set()
        for name in names:
            for slot, ways in _read(name).items():
                if name not in _ASKED and "q" not in slot.split("."):
                    self._answered.add(slot)
                if slot in self.slots:
                    message = f"slot {slot} stands twice, again in {name}"
                    raise ValueError(message)
                self.slots[slot] = [ways] if isinstance(ways, str) else list(ways)
        for more in _continued(names):
            for slot in self.slots.keys() & _read(more).keys():
                self.slots[slot] = [*self.slots[slot], *_read(more)[slot]]

    def ways(self, slot: str, voice: int, split: str | None = None) -> tuple[int, ...]:
        """Return the indices of the ways that `voice` knows of `slot`, of those that `split` draws."""
        key = (slot, voice, split)
        if key not in self._ways:
            drawn = drawn_by(split, slot, self.slots[slot])
            first = crc32(f"{slot}/{voice}".encode()) % len(drawn)
            kept = min(len(drawn), _WAYS_A_VOICE)
            self._ways[key] = tuple(sorted(drawn[(first + k) % len(drawn)] for k in range(kept)))
        return self._ways[key]

    def known(self, slot: str, voice: int, split: str | None = None) -> tuple[Way, ...]:
        """Return the ways that `voice` knows of `slot`, ready to be said."""
        key = (slot, voice, split)
        if key not in self.ready:
            self.ready[key] = tuple(self._way(slot, way) for way in self.ways(slot, voice, split))
        return self.ready[key]

    def render(self, slot: str, way: int, context: Context) -> str:
        """Say one way of a slot with the values of `context`, in its first form."""
        text, render = self._way(slot, way).forms[0]
        return text if render is None else "".join(render(context))

    def _way(self, slot: str, way: int) -> Way:
        if (slot, way) not in self._compiled:
            phrase = self.slots[slot][way]
            texts = said_forms(phrase) if slot in self._answered else forms_of(phrase)
            forms = tuple(Form(text, _compiled(text)) for text in texts)
            self._compiled[slot, way] = Way(f"{slot}.{way}", forms)
        return self._compiled[slot, way]


def _compiled(text: str) -> _Render | None:
    if "{" not in text:
        return None
    return _joined(text) or environment().from_string(text).root_render_func


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
        self,
        book: PhraseBook,
        *,
        voice: int,
        rng: Random,
        values: dict[str, Any],
        split: str | None = None,
    ) -> None:
        """Speak with `values` at hand in every phrase; a row of a dataset, as its `split` may."""
        self.book, self.voice, self.rng, self.split = book, voice, rng, split
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
        known = self._ready.get((slot, self.voice, self.split))
        ways = known or self.book.known(slot, self.voice, self.split)
        label, forms = ways[int(self.rng.random() * len(ways))]
        self.said.append(label)
        text, render = forms[int(self.rng.random() * len(forms))] if len(forms) > 1 else forms[0]
        return text if render is None else "".join(render(self._context))

    def has(self, slot: str) -> bool:
        """Say whether the book has this slot."""
        return slot in self.book.slots


def _context(values: dict[str, Any]) -> Context:
    env = environment()
    return Context(env, {**env.globals, **values}, None, {})


def _continued(names: Iterable[str]) -> list[str]:
    """Return the books that go on with slots of `names`: ``interpretation_more`` with any that interpretation's have."""
    kinds = dict.fromkeys(name.partition("_")[0] for name in names)
    folder = files("wearable_coach.rendering") / "phrases"
    return [f"{k}_more" for k in kinds if (folder / f"{k}_more.yaml").is_file()]


@cache
def _read(name: str) -> dict[str, Any]:
    path = files("wearable_coach.rendering") / "phrases" / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    book: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return book


@cache
def phrase_book(*names: str) -> PhraseBook:
    """Return the book made of `names`, read once a process."""
    return PhraseBook(*names)
