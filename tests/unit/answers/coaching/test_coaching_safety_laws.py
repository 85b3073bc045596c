"""What safety asks of every coaching conversation."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.answers import Part
from wearable_coach.answers.coaching.answers import answer as composed
from wearable_coach.answers.coaching.closing import closing_slot
from wearable_coach.answers.coaching.composer import compose
from wearable_coach.answers.coaching.notes import ASIDE, noted_one, readings_noted
from wearable_coach.answers.coaching.subjects.effort import EFFORT
from wearable_coach.answers.coaching.subjects.heart import HEART
from wearable_coach.answers.coaching.subjects.life import LIFE
from wearable_coach.answers.coaching.topic import Topic, book
from wearable_coach.answers.coaching.words import Words
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.safety import has_red_flag, is_minor
from wearable_coach.standards.topics import everyday_topics

_BARRED = re.compile(r"처방|진료|의료기관|의사|병원|보호자|의료진|119|쉬")
_REASSURING = ("병원에 갈 필요", "걱정할 필요 없", "안전합니다", "문제없어요", "완전히 안전")
_EMERGENCY = 4


def test_an_emergency_is_answered_with_119_in_the_first_sentence(many):
    seen = 0
    for case in many:
        if case.facts.safety_level == _EMERGENCY:
            for _, answer in compose(case).turns:
                assert "119" in answer.split(". ")[0] + answer.split(". ")[1], answer
            assert "119" in compose(case).turns[0][1][:40]
            seen += 1
    assert seen > 50


def test_every_red_flag_alone_is_an_emergency_in_every_family(told):
    for flag in (
        "chest_pain",
        "syncope",
        "dyspnea_at_rest",
        "cyanosis",
        "confusion",
        "one_sided_weakness",
    ):
        for frame in range(14):
            case = told(Profile(symptoms=(flag,)), Vitals(), frame=frame, seed=frame)
            draft = compose(case)
            assert "119" in draft.turns[0][1][:40]
            assert all("119" in answer for _, answer in draft.turns)


def test_a_red_flag_stands_in_the_first_question_before_all_else(many):
    words = ("가슴", "실신", "정신", "기절", "숨", "입술", "손끝", "파래", "의식", "한쪽")
    for case in some(case for case in many if has_red_flag(case.profile)):
        first = compose(case).turns[0][0]
        assert any(w in first for w in words), first


def test_level_3_asks_for_medical_contact_first(many):
    seen = 0
    for case in many:
        if case.facts.safety_level == 3:
            answer = compose(case).turns[0][1]
            assert re.search(r"의료기관|진료|병원|의원|의사|의료진", answer[:45]), answer
            seen += 1
    assert seen > 50


def without_ways(answer):
    """What an answer says beside the topics' table, whose red flags are supposed, not said of the person."""
    for topic in everyday_topics().values():
        for way in (way for point in topic.points for way in point.ways):
            answer = answer.replace(way, "")
    return answer


def test_level_2_defers_training_in_the_first_answer(many):
    seen = 0
    for case in many:
        if case.facts.safety_level == 2 and not is_minor(case.profile):
            answer = compose(case).turns[0][1]
            assert re.search(r"쉬|미루|미뤄|휴식|다시 재|다시 확인|회복", answer), answer
            seen += 1
    assert seen > 50


def test_a_minor_gets_no_prescription_and_no_target(told):
    for seed in range(200):
        profile = Profile(age=15, baseline_rhr=62, regularly_active=True)
        case = told(
            profile, Vitals(resting_heart_rate=64, sleep_hr=6.4), seed=seed, voice=seed % 20
        )
        for _, answer in some(compose(case).turns):
            assert "여유심박수" not in answer
            assert not re.search(r"\d+~\d+bpm", answer)
            assert not re.search(r"주 \d+", answer)


def test_a_barred_person_is_never_told_to_move(many):
    barred = (
        c for c in many if c.facts.max_intensity_allowed == "none" and c.facts.safety_level < 3
    )
    for case in some(barred):
        first = compose(case).turns[0][1]
        assert _BARRED.search(first), first
        assert "걸어 보세요" not in first, first


def test_no_bpm_target_where_the_method_is_invalid(many):
    seen = 0
    for case in many:
        if (case.facts.hr_targets_withheld or "").startswith("hr_method_invalid"):
            for _, answer in compose(case).turns:
                assert (
                    not re.search(r"\d+~\d+bpm", answer.replace("60~100bpm", ""))
                    or "구간" in answer
                )
                assert "카보넨 공식으로 계산하면" not in answer
            seen += 1
    assert seen > 20


