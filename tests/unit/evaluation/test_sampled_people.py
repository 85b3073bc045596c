"""Sampled people of an evaluation: nobody and no question that a training row knows, the same each time."""

import pytest

from tests.support.cases import some
from tests.support.generated import generated_dataset, generated_rows
from wearable_coach.dataset.plan import families_of
from wearable_coach.dataset.recipe import SplitShares
from wearable_coach.dataset.records_file import read_records, records_parquet
from wearable_coach.dataset.taught import Taught
from wearable_coach.evaluation.collecting import FULL, TRIAL, Wanted, collect_cases
from wearable_coach.evaluation.missing import missing_fields
from wearable_coach.evaluation.sets.sampled import sampled_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, Prompts
from wearable_coach.store import LocalStore

TAUGHT = Taught(DEFAULT_FORMULA, PRODUCT_PROMPTS, SplitShares().used())


@pytest.fixture(scope="module")
def recorded():
    return read_records(records_parquet(generated_rows(60)))


@pytest.fixture(scope="module")
def cases(recorded):
    return sampled_cases(recorded, count=120, seed=7, taught=TAUGHT)


def test_each_is_of_a_person_of_its_own_and_the_same_each_time(recorded, cases):
    assert len(cases) == len({c.id for c in cases}) == len({c.person for c in cases}) == 120
    assert all(c.is_headline and c.set == "sampled" for c in cases)
    few = sampled_cases(recorded, count=6, seed=7, taught=TAUGHT)
    assert few == sampled_cases(recorded, count=6, seed=7, taught=TAUGHT)
    assert few != sampled_cases(recorded, count=6, seed=8, taught=TAUGHT)
    assert sampled_cases(recorded, count=0, seed=7, taught=TAUGHT) == []


def test_nobody_and_no_question_of_training_is_among_them(recorded, cases):
    trained = [r for r in recorded if r.split == "train"]
    asked = {m.content for r in trained for m in r.messages if m.role == "user"}
    assert not {c.person for c in cases} & {r.person_id for r in recorded}
    assert not {(c.profile, c.vitals) for c in cases} & {(r.profile, r.vitals) for r in trained}
    assert not {c.messages[-1].content for c in cases} & asked


def test_what_a_training_row_asks_is_drawn_anew(recorded, cases):
    """A training row is made to ask what a case would."""
    row = next(r for r in recorded if r.split == "train")
    stolen = row._replace(messages=(cases[0].messages[0], cases[0].messages[-1]))
    told = row._replace(profile=cases[1].profile, vitals=cases[1].vitals)
    found = {c.id: c for c in sampled_cases([stolen, told], count=120, seed=7, taught=TAUGHT)}
    for old in cases[:2]:
        assert found[old.id].messages != old.messages
    assert found[cases[2].id] == cases[2]


def test_reports_lack_readings_as_real_days_do_and_chats_have_turns(cases):
    reports = [c for c in cases if c.kind == "health_interpretation"]
    lacking = [c for c in reports if missing_fields(c)]
    assert 0.6 < len(lacking) / len(reports) < 1
    assert [c for c in cases if len(c.messages) > 2]
    assert len({c.stratum for c in cases}) > 12
    for case in some(cases):
        assert [m.role for m in case.messages[1:]][::2] == ["user"] * (len(case.messages) // 2)


def test_they_are_asked_as_the_dataset_was_written():
    taught = Taught("gellish", Prompts(coaching="당신은 코치예요."), SplitShares().used())
    found = sampled_cases((), count=30, seed=1, taught=taught)
    assert {c.hrmax_formula for c in found} == {"gellish"}
    chats = [c for c in found if c.kind == "coaching"]
    assert {c.messages[0].content for c in some(chats)} == {"당신은 코치예요."}
    assert set(families_of("valid", 10, taught.shares)).isdisjoint(
        families_of("train", 10, taught.shares)
    )


@pytest.mark.parametrize(
    ("wanted", "local", "count"),
    [
        (Wanted(), False, FULL),
        (Wanted(), True, TRIAL),
        (Wanted(limit=8), False, 8),
        (Wanted(sampled=30, limit=8), True, 30),
        (Wanted(sampled=0), False, 0),
    ],
)
def test_how_many_are_asked_goes_by_where_the_model_is_unless_it_is_said(wanted, local, count):
    assert wanted.sized(on_this_machine=local).sampled == count


def test_they_and_the_drills_are_collected_with_the_rest(tmp_path):
    store = LocalStore(tmp_path)
    generated_dataset(store, 60)
    found = collect_cases(store, Wanted(sets=("sampled", "safety"), sampled=12, limit=40)).cases
    assert sum(c.set == "sampled" for c in found) == 12
    drills = [c for c in found if c.set == "safety"]
    assert len(drills) == pytest.approx(40, abs=2)
    assert len({c.stratum for c in drills}) > 15, "a trial goes over the themes"
