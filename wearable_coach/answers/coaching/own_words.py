"""What a question says of its asker by the way: it is asked by nobody whose record says another thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from wearable_coach.answers.brief import Brief
from wearable_coach.standards.heart_rate import resting_class
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor

LAST_OF_BEARING = 52
"""Nobody older is spoken to of periods and of pregnancy as of her own [completed years]."""


def bears_no_child(brief: Brief) -> bool:
    """Say whether pregnancy and periods are none of a person's: a man's, or one's past that age."""
    p = brief.profile
    return p.sex == "M" or (p.age is not None and p.age > LAST_OF_BEARING)


def _is_aged(brief: Brief, least: int, most: int) -> bool:
    """Say whether a person is of an age, or leaves it out."""
    age = brief.profile.age
    return age is None or least <= age <= most


_SIGN = re.compile(
    r"(?<![가-힣])어(?:지[러럽럼]|질)|핑 ?도|휘청|두근|심박이 (?:확|갑자기|너무)|숨이 (?:막|너무)"
    r"|가슴이 (?:아프|아파|답답|조이|조여|뻐근)|쓰러질|쓰러졌"
)
"""Words of a sign of the heart, of breath or of fainting."""
_HARD = re.compile(
    r"러닝(?!화|머신)|(?<![가-힣])달(?:리[고기는면며던다려자]|려|릴)|(?<!심장이 )(?<!가슴이 )(?<![가-힣])(?:뛰(?!어나|지)|뛸)|조깅|마라톤"
    r"|인터벌|고강도|타바타|버피|줄넘기|크로스핏|스피닝|HIIT"
)
"""Words of running, and of other hard exercise."""
_CALM = frozenset({"low_normal", "normal"})
"""Classes of resting heart rate beside which a sign raises no level."""


def tells_sign(question: str) -> bool:
    """Say whether a question speaks of a sign of the heart, of breath or of fainting.

    >>> tells_sign("운동 끝나고 나면 핑 도는데 괜찮은 거예요?"), tells_sign("안 넘어지려면 뭐부터 해요?")
    (True, False)
    """
    return bool(_SIGN.search(question))


def asks_hard(question: str) -> bool:
    """Say whether a question speaks of running, or of other hard exercise.

    >>> asks_hard("오늘 러닝을 해도 될까요?"), asks_hard("심장이 뛰는데 걸어도 돼요?")
    (True, False)
    """
    return bool(_HARD.search(question))


def _is_calm(brief: Brief) -> bool:
    """Say whether no reading makes more of a sign than the question's own answer says."""
    rate = brief.vitals.resting_heart_rate
    is_low = brief.facts.safety_level == SafetyLevel.PROCEED
    return is_low and (rate is None or resting_class(rate) in _CALM)


def _aged(least: int, most: int) -> Callable[[Brief], bool]:
    """Return whether a person is of an age, or leaves it out."""
    return lambda brief: _is_aged(brief, least, most)


