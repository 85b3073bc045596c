"""The age that a user states as their own, in any form: 72세, 예순여덟, 고1, 58년생, 환갑 지난."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from wearable_coach.korean import (
    Amount,
    Bound,
    Clause,
    Modality,
    Polarity,
    Sentence,
    TimeKind,
    WordKind,
)
from wearable_coach.serving.lexica import rows
from wearable_coach.serving.mentions import Spoken, spoken
from wearable_coach.serving.whose import is_of_another
from wearable_coach.standards.fields import profile_numbers

_LEVEL = r"(?<![가-힣])(?:예비 ?)?(초등학교|초등|초|중학교|중학|중|고등학교|고등|고|여고)"
_OF_GRADE = r"$|[^가-힣\d]|인|입|예|여|올|생|남|학|들|된|되|라|때"
_GRADE = re.compile(
    rf"{_LEVEL} ?(?:([1-6])(?: ?학년)?(?={_OF_GRADE}|이|임|에[요여]|거든|야|요|구|고|던|니)|(?:([일삼사오육])(?: ?학년)?(?={_OF_GRADE}|이)|(이)(?: ?학년)(?={_OF_GRADE}|이)))"
)
"""A grade in figures, or in words that no particle looks like: 중2임, 고삼이요, and not 운동 중이에요."""
_UPPER_GRADE = re.compile(
    rf"(?<![가-힣\d])([56]|오|육) ?학년(?={_OF_GRADE}|이|에[요여]|거든|야|요|구|고|던|니)"
)
"""The fifth and sixth year without a school, which are of the primary one."""
_LONG_STUDIES = re.compile(
    r"대학|의대|약대|치대|한의|수의|본과|예과|건축|과제|전공|졸업 ?작품|수료"
)
"""What is studied for so long by adults."""
_SINO = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6}
_BORN = re.compile(r"(?<!\d)(\d{2}|\d{4}) ?년 ?생")
_NOT_OWN_AGE = re.compile(
    r" ?(?:때|부터|까지|되기|차이|이하|미만|되면|넘으면|이면|처럼|같|정도의? 체력|어려|젊|아래|많|적|연상|연하|짜리|자 |전|초과|담임|선생|반을|가르|과외|졸업|시절|아들|딸|애|아이|동생|조카|손[자녀주]|강아지|고양이|노견|노묘|[된먹은]* ?(?:차|개|견|묘)(?![가-힣])|난 )"
)
_OF_ANOTHER = re.compile(
    r"(?:아들|딸|막내|조카|동생|손[자녀주]|아이|(?<![가-힣])애|첫째|둘째|셋째|큰애|작은애|제자|사촌|강아지|고양이|(?<![가-힣])개|반려견"
    r"|아부지|아버지|아버님|어머님|장인(?: ?어른)?|장모님?|시어머니|시아버지|남편|신랑|(?<![가-힣])아내|와이프|마누라"
    r"|(?:우리|울|저희|제|내) ?(?:아빠|엄마|어무이|어머니|할머니|할아버지|할매|할배|형|누나|언니|오빠))[이가은는도]? ?(?:[가-힣]+ )?$"
)
"""Right before an age: whose it is."""
_MEASURED = re.compile(
    r"신체 ?나이|혈관 ?나이|몸 ?나이|생체 ?나이|체력 ?나이|피부 ?나이|심장 ?나이|나이[가는]? ?(?:차이|제한)"
)
_OTHER_FIELDS = re.compile(
    r"체지방|심박|맥박|맥[이은]|산소|포화도|혈압|혈당|체온|열[이은]|체중|몸무게|키[는가]|신장|bmi|수면|걸음|보폭|점수|평소|원래|안정시|bpm|kg|cm|번|회|분|개|명|층|바퀴|세트|원|등|위",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"할머니|할아버지|노인|아저씨|아줌마|어르신|영감|노인네|남자|여자|남성|여성|직장인|주부|청년|학생|백수|늙은이|할매|할배|사람|나이|연세|올해|만으로|남|여|아재|중년|노년|회사원|대학생|취준생|은퇴"
)
_PLACES = frozenset({"여중", "남중", "여고", "남고"})
NATIVE_TENS = re.compile(r"(?:열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔)")
_NOT_GROWN = re.compile(
    r"성인(?:이|은)? ?아[니닌]|민증[이은도]? ?(?:안|없|아직)|18세 ?(?:미만|이 ?안)|열여덟[이도]? ?안 ?[됐되]"
)
_BECOMING = frozenset({"이다", "되다", "보이다"})
_WISHED = re.compile(r"[세살대]의? ?(?:몸매|체력|피부|얼굴)|살에도|세에도|넘어서도|돌아가")
"""An age that is itself wished for: 17살 몸매 갖고 싶어요, 60살에도 뛰고 싶어요."""
_REACHING = frozenset({"넘다", "지나다", "먹다", "되다"})
_TEN = 10


@cache
def _table() -> dict[str, Any]:
    return rows("ages")


def age_in(text: str) -> int | None:
    """Return the age that a user states as their own; a pupil counts as the minor that they are, whatever else is said."""
    found = list(_ages_in(text))
    young = [age for age, _ in found if age <= _table()["last_of_pupils"]]
    named = [age for age, is_named in found if is_named]
    return min(young) if young else next(iter([*named, *(age for age, _ in found)]), None)


def _ages_in(text: str) -> Iterator[tuple[int, bool]]:
    """Yield the ages that may be the user's, and whether the user says 저는 or 나는 beside it."""
    said = spoken(text)
    low, high = profile_numbers()["age"].impossible
    for k, sentence in enumerate(said.sentences):
        if _NOT_GROWN.search(sentence.text) and not is_of_another(
            said, k, sentence.clauses[-1], "pregnancy"
        ):
            yield int(_table()["last_of_pupils"]), False
        for clause in sentence.clauses:
            if _is_of_today(clause) and not is_of_another(said, k, clause):
                age = _age(clause, sentence)
                if age is None or not low <= age <= high:
                    continue
                if age <= _table()["last_of_pupils"] or not _goes_on_of_another(said, k):
                    yield age, _names_speaker(clause)


