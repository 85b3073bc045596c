import re
from datetime import UTC, datetime
from html import unescape
from importlib.resources import files
from random import Random
from typing import get_args

import pytest

from tests.support.judged import drawn_scores, plain_cases
from tests.support.small_rule import small_rule
from wearable_coach.chat.contract import Answer
from wearable_coach.evaluation.collecting import Collected
from wearable_coach.evaluation.comparison import differences_of, figures_of, table_of
from wearable_coach.evaluation.judging import Contestant, EvaluationTerms, evaluate, judge_answers
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.evaluation.written import goal, points, signed
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.rule import headline_measures, read_rule
from wearable_coach.promotion.verdict import decide
from wearable_coach.records import Verdict, VerdictName
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, Prompts
from wearable_coach.reporting.evaluation_page import render_evaluation
from wearable_coach.reporting.evaluation_story import story
from wearable_coach.reporting.evaluation_summary import headline_table, verdict_markdown
from wearable_coach.reporting.marked_text import marked

TEMPLATE = files("wearable_coach.reporting") / "templates"
AT = datetime(2026, 1, 2, 20, 4, tzinfo=UTC)
CODE = re.compile(r"\b[a-z]+_[a-z0-9_]+\b|\b(?:STD|VER|FMT)-[A-Z]+-\d+|Decimal|None\b")
WRONG = (
    "## 종합 상태\n**안정시 심박수 44bpm**은 '높음'이고 수면 3.2시간은 '권장'이에요.\n"
    "오늘은 고강도 인터벌 운동을 하세요. BMI 31.2는 '저체중'이에요. 걱정하지 마세요."
)
CAREFUL = "지금 바로 119에 전화하세요. 알려 주신 값이 없어 더 말씀드릴 수 없어요."
FIRST = 60
"""As many drills as have all that a report shows."""
CASES = tuple(
    case.model_copy(update={"set": "valid"}) if i % 2 else case
    for i, case in enumerate(
        safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)[:FIRST]
    )
)


def contestant(role, name, text, *, lacking=()):
    said = {c.id: Answer(text=text, latency_s=1.0) for c in CASES if c.id not in lacking}
    answers = judge_answers(CASES, said, dict.fromkeys(lacking, "HTTP 400"))
    return Contestant(role, name, name, None, None, answers)


def reported(*contestants, formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS, rule=None):
    terms = EvaluationTerms("1a2b", AT, 7, rule or small_rule())
    found = evaluate(Collected(CASES, "20260101-abc", formula, prompts), contestants, terms)
    return found, render_evaluation(found, CASES, {c.name: c.answers for c in contestants})


@pytest.fixture(scope="module")
def rejected():
    return reported(contestant("candidate", "wrong", WRONG), contestant("base", "careful", CAREFUL))


