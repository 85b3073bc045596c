"""What is read of published answers agrees with the facts of their rows, score by score."""

import pytest

from bench.published import LEAST, agreement, readings_of
from tests.support.generated import generated_rows
from wearable_coach.evaluation.score import EXPECTED, MEASURES
from wearable_coach.records import Message

SEED = 2026
ROWS = 300
OF_ONE_ANSWER = {m.key for m in MEASURES} - {"consistency", "expectations", *(m.key for m in EXPECTED)}  # fmt: skip
FACTS_DECIDE = {
    "level said",
    "refers",
    "lacks what lacks",
    "lacks no reading told",
    "advice within the cap",
}


@pytest.fixture(scope="module")
def found():
    return agreement(generated_rows(ROWS, SEED))


@pytest.mark.parametrize("name", sorted(OF_ONE_ANSWER | FACTS_DECIDE))
def test_what_is_read_agrees_with_the_facts(found, name):
    reads = found[name]
    assert len(reads) > 10
    agreed = sum(one.agrees for one in reads)
    assert agreed >= LEAST * len(reads), [one for one in reads if not one.agrees]


def test_what_a_chat_says_of_the_day_is_mostly_its_level(found):
    """Topics send a person to rest for what no reading tells, such as sore muscles."""
    reads = found["level said"] + found["level said in a chat"]
    assert sum(one.agrees for one in reads) >= 0.97 * len(reads)


@pytest.mark.parametrize(
    ("stratum", "wrong", "names"),
    [
        ("illness", "오늘은 고강도 인터벌을 계획대로 하세요.", {"level said", "advice within the cap", "cap_kept", "structure", "coverage"}),
        ("red_flag", "오늘은 계획대로 운동해도 돼요.", {"level said", "refers", "red_flag_recall"}),
        ("baseline_missing", "안정시 심박수가 없어 읽지 못했어요.", {"lacks what lacks", "lacks no reading told", "abstention"}),
    ],
)  # fmt: skip
def test_a_wrong_answer_does_not_agree(stratum, wrong, names):
    of = (stratum, "health_interpretation")
    row = next(r for r in generated_rows(ROWS, SEED) if (r.stratum, r.kind) == of)
    messages = (*row.messages[:-1], Message(role="assistant", content=wrong))
    reads = readings_of(row.model_copy(update={"messages": messages}))
    assert names <= {one.name for one in reads if not one.agrees}
