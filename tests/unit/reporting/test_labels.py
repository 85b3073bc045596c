"""No code without a label: all that the pages may show is walked."""

import re
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
import yaml

from wearable_coach.dataset.recipe import Recipe, SplitShares
from wearable_coach.evaluation.case import SETS
from wearable_coach.evaluation.claim_words import claim_words
from wearable_coach.evaluation.evaluation import ROLES
from wearable_coach.evaluation.missing import missing_fields
from wearable_coach.evaluation.score import MEASURES
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.rule import Reason, Verdict, read_rule
from wearable_coach.records import VITAL_FIELDS, Kind
from wearable_coach.reporting.labels import label, labels, value_label
from wearable_coach.sources.importers import source_names
from wearable_coach.sources.strata import STRATA
from wearable_coach.verification.labels import LABELS

RULE_ID = re.compile(r"\b(?:STD|VER|FMT)-[A-Z]+-\d{3}\b")
KOREAN = re.compile(r"[가-힣]")
WITHOUT_LABEL = frozenset(("STD-ROUND-005",))


def rule_ids():
    """Every rule that is named in the verifier and in the tables of the standards."""
    found: set[str] = set()
    for package in ("wearable_coach.verification", "wearable_coach.standards"):
        folder = Path(str(files(package)))
        for path in (*folder.rglob("*.py"), *folder.rglob("*.yaml")):
            found |= set(RULE_ID.findall(path.read_text(encoding="utf-8")))
    return sorted(found - WITHOUT_LABEL)


def sources():
    safety = {case.source for case in safety_cases(hrmax_formula=DEFAULT_FORMULA)}
    return sorted({*source_names(), *safety, "written"})


@pytest.mark.parametrize("rule", rule_ids())
def test_every_rule_has_a_label(rule):
    assert KOREAN.search(label("rules", rule))


def test_no_label_is_left_of_a_rule_that_is_gone():
    assert set(labels()["rules"]) == set(rule_ids())


def test_every_stratum_and_drill_has_a_label():
    for name in (*STRATA, *(c.stratum for c in safety_cases(hrmax_formula=DEFAULT_FORMULA))):
        assert KOREAN.search(value_label("stratum", name)), name


def test_every_category_kind_set_and_source_has_a_label():
    for name in (*get_args(Kind), *(c.name for c in Recipe().categories)):
        assert KOREAN.search(value_label("category", name)), name
    for name in SplitShares.model_fields:
        assert KOREAN.search(value_label("split", name)), name
    for name in SETS:
        assert KOREAN.search(value_label("set", name)), name
    assert {"lifesnaps", "fitabase", "table", "sampled", "written"} <= set(sources())
    for name in sources():
        assert KOREAN.search(value_label("source", name)), name


def test_every_measure_verdict_role_and_unit_has_a_label():
    for measure in MEASURES:
        assert KOREAN.search(measure.label)
        assert KOREAN.search(measure.explained)
        assert KOREAN.search(label("counts", measure.counts))
    assert all(KOREAN.search(label("verdicts", v)) for v in get_args(Verdict))
    assert all(KOREAN.search(label("roles", r)) for r in ROLES)
    parts = get_args(Reason.model_fields["part"].annotation)
    page = (files("wearable_coach.reporting") / "templates/evaluation.html").read_text("utf-8")
    assert all(f'("{part}", ' in page for part in parts)
    assert set(read_rule().headline) <= {m.key for m in MEASURES}


def test_a_category_of_one_s_own_is_its_own_label():
    assert value_label("category", "야간 근무자") == "야간 근무자"


def test_every_field_that_may_be_missing_has_a_label():
    for case in safety_cases(hrmax_formula=DEFAULT_FORMULA):
        assert all(LABELS[name] != name for name in missing_fields(case))
    assert {*VITAL_FIELDS, "age", "baseline_rhr"} <= set(LABELS)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("value:resting_heart_rate", "안정시 심박수"),
        ("class:bmi", "BMI 분류"),
        ("advice:light", "저강도 권유"),
        ("difference:week", "WHO 기준까지의 차이"),
        ("required:119", "119 안내"),
    ],
)
def test_a_claim_is_named_in_words(claim, words):
    assert claim_words(claim) == words


def test_the_labels_file_holds_no_empty_group():
    text = (files("wearable_coach.reporting") / "labels_ko.yaml").read_text("utf-8")
    assert all(group and all(group.values()) for group in yaml.safe_load(text).values())
