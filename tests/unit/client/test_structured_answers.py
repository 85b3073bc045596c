"""Beside the text every answer says the same as fields, and where it comes from."""

import json
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from tests.support.cases import some
from tests.support.completed_jobs import completed_job, put_job
from tests.support.serving_days import ScriptedModel, sampled_day
from tests.unit.client.conftest import NOW
from wearable_coach import __version__
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import Endpoint
from wearable_coach.client import Coach, making
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.provenance import AnswerProvenance
from wearable_coach.client.result import CoachAnswer
from wearable_coach.client.service import create_app
from wearable_coach.client.service_models import answer_out
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.fence_note import FenceNote
from wearable_coach.promotion.origin import ModelOrigin, origin_of
from wearable_coach.promotion.pointer import Change, promote, read_promoted
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.routine import routine_in
from wearable_coach.serving.structured import (
    CitedSource,
    IntensityTarget,
    RoutineItem,
    StructuredAnswer,
)
from wearable_coach.shipped import commit_in, meant, tables_sha256
from wearable_coach.standards.levels import cap_of
from wearable_coach.standards.table import table
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.verification.rules import rules
from wearable_coach.verification.sourced import SOURCED
from wearable_coach.verification.standing_on import leans_on, sources_of, standard_rows

ACTIVE = {"age": 45, "sex": "M", "baseline_rhr": 63, "regularly_active": True, "desired_intensity": "vigorous"}  # fmt: skip
DAY = {"resting_heart_rate": 66, "sleep_hr": 7.5, "steps": 8123}
TANAKA, FOX = "STD-HR-001", "STD-HR-002"


@pytest.fixture
def alone(store):
    with Coach(store) as coach:
        yield coach


def said_of_rules(coach):
    """Return an answer of each kind on days of every stratum."""
    for seed in range(60):
        _, profile, vitals = sampled_day(seed, "exercise_recommendation")
        given = vitals.model_dump(exclude_none=True), profile.model_dump()
        ask = (
            coach.prescribe,
            coach.interpret,
            lambda v, p: coach.chat("목표 심박수는 얼마인가요?", v, p),
        )
        yield ask[seed % 3](*given)  # fmt: skip


def test_the_fields_agree_with_the_text(alone):
    kinds = set()
    for answer in some(said_of_rules(alone)):
        fields, text = answer.structured, answer.text
        kinds.add(answer.kind)
        assert (fields.urgency, fields.safety_level) == (answer.urgency, answer.safety_level)
        assert fields.routine == (
            routine_in(text) if answer.kind == "exercise_recommendation" else ()
        )
        for item in fields.routine:
            assert item.name_ko in text or item.phase == "cool_down"
            assert item.intensity is None or cap_of(item.intensity) <= cap_of(fields.cap)
        for target in fields.targets:
            assert cap_of(target.intensity) <= cap_of(fields.cap)
            assert target.low_bpm is None or f"{target.low_bpm}~{target.high_bpm}bpm" in text
            assert target.rpe_low is None or f"{target.rpe_low}~{target.rpe_high}" in text
            assert target.talk_test_ko in text
        for source in fields.sources:
            if source.in_text and "## 근거" in text:
                assert source.cite_ko in text or source.key in {v.claim.partition(":")[2] for v in answer.verdicts}  # fmt: skip
        if "## 근거" in text:
            cited = {k for k, row in table("sources").items() if f"- {row['cite_ko']}:" in text}
            assert cited <= {s.key for s in fields.sources if s.in_text}
    assert len(kinds) == 3


def test_a_plan_tells_its_targets_and_what_they_rest_on(alone):
    fields = alone.prescribe(DAY, ACTIVE).structured
    hard = fields.targets[-1]
    assert (fields.cap, hard.intensity, hard.method, hard.hrmax_formula) == ("vigorous", "vigorous", "karvonen", DEFAULT_FORMULA)  # fmt: skip
    assert (hard.low_bpm, hard.high_bpm, hard.rpe_low, hard.rpe_high) == (131, 164, 14, 17)
    assert "tanaka_2001" in {s.key for s in fields.sources}
    assert not {"milewski_2014", "fox_1971"} & {s.key for s in fields.sources}


