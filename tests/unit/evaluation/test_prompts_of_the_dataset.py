"""A recipe's own system prompts, from the training file to the model in service."""

import json
from collections import Counter
from datetime import UTC, datetime
from hashlib import sha256
from typing import get_args

import pytest

from tests.support.generated import publish_rows, rows_of
from tests.support.parrots import parrot_judged
from tests.support.serving_days import ScriptedModel
from wearable_coach import __version__
from wearable_coach.answers.composers import frames
from wearable_coach.chat.served import Endpoint
from wearable_coach.client import Coach
from wearable_coach.dataset.assembly import training_line
from wearable_coach.dataset.plan import families_of
from wearable_coach.dataset.recipe import Recipe, SplitShares, checked_recipe
from wearable_coach.dataset.taught import prompts_in
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import Case, set_hash
from wearable_coach.evaluation.collecting import Wanted, collect_cases
from wearable_coach.evaluation.evaluation import Evaluation, evaluation_id
from wearable_coach.evaluation.sets.asking import question_of
from wearable_coach.evaluation.sets.held_out import held_out_cases
from wearable_coach.evaluation.sets.recorded import taught_by
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.deciding import promote_evaluation
from wearable_coach.promotion.pointer import Change, Entry, promote, roll_back
from wearable_coach.promotion.rule import read_rule
from wearable_coach.records import Kind, Profile, Vitals
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, Prompts, system_prompt
from wearable_coach.sources import read_days
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import publish

AT = datetime(2026, 1, 2, tzinfo=UTC)
KINDS: tuple[Kind, ...] = get_args(Kind)
OWN: dict[Kind, str] = {
    "health_interpretation": "하루의 기록을 읽어 주는 전문가로서 답하세요.\n\n- 근거를 대세요.",
    "exercise_recommendation": "운동을 처방하는 전문가로서 답하세요.",
    "coaching": "당신은 수면을 돕는 코치입니다.",
}
DAYS = [
    {"id": f"p{n}", "heart_rate": 70 + n, "resting_heart_rate": 58 + n, "sleep_hr": 6.5, "steps": 9000}
    for n in range(6)
]  # fmt: skip
RUN = Vitals(heart_rate=70, resting_heart_rate=60, sleep_hr=7.5, steps=9000)
RUNNER = Profile(age=60, hr_context="rest", baseline_rhr=60, regularly_active=True)


def own_recipe(rows: int = 400) -> Recipe:
    categories = Recipe().model_dump()["categories"]
    given = [{**c, "system_prompt": OWN[c["kind"]]} for c in categories]
    return checked_recipe({"categories": given}).scaled_to(rows)


@pytest.fixture(scope="module")
def rows():
    return rows_of(own_recipe())


@pytest.fixture(scope="module")
def collected(rows, tmp_path_factory):
    """The cases of every set, on a dataset whose three kinds have prompts of their own."""
    store = LocalStore(tmp_path_factory.mktemp("own"))
    publish_rows(store, rows, own_recipe())
    folder = tmp_path_factory.mktemp("files")
    real_days(folder)
    days, cases = folder / "days.jsonl", folder / "cases.jsonl"
    asked = [{"resting_heart_rate": 60, "kind": kind} for kind in KINDS]
    cases.write_text("\n".join(json.dumps(c) for c in asked), encoding="utf-8")
    return collect_cases(
        store,
        Wanted(
            sets=("valid", "real_days", "safety", "consistency", "file"),
            real_days=(str(days),),
            case_files=(str(cases),),
            groups=2,
            limit=80,
        ),
    )


@pytest.fixture(scope="module")
def judged(collected, rows):
    """An evaluation of a model that repeats the dataset's answers."""
    return parrot_judged(collected, rows, at=AT)


def first_told(coach: Coach, model: ScriptedModel) -> dict[Kind, str]:
    """The first message, a system prompt, with which a coach asks its model, by kind."""
    model.asked.clear()
    coach.interpret(RUN, RUNNER)
    coach.prescribe(RUN, RUNNER)
    coach.chat("오늘 운동해도 되나요?", RUN, RUNNER)
    firsts = [conversation[0] for conversation in model.asked]
    assert {m.role for m in firsts} == {"system"}
    return dict(zip(KINDS, [m.content for m in firsts], strict=True))


def test_a_model_is_trained_with_the_recipe_s_own_prompts(rows):
    lines = [(row.kind, json.loads(training_line(row))["messages"][0]) for row in rows]
    assert {(kind, m["role"], m["content"]) for kind, m in lines} == {
        (kind, "system", prompt) for kind, prompt in OWN.items()
    }


