"""A good word for a reading, judged by its class: 푹 주무셨네요, 건강한 수준."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.wording import right_class

GOOD = {
    "sleep_hr": frozenset({"recommended", "long"}),
    "resting_heart_rate": frozenset({"normal", "low_normal"}),
    "oxygen_saturation": frozenset({"normal"}),
    "bmi": frozenset({"normal"}),
    "weight": frozenset({"normal"}),
    "steps": frozenset({"active", "highly_active", "somewhat_active"}),
}
_SLEPT_WELL = re.compile(
    r"(?:푹|잘|충분히|넉넉히|넉넉하게|깊이|달게|실컷) ?(?:주무|잤|자셨|쉬셨)|꿀잠|숙면"
)
_ABOUT_IT = re.compile(
    r"건강한|건강해|건강하|튼튼|양호|무난|다행|훌륭|완벽|최고|이상적|적정|적절|충분|넉넉|푹 |잘 ?(?:주무|나)|꿀잠|개운|든든|거뜬|우수|대단|안정적|순조|부럽|반갑|좋은 ?(?:편|수준|상태|값|수치|흐름|결과|기록)|좋네|좋습니다|좋아요|괜찮은|괜찮습|괜찮아|안심|알맞"
)
_ADVICE = re.compile(
    r"(?:게|것이|것도|편이|쪽이|면|면서|도|기가|기에|기|건|수록) ?(?:더욱?|가장|훨씬|제일|딱|아주|참)? ?(?:좋|괜찮|충분|무난|안전|알맞|적당|적절)|(?:충분히|넉넉히) ?(?:쉬|쉰|쉴|먹|자[고는]|물|마시|드시|하|회복)|세요|십시오|시죠|목표|권장|하한|기준|범위(?:는|가)|필요|도움|[으로]로 ?충분|는지|근거|이유|모습|마음|태도|생각|질문|선택|(?:운동|걷기|산책|체조|활동|근력|스트레칭)[이가도] ?(?:더 ?|가장 ?|잘 ?)?(?:알맞|적절|적당|무난|좋)"
)


class FieldIsGood(NamedTuple):
    """A good word for a reading."""

    field: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the reading's class."""
        field = "bmi" if self.field == "weight" else self.field
        actual = evidence.classes.get(field)
        if actual is None or actual == "unknown":
            return unsupported(
                "VER-SOURCE-001", f"{LABELS.get(field, field)}: 입력이 없어 좋다고 할 수 없어요"
            )
        if actual in GOOD[field]:
            return None
        return contradicted(RULES[field], right_class(field, actual))


