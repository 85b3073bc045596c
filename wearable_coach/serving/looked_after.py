"""Whether a user says that somebody has looked after what they told: only that ends an earlier need."""

from __future__ import annotations

from functools import cache, lru_cache

from wearable_coach.serving.holding import holding
from wearable_coach.serving.lexicon import Saying, saying, sign_table
from wearable_coach.serving.stretches import SpokenStretch, ends, stretches


@lru_cache(maxsize=512)
def is_looked_after(text: str) -> bool:
    """Say whether a text tells that a doctor, an ambulance or a helpline has been there.

    What is planned, asked or denied is not done: "병원 가 볼게요", "병원에 다녀와야 하나요".
    """
    return any(_says(part, "looked_after") for part in stretches(text))


@lru_cache(maxsize=512)
def is_helped(text: str) -> bool:
    """Say whether a text tells that help was called or has come: the need stays until it is looked after."""
    return any(_says(part, "helped") for part in stretches(text))


def _says(part: SpokenStretch, table: str) -> bool:
    for first in range(len(part.tokens)):
        for said in _sayings(table).get(part.lemmas[first], ()):
            for last in ends(said.lemmas, part.lemmas, first):
                if holding(part, last).is_so and _is_done(part, last):
                    return True
    return False


def _is_done(part: SpokenStretch, place: int) -> bool:
    frame = part.clause(place).frame
    if frame is None:
        return True
    is_state = frame.predicate.lemma in {"괜찮다", "없다", "중이다", "이다"}
    is_state = is_state or "going_on" in frame.predicate.auxiliaries
    follows = any(c.frame is not None and c.frame.predicate.is_past for c in part.clauses)
    return is_state or frame.predicate.is_past or (follows and frame.modality == "assert")


@cache
def _sayings(table: str) -> dict[str, tuple[Saying, ...]]:
    found: dict[str, list[Saying]] = {}
    for written in sign_table()[table]["said"]:
        said = saying(written)
        found.setdefault(said.lemmas[0], []).append(said)
    return {first: tuple(rows) for first, rows in found.items()}
