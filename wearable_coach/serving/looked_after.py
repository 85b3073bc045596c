"""Whether a user says that somebody has looked after what they told: only that ends an earlier need."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


_CARE = re.compile(r"병원|응급실|중환자실|상담|정신과|의사|진료|퇴원|입원|구급|의원")


@lru_cache(maxsize=512)
def after_care(text: str) -> str:
    """Return what a text tells after a doctor looked after what it told before, all of it where none did.

    "어제 가슴이 답답해서 응급실 갔는데 검사 다 하고 역류성식도염이래요. 지금 걸어도 되나요" leaves the question.
    """
    if not _CARE.search(text):
        return text
    ends_at = [
        part.clause(place).end
        for part in stretches(text)
        for place in _places(part, "looked_after")
    ]
    return text[max(ends_at) :] if ends_at else text


@lru_cache(maxsize=512)
def is_helped(text: str) -> bool:
    """Say whether a text tells that help was called or has come: the need stays until it is looked after."""
    return any(_says(part, "helped") for part in stretches(text))


def _says(part: SpokenStretch, table: str) -> bool:
    return any(True for _ in _places(part, table))


def _places(part: SpokenStretch, table: str) -> Iterator[int]:
    for first in range(len(part.tokens)):
        for said in _sayings(table).get(part.lemmas[first], ()):
            for last in ends(said.lemmas, part.lemmas, first):
                if holding(part, last).is_so and _is_done(part, last):
                    yield last


def _is_done(part: SpokenStretch, place: int) -> bool:
    frame = part.clause(place).frame
    if frame is None:
        return True
    is_state = frame.predicate.lemma in {"괜찮다", "없다", "중이다", "이다", "있다", "계시다"}
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
