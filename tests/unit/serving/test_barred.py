"""No heart rate to exercise at beside words that bar one, whosever they are; ordinary people get theirs."""

import re
from pathlib import Path

import pytest
import yaml

from tests.support.cases import some
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.coaching.topics import TOPICS
from wearable_coach.chat.contract import Answer
from wearable_coach.client import Coach
from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.serving.barred import barred_by
from wearable_coach.serving.guard import judge
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.told import known_day
from wearable_coach.store import LocalStore

CORPUS = Path(__file__).parents[2] / "corpora" / "hearing" / "barred.yaml"
LINES = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
WITHHELD = [(kind, text) for kind, texts in LINES["withheld"].items() for text in texts]
ASKED = "목표 심박수는 몇 bpm으로 하면 되나요?"
BPM = re.compile(r"(\d{2,3}) ?bpm")
SPEAKS_OF_THEM = {"pregnant", "diagnose"}
"""Topics whose questions name what bars a target."""


def asked(question, **profile):
    given = day_of(
        Profile(**{"age": 34, "regularly_active": True} | profile),
        Vitals(resting_heart_rate=62),
        hrmax_formula=DEFAULT_FORMULA,
    )
    return Asked("coaching", given, known_day(given, question), question)


@pytest.mark.parametrize(("kind", "text"), WITHHELD)
def test_a_word_that_bars_a_target_is_seen(kind, text):
    assert kind in barred_by(text)


@pytest.mark.parametrize("text", LINES["given"])
def test_ordinary_words_bar_nothing(text):
    assert barred_by(text) == frozenset()


def test_who_speaks_of_it_is_given_no_bpm(tmp_path):
    with Coach(LocalStore(tmp_path)) as coach:
        for _, text in some(WITHHELD):
            said = coach.chat(
                f"{text} {ASKED}",
                {"resting_heart_rate": 62},
                {"age": 34, "regularly_active": True},
            ).text
            assert set(BPM.findall(said)) <= {"62", *BPM.findall(text)}, text


def test_an_ordinary_person_is_given_theirs(tmp_path):
    with Coach(LocalStore(tmp_path)) as coach:
        said = coach.chat(ASKED, {"resting_heart_rate": 62}, {"age": 34, "regularly_active": True})
    assert set(BPM.findall(said.text)) - {"62"}


def test_one_sentence_says_why_and_what_instead(tmp_path):
    with Coach(LocalStore(tmp_path)) as coach:
        said = coach.chat(
            f"혹시 임신이면 어쩌죠. {ASKED}",
            {"resting_heart_rate": 62},
            {"age": 34, "regularly_active": True},
        ).text
    assert re.search(r"확인되지|안 될 수도", said)
    assert re.search(r"대화|RPE|말을 할 수", said)


@pytest.mark.parametrize(
    "answer",
    [
        "중강도 목표 심박수는 111~135bpm이에요.",
        "심박수를 120~130 사이로 유지해 보세요.",
        "심박수 130bpm까지 올려도 괜찮아요.",
        "130bpm까지 올려 보세요.",
        "최대심박수는 184bpm이에요.",
    ],
)
def test_a_models_target_is_refused_even_one_that_the_user_named(answer):
    question = "혹시 임신이면 심박수를 130bpm까지 올려도 되나요"
    said = Answer(text=answer, latency_s=0.1)
    assert not judge(said, asked(question), prompts=Prompts()).ok


def test_the_questions_of_the_phrase_books_bar_nothing():
    barred = {
        topic.name
        for topic in TOPICS
        for name, ways in book().slots.items()
        if name == f"{topic.name}.q" or name.startswith(f"{topic.name}.q.")
        for text in some(ways)
        if "{{" not in text and barred_by(text)
    }
    assert barred <= SPEAKS_OF_THEM


def test_what_a_turn_leaves_open_a_later_one_may_deny():
    assert barred_by("임신이면 어쩌죠\n심박수는요?")
    assert not barred_by("임신이면 어쩌죠\n임신은 아니에요")
    assert not barred_by("임신이면 어쩌죠\n해당 없어요")
    assert barred_by("임신이면 어쩌죠\n다른 건 해당 없어요")
    assert not barred_by("학원 끝나고 뛰어요\n저는 35살이에요")
    assert barred_by("심장약을 먹어요\n임신은 아니에요")


def test_a_denial_of_one_thing_is_none_of_another():
    assert barred_by("심방세동 검사는 안 받았어요")
    assert barred_by("인데놀을 오늘은 안 먹었어요")
    assert barred_by("임신 안 한 건 아니에요")


def test_conditions_stay_judged_by_whose_they_are():
    known = asked("아내가 임신했고 저는 아니에요. 혹시 부정맥이면 어쩌죠").known
    assert known.profile.conditions == ()
    assert known.facts.hr_targets_withheld == "hr_unsettled"
    assert asked("임신 12주예요").known.facts.hr_invalid == ("pregnancy",)
