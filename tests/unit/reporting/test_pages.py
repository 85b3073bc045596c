import json
import re
from html import unescape

import pytest

from tests.support.cases import some
from tests.support.rows import good_rows, plan_for, with_answer
from wearable_coach.dataset.refusals import RefusedRow, Why
from wearable_coach.records import VITAL_FIELDS, CheckResult, GateReport, Message, Vitals
from wearable_coach.reporting import CardData, render_card, render_gate_page
from wearable_coach.reporting.card_words import card_words
from wearable_coach.reporting.figures import samples
from wearable_coach.reporting.markdown_view import answer_html

READ_IN_QUESTIONS = frozenset(VITAL_FIELDS)
"""People paste what their apps export."""
PLANTED = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def check(**changes):
    fields = {
        "code": "DST-ROWS", "rule": "R", "source": "policy", "suite": "dataset", "severity": "critical",
        "description_en": "rows", "description_ko": "행", "success": True, "observed": "1", "expected": "1",
    }  # fmt: skip
    return CheckResult(**(fields | changes))


def card(rows=None, language="ko", **changes):
    made = rows or good_rows()
    data = {
        "version": "20260101-abc", "rows": tuple(made), "seed": 7, "recipe": {"seed": 7},
        "report": GateReport(results=(check(),), rows=len(made)),
    }  # fmt: skip
    return render_card(CardData(**(data | changes)), language)


REFUSED = RefusedRow(
    "coaching-000009",
    0,
    (Why("contradicted:STD-SLP-001", "'충분' 맞는 분류는 ‘부족’"),),
    (Message(role="assistant", content="잠이 충분해요."),),
)


def whole(language):
    rows = good_rows()
    rows[0] = rows[0].model_copy(
        update={"source": "lifesnaps", "completed_fields": ("weight", "goal")}
    )
    facts = json.dumps(json.loads(rows[2].facts) | {"safety_level": 4})
    rows[2] = with_answer(rows[2], "지금 119에 전화하세요.").model_copy(update={"facts": facts})
    reals = (Vitals(steps=8000), Vitals(steps=9000))
    rejects = {"stride": 3, "contradicted:STD-SLP-001": 1}
    return card(rows, language, real_vitals=reals, rejects=rejects, refused=(REFUSED,))


@pytest.fixture(scope="module")
def page():
    return whole("ko")


@pytest.fixture(scope="module")
def english():
    return whole("en")


def seen(page):
    """What a reader sees of a page, without what stands in titles of links and cells."""
    body = page.partition("</style>")[2]
    return re.sub(r"<[^>]*>", " ", body)


def test_the_card_shows_all_that_was_asked_for(page, english):
    for language, text in (("ko", page), ("en", english)):
        words = card_words(language)
        for heading in (
            "one_answer", "emergency", "people", "level_cap", "counts", "completed", "diversity", "attempts",
            "strata", "vitals", "length", "samples", "checks", "use",
        ):  # fmt: skip
            assert f"<h2>{words.text[heading]}</h2>" in text, heading
        for vital in VITAL_FIELDS:
            assert f"<h3>{words.name('fields', vital)} <small>" in text
        for line in words.file["limits"]:
            assert line in unescape(text)
    assert page.count("<details") == len(samples(good_rows())) > 0


def test_two_pages_say_the_same_in_two_languages():
    korean, english = card_words("ko"), card_words("en")
    for group in ("text", "levels", "caps", "fields", "lengths", "units", "refusals"):
        assert list(korean.file[group]) == list(english.file[group]), group
    for group, names in some(korean.names.items()):
        assert set(names) == set(english.names[group]), group


def test_no_code_is_shown_to_people(page, english):
    for text in (page, english):
        assert set(re.findall(r"\b[a-z]+_[a-z_0-9]+\b", seen(text))) <= READ_IN_QUESTIONS
        assert re.findall(r"\b(?:STD|VER|DST|FMT|CNV|VIT)-[A-Z]", seen(text)) == []
        assert re.findall(r"[a-z]+-0000\d\d", seen(text)) == []


def test_each_word_of_the_first_answer_leads_to_its_ground_and_back(page):
    marks = set(re.findall(r'class="ground"(?: id="said-\d+")? href="#(ground-\d+)"', page))
    grounds = re.findall(r'<tr id="(ground-\d+)">', page)
    assert marks <= set(grounds)
    assert len(marks) > 10
    assert set(re.findall(r'href="#(said-\d+)"', page)) >= set(re.findall(r'id="(said-\d+)"', page))


def test_a_ground_names_fact_rule_and_source(page):
    (row,) = {
        re.sub(r"\s+", " ", seen("</style>" + r))
        for r in re.findall(r"<tr id=\"ground-\d+\">.*?</tr>", page)
        if 'title="STD-BMI-001"' in r and "Kim et al" in r
    }
    assert "체질량지수" in row
    assert "BMI 분류(대한비만학회)" in row


def test_what_was_completed_and_what_was_refused_is_counted_in_words(page, english):
    for text, found in (
        (page, ("체중", "걸음수와 거리가 맞지 않음", "사실과 다름: 수면 시간 분류")),
        (
            english,
            ("weight", "steps and distance that do not fit", "not as the facts are: Sleep is"),
        ),
    ):
        for words in found:
            assert words in seen(text)
        assert "맞는 분류는 ‘부족’" in text


def test_the_two_pages_lead_to_each_other(page, english):
    assert 'href="report.en.html"' in page
    assert 'href="report.html"' in english
    assert '<html lang="en">' in english


def test_an_emergency_is_opened(page):
    shown = page[page.index(f"<h2>{card_words('ko').text['emergency']}") :]
    assert "지금 119에 전화하세요." in shown[: shown.index("<h2>", 4)]
    assert card_words("ko").text["no_emergency"] in card()


def test_real_days_are_drawn_beside_the_dataset(page):
    assert "<polyline" in page
    assert "실제 하루 n = 2" in page


def test_a_large_bound_is_no_power_of_ten(page):
    ticks = re.findall(r'<text class="tick"[^>]*>([^<]*)</text>', page)
    assert ticks
    assert not [t for t in ticks if "e" in t]


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
    page = card(planted, version=PLANTED, rejects={PLANTED: 1})
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

    made = histogram("a", "%", {"dataset": [95, 96, 96, 97]})
    assert made is not None
    assert made.series[0].shares == (0.25, 0.5, 0.25)


def test_the_fixture_rows_fit_the_fixture_plan():
    rows = good_rows()
    assert sum(plan_for(rows).category_counts.values()) == len(rows)
