"""The rule that decides whether a model may be served: data, read and applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.faults import CUT_REMEDY, MIXED_REMEDY, Faults
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.evaluation.written import goal, percent, points, signed_interval
from wearable_coach.input_files import read_text
from wearable_coach.input_values import place_of, yaml_of
from wearable_coach.records import Record

Verdict = Literal["promote", "hold", "reject"]
WhenOvertaken = Literal["refuse", "evaluate_again"]
"""What follows where another model is served by the time of a promotion than the candidate was compared with."""

WhenFenced = Literal["when_tuned", "never"]
"""Which promoted models get the last fence: those that a job of the store tuned, or none."""


class Floor(Record):
    """What a candidate must reach whatever the others do."""

    at_least: float = Field(ge=0, le=1)
    least_n: int = Field(1, ge=1, description="Answers that must have been scored [count]")
    least_judged: float = Field(
        0,
        ge=0,
        le=1,
        description="Share of the answers it asks of that must have been understood; below it nobody can say "
        "whether it holds, and the verdict is hold",
    )


class Headline(Record):
    """How much worse a candidate may be, at the lower end of the interval."""

    margin: float = Field(ge=0, le=1)


class Rule(Record):
    """A promotion rule."""

    source: str = "policy"
    floors: dict[str, Floor]
    unanswered_at_most: float = Field(ge=0, le=1)
    cut_at_most: float = Field(0.05, ge=0, le=1)
    headline: dict[str, Headline]
    alpha: float = Field(gt=0, lt=1)
    least_cases: int = Field(ge=1)
    least_people: int = Field(ge=1)
    overtaken: WhenOvertaken = "refuse"
    fence: WhenFenced = "when_tuned"

    def judging(self) -> dict[str, Any]:
        """Return what a verdict depends on: not what is done with it."""
        return self.model_dump(mode="json", exclude={"overtaken", "fence"})

    @model_validator(mode="after")
    def _known(self) -> Rule:
        unknown = [name for name in (*self.floors, *self.headline) if name not in BY_KEY]
        if unknown:
            message = f"{unknown[0]} is no measure; known are {', '.join(BY_KEY)}"
            raise ValueError(message)
        return self


class Reason(Record):
    """One thing that the rule asked, and what it found."""

    about: str = Field(
        description="A measure, or answers, faults, mixed, cut, cases, people, rival"
    )
    part: Literal["fault", "floor", "ground", "not_worse", "better"]
    met: bool
    text: str = Field(description="In Korean, for people")


class Decision(Record):
    """What the rule says of a candidate."""

    verdict: Verdict
    candidate: str
    rival: str | None = Field(description="The model that it would replace")
    reasons: tuple[Reason, ...]

    @property
    def unmet(self) -> tuple[Reason, ...]:
        """What stood in the way."""
        return tuple(r for r in self.reasons if not r.met)

    @property
    def held_by_faults(self) -> bool:
        """Whether so much went wrong with asking that nothing can be said of the models."""
        return any(r.part == "fault" for r in self.unmet)


def read_rule(path: Path | None = None) -> Rule:
    """Return the product's rule, or one of the user's own.

    Raises:
        BadInput: the file cannot be read, or is no rule.
    """
    if path is None:
        return _own_rule()
    try:
        return _as_strict(Rule.model_validate(yaml_of(read_text(path))))
    except OSError as error:
        message = f"rule: cannot read {path} ({error.strerror}); start from a copy of rule.yaml"
        raise BadInput(message) from None
    except ValidationError as error:
        first = error.errors()[0]
        message = f"rule: {path}: {'.'.join(map(str, first['loc'])) or 'all of it'}: {first['msg'].lower()}; start from a copy of rule.yaml"
        raise BadInput(message) from None
    except (ValueError, yaml.YAMLError) as error:
        message = f"rule: {path} is not YAML{place_of(error)}; start from a copy of rule.yaml"
        raise BadInput(message) from None


def _as_strict(rule: Rule) -> Rule:
    """Return a rule whose floors ask for as much understanding as the product's where they say nothing of it."""
    own = _own_rule().floors
    strictest = max(floor.least_judged for floor in own.values())
    floors = {
        name: floor
        if "least_judged" in floor.model_fields_set
        else floor.model_copy(
            update={"least_judged": own[name].least_judged if name in own else strictest}
        )
        for name, floor in rule.floors.items()
    }
    return rule.model_copy(update={"floors": floors})


