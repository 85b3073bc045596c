"""Faults of an evaluation: what kept answers from coming, counted apart, and what to do about each.

They say nothing of the model: where there are too many, there is no verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from pydantic import Field

from wearable_coach.chat.contract import Answer
from wearable_coach.chat.faults import FaultKind
from wearable_coach.chat.served import ANSWER_TOKENS
from wearable_coach.records import Record


class _Words(NamedTuple):
    label: str
    remedy: str


_CUT, _MIXED = "cut", "mixed"
_WORDS: Mapping[str, _Words] = {
    "unreachable": _Words("닿지 않음", "모델 주소가 살아 있는지 보고 다시 평가하세요"),
    "throttled": _Words(
        "요청이 많아 돌려보냄", "한도나 인스턴스를 늘리거나 at_once를 줄이고 다시 평가하세요"
    ),
    "empty": _Words("빈 답변", "배포의 대화 형식과 모델 버전을 보고 다시 평가하세요"),
    "refused": _Words(
        "필터나 길이로 거절됨", "배포의 콘텐츠 필터와 입력 길이 한도를 보고 다시 평가하세요"
    ),
    _MIXED: _Words(
        "다른 모델의 답변", "주소 뒤에 한 모델만 답하게 하고 다시 평가하세요, 모두 새로 물어요"
    ),
    _CUT: _Words(
        "길이 한도에서 잘림", f"max_tokens를 {ANSWER_TOKENS:,} 이상으로 올리고 다시 평가하세요"
    ),
}
"""What people read of each; ``declined`` is none of them, since the model itself says it."""


class Faults(Record):
    """Cases of one model by what went wrong with their answers [count]."""

    unreachable: int = Field(0, description="Nothing came, or an error of the server")
    throttled: int = Field(0, description="Turned away for too many requests")
    empty: int = Field(0, description="An answer without a word")
    refused: int = Field(0, description="Taken by a filter, or longer than what serves it takes")
    declined: int = Field(0, description="The model itself said that it will not; no fault")
    mixed: int = Field(
        0, description="Answers by another model than most, as the endpoint itself calls them"
    )
    cut: int = Field(
        0, description="Answers that the token limit cut; they are judged all the same"
    )

    @property
    def missing(self) -> int:
        """Cases without an answer, through no fault of the model [count]."""
        return self.unreachable + self.throttled + self.empty + self.refused

    @property
    def told(self) -> tuple[tuple[str, int], ...]:
        """What left cases without an answer, in words for people, with counts."""
        counts = {kind: getattr(self, kind) for kind in _WORDS if kind not in {_CUT, _MIXED}}
        return tuple((_WORDS[kind].label, n) for kind, n in counts.items() if n)

    @property
    def remedies(self) -> tuple[str, ...]:
        """What to do about those that left a case without an answer, the most frequent first."""
        counts = {kind: getattr(self, kind) for kind in _WORDS if kind not in {_CUT, _MIXED}}
        most_first = sorted(counts, key=lambda kind: -counts[kind])
        return tuple(_WORDS[kind].remedy for kind in most_first if counts[kind])


CUT_REMEDY, MIXED_REMEDY = _WORDS[_CUT].remedy, _WORDS[_MIXED].remedy
LABELS: Mapping[str, str] = {kind: words.label for kind, words in _WORDS.items() if kind != _CUT}
"""What people read of each kind but of cut answers, which the report tells of every model."""


def count_faults(unanswered: Iterable[FaultKind], answers: Iterable[Answer]) -> Faults:
    """Count the faults of one model.

    Args:
        unanswered: Why each case without an answer has none.
        answers: All that came.
    """
    counts: Counter[str] = Counter(unanswered)
    came = list(answers)
    said = Counter(one.said_model for one in came if one.said_model)
    mixed = said.total() - max(said.values(), default=0)
    return Faults(**counts, mixed=mixed, cut=sum(not one.ended for one in came))


def name_when_faulty(name: str, missed: Iterable[tuple[str, str]]) -> str:
    """Return the name of an evaluation that faults hold: not the one under which the whole is looked for.

    So the same evaluation again asks what lacks, and is another as soon as less lacks.

    Args:
        name: Of the whole evaluation.
        missed: Model and case of each answer that did not come whole.
    """
    lines = "\n".join(f"{model}\t{case}" for model, case in sorted(missed))
    return sha256(f"{name}\n{lines}".encode()).hexdigest()[: len(name)]
