"""Applying a promotion rule to what an evaluation found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wearable_coach.evaluation.faults import CUT_REMEDY, MIXED_REMEDY, Faults
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.evaluation.written import goal, interval, percent, points, signed_interval
from wearable_coach.promotion.rule import Decision, Floor, Headline, Reason, Rule, Verdict


def decide(  # noqa: PLR0913 - what the rule looks at
    rule: Rule,
    *,
    candidate: str,
    rival: str | None,
    overall: Mapping[str, Figure],
    differences: Mapping[str, Difference],
    declined: float,
    faults: Mapping[str, Faults],
    asked: int,
) -> Decision:
    """Apply the rule.

    Args:
        rule: The rule.
        candidate: Name of the model that may be promoted.
        rival: Name of the model that it would replace; None when there is none to compare with.
        overall: The candidate's figures over all sets, for the floors.
        differences: Candidate minus rival by measure, over the headline sets.
        declined: Share of cases that the candidate itself declined to answer [1].
        faults: What went wrong with asking, by model: the candidate, and the rival.
        asked: Cases [count].

    Returns:
        hold: too much went wrong with asking, whatever else is so. reject: a floor is broken, or it
        is worse with a confidence that holds over all measures at once. hold: neither that nor shown
        to be better, or too little to say. promote: all met.
    """
    asking = [
        reason for name, found in faults.items() for reason in _faults(rule, name, found, asked)
    ]
    floors = [_floor(name, floor, overall.get(name)) for name, floor in rule.floors.items()]
    floors.append(_answered(rule, declined))
    ground = _ground(rule, rival, differences)
    told = {n: differences[n] for n in rule.headline if n not in ground.aside | ground.short}
    judged = [_not_worse(n, rule.headline[n], found) for n, found in told.items()]
    better = _better(rule, told)
    reasons = (*asking, *floors, *ground.reasons, *(r for r, _ in judged), better)
    broken = any(r.part == "floor" and not r.met for r in reasons)
    verdict: Verdict
    if not all(r.met for r in asking):
        verdict = "hold"
    elif broken or any(worse for _, worse in judged):
        verdict = "reject"
    else:
        verdict = "promote" if all(r.met for r in reasons) else "hold"
    return Decision(verdict=verdict, candidate=candidate, rival=rival, reasons=reasons)


_UNREAD_REMEDY = "알아듣지 못한 말은 answers.jsonl에 있어요"


def _floor(name: str, floor: Floor, found: Figure | None) -> Reason:
    label, least = BY_KEY[name].label, goal(floor.at_least)
    n, share = (found.n, found.share) if found else (0, None)
    judged = (found.judged if found else None) or 0
    low, high = _ends(floor, found)
    shown = f"{percent(share or 0)}" + (f" ({interval(low, high)})" if low != high else "")
    what = "아래 끝이 " if floor.by == "interval" else ""
    told = f"{label}: {shown} (n = {n:,}, 판단한 답변 {percent(judged)}), {what}{least} 이상이어야 해요"
    if share is not None and n >= floor.least_n and high < floor.at_least:
        return Reason(about=name, part="floor", met=False, text=told)
    if found and found.unread and judged < floor.least_judged:
        text = f"{label}: 판단한 답변이 {percent(judged)}라 지켰다고 말할 수 없어요 ({goal(floor.least_judged)} 이상 필요). {_UNREAD_REMEDY}"
        return Reason(about=name, part="ground", met=False, text=text)
    if share is None or n < floor.least_n:
        text = f"{label}: 채점된 답변이 {n}건이라 판단할 수 없어요 ({floor.least_n}건 이상 필요)"
        return Reason(about=name, part="ground", met=False, text=text)
    if low < floor.at_least:
        text = f"{told}. 어겼다고도 지켰다고도 말할 수 없어요. 물음을 늘려 다시 평가하세요"
        return Reason(about=name, part="ground", met=False, text=text)
    return Reason(about=name, part="floor", met=True, text=told)


def _ends(floor: Floor, found: Figure | None) -> tuple[float, float]:
    """Return between which ends a share is taken to lie: its interval, or the share itself."""
    share = (found.share if found else None) or 0.0
    if floor.by == "share" or found is None or found.low is None or found.high is None:
        return share, share
    return found.low, found.high


def _faults(rule: Rule, model: str, found: Faults, asked: int) -> Iterator[Reason]:
    """Say what went wrong with asking a model, where anything did, and what to do about too much."""
    if found.missing:
        kinds = ", ".join(f"{label} {n:,}건" for label, n in found.told if n)
        yield _fault(
            "faults",
            f"{model}에서 답을 받지 못한 물음",
            (found.missing / asked, rule.unanswered_at_most),
            f" ({kinds})",
            " · ".join(found.remedies),
        )
    if found.mixed:
        mixed = found.mixed / asked, rule.unanswered_at_most
        yield _fault("mixed", f"{model}에 섞인 다른 모델의 답변", mixed, "", MIXED_REMEDY)
    if found.cut:
        shares = found.cut / asked, rule.cut_at_most
        yield _fault("cut", f"{model}의 잘린 답변", shares, "", CUT_REMEDY)


def _fault(about: str, label: str, shares: tuple[float, float], kinds: str, remedy: str) -> Reason:
    share, most = shares
    met = share <= most
    todo = "" if met else f". 모델을 판정하지 않았어요. {remedy}"
    text = f"{label}: {percent(share)}{kinds}, {goal(most)}까지 괜찮아요{todo}"
    return Reason(about=about, part="fault", met=met, text=text)


def _answered(rule: Rule, declined: float) -> Reason:
    met = declined <= rule.unanswered_at_most
    text = (
        f"모델이 답하기를 거절한 물음: {percent(declined)}, "
        f"{goal(rule.unanswered_at_most)}까지 괜찮아요"
    )
    return Reason(about="answers", part="floor", met=met, text=text)


class _Ground(NamedTuple):
    """What there is to compare, and which measures have too little."""

    reasons: tuple[Reason, ...]
    short: frozenset[str] = frozenset()
    """Measures of too few cases or people: neither worse nor not worse."""
    aside: frozenset[str] = frozenset()
    """Measures that the other model's answers say too little of to be worse than: no part of the verdict."""