def test_who_must_get_no_heart_rate_gets_none_and_who_may_not_train_gets_nothing(alone):
    blocked = alone.prescribe(DAY, {**ACTIVE, "conditions": ["beta_blocker"]})
    assert blocked.structured.targets
    assert {t.low_bpm for t in blocked.structured.targets} == {None}
    assert "STD-HR-011" in blocked.provenance.rules
    for withheld in (
        alone.prescribe({**DAY, "oxygen_saturation": 91}, ACTIVE),
        alone.prescribe(DAY, {**ACTIVE, "age": 12}),
        alone.chat("목표 심박수는 얼마인가요? 가슴이 쥐어짜듯 아파요", DAY, ACTIVE),
    ):
        fields = withheld.structured
        assert (fields.cap, fields.routine, fields.targets) == ("none", (), ())


def test_words_that_ask_for_help_lower_the_cap_and_are_a_reason_with_the_acts_sources(alone):
    answer = alone.chat("가슴이 쥐어짜듯 아파요", {"sleep_hr": 7.5}, {"age": 45})
    assert answer.structured.safety_reasons[-1] == "said:heart_attack"
    assert {"first_aid_2024", "cpr_2020"} <= {s.key for s in answer.structured.sources}
    assert "10.1161/CIR.0000000000001281" in {s.doi for s in answer.structured.sources}
    unclear = alone.chat("배가 좀 이상하고 몸이 안 좋은 것 같은데 왜 이럴까요?", DAY, ACTIVE)
    if unclear.safety_level == 2:
        assert cap_of(unclear.structured.cap) <= cap_of("light")


def test_verdicts_lie_where_their_words_are_also_behind_a_line_that_was_put_before(alone):
    answer = alone.chat("저 고혈압이 있어요. 목표 심박수는 얼마인가요?", DAY, ACTIVE)
    assert answer.text.startswith("말씀하신 고혈압")
    for v in some(answer.verdicts):
        assert answer.text[v.start : v.start + len(v.span)] == v.span


def test_an_answer_of_the_rules_names_rules_tables_and_code_and_no_model(alone):
    origin = alone.interpret(DAY, ACTIVE).provenance
    assert list(origin.rules) == sorted(set(origin.rules))
    assert {"VER-VALUE-001", "STD-SLP-001", "STD-SAFE-001", "STD-SCR-001"} <= set(origin.rules)
    assert set(origin.rules) <= {*rules(), *standard_rows()}
    assert origin.tables_sha256 == tables_sha256()
    assert (origin.code_version, origin.source, origin.hrmax_formula) == (__version__, "rules", DEFAULT_FORMULA)  # fmt: skip
    assert (origin.model, origin.identity, origin.job, origin.dataset) == ("", "", "", "")


def test_an_answer_of_a_model_names_it_its_job_and_its_dataset(store):
    job = completed_job()
    put_job(store, job)
    known = ServedIdentity(job=job.name)
    serving = Endpoint(url="https://one.example/v1", model="coach", identity=known)
    promote(store, Change("coach", serving, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS))
    true_words = "안정시 심박수 66bpm은 '정상' 범위예요. 오늘도 편하게 지내세요."
    with Coach(store, lambda *_: ScriptedModel(lambda _: true_words)) as coach:
        origin = coach.chat("어때요?", DAY).provenance
        assert (origin.source, origin.model, origin.identity) == ("model", "coach", known.label)
        assert (origin.job, origin.dataset) == (job.name, job.order.dataset_version)
        by_rules = coach.chat("가슴이 쥐어짜듯 아파요", DAY).provenance
        assert (by_rules.source, by_rules.model, by_rules.job) == ("rules", "", "")


def test_where_no_job_lies_what_the_pointer_says_is_told(store):
    def entry_of(identity, fence=None):
        serving = Endpoint(url="https://one.example/v1", identity=identity)
        change = Change("coach", serving, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS, fence=fence)
        promote(store, change)
        return read_promoted(store).promoted.current

    assert origin_of(store, None) == ModelOrigin()
    assert origin_of(store, entry_of(None)) == ModelOrigin()
    assert origin_of(store, entry_of(ServedIdentity(job="gone-1"))) == ModelOrigin("gone-1", "")
    note = FenceNote(state="on", key="k", dataset_version="20260101-000000000000")
    assert origin_of(store, entry_of(ServedIdentity(job="gone-1"), note)) == ModelOrigin("gone-1", "20260101-000000000000")  # fmt: skip
    store.create("jobs/gone-1.json", b"no job")
    assert origin_of(store, entry_of(ServedIdentity(job="gone-1"))) == ModelOrigin("gone-1", "")


