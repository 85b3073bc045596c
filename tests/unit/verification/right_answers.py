"""Whole answers that are right, in several hands: none may raise an alarm."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})


class RightAnswer(NamedTuple):
    """A right answer and whom it is about."""

    name: str
    text: str
    profile: Mapping[str, Any] = NOTHING
    vitals: Mapping[str, Any] = NOTHING
    question: str = ""


RIGHT_ANSWERS: tuple[RightAnswer, ...] = (
    RightAnswer(
        "formal report with a table",
        """### 📊 오늘의 건강 데이터 분석

| 지표 | 측정값 | 평가 |
|------|--------|------|
| 안정시 심박수 | 66 bpm | 정상 |
| 수면 시간 | 6.5시간 | 부족 |
| 걸음수 | 8,123보 | 다소 활동적 |
| 이동 거리 | 5.2 km | - |
| 활동 칼로리 | 350 kcal | - |
| 산소포화도 | 97% | 정상 |
| 체중 | 70.2 kg | - |
| BMI | 22.9 | 정상 |

**종합 평가**

안정시 심박수는 66bpm으로 정상 범위(60~100bpm)에 있으며, 평소 기준선인 63bpm과 비교하면 3bpm 높은 수준입니다. 10bpm 이상 상승하지 않았으므로 실무 기준으로는 변화가 크지 않습니다.
수면은 6시간 30분으로 성인 권장 시간인 7~9시간보다 30분 부족합니다. 오늘 밤에는 조금 일찍 잠자리에 드시는 것이 좋겠습니다.
산소포화도 97%는 95% 이상으로 정상입니다. 다만 웨어러블 측정값은 추정치라는 점을 참고해 주세요.
""",
    ),
    RightAnswer(
        "chatty coach",
        """안녕하세요! 데이터 잘 봤어요 😊

오늘 안정시 심박수가 66인데, 평소보다 3bpm 정도 높은 거라 크게 신경 쓸 차이는 아니에요. 잠은 6시간 반 주무셨네요. 조금 모자란 편이에요.

걸음은 8,123걸음! 다소 활동적인 하루였어요. 거리로는 5.2km, 활동으로 쓴 칼로리는 350kcal 정도예요.

오늘은 계획하신 운동을 하셔도 괜찮아요. 다만 잠이 부족한 날이니 무리하지는 마시고, 몸이 무거우면 강도를 낮추세요.
""",
    ),
    RightAnswer(
        "prescription in prose",
        """45세이시니 최대심박수는 208 - 0.7 x 45 = 176.5bpm으로 추정됩니다. 평소 안정시 심박수 63bpm을 빼면 여유심박수는 113.5bpm입니다.

카보넨 공식으로 목표 심박수를 계산하면 다음과 같습니다.
1. 중강도 (40~59% HRR): 108~130bpm
2. 고강도 (60~89% HRR): 131~164bpm

추정치이므로 실제와 ±10bpm 이상 차이가 날 수 있습니다.

주 5일, 하루 30분씩 중강도로 걸으시면 주 150분이 되어 WHO 신체활동 지침(2020)의 권고인 주 150~300분을 충족합니다. 근력 운동은 주 2회 이상 병행하세요.
""",
    ),
    RightAnswer(
        "rest day at level two",
        """산소포화도가 94%로 '경계' 구간이에요. 한 번의 웨어러블 값으로 병을 판단할 수는 없지만, 오늘은 운동을 미루고 편히 쉰 뒤 다시 재 보는 게 좋아요.

- 고강도 운동은 오늘 하지 마세요.
- 몸이 괜찮아도 저강도 걷기 정도까지만 하세요.
- 숨이 차거나 가슴이 아프면 바로 멈추고 119에 연락하세요.
""",
        {},
        {"oxygen_saturation": 94},
    ),
    RightAnswer(
        "emergency",
        """지금 바로 119에 전화하세요! 가슴 통증은 기다려 볼 증상이 아니에요.

전화한 뒤에는 움직이지 말고 편한 자세로 앉아 계세요. 운동은 절대 하지 마세요. 원인은 의료진이 확인할 일이라 여기서 판단하지 않을게요.
""",
        {"symptoms": ["chest_pain"]},
    ),
    RightAnswer(
        "medical contact first",
        """안정시 심박수가 125bpm으로 '매우 높음' 구간이에요. 운동보다 의료기관에 먼저 연락하세요.

진료에서 괜찮다는 말을 듣기 전까지는 가벼운 운동도 하지 마세요. 가슴 통증이나 실신이 생기면 119에 전화하세요.
""",
        {},
        {"resting_heart_rate": 125, "heart_rate": 140},
    ),
    RightAnswer(
        "beta blocker",
        """베타차단제를 복용 중이시라 심박수로 강도를 정하지 않아요. 대신 RPE와 대화 검사를 씁니다.

- 중강도: RPE 12~13, 대화는 되지만 노래는 어려운 정도
- 주 3일부터 시작해서 몸 상태를 보며 늘려요.
- 약은 임의로 바꾸지 말고 담당 의사와 상의하세요.
""",
        {"conditions": ["beta_blocker"]},
    ),
    RightAnswer(
        "missing baseline",
        """평소 안정시 심박수를 알려 주지 않으셔서, 오늘의 66bpm이 평소보다 높은지는 알 수 없어요. 일반적인 기준으로는 60~100bpm이 정상이라 66bpm은 정상 범위예요.
14일 이상의 기록에서 중앙값을 구하면 자기 기준과 비교할 수 있어요(Buchheit, 2014).
""",
        {"baseline_rhr": None},
    ),
    RightAnswer(
        "elevated resting heart rate",
        """오늘 안정시 심박수는 75bpm으로 평소(63bpm)보다 12bpm 높습니다. 평소보다 10bpm 이상 높은 날은 강도를 낮추는 것이 이 서비스의 실무 기준입니다.

따라서 오늘은 고강도 인터벌 대신 중강도 이하로 가볍게 진행하세요. 목표 심박수는 여유심박수의 40~59%인 108~130bpm입니다.
""",
        {},
        {"resting_heart_rate": 75},
    ),
    RightAnswer(
        "obese, plain style",
        """BMI는 27.1로 1단계 비만이다. 대한비만학회(2022) 기준으로 25 이상 30 미만이 여기에 해당한다. 체중은 83kg이다.
하루 8,123보는 7,500~9,999보 구간이라 '다소 활동적'으로 분류된다.
""",
        {},
        {"bmi": 27.1, "weight": 83.0},
    ),
    RightAnswer(
        "older adult",
        """68세이시니 수면 권장 시간은 7~8시간이에요. 어젯밤 7시간 12분 주무셔서 권장 범위 안이에요.
WHO는 65세 이상에게 중강도 활동 주 150~300분과 함께 균형 운동을 주 3일 이상 권해요.
""",
        {"age": 68},
        {"sleep_hr": 7.2, "heart_rate": 100},
    ),
    RightAnswer(
        "numbers the user told",
        """커피를 하루 4잔 드신다고 하셨죠. 오후에는 줄여 보는 게 어떨까요? 수면이 6.5시간으로 부족한 편이에요.
""",
        {},
        {},
        "커피를 하루 4잔 마시는데 괜찮을까요? 수면은 6.5시간이에요.",
    ),
)
