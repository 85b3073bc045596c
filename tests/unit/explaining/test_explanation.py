"""An explanation tells every claim once, where it is said, with its rule, standard and source."""

import json
import re
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.serving_days import sampled_day
from wearable_coach.client import Coach
from wearable_coach.client.service_models import answer_out
from wearable_coach.day import day_of
from wearable_coach.explaining.answer_file import answer_of
from wearable_coach.explaining.explanation import explained
from wearable_coach.explaining.told import as_json, lines_told
from wearable_coach.explaining.words import reason_words, why_words, words
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Verdict
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.serving.urgency import ORDER
from wearable_coach.standards.table import table
from wearable_coach.standards.told import _LEVELS, told_level
from wearable_coach.standards.topics import everyday_topics, topic_sources
from wearable_coach.store import LocalStore
from wearable_coach.verification.standing_on import StandardRow, standard_rows

ROOT = Path(__file__).parents[3]
DAY = {"resting_heart_rate": 66, "sleep_hr": 5.5, "steps": 8123, "bmi": 31.0}
PROFILE = {"age": 45, "sex": "M", "baseline_rhr": 63}


@pytest.fixture(scope="module")
def coach(tmp_path_factory):
    with Coach(LocalStore(tmp_path_factory.mktemp("store"))) as made:
        yield made


@pytest.fixture(scope="module")
def answers(coach):
    """Return a report, a plan, a chat and an emergency."""
    return [
        coach.interpret(DAY, PROFILE),
        coach.prescribe(DAY, PROFILE),
        coach.chat("저 고혈압이 있어요. 목표 심박수는 얼마인가요?", DAY, PROFILE),
        coach.chat("가슴이 쥐어짜듯 아파요", DAY, PROFILE),
    ]


def told(answer):
    return "\n".join(lines_told(explained(answer)))


def test_every_claim_is_told_once_in_the_sentence_that_says_it(answers):
    for answer in some(answers):
        found = explained(answer)
        claims = [v for s in found.sentences for r in s.rules for v in r.claims]
        whole = [v for r in found.whole for v in r.claims]
        assert sorted([*claims, *whole]) == sorted(answer.verdicts)
        assert all(not v.span or v.claim.startswith("required") for v in whole)
        for sentence in found.sentences:
            assert answer.text[sentence.start :].startswith(sentence.text)
            for v in (v for r in sentence.rules for v in r.claims):
                assert sentence.start <= v.start < sentence.start + len(sentence.text)
        said = re.sub(r"\s", "", answer.text)
        assert "".join(re.sub(r"\s", "", s.text) for s in found.sentences) == said


def test_every_rule_is_told_with_its_meaning_and_a_standard_with_its_source(answers):
    for answer in some(answers):
        rules = [r for s in explained(answer).sentences for r in s.rules]
        assert rules
        assert all(r.means and r.label_ko for r in rules)
        for standard in (s for r in rules for s in r.standards):
            assert standard.source.reference
            row = standard_rows().get(standard.id, StandardRow({}, ""))
            doi = table("sources").get(row.source, {}).get("doi")
            assert not doi or standard.source.doi == doi


def test_a_plan_names_the_doi_of_what_it_rests_on_and_nothing_foreign(answers):
    text = told(answers[1])
    assert "rests on STD-SLP-001: 미국수면재단(NSF, 2015); doi:10.1016/j.sleh.2014.12.010" in text
    assert "Written by: the rules, since 승격된 모델이 없음 (no_model)" in text
    assert "Level: 1 of 4 (강도 낮추기), since 잠이 부족함 (sleep_lt_6)" in text
    assert (
        "Cap: moderate (중강도); screening: unknown_activity_status (평소 운동 여부를 모름)" in text
    )
    assert "the same as here" in text
    assert "Fox(1971)" not in text
    assert "Milewski" not in text


def test_an_emergency_says_so_with_its_reason(answers):
    text = told(answers[3])
    assert "Urgency: emergency (지금 바로 119)" in text
    assert "심장마비가 의심되는 말 (said:heart_attack)" in text
    assert "STD-URG-001" in text
    assert "doi:10.1161/CIR.0000000000001281" in text


def test_the_days_own_formula_is_told(tmp_path):
    with Coach(LocalStore(tmp_path), hrmax_formula="fox") as by_fox:
        text = told(by_fox.prescribe(DAY, PROFILE))
    assert "rests on STD-HR-002: Fox(1971)" in text
    assert "STD-HR-001: Tanaka" not in text


def test_what_the_service_gave_is_explained_alike(answers):
    for answer in some(answers):
        sent = answer_out(answer).model_dump_json(exclude_none=True).encode()
        read = explained(answer_of(sent, "answer"))
        assert [(s.text, [r.id for r in s.rules]) for s in read.sentences] == [
            (s.text, [r.id for r in s.rules]) for s in explained(answer).sentences
        ]