def test_every_question_of_an_evaluation_is_asked_with_the_prompt_of_training(collected):
    asked = Counter((c.id.partition("/")[0], c.kind) for c in collected.cases)
    assert {kind for name, kind in asked if name == "file"} == set(KINDS)
    assert {name for name, _ in asked} == {"valid", "held_out", "safety", "consistency", "file"}
    for case in collected.cases:
        system = [m.content for m in case.messages if m.role == "system"]
        assert system == [OWN[case.kind]], case.id
        assert case.messages[0].role == "system"


def test_held_out_days_are_asked_in_the_frames_that_the_dataset_s_own_split_holds_out(tmp_path):
    store = LocalStore(tmp_path)
    half = checked_recipe({"split": {"train": 0.5, "valid": 0.5}})
    assert taught_by(store, "latest", hrmax_formula=None).shares == SplitShares().used()
    manifest = {"content_sha256": "a" * 64, "recipe": half.model_dump(mode="json")}
    publish(store, version="20260102-aaaaaaaaaaaa", files={}, manifest=manifest)
    taught = taught_by(store, "20260102-aaaaaaaaaaaa", hrmax_formula=None)
    assert taught.shares == {"train": 0.5, "valid": 0.5}
    days = real_days(tmp_path)
    seen = set()
    for shares in (taught.shares, SplitShares().used()):
        asked = held_out_cases(days, (), count=6, seed=1, taught=taught._replace(shares=shares))
        for case in asked:
            found = frames_of(case)
            assert found & set(families_of("valid", frames(case.kind), shares))
            seen |= {(case.kind, frame) for frame in found}
    assert ("health_interpretation", families_of("valid", 18, taught.shares)[0]) in seen


def frames_of(case: Case) -> set[int]:
    """The question frames in which a held-out day is asked so."""
    seed = (1, "held out", case.id.removeprefix("held_out/table/"))
    return {
        frame
        for frame in range(frames(case.kind))
        if question_of(case.kind, case.day, frame=frame, seed=seed) == case.messages[-1].content
    }


def real_days(folder):
    file = folder / "days.jsonl"
    file.write_text("\n".join(json.dumps(d) for d in DAYS), encoding="utf-8")
    return read_days(file).days


def test_the_model_in_service_is_asked_with_the_prompts_that_it_was_evaluated_by(judged, tmp_path):
    assert judged.decision.verdict == "promote", judged.decision.unmet
    store, model = LocalStore(tmp_path), ScriptedModel(lambda _: "…")
    promote_evaluation(store, judged, at=AT, by="test")
    with Coach(store, lambda *_: model) as coach:
        assert first_told(coach, model) == OWN


def test_a_rollback_serves_a_model_with_its_own_prompts_again(judged, tmp_path):
    store, model = LocalStore(tmp_path), ScriptedModel(lambda _: "…")
    plain = {kind: system_prompt(kind) for kind in KINDS}
    entry, _ = promote_evaluation(store, judged, at=AT, by="test")
    later = Change("plain", entry.serving, AT, DEFAULT_FORMULA, PRODUCT_PROMPTS)
    promote(store, later)
    with Coach(store, lambda *_: model) as coach:
        assert first_told(coach, model) == plain
        assert roll_back(store, at=AT).prompts == entry.prompts
        coach.follow()
        assert first_told(coach, model) == OWN
        assert roll_back(store, at=AT).prompts == PRODUCT_PROMPTS


def test_the_same_model_with_other_prompts_is_taken_up_at_once(tmp_path):
    store, model = LocalStore(tmp_path), ScriptedModel(lambda _: "…")
    change = Change("m", Endpoint(url="http://m"), AT, DEFAULT_FORMULA, PRODUCT_PROMPTS)
    promote(store, change)
    with Coach(store, lambda *_: model) as coach:
        first_told(coach, model)
        promote(store, change._replace(prompts=Prompts(coaching="다른 말"), evaluation="other"))
        coach.follow()
        assert first_told(coach, model)["coaching"] == "다른 말"


@pytest.mark.parametrize("told", [OWN["coaching"], "근거:\n운동을 처방하는 전문가로서 답하세요."])
def test_an_answer_that_tells_a_line_of_the_model_s_own_prompts_is_not_shown(
    judged, tmp_path, told
):
    store = LocalStore(tmp_path)
    promote_evaluation(store, judged, at=AT, by="test")
    text = f"오늘은 가볍게 걸어 보세요. {told} 무리하지 마세요."
    with Coach(store, lambda *_: ScriptedModel(lambda _: text)) as coach:
        answer = coach.chat("오늘 어때요?", RUN, RUNNER)
        assert (answer.source, answer.why) == ("rules", ("form:residue",))
    later = Change("plain", Endpoint(url="http://p"), AT, DEFAULT_FORMULA, PRODUCT_PROMPTS)
    promote(store, later)
    with Coach(store, lambda *_: ScriptedModel(lambda _: text)) as coach:
        assert "form:residue" not in coach.chat("오늘 어때요?", RUN, RUNNER).why


