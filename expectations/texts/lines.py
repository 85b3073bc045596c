"""Everything that the readers find in a line, read once a shape.

A shape is a line with each digit as a nought. No reader but those of personal data asks which digit
stands there, so a line whose shape is clean is clean; any other is read itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from expectations.texts.characters import odd_character
from expectations.texts.language import Letters, impolite, letters
from expectations.texts.markup import markup
from expectations.texts.personal import may_be_personal, personal_data
from expectations.texts.residue import residue
from expectations.texts.shape import cut, may_be_cut

Place = Literal["id", "said", "answer"]
_DIGIT = re.compile("[0-9]")
_MOST = 65536


class LineReader(NamedTuple):
    """One reader of lines."""

    name: str
    read: Callable[[str], str]
    """What it finds in a line; "" if nothing."""
    may_find: Callable[[str], object]
    """Whether it can find anything in lines of a shape."""


def _same(name: str, read: Callable[[str], str]) -> LineReader:
    """Return a reader to which all digits are the same."""
    return LineReader(name, read, read)


_OF_IDS = (LineReader("personal", personal_data, may_be_personal), _same("odd_characters", odd_character))  # fmt: skip
_SAID = (*_OF_IDS, _same("markup", markup), _same("residue", residue))
_ANSWERED = (*_SAID, _same("impolite", impolite), LineReader("cut", cut, may_be_cut))
READERS: Mapping[Place, tuple[LineReader, ...]] = MappingProxyType({"id": _OF_IDS, "said": _SAID, "answer": _ANSWERED})  # fmt: skip


class LineRead(NamedTuple):
    """A line, read."""

    found: tuple[tuple[str, str], ...]
    """Name of the reader and what it found, for those that found anything."""
    letters: Letters


@lru_cache(_MOST)
def read_line(line: str, place: Place) -> LineRead:
    """Read a line by all readers of where it stands; a dataset's answers share half of theirs."""
    asked, held = _read_shape(_DIGIT.sub("0", line), place)
    found = ((reader.name, reader.read(line)) for reader in asked)
    return LineRead(tuple(f for f in found if f[1]), held)


@lru_cache(_MOST)
def _read_shape(shape: str, place: Place) -> tuple[tuple[LineReader, ...], Letters]:
    """Return the readers that may find anything in lines of a shape, and its letters."""
    asked = tuple(reader for reader in READERS[place] if reader.may_find(shape))
    return asked, letters(shape)