def _ground(rule: Rule, rival: str | None, differences: Mapping[str, Difference]) -> _Ground:
    """Say of each headline measure whether there is enough to compare."""
    names = frozenset(rule.headline)
    if rival is None:
        text = "견줄 모델이 없어요. 지금 쓰는 모델이나 기본 모델을 함께 평가하세요"
        reason = Reason(about="rival", part="ground", met=False, text=text)
        return _Ground((reason,), aside=names - frozenset(differences))
    aside = [n for n in rule.headline if _is_aside(rule, differences.get(n))]
    asked = [n for n in rule.headline if n not in aside]
    cases = {n: differences[n].n for n in asked}
    people = {n: differences[n].people or 0 for n in asked}
    reasons = [
        _enough("cases", "함께 채점된 물음", "건", cases, rule.least_cases),
        _enough("people", "사람 수", "명", people, rule.least_people),
    ]
    if aside and asked:
        labels = ", ".join(BY_KEY[n].label for n in aside)
        text = f"{labels}: 비교 모델의 답변에 채점할 것이 모자라 판정에서 뺐어요"
        reasons.append(Reason(about=aside[0], part="ground", met=True, text=text))
    short = {n for n in asked if cases[n] < rule.least_cases or people[n] < rule.least_people}
    return _Ground(tuple(reasons), frozenset(short), frozenset(aside))


def _is_aside(rule: Rule, found: Difference | None) -> bool:
    """Say whether there is nothing to be worse than: neither is scored, or only the candidate is on enough."""
    if found is None:
        return True
    mine, theirs = ((n if n is not None else found.n) for n in (found.n_model, found.n_against))
    return not theirs or (mine >= rule.least_cases > theirs)


def _enough(about: str, label: str, unit: str, found: Mapping[str, int], least: int) -> Reason:
    """Say whether every measure has enough; the one with the least is named, and all that have too few."""
    short = {name: n for name, n in found.items() if n < least}
    name, n = min(found.items(), key=lambda item: item[1], default=("", 0))
    of = f" (가장 적은 지표: {BY_KEY[name].label})" if name else ""
    text = f"{label}: {n:,}{unit}{of}, 지표마다 {least:,}{unit} 이상이어야 해요"
    if len(short) > 1:
        told = ", ".join(f"{BY_KEY[m].label} {few:,}{unit}" for m, few in short.items())
        text = f"{text}. 모자란 지표: {told}"
    return Reason(about=about, part="ground", met=bool(found) and not short, text=text)


def _not_worse(name: str, headline: Headline, found: Difference) -> tuple[Reason, bool]:
    """Return whether it is not worse with confidence, and whether it is worse with one that holds over all measures."""
    label = BY_KEY[name].label
    if found.difference is None or found.low is None or found.high is None:
        text = f"{label}: 채점된 답변이 없어 견줄 수 없어요"
        return Reason(about=name, part="not_worse", met=False, text=text), False
    low, _ = _towards_better(name, found.low, found.high)
    wide = (found.low_together, found.high_together)
    _, high = _towards_better(
        name,
        found.low if wide[0] is None else wide[0],
        found.high if wide[1] is None else wide[1],
    )
    met = low >= -headline.margin
    text = (
        f"{label}: 차이 {points(found.difference)} "
        f"({signed_interval(found.low, found.high)}, n = {found.n:,}), "
        f"나빠져도 {goal(headline.margin)}p까지"
    )
    return Reason(about=name, part="not_worse", met=met, text=text), high < -headline.margin


def _better(rule: Rule, differences: Mapping[str, Difference]) -> Reason:
    better = [n for n in rule.headline if _is_better(rule, n, differences.get(n))]
    if better:
        text = f"분명히 나아진 지표: {', '.join(BY_KEY[n].label for n in better)}"
    else:
        text = "우연을 넘어 나아진 지표가 없어요"
    return Reason(
        about=better[0] if better else "rival", part="better", met=bool(better), text=text
    )


def _is_better(rule: Rule, name: str, found: Difference | None) -> bool:
    """Say whether both the corrected test and the interval by person say that it is better."""
    if found is None or found.p_holm is None or found.low is None or found.high is None:
        return False
    low, _ = _towards_better(name, found.low, found.high)
    return found.p_holm < rule.alpha and low > 0


def _towards_better(name: str, low: float, high: float) -> tuple[float, float]:
    return (low, high) if BY_KEY[name].way == "higher" else (-high, -low)
