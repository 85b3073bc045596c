"""A good word for a reading, judged by its class: 푹 주무셨네요, 건강한 수준."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.meaning.said import ClauseJudge, Said
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
    r"(?:게|것이|것도|편이|쪽이|면|면서|도|기가|기에|기|건|수록) ?(?:더욱?|가장|훨씬|제일|딱|아주|참)? ?(?:좋|괜찮|충분|무난|안전|알맞|적당|적절)|충분히 ?(?:쉬|쉰|쉴|먹|자[고는]|물|마시|드시|하|회복)|세요|십시오|시죠|목표|권장|하한|기준|범위(?:는|가)|필요|도움|[으로]로 ?충분|는지|근거|이유|모습|마음|태도|생각|질문|선택"
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


def read_value(said: Said) -> Iterator[ClauseJudge]:
    """Read a good word for a reading that the clause, or the sentence, names."""
    if not said.is_plain:
        return
    if said.has(_SLEPT_WELL) and not said.clause.advises:
        yield FieldIsGood("sleep_hr")
        return
    if "praise" not in said.kinds or not said.has(_ABOUT_IT) or said.has(_ADVICE):
        return
    field = next((f for f in said.fields if f in GOOD), None)
    if field is not None:
        yield FieldIsGood(field)