def test_what_a_version_before_gave_is_explained_by_where_its_words_stand(answers):
    old = answer_out(answers[1]).model_dump(mode="json", exclude={"structured", "provenance"})
    for verdict in old["verdicts"]:
        del verdict["start"]
    answer = answer_of(json.dumps(old).encode(), "answer")
    found = explained(answer)
    for v in (v for s in found.sentences for r in s.rules for v in r.claims):
        assert answer.text[v.start : v.start + len(v.span)] == v.span
    assert "rests on STD-HR-010: 카보넨 공식" in told(answer)
    assert "rests on STD-HR-001" not in told(answer)  # whose formula it was nobody knows
    assert "Versions: the answer names none; here are wearable-coach" in told(answer)


def test_other_tables_are_said_aloud(answers):
    origin = answers[0].provenance.model_copy(update={"tables_sha256": "0" * 64})
    other = answers[0].model_copy(update={"provenance": origin})
    assert "tables 000000000000; the tables here DIFFER" in told(other)
    assert as_json(explained(other))["versions"]["same_tables"] is False


def test_a_model_is_named_with_its_dataset_and_job(answers):
    known = {"source": "model", "model": "coach", "identity": "coach#1", "job": "coach-1", "dataset": "20260101-0"}  # fmt: skip
    origin = answers[0].provenance.model_copy(update=known)
    spoken = answers[0].model_copy(
        update={"source": "model", "why": (), "identity": "coach#1", "provenance": origin}
    )
    line = "Written by: model coach#1, trained on dataset 20260101-0 by job coach-1"
    assert line in told(spoken)
    nobody = origin.model_copy(update={"job": "", "dataset": ""})
    assert "dataset unknown by job unknown" in told(
        spoken.model_copy(update={"provenance": nobody})
    )


def test_what_is_not_supported_is_marked_and_an_unknown_rule_goes_by_its_id(answers):
    bad = Verdict("value:steps", "contradicted", "NEW-RULE-1", "오늘", "", 0, 0)
    text = told(answers[0].model_copy(update={"verdicts": (bad,)}))
    assert 'NEW-RULE-1 : "오늘"' in text
    assert "[contradicted]" in text


def test_nothing_in_an_answer_steers_the_terminal(answers):
    text = told(
        answers[0].model_copy(update={"request_id": "a\x1b[2Jb", "text": "안\x1b]0;x\x07녕"})
    )
    assert all(c.isprintable() or c == "\n" for c in text)


def test_machines_get_the_same(answers):
    for answer in some(answers):
        found = json.loads(json.dumps(as_json(explained(answer))))
        assert found["urgency"]["code"] == answer.urgency
        assert sum(len(r["claims"]) for s in [*found["sentences"], {"rules": found["whole"]}] for r in s["rules"]) == len(answer.verdicts)  # fmt: skip
        assert found["rules"] == list(answer.provenance.rules)


def test_every_code_has_its_words():
    known = words()
    assert set(known["urgencies"]) == set(ORDER)
    assert set(known["needs"]) == {*table("urgent_acts")["kinds"], "unclear"}
    page = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    paragraph = page.partition("`why` says why the rules answered:")[2].partition("\n\n")[0]
    codes = {c.partition(":")[0] for c in re.findall(r"`([a-z_]+(?::[^`]+)?)`", paragraph)}
    assert len(codes) > 10
    for code in some(codes):
        assert why_words(code) != code


def test_every_reason_of_a_level_has_its_words():
    known = set(words()["reasons"])
    fired = set()
    for seed in range(300):
        _, profile, vitals = sampled_day(seed, "exercise_recommendation")
        fired |= {*day_of(profile, vitals, hrmax_formula=DEFAULT_FORMULA).facts.safety_reasons}
    assert len(fired) > 8
    assert fired <= known
    assert {code for code in known if told_level(code) is not None} == set(_LEVELS)
    assert all(reason_words(code) != code for code in known)
    slots = phrase_book("prescription", "prescription_withheld").slots
    named = {s.partition(".reason.")[2] for s in slots if ".reason." in s}
    assert known - set(_LEVELS) <= named


def test_a_sentence_on_an_everyday_topic_rests_on_the_source_of_its_point(coach):
    lines = told(coach.chat("골프 치기 전에 준비운동 해야 해요?", DAY, PROFILE))
    said = re.findall(r"rests on (golf\.\w+): (.+)", lines)
    points = {p.id: p for p in everyday_topics()["golf"].points}
    for name, source in some(said):
        assert topic_sources()[points[name].source] == source
