"""Question families: how what is told and what is asked stand together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wearable_coach.answers.coaching.registers import as_typed, casual, indirect
from wearable_coach.answers.coaching.telling import labels, prose
from wearable_coach.answers.questions import loosen
from wearable_coach.rendering.phrases import Speaker


class Asking(NamedTuple):
    """What a family puts into words."""

    speaker: Speaker
    items: list[str]
    question: str
    frame: int
    urgent: bool

    def say(self, part: str) -> str:
        """Say a part of the family; small talk is left out of an emergency."""
        if self.urgent and part in {"open", "end"} and self.frame not in _TERSE:
            return ""
        return self.speaker.say(f"f{self.frame}.{part}")

    def told(self) -> str:
        """Tell the items in sentences."""
        return prose(self.items, self.speaker)

    def listed(self) -> list[str]:
        """Tell the items as labels."""
        return labels(self.items, self.speaker)


_TERSE = frozenset({0, 6, 10})


def _join(*parts: str) -> str:
    return " ".join(p.strip() for p in parts if p.strip())


def _terse(a: Asking) -> str:
    told = ", ".join(a.listed())
    return _join(a.say("open"), f"{told}." if told else "", a.question, a.say("end"))


def _question_first(a: Asking) -> str:
    asked = _join(a.say("open"), a.question)
    return _join(asked, a.say("data"), a.told()) if a.items else asked


def _data_first(a: Asking) -> str:
    return _join(a.told(), a.question)


def _formal(a: Asking) -> str:
    clause = indirect(a.question)
    asked = a.question if clause is None else _join(clause, a.speaker.say("ask.formal"))
    return _join(a.say("open"), a.told(), asked, a.say("end"))


def _plain(a: Asking) -> str:
    return _join(a.say("open"), a.told(), a.question, a.say("end"))


def _hurried(a: Asking) -> str:
    told = " ".join(a.listed())
    text = _join(a.say("open"), told, a.question.rstrip("?"), a.say("end"))
    return loosen(text, a.speaker.rng, drops=3)


def _pasted(a: Asking) -> str:
    if not a.items:
        return f"{a.say('blank')}\n{a.question}"
    mark = "- " if a.speaker.rng.random() < 0.5 else "· "  # noqa: PLR2004 - half of people
    rows = "\n".join(mark + row for row in a.listed())
    return f"{a.say('open')}\n{rows}\n\n{a.question}".strip()


def _plain_speech(a: Asking) -> str:
    return casual(_plain(a))


def _short_lines(a: Asking) -> str:
    return "\n".join(part for part in (a.say("open"), a.question, a.told()) if part.strip())


def _logged(a: Asking) -> str:
    if not a.items:
        return _join(a.say("blank"), a.question)
    return f"{a.say('open')}{' / '.join(a.listed())}\nQ. {a.question}"


def _unsure(a: Asking) -> str:
    clause = indirect(a.question)
    asked = a.question if clause is None else _join(clause, a.speaker.say("ask.confused"))
    return _join(a.say("open"), asked, a.told(), a.say("end"))


def _curious(a: Asking) -> str:
    clause = indirect(a.question)
    asked = a.question if clause is None else _join(clause, a.speaker.say("ask.curious"))
    return _join(a.say("open"), a.told(), asked, a.say("end"))


_FAMILIES: tuple[tuple[Callable[[Asking], str], str], ...] = (
    (_terse, "terse"),
    (_question_first, "plain"),
    (_data_first, "plain"),
    (_formal, "formal"),
    (_plain, "worried"),
    (_plain, "chatty"),
    (_hurried, "terse"),
    (_pasted, "plain"),
    (_curious, "plain"),
    (_plain, "chatty"),
    (_plain_speech, "casual"),
    (_short_lines, "plain"),
    (_logged, "terse"),
    (_unsure, "plain"),
)
IN_SENTENCES = frozenset({1, 2, 3, 4, 5, 8, 9, 10, 11, 13})
"""Families that tell in sentences rather than by labels."""
FRAMES = len(_FAMILIES)
"""How many question families there are."""


def ask(asking: Asking) -> str:
    """Return the first question: everything told, and what is asked."""
    told, register = _FAMILIES[asking.frame]
    return as_typed(told(asking), register, asking.speaker.rng)


def ask_next(speaker: Speaker, frame: int, question: str, *, thanks: bool = True) -> str:
    """Return what the same user says after an answer; with `thanks` it may begin by taking the answer in."""
    register = _FAMILIES[frame][1]
    text = (speaker.say(f"next.{register}") if thanks else "") + question
    if register == "casual":
        text = casual(text)
    return as_typed(text, register, speaker.rng)