@pytest.mark.parametrize("topic", ["medicine", "supplement", "inject", "hospital", "diagnose"])
def test_a_refusal_never_gives_a_dose_nor_a_promise(topic):
    slots = book().slots
    for part in ("core", "why", "do"):
        for text in some(slots[f"{topic}.{part}"]):
            assert not re.search(r"\d ?(?:mg|알|정|g|스푼|잔|회)", text), text
            assert "괜찮아요." not in text or "물어보" in text, text
            assert not re.search(r"끊으세요|줄이세요|드세요|복용하세요", text), text


def test_no_sentence_reassures_falsely():
    for name, ways in some(book().slots.items()):
        if name.endswith((".q",)) or ".q." in name or name.startswith(("f", "em.next.q")):
            continue
        for text in some(ways):
            assert not any(word in text for word in _REASSURING), (name, text)


def test_the_injury_study_is_never_told_as_an_adults_risk(told):
    adult = Profile(age=35, athlete=True)
    cases = (told(adult, Vitals(sleep_hr=6.0), seed=s, voice=s % 20) for s in range(400))
    answers = (answer for case in cases for _, answer in compose(case).turns)
    for answer in some(answer for answer in answers if "1.7배" in answer):
        assert "12~18세" in answer
        assert re.search(r"성인|어른", answer)


def test_no_alarm_at_level_0(told):
    profile = Profile(age=40, baseline_rhr=60, regularly_active=True)
    vitals = Vitals(resting_heart_rate=61, sleep_hr=7.5, oxygen_saturation=98)
    for seed in range(300):
        for _, answer in some(compose(told(profile, vitals, seed=seed, voice=seed % 20)).turns):
            assert "119" not in without_ways(answer)
            assert "응급" not in without_ways(answer)


@pytest.mark.parametrize(
    ("vitals", "symptoms", "signs"),
    [
        (Vitals(resting_heart_rate=128), (), ("두근", "어지")),
        (Vitals(resting_heart_rate=33), (), ("쓰러", "실신")),
        (Vitals(resting_heart_rate=45), ("dizziness",), ("쓰러", "실신")),
        (Vitals(oxygen_saturation=92), (), ("숨",)),
    ],
)
def test_level_3_names_the_signs_of_its_own_trigger_and_how_soon(vitals, symptoms, signs, told):
    for seed in range(8):
        draft = compose(told(Profile(age=54, symptoms=symptoms), vitals, seed=seed, voice=seed))
        assert "오늘" in draft.turns[0][1]
        for _, answer in draft.turns:
            assert any(sign in answer for sign in signs), answer


def test_who_did_not_say_whether_active_is_not_called_inactive(told):
    patient = Profile(age=43, conditions=("cvd",))
    for seed in range(40):
        draft = compose(told(patient, Vitals(resting_heart_rate=73), seed=seed, voice=seed % 20))
        assert not any("운동을 안 하셨고" in answer for _, answer in draft.turns)


def test_a_cap_names_its_ground():
    grounds = {
        "cap1.sleep_lt_6": ("잠", "수면", "못 잔"),
        "cap1.rhr_delta_ge_10": ("심박수", "평소보다"),
        "note.vigorous.unknown": ("평소", "꾸준히"),
        "note.vigorous.screened": ("운동",),
        "note.vigorous.pressure": ("고혈압",),
        "note.vigorous.care": ("v.disease",),
    }
    for name, words in some(grounds.items()):
        for way in some(book().slots[name]):
            assert any(word in way for word in words), way


def test_a_limit_is_said_once(told):
    eager = Profile(sex="F", desired_intensity="vigorous")
    for seed in range(40):
        answer = compose(told(eager, Vitals(), seed=seed, voice=seed % 20)).turns[0][1]
        assert (
            sum(answer.count(w) for w in ("중강도까지만", "중강도를 넘기지", "고강도는 아직")) <= 1
        )


def test_who_may_not_run_hears_no_yes_to_running(told):
    today = next(t for t in LIFE if t.name == "today")
    bound, trained = Profile(age=79), Profile(age=40, baseline_rhr=60, regularly_active=True)
    for person, vitals, held in (
        (bound, Vitals(sleep_hr=6.8), True),
        (trained, Vitals(sleep_hr=7.5), False),
    ):
        brief = told(person, vitals)
        speaker = Speaker(book(), voice=3, rng=brief.rng, values={"v": Words(brief)})
        text = composed(Part(brief, today, speaker, first=True, asked="오늘 러닝을 해도 될까요?"))
        assert ("빠르게 걷기까지만" in text or "뛰는 운동은 아직" in text) is held, text
    asked = {compose(told(bound, Vitals(sleep_hr=6.8), seed=s)).turns[0][0] for s in range(40)}
    assert not [question for question in asked if "오늘 러닝" in question]


