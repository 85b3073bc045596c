"""An answer about an everyday topic holds what it must, in order, word for word, and no more than the day allows."""

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.coaching.conftest import sampled_case
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.composer import compose
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.coaching.words import Words
from wearable_coach.answers.everyday.answers import (
    EverydayPart,
    everyday_answer,
    sends_to_help,
    voiced,
)
from wearable_coach.answers.everyday.choosing import everyday_question, everyday_topic
from wearable_coach.answers.everyday.closest import stems_of
from wearable_coach.answers.everyday.misplaced import (
    is_for_beginners,
    misplaced,
    presumes,
)
from wearable_coach.answers.everyday.repeating import repeats
from wearable_coach.answers.manner import Manner
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.phrases import VOICES, Speaker
from wearable_coach.standards.topics import everyday_topics, fits_day

ACTIVE = Profile(age=40, sex="F", baseline_rhr=60, regularly_active=True)
QUIET = day(ACTIVE, Vitals(resting_heart_rate=62, sleep_hr=7.5))
REST = day(ACTIVE, Vitals(resting_heart_rate=73, sleep_hr=5.1))
NORMAL = Manner()
TOPICS = list(everyday_topics().values())


def answered(topic, known=QUIET, manner=NORMAL, voice=3, seed=1, **more):
    brief = Brief(known, "normal", voice, 2, Random(seed), manner)
    speaker = Speaker(book(), voice=voice, rng=brief.rng, values={"v": Words(brief)})
    return everyday_answer(EverydayPart(brief, topic, speaker, **more))


def said(point, text):
    return [way for way in point.ways if way in text]


def test_every_allowed_point_is_said_once_and_in_order():
    for topic in some(TOPICS):
        text = answered(topic)
        allowed = [p for p in topic.points if fits_day(p, QUIET.profile, QUIET.facts)]
        assert all(len(said(p, text)) == 1 for p in allowed), topic.name
        places = [text.index(said(p, text)[0]) for p in allowed]
        assert places == sorted(places)
        assert not any(said(p, text) for p in topic.points if p not in allowed)


def test_what_moves_is_left_out_on_a_day_of_rest_and_the_restraint_is_said():
    for topic in some([t for t in TOPICS if t.moves]):
        text = answered(topic, REST)
        assert not any(said(p, text) for p in topic.points if p.moves), topic.name
        if text:
            assert any(word in text for word in ("미루", "미뤄", "쉬", "회복")), text


def test_a_short_answer_is_the_direct_one_and_where_to_get_help():
    for topic in some(TOPICS):
        text = answered(topic, manner=Manner("short"))
        assert said(topic.points[0], text), topic.name
        assert sum(bool(said(p, text)) for p in topic.points) <= 2
        assert len(text) <= 240


def test_nothing_opens_or_closes_a_brisk_answer():
    for topic in some([t for t in TOPICS if t.field != "talking"]):
        text = answered(topic, manner=Manner(persona="brisk"))
        for point in topic.points:
            for way in said(point, text):
                text = text.replace(way, "")
        assert not text.strip(), topic.name


def test_a_sentence_that_may_not_be_said_is_said_otherwise_or_left_out():
    topic = TOPICS[0]
    first = topic.points[0].ways[0]
    text = answered(topic, sayable=lambda way: way != first)
    assert first not in text
    assert said(topic.points[0], text)
    assert answered(topic, sayable=lambda _way: False) == ""


def test_a_question_near_to_two_topics_gets_points_of_both():
    knee, shoes = everyday_topics()["knee_pain"], everyday_topics()["shoes"]
    asked = "무릎이 아픈데 신발을 바꾸면 나을까요? 어떤 신발이 좋아요?"
    text = answered(knee, question=asked, heard=(("knee_pain", 0.0), ("shoes", 0.0)))
    assert any(said(p, text) for p in knee.points)
    assert any(said(p, text) for p in shoes.points)
    assert sends_to_help(text)
    alone = answered(knee, question=asked)
    assert not any(said(p, alone) for p in shoes.points)