def read_value(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a good word for a reading that the clause, or the sentence, names."""
    if said.has(_SLEPT_WELL) and not said.clause.advises:
        if said.is_plain:
            yield FieldIsGood("sleep_hr")
        return
    if "praise" not in said.kinds or not said.has(_ABOUT_IT) or said.has(_ADVICE):
        return
    field = next((f for f in said.fields if f in GOOD), None)
    if field is not None and said.is_plain:
        yield FieldIsGood(field)


_GRADES = {
    ("resting_heart_rate", "높"): (frozenset({"high", "very_high"}), frozenset({"very_high"}), frozenset({"high"})),
    ("resting_heart_rate", "낮"): (frozenset({"low", "very_low", "low_normal"}), frozenset({"very_low"}), frozenset({"low", "low_normal"})),
    ("oxygen_saturation", "낮"): (frozenset({"borderline", "low", "critical"}), frozenset({"low", "critical"}), frozenset({"borderline", "low"})),
    ("oxygen_saturation", "높"): (frozenset({"normal"}), frozenset({"normal"}), frozenset({"normal"})),
    ("sleep_hr", "길"): (frozenset({"long"}), frozenset({"long"}), frozenset({"long"})),
    ("sleep_hr", "짧"): (frozenset({"short", "very_short"}), frozenset({"very_short"}), frozenset({"short", "very_short"})),
    ("steps", "많"): (frozenset({"active", "highly_active", "somewhat_active"}), frozenset({"highly_active", "active"}), frozenset({"somewhat_active", "active"})),
    ("steps", "적"): (frozenset({"sedentary", "low_active"}), frozenset({"sedentary"}), frozenset({"low_active", "sedentary"})),
}  # fmt: skip
"""Field and adjective → the classes that it may mean bare, with "매우", with "다소"."""
_GRADED = re.compile(
    r"(?P<much>매우|아주|무척|상당히|너무|심하게|턱없이|꽤 ?많이)?(?P<some>다소|조금|약간|살짝|좀)? ?(?P<word>높|낮|(?<![가-힣])길|(?<![가-힣])긴|짧|많|(?<![가-힣])적)(?:은|었|았|아|어|네|습|다고)? ?(?:편|단계|수준|구간|값|수치|범위|쪽|잠|날|상태)"
)
_NOT_GRADED = re.compile(
    r"bpm ?[높낮]|회 ?[높낮]|평소|기저|기준선|보다|강도|단계씩|위험|가능성|낮추|높이|오차|이상|이하|목표|여유|최대"
)


_NOT_SO = re.compile(r"(?:이|은|는|가|도)? ?(?:아니|아닙|아닌)")
_SAID_SHORT = re.compile(
    r"(?P<much>매우|아주|무척|상당히|너무|많이|턱없이)?(?P<some>다소|조금|약간|살짝|좀)? ?(?P<word>부족|모자라|모자랐|짧)(?:해요|합니다|했|하네|하셨|해서|하니|아요|어요|습니다|네요|았|었|지만|고,)"
)


class Graded(NamedTuple):
    """A reading that is called high, low, long or short, by how much."""

    field: str
    classes: frozenset[str]
    denied: bool = False

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the reading's class."""
        actual = evidence.classes.get(self.field)
        if actual is None or actual == "unknown" or (actual in self.classes) != self.denied:
            return None
        return contradicted(RULES[self.field], right_class(self.field, actual))


def read_grade(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read "다소 높은 단계" of a reading that the clause names."""
    graded = _GRADED.search(said.text) or _SAID_SHORT.search(said.text)
    if graded is None or _NOT_GRADED.search(said.text) or said.is_open:
        return
    denied = said.denies(graded.start("word"))
    if denied and not _NOT_SO.match(said.text[graded.end() :]):
        return
    word = {"긴": "길", "부족": "짧", "모자라": "짧", "모자랐": "짧"}.get(
        graded["word"], graded["word"]
    )
    field = next((f for f in said.fields if (f, word) in _GRADES), None)
    if field is not None:
        plain, much, some = _GRADES[field, word]
        classes = much if graded["much"] else some if graded["some"] else plain
        yield Graded(field, classes, denied)


_SLEPT_LITTLE = re.compile(
    r"(?:한참|턱없이|많이|너무|거의|제대로|푹|잘|충분히|얼마) ?못 ?(?:주무[시셨신심]|자[고서신]|잤|잔)"
)


def read_slept_little(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that the person hardly slept."""
    found = _SLEPT_LITTLE.search(said.text)
    if found is not None and not said.supposes(found.end() - 1) and "면" not in said.text:
        yield Graded("sleep_hr", frozenset({"short", "very_short"}))


_BEYOND_NORM = re.compile(
    r"(?:권장|기준|정상)(?: ?(?:범위|시간|구간|치))?보다 ?(?:[가-힣]{1,3} )?(?P<way>긴|길|짧|많|적|높|낮)"
)
_ASLEEP = re.compile(r"잠|수면|주무|시간 ?반|시간")


def read_beyond(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read "권장보다 긴 잠": beyond the norm, of sleep where nothing else is named."""
    beyond = _BEYOND_NORM.search(said.text)
    if beyond is None or not said.is_plain:
        return
    way = "길" if beyond["way"] in "긴길많높" else "짧"
    if _ASLEEP.search(said.text) and (not said.fields or "sleep_hr" in said.fields):
        yield Graded("sleep_hr", _GRADES["sleep_hr", way][0])


_BAD = re.compile(
    r"나쁜 ?(?:편|상태|수준|값|수치|신호)|나쁩니다|나빠요|안 ?좋(?:은|네|습|아)|좋지 ?(?:는 ?)?않|불안정|걱정스러|염려스러|우려스러|심상치|위험한 ?(?:값|수치|수준)|문제가 ?있[는어습]"
)


class FieldIsBad(NamedTuple):
    """A bad word for a reading."""

    field: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the reading's class."""
        field = "bmi" if self.field == "weight" else self.field
        actual = evidence.classes.get(field)
        if actual is None or actual not in GOOD[field] or evidence.facts.safety_level:
            return None
        return contradicted(RULES[field], right_class(field, actual))


def read_blame(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a bad word for a reading that the clause names."""
    bad = _BAD.search(said.text)
    if bad is None or said.is_open:
        return
    inside = 1 if re.search("않", bad.group()) or "안" in bad.group() else 0
    if (said.clause.denials - inside) % 2:
        return
    field = next((f for f in said.fields if f in GOOD), None)
    if field is not None:
        yield FieldIsBad(field)


_OBESE = re.compile(
    r"(?<!단계 )(?<!도 )비만(?:이에요|입니다|에 ?해당|이시|으로 ?(?:보|분류)|이니|이라)"
)


def read_obese(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that the person is obese, no stage named."""
    if said.has(_OBESE) and not said.is_open:
        obese = frozenset({"obese_1", "obese_2", "obese_3"})
        yield Graded("bmi", obese)


_UNLIKE = re.compile(
    r"(?:평소|기저)[^.]{0,14}(?:비슷하지|같지|다르(?!지)|달라(?!지는 ?(?:때|날|값)|지면|질 ?때)|차이가 ?(?:크|큽|나|있))"
)
_ALIKE = re.compile(
    r"(?:평소|기저)[^.]{0,14}(?:비슷(?!하지)|같(?:아|은|습)|다르지 ?않|차이가 ?(?:없|거의))"
)


class LikeEver(NamedTuple):
    """That the resting rate is as ever, or is not."""

    alike: bool

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the change."""
        flag = evidence.classes.get("rhr_delta")
        if flag is None or (flag == "none") == self.alike:
            return None
        return contradicted("STD-HR-030", "평소와의 차이가 말과 달라요")


def read_like_ever(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that the resting rate is unlike, or like, the usual one."""
    if not said.fields or said.fields[0] not in {"resting_heart_rate", "baseline_rhr"}:
        return
    if not (said.has(_UNLIKE) or said.has(_ALIKE)) or said.is_open:
        return
    if said.has(_UNLIKE):
        yield LikeEver(alike=False)
    elif said.has(_ALIKE):
        yield LikeEver(alike=True)


_BMI_NAMES = (
    (re.compile(r"정상 ?체중"), frozenset({"normal"})),
    (re.compile(r"저체중"), frozenset({"underweight"})),
    (re.compile(r"비만 ?전 ?단계"), frozenset({"pre_obese"})),
)
_NAMES_A_RANGE = re.compile(r"목표|구간은|범위는|기준은|까지|미만|이하|이상|부터|[~∼]|유지")


def read_bmi_name(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a class of BMI by its name, however many words stand between."""
    if not set(said.fields) & {"bmi", "weight"} or _NAMES_A_RANGE.search(said.text):
        return
    for name, classes in _BMI_NAMES:
        found = name.search(said.text)
        if found is not None and not said.is_open:
            yield Graded("bmi", classes, bool(_NOT_SO.match(said.text[found.end() :])))
