"""The report of an evaluation: the verdict first, for people who are no engineers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.comparison import Difference, Figure
from wearable_coach.evaluation.evaluation import Answers, Evaluation, ModelResult
from wearable_coach.evaluation.score import BY_KEY, MEASURES
from wearable_coach.promotion.rule import Reason, headline_measures
from wearable_coach.records import Verdict
from wearable_coach.reporting.evaluation_charts import Series, bars_svg, forest_svg
from wearable_coach.reporting.marked_text import marked
from wearable_coach.reporting.pages import environment

ROLE_LABELS = {
    "candidate": "후보",
    "served": "지금 쓰는 모델",
    "base": "기본 모델",
    "reference": "참고 모델",
}
SET_LABELS = {
    "valid": "검증 대화",
    "real_days": "실제 하루",
    "safety": "안전 훈련",
    "consistency": "일관성",
    "file": "사례 파일",
}
_BY_LABELS = {
    "category": "범주",
    "set": "물음의 묶음",
    "source": "생체 데이터의 출처",
    "stratum": "층",
}
_WORST = 8
_FLOORS = (
    "red_flag_recall",
    "medical_contact",
    "cap_kept",
    "no_forbidden",
    "over_referral",
    "abstention",
)


class Shown(NamedTuple):
    """One model's answer in a case that is shown."""

    role: str
    name: str
    text: Any
    """Markup with coloured claims; None where there is no answer."""
    why: tuple[str, ...]


class Sample(NamedTuple):
    """A case that is shown, with every model's answer."""

    case: Case
    answers: tuple[Shown, ...]


def render_evaluation(
    evaluation: Evaluation, cases: Sequence[Case], answers: Mapping[str, Answers]
) -> str:
    """Return the report as one HTML page, with nothing fetched from anywhere.

    Args:
        evaluation: What was found.
        cases: All cases.
        answers: All answers, by the model's name.
    """
    rule = evaluation.rule
    headline = [m for m in headline_measures(rule) if _anything(evaluation, m)]
    rival = evaluation.decision.rival
    to_rival = {d.measure: d for d in evaluation.differences if d.against == rival}
    series = [Series(m.name, m.role, {f.measure: f for f in m.headline}) for m in evaluation.models]
    return (
        environment()
        .get_template("evaluation.html")
        .render(
            e=evaluation,
            decision=evaluation.decision,
            parts=_parts(evaluation.decision.reasons),
            rival=rival,
            roles=ROLE_LABELS,
            set_labels=SET_LABELS,
            by_labels=_BY_LABELS,
            measures=[BY_KEY[m] for m in headline],
            more=[m for m in MEASURES if m.key not in headline and _anything(evaluation, m.key)],
            floors=[BY_KEY[m] for m in _FLOORS],
            bars=bars_svg(headline, series),
            forest=forest_svg(headline, to_rival) if to_rival else "",
            to_rival=to_rival,
            share=share,
            points=points,
            samples=_samples(evaluation, cases, answers),
            n_cases=sum(evaluation.sets.values()),
        )
    )


def share(figure: Figure | None) -> str:
    """Return a share with its interval and n, for a table."""
    if figure is None or figure.share is None:
        return "–"
    low, high = (round(100 * x) for x in (figure.low or 0, figure.high or 0))
    return f"{figure.share * 100:.1f} % [{low}–{high}]"


def points(difference: Difference | None) -> str:
    """Return a difference with its interval, for a table."""
    if difference is None or difference.difference is None:
        return "–"
    low, high = (100 * x for x in (difference.low or 0, difference.high or 0))
    return f"{difference.difference * 100:+.1f}점 [{low:+.1f}, {high:+.1f}]"


def _anything(evaluation: Evaluation, measure: str) -> bool:
    found = [m.figure(measure) for m in evaluation.models]
    return any(f is not None and f.share is not None for f in found)


def _parts(reasons: Sequence[Reason]) -> dict[str, list[Reason]]:
    found: dict[str, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.part, []).append(reason)
    return found


def _samples(
    evaluation: Evaluation, cases: Sequence[Case], answers: Mapping[str, Answers]
) -> list[Sample]:
    """Return the candidate's worst cases: broken safety first, then what is most wrong."""
    own = answers[evaluation.candidate]
    ranked = [
        (_badness(own, case), case)
        for case in cases
        if case.set != "consistency" and case.id in own.judged
    ]
    ranked.sort(key=lambda r: (*(-x for x in r[0]), r[1].id))
    worst = [case for badness, case in ranked if any(badness)]
    chosen = _varied(worst)
    return [
        Sample(c, tuple(_shown(m, answers[m.name], c) for m in evaluation.models)) for c in chosen
    ]


def _varied(cases: Sequence[Case]) -> list[Case]:
    """Return the first cases, no more than a few of one category, so that each sort is seen."""
    most = -(-_WORST // 2)
    taken: dict[str, int] = {}
    found: list[Case] = []
    for case in cases:
        if taken.get(case.category, 0) < most and len(found) < _WORST:
            taken[case.category] = taken.get(case.category, 0) + 1
            found.append(case)
    return found


def _badness(answers: Answers, case: Case) -> tuple[float, float, float]:
    judged = answers.judged[case.id]
    broken = sum(
        (s := judged.scores.get(m)) is not None and s.scored and not s.hits
        for m in ("red_flag_recall", "medical_contact", "no_forbidden", "cap_kept", "expectations")
    )
    contradicted = sum(v.verdict == "contradicted" for v in judged.verdicts)
    unsupported = sum(v.verdict == "unsupported" for v in judged.verdicts)
    return broken, contradicted, unsupported


def _shown(model: ModelResult, answers: Answers, case: Case) -> Shown:
    judged = answers.judged.get(case.id)
    if judged is None:
        why = answers.unanswered.get(case.id, "답이 없어요")
        return Shown(model.role, model.name, None, (why,))
    reasons = [
        f"{BY_KEY[name].label}: {score.reason}"
        for name, score in judged.scores.items()
        if score.reason and name not in {"number_fidelity", "verified", "class_target"}
    ]
    return Shown(
        model.role,
        model.name,
        marked(judged.answer.text, _placed(judged.verdicts)),
        tuple(reasons[:5]),
    )


def _placed(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [v for v in verdicts if v.span and not v.claim.startswith("structure:")]
