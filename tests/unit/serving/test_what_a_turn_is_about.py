"""A turn is answered on what it is about: no farewell for a 그럼, the topic of the turn before, one's own readings, the right person."""

from __future__ import annotations

import pytest

from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.leaning import topical_words
from wearable_coach.serving.own_readings import own_reading
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.rules import texts
from wearable_coach.serving.subjects import ranked, topics_near
from wearable_coach.serving.talk_heard import FORMULAS
from wearable_coach.serving.told import known_day
from wearable_coach.serving.turns import exchanged, without_lead
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.verification import accepted

_DAY = Vitals(resting_heart_rate=66, sleep_hr=5.2, steps=5400, weight=82, bmi=27.1)
_NOBODY = Profile()


def _asked(*turns, profile=_NOBODY, vitals=_DAY):
    history = [
        message
        for turn in turns[:-1]
        for message in (
            Message(role="user", content=turn),
            Message(role="assistant", content="네, 그래요."),
        )
    ]
    day = day_of(profile, vitals, hrmax_formula=DEFAULT_FORMULA)
    asked = Asked("coaching", day, day, turns[-1], history=tuple(history))
    return asked._replace(known=known_day(day, asked.user_words))


def _answer(*turns, profile=_NOBODY, vitals=_DAY):
    answer = rules_chat(_asked(*turns, profile=profile, vitals=vitals))
    assert accepted(answer.verdicts), answer
    return answer.text


def _topic(*turns):
    found = ranked(topical_words(_asked(*turns, vitals=Vitals())))
    return found[0].topic.name if found else ""


def _says_nothing(text):
    return any(one in text for one in texts()["no_answer"])


@pytest.mark.parametrize(
    ("turn", "topic"),
    [
        ("그럼 수영은요", "swimming"),
        ("그럼 자전거는?", "cycling"),
        ("됐고 줄넘기는 어때", "dance_and_rope"),
        ("아 그리고 물은 얼마나 마셔", "hydration"),
        ("아니 허벅지가 아프다고", "pain"),
        ("고마워요 근데 단백질은 얼마나 먹어요?", "protein_food"),
        ("ㅋㅋㅋ 웃겨 근데 스트레칭은 언제 해요", "stretching"),
    ],
)
def test_what_only_leads_in_makes_no_farewell_and_no_apology(turn, topic):
    assert ranked(turn)[0].topic.name == topic


@pytest.mark.parametrize(
    ("turn", "topic"),
    [
        ("그럼 이만 갈게", "farewell"),
        ("수고했어 낼 봐", "farewell"),
        ("ㅇㅋ 답변 ㄱㅅ", "thanks"),
        ("그래도 고마워", "thanks"),
        ("아까 짜증 내서 미안해요", "apology"),
    ],
)
def test_a_turn_that_is_nothing_but_manners_is_heard_as_such(turn, topic):
    assert ranked(turn)[0].topic.name == topic


def test_manners_stand_beside_no_advice_and_laughter_beside_no_thanks():
    smoking, thanks = (everyday_topics()[name] for name in ("smoking", "thanks"))
    assert not FORMULAS & dict(topics_near("담배 끊은지 한달 됐습니다", smoking)).keys()
    assert "laughing" not in dict(topics_near("ㅇㅋ 답변 ㄱㅅ", thanks))


def test_what_leads_in_is_left_out_and_nothing_else():
    assert without_lead("아 그럼 수영은요?") == "수영은요?"
    assert without_lead("그럼요") == "그럼요"
    assert without_lead("아니면 걸을까요") == "아니면 걸을까요"


@pytest.mark.parametrize(
    ("before", "turn", "topic"),
    [
        ("러닝화 뭐 사야돼요? 발볼 넓어요", "몇 키로 뛰면 바꿔요?", "shoes"),
        ("허리 삐끗했는데 걷기는 돼?", "찜질은 뜨거운거 차가운거?", "back_pain"),
        ("낮잠 자도 되나요", "그럼 괜찮은 거예요?", "nap"),
        ("오늘 비오는데 집에서 할 운동 추천좀", "아니 그거 말고 층간소음 없는거", "home_strength"),
    ],
)
def test_a_short_turn_goes_on_with_the_topic_of_the_turn_before(before, turn, topic):
    assert _topic(before, turn) == topic


def test_a_short_turn_with_a_topic_of_its_own_does_not():
    assert _topic("허리 삐끗했는데 걷기는 돼?", "그럼 수영은요") == "swimming"
    assert _topic("낮잠 자도 되나요", "고마워요") == "thanks"
    assert _topic("너 사람이야?", "물은 얼마나 마셔?") == "hydration"