def test_a_fault_beside_a_text_loses_nobody_the_text(alone, monkeypatch, caplog):
    monkeypatch.setattr(making, "structured", lambda *_: 1 / 0)
    answer = alone.interpret(DAY, ACTIVE)
    assert answer.text
    assert (answer.structured, answer.provenance) == (None, None)
    assert "ZeroDivisionError" in caplog.text
    assert "66" not in caplog.text


def test_what_the_service_says_holds_no_empty_field_and_is_read_back(alone):
    answer = alone.prescribe(DAY, ACTIVE)
    sent = answer_out(answer).model_dump(mode="json", exclude_none=True)
    assert set(sent) == set(CoachAnswer.model_fields)
    assert "null" not in json.dumps(sent)
    back = CoachAnswer.model_validate(sent)
    assert (back.structured, back.provenance) == (answer.structured, answer.provenance)


def test_the_service_sends_both_and_its_page_describes_every_field(alone):
    with TestClient(create_app(alone, api_keys=ApiKeys(()))) as client:
        here = {"host": "127.0.0.1"}
        sent = client.post("/v1/prescribe", json={"vitals": DAY, "profile": ACTIVE}, headers=here)
        schemas = client.get("/openapi.json", headers=here).json()["components"]["schemas"]
    assert sent.status_code == 200
    assert "null" not in sent.text
    fields = CoachAnswer.model_validate(sent.json()).structured
    assert fields.routine == routine_in(sent.json()["text"]) != ()
    for kind in (StructuredAnswer, RoutineItem, IntensityTarget, CitedSource, AnswerProvenance):
        assert set(schemas[kind.__name__]["properties"]) == set(kind.model_fields)


def test_what_a_version_before_wrote_is_an_answer_still(alone):
    told = alone.interpret(DAY).model_dump(mode="json")
    for name in ("structured", "provenance"):
        del told[name]
    assert CoachAnswer.model_validate(told).structured is None


def test_a_rule_leans_on_its_own_numbers_and_on_the_days_formula():
    assert leans_on("STD-HR-010", FOX) == ("STD-HR-010", FOX, "STD-INT-001")
    assert leans_on("STD-HR-001", FOX) == (FOX,)
    assert leans_on("VER-CITE-003", TANAKA) == () == leans_on("VER-CMP-001", TANAKA)
    assert leans_on("VER-SLEEP-001", TANAKA) == ("STD-SLP-001",)
    assert sources_of("STD-HR-001", FOX) == ("fox_1971",)
    assert sources_of("STD-HR-001", TANAKA) == ("tanaka_2001",)
    assert sources_of("VER-SLEEP-001", TANAKA) == ()
    assert sources_of("STD-SCR-001", TANAKA) == ("acsm_2015",)
    assert leans_on("NO-SUCH-RULE", TANAKA) == ()


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("a.yaml", b"a: 1\nb: 2\n", b"# why\r\na: 1  \r\n\r\nb: 2", True),
        ("a.yaml", b"a: 1\n", b"a: 2\n", False),
        ("a.yaml", b"- a\n- b\n", b"- b\n- a\n", False),
        ("a.txt", b"a\nb\n", b"b\na\n", True),
        ("a.txt", b"a\nb\n", b"a\n", False),
        ("a.weights", b"a\r\n", b"a\n", False),
    ],
)
def test_the_hash_counts_what_a_table_means_and_not_how_its_lines_end(name, one, other, same):
    assert (meant(name, one) == meant(name, other)) is same


def test_a_commit_is_told_where_the_build_wrote_one(tmp_path):
    assert commit_in(tmp_path) == ""
    for written, told in ((b"0123abc\n", "0123abc"), (b"two words", ""), (b"\xff", "")):
        (tmp_path / "commit.txt").write_bytes(written)
        assert commit_in(tmp_path) == told


def test_the_hash_is_the_same_in_another_process():
    program = "from wearable_coach.shipped import tables_sha256; print(tables_sha256())"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == tables_sha256()


def test_each_sentence_on_an_everyday_topic_names_its_source(alone):
    answer = alone.chat("골프 치기 전에 준비운동 해야 해요?", DAY, ACTIVE)
    said = {v.span for v in answer.verdicts if v.rule == SOURCED}
    named = {point for source in answer.structured.sources for point in source.points}
    keys = [source.key for source in answer.structured.sources]
    assert len(keys) == len(set(keys))
    points = {p.id: p for topic in everyday_topics().values() for p in topic.points}
    for words in some(said):
        assert any(words in points[name].ways for name in named), words
    for source in some(s for s in answer.structured.sources if s.points):
        assert {points[name].source for name in source.points} == {source.key}
        assert source.reference