def test_a_sign_in_exercise_is_answered_with_no_and_with_119_and_how_soon(told):
    patient = Profile(age=71, sex="M", symptoms=("exertional_symptom",))
    for seed in range(20):
        turns = compose(told(patient, Vitals(), seed=seed, voice=seed % 20)).turns
        if "?" in turns[0][0] and not re.search("체력이|쉬어서|나이 탓", turns[0][0]):
            assert "아니요" in turns[0][1] or "멈추" in turns[0][1] or "쉬" in turns[0][1]
        assert "119" in turns[0][1], turns[0]
        assert re.search("빨리 진료|빨리 받|오늘 바로 진료", turns[0][1]), turns[0]


@pytest.mark.parametrize(
    ("symptom", "signs"),
    [("vomiting", "물"), ("chest_cough", "숨이 차"), ("diarrhea", "물"), ("fever", "숨이 차")],
)
def test_who_is_ill_hears_the_signs_of_their_own_illness(told, symptom, signs):
    topic = next(t for t in LIFE if t.name == "ill_train")
    brief = told(Profile(age=77, symptoms=(symptom,)), Vitals())
    for seed in range(6):
        speaker = Speaker(book(), voice=seed, rng=Random(seed), values={"v": Words(brief)})
        text = composed(Part(brief, topic, speaker, first=False))
        assert signs in text, text
        assert "진료" in text, text


def test_no_other_day_is_offered_to_whom_the_person_and_not_the_day_binds():
    unknown = day(Profile(age=77), Vitals(sleep_hr=5.7))
    brief = Brief(unknown, "normal", 1, 2, Random(1))
    interval = next(t for t in EFFORT if t.name == "interval")
    assert interval.variant(brief) == "moderate"
    active = brief._replace(day=day(Profile(age=40, regularly_active=True), Vitals(sleep_hr=5.7)))
    assert interval.variant(active) == "reduced"


def test_who_asks_whether_a_calm_rate_is_high_is_told_that_it_is_not(told):
    now = next(t for t in HEART if t.name == "hr_now")
    calm, fast = Vitals(heart_rate=83), Vitals(heart_rate=112)
    person = Profile(age=43, hr_context="rest", regularly_active=True)
    assert now.variant(told(person, calm)) == "rest_calm"
    assert now.variant(told(person, fast)) == "rest"
    palpitating = person.model_copy(update={"symptoms": ("palpitations",)})
    assert now.variant(told(palpitating, calm)) == "rest"
    assert all("높" in way for way in book().slots["hr_now.core.rest_calm"])


def test_what_is_urgent_stands_before_what_else_was_told(told):
    high = Vitals(resting_heart_rate=106, bmi=19.9)
    person = Profile(age=34, sex="F", baseline_rhr=81)
    for seed in range(40):
        draft = compose(told(person, high, seed=seed, voice=seed % 20))
        said = draft.turns[0][1]
        of_body = any(name.startswith("topic.bmi") for name in draft.template_ids)
        noted = said.find("BMI 19.9")
        if noted < 0 or of_body:
            continue
        assert re.search("의료기관|병원", said[:noted]), said


def test_an_answer_that_is_not_about_moving_closes_plainly():
    for way in book().slots["close.plain"]:
        assert not any(word in way for word in ("천천히", "작은 것", "할 수 있는 만큼"))
    brief = Brief(day(Profile(age=40, regularly_active=True), Vitals()), "normal", 1, 2, Random(1))
    assert closing_slot(brief, moves=False) == "close.plain"
    assert closing_slot(brief) == "close.any"


def test_a_rate_that_defers_is_measured_again_and_told_to_somebody_today():
    reasons = ("rhr_101_120", "hr_at_rest_gt_120", "rhr_delta_ge_20", "rhr_delta_ge_10")
    for reason in some(reasons):
        for way in some(book().slots[f"cap2.{reason}"]):
            assert re.search(r"다시 (?:재|잰)|쉬어도", way), way
            assert "100bpm을 넘으면 오늘 의료기관에" in way, way