def test_not_that_but_this_takes_the_place_of_that():
    assert exchanged("아니 커피 말고 운동이요", "커피 마셔도 돼요?") == "운동 해도 돼요?"
    assert exchanged("뛰지 말고 걸으라고요?", "달려도 돼요?") == ""
    assert "커피" not in _answer("그럼 커피 마셔도 돼요?", "아니 커피 말고 운동이요")


def test_where_words_name_nothing_that_a_topic_speaks_of_it_is_not_taken():
    assert "postpartum_return" not in {m.topic.name for m in ranked("흡입기는 언제써")}


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("내 체중은?", "weight"),
        ("어제 몇시간 잤어 나?", "sleep_hr"),
        ("나 비만이야?", "bmi"),
        ("안정시심박 42인데 병원가야하나요?", "resting_heart_rate"),
        ("산소포화도는 96이요", "oxygen_saturation"),
        ("아니 됐고 걸음수는", "steps"),
        ("체중은 어떻게 재요?", ""),
        ("잠은 몇시간 자야 돼", ""),
        ("걸음수 늘리는 법", ""),
        ("우리 엄마 체중은?", ""),
        ("비만인 사람은 걷기가 좋아요?", ""),
    ],
)
def test_a_question_for_ones_own_reading_is_heard(question, field):
    assert own_reading(question) == field


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("내 체중은?", "82kg"),
        ("나 비만이야?", "1단계 비만"),
        ("어제 몇시간 잤어 나?", "매우 부족"),
        ("오늘 몇보 걸었지?", "5,400보"),
    ],
)
def test_a_question_for_ones_own_reading_is_answered_with_it(question, said):
    assert said in _answer(question)


def test_a_heart_rate_of_which_nobody_knows_how_it_was_taken_is_asked_of():
    text = _answer("심박수 왜이리 높아유?", vitals=Vitals(resting_heart_rate=66, heart_rate=104))
    assert "가만히" in text
    assert not _says_nothing(text)


def test_who_asks_whether_to_train_hears_what_the_day_allows_and_no_more():
    profile = Profile(age=37, baseline_rhr=60, regularly_active=True)
    vitals = Vitals(resting_heart_rate=82, sleep_hr=4.8)
    for turns in (
        ("오늘 하체 하는날인데 해도되죠?",),
        ("산소포화도 어때?", "그럼 오늘 축구 못해요?"),
        ("오늘 운동 해도 되나요?", "내일은요?"),
        ("무슨 운동이 좋겠습니까",),
    ):
        assert not _says_nothing(_answer(*turns, profile=profile, vitals=vitals)), turns


def test_who_may_have_no_number_of_the_heart_hears_why():
    profile = Profile(age=73, conditions=("pacemaker",), regularly_active=True)
    assert "심박조율기" in _answer("내 최대심박수를 알려주시오", profile=profile)


def test_an_age_that_goes_on_about_somebody_else_is_theirs():
    mother = "엄마가 고혈압약 드시는데 아침 산책 괜찮아?\n68세야"
    assert age_in(mother) is None
    assert age_in(f"{mother}\n나는 그럼 뭘 하지? 난 서른둘이고 건강해") == 32
    assert age_in("엄마가 운동하래요\n14살이에요") == 14
    assert age_in("무릎이 아파요\n72세입니다") == 72


def test_who_turns_to_themselves_is_answered():
    assert not _says_nothing(_answer("엄마 무릎이 안 좋으세요", "나는 그럼 뭘 하지?"))


@pytest.mark.parametrize(
    "turns",
    [
        ("엄마가 고혈압약 드시는데 아침 산책 괜찮아?", "혈압은 오늘 148에 90이래"),
        ("나 혈압 있는데", "148에 90이래"),
        ("혈압이 좀 있어요", "그럼 138/86이면요?"),
    ],
)
def test_two_numbers_after_a_word_of_pressure_are_one(turns):
    assert _topic(*turns) == "blood_pressure_lifestyle"
    assert "자료가 없어요" not in _answer(*turns, vitals=Vitals())


@pytest.mark.parametrize("turn", ["고마워요 ㅠㅠ", "ㅇㅋ 답변 ㄱㅅ", "너 똑똑하다", "이제 잘게"])
def test_manners_are_answered_with_one_line(turn):
    text = _answer("달리기 처음인데 뭐부터 해요", turn, vitals=Vitals())
    said = [w for t in everyday_topics().values() for p in t.points for w in p.ways if w in text]
    assert len(said) == 1, text


def test_what_every_topic_speaks_of_makes_no_turn_go_on():
    before = "단백질 보충제 먹어도 됩니까"
    assert topical_words(_asked(before, "걷기는 몇 분이 적당합니까")).startswith("걷기는")
    before = "허리 삐끗했는데 걷기는 돼?"
    assert _topic(before, "다리 저린건 없어") == "back_pain"
