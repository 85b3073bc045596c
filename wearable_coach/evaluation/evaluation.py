"""An evaluation: the models, their figures, how they differ, and what the rule says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from math import ceil
from types import MappingProxyType
from typing import Literal, NamedTuple

from pydantic import AwareDatetime, Field

from wearable_coach import __version__
from wearable_coach.chat.contract import Answer, Prices
from wearable_coach.chat.faults import KEPT_KINDS, FaultKind
from wearable_coach.chat.served import Serving
from wearable_coach.chat.spending import spent
from wearable_coach.evaluation.case import Case, set_hash
from wearable_coach.evaluation.faults import Faults, count_faults
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.score import Score
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.promotion.rule import Decision, Rule
from wearable_coach.records import Kind, Record, Verdict
from wearable_coach.rendering.prompts import OfPrompts, Prompts

Role = Literal["candidate", "served", "base", "reference"]
ROLES: tuple[Role, ...] = ("candidate", "served", "base", "reference")
_HASH_CHARACTERS = 12
_PER, _CENT = 1000, Decimal("0.0001")


class Costs(Record):
    """What answering took."""

    answered: int = Field(description="Cases with an answer [count]")
    unanswered: int = Field(description="Cases that the model did not answer [count]")
    refused: int = Field(0, description="Of the unanswered: refused by the model [count]")
    cut: int = Field(0, description="Answers that the token limit cut [count]")
    faults: Faults = Field(
        Faults(), description="What kept answers from coming or from being whole, by kind"
    )
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    latency_p50_s: float | None = None
    latency_p95_s: float | None = None
    money_per_1000: Decimal | None = Field(None, description="For a thousand answers [currency]")
    currency: str = ""


class ModelResult(Record):
    """One model of an evaluation."""

    role: Role
    name: str
    fingerprint: str
    serving: Serving | None = None
    headline: tuple[Figure, ...] = Field(description="Over the valid split, real days and files")
    overall: tuple[Figure, ...] = Field(description="Over all sets")
    by: dict[str, dict[str, tuple[Figure, ...]]] = Field(
        {}, description="category, stratum, source and set → its values → the headline measures"
    )
    by_kind: dict[Kind, tuple[Figure, ...]] = Field(
        {},
        description="The same and the length over the headline's cases, by kind; empty in records of before",
    )
    costs: Costs

    def figure(self, measure: str, *, overall: bool = False) -> Figure | None:
        """Return one of its figures."""
        figures = self.overall if overall else self.headline
        return next((f for f in figures if f.measure == measure), None)

    def of_kind(self, kind: Kind, measure: str) -> Figure | None:
        """Return one of its headline figures of a kind; that of all kinds where the record tells none apart."""
        figures = self.by_kind.get(kind, ()) if self.by_kind else self.headline
        return next((f for f in figures if f.measure == measure), None)


class Evaluation(OfPrompts):
    """What was found out about a candidate."""

    schema_version: Literal[1] = 1
    id: str
    at: AwareDatetime
    candidate: str
    dataset_version: str
    sets: dict[str, int] = Field(description="Cases by set [count]")
    people: int
    set_sha256: str
    seed: int
    code_version: str = __version__
    rule: Rule
    models: tuple[ModelResult, ...]
    differences: tuple[Difference, ...] = Field(description="Candidate minus each other model")
    decision: Decision
    equal_passes: dict[str, float] = Field(
        {},
        description="How likely an equal model passes every 'not worse' with these cases [1], by the true share "
        "that both are taken to have; empty in records of before",
    )

    def model(self, role: Role) -> ModelResult | None:
        """Return the model of a role."""
        return next((m for m in self.models if m.role == role), None)


class JudgedCase(NamedTuple):
    """One model's answer to a case, with its scores and verdicts."""

    answer: Answer
    scores: dict[str, Score]
    verdicts: tuple[Verdict, ...]


class ModelAnswers(NamedTuple):
    """All answers of one model."""

    judged: dict[str, JudgedCase]
    """By case id."""
    unanswered: dict[str, str]
    """Case id → why."""
    kinds: Mapping[str, FaultKind] = MappingProxyType({})
    """Case id → the kind of fault."""

    @property
    def faults(self) -> Faults:
        """The faults, counted by kind; of an answer without a kind nothing came."""
        kinds = [self.kinds.get(case, "unreachable") for case in self.unanswered]
        return count_faults(kinds, (j.answer for j in self.judged.values()))

    @property
    def scores(self) -> dict[str, dict[str, Score]]:
        """Scores by case."""
        return {case: j.scores for case, j in self.judged.items()}


def evaluation_id(  # noqa: PLR0913 - what an evaluation is named by
    cases: Sequence[Case],
    fingerprints: Mapping[str, str],
    rule: Rule,
    *,
    seed: int,
    hrmax_formula: HrmaxFormula,
    prompts: Prompts,
) -> str:
    """Return the name of an evaluation: the same models, cases, rule and code give the same.

    Formula and prompts, which a promotion takes from it, name it where they are not the defaults.

    Args:
        cases: All cases.
        fingerprints: By role.
        rule: The rule.
        seed: Of the resampling.
        hrmax_formula: By which the dataset's rows go.
        prompts: With which they begin.
    """
    decides = {
        "set": set_hash(tuple(cases)),
        "models": dict(sorted(fingerprints.items())),
        "rule": rule.judging(),
        "seed": seed,
        "code": __version__,
        **OfPrompts(hrmax_formula=hrmax_formula, prompts=prompts).model_dump(mode="json"),
    }
    text = json.dumps(decides, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:_HASH_CHARACTERS]


def costs_of(answers: ModelAnswers, prices: Prices | None) -> Costs:
    """Return what a model's answers took."""
    said = [j.answer for j in answers.judged.values()]
    took = spent(said, prices)
    counted = not took.uncounted and bool(said)
    waits = sorted(a.latency_s for a in said)
    money = took.cost if counted else None
    return Costs(
        answered=len(said),
        unanswered=len(answers.unanswered),
        refused=sum(answers.kinds.get(case) in KEPT_KINDS for case in answers.unanswered),
        cut=answers.faults.cut,
        faults=answers.faults,
        prompt_tokens=took.prompt_tokens if counted else None,
        answer_tokens=took.answer_tokens if counted else None,
        latency_p50_s=_quantile(waits, 0.5),
        latency_p95_s=_quantile(waits, 0.95),
        money_per_1000=None if money is None else (money / len(said) * _PER).quantize(_CENT),
        currency=took.currency,
    )


def _quantile(values: Sequence[float], share: float) -> float | None:
    """Return the value of the nearest rank: the least that `share` of all do not exceed."""
    if not values:
        return None
    return round(values[max(1, ceil(round(share * len(values), 9))) - 1], 4)