@pytest.mark.parametrize("prompt", ["코치", "수면\n운동", "답에 쓸 것\n## 종합 상태\n- 오늘은 가볍게 걸어 보세요."])  # fmt: skip
def test_a_prompt_of_a_few_words_or_with_headings_and_lists_spoils_no_answer(
    prompt, judged, tmp_path
):
    store = LocalStore(tmp_path)
    own = judged.model_copy(update={"prompts": Prompts(coaching=prompt)})
    promote_evaluation(store, own, at=AT, by="test")
    text = "코치로서 말씀드리면 수면 7.5시간이에요.\n## 종합 상태\n- 오늘은 가볍게 걸어 보세요."
    with Coach(store, lambda *_: ScriptedModel(lambda _: text)) as coach:
        assert coach.chat("오늘 어때요?", RUN, RUNNER).source == "model"
    leaked = f"{text}\n{prompt.splitlines()[0]}\n오늘도 잘 지내세요."
    with Coach(store, lambda *_: ScriptedModel(lambda _: leaked)) as coach:
        assert coach.chat("오늘 어때요?", RUN, RUNNER).why == ("form:residue",)


@pytest.mark.parametrize("record", [Evaluation, Entry])
def test_the_product_s_own_prompts_are_not_written_down_and_others_are_read_back(record, judged):
    made = {
        Evaluation: judged.model_copy(update={"prompts": PRODUCT_PROMPTS}),
        Entry: Entry(serial=1, action="promote", model="m", at=AT),
    }[record]
    written = made.model_dump(mode="json")
    assert "prompts" not in written  # as before, so that an older version reads it too
    assert record.model_validate(written).prompts == PRODUCT_PROMPTS
    other = made.model_copy(update={"prompts": Prompts(coaching=OWN["coaching"])})
    told = json.loads(other.model_dump_json())
    assert told["prompts"] == {"coaching": OWN["coaching"]}
    assert record.model_validate(told) == other


def test_prompts_that_are_word_for_word_the_product_s_are_the_product_s():
    spelt = Prompts.model_validate({kind: system_prompt(kind) for kind in KINDS})
    assert spelt == PRODUCT_PROMPTS
    assert hash(spelt) == hash(PRODUCT_PROMPTS)


def test_the_name_of_an_evaluation_tells_other_prompts_and_is_the_old_one_by_the_default(collected):
    rule = read_rule()
    decides = {
        "set": set_hash(collected.cases), "models": {"base": "b", "candidate": "a"},
        "rule": rule.model_dump(mode="json", exclude={"overtaken", "fence"}), "seed": 7, "code": __version__,
    }  # fmt: skip
    text = json.dumps(decides, sort_keys=True, ensure_ascii=False)
    before = sha256(text.encode()).hexdigest()[:12]

    def name(prompts):
        return evaluation_id(
            collected.cases, {"candidate": "a", "base": "b"}, rule, seed=7,
            hrmax_formula=DEFAULT_FORMULA, prompts=prompts,
        )  # fmt: skip

    assert name(PRODUCT_PROMPTS) == before
    assert len({before, name(collected.prompts), name(Prompts(coaching="x"))}) == 3


def test_of_several_categories_of_a_kind_the_one_with_the_most_rows_names_the_prompt():
    def named(*categories):
        given = [{"kind": "coaching", "count": n, "system_prompt": p} for n, p in categories]
        return prompts_in({"recipe": {"categories": given}}, "v").own()

    assert named((300, None), (100, "밤")) == {}
    assert named((100, "낮"), (300, "밤")) == {"coaching": "밤"}
    assert named((100, "낮"), (100, "밤")) == {"coaching": "낮"}
    assert named((0, "낮"), (0, "밤")) == {}
    assert named((100, system_prompt("coaching"))) == {}
    assert prompts_in({}, "v") == PRODUCT_PROMPTS


@pytest.mark.parametrize(
    ("recipe", "wrong"),
    [
        ({"categories": [{"kind": "poetry", "count": 1}]}, "categories"),
        ({"categories": [{"kind": "coaching", "count": 1, "system_prompt": 7}]}, "categories"),
        ({"categories": 7}, "categories"),
        ({"split": {"train": 2}}, "split"),
    ],
)
def test_a_manifest_that_this_version_cannot_read_is_told(recipe, wrong, tmp_path):
    store = LocalStore(tmp_path)
    for version, digest, told in (
        ("20260101-bbbbbbbbbbbb", "b", {}),
        ("20260102-aaaaaaaaaaaa", "a", recipe),
    ):
        manifest = {"content_sha256": digest * 64, "recipe": told}
        publish(store, version=version, files={}, manifest=manifest)
    with pytest.raises(BadInput, match=rf"{wrong} that this version cannot read; name another"):
        collect_cases(store, Wanted(sets=("safety",)))
    assert collect_cases(store, Wanted(sets=("safety",), dataset="20260101-bbbbbbbbbbbb")).cases
