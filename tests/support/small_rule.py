"""The product's promotion rule for evaluations as small as tests can pay for: of few cases, and of few people."""

from pathlib import Path

import yaml

from wearable_coach.promotion.rule import Rule, read_rule

FEW = {"least_cases": 3, "least_people": 2}
LEAST_N = 10
AT_LEAST = 0.6
"""What a scripted model keeps that knows no more than the dataset's own answers."""


def small_rule() -> Rule:
    """The product's rule, with ground and floors that a few dozen cases can reach."""
    rule = read_rule()
    floors = {
        name: floor.model_copy(
            update={"at_least": AT_LEAST, "least_n": LEAST_N, "least_judged": AT_LEAST}
        )
        for name, floor in rule.floors.items()
    }
    margins = {
        name: headline.model_copy(update={"margin": 0.5 if name == "abstention" else 0.25})
        for name, headline in rule.headline.items()
    }
    return rule.model_copy(update={**FEW, "floors": floors, "headline": margins})


def small_rule_file(folder: Path, **changed: object) -> Path:
    """Write it as a rule of one's own."""
    path = folder / "small_rule.yaml"
    told = small_rule().model_dump(mode="json") | changed
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    return path