def _goes_on_of_another(said: Spoken, place: int) -> bool:
    """Say whether a sentence that is no more than an age goes on about somebody else: 엄마가 혈압약 드시는데…, 68세야."""
    sentence = said.sentences[place]
    if place == 0 or len(sentence.clauses) > 1 or len(sentence.text.split()) > 1:
        return False
    return any(is_of_another(said, place - 1, c) for c in said.sentences[place - 1].clauses)


def _is_of_today(clause: Clause) -> bool:
    frame = clause.frame
    if frame is None:
        return True
    supposed = frame.modality in {
        Modality.CONDITION,
        Modality.HYPOTHETICAL,
        Modality.WISH,
        Modality.ASK,
    }
    if supposed and clause.link.value == "end" and frame.modality is Modality.ASK:
        return True
    if frame.modality is Modality.WISH and frame.predicate.lemma not in _BECOMING:
        return not _WISHED.search(clause.text)  # 58세 남성 근육 늘리고 싶어요: of something else
    return (
        not supposed
        and frame.polarity is Polarity.AFFIRMED
        and frame.time.kind is not TimeKind.FUTURE
    )


def _age(clause: Clause, sentence: Sentence) -> int | None:
    if _MEASURED.search(clause.text):
        return None
    frame = clause.frame
    is_apart = frame is not None and frame.predicate.lemma in _REACHING  # 할머니예요 칠십 넘은
    is_cued = bool(_PERSON.search(sentence.text if is_apart else clause.text))
    found = (
        _by_grade(clause, sentence) or _by_school(clause) or _by_amounts(clause, is_cued=is_cued)
    )
    return found or _born(clause) or _by_festival(clause)


def _by_grade(clause: Clause, sentence: Sentence) -> int | None:
    """Return the age of a grade that begins in a clause; where it ends may be taken for another: 아픈 중2인데."""
    text, start = sentence.text, clause.start - sentence.start
    match = _GRADE.search(text, start)
    if match is None or match.start() >= start + len(clause.text):
        return _by_upper_grade(clause, text)
    if _NOT_OWN_AGE.match(text, match.end()) or _OF_ANOTHER.search(text[start : match.start()]):
        return None
    years = int(match[2]) if match[2] else _SINO[match[3] or match[4]]
    first: int = _table()["first_year"][match[1]]
    last: int = _table()["last_of_pupils"]
    return min(first + years - 1, last)


