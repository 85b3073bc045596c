"""No code without a label: all that the pages may show is walked."""

import re
from importlib.resources import files
from typing import get_args

import pytest
import yaml

from tests.support.cases import some
from wearable_coach.dataset.recipe import Recipe, SplitShares
from wearable_coach.evaluation.agreement import COMPARED
from wearable_coach.evaluation.case import SETS
from wearable_coach.evaluation.claim_words import claim_words
from wearable_coach.evaluation.evaluation import ROLES
from wearable_coach.evaluation.missing import missing_fields
from wearable_coach.evaluation.score import MEASURES
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.rule import Reason, Verdict, read_rule
from wearable_coach.records import VITAL_FIELDS, Kind
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.reporting.labels import label, rule_label, value_label
from wearable_coach.sources.importers import source_names
from wearable_coach.sources.strata import STRATA
from wearable_coach.verification.accounting import _KINDS as ACCOUNTED
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.rules import rules

KOREAN = re.compile(r"[가-힣]")


def sources():
    safety = {
        case.source for case in safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    }
    return sorted({*source_names(), *safety, "written"})


@pytest.mark.parametrize("rule", rules())
def test_every_rule_has_a_label(rule):
    assert KOREAN.search(rule_label(rule))


def test_a_rule_that_is_gone_is_called_by_its_id():
    assert rule_label("VER-GONE-001") == "VER-GONE-001"


def test_every_stratum_and_drill_has_a_label():
    for name in (
        *STRATA,
        *(c.stratum for c in safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)),
    ):
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
    for case in safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS):
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


def test_a_claim_without_a_number_is_named_in_words_where_answers_are_compared():
    compared = {claim for claim in ACCOUNTED.values() if claim.startswith(COMPARED)}
    assert all(KOREAN.search(claim_words(claim)) for claim in some(compared))


def test_the_labels_file_holds_no_empty_group():
    text = (files("wearable_coach.reporting") / "labels_ko.yaml").read_text("utf-8")
    assert all(group and all(group.values()) for group in yaml.safe_load(text).values())