def test_where_the_direct_answer_moves_on_a_day_of_rest_the_restraint_comes_first():
    resting, asked = everyday_topics()["rest_days"], "쉬는 날에는 뭘 하면 좋아요?"
    text = answered(resting, REST, question=asked)
    assert text
    first = min(text.index(way) for p in resting.points for way in said(p, text))
    assert any(word in text[:first] for word in ("미루", "미뤄", "쉬", "회복")), text


def test_on_a_day_of_rest_nobody_is_told_how_to_train():
    squats = everyday_topics()["squat_form"]
    for asked in (
        "스쿼트 하루에 몇 개씩 해요 보통",
        "딱 한 세트만 할까요?",
        "바벨 스쿼트 해도 되죠?",
    ):
        assert not answered(squats, REST, question=asked)


def test_no_two_voices_say_a_topic_alike():
    for topic in some([t for t in TOPICS if len(t.points) > 2]):
        spoken = {tuple(ways[0] for _, ways in voiced(topic, v)[:3]) for v in range(VOICES)}
        assert len(spoken) == VOICES, topic.name


@pytest.mark.parametrize("name", ["talking"])
def test_talk_recites_no_reading(name):
    for topic in some([t for t in TOPICS if t.field == name and not t.moves]):
        text = answered(topic)
        assert "62" not in text
        assert "7.5" not in text


def test_most_everyday_conversations_have_such_a_topic_and_answer_its_question_first():
    with_topic = conversations = 0
    for seed in some(range(900)):
        case = sampled_case(seed)
        draft = compose(case)
        asked = [i for i in draft.template_ids if i.startswith(("topic.", "everyday.", "back."))]
        if case.facts.safety_level > 2 or case.facts.max_intensity_allowed == "none":
            continue
        conversations += 1
        with_topic += any(name.startswith("everyday.") for name in asked)
        questions = iter(draft.template_ids)
        for name, (_, text) in zip(asked, draft.turns, strict=True):
            if not name.startswith("everyday."):
                continue
            topic = everyday_topics()[name.removeprefix("everyday.")]
            at = int(
                next(i for i in questions if i.startswith(f"{topic.name}.q.")).rpartition(".")[2]
            )
            direct = [topic.points[k] for k in topic.answered_by[at]]
            assert said(direct[0], text), (topic.name, topic.questions[at], text)
            first = min(text.index(said(p, text)[0]) for p in topic.points if said(p, text))
            assert text.index(said(direct[0], text)[0]) == first
    assert 0.6 <= with_topic / conversations <= 0.85


def test_what_answers_another_question_alone_is_not_said_in_a_row():
    others = 0
    for topic in some([t for t in TOPICS if len(t.points) > 5]):
        for at, question in some(enumerate(topic.questions)):
            text = answered(topic, question=question, is_taught=True)
            for place, point in enumerate(topic.points):
                alone = point.id in topic.of_one_question and place not in topic.answered_by[at]
                if alone and not all(map(sends_to_help, point.ways)):
                    others += 1
                    assert not said(point, text), (question, point.id)
    assert others > 100


def test_every_question_of_a_row_is_answered_first_by_the_point_that_the_table_names():
    brief = Brief(QUIET, "normal", 3, 2, Random(1), NORMAL)
    for topic in some(TOPICS):
        for at, question in some(enumerate(topic.questions)):
            assert topic.answered_by[at], (topic.name, question)
            text = answered(topic, question=question, is_taught=True)
            points = [topic.points[k] for k in topic.answered_by[at]]
            fitting = [p for p in points if fits_day(p, QUIET.profile, QUIET.facts)]
            spoken = [way for p in topic.points for way in said(p, text)]
            again = [p for p in fitting if not said(p, text)]
            assert all(
                any(
                    repeats(w, spoken)
                    or misplaced(w, spoken, brief, question)
                    or presumes(w, question)
                    or is_for_beginners(w, question, brief)
                    for w in p.ways
                )
                for p in again
            ), question
            fitting = [p for p in fitting if p not in again]
            places = {p.id: text.index(said(p, text)[0]) for p in topic.points if said(p, text)}
            assert [p.id for p in fitting] == sorted(places, key=places.__getitem__)[: len(fitting)]
            assert len(places) <= 6