def _by_upper_grade(clause: Clause, text: str) -> int | None:
    """Return the age of a pupil who names the year alone: 6학년이고요, 5학년인데 우리 반에서."""
    match = _UPPER_GRADE.search(clause.text)
    if match is None or _LONG_STUDIES.search(text) or _NOT_OWN_AGE.match(clause.text, match.end()):
        return None
    if _OF_ANOTHER.search(clause.text[: match.start()]):
        return None
    years = int(match[1]) if match[1].isdigit() else _SINO[match[1]]
    return int(_table()["first_year"]["초"]) + years - 1


def _by_school(clause: Clause) -> int | None:
    schools: dict[str, int] = _table()["schools"]
    for token in clause.tokens:
        written = clause.text[token.start - clause.start :]
        name = next((s for s in schools if written.startswith(s)), None)
        if name is None or _NOT_OWN_AGE.match(written, len(name)):
            continue
        if _is_being(clause, name):
            return schools[name]
    return None


def _is_being(clause: Clause, name: str) -> bool:
    """Say whether a clause says that somebody is a pupil: 중학생이에요, 고등학교 다녀요."""
    frame = clause.frame
    if frame is None:
        return not (name.endswith("학교") or name in _PLACES)
    if frame.predicate.is_past:
        enters = {"입학하다", "들어가다", "올라가다"} if name.endswith("학교") else {"되다"}
        return frame.predicate.lemma in enters
    is_place = name.endswith("학교") or name in _PLACES
    goes = {"다니다", "재학하다", "재학", "입학하다", "들어가다", "올라가다"}
    is_goer = frame.predicate.lemma in goes or "재학" in clause.lemmas
    return is_goer if is_place else is_goer or frame.predicate.lemma in {"이다", "되다"}


def _by_amounts(clause: Clause, *, is_cued: bool) -> int | None:
    ages = (_by_amount(clause, q, is_cued=is_cued) for q in clause.quantities)
    return next((age for age in ages if age), None)


def _by_amount(clause: Clause, amount: Amount, *, is_cued: bool) -> int | None:
    text, end = clause.text, amount.end - clause.start
    if amount.low is None or _NOT_OWN_AGE.match(text, end):
        return None
    if _OF_ANOTHER.search(text[: amount.start - clause.start]):
        return None
    if amount.unit == "age":
        return _of_years(clause, amount)
    if _OTHER_FIELDS.search(text):
        return None
    if amount.unit == "decade":
        return _decade(amount) if is_cued or _is_said_of_self(clause) else None
    is_bare = not amount.unit and not amount.is_range and amount.low >= _TEN
    is_native = bool(NATIVE_TENS.match(text, amount.start - clause.start)) and _is_said_of_self(
        clause
    )
    is_speaker = _is_said_of_self(clause) and _names_speaker(clause)
    return int(amount.low) if is_bare and (is_cued or is_native or is_speaker) else None


def _of_years(clause: Clause, amount: Amount) -> int | None:
    was = clause.frame is not None and clause.frame.predicate.is_past
    is_open = amount.bound in {Bound.EXACT, Bound.MORE_THAN} and not amount.is_range
    return int(amount.low) if amount.low is not None and is_open and not was else None


def _decade(amount: Amount) -> int | None:
    if amount.low is None or amount.high is None or amount.low < _TEN:
        return None
    whole = amount.high - amount.low == Decimal(9)
    return int(amount.low) + (_table()["decade_middle"] if whole else 0)


def _is_said_of_self(clause: Clause) -> bool:
    return clause.frame is None or clause.frame.predicate.lemma in {
        "이다",
        "되다",
        "넘다",
        "먹다",
        "지나다",
    }


def _names_speaker(clause: Clause) -> bool:
    first = clause.tokens[0]
    return first.lemma in {"저", "나", "전", "난", "본인"} or (
        first.kind is WordKind.PRONOUN and first.lemma == "저"
    )


def _born(clause: Clause) -> int | None:
    match = _BORN.search(clause.text)
    if match is None:
        return None
    year = int(match[1])
    if len(match[1]) == 2:  # noqa: PLR2004 - the last two digits of a year
        year += 1900 if year >= _table()["century_from"] else 2000
    return int(_table()["as_of_year"]) - year


def _by_festival(clause: Clause) -> int | None:
    festivals: dict[str, int] = _table()["festivals"]
    for token in clause.tokens:
        if token.lemma in festivals and not re.search(r"잔치|선물|여행|파티|앞두", clause.text):
            return festivals[token.lemma]
    return None