def test_no_habit_and_no_calm_follows_a_rate_that_defers(told):
    soft = ("흐름을 지켜봐요", "타고난 차이도", "며칠 더 재", "며칠 재서", "내일부터 비교")
    person = Profile(age=76, sex="F", baseline_rhr=76)
    topics = set()
    for seed in range(60):
        case = told(person, Vitals(resting_heart_rate=116), seed=seed, voice=seed % 20)
        draft = compose(case)
        topics.update(draft.template_ids)
        for _, answer in draft.turns:
            assert not any(word in answer for word in soft), answer
    assert {"topic.rhr_mine", "back.since"} <= topics


def test_a_marked_change_is_said_beside_the_class(told):
    mine = next(t for t in HEART if t.name == "rhr_mine")
    case = told(Profile(age=76, baseline_rhr=76), Vitals(resting_heart_rate=116))
    speaker = case.speaker(book(), {"v": Words(case)})
    assert "40bpm 높아요" in composed(Part(case, mine, speaker, first=False))


def test_a_very_low_rate_of_an_athlete_says_what_to_do_at_a_sign(told):
    athlete = Profile(age=55, sex="M", athlete=True)
    cases = (
        told(athlete, Vitals(resting_heart_rate=32), seed=seed, voice=seed % 20)
        for seed in range(30)
    )
    firsts = (compose(case).turns[0][1] for case in cases)
    for first in some([first for first in firsts if "32bpm" in first]):
        assert re.search(r"(?:어지|두근).{0,40}(?:의료기관|병원|진료)", first), first


def test_a_rate_taken_in_exercise_is_read_whatever_was_asked(told):
    person = Profile(age=70, sex="F", hr_context="exercise", regularly_active=False)
    vitals = Vitals(heart_rate=143, resting_heart_rate=63)
    for seed in range(30):
        draft = compose(told(person, vitals, seed=seed, voice=seed % 20))
        assert "143bpm" in draft.turns[0][1], draft.turns[0]
    case = told(person, vitals)
    speaker = case.speaker(book(), {"v": Words(case)})
    aside = readings_noted(case, Topic(ASIDE, "life", "learn", None), speaker)[0]
    assert "고강도" in aside
    assert any(way in aside for way in book().slots["hr_now.do.exercise_over"])


def test_a_patient_who_asks_when_to_stop_hears_of_119(told):
    ways = book().slots["disease.must"]
    assert all("119" in way and "멈" in way for way in ways)
    patient = Profile(age=68, sex="F", conditions=("cvd",), regularly_active=True)
    for seed in range(40):
        draft = compose(told(patient, Vitals(), seed=seed, voice=seed % 20))
        if "topic.disease" in draft.template_ids:
            assert any("119" in text for _, text in draft.turns)


def test_who_asks_whether_it_must_be_today_hears_today():
    for way in some(book().slots["l3.next.today.core"]):
        assert "오늘" in way
        assert "의료기관" in way


def test_a_small_change_is_not_called_small_on_a_day_that_is_deferred(told):
    small = ("흔해요", "날마다 있을 수 있는", "크게 다르지 않", "강도를 낮출 정도는 아니")
    person = Profile(age=44, baseline_rhr=60, regularly_active=True)
    for seed in range(20):
        case = told(person, Vitals(resting_heart_rate=66, oxygen_saturation=93), voice=seed)
        speaker = case.speaker(book(), {"v": Words(case)})
        noted = noted_one(case, "resting_heart_rate", speaker)
        assert not any(word in noted for word in small), noted


def test_an_answer_says_no_bidding_twice(told):
    person = Profile(age=44, regularly_active=False)
    for seed in range(60):
        case = told(person, Vitals(resting_heart_rate=66, sleep_hr=7.4), seed=seed, voice=seed % 20)
        speaker = case.speaker(book(), {"v": Words(case)})
        plan = next(t for t in LIFE if t.name == "day_plan")
        text = composed(Part(case, plan, speaker, first=False))
        assert text.count("말이 끊기면") <= 1, text


@pytest.mark.parametrize(("rate", "usual"), [(37, 44), (52, 60)])
def test_a_rate_well_below_ones_own_is_not_called_usual(rate, usual):
    profile = Profile(age=45, sex="M", baseline_rhr=usual, regularly_active=True, athlete=True)
    brief = Brief(day(profile, Vitals(resting_heart_rate=rate)), "", 0, 0, Random(0))
    for seed in range(12):
        speaker = Speaker(book(), voice=seed, rng=Random(seed), values={"v": Words(brief)})
        text = noted_one(brief, "resting_heart_rate", speaker)
        assert not re.search("비슷|다르지 않|날마다 있을|눈에 띄는 변화는 아니", text), text