def test_no_answer_says_the_same_again_in_other_words():
    for topic in some(TOPICS):
        for question in some(topic.questions):
            text = answered(topic, question=question)
            spoken = [way for p in topic.points for way in said(p, text)]
            for at, way in some(list(enumerate(spoken))):
                assert not repeats(way, spoken[:at]), (question, way)


def test_no_yes_or_no_to_another_question_stands_in_the_midst_of_an_answer():
    for topic in some(TOPICS):
        for question in some(topic.questions):
            text = answered(topic, question=question)
            spoken = sorted((w for p in topic.points for w in said(p, text)), key=text.index)
            assert not [w for w in spoken[1:] if w.startswith(("네, ", "아니요, ", "둘 다 "))], (
                question
            )


def test_a_row_is_not_filled_with_what_answers_another_question():
    topic = everyday_topics()["usual_in_exercise"]
    fast = next(q for q in topic.questions if "심박이 확" in q)
    dizzy = next(p for p in topic.points if p.id.endswith("dizzy_after"))
    for voice in range(VOICES):
        assert not said(dizzy, answered(topic, voice=voice, question=fast, is_taught=True))


def test_a_row_is_filled_only_with_what_says_a_word_of_the_question():
    filled = 0
    for topic in some([t for t in TOPICS if t.field != "talking"]):
        for at, question in some(enumerate(topic.questions)):
            text = answered(topic, question=question, is_taught=True)
            named = [topic.points[k] for k in topic.answered_by[at]]
            more = [p for p in topic.points if p not in named and said(p, text)]
            if not said(named[0], text) or all(sends_to_help(w) for p in more for w in p.ways):
                continue
            filled += 1
            asked = stems_of(question)
            assert all(any(s in w for w in p.ways for s in asked) for p in more), question
    assert filled


@pytest.mark.parametrize(
    "condition", ["diabetes", "renal", "hypertension", "cvd", "beta_blocker", "pacemaker"]
)
def test_nobody_with_a_condition_hears_how_long_the_healthy_sit_in_the_heat(condition):
    patient = ACTIVE.model_copy(update={"conditions": (condition,)})
    topic = everyday_topics()["sauna"]
    timed = [p for p in topic.points if p.id in {"sauna.minutes", "sauna.how_to"}]
    for question in some(topic.questions):
        for voice in range(0, VOICES, 4):
            known = day(patient, Vitals(sleep_hr=7.5))
            text = answered(topic, known, voice=voice, question=question, is_taught=True)
            assert not any(said(p, text) for p in timed), question


@pytest.mark.parametrize(
    ("condition", "named"), [("diabetes", "당뇨병"), ("hypertension", "고혈압")]
)
def test_a_condition_is_named_in_a_later_turn_about_moving(condition, named):
    known = day(ACTIVE.model_copy(update={"conditions": (condition,)}), Vitals(sleep_hr=7.5))
    for name in ("how_often", "home_strength", "heat"):
        topic = everyday_topics()[name]
        for question in some(topic.questions):
            text = answered(topic, known, question=question, is_taught=True, first=False)
            assert not text or named in text, (question, text)
    lifting = everyday_topics()["first_gym_visit"]
    asked = next(q for q in lifting.questions if "몇 번" in q)
    text = answered(lifting, known, question=asked, is_taught=True, first=False)
    assert condition != "hypertension" or "숨을 참" in text, text


