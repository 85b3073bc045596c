"""Of two answers to one question the verifier accepts one and contradicts the other, and the pair says why."""

import json

import pytest

from tests.support.cases import some
from tests.support.generated import SEED
from tests.support.published_rows import refused_of, some_rows
from wearable_coach.dataset.assembly import rejects_jsonl
from wearable_coach.dataset.preference_pairs import planted_pair, preference_pairs
from wearable_coach.dataset.refusals import Why
from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Message, Row
from wearable_coach.verification import judge_messages


def pairs(rows, rejects=(), seed=SEED):
    return list(preference_pairs(rows, rejects, seed=seed, hrmax_formula=DEFAULT_FORMULA))


@pytest.fixture(scope="module")
def found():
    return pairs(some_rows())


def verdicts(row: Row, pair, answer):
    day = day_of(row.profile, row.vitals, hrmax_formula=DEFAULT_FORMULA)
    judged = judge_messages((*pair.prompt, answer), day=day, kind=row.kind, by_ear=False)
    return [v for v in judged.verdicts() if v.message == len(pair.prompt)]


def test_most_rows_have_a_pair_and_each_kind_of_change_occurs(found):
    assert len(found) >= 0.7 * len(some_rows())
    drawn = (pair for seed in range(SEED, SEED + 6) for pair in pairs(some_rows(), seed=seed))
    assert {pair.origin for pair in drawn} == {"planted_number", "planted_class"}
    assert {pair.row_id for pair in found} <= {row.row_id for row in some_rows()}


def test_the_chosen_answer_is_supported_and_the_rejected_one_contradicted_by_the_rule_it_names(
    found,
):
    by_id = {row.row_id: row for row in some_rows()}
    for pair in some(found):
        row = by_id[pair.row_id]
        assert (pair.prompt, pair.chosen) == (row.messages[:-1], row.messages[-1])
        assert all(v.verdict == "supported" for v in verdicts(row, pair, pair.chosen))
        wrong = [v for v in verdicts(row, pair, pair.rejected) if v.verdict == "contradicted"]
        assert (pair.claim, pair.rule, pair.span, pair.reason) in {
            (v.claim, v.rule, v.span, v.reason) for v in wrong
        }
        assert pair.reason


def test_one_thing_is_changed_and_no_more(found):
    for pair in some(found):
        one, other = pair.chosen.content, pair.rejected.content
        begin = next(n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
        end = next(
            n
            for n, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False))
            if a != b
        )
        changed = max(len(one), len(other)) - begin - end
        assert changed <= 12, (one[begin:], other[begin:])


def test_the_same_seed_gives_the_same_pairs_and_a_row_its_own_whatever_stands_beside_it(found):
    assert pairs(some_rows()) == found
    assert pairs(some_rows(), seed=SEED + 1) != found
    words = {"class:nothing": ("a",)}
    row = some_rows()[0]
    alone = planted_pair(row, words, seed=SEED, hrmax_formula=DEFAULT_FORMULA)
    assert alone == planted_pair(row, words, seed=SEED, hrmax_formula=DEFAULT_FORMULA)


def test_an_attempt_that_was_refused_is_paired_with_the_answer_to_its_very_question():
    row, other = some_rows()[:2]
    why = Why("contradicted:STD-BMI-001", "'비만' BMI: 맞는 분류는 ‘정상’")
    lines = [
        refused_of(row, "BMI는 비만이에요.", why),
        refused_of(other, "잘 모르겠어요.", Why("not_understood:VER-READ-001", "'x'")),
        refused_of(other, other.messages[-1].content, why),
    ]
    asked_otherwise = refused_of(row, "BMI는 비만이에요.", why)
    question = Message(role="user", content="다른 것을 물어요.")
    turns = (row.messages[0], question, asked_otherwise.messages[-1])
    lines.append(asked_otherwise._replace(messages=turns))
    rejects = [json.loads(line) for line in rejects_jsonl(lines, ()).splitlines()]
    made = [pair for pair in pairs(some_rows(), rejects) if pair.origin == "refused"]
    assert [(p.row_id, p.rule, p.reason) for p in made] == [(row.row_id, "STD-BMI-001", why.words)]
    assert made[0].rejected.content == "BMI는 비만이에요."


def test_a_line_is_what_trl_takes_with_the_reason_beside(found):
    said = json.loads(found[0].line())
    assert [m["role"] for m in said["prompt"]][-1] == "user"
    assert [m["role"] for m in said["chosen"] + said["rejected"]] == ["assistant", "assistant"]
    assert said["reason"] == found[0].reason
