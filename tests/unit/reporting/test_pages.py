import re

import pytest

from tests.support.rows import good_rows, plan_for
from wearable_coach.records import CheckResult, GateReport, Message, Vitals
from wearable_coach.reporting import CardData, render_card, render_gate_page
from wearable_coach.reporting.figures import samples
from wearable_coach.reporting.markdown_view import answer_html

PLANTED = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def check(**changes):
    fields = {
        "code": "DST-ROWS", "rule": "R", "source": "policy", "suite": "dataset", "severity": "critical",
        "description_en": "rows", "description_ko": "행", "success": True, "observed": "1", "expected": "1",
    }  # fmt: skip
    return CheckResult(**(fields | changes))


def card(rows=None, **changes):
    made = rows or good_rows()
    data = {
        "version": "20260101-abc", "rows": tuple(made), "seed": 7, "recipe": {"seed": 7},
        "report": GateReport(results=(check(),), rows=len(made)),
    }  # fmt: skip
    return render_card(CardData(**(data | changes)))


@pytest.fixture(scope="module")
def page():
    return card(real_vitals=(Vitals(steps=8000), Vitals(steps=9000)), rejects={"stride": 3})


def test_the_card_shows_all_that_was_asked_for(page):
    for heading in (
        "건수",
        "층",
        "생체 데이터 분포",
        "길이와 토큰",
        "다양성",
        "대화 보기",
        "게이트",
        "받지 않은 것",
        "레시피",
    ):
        assert f"<h2>{heading}" in page
    for label in (
        "심박수",
        "안정시 심박수",
        "수면 시간",
        "걸음수",
        "이동 거리",
        "활동 칼로리",
        "산소포화도",
        "체중",
        "체질량지수",
    ):
        assert f"<h3>{label} <small>" in page
    assert page.count("<details") == len(samples(good_rows())) > 0


def test_real_days_are_drawn_beside_the_dataset(page):
    assert "<polyline" in page
    assert "실제 n = 2" in page


def test_a_large_bound_is_no_power_of_ten(page):
    ticks = re.findall(r'<text class="tick"[^>]*>([^<]*)</text>', page)
    assert ticks
    assert not [t for t in ticks if "e" in t]


def test_codes_stand_beside_their_korean_labels(page):
    assert '수면 부족<small class="code">sleep_short</small>' in page
    assert '건강 해석<small class="code">health_interpretation</small>' in page


def test_nothing_is_fetched_from_outside(page):
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", page) == []
    assert "default-src 'none'" in page
    assert "<script" not in page


@pytest.mark.parametrize("role", [1, 2])
def test_a_planted_tag_is_text(role):
    rows = good_rows()
    planted = [
        row.model_copy(
            update={
                "messages": tuple(
                    Message(role=m.role, content=PLANTED) if i == role else m
                    for i, m in enumerate(row.messages)
                )
            }
        )
        for row in rows
    ]
    page = card(planted, rejects={PLANTED: 1}, recipe={"x": PLANTED})
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_an_answer_s_headings_lists_tables_and_bold_are_shown():
    html = answer_html(
        "## 제목\n**굵게** 말해요\n- 하나\n- 둘\n\n| 항목 | 내용 |\n|---|---|\n| 빈도 | 5일 |"
    )
    assert html == (
        "<h4>제목</h4><p><strong>굵게</strong> 말해요</p><ul><li>하나</li><li>둘</li></ul>"
        "<table><tr><td>항목</td><td>내용</td></tr><tr><td>빈도</td><td>5일</td></tr></table>"
    )


def test_a_refusal_says_first_what_failed():
    report = GateReport(
        results=(check(), check(code="DST-CATEGORY", success=False, observed="699")), rows=1500
    )
    page = render_gate_page(report)
    assert page.index("DST-CATEGORY") < page.index("모든 기대")
    assert "699" in page


def test_a_whole_number_has_a_bin_of_its_own():
    from wearable_coach.reporting.figures import histogram

    made = histogram(("a", "b"), "%", {"dataset": [95, 96, 96, 97]})
    assert made is not None
    assert made.series[0].shares == (0.25, 0.5, 0.25)


def test_the_fixture_rows_fit_the_fixture_plan():
    rows = good_rows()
    assert sum(plan_for(rows).category_counts.values()) == len(rows)
