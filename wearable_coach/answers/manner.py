"""How long an answer of the coach is, and in whose manner it speaks."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Length = Literal["short", "normal"]
Persona = Literal["friendly", "calm", "brisk"]
LENGTHS: tuple[Length, ...] = get_args(Length)
PERSONAS: tuple[Persona, ...] = get_args(Persona)


class Manner(NamedTuple):
    """The manner of an answer; what safety bids to say is said in every one."""

    length: Length = "normal"
    """``short``: the direct answer and where to get help; ``normal``: all that the question needs."""
    persona: Persona = "friendly"
    """``friendly``: an opening and a closing; ``calm``: no opening, no exclamation; ``brisk``: the points alone."""

    @property
    def opens(self) -> bool:
        """Whether an answer begins with a kind word."""
        return self.persona == "friendly" and self.length == "normal"

    @property
    def closes(self) -> bool:
        """Whether an answer may end with a kind word."""
        return self.persona != "brisk" and self.length == "normal"
