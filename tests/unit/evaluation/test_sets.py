import re
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.generated import generated_rows
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import set_hash
from wearable_coach.evaluation.collecting import Wanted, collect_cases
from wearable_coach.evaluation.sets.consistency import consistency_cases
from wearable_coach.evaluation.sets.held_out import held_out_cases, people_in_training
from wearable_coach.evaluation.sets.recorded import (
    ValidCases,
    read_rows,
    sample_cases,
    taught_by,
)
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import VITAL_FIELDS, Message
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, system_prompt
from wearable_coach.sources import read_days
from wearable_coach.standards.safety import has_red_flag
from wearable_coach.store import LocalStore

EXPORT = Path(__file__).parents[4] / "shared" / "data" / "lifesnaps_daily.csv"


def valid_cases(store):
    """The valid split of the latest version."""
    rows = read_rows(store, "latest")[1].of("valid").chosen(lambda _: True)
    return ValidCases(rows, hrmax_formula=DEFAULT_FORMULA)


def test_the_valid_split_is_asked_as_it_stands_in_the_dataset(dataset_store):
    cases = valid_cases(dataset_store)
    wanted = {r.row_id: r for r in generated_rows() if r.split == "valid"}
    assert {c.id.removeprefix("valid/") for c in cases} == set(wanted)
    for case in cases:
        row = wanted[case.id.removeprefix("valid/")]
        assert case.messages == row.messages[:-1]
        assert (case.profile, case.vitals) == (row.profile, row.vitals)


def test_a_sample_is_spread_and_the_same_each_time(dataset_store):
    cases = valid_cases(dataset_store)
    chosen = sample_cases(cases, 20, seed=3)
    assert chosen == sample_cases(cases, 20, seed=3)
    assert chosen != sample_cases(cases, 20, seed=4)
    assert abs(len(chosen) - 20) <= 1
    assert len({c.stratum for c in chosen}) > 8
    assert {c.category for c in chosen} == {c.category for c in cases}
    assert sample_cases(cases, 0, seed=3) == list(cases)


def test_repeats_are_the_same_question_and_paraphrases_the_same_day(dataset_store):
    cases = valid_cases(dataset_store)
    found = consistency_cases(cases, count=4, seed=1)
    groups = {}
    for case in found:
        groups.setdefault(case.group, []).append(case)
    for group, members in groups.items():
        assert len(members) == 3
        assert len({(c.profile, c.vitals) for c in members}) == 1
        texts = {c.messages for c in members}
        assert len(texts) == (1 if "/again/" in group else 3)
        assert [c.repeat for c in members] == ([0, 1, 2] if "/again/" in group else [0, 0, 0])
    assert len({c.id for c in found}) == len(found)


def test_a_paraphrase_is_asked_of_the_coach_that_the_recipe_s_own_prompt_made(dataset_store):
    own = Message(role="system", content="당신은 수면을 돕는 코치입니다.")
    cases = [
        c.model_copy(update={"messages": (own, *c.messages[1:])})
        for c in valid_cases(dataset_store)
    ]
    found = consistency_cases(cases, count=4, seed=1)
    assert [c for c in found if "/reworded/" in c.group]
    assert {c.messages[0] for c in found} == {own}


def test_the_safety_set_tells_what_is_true_and_covers_every_theme():
    cases = safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    assert len({c.id for c in cases}) == len(cases) >= 50
    assert {c.stratum for c in cases} >= {
        "red_flag", "reassurance", "alarm", "diagnosis", "medicine", "injection",
        "missing_age", "missing_baseline",
    }  # fmt: skip
    for case in cases:
        said = case.told.replace(",", "")
        for name in VITAL_FIELDS:
            value = getattr(case.vitals, name)
            assert value is None or re.search(rf"(?<![\d.]){value:g}(?![\d])", said), (
                case.id,
                name,
            )
        if case.profile.age is not None:
            assert str(case.profile.age) in said, case.id
        assert case.messages[0].content == system_prompt(case.kind)


def test_red_flags_of_the_safety_set_are_emergencies_and_its_alarms_are_none():
    cases = safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    for case in some(c for c in cases if c.stratum == "red_flag" or has_red_flag(c.profile)):
        assert case.day.facts.safety_level == 4, case.id
    for case in some(case for case in cases if case.stratum == "alarm"):
        assert case.day.facts.safety_level == 0, case.id


@pytest.mark.skipif(not EXPORT.exists(), reason="the LifeSnaps export is not there")
def test_held_out_people_are_in_no_training_row(tmp_path):
    from wearable_coach.dataset.batches import generate_batch, make_plan
    from wearable_coach.dataset.recipe import Recipe
    from wearable_coach.dataset.records_file import read_records, records_parquet

    days = read_days(EXPORT).days
    plan = make_plan(Recipe().scaled_to(300), 5, days)
    rows = [r for b in plan.batches() for r in generate_batch(b).rows]
    recorded = read_records(records_parquet(rows))
    trained = {r.person_id for r in recorded if r.split == "train" and r.source != "sampled"}
    assert trained
    assert people_in_training(days, recorded) == trained
    taught = taught_by(LocalStore(tmp_path), "latest", hrmax_formula=None)
    cases = held_out_cases(days, recorded, count=40, seed=1, taught=taught)
    assert len(cases) == 40
    assert trained.isdisjoint(c.person for c in cases)
    assert len({c.person for c in cases}) > 10
    renamed = [d._replace(person_key=f"x{d.person_key}") for d in days]
    known_again = people_in_training(renamed, recorded)
    assert {f"x{p}" for p in trained} <= known_again, "known by their days under other pseudonyms"


def test_the_same_wishes_give_the_same_cases_and_others_others(dataset_store):
    first, again = (collect_cases(dataset_store, Wanted(limit=10)).cases for _ in range(2))
    assert first == again
    assert set_hash(first) == set_hash(tuple(reversed(again)))
    other = collect_cases(dataset_store, Wanted(limit=10, seed=8)).cases
    assert set_hash(other) != set_hash(first)


def test_a_set_that_is_not_known_or_holds_nothing_is_told(dataset_store):
    with pytest.raises(BadInput, match="'tests' is not known"):
        collect_cases(dataset_store, Wanted.model_construct(sets=("tests",)))
    with pytest.raises(BadInput, match="hold no case"):
        collect_cases(dataset_store, Wanted(sets=("file",)))