def test_no_class_of_obesity_is_named_beside_another_matter():
    heavy = day(ACTIVE, Vitals(weight=90.0, bmi=31.2))
    coffee, belly = everyday_topics()["caffeine"], everyday_topics()["belly_fat"]
    for seed in range(8):
        more = {"seed": seed, "voice": seed, "is_taught": True, "notes_told": True}
        aside = answered(coffee, heavy, question=coffee.questions[0], **more)
        assert "비만" not in aside
        assert "31.2" in aside
        assert "2단계 비만" in answered(belly, heavy, question=belly.questions[0], **more)


def test_who_may_not_train_hard_is_bid_no_interval():
    unknown = day(Profile(age=28, sex="F"), Vitals())
    topic = everyday_topics()["hiit"]
    asked = set()
    for voice in range(VOICES):
        brief = Brief(unknown, "normal", voice, 2, Random(voice))
        speaker = Speaker(book(), voice=voice, rng=brief.rng, values={"v": Words(brief)})
        fitting = everyday_topic(brief._replace(about=("hiit",)))
        if fitting is None:
            continue
        question = everyday_question(topic, speaker, brief)
        asked.add(question)
        part = EverydayPart(brief, topic, speaker, question, is_taught=True)
        assert not any(said(p, everyday_answer(part)) for p in topic.points if p.hard), question
    assert "고혈압이 있는데 HIIT 해도 괜찮아요?" not in asked
    eager = day(ACTIVE.model_copy(update={"age": 31}), Vitals(resting_heart_rate=62))
    brief = Brief(eager, "normal", 3, 2, Random(1), NORMAL, about=("hiit",))
    assert everyday_topic(brief) == topic


BOUND = {
    "운동 여부를 모름": (Profile(age=79), "평소 운동|꾸준히 운동"),
    "심혈관질환": (Profile(age=65, conditions=("cvd",), regularly_active=True), "심혈관질환"),
    "운동을 안 함": (Profile(age=30, regularly_active=False), "빠르게 걷기"),
    "임신": (Profile(age=30, conditions=("pregnancy",), regularly_active=True), "임신"),
}


@pytest.mark.parametrize("bound", BOUND)
def test_who_may_not_train_hard_is_bid_no_running_and_hears_why(bound):
    profile, why = BOUND[bound]
    known = day(profile, Vitals())
    for name in ("running_start", "dance_and_rope", "marathon", "starting_again", "plateau"):
        topic = everyday_topics()[name]
        for at, question in enumerate(some(topic.questions)):
            text = answered(topic, known, question=question, is_taught=True, seed=at)
            assert not any(said(p, text) for p in topic.points if p.hard), question
    topic = everyday_topics()["running_start"]
    text = answered(topic, known, question="러닝 시작하려는데 뭐 사야 돼?", is_taught=True)
    assert re.search(why, text), text
    assert re.search(r"뛰지 말고|뛰는 운동", text), text


def test_nothing_stands_after_the_number_of_the_emergency_service():
    patient = day(
        Profile(age=68, conditions=("cvd", "beta_blocker"), regularly_active=True), Vitals()
    )
    topic = everyday_topics()["cold"]
    question = "추우면 심장에 무리가 간다던데 맞아요?"
    assert question in topic.questions
    for voice in range(VOICES):
        text = answered(topic, patient, voice=voice, question=question, is_taught=True, first=False)
        after = text.rpartition("119")[2]
        assert not after or after.count(".") <= 2, text
        assert "센 운동" not in text


def test_who_is_dizzy_on_a_treadmill_stops():
    points = {p.id: p for p in everyday_topics()["treadmill_or_outdoor"].points}
    assert all("멈추" in way for way in points["treadmill_or_outdoor.dizzy"].ways)
    assert not any("어지러운 분" in way for way in points["treadmill_or_outdoor.handrail"].ways)


def test_an_answer_holds_nothing_behind_its_beginning_that_its_question_does_not_tell():
    said = [
        (question, text, way)
        for topic in TOPICS
        for question in topic.questions
        for text in [answered(topic, question=question, is_taught=True)]
        for point in topic.points
        for way in point.ways
        if way in text and not text.startswith(way)
    ]
    for question, text, way in some(said):
        assert not presumes(way, question), (question, text)
