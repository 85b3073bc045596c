"""A model's card: what it is, of what it was made, how it scored and on how much, what it is not for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wearable_coach.chat.served import LocalAdapter
from wearable_coach.evaluation.evaluation import Evaluation, ModelResult
from wearable_coach.evaluation.figure import Figure
from wearable_coach.publishing.front_matter import with_front_matter
from wearable_coach.publishing.opening_lines import opening_lines

GENERATION = "generation_config.json"
MOST_TOKENS = LocalAdapter().max_tokens
"""Where an answer is cut [tokens]."""
_TAGS = ("korean", "wearables", "health-coaching", "lora", "wearable-coach")
_OWN_LICENCE, _OF_BASE = "mit", "other"

_WHAT = (
    "Answers about a day of a wearable (heart rate, sleep, steps, weight …) in Korean: an interpretation, an exercise "
    "prescription, or a question answered. Tuned by LoRA on a dataset each of whose statements an independent "
    "verifier read back and found supported."
)


class ModelFacts(NamedTuple):
    """What a card is written from."""

    name: str
    form: str
    """``adapter``, ``merged`` or ``ollama``."""
    base: str
    """What the base is called: at the Hub, or where it lies."""
    base_identity: str
    """``NAME@sha256:…``."""
    is_tiny: bool
    licence: str
    """A licence's name as the Hub spells it; empty: the base's, whatever that is."""
    dtype: str
    description: Mapping[str, Any]
    """`model.json`."""
    evaluation: Evaluation | None = None
    dataset: Mapping[str, Any] | None = None
    """The manifest of its dataset; None where it is not in the store any more."""


def model_card(facts: ModelFacts) -> str:
    """Return the card as Markdown with the Hub's YAML head."""
    parts = [
        f"# {facts.name}",
        _WHAT,
        *_limits(facts),
        "## Opening it",
        opening_lines(facts.form, dtype=facts.dtype, with_base=facts.is_tiny),
        "## What it was made of",
        "\n".join(_made_of(facts)),
        "## Values",
        "\n".join(_values(facts.description)),
        "## Scores",
        *_scores(facts),
        "## Licence",
        _licence(facts),
    ]
    return with_front_matter(_head(facts), "\n\n".join(parts) + "\n")


def _head(facts: ModelFacts) -> dict[str, Any]:
    head: dict[str, Any] = {
        "language": ["ko"],
        "license": facts.licence or (_OWN_LICENCE if facts.is_tiny else _OF_BASE),
        "library_name": "peft" if facts.form == "adapter" else "transformers",
        "pipeline_tag": "text-generation",
        "tags": list(_TAGS),
    }
    if head["license"] == _OF_BASE:
        head["license_name"] = "as-the-base-model"
    if "/" in facts.base and not facts.is_tiny:  # as names at the Hub have it
        head["base_model"] = facts.base
        head["base_model_relation"] = "adapter" if facts.form == "adapter" else "finetune"
    if (result := _candidate(facts.evaluation)) and facts.evaluation:
        metrics = [_metric(f) for f in result.headline if f.share is not None]
        of = {"name": "wearable-coach held-out cases", "type": facts.evaluation.dataset_version}
        task = {"type": "text-generation"}
        results = [{"task": task, "dataset": of, "metrics": metrics}] if metrics else []
        head["model-index"] = [{"name": facts.name, "results": results}] if results else []
    return {name: value for name, value in head.items() if value != []}


def _metric(figure: Figure) -> dict[str, Any]:
    more = {"low": figure.low, "high": figure.high, "n": figure.n, "people": figure.people}
    counted = {"hits": figure.hits, "of": figure.of, "unread": figure.unread}
    share = round(figure.share, 6) if figure.share is not None else None
    return {"type": figure.measure, "name": figure.measure, "value": share, "args": more | counted}


def _limits(facts: ModelFacts) -> Iterator[str]:
    yield (
        "**It is no medical device, and no answer of it is to be shown unguarded.** It was tuned to the form and the "
        "numbers of the dataset; it can write a number that nobody gave it. In the product an answer is shown only after the "
        "verifier found every statement of it supported, and the rules answer where it did not. Outside the product nothing "
        "checks it. It knows Korean questions about one day's readings, and nothing about emergencies beyond what the "
        "dataset has."
    )
    if facts.is_tiny:
        yield (
            "Its base is the project's tiny model of 1.3 million weights: **it shows the loop, not medical quality.** Never "
            "serve it to people."
        )


def _made_of(facts: ModelFacts) -> Iterator[str]:
    said = facts.description
    yield f"- base: `{facts.base or facts.base_identity}` (`{facts.base_identity}`)"
    rows = (
        f", {facts.dataset['rows']:,} rows" if facts.dataset and facts.dataset.get("rows") else ""
    )
    yield f"- dataset: `{said.get('dataset_version', 'not known')}`{rows}; the loss is on the assistant's turns alone"
    yield f"- trained by: `{said.get('job', facts.name)}` ({said.get('backend', 'not known')})"
    for name, value in sorted(dict(said.get("metrics") or {}).items()):
        yield f"- {name.replace('_', ' ')}: {value:g}"


def _values(said: Mapping[str, Any]) -> Iterator[str]:
    requested, effective = dict(said.get("requested") or {}), dict(said.get("effective") or {})
    yield "| | requested | effective |"
    yield "|---|---|---|"
    for name in [*requested, *(n for n in effective if n not in requested)]:
        yield f"| {name} | {_shown(requested.get(name))} | {_shown(effective.get(name))} |"


def _scores(facts: ModelFacts) -> Iterator[str]:
    result, evaluation = _candidate(facts.evaluation), facts.evaluation
    if result is None or evaluation is None:
        yield "It was not evaluated: nothing is known of how it answers (`wearable-coach evaluate`)."
        return
    sets = ", ".join(f"{name} {n:,}" for name, n in evaluation.sets.items())
    yield (
        f"Evaluation `{evaluation.id}` of {evaluation.at:%Y-%m-%d} on people and days that it was not trained on ({sets} cases, "
        f"{evaluation.people:,} people), by rule; 95 % intervals by person. Decision: **{evaluation.decision.verdict}**."
    )
    lines = ["| measure | share | 95 % | n | counted |", "|---|---|---|---|---|"]
    lines += [_score_line(figure) for figure in result.headline]
    yield "\n".join(lines)
    costs = result.costs
    yield f"Answered {costs.answered:,}, not answered {costs.unanswered:,}, cut by the token limit {costs.cut:,}."


def _score_line(figure: Figure) -> str:
    if figure.share is None:
        return f"| {figure.measure} | nothing to score | | {figure.n} | |"
    between = (
        ""
        if figure.low is None or figure.high is None
        else f"{figure.low:.3f} to {figure.high:.3f}"
    )
    return f"| {figure.measure} | {figure.share:.3f} | {between} | {figure.n} | {figure.hits:g} of {figure.of:g} |"


def _licence(facts: ModelFacts) -> str:
    if facts.licence:
        return f"`{facts.licence}`, as whoever published it says; the base's own terms hold for the base."
    if facts.is_tiny:
        return "MIT, as the project that made base, data and adapter."
    return (
        "The base's terms hold for what was tuned from it: read them before you pass this on, and name the licence in the "
        "head of this card. The dataset was made by the project's own generator (MIT)."
    )


def _candidate(evaluation: Evaluation | None) -> ModelResult | None:
    return evaluation.model("candidate") if evaluation else None


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)