_PARENTS = r"어머니|아버지|(?<![가-힣])엄마(?!예|인데|라 )|아빠|부모님|장모|장인어른"
"""Of whom a grown child asks, whose age is known by theirs."""
_OF_MENOPAUSE = (40, 66)
"""Completed years of those who speak of it as of their own time."""
_OF_THE_DAY: tuple[tuple[re.Pattern[str], Callable[[Brief], bool]], ...] = (
    (_SIGN, _is_calm),
    (
        re.compile(
            r"\d+ ?시간(?:씩)? ?(?:잤|자는|자도|밖에)|못 잤|오래 잤|많이 잤|푹 잤|잠을 설쳤"
        ),
        lambda b: b.vitals.sleep_hr is None,
    ),
    (
        re.compile(r"많이 걸었|\d ?보(?:를|도|밖에)? ?걸었|하루 종일 (?:앉|누워)"),
        lambda b: b.vitals.steps is None,
    ),
    (
        re.compile(r"심박이 이상하게|심박이 갑자기|맥이 (?:빨|높|낮)"),
        lambda b: b.vitals.heart_rate is None,
    ),
    (
        re.compile(r"생리|월경|배란|임신 ?중|임신했|임신부|출산|수유|산후"),
        lambda b: not bears_no_child(b),
    ),
    (
        re.compile(r"시험 ?(?:기간|공부|전날)|시험공부|수험생|대학생|취준|스무 살|군대"),
        lambda b: _is_aged(b, 0, 35),
    ),
    (re.compile(r"나이가 많은데"), lambda b: _is_aged(b, 55, 120)),
    (
        re.compile(r"등교|육아|갓난|아기(?! ?자세)|아이 (?:보느라|데리고)|다섯 살|여섯 살"),
        lambda b: _is_aged(b, 20, 59),
    ),
    (
        re.compile(r"고등학생인데|중학생인데|고\d(?:인데|이라)|중\d인데|\(고등학생\)"),
        lambda b: is_minor(b.profile),
    ),
    (
        re.compile(r"당뇨가 있는데|당뇨인데|당뇨 환자"),
        lambda b: "diabetes" in b.profile.conditions,
    ),
    (
        re.compile(r"고혈압인데|고혈압이 있는데|혈압이 높은데|혈압약을 먹"),
        lambda b: "hypertension" in b.profile.conditions,
    ),
    (re.compile(r"천식이 있는데|천식인데"), lambda b: "asthma" in b.profile.conditions),
    (
        re.compile(r"임신 ?중인데|임신했는데|임신부인데|임신 (?:초기|후기)인데|임신하고"),
        lambda b: "pregnancy" in b.profile.conditions,
    ),
    (
        re.compile(
            r"운동을 안 하는데|운동을 처음|처음이라 모르|한 번도 안 해|운동을 오래 쉬|오랜만에 다시|초보(?:자는 어떤|한테)|체력이 바닥"
        ),
        lambda b: b.profile.regularly_active is not True and not b.profile.athlete,
    ),
    *(
        (re.compile(f"{age}[^.?]{{0,10}}(?:{_PARENTS})"), _aged(least, most))
        for age, least, most in (
            ("(?:60대|예순|환갑)", 18, 45),
            ("(?:7[0-9]대|7[0-9]세|7[0-9] 넘|65세 넘|칠십|칠순|일흔)", 28, 58),
            ("(?:80대|8[0-9]세|팔십|여든)", 38, 66),
        )
    ),
    (re.compile(_PARENTS), _aged(12, 62)),
    (re.compile(r"(?:할머니|할아버지)(?!예요|인데)"), _aged(8, 45)),
    (re.compile(r"할머니예요|손주|손녀"), _aged(55, 120)),
    (re.compile(r"남편"), lambda b: b.profile.sex != "M" and _is_aged(b, 22, 120)),
    (re.compile(r"아내|와이프"), lambda b: b.profile.sex != "F" and _is_aged(b, 22, 120)),
    (re.compile(r"부부"), _aged(22, 120)),
    (
        re.compile(r"엄마(?:예요|인데|라)|(?:여자|여성)(?:예요|인데| 혼자| 근력)|\d0대 여자|주부"),
        lambda b: b.profile.sex != "M" and _is_aged(b, 18, 120),
    ),
    (re.compile(r"남잔데|남자인데|아저씨|세 남자"), lambda b: b.profile.sex != "F"),
    (
        re.compile(
            r"(?<!중학생 )(?<!살 )(?:아들|딸)|우리 애|애(?:가|들|기|를)? |아이(?:가|한테|랑|를) |초등학생 아이"
        ),
        _aged(22, 62),
    ),
    (
        re.compile(r"갱년기|폐경"),
        lambda b: b.profile.sex != "M" and _is_aged(b, *_OF_MENOPAUSE),
    ),
    (re.compile(r"나이 (?:드니|들어|먹)|나이 탓|나이 때문"), _aged(50, 120)),
    (re.compile(r"은퇴하고|(?<!가 )퇴직하고|정년"), _aged(55, 120)),
    (re.compile(r"직장인|야근|회식|출퇴근|퇴근하고|영업직"), _aged(19, 66)),
    (re.compile(r"일흔 넘으니|칠십 노인"), _aged(70, 120)),
    (
        re.compile(r"마른 편인데|너무 마른|마른 몸|체중이 안 느|살을 찌우"),
        lambda b: b.facts.bmi_ksso in {None, "underweight", "normal"},
    ),
    (
        re.compile(r"살이 안 빠|체중이 안 (?:줄|빠)|살을 빼"),
        lambda b: b.facts.bmi_ksso != "underweight",
    ),
)
"""What a question tells, and of whom it may."""
_YEARS = re.compile(r"(?<!\d)(\d\d)세(?:인데|라 | 남자| 여자|예요)")
"""Completed years that a question speaks of as its asker's own."""
_DECADE = re.compile(r"(?<!\d)(\d0)대(?!.{0,3}(?:어머니|아버지|엄마|아빠|때는))")
"""A decade of life that a question speaks of as its asker's own."""
_QUESTIONS = 8_192
"""So many questions are remembered, several times what the topics ask."""


def may_ask(question: str, brief: Brief) -> bool:
    """Say whether nothing that a question tells by the way stands against what was told of the person and the day.

    Args:
        question: One of a topic's questions.
        brief: The person and day that ask it.
    """
    return all(holds(brief) for holds in _told_by(question))


def tells_nothing(question: str) -> bool:
    """Say whether anybody may ask it: nothing is told by the way."""
    return not _told_by(question)


@lru_cache(maxsize=_QUESTIONS)
def _told_by(question: str) -> tuple[Callable[[Brief], bool], ...]:
    """Return of whom what a question tells may be told."""
    held = tuple(holds for told, holds in _OF_THE_DAY if told.search(question))
    years, decade = _YEARS.search(question), _DECADE.search(question)
    if years is not None:
        held = (*held, _aged(int(years[1]), int(years[1])))
    if decade is None:
        return held
    least = int(decade[1])
    return (*held, lambda b: _is_aged(b, least, least + 9))
