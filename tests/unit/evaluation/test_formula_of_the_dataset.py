"""One formula from the recipe to the answer that is shown: what judges goes by what wrote."""

import json
from datetime import UTC, datetime
from typing import get_args

import pytest

from expectations.columns_vitals import vitals_columns
from tests.support.cases import some
from tests.support.generated import answer_of, as_case, generated_dataset, generated_rows, recipe_of
from tests.support.parrots import parrot_judged
from tests.support.serving_days import ScriptedModel
from wearable_coach.client import Coach
from wearable_coach.dataset.assembly import content_hash
from wearable_coach.dataset.plan import gate_plan, plan_rows
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import set_hash
from wearable_coach.evaluation.collecting import Wanted, collect_cases
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.scoring import score_answer
from wearable_coach.evaluation.sets.recorded import read_rows
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.promotion.deciding import promote_evaluation
from wearable_coach.promotion.pointer import Entry, read_promoted, roll_back
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.table import table
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import publish

AT = datetime(2026, 1, 2, tzinfo=UTC)
FORMULAS: tuple[HrmaxFormula, ...] = get_args(HrmaxFormula)
OTHERS = tuple(name for name in FORMULAS if name != DEFAULT_FORMULA)
SETS = ("valid", "safety", "consistency")
RUN = Vitals(heart_rate=150, resting_heart_rate=60, sleep_hr=7.5, steps=9000)
RUNNER = Profile(age=60, hr_context="exercise", baseline_rhr=60, regularly_active=True)
ROWS = 400


@pytest.fixture(scope="module")
def fox_store(tmp_path_factory):
    store = LocalStore(tmp_path_factory.mktemp("fox"))
    generated_dataset(store, ROWS, "fox")
    return store


def gone(_serving, _store):
    raise OSError


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_answers_of_a_dataset_are_right_answers_to_its_own_questions(formula):
    for row in some(generated_rows(120, 7, formula)):
        scored = score_answer(as_case(row, hrmax_formula=formula), answer_of(row))
        assert scored.scores["verified"].share == 1, (row.row_id, scored.scores["verified"])


def test_the_answers_of_a_dataset_are_wrong_by_another_formula():
    rows = generated_rows(120, 7, "fox")
    wrong = [
        row
        for row in rows
        if score_answer(as_case(row, hrmax_formula="tanaka"), answer_of(row))
        .scores["verified"]
        .share
        == 0
    ]
    assert len(wrong) > len(rows) / 3


@pytest.fixture(scope="module")
def judged(fox_store):
    """An evaluation, on a dataset made with fox, of a model that repeats the dataset's answers."""
    collected = collect_cases(fox_store, Wanted(sets=SETS, limit=80))
    return parrot_judged(collected, generated_rows(ROWS, 7, "fox"), at=AT)


def test_a_model_that_repeats_a_dataset_made_with_fox_is_verified_throughout(judged):
    assert judged.models[0].figure("verified").share == 1
    assert judged.hrmax_formula == "fox"


def test_it_is_promoted_and_served_by_its_own_formula_until_it_is_rolled_back(judged, tmp_path):
    assert judged.decision.verdict == "promote", judged.decision.unmet
    store = LocalStore(tmp_path)
    entry, _ = promote_evaluation(store, judged, at=AT, by="test")
    assert entry.hrmax_formula == "fox"
    assert read_promoted(store).promoted.current.hrmax_formula == "fox"
    with Coach(store, gone) as coach:
        by_fox = coach.interpret(RUN, RUNNER).text
    with Coach(store, lambda *_: ScriptedModel(lambda _: by_fox)) as coach:
        assert coach.interpret(RUN, RUNNER).source == "model"
    with Coach(store, gone, hrmax_formula="tanaka") as coach:
        by_tanaka = coach.interpret(RUN, RUNNER).text
    assert "100~119bpm" in by_fox  # 60 + 0.40 × (220 − 60 − 60), and 0.59
    assert "102~123bpm" in by_tanaka  # 60 + 0.40 × (208 − 0.7 × 60 − 60), and 0.59
    assert roll_back(store, at=AT).hrmax_formula == DEFAULT_FORMULA


def test_every_set_goes_by_the_formula_of_the_dataset_unless_another_is_asked_for(fox_store):
    assert {c.hrmax_formula for c in collect_cases(fox_store, Wanted(sets=SETS)).cases} == {"fox"}
    asked = collect_cases(fox_store, Wanted(sets=SETS, hrmax_formula="gellish"))
    assert {c.hrmax_formula for c in asked.cases} == {"gellish"}
    assert asked.hrmax_formula == "gellish"


