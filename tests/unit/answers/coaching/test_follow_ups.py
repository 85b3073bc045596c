"""What users say back, and that it is answered from what was told."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.conversation import Conversation
from wearable_coach.answers.coaching.follow_ups import (
    FOLLOW_UPS,
    SORE,
    Talk,
    answered,
    draw_follow_up,
    follow_up,
)
from wearable_coach.answers.coaching.own_words import may_ask
from wearable_coach.answers.coaching.registers import as_typed
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.coaching.words import Words
from wearable_coach.answers.everyday.choosing import everyday_topic
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.verification import accepted, verify_messages

_ACTIVE = Profile(age=41, sex="F", regularly_active=True, desired_intensity="vigorous")
_DAYS = {
    "sleep": (_ACTIVE, Vitals(sleep_hr=4.8)),
    "rhr": (_ACTIVE.model_copy(update={"baseline_rhr": 60}), Vitals(resting_heart_rate=74)),
    "both": (
        _ACTIVE.model_copy(update={"baseline_rhr": 60}),
        Vitals(resting_heart_rate=74, sleep_hr=4.8),
    ),
    "high": (_ACTIVE, Vitals(resting_heart_rate=108)),
    "fast": (
        _ACTIVE.model_copy(update={"hr_context": "rest"}),
        Vitals(heart_rate=133, resting_heart_rate=60),
    ),
    "oxygen": (_ACTIVE, Vitals(oxygen_saturation=94)),
    "ill": (_ACTIVE.model_copy(update={"symptoms": ("fever",)}), Vitals(sleep_hr=7.5)),
    "birth": (_ACTIVE.model_copy(update={"conditions": ("postpartum",)}), Vitals(sleep_hr=7.5)),
    "pressure": (
        _ACTIVE.model_copy(update={"conditions": ("hypertension",)}),
        Vitals(sleep_hr=7.5),
    ),
    "care": (_ACTIVE.model_copy(update={"conditions": ("diabetes",)}), Vitals(sleep_hr=7.5)),
    "screened": (Profile(age=41, regularly_active=False), Vitals(sleep_hr=7.5)),
    "unknown": (Profile(age=41), Vitals(sleep_hr=7.5)),
    "free": (_ACTIVE, Vitals(sleep_hr=7.5)),
}


def _case(name: str, seed: int) -> tuple[Brief, Speaker]:
    profile, vitals = _DAYS[name]
    brief = Brief(day(profile, vitals), "normal", seed % 20, 2, Random(seed))
    speaker = Speaker(book(), voice=brief.voice, rng=brief.rng, values={"v": Words(brief)})
    return brief, speaker


@pytest.mark.parametrize("name", _DAYS)
def test_why_names_the_reason_of_the_day(name):
    brief, speaker = _case(name, 3)
    answered(follow_up("why"), brief, Talk(), speaker)
    assert any(said.startswith(f"why.core.{name}.") for said in speaker.said)


@pytest.mark.parametrize("name", _DAYS)
def test_the_verifier_accepts_what_is_said_back(name):
    for seed in range(4):
        brief, speaker = _case(name, seed)
        for kind in FOLLOW_UPS:
            told = next(n for n, v in brief.vitals.__dict__.items() if v is not None)
            talk = Talk(sore=SORE[seed], corrected=told, of_moving=True, of_readings=True)
            asked = kind.question(brief, talk, speaker)
            if kind.name == "again":  # what hurts was told before
                asked = f"{follow_up('swap').question(brief, talk, speaker)} {asked}"
            text = answered(kind, brief, talk, speaker)
            turns = (Message(role="user", content=asked), Message(role="assistant", content=text))
            verdicts = verify_messages(turns, day=brief.day, kind="coaching")
            assert accepted(verdicts), (kind.name, text, [v for v in verdicts if v.reason])


def test_only_the_day_is_known_when_asked_whether_it_is_better_than_yesterday():
    brief, speaker = _case("sleep", 1)
    text = answered(follow_up("since"), brief, Talk(), speaker)
    assert "어제" in text or "지난" in text
    assert not any(word in text for word in ("나아졌어요", "좋아졌어요"))


@pytest.mark.parametrize("name", ["pressure", "care", "screened"])
def test_why_is_asked_of_a_limit_that_was_said_and_no_day_is_blamed_for_a_person(name):
    brief, speaker = _case(name, 1)
    why = follow_up("why")
    assert not why.fits(brief, Talk(of_moving=True))
    assert why.fits(brief, Talk(of_moving=True, limited=True))
    answered(why, brief, Talk(limited=True), speaker)
    assert any(said.startswith("why.do.person.") for said in speaker.said)


def test_only_a_reading_that_is_not_as_one_would_wish_is_argued_with():
    doubt, talk = follow_up("doubt"), Talk(of_readings=True)
    assert doubt.fits(_case("sleep", 1)[0], talk)
    assert not doubt.fits(_case("free", 1)[0], talk)


def test_who_argues_with_a_night_is_not_bidden_to_sit_and_measure():
    for seed in range(6):
        brief, speaker = _case("sleep", seed)
        text = answered(follow_up("doubt"), brief, Talk(of_readings=True), speaker)
        assert "앉아" not in text, text


def test_a_part_that_was_said_to_hurt_is_kept_in_mind_in_the_next_turn():
    brief, speaker = _case("free", 2)
    answered(follow_up("first"), brief, Talk(sore="back"), speaker)
    assert any(said.startswith("first.sore.back") for said in speaker.said)


def test_a_question_that_tells_another_night_is_not_asked_beside_a_told_one():
    brief, _ = _case("free", 1)
    silent = brief._replace(day=day(_ACTIVE, Vitals(steps=4000)))
    asked = "10시간 잤는데 워치는 4시간이라고 하는데 왜 그래요?"
    assert not may_ask(asked, brief)
    assert may_ask(asked, silent)
    assert not may_ask("고혈압인데 사우나 해도 될까요?", silent)


@pytest.mark.parametrize(
    ("name", "said"),
    [("pressure", "고혈압"), ("care", "당뇨병"), ("screened", "중강도"), ("unknown", "중강도")],
)
def test_no_better_night_lifts_tomorrow_what_binds_the_person(name, said):
    for seed in range(6):
        brief, speaker = _case(name, seed)
        text = answered(follow_up("tomorrow"), brief, Talk(of_moving=True), speaker)
        assert said in text, text
        assert ("알기 전" in text or "몰라" in text or "얼마나" in text) == (name == "unknown"), (
            text
        )


def test_all_that_was_told_is_said_again():
    person = Profile(age=43, sex="M", regularly_active=True, athlete=True, goal="endurance")
    brief = Brief(day(person, Vitals(sleep_hr=7.5)), "normal", 3, 2, Random(1))
    speaker = Speaker(book(), voice=3, rng=brief.rng, values={"v": Words(brief)})
    text = answered(follow_up("again"), brief, Talk(), speaker)
    assert all(word in text for word in ("43세 남성", "운동", "선수", "지구력", "7"))
    idle = brief._replace(day=day(Profile(regularly_active=False), Vitals(sleep_hr=7.5)))
    speaker = Speaker(book(), voice=3, rng=idle.rng, values={"v": Words(idle)})
    said = answered(follow_up("again"), idle, Talk(), speaker)
    assert "운동" in said
    assert "세예요" not in said


def test_who_told_of_other_days_is_not_told_that_only_today_is_known():
    for seed in range(60):
        brief, speaker = _case("sleep", seed)
        drawn = draw_follow_up(brief, Talk(), frozenset({"days"}), speaker)
        assert drawn is None or drawn[0].name != "since"


def test_who_asked_about_a_sign_is_not_simply_bid_to_begin():
    brief, _ = _case("free", 1)
    first = follow_up("first")
    assert first.fits(brief, Talk(of_moving=True))
    assert not first.fits(brief, Talk(of_moving=True, unwell=True))


def test_a_sign_is_told_by_the_way_where_no_reading_makes_more_of_it():
    asked = "운동 끝나고 나면 핑 도는데 괜찮은 거예요?"
    brief, _ = _case("free", 1)
    assert may_ask(asked, brief)
    for vitals in (
        Vitals(resting_heart_rate=46),
        Vitals(resting_heart_rate=112),
        Vitals(sleep_hr=4.8),
    ):
        beside = brief._replace(day=day(_ACTIVE, vitals))
        assert not may_ask(asked, beside)
        assert may_ask("안 넘어지려면 운동을 뭐부터 해야 해요?", beside)


def test_who_told_a_sign_hears_of_no_exercise_in_the_next_turns():
    for seed in range(40):
        brief, speaker = _case("free", seed)
        talks = Conversation(brief, speaker)
        talks.asked.append(everyday_topics()["treadmill_or_outdoor"])
        talks.unwell = True
        talks.go_on()
        talks.go_on()
        for one in talks.asked[1:]:
            assert one.name not in {"why", "swap", "tomorrow", "first", "today", "day_report"}
            assert not getattr(one, "moves", False)
        assert talks.talk.meant != "overdid"


def test_a_sign_that_a_question_tells_is_remembered():
    for asked, is_sign in (
        ("운동 끝나고 나면 핑 도는데 괜찮은 거예요?", True),
        ("안 넘어지려면 뭐부터 해요?", False),
    ):
        brief, speaker = _case("free", 1)
        talks = Conversation(brief, speaker)
        talks._answer(everyday_topics()["treadmill_or_outdoor"], asked, asked, first=True)
        assert talks.unwell is is_sign


def test_nobody_finds_too_much_care_in_what_bid_none():
    for seed in range(80):
        brief, speaker = _case("free", seed)
        drawn = draw_follow_up(
            brief._replace(day=day(_ACTIVE, Vitals(sleep_hr=6.7))),
            Talk(of_readings=True),
            frozenset(),
            speaker,
        )
        assert drawn is None or drawn[1].meant != "scare"


def test_no_reading_is_named_as_the_ground_where_the_person_binds():
    long_night = Brief(day(Profile(age=41), Vitals(sleep_hr=9.7)), "normal", 1, 2, Random(1))
    doubt = follow_up("doubt")
    assert doubt.fits(long_night, Talk(of_readings=True))
    assert not doubt.fits(long_night, Talk(of_readings=True, limited=True))


def test_who_waits_for_a_doctor_and_overdid_it_rests_and_hears_when_to_call_119():
    patient = Profile(age=43, conditions=("cvd",))
    for seed in range(6):
        brief = Brief(day(patient, Vitals(sleep_hr=7.5)), "normal", seed, 2, Random(seed))
        speaker = Speaker(book(), voice=seed, rng=brief.rng, values={"v": Words(brief)})
        text = answered(follow_up("days"), brief, Talk(meant="overdid"), speaker)
        assert "119" in text
        assert "몰아서" not in text


def test_a_change_of_few_beats_is_said_to_be_as_ever():
    calm = Profile(age=41, baseline_rhr=59, regularly_active=True)
    for seed in range(6):
        known = day(calm, Vitals(resting_heart_rate=62))
        brief = Brief(known, "normal", seed, 2, Random(seed))
        speaker = Speaker(book(), voice=seed, rng=brief.rng, values={"v": Words(brief)})
        for name in ("since", "again"):
            text = answered(follow_up(name), brief, Talk(meant=""), speaker)
            assert any(w in text for w in ("비슷", "크게 다르지", "있을 수 있는", "눈에 띄는")), (
                text
            )


@pytest.mark.parametrize(
    ("asked", "may", "may_not"),
    [
        ("생리 전만 되면 초콜릿이 당기는데 참아야 하나요?", 30, 67),
        ("시험 기간에는 운동을 어떻게 챙겨요?", 22, 77),
        ("애들 등교시키고 오전에만 시간 나는데 뭘 하면 돼요?", 41, 77),
        ("무릎 안 좋은 60대인데 얼음을 대야 할까요?", 63, 31),
    ],
)
def test_a_question_of_an_age_is_asked_at_that_age(asked, may, may_not):
    brief, _ = _case("free", 1)
    aged = {age: brief._replace(day=day(Profile(age=age), Vitals())) for age in (may, may_not)}
    assert may_ask(asked, aged[may])
    assert not may_ask(asked, aged[may_not])


def test_a_parents_age_is_nobodys_own():
    brief, _ = _case("free", 1)
    assert may_ask("70대 어머니가 스쿼트 해도 되나요?", brief)


def test_typing_slips_touch_no_number_and_no_formal_letter():
    text = "어제 5.2시간 잤고 안정시 심박수는 62bpm이에요. 오늘 뛰어도 되나요?"
    typed = {as_typed(text, "casual", Random(seed)) for seed in range(80)}
    assert any("ㅋ" in t or "ㅠ" in t for t in typed)
    assert any("돼나요" in t for t in typed)
    assert all("5.2시간" in t and "62bpm" in t for t in typed)
    assert {as_typed(text, "formal", Random(seed)) for seed in range(20)} == {text}


def test_the_reading_that_was_spoken_of_is_argued_with():
    long = day(_ACTIVE, Vitals(sleep_hr=9.6, resting_heart_rate=63))
    brief = Brief(long, "normal", 3, 2, Random(1))
    doubt = follow_up("doubt")
    assert doubt.fits(brief, Talk(of_readings=True))
    assert doubt.fits(brief, Talk(of_readings=True, spoken=frozenset({"sleep_hr"})))
    assert not doubt.fits(brief, Talk(of_readings=True, spoken=frozenset({"resting_heart_rate"})))


def test_what_was_told_between_is_said_again():
    brief, speaker = _case("free", 2)
    text = answered(follow_up("again"), brief, Talk(sore="knee", overdid=True), speaker)
    assert "무릎이 아프" in text
    assert "무리" in text
    turns = (
        Message(role="user", content="어제 좀 무리했어요. 무릎이 아픈데 바꿀 수 있을까요?"),
        Message(role="assistant", content=text),
    )
    assert accepted(verify_messages(turns, day=brief.day, kind="coaching"))


def test_who_is_active_is_held_tomorrow_by_no_beginning():
    for seed in range(6):
        brief, speaker = _case("sleep", seed)
        text = answered(follow_up("tomorrow"), brief, Talk(of_moving=True), speaker)
        assert "운동을 시작하는" not in text
        assert "꾸준히" not in text
    assert not may_ask("아침저녁 중 언제 하는 게 좋아요? 처음이라 모르겠어요", brief)


def test_who_told_of_life_asks_for_the_records_alone_to_be_said_again():
    again = follow_up("again")
    for seed in range(12):
        brief, speaker = _case("free", seed)
        asked = again.question(brief, Talk(of_life=True), speaker)
        assert "말한 거" not in asked
        assert "기록" in asked or "수치" in asked


@pytest.mark.parametrize(
    ("profile", "vitals", "named"),
    [
        (Profile(age=79), Vitals(sleep_hr=6.8), "평소 운동|꾸준히|얼마나 해"),
        (
            Profile(age=51, sex="F", conditions=("cvd",)),
            Vitals(resting_heart_rate=53, sleep_hr=6.9),
            "심혈관질환",
        ),
        (Profile(age=41, regularly_active=False), Vitals(sleep_hr=6.8), "운동|익숙해"),
    ],
)
def test_who_objects_hears_what_set_the_limit_and_no_reading_that_did_not(profile, vitals, named):
    for seed in range(12):
        brief = Brief(day(profile, vitals), "normal", seed, 2, Random(seed))
        speaker = Speaker(book(), voice=brief.voice, rng=brief.rng, values={"v": Words(brief)})
        for meant in ("wrong", "body"):
            talk = Talk(of_readings=True, meant=meant)
            text = answered(follow_up("doubt"), brief, talk, speaker)
            assert "수면" not in text, text
            assert re.search(named, text), text


@pytest.mark.parametrize(
    ("question", "who", "nobody"),
    [
        ("무릎 안 좋은 60대 엄마가 배울 춤이 뭐예요?", Profile(age=33), Profile(age=65)),
        ("일흔 넘은 어머니가 밭일을 나가세요", Profile(age=45), Profile(age=79)),
        ("아버지 워치에 심박 낮다고 알림이 왔는데 오류일까요?", Profile(age=50), Profile(age=71)),
        ("갱년기라 밤마다 깨는데 어떡해", Profile(age=52, sex="F"), Profile(age=66, sex="M")),
        ("남편이 코를 골아요", Profile(age=40, sex="F"), Profile(age=40, sex="M")),
        ("나이 드니 다 소용없는 것 같아요", Profile(age=60), Profile(age=29)),
        ("걷기 만 보가 쉬운 68세인데 더 해도 될까", Profile(age=68), Profile(age=30)),
        ("할머니예요. 뼈가 약해요", Profile(age=70), Profile(age=30)),
        ("칠십 된 할머니가 다리가 부어요", Profile(age=25), Profile(age=70)),
    ],
)
def test_a_question_on_kin_or_of_ones_years_is_asked_by_whom_it_fits(question, who, nobody):
    asks = [
        may_ask(question, Brief(day(person, Vitals()), "normal", 1, 2, Random(1)))
        for person in (who, nobody)
    ]
    assert asks == [True, False]


def test_nobody_asks_why_always_to_rest_who_was_not_held_back():
    asks = "why_always_rest"
    calm, short = Vitals(oxygen_saturation=97), Vitals(sleep_hr=5.2)
    for vitals, held in ((calm, False), (short, True)):
        brief = Brief(day(_ACTIVE, vitals), "normal", 3, 2, Random(1), about=(asks,))
        assert (everyday_topic(brief) is not None) is held


def test_who_asks_back_names_no_light_day_that_was_not_said():
    ways = book().slots["why.q.low"]
    assert not [way for way in ways if "저강도" in way]


@pytest.mark.parametrize("part", ["ankle", "knee"])
def test_a_leg_that_hurts_is_watched_for_swelling_and_bearing_weight(part):
    for seed in range(8):
        brief, speaker = _case("unknown", seed)
        talk = Talk(of_moving=True, sore=part)
        text = answered(follow_up("swap"), brief, talk, speaker)
        assert re.search("붓거나|붓고|심해지면", text), text
        assert "저리거나" not in text, text


def test_no_reading_is_named_only_to_be_put_off():
    for name in ("note.bmi.aside", "note.active_calories"):
        for way in some(book().slots[name]):
            assert not re.search("적어 두었|기록해 두었|확인했어요|따로 물어", way), way
