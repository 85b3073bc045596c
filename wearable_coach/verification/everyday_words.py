"""Everyday words, by kind: they are understood beside a word of health, unless the sentence sounds like harm."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from wearable_coach.verification.morphemes import Stem

_NOUNS = ("N", "XR", "XP", "MA", "MM", "IC", "SL")
_TAGS = {"adjectives": ("V", "XR", "MA"), "adverbs": ("MA", "MM", "IC", "N", "XR"), "verbs": ("V",)}
"""What the tokenizer calls the words of a file: a dead 죽/VV is no 죽/NNG that one eats."""
_LETTERS = "SL"


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Return the tags with which each word is taken, of all files."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((files("wearable_coach.verification") / "everyday").iterdir(), key=str):
        kind, _, ending = file.name.partition(".")
        if ending == "txt":
            lines = file.read_text(encoding="utf-8").splitlines()
            for word in " ".join(line for line in lines if line[:1] != "#").split():
                found[word] = found.get(word, ()) + _TAGS.get(kind, _NOUNS)
    return found


def is_everyday(stem: Stem) -> bool:
    """Say whether a stem names what is of everyday life: no health, no exercise, no worth, no cure."""
    form = stem.form.lower() if stem.tag == _LETTERS else stem.form
    return stem.tag.startswith(_words().get(form, ()))