@cache
def _own_rule() -> Rule:
    text = (files("wearable_coach.promotion") / "rule.yaml").read_text(encoding="utf-8")
    return Rule.model_validate(yaml.safe_load(text))


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
        is worse with confidence. hold: neither that nor shown to be better, or too little to say.
        promote: all met.
    """
    asking = [
        reason for name, found in faults.items() for reason in _faults(rule, name, found, asked)
    ]
    floors = [_floor(name, floor, overall.get(name)) for name, floor in rule.floors.items()]
    floors.append(_answered(rule, declined))
    ground = _ground(rule, rival, overall, differences)
    judged = [_not_worse(n, h, differences.get(n)) for n, h in rule.headline.items()]
    better = _better(rule, differences)
    reasons = (*asking, *floors, *ground, *(r for r, _ in judged), better)
    broken = any(r.part == "floor" and not r.met for r in reasons)
    verdict: Verdict
    if not all(r.met for r in asking):
        verdict = "hold"
    elif broken or (all(r.met for r in ground) and any(worse for _, worse in judged)):
        verdict = "reject"
    else:
        verdict = "promote" if all(r.met for r in reasons) else "hold"
    return Decision(verdict=verdict, candidate=candidate, rival=rival, reasons=reasons)


_UNREAD_REMEDY = "알아듣지 못한 말은 answers.jsonl에 있어요"


def _floor(name: str, floor: Floor, found: Figure | None) -> Reason:
    label, least = BY_KEY[name].label, goal(floor.at_least)
    n, share = (found.n, found.share) if found else (0, None)
    judged = (found.judged if found else None) or 0
    told = f"{label}: {percent(share or 0)} (n = {n:,}, 판단한 답변 {percent(judged)}), {least} 이상이어야 해요"
    if share is not None and n >= floor.least_n and share < floor.at_least:
        return Reason(about=name, part="floor", met=False, text=told)
    if found and found.unread and judged < floor.least_judged:
        text = f"{label}: 판단한 답변이 {percent(judged)}라 지켰다고 말할 수 없어요 ({goal(floor.least_judged)} 이상 필요). {_UNREAD_REMEDY}"
        return Reason(about=name, part="ground", met=False, text=text)
    if share is None or n < floor.least_n:
        text = f"{label}: 채점된 답변이 {n}건이라 판단할 수 없어요 ({floor.least_n}건 이상 필요)"
        return Reason(about=name, part="ground", met=False, text=text)
    return Reason(about=name, part="floor", met=True, text=told)


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


def _ground(
    rule: Rule,
    rival: str | None,
    overall: Mapping[str, Figure],
    differences: Mapping[str, Difference],
) -> list[Reason]:
    """Say whether there is enough to compare."""
    if rival is None:
        text = "견줄 모델이 없어요. 지금 쓰는 모델이나 기본 모델을 함께 평가하세요"
        return [Reason(about="rival", part="ground", met=False, text=text)]
    n = max((d.n for d in differences.values()), default=0)
    people = max((f.people for f in overall.values()), default=0)
    return [
        Reason(
            about=about,
            part="ground",
            met=found >= least,
            text=f"{label}: {found:,}{unit}, {least:,}{unit} 이상이어야 해요",
        )
        for about, label, unit, found, least in (
            ("cases", "함께 채점된 물음", "건", n, rule.least_cases),
            ("people", "사람 수", "명", people, rule.least_people),
        )
    ]


def _not_worse(name: str, headline: Headline, found: Difference | None) -> tuple[Reason, bool]:
    """Return whether it is not worse with confidence, and whether it is worse with confidence."""
    label = BY_KEY[name].label
    if found is None or found.difference is None or found.low is None or found.high is None:
        text = f"{label}: 채점된 답변이 없어 견줄 수 없어요"
        return Reason(about=name, part="not_worse", met=False, text=text), False
    low, high = _towards_better(name, found.low, found.high)
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


def headline_measures(rule: Rule) -> Sequence[str]:
    """Return the measures that are compared."""
    return tuple(rule.headline)