def test_a_case_of_a_file_may_name_its_own_formula(fox_store, tmp_path):
    file = tmp_path / "cases.jsonl"
    rows = [{"heart_rate": 60}, {"heart_rate": 61, "hrmax_formula": "tanaka"}]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    cases = collect_cases(fox_store, Wanted(sets=("file",), case_files=(str(file),))).cases
    assert [c.hrmax_formula for c in cases] == ["fox", "tanaka"]
    file.write_text('{"heart_rate": 60, "hrmax_formula": "karvonen"}', encoding="utf-8")
    with pytest.raises(BadInput, match="'karvonen' is not known; name one of tanaka, fox, gellish"):
        collect_cases(fox_store, Wanted(sets=("file",), case_files=(str(file),)))


def test_a_store_without_a_dataset_has_drills_by_the_default_formula(tmp_path):
    cases = collect_cases(LocalStore(tmp_path), Wanted(sets=("safety",))).cases
    assert {c.hrmax_formula for c in cases} == {DEFAULT_FORMULA}


def test_a_manifest_that_names_an_unknown_formula_is_told(tmp_path):
    store = LocalStore(tmp_path)
    manifest = {"content_sha256": "a" * 64, "recipe": {"standards": {"hrmax_formula": "x"}}}
    publish(store, version="20260101-aaaaaaaaaaaa", files={}, manifest=manifest)
    with pytest.raises(BadInput, match="give one with --hrmax-formula"):
        collect_cases(store, Wanted(sets=("safety",)))
    assert collect_cases(store, Wanted(sets=("safety",), hrmax_formula="fox")).cases


@pytest.mark.parametrize("record", [Evaluation, Entry])
def test_what_was_kept_before_formulas_were_named_goes_by_the_default(record, judged):
    made = {
        Evaluation: judged.model_copy(update={"hrmax_formula": DEFAULT_FORMULA}),
        Entry: Entry(serial=1, action="promote", model="m", at=AT),
    }[record]
    written = made.model_dump(mode="json")
    assert "hrmax_formula" not in written  # as before, so that an older version reads it too
    assert record.model_validate(written).hrmax_formula == DEFAULT_FORMULA
    other = made.model_copy(update={"hrmax_formula": "fox"})
    assert record.model_validate(other.model_dump(mode="json")).hrmax_formula == "fox"


def test_the_name_of_a_set_of_cases_tells_another_formula_and_is_the_old_one_by_the_default():
    case = as_case(generated_rows(120)[0])
    line = case.model_dump_json()
    assert "hrmax_formula" not in line
    assert line.startswith('{"id":')
    assert set_hash((case,)) != set_hash((case.model_copy(update={"hrmax_formula": "fox"}),))


def test_the_records_of_a_dataset_name_the_formula_that_was_used(fox_store):
    assert read_rows(fox_store, "latest")
    for formula in FORMULAS:
        for row in generated_rows(120, 7, formula):
            shown = json.loads(row.facts).get("hrmax", {})
            assert [key for key in shown if key.endswith("_exact")] in ([], [f"{formula}_exact"])


def test_a_version_is_named_by_the_facts_and_not_by_the_key_of_the_formula():
    rows = generated_rows(120, 7, "fox")
    assert any("fox_exact" in row.facts for row in rows)
    name = content_hash(rows, seed=7)
    assert name == content_hash(told(rows, "fox_exact", "tanaka_exact"), seed=7)
    assert name != content_hash(told(rows, '"hrr_exact": 1', '"hrr_exact": 2'), seed=7)
    assert name != content_hash(told(rows, '"rhr_used"', '"rhr"'), seed=7)


def told(rows, before, after):
    return [row.model_copy(update={"facts": row.facts.replace(before, after)}) for row in rows]


@pytest.mark.parametrize(("formula", "below"), [("fox", False), ("tanaka", True)])
def test_the_gate_looks_for_heart_rates_far_above_the_maximal_one_by_the_dataset_s_formula(
    formula, below
):
    fast = Vitals(heart_rate=190)  # 20 bpm above 220 − 51 and more, not above 208 − 0.7 × 51
    row = generated_rows(120)[0].model_copy(
        update={"profile": Profile(age=51, hr_context="exercise"), "vitals": fast}
    )
    plan = plan_rows(recipe_of(120, formula), seed=7)
    assert gate_plan(recipe_of(120, formula), plan).hrmax_formula == formula
    [above_bpm] = vitals_columns([row], formula)["bpm_above_hrmax"]
    ceiling_bpm = table("vitals")["cross_field"]["hr_far_above_hrmax"]["above_bpm"]
    assert (above_bpm <= ceiling_bpm) is below
