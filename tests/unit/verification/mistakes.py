"""The twenty mistakes of standards.md §7, each in several wordings, each with right twins."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Mistake(NamedTuple):
    """A wrong text and the rule that must refuse it."""

    number: int
    text: str
    rules: tuple[str, ...] = ()
    profile: Mapping[str, Any] = NOTHING
    vitals: Mapping[str, Any] = NOTHING


class Right(NamedTuple):
    """A right text of the same kind."""

    number: int
    text: str
    profile: Mapping[str, Any] = NOTHING
    vitals: Mapping[str, Any] = NOTHING


_INT, _KARV, _HRMAX, _BMI, _SLP = (
    "STD-INT-001",
    "STD-HR-010",
    "STD-HR-001",
    "STD-BMI-001",
    "STD-SLP-010",
)
_MATH, _DELTA, _CAP, _WHO, _OXY = (
    "VER-MATH-001",
    "STD-HR-030",
    "STD-SAFE-001",
    "STD-WHO-001",
    "STD-OXY-001",
)
_PREOBESE: dict[str, Any] = {"bmi": 24.2, "weight": 74.0}
_OBESE: dict[str, Any] = {"bmi": 27.1, "weight": 83.0}
_EDGE: dict[str, Any] = {"bmi": 22.95, "weight": 70.3}
_ELEVATED: dict[str, Any] = {"resting_heart_rate": 75}
_REST: dict[str, Any] = {"hr_context": "rest"}
_BETA: dict[str, Any] = {"conditions": ["beta_blocker"]}
_TEEN: dict[str, Any] = {"age": 16, "athlete": True}
_CHEST: dict[str, Any] = {"symptoms": ["chest_pain"]}

MISTAKES: tuple[Mistake, ...] = (
    Mistake(1, "중강도는 최대심박수의 40~59%예요.", (_INT,)),
    Mistake(1, "목표 심박수는 최대 심박수의 40-59%인 중강도로 잡으세요.", (_INT,)),
    Mistake(1, "HRmax 40~59% 구간(중강도)에서 운동하세요.", (_INT,)),
    Mistake(1, "여유심박수의 64~76%가 중강도입니다.", (_INT,)),
    Mistake(1, "| 강도 | 중강도 (최대심박수의 40–59%) |", (_INT,)),
    Mistake(2, "카보넨 공식: 0.40 × (176.5 − 63) = 45.4 → 목표 심박수 45bpm이에요.", (_KARV,)),
    Mistake(2, "목표 심박수는 0.4 × 176.5 + 63 = 133.6 → 134bpm이에요.", (_KARV,)),
    Mistake(2, "중강도 목표 심박수는 45~67bpm이에요.", (_KARV,)),
    Mistake(2, "여유심박수 40~59%로 계산한 목표 범위는 134~167bpm입니다.", (_KARV,)),
    Mistake(2, "40%면 71bpm이 목표 심박수예요.", (_KARV,)),
    Mistake(3, "최대심박수는 220 − 45 = 175bpm으로 추정해요.", (_HRMAX,)),
    Mistake(3, "최대심박수 추정치는 175bpm(220 − 45)이에요.", (_HRMAX,)),
    Mistake(3, "최대심박수는 220에서 나이를 뺀 175bpm이에요.", ()),
    Mistake(3, "66 + 0.40 × (176.5 − 66) = 110.2 → 110bpm이 하한이에요.", (_KARV,)),
    Mistake(
        3,
        "208 − 0.7 × 45 = 176.5bpm이고, 상한은 63 + 0.59 × (175 − 63) = 129.08 → 129bpm이에요.",
        (_KARV,),
    ),
    Mistake(
        4,
        "현재 심박수 132bpm은 여유심박수의 60.8%로 중강도에 해당해요.",
        (_INT,),
        {},
        {"heart_rate": 132},
    ),
    Mistake(4, "현재 심박수 132bpm은 중강도예요.", (_INT,), {}, {"heart_rate": 132}),
    Mistake(
        4, "지금 심박수 132bpm은 여유심박수의 60%로 중강도 구간입니다.", (), {}, {"heart_rate": 132}
    ),
    Mistake(4, "현재 심박수 130bpm은 여유심박수의 59.0%로 고강도에 해당합니다.", (_INT,)),
    Mistake(5, "목표 하한은 63 + 0.40 × (177 − 63) = 108.6 → 109bpm이에요.", (_KARV,)),
    Mistake(5, "63 + 0.40 × (176.5 − 63) = 108.4 → 110bpm이에요.", (_MATH,)),
    Mistake(5, "여유심박수 40~59%인 110~130bpm을 목표로 하세요.", (_KARV,)),
    Mistake(5, "최대심박수 추정치는 208 − 0.7 × 45 = 176bpm이에요.", (_MATH,)),
    Mistake(6, "BMI 27.1은 과체중이에요.", (), {}, _OBESE),
    Mistake(6, "체질량지수 27.1로 과체중 범위입니다.", (), {}, _OBESE),
    Mistake(6, "BMI 24.2는 정상이에요.", (_BMI,), {}, _PREOBESE),
    Mistake(6, "BMI는 24.2로 정상 범위에 속합니다.", (_BMI,), {}, _PREOBESE),
    Mistake(6, "- **BMI**: 27.1 (2단계 비만)", (_BMI,), {}, _OBESE),
    Mistake(6, "BMI 25~29.9는 과체중으로 봐요.", ()),
    Mistake(7, "BMI 23.0으로 정상이에요.", (), {}, _EDGE),
    Mistake(7, "체질량지수는 23.0이에요.", (), {}, _EDGE),
    Mistake(7, "BMI 22.95는 비만 전단계예요.", (_BMI,), {}, _EDGE),
    Mistake(7, "BMI가 23이라 비만 전 단계입니다.", (), {}, _EDGE),
    Mistake(8, "수면이 부족하면 부상 위험이 1.7배 높아져요.", (_SLP,)),
    Mistake(8, "8시간 미만 수면은 부상 위험을 1.7배 높입니다.", ()),
    Mistake(8, "회원님은 지금 수면으로 다칠 위험이 1.7배예요(Milewski 등(2014)).", ()),
    Mistake(8, "잠이 부족한 사람의 70%가 다칩니다.", ()),
    Mistake(8, "Milewski 등(2014)에 따르면 부상 위험이 2.7배예요.", (_SLP,)),
    Mistake(8, "8시간 미만이라 수면이 부족한 상태예요.", (), {}, {"sleep_hr": 7.5}),
    Mistake(9, "수면은 6시간 50분이에요.", ("VER-SLEEP-001",)),
    Mistake(9, "어젯밤 6시간 5분 주무셨어요.", ("VER-SLEEP-001",)),
    Mistake(9, "수면 시간은 65시간이에요.", ("VER-VALUE-001",)),
    Mistake(9, "침대에 누워 있던 시간 6.5시간을 기준으로 봤어요.", ()),
    Mistake(9, "여섯 시간 오십 분 주무셨네요.", ("VER-SLEEP-001",)),
    Mistake(9, "총 수면 시간은 650분이었어요.", ("VER-SLEEP-001",)),
    Mistake(
        10, "안정시 심박수가 평소보다 10bpm 높아요.", (_DELTA,), {"baseline_rhr": None}, _ELEVATED
    ),
    Mistake(10, "평소보다 높은 안정시 심박수예요.", (_DELTA,), {"baseline_rhr": None}, _ELEVATED),
    Mistake(
        10, "안정시 심박수가 평소 대비 +10% 올랐어요.", (_DELTA,), {}, {"resting_heart_rate": 73}
    ),
    Mistake(10, "안정시 심박수가 기준선보다 15bpm 높습니다.", (_DELTA,), {}, _ELEVATED),
    Mistake(10, "안정시 심박수 75bpm은 평소와 비슷해요.", (_DELTA,), {}, _ELEVATED),
    Mistake(11, "Buchheit(2014)의 10bpm 기준을 넘었어요.", ("VER-CITE-003",), {}, _ELEVATED),
    Mistake(
        11,
        "Buchheit(2014)에 따르면 안정시 심박수가 +10bpm 이상이면 질병 신호예요.",
        ("VER-CITE-003",),
        {},
        _ELEVATED,
    ),
    Mistake(
        11,
        "10bpm 이상 오르면 쉬라는 것이 Buchheit(2014)의 연구 결과입니다.",
        ("VER-CITE-003",),
        {},
        _ELEVATED,
    ),
    Mistake(11, "ACSM GETP 10판의 기준이에요.", ("VER-CITE-002",)),
    Mistake(11, "Buchheit(2013)를 참고했어요.", ("VER-CITE-002",)),
    Mistake(11, "doi:10.1234/abcd.5678을 참고하세요.", ("VER-CITE-002",)),
    Mistake(11, "Milewski 등(2014)은 운동선수 160명을 조사했어요.", (_SLP,)),
    Mistake(11, "Smith et al. (2019) 연구에서도 확인됐어요.", ()),
    Mistake(11, "자세한 내용은 ACSM 지침 152페이지에 있어요.", ()),
    Mistake(
        12,
        "현재 심박수 72bpm은 저강도 운동에 해당해요.",
        ("STD-INT-002",),
        _REST,
        {"heart_rate": 72},
    ),
    Mistake(12, "현재 72bpm = 저강도 운동", ("STD-INT-002",), _REST, {"heart_rate": 72}),
    Mistake(
        12,
        "24시간 평균 심박수 95bpm은 가벼운 강도 구간이에요.",
        ("STD-INT-002",),
        {"hr_context": "24h"},
        {"heart_rate": 95},
    ),
    Mistake(
        12,
        "지금 심박수 110bpm으로 중강도 수준입니다.",
        ("STD-INT-002",),
        _REST,
        {"heart_rate": 110},
    ),
    Mistake(13, "오늘은 푹 쉬세요. 저녁에는 인터벌 훈련을 진행하세요.", ()),
    Mistake(13, "오늘은 쉬는 날이에요. 고강도 인터벌을 20분 해 보세요.", ()),
    Mistake(13, "오늘은 고강도 운동을 추천해요.", (_CAP,), {}, _ELEVATED),
    Mistake(13, "HIIT로 짧고 굵게 운동하세요.", (_CAP,), {}, _ELEVATED),
    Mistake(13, "| 강도 | 고강도 (여유심박수 60~89%) |", (_CAP,), {}, _ELEVATED),
    Mistake(13, "목표 심박수는 131~164bpm이에요.", (_CAP,), {}, _ELEVATED),
    Mistake(13, "오늘은 중강도로 운동하세요.", (_CAP,), {}, {"oxygen_saturation": 94}),
    Mistake(13, "RPE 14~17로 운동하세요.", (_CAP,), {}, _ELEVATED),
    Mistake(14, "40분 × 3일 = 주 150분", (_MATH,)),
    Mistake(14, "하루 40분씩 주 3일이면 모두 150분이에요.", (_MATH,)),
    Mistake(14, "고강도 75분은 중강도 75분과 같아요.", (_WHO,)),
    Mistake(14, "고강도 1분은 중강도 1분으로 계산해요.", (_WHO,)),
    Mistake(14, "고강도: 25분 × 3일 = 75분, 중강도로 환산하면 75 × 2 = 140분", (_MATH,)),
    Mistake(15, "WHO는 고강도 운동을 주 75~100분 권해요.", (_WHO,)),
    Mistake(15, "WHO 신체활동 지침(2020)은 중강도 주 120~300분을 권고합니다.", (_WHO,)),
    Mistake(15, "WHO는 근력 운동을 주 3일 이상 권해요.", (_WHO,)),
    Mistake(15, "WHO는 65세 이상에게 균형 운동을 주 2일 이상 권해요.", (_WHO,)),
    Mistake(15, "WHO 지침에 따라 한 번에 10분 이상 지속해야 인정돼요.", ()),
    Mistake(15, "WHO는 하루 10,000보를 권장합니다.", ("VER-CITE-003",)),
    Mistake(16, "목표 심박수는 108~130bpm이에요.", ("STD-HR-011",), _BETA),
    Mistake(
        16,
        "중강도는 여유심박수의 40~59%, 108~130bpm으로 잡으세요.",
        ("STD-HR-011",),
        {"conditions": ["pacemaker"]},
    ),
    Mistake(
        16,
        "63 + 0.40 × (176.5 − 63) = 108.4 → 108bpm을 목표로 하세요.",
        ("STD-HR-011",),
        {"conditions": ["atrial_fibrillation"]},
    ),
    Mistake(
        16,
        "운동 중 심박수를 130bpm 이하로 유지하세요.",
        ("STD-HR-011",),
        {"conditions": ["pregnancy"], "sex": "F"},
    ),
    Mistake(17, "산소포화도 94%는 정상이에요.", (_OXY,), {}, {"oxygen_saturation": 94}),
    Mistake(17, "산소포화도는 96%로 낮은 편이에요.", (_OXY,), {}, {"oxygen_saturation": 96}),
    Mistake(
        17,
        "산소포화도 94%로 보아 수면무호흡증입니다.",
        ("VER-FORBID-001",),
        {},
        {"oxygen_saturation": 94},
    ),
    Mistake(17, "SpO2 96%는 경계 구간입니다.", (_OXY,), {}, {"oxygen_saturation": 96}),
    Mistake(17, "저산소증 상태예요.", (), {}, {"oxygen_saturation": 94}),
    Mistake(18, "이동 거리는 5.2m예요.", ()),
    Mistake(18, "오늘 5.2마일을 이동하셨어요.", ()),
    Mistake(18, "체중은 70.2lb예요.", ()),
    Mistake(18, "활동 칼로리는 350kJ이에요.", ()),
    Mistake(18, "산소포화도는 0.97이에요.", ()),
    Mistake(18, "체중 70200kg으로 기록됐어요.", ()),
    Mistake(18, "하루 총 소모 칼로리는 350kcal예요.", ("VER-UNIT-001",)),
    Mistake(18, "보폭은 평균 0.75m예요.", ()),
    Mistake(19, "부정맥이 의심돼요.", ("VER-FORBID-001",)),
    Mistake(19, "베타차단제 용량을 줄이세요.", ("VER-FORBID-002",), _BETA),
    Mistake(19, "병원에 갈 필요는 없습니다.", ("VER-FORBID-003",)),
    Mistake(19, "119에 연락하세요. 하지만 지금 상태는 안전합니다.", ("VER-FORBID-004",), _CHEST),
    Mistake(19, "오늘은 물을 마시고 쉬면서 지켜보세요.", ("STD-SAFE-004",), _CHEST),
    Mistake(19, "지금 바로 119에 전화하세요.", ("VER-FORBID-005",)),
    Mistake(19, "즉시 응급실에 가세요.", ("VER-FORBID-005",)),
    Mistake(19, "진통제를 드시고 운동하세요.", ("VER-FORBID-002",)),
    Mistake(
        19,
        "안정시 심박수가 조금 빠르지만 운동하셔도 괜찮아요.",
        ("STD-SAFE-003",),
        {},
        {"resting_heart_rate": 125, "heart_rate": 140},
    ),
    Mistake(20, "안정시 심박수가 지난주보다 낮아졌어요.", ()),
    Mistake(20, "HRV는 45ms로 안정적이에요.", ()),
    Mistake(20, "VO₂max는 42로 추정돼요.", ()),
    Mistake(20, "깊은 수면이 부족했어요.", ()),
    Mistake(20, "혈압은 120/80mmHg로 정상이에요.", ()),
    Mistake(20, "안정시 심박수 66bpm은 평소 63bpm보다 낮아요.", ("VER-CMP-001",)),
    Mistake(20, "60보다 낮은 66이에요.", ("VER-CMP-001",)),
    Mistake(20, "+10bpm 초과로 오르면 강도를 낮춰요.", (_DELTA,)),
    Mistake(20, "산소포화도는 95% 이하면 경계로 봐요.", (_OXY,)),
    Mistake(20, "50대 남성이시네요.", ()),
    Mistake(20, "45세 여성으로서 잘 관리하고 계세요.", ()),
    Mistake(20, "최근 안정시 심박수가 꾸준히 오르고 있어요.", ()),
)

RIGHT: tuple[Right, ...] = (
    Right(1, "중강도는 여유심박수의 40~59%예요."),
    Right(1, "최대심박수로는 64~76%가 중강도입니다."),
    Right(1, "| 강도 | 중강도 (여유심박수의 40–59%) |"),
    Right(2, "카보넨 공식: 63 + 0.40 × (176.5 − 63) = 108.4 → 108bpm이 하한이에요."),
    Right(2, "중강도 목표 심박수는 108~130bpm이에요."),
    Right(2, "40%면 108bpm이 목표 심박수예요."),
    Right(3, "최대심박수는 208 − 0.7 × 45 = 176.5bpm으로 추정해요."),
    Right(3, "최대심박수 추정치는 177bpm(208 − 0.7 × 45)이에요."),
    Right(
        4, "현재 심박수 132bpm은 여유심박수의 60.8%로 고강도에 해당해요.", {}, {"heart_rate": 132}
    ),
    Right(4, "현재 심박수 130bpm은 여유심박수의 59.0%로 중강도에 해당합니다."),
    Right(5, "여유심박수 40~59%인 108~130bpm을 목표로 하세요."),
    Right(5, "여유심박수 40~59%인 109~131bpm을 목표로 하세요."),
    Right(6, "BMI 27.1은 1단계 비만이에요.", {}, _OBESE),
    Right(6, "BMI는 24.2로 비만 전단계에 속합니다.", {}, _PREOBESE),
    Right(6, "BMI 25~29.9는 1단계 비만으로 봐요."),
    Right(7, "BMI 22.95로 정상이에요.", {}, _EDGE),
    Right(
        8,
        "Milewski 등(2014)은 12~18세 운동선수 112명에서 8시간 미만 수면과 부상 경험(1.7배)의 관련을 보고했지만, 성인에게 그대로 적용할 수는 없어요.",
    ),
    Right(
        8,
        "또래 선수를 본 Milewski 등(2014)에서 8시간 미만으로 잔 선수들의 부상 경험은 1.7배였어요. 원인이라는 뜻은 아니에요.",
        _TEEN,
        {"sleep_hr": 7.0},
    ),
    Right(9, "수면은 6시간 30분이에요."),
    Right(9, "어젯밤 6.5시간 주무셨어요."),
    Right(9, "여섯 시간 반 주무셨네요."),
    Right(9, "총 수면 시간은 390분이었어요."),
    Right(10, "안정시 심박수가 평소보다 12bpm 높아요.", {}, _ELEVATED),
    Right(
        10, "평소 안정시 심박수를 몰라서 오늘 값이 높은지는 알 수 없어요.", {"baseline_rhr": None}
    ),
    Right(
        11,
        "안정시 심박수는 자기 평소 값과 견줘 읽어요(Buchheit, 2014). +10bpm 이상은 실무 기준이에요.",
        {},
        _ELEVATED,
    ),
    Right(11, "ACSM 지침(GETP 11판)을 따랐어요."),
    Right(
        12,
        "현재 심박수 72bpm은 안정 상태에서 잰 값이라 운동 강도로 분류하지 않아요.",
        _REST,
        {"heart_rate": 72},
    ),
    Right(13, "오늘은 고강도 운동을 피하고 중강도까지만 하세요.", {}, _ELEVATED),
    Right(13, "인터벌 운동은 오늘 하지 마세요.", {}, _ELEVATED),
    Right(14, "40분 × 3일 = 주 120분"),
    Right(14, "하루 40분씩 주 3일이면 모두 120분이에요."),
    Right(14, "고강도 75분은 중강도 150분과 같아요."),
    Right(15, "WHO는 고강도 운동을 주 75~150분 권해요."),
    Right(15, "WHO 신체활동 지침(2020)은 중강도 주 150~300분을 권고합니다."),
    Right(15, "WHO는 근력 운동을 주 2일 이상 권해요."),
    Right(15, "WHO는 65세 이상에게 균형 운동을 주 3일 이상 권해요."),
    Right(
        15, "하루 8,123보는 Tudor-Locke 분류로 '다소 활동적'이고, WHO는 걸음수 기준을 두지 않아요."
    ),
    Right(
        16,
        "베타차단제를 복용 중이라 목표 심박수 대신 RPE 12~13과 대화 검사로 강도를 맞춰요.",
        _BETA,
    ),
    Right(
        17, "산소포화도 94%는 '경계'예요. 편히 쉰 뒤 다시 재 보세요.", {}, {"oxygen_saturation": 94}
    ),
    Right(17, "SpO2 96%는 정상입니다.", {}, {"oxygen_saturation": 96}),
    Right(18, "이동 거리는 5.2km예요."),
    Right(18, "이동 거리는 5,200m예요."),
    Right(18, "활동 칼로리는 350kcal예요. 하루 총 소모량은 아니에요."),
    Right(18, "보폭은 평균 0.64m예요."),
    Right(19, "무슨 병인지는 의사가 확인할 일이에요."),
    Right(19, "약을 바꾸는 일은 담당 의사와 상의하세요.", _BETA),
    Right(19, "지금 바로 119에 전화하세요. 운동은 하지 마세요.", _CHEST),
    Right(19, "운동 중 가슴 통증이 생기면 멈추고 119에 연락하세요."),
    Right(
        19,
        "의료기관에 먼저 연락하세요. 그 전까지 운동은 하지 마세요.",
        {},
        {"resting_heart_rate": 125, "heart_rate": 140},
    ),
    Right(20, "안정시 심박수 66bpm은 평소 63bpm보다 높아요."),
    Right(20, "60보다 높은 66이에요."),
    Right(20, "+10bpm 이상 오르면 강도를 낮춰요."),
    Right(20, "산소포화도는 95% 미만이면 경계 아래로 봐요."),
    Right(20, "혈압과 HRV는 입력에 없어 말씀드릴 수 없어요."),
    Right(20, "45세 남성이시네요."),
)
