"""The consistency set: the same question asked thrice, and asked in other words."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.answers.composers import frames
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.sets.asking import question_of
from wearable_coach.evaluation.sets.recorded import sample_cases
from wearable_coach.records import Message

REPEATS = 3
PARAPHRASES = 3
_MODEL_TURNS = 2
"""Messages of a question of one turn: the system prompt and the question."""


def consistency_cases(cases: Sequence[Case], *, count: int, seed: int) -> list[Case]:
    """Return groups of cases that should be answered alike.

    Args:
        cases: The cases to choose from, those of the valid split.
        count: Groups of each sort [count].
        seed: Chooses cases and wording.

    Returns:
        For each chosen case: it, asked `REPEATS` times; and for reports and prescriptions the same
        day told in `PARAPHRASES` other question families.
    """
    found: list[Case] = []
    for case in sample_cases(cases, count, seed=seed, among=_is_single):
        found += [_again(case, repeat) for repeat in range(REPEATS)]
    for case in sample_cases(cases, count, seed=seed + 1, among=_is_single_and_no_chat):
        found += [_paraphrase(case, k, seed) for k in range(PARAPHRASES)]
    return found


def _is_single(case: Case) -> bool:
    return len(case.messages) == _MODEL_TURNS and case.set == "valid"


def _is_single_and_no_chat(case: Case) -> bool:
    return _is_single(case) and case.kind != "coaching"


def _again(case: Case, repeat: int) -> Case:
    group = case.id.replace("valid/", "consistency/again/", 1)
    return case.model_copy(
        update={"id": f"{group}/{repeat}", "set": "consistency", "repeat": repeat, "group": group}
    )


def _paraphrase(case: Case, way: int, seed: int) -> Case:
    group = case.id.replace("valid/", "consistency/reworded/", 1)
    many = frames(case.kind)
    frame = (seed + way * (many // PARAPHRASES)) % many
    question = question_of(case.kind, case.day, frame=frame, seed=(seed, group, way))
    return case.model_copy(
        update={
            "id": f"{group}/{way}",
            "set": "consistency",
            "group": group,
            "messages": (case.messages[0], Message(role="user", content=question)),
        }
    )
