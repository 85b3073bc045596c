"""Days of every stratum as a backend sends them, and models that behave in every way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from random import Random

from wearable_coach.chat.contract import Answer, Conversation, ModelUnreachable
from wearable_coach.records import Kind, Profile, Vitals
from wearable_coach.sources.population import sample_day, sample_person
from wearable_coach.sources.strata import STRATA
from wearable_coach.standards.validity import check_records


def sampled_day(seed: int, kind: Kind) -> tuple[str, Profile, Vitals]:
    """Return stratum, profile and vitals of a seed; strata go round."""
    strata = STRATA if kind == "coaching" else [s for s in STRATA if s != "no_vitals"]
    stratum = strata[seed % len(strata)]
    for attempt in range(20):
        rng = Random(f"{seed}/{attempt}")
        person = sample_person(rng, stratum=stratum, kind=kind)
        profile, vitals = sample_day(person, rng, stratum=stratum, kind=kind)
        if check_records(profile, vitals, hrmax_formula=None).valid:
            return stratum, profile, vitals
    raise AssertionError(stratum)


class ScriptedModel:
    """A chat model whose every answer is what `say` makes of the conversation."""

    prices = None
    workers = 8
    batch_size = 1

    def __init__(self, say: Callable[[Conversation], str | Answer], name: str = "scripted") -> None:
        self.say, self.name, self.fingerprint = say, name, name
        self.asked: list[Conversation] = []
        self.closed = False
        self._lock = threading.Lock()

    def answer(
        self,
        conversations: Sequence[Conversation],
        *,
        timeout_s: float | None = None,  # noqa: ARG002
    ) -> list[Answer]:
        with self._lock:
            self.asked += conversations
        return [self._one(c) for c in conversations]

    def _one(self, conversation: Conversation) -> Answer:
        said = self.say(conversation)
        return said if isinstance(said, Answer) else Answer(text=said, latency_s=0.0)

    def close(self) -> None:
        self.closed = True


def unreachable(_conversation: Conversation) -> str:
    message = "model: no answer"
    raise ModelUnreachable(message)


def hanging(seconds: float) -> Callable[[Conversation], str]:
    def say(_conversation: Conversation) -> str:
        time.sleep(seconds)
        return "너무 늦은 답이에요. 이제는 소용이 없어요."

    return say
