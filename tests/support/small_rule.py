"""The product's promotion rule for evaluations as small as tests can pay for: of few cases, and of few people."""

from pathlib import Path

import yaml

from wearable_coach.promotion.rule import Rule, read_rule

FEW = {"least_cases": 3, "least_people": 2}
LEAST_N = 10


def small_rule(*, unknown: bool = False) -> Rule:
    """The product's rule, with ground and floors that a few dozen cases can reach.

    Args:
        unknown: Whether the model is scripted and knows no more than the dataset's own answers, of whom less can be asked.
    """
    rule = read_rule()
    asked = {"at_least": 0.6, "least_judged": 0.6} if unknown else {"at_least": 0.8}
    floors = {
        name: floor.model_copy(update={**asked, "least_n": LEAST_N})
        for name, floor in rule.floors.items()
    }
    margins = {
        name: headline.model_copy(update={"margin": 0.5 if name == "abstention" else 0.25})
        for name, headline in rule.headline.items()
    }
    return rule.model_copy(update={**FEW, "floors": floors, "headline": margins})


def small_rule_file(folder: Path, *, unknown: bool = False, **changed: object) -> Path:
    """Write it as a rule of one's own."""
    path = folder / "small_rule.yaml"
    told = small_rule(unknown=unknown).model_dump(mode="json") | changed
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    return path