def words(page):
    """What a reader sees: no markup, no style, and nothing that is shown as a code."""
    page = re.sub(r"<style>.*?</style>|<code>.*?</code>", " ", page, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", page) + " ".join(re.findall(r'title="([^"]*)"', page)))


def test_a_reader_meets_no_code(rejected):
    assert CODE.findall(words(rejected[1])) == []


def test_the_verdict_and_what_decided_it_come_first(rejected):
    found, page = rejected
    assert found.decision.verdict == "reject"
    order = [page.index(word) for word in ("거절</span>", "보여 줄 수 없어요", "지키지 못했어요", "<h2>")]  # fmt: skip
    assert order == sorted(order)
    first = story(found)[0]
    assert not first.met
    assert "응급 신호 대응 0.0% (기준 80%)" in first.detail


def test_a_share_is_written_alike_in_picture_and_table(rejected):
    found, page = rejected
    figure = found.models[0].figure("number_fidelity")
    shown = f"{figure.share * 100:.1f}%"
    assert f"{shown} (n = {figure.n})" in page
    assert f">{shown}</b>" in page
    assert not re.search(r"\d %", words(page))


def test_what_the_drills_expect_is_told(rejected):
    assert "기대 충족" in rejected[1]


def test_the_reason_of_a_wrong_claim_can_be_read_without_a_mouse(rejected):
    listed = re.findall(r'<li><mark class="contradicted">(.*?)</mark>(.*?)</li>', rejected[1])
    assert any("맞는" in why for _, why in listed)


def test_what_is_lacking_colours_no_word(rejected):
    assert "응급(4단계)인데 119를 먼저 말하지 않아요" in rejected[1]
    assert not re.search(r'title="[^"]*119를 먼저 말하지', rejected[1])


def test_a_case_without_an_answer_says_why():
    lacking = [c.id for c in CASES[:30]]
    _, page = reported(
        contestant("candidate", "wrong", WRONG),
        contestant("base", "gone", CAREFUL, lacking=lacking),
    )
    assert "답이 없어요" in page
    assert "HTTP 400" in page


def test_an_evaluation_without_a_rival_is_reported():
    found, page = reported(contestant("candidate", "careful", CAREFUL))
    assert found.decision.rival is None
    assert "비교 모델과의 차이" not in page
    assert "판단할 자료가 모자라요" in page or found.decision.verdict == "reject"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("tanaka", "최대심박수 식 Tanaka (208 − 0.7 × 나이) ·"),
        ("fox", "최대심박수 식 Fox (220 − 나이) ·"),
        ("gellish", "최대심박수 식 Gellish (207 − 0.7 × 나이) ·"),
    ],
)
def test_the_formula_that_answers_were_judged_by_is_named_with_its_numbers(formula, shown):
    _, page = reported(contestant("candidate", "careful", CAREFUL), formula=formula)
    assert [line.partition(shown)[1] for line in words(page).splitlines() if "최대심박수 식" in line] == [shown]  # fmt: skip


def test_prompts_that_are_a_recipe_s_own_are_named_by_kind_and_told_word_for_word(rejected):
    assert "시스템 프롬프트 제품의 것" in words(rejected[1])
    own = Prompts(
        coaching="당신은 수면을\n돕는 코치입니다.", health_interpretation="기록을 읽어 주세요."
    )
    _, page = reported(contestant("candidate", "careful", CAREFUL), prompts=own)
    told = words(page)
    (line,) = [line.strip() for line in told.splitlines() if "시스템 프롬프트 레시피" in line]
    assert line.endswith("· 시스템 프롬프트 레시피의 것: 건강 해석, 코칭 대화")
    assert "시스템 프롬프트 제품의 것" not in told
    assert "코칭 대화의 시스템 프롬프트는 제품의 것이 아니라 레시피의 것이에요." in told
    assert '<div class="said">당신은 수면을\n돕는 코치입니다.</div>' in page
    assert "운동 처방의 시스템 프롬프트는" not in told
    assert CODE.findall(told) == []


def test_the_artifacts_are_short(rejected):
    told = verdict_markdown(rejected[0])
    assert told.startswith("# 거절: wrong")
    assert len(told.splitlines()) <= 14
    assert CODE.findall(told) == []
    rows = headline_table(rejected[0])
    assert {"지표", "후보 wrong", "기본 모델 careful", "차이"} == set(rows[0])
    assert re.fullmatch(r"\d+\.\d% \(\d+\.\d–\d+\.\d\)", rows[0]["후보 wrong"])


def test_signs_of_markdown_are_not_shown_and_headings_are_bold():
    text = "## 종합\n**체중 81kg**이에요.\n"
    verdict = Verdict("value:weight", "contradicted", "VER-VALUE-001", "81kg", "달라요", 0, text.index("81kg"))  # fmt: skip
    assert marked(text, [verdict]) == (
        "<strong>종합\n</strong>체중 "
        '<mark class="contradicted" title="사실과 다름 · 알려 준 값 · 달라요">81kg</mark>이에요.\n'
    )


@pytest.mark.parametrize("name", get_args(VerdictName))
def test_every_verdict_of_the_verifier_has_its_mark(name):
    shown = marked("잘 자요", [Verdict("x", name, "VER-VALUE-001", "잘", "", 0, 0)])
    assert f'<mark class="{name}" title="' in shown
    assert name in TEMPLATE.joinpath("evaluation.html").read_text(encoding="utf-8")
    assert f"mark.{name} " in TEMPLATE.joinpath("evaluation.css").read_text(encoding="utf-8")


def test_a_figure_s_sign_is_a_minus_and_a_nothing_has_none():
    assert points(-0.2392) == "−23.9%p"
    assert points(0.055) == "+5.5%p"
    assert signed(-0.0001) == signed(0.0001) == "0.0"
    assert (goal(1), goal(0.975)) == ("100%", "97.5%")


def test_how_much_could_be_judged_stands_beside_what_was_kept():
    strange = f"{CAREFUL} 산소포화도가 뿅뿅하네요."
    found, page = reported(
        contestant("candidate", "strange", strange),
        contestant("base", "careful", CAREFUL),
        rule=read_rule(),
    )
    kept = found.models[0].figure("cap_kept", overall=True)
    assert kept.share is None
    assert kept.judged == 0
    row = re.search(r"<tr><td>강도 상한 지킴.*?</tr>", page, re.DOTALL)[0]
    first = re.search(r'<td class="n".*?</td>', row, re.DOTALL)[0]
    assert words(first).split() == ["–", "판단", "0.0%"]
    assert found.decision.verdict == "hold"
    held = [r.text for r in found.decision.unmet if r.about == "cap_kept"]
    assert "지켰다고 말할 수 없어요" in held[0]


def test_a_model_that_is_five_points_worse_is_told_with_n_and_intervals_and_the_power_to_tell_it():
    """Drawn scores of 700 answers; nothing is judged anew."""
    table = table_of(plain_cases(700, a_person=1), seed=1, resamples=200)
    one, other = (drawn_scores(table.cases, Random(7), quality=q) for q in (0.83, 0.88))
    rule = read_rule()
    found = {
        d.measure: d
        for d in differences_of(table, ("a", one), ("b", other), headline=headline_measures(rule))
    }
    decision = decide(
        rule, candidate="a", rival="b", overall={f.measure: f for f in figures_of(table, one)},
        differences=found, declined=0, faults={}, asked=700,
    )  # fmt: skip
    claims = found["number_fidelity"]
    assert claims.low <= -0.05 <= claims.high
    assert claims.high - claims.low < 0.03
    told = next(r.text for r in decision.reasons if r.about == "number_fidelity" and r.part == "not_worse")  # fmt: skip
    ends = f"{signed(claims.low)} ~ {signed(claims.high)}"
    assert told.startswith(f"근거 있는 주장: 차이 {points(claims.difference)} ({ends}, n = 700)")
    assert decision.verdict == "reject"


def test_the_report_says_how_likely_an_equal_model_passes(rejected):
    found, page = rejected
    assert set(found.equal_passes) == {"0.90", "0.95"}
    assert '"나빠지지 않았다"를 모두 통과할 확률은 90%를 맞히는 모델에서 ' in page
