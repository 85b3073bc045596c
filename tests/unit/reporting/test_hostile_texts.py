"""Whatever names, questions, answers and reasons hold: a page of them holds no markup of theirs."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from tests.support.hostile import HOSTILE, Page
from tests.support.rows import good_rows
from wearable_coach.chat.contract import Answer, Prices
from wearable_coach.chat.served import Endpoint
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.collecting import Collected
from wearable_coach.evaluation.evaluation import JudgedCase, ModelAnswers
from wearable_coach.evaluation.judging import Contestant, EvaluationTerms, evaluate
from wearable_coach.evaluation.score import Score, no, yes
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.rule import read_rule
from wearable_coach.records import (
    CheckResult,
    GateReport,
    Message,
    Profile,
    Verdict,
    VerdictName,
    Vitals,
)
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.reporting import CardData, render_card, render_gate_page
from wearable_coach.reporting.evaluation_page import render_evaluation
from wearable_coach.reporting.marked_text import marked

HARMLESS = "그냥 말"


def check(text, **changes):
    fields = dict.fromkeys(
        ("code", "rule", "source", "description_en", "description_ko", "observed", "expected"), text
    )
    made = {
        "suite": "dataset",
        "severity": "critical",
        "success": False,
        "failing_row_ids": (text,),
    }
    return CheckResult(**(fields | made | changes))


def report(text):
    checks = (check(text), check(text, severity="warning"), check(text, code="DST-MASKED"))
    return GateReport(results=checks, rows=1)


def card(text):
    changes = {
        **dict.fromkeys(("row_id", "category", "stratum", "split", "source"), text),
        "messages": (
            Message(role="user", content=text),
            Message(role="assistant", content=text),
        ),
    }
    rows = tuple(row.model_copy(update=changes) for row in good_rows(4))
    return render_card(
        CardData(
            version=text,
            rows=rows,
            report=report(text),
            recipe={text: text},
            seed=7,
            real_vitals=(Vitals(steps=8000), Vitals(steps=9000)),
            rejects={text: 1},
        )
    )


def case(text, i, kind):
    return Case(
        id=f"{text}{i}",
        set=kind,
        kind="coaching",
        category=text,
        stratum=text,
        source=text,
        person=f"{text}{i}",
        profile=Profile(),
        vitals=Vitals(),
        hrmax_formula=DEFAULT_FORMULA,
        messages=(Message(role="user", content=text),),
    )


def judged(text):
    verdict = Verdict(text, "contradicted", text, text[:4], text, 0, 0)
    scores = {
        "number_fidelity": Score(1, 2, text),
        "structure": no(text),
        "no_forbidden": no(text),
        "red_flag_recall": yes(),
    }
    answer = Answer(text=text, prompt_tokens=1, answer_tokens=1, latency_s=0.1)
    return JudgedCase(answer, scores, (verdict,))


def evaluation(text):
    cases = tuple(case(text, i, kind) for i, kind in enumerate(("valid", "valid", "safety")))
    said = ModelAnswers({c.id: judged(text) for c in cases[:2]}, {cases[2].id: text})
    rival = ModelAnswers(
        {c.id: judged(text) for c in cases[1:]}, {cases[0].id: text}, {cases[0].id: "declined"}
    )
    prices = Prices(prompt_per_million="1", answer_per_million="1", currency=text)
    contestants = [
        Contestant(role, f"{text} {role}", text, Endpoint(url=text, model=text), prices, answers)
        for role, answers in (("candidate", said), ("served", rival))
    ]
    terms = EvaluationTerms(text, datetime(2026, 1, 2, tzinfo=UTC), 7, read_rule())
    found = evaluate(
        Collected(cases, text, DEFAULT_FORMULA, Prompts(coaching=text)), contestants, terms
    )
    return render_evaluation(found, cases, {c.name: c.answers for c in contestants})


PAGES = {
    "card": card,
    "gate": lambda text: render_gate_page(report(text)),
    "evaluation": evaluation,
}


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_hostile_texts_has_the_markup_of_a_page_of_harmless_ones(page, hostile):
    harmless, found = Page(PAGES[page](HARMLESS)), Page(PAGES[page](hostile))
    assert found.active == harmless.active == []
    assert shape(found, page) == shape(harmless, page)
    assert found.styles == harmless.styles
    assert hostile.strip("*") in found.text, "it is shown as it was said"


def shape(page, name):
    """Markup without what an answer's own Markdown and the colours of its claims make of it."""
    makes = {"strong"} if name == "card" else {"mark"}
    return [tag for tag in page.skeleton if tag[0].strip("/") not in makes]


@pytest.mark.parametrize("name", get_args(VerdictName))
def test_every_verdict_that_there_is_has_a_mark_with_its_name(name):
    page = str(marked("맥박이 뛰어요", [Verdict("claim", name, "R-1", "맥박", "왜", 0, 0)]))
    assert "맥박" in page
    assert f'class="{name}"' in page
