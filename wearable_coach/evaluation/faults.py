"""Faults of an evaluation: what kept answers from coming, counted apart, and what to do about each.

They say nothing of the model: where there are too many, there is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from pydantic import Field

from wearable_coach.chat.faults import FaultKind
from wearable_coach.records import Record


class _Words(NamedTuple):
    label: str
    remedy: str


_CUT = "cut"
_WORDS: Mapping[str, _Words] = {
    "unreachable": _Words("닿지 않음", "모델 주소가 살아 있는지 보고 다시 평가하세요"),
    "throttled": _Words(
        "요청이 많아 돌려보냄", "한도나 인스턴스를 늘리거나 at_once를 줄이고 다시 평가하세요"
    ),
    "empty": _Words("빈 답변", "배포의 대화 형식과 모델 버전을 보고 다시 평가하세요"),
    "refused": _Words(
        "필터나 길이로 거절됨", "배포의 콘텐츠 필터와 입력 길이 한도를 보고 다시 평가하세요"
    ),
    _CUT: _Words("길이 한도에서 잘림", "max_tokens를 2,304 이상으로 올리고 다시 평가하세요"),
}
"""What people read of each; ``declined`` is none of them, since the model itself says it."""


class Faults(Record):
    """Cases of one model by what went wrong with their answers [count]."""

    unreachable: int = Field(0, description="Nothing came, or an error of the server")
    throttled: int = Field(0, description="Turned away for too many requests")
    empty: int = Field(0, description="An answer without a word")
    refused: int = Field(0, description="Taken by a filter, or longer than what serves it takes")
    declined: int = Field(0, description="The model itself said that it will not; no fault")
    cut: int = Field(
        0, description="Answers that the token limit cut; they are judged all the same"
    )

    @property
    def missing(self) -> int:
        """Cases without an answer, through no fault of the model [count]."""
        return self.unreachable + self.throttled + self.empty + self.refused

    @property
    def told(self) -> tuple[tuple[str, int], ...]:
        """What there is of them, in words for people, with counts."""
        counts = {kind: getattr(self, kind) for kind in _WORDS}
        return tuple((_WORDS[kind].label, n) for kind, n in counts.items() if n)

    @property
    def remedies(self) -> tuple[str, ...]:
        """What to do about those that left a case without an answer, the most frequent first."""
        counts = {kind: getattr(self, kind) for kind in _WORDS if kind != _CUT}
        most_first = sorted(counts, key=lambda kind: -counts[kind])
        return tuple(_WORDS[kind].remedy for kind in most_first if counts[kind])


CUT_REMEDY = _WORDS[_CUT].remedy
LABELS: Mapping[str, str] = {kind: words.label for kind, words in _WORDS.items() if kind != _CUT}
"""What people read of each kind that leaves a case without an answer."""


def count_faults(unanswered: Iterable[FaultKind], *, cut: int) -> Faults:
    """Count the faults of one model.

    Args:
        unanswered: Why each case without an answer has none.
        cut: Answers that the token limit cut [count].
    """
    counts: dict[str, int] = {}
    for kind in unanswered:
        counts[kind] = counts.get(kind, 0) + 1
    return Faults(**counts, cut=cut)


def name_when_faulty(name: str, missed: Iterable[tuple[str, str]]) -> str:
    """Return the name of an evaluation that faults hold: not the one under which the whole is looked for.

    So the same evaluation again asks what lacks, and is another as soon as less lacks.

    Args:
        name: Of the whole evaluation.
        missed: Model and case of each answer that did not come whole.
    """
    lines = "\n".join(f"{model}\t{case}" for model, case in sorted(missed))
    return sha256(f"{name}\n{lines}".encode()).hexdigest()[: len(name)]
