"""Why a candidate is promoted, held or rejected, in a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.figure import Difference
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.evaluation.written import goal, percent, points, signed_interval

CONCLUSIONS = {
    "promote": "후보가 더 나아서 사람들에게 내보내도 돼요.",
    "hold": "후보가 더 낫다고 말할 근거가 아직 모자라요. 지금 쓰는 것을 바꾸지 않아요.",
    "reject": "후보를 사람들에게 보여 줄 수 없어요. 지금 쓰는 것을 바꾸지 않아요.",
}
_FAULTY = "묻는 데 탈이 많아 모델을 판정하지 않았어요. 지금 쓰는 것을 바꾸지 않아요."


def conclusion(found: Evaluation) -> str:
    """Return what follows, in a sentence."""
    decision = found.decision
    return _FAULTY if decision.held_by_faults else CONCLUSIONS[decision.verdict]


class StoryLine(NamedTuple):
    """One sentence of the story."""

    met: bool
    head: str
    detail: str


def story(found: Evaluation) -> list[StoryLine]:
    """Return what decided, most weighty first: floors, what got worse, what is lacking, what is better."""
    return [line for line in _lines(found) if line.detail]


def differences_to_rival(found: Evaluation) -> dict[str, Difference]:
    """Return the differences to the model that the candidate would replace, by measure."""
    return {d.measure: d for d in found.differences if d.against == found.decision.rival}


def _lines(found: Evaluation) -> Iterator[StoryLine]:
    places = list(BY_KEY)
    reasons = sorted(
        found.decision.reasons, key=lambda r: places.index(r.about) if r.about in BY_KEY else 0
    )
    faulty = [r.text for r in reasons if r.part == "fault" and not r.met]
    yield StoryLine(met=False, head="답을 제대로 받지 못했어요", detail="; ".join(faulty))
    floors = [r for r in reasons if r.part == "floor"]
    broken = [_floor(found, r.about) for r in floors if not r.met]
    yield StoryLine(
        met=False, head="반드시 지켜야 할 것을 지키지 못했어요", detail=", ".join(broken)
    )
    if floors and not broken:
        kept = [BY_KEY[r.about].label for r in floors if r.about in BY_KEY]
        whole = set(found.rule.floors) <= {r.about for r in floors}
        head = "반드시 지켜야 할 것을 모두 지켰어요" if whole else "판단할 수 있는 것은 지켰어요"
        yield StoryLine(met=True, head=head, detail=", ".join(kept))
    worse, unsure = _doubtful(found)
    yield StoryLine(met=False, head="비교 모델보다 분명히 나빠졌어요", detail=", ".join(worse))
    yield StoryLine(
        met=False, head="나빠지지 않았다고 자신할 수 없는 지표가 있어요", detail=", ".join(unsure)
    )
    short = [r.text for r in reasons if r.part == "ground" and not r.met]
    yield StoryLine(met=False, head="판단할 자료가 모자라요", detail="; ".join(short))
    better = _better(found)
    yield StoryLine(met=True, head="비교 모델보다 분명히 나아졌어요", detail=", ".join(better))
    if found.decision.rival and not better:
        yield StoryLine(
            met=False, head="분명히 나아진 것이 없어요", detail="우연과 가를 수 있는 지표가 없어요"
        )


def _floor(found: Evaluation, about: str) -> str:
    if about not in BY_KEY:
        return "모델이 답하기를 거절한 물음이 많아요"
    figure = found.models[0].figure(about, overall=True)
    share = figure.share if figure else None
    label, wanted = BY_KEY[about].label, goal(found.rule.floors[about].at_least)
    return f"{label} {percent(share)} (기준 {wanted})" if share is not None else label


def _doubtful(found: Evaluation) -> tuple[list[str], list[str]]:
    """Return what is worse with confidence, and what may be worse."""
    differences = differences_to_rival(found)
    worse: list[str] = []
    unsure: list[str] = []
    unmet = {r.about: r for r in found.decision.reasons if r.part == "not_worse" and not r.met}
    for reason in (unmet[name] for name in BY_KEY if name in unmet):
        d = differences.get(reason.about)
        detail = BY_KEY[reason.about].label
        if d is None or d.difference is None or d.low is None or d.high is None:
            unsure.append(detail)
            continue
        low, high = together(d)
        best = high if BY_KEY[reason.about].way == "higher" else -low
        margin = found.rule.headline[reason.about].margin
        (worse if best < -margin else unsure).append(f"{detail} {_shown(d)}")
    return worse, unsure


def _better(found: Evaluation) -> list[str]:
    differences = differences_to_rival(found)
    return [
        f"{BY_KEY[name].label} {_shown(d)}"
        for name in ordered(found)
        if (d := differences.get(name)) and d.difference is not None and is_better(found, d)
    ]


def together(found: Difference) -> tuple[float, float]:
    """Return the ends that hold over all headline measures at once; in records of before, of the measure alone."""
    low = found.low if found.low_together is None else found.low_together
    high = found.high if found.high_together is None else found.high_together
    return low or 0.0, high or 0.0


def _shown(found: Difference) -> str:
    """Write a difference with its interval and what it stands on."""
    ends = signed_interval(found.low, found.high)
    return f"{points(found.difference or 0)} ({ends}, n = {found.n:,})"


def is_better(found: Evaluation, difference: Difference) -> bool:
    """Say whether the corrected test and the interval both say that the candidate is better."""
    return _sure(found, difference, 1)


def is_worse(found: Evaluation, difference: Difference) -> bool:
    """Say whether the corrected test and the interval both say that the candidate is worse."""
    return _sure(found, difference, -1)


def _sure(found: Evaluation, d: Difference, direction: int) -> bool:
    if d.low is None or d.high is None or (d.p_holm is not None and d.p_holm >= found.rule.alpha):
        return False
    sign = direction if BY_KEY[d.measure].way == "higher" else -direction
    return min(sign * d.low, sign * d.high) > 0


def ordered(found: Evaluation) -> list[str]:
    """Return the rule's headline measures in the order of the tables."""
    return [name for name in BY_KEY if name in found.rule.headline]
