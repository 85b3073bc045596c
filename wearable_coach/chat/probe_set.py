"""The probe set: fixed questions, and how alike their answers must be to be one model's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

import yaml
from pydantic import Field

from wearable_coach.records import Kind, Message, Record
from wearable_coach.rendering.prompts import system_prompt

_GRAM = 3


class ProbeQuestion(Record):
    """One fixed question."""

    kind: Kind
    ask: str


class ProbeSet(Record):
    """Fixed questions, and what is made of their answers."""

    temperature: float = Field(ge=0, le=2)
    max_tokens: int = Field(ge=1, description="Where an answer is cut [tokens]")
    characters: int = Field(ge=_GRAM, description="How much of an answer is compared [characters]")
    rounds: int = Field(ge=2, description="How often it is asked at first [count]")
    alike_at_least: float = Field(ge=0, le=1, description="Mean likeness of one model's answers")
    of_own: float = Field(ge=0, le=1, description="The same, as a share of its own likeness")
    least_answers: int = Field(ge=1, description="Answers below which nothing is said [count]")
    questions: dict[str, ProbeQuestion]

    @property
    def conversations(self) -> dict[str, tuple[Message, ...]]:
        """What is asked, by question, with the product's system prompts."""
        return {
            name: (
                Message(role="system", content=system_prompt(one.kind)),
                Message(role="user", content=one.ask),
            )
            for name, one in self.questions.items()
        }

    @property
    def sha256(self) -> str:
        """The hash of what decides the answers: those of another set say nothing of these."""
        told = {n: [m.content for m in turns] for n, turns in self.conversations.items()}
        text = json.dumps([self.temperature, self.max_tokens, told], sort_keys=True)
        return sha256(text.encode()).hexdigest()

    def likeness(self, one: str, other: str) -> float:
        """Return how much two answers have in common at their beginning, 0 to 1."""
        mine, theirs = (_grams(text, self.characters) for text in (one, other))
        both = mine.total() + theirs.total()
        return 2 * (mine & theirs).total() / both if both else float(one == other)

    def mean_likeness(
        self, said: Mapping[str, str], before: Iterable[Mapping[str, str]]
    ) -> float | None:
        """Return the mean over questions of the likeness to the most like answer of other rounds.

        None where too few questions were answered in both.
        """
        rounds = list(before)
        best = [
            max(self.likeness(text, one[name]) for one in rounds if name in one)
            for name, text in said.items()
            if any(name in one for one in rounds)
        ]
        return sum(best) / len(best) if len(best) >= self.least_answers else None

    def own_likeness(self, rounds: Iterable[Mapping[str, str]]) -> float:
        """Return how like itself a model is: the mean likeness of each round to the others, 0 to 1."""
        all_of_them = list(rounds)
        means = [
            self.mean_likeness(one, all_of_them[:i] + all_of_them[i + 1 :])
            for i, one in enumerate(all_of_them)
        ]
        known = [mean for mean in means if mean is not None]
        return sum(known) / len(known) if known else 1.0

    def least(self, own: float) -> float:
        """Return the mean likeness below which another model answers, where the first has `own`."""
        return min(self.alike_at_least, self.of_own * own)


def _grams(text: str, characters: int) -> Counter[str]:
    line = " ".join(text.split())[:characters]
    return Counter(line[i : i + _GRAM] for i in range(len(line) - _GRAM + 1))


@cache
def probe_set() -> ProbeSet:
    """Return the product's probe set."""
    text = (files("wearable_coach.chat") / "probes.yaml").read_text(encoding="utf-8")
    return ProbeSet.model_validate(yaml.safe_load(text))
