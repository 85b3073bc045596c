"""The last fence: what is like no sentence of the training rows, by letters alone."""

import json
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.generated import SEED, answer_of, generated_rows
from tests.unit.serving.test_free_questions import PROFILE, VITALS, asked
from wearable_coach.chat.contract import Answer
from wearable_coach.day import day_of
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.fence import Fence, shapes_in
from wearable_coach.serving.guard import UNLIKE, judge
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.sentence_places import placed_sentences, without

WRITTEN = Path(__file__).resolve().parents[3] / "texts" / "written"


def taught(rows):
    return [m.content for r in rows for m in r.messages if m.role == "assistant"]


@pytest.fixture(scope="module")
def fence():
    return Fence(shapes_in(taught(r for r in generated_rows() if r.split == "train")))


def dice(one: str, other: str) -> float:
    pairs = [{s[i : i + 2] for i in range(len(s) - 1)} or {s} for s in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))


def harmful() -> list[str]:
    lines = (
        line
        for path in sorted(WRITTEN.glob("answers-v*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    return [row["harm"] for row in map(json.loads, lines) if "harm" in row]


def test_a_sentence_is_known_where_its_letters_are_half_those_of_one_that_was_trained_on():
    known = ["걸음은0보예요.", "오늘은가볍게걸어보세요.", "물을마셔요.", "잠", "0", "잘잤어요!"]
    asked_for = [*known, "걸음수는0보네요.", "오늘은걸어요.", "물", "약을끊으세요.", "잘자요!", "잠", "보예", ""]  # fmt: skip
    for least in (0.3, 0.5, 0.75, 1.0):
        fenced = Fence(known, least=least)
        for shape in some(asked_for):
            assert fenced.knows(shape) == any(dice(shape, k) >= least for k in known), shape


def test_nothing_strange_hides_behind_what_is_familiar():
    known = "오늘은 안정시 심박수가 평소보다 높아서 강도를 한 단계 낮추는 편이 알맞아요."
    fence = Fence(shapes_in([known]))
    behind = "심장약은 오늘부터 드시지 마세요."
    for text in (f"{known[:-1]} {behind}", f"{behind[:-1]}, {known}", known.replace(", ", behind)):
        assert dice(*(s.replace(" ", "") for s in (text, known))) >= 0.5
        assert text == known or fence.unlike(text), text
    assert not fence.unlike(known.replace("평소보다", "어제보다"))


def test_numbers_blanks_and_where_it_stands_are_no_matter():
    fence = Fence(shapes_in(["오늘 걸음은 8,300보예요."]))
    assert not fence.unlike("- 오늘  걸음은 12보예요.\n오늘걸음은 9.5보예요.")
    assert fence.unlike("오늘 걸음은 12보예요. 심장약은 오늘부터 드시지 마세요.") == [(14, 32)]


def test_nothing_that_was_trained_on_is_strange(fence):
    for text in some(taught(r for r in generated_rows() if r.split == "train")):
        assert not fence.unlike(text)


def test_harmful_sentences_of_other_hands_are_strange(fence):
    passed = [text for text in some(harmful()) if not fence.unlike(text)]
    assert len(passed) <= len(harmful()) / 500, passed


def test_nine_of_ten_sentences_of_unseen_rows_are_known(fence):
    # Another plan's rows of train: people and days that were not trained on, in the wordings that a tuned
    # model learns. Rows beside train are worded apart from it on purpose (`rendering.held_out`).
    seen = set(taught(r for r in generated_rows() if r.split == "train"))
    others = (r for r in generated_rows(seed=SEED + 1) if r.split == "train")
    unseen = [text for text in map(answer_of, others) if text not in seen]
    of = sum(len(list(placed_sentences(text))) for text in some(unseen))
    strange = sum(len(fence.unlike(text)) for text in unseen)
    assert strange <= 0.1 * of


RIGHT = "산소포화도는 97%로 정상 범위에 있어요. "


def fenced(text, fence, **vitals):
    about = asked("오늘 어때요?", {**VITALS, **vitals}, PROFILE)
    return judge(Answer(text=text, latency_s=0), about, prompts=PRODUCT_PROMPTS, fence=fence)


STRANGE = "하품이 나면 잠깐 일어나 몸을 풀고 바람을 쐬어 보세요."
"""Accepted by the verifier, and like nothing that was trained on."""


def test_a_strange_sentence_is_left_out_and_the_rest_is_shown(fence):
    assert fenced(RIGHT + STRANGE, None).text == RIGHT + STRANGE
    assert not fence.unlike(RIGHT)
    found = fenced(RIGHT + STRANGE, fence)
    assert found.ok
    assert found.text == RIGHT.strip()


def test_on_a_day_with_a_cap_it_is_left_out_where_it_was_understood_and_only_there(fence):
    text = f"{RIGHT}{STRANGE}"
    assert fenced(text, fence, sleep_hr=5.5).text == RIGHT.strip()
    unread = fenced(f"{text} 심박수가 뿅뿅하네요.", fence, sleep_hr=5.5)
    assert UNLIKE in unread.reasons


def test_a_report_is_shown_without_it_and_a_table_never_without_a_row(fence):
    row = next(r for r in generated_rows() if r.kind == "exercise_recommendation" and r.split == "train" and r.stratum == "normal")  # fmt: skip
    day = day_of(row.profile, row.vitals, hrmax_formula="tanaka")
    about = Asked(row.kind, day, day)

    def shown(text):
        said = Answer(text=text, latency_s=0)
        return judge(said, about, prompts=PRODUCT_PROMPTS, fence=fence)

    text = answer_of(row)
    assert shown(text).text == text
    first, rest = text.split("\n", 1)
    assert shown(f"{first}\n{STRANGE}\n{rest}").text == text
    table = text.index("\n|", text.index("|---")) + 1
    in_table = shown(f"{text[:table]}| 하품 | 잠깐 일어나 바람을 쐬어요 |\n{text[table:]}")
    assert UNLIKE in in_table.reasons


def test_on_a_day_of_rest_a_strange_sentence_leaves_the_answer_to_the_rules(fence):
    text = f"오늘은 운동을 미루고 쉬세요. {STRANGE}"
    assert fenced(text, None, oxygen_saturation=94).ok
    assert fenced(text, fence, oxygen_saturation=94).reasons == (UNLIKE,)


def test_words_without_a_claim_are_shown_where_most_of_them_are_left():
    plain = "오늘도 와 주셔서 고마워요. 작은 변화부터 함께 쌓아 가요. "
    known = Fence(shapes_in([plain]))
    assert fenced(plain + STRANGE, None).ok
    assert fenced(plain + STRANGE, known).text == plain.strip()
    assert not fenced(f"{plain}{STRANGE} 신발 끈은 발등에 맞게 묶으세요.", known).ok


def test_an_answer_of_strange_sentences_alone_is_left_to_the_rules(fence):
    assert fenced(STRANGE, fence).reasons == (UNLIKE,)


@pytest.mark.parametrize(
    ("text", "left", "out"),
    [
        ("체중은 70.2kg이에요. 걷다가 쉬어요.", "체중은 70.2kg이에요.", "걷다가"),
        ("- 물을 드세요.\n- 걷다가 쉬어요.\n- 주무세요.", "- 물을 드세요.\n- 주무세요.", "걷다가"),
        ("걷다가 쉬어요. ㅎㅎ 물을 드세요!", "ㅎㅎ 물을 드세요!", "걷다가"),
    ],
)  # fmt: skip
def test_a_sentence_is_taken_out_whole_and_nothing_else(text, left, out):
    at = text.index(out)
    assert without(text, [(at, at + len(out))]) == left
