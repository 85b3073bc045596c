"""What a person says of themselves is heard in any words, and what is not theirs is not."""

from pathlib import Path
from typing import get_args

import pytest
import yaml

from tests.support.cases import some
from wearable_coach.records import Condition
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.lexica import names, rows
from wearable_coach.serving.mentions import spoken
from wearable_coach.serving.person import conditions_in

CORPUS = Path(__file__).parents[2] / "corpora" / "hearing" / "conditions.yaml"
LINES = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
KINDS = yaml.safe_load((CORPUS.parent / "kinds.yaml").read_text(encoding="utf-8"))


def heard(text):
    age = age_in(text)
    return {*conditions_in(text)} | ({"minor"} if age is not None and age < 18 else set())


@pytest.mark.parametrize("text", [*LINES["none"], *KINDS["none"]])
def test_what_is_not_the_users_own_is_no_condition(text):
    assert heard(text) == set()


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (kind, text)
        for kind, texts in LINES.items()
        if kind not in {"none", "several"}
        for text in texts
    ]
    + [(kind, text) for kind, texts in KINDS["has"].items() for text in texts],
)
def test_a_condition_is_heard_and_no_other(condition, text):
    assert heard(text) == {condition}


@pytest.mark.parametrize(
    "line", [*LINES["several"], *KINDS["several"]], ids=lambda line: line["text"]
)
def test_each_of_several_is_heard(line):
    assert heard(line["text"]) == set(line["has"])


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("72세 남자입니다", 72),
        ("예순여덟이에요", 68),
        ("할머니예요 칠십 넘은", 70),
        ("환갑 지난 사람인데 뛰어도 되나요", 60),
        ("58년생이에요", 68),
        ("나이는 마흔둘", 42),
        ("60대 초반 남성입니다", 60),
        ("저는 35살이고 애는 4살이에요", 35),
        ("58세 남성 근육 늘리고 싶어요", 58),
        ("45세 남자 체력 키우고 싶어요", 45),
    ],
)
def test_an_age_is_heard_in_any_form(text, years):
    assert age_in(text) == years


@pytest.mark.parametrize(
    "text",
    [
        "맥박이 예순여덟이에요",
        "아버지가 72세예요",
        "딸이 고1이에요",
        "15살 때부터 뛰었어요",
        "신체 나이가 45세래요",
        "스쿼트 20개 했어요",
        "서른 살이 되면 체력이 떨어지나요",
        "17살 몸매 갖고 싶어요",
        "60살에도 뛰고 싶어요",
        "40대 되기 전에 빼고 싶어요",
    ],
)
def test_a_number_that_is_no_age_of_the_user_is_none(text):
    assert age_in(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("stent를 넣었어요", ["stent"]),
        ("asthma예요", ["asthma"]),
        ("keyasthma가 있어요", []),
        ("myDVT 있어요", []),
    ],
)
def test_a_latin_name_begins_a_word(text, names):
    assert [mention.said for mention in spoken(text).mentions] == names


def test_each_medicine_has_its_class_and_names_one_condition():
    for condition, medicines in some(rows("medicines").items()):
        assert condition in get_args(Condition)
        assert all(m["atc"] and m["substance"] and m["names"] for m in some(medicines))
    told = {
        name: {n.condition for n in found}
        for name, found in names().items()
        if found[0].is_medicine
    }
    assert {name for name, conditions in told.items() if len(conditions) > 1} == set()


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("저 당뇨 있어요. 임산부 요가 수업은 저는 해당 없어요.", {"diabetes"}),
        ("당뇨가 있고요 와파린은 제가 먹는 건 아니고 남편 거예요", {"diabetes"}),
        ("천식이 있는데 인데놀은 제가 먹는 건 아니에요", {"asthma"}),
    ],
)
def test_a_disclaimer_unsays_what_it_follows_and_nothing_else(text, conditions):
    assert heard(text) == conditions
