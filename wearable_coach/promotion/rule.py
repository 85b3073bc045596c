"""The rule that decides whether a model may be served: data, and how it is read; `verdict` applies it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.score import BY_KEY
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
    by: Literal["share", "interval"] = Field(
        "share",
        description="interval: the lower end of the 95 % interval must reach `at_least`, and only where the upper "
        "end is below it the floor is broken; share: the share itself, so that one miss breaks a floor of 1",
    )
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
    least_cases: int = Field(
        ge=1, description="Cases scored of both models, asked of each headline measure [count]"
    )
    least_people: int = Field(ge=1, description="People of those cases [count]")
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


def headline_measures(rule: Rule) -> Sequence[str]:
    """Return the measures that are compared."""
    return tuple(rule.headline)
