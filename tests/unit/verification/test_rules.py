"""What the table of rules says of an id is what the verifier does under it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.support.carried_rules import hidden_doses
from tests.support.cases import some
from tests.support.days import day as day_of
from tests.support.generated import generated_rows
from tests.support.mutations import mutations
from tests.unit.verification import mistakes
from tests.unit.verification.answers import verdicts
from wearable_coach.errors import BadInput
from wearable_coach.records import Profile, Verdict
from wearable_coach.serving import urgent_text
from wearable_coach.serving.urgency import SELF, Need
from wearable_coach.verification import verify_answer, verify_messages
from wearable_coach.verification.class_words import words_in
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.rule_page import judged as judged_by_the_page
from wearable_coach.verification.rule_page import judgements, main, rules_page
from wearable_coach.verification.rules import claim_kinds, meaning, occasions, rules

ROOT = Path(__file__).parents[3]
WRITTEN = ROOT.parent / "shared" / "data" / "written"
ROWS = 120


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.id)
def test_the_sentence_for_a_rule_is_supported_by_it(rule):
    found = judgements(rule.supported)
    assert rule.supported.by in {v.rule for v in found}
    assert all(v.verdict == "supported" for v in found), found


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.id)
def test_the_sentence_against_a_rule_is_refused_by_it(rule):
    assert rule.refused.by in {v.rule for v in judgements(rule.refused) if v.verdict != "supported"}


def test_a_dose_that_another_hides_carries_no_verdict():
    assert hidden_doses() == {"STD-HABIT-003"}


def test_every_class_word_is_of_a_field_that_has_a_rule():
    words = [
        "BMI 정상",
        "수면 부족",
        "걸음수 좌식",
        "산소포화도 경계",
        "평소보다 상승",
        "높은 심박수",
    ]
    fields = {field for text in words for word in words_in(text) for field in word.meanings}
    assert {"bmi", "sleep_hr", "steps", "oxygen_saturation", "rhr_delta"} <= fields
    assert fields <= set(RULES)


@cache
def judged() -> tuple[Verdict, ...]:
    """What is said of generated rows, of their answers with one thing changed, and of mistakes."""
    return tuple(_judged())


def _judged() -> Iterator[Verdict]:
    for row in generated_rows(ROWS):
        known = {"day": day_of(row.profile, row.vitals), "kind": row.kind}
        yield from verify_messages(row.messages, **known)
        answer = row.messages[-1].content
        for changed in mutations(
            answer, profile=row.profile, vitals=row.vitals, rng=Random(row.row_id)
        ):
            yield from verify_answer(changed.text, **known)
    for mistake in mistakes.MISTAKES:
        yield from verdicts(mistake.text, mistake.profile, mistake.vitals)
    for rule in rules().values():
        yield from (*judgements(rule.supported), *judgements(rule.refused))


def written() -> Iterator[Verdict]:
    """What is said of the labelled texts, each about another of the fixed days."""
    days = [occasion.day for occasion in occasions().values()]
    for place, text in enumerate(_texts()):
        yield from verify_answer(text, day=days[place % len(days)], kind=None)


def _texts() -> Iterator[str]:
    """Every third text: what has a rule is a matter of kinds, and thousands say each of them many times."""
    for name in ("answers.jsonl", "utterances.jsonl"):
        for line in (WRITTEN / name).read_text(encoding="utf-8").splitlines()[::3]:
            told = json.loads(line)
            yield from (told[key] for key in ("harm", "ok", "text") if key in told)


def unknown(found) -> set[tuple[str, str]]:
    """(rule, kind of claim) that the table does not know."""
    claims = {rule.id: rule.claims for rule in rules().values()}
    seen = {(v.rule, v.claim.partition(":")[0]) for v in found}
    return {(rule, kind) for rule, kind in seen if kind not in claims.get(rule, ())}


SERVED = {urgent_text.RULE}
"""What serving says by itself, word by word from a table."""


def test_the_words_to_who_needs_help_carry_their_rule_and_a_claim_that_it_covers():
    need = Need("emergency", "stroke", SELF)
    said = urgent_text.urgent_verdicts(need, Profile())
    assert {v.rule for v in some(said)} == SERVED
    assert unknown(said) == set()


@pytest.mark.slow("whole")
def test_every_verdict_has_a_rule_of_the_table_and_a_claim_that_the_rule_covers():
    assert unknown(judged()) == set()
    assert {v.rule for v in judged()} == set(rules()) - SERVED


@pytest.mark.skipif(
    not WRITTEN.exists(), reason="the labelled texts are not beside this checkout (../shared/data)"
)
def test_every_verdict_on_the_labelled_texts_has_a_rule_of_the_table():
    found = tuple(written())
    assert len(found) > 1000
    assert unknown(found) == set()


def test_another_rule_speaks_in_an_example_only_where_the_rule_itself_never_does():
    supporting = {v.rule for v in judged() if v.verdict == "supported"}
    refusing = {v.rule for v in judged() if v.verdict != "supported"}
    for rule in some(rules().values()):
        assert (rule.supported.by != rule.id) == (rule.id not in supporting), rule.id
        assert (rule.refused.by != rule.id) == (rule.id not in refusing), rule.id


def test_every_kind_of_claim_is_explained_and_used():
    assert {kind for rule in rules().values() for kind in rule.claims} == set(claim_kinds())


def test_every_day_of_the_table_is_some_examples():
    used = {e.day for rule in rules().values() for e in (rule.supported, rule.refused)}
    assert used == set(occasions())


def test_an_unknown_rule_has_no_meaning():
    assert meaning("VER-VALUE-001")
    assert not meaning("VER-GONE-001")


def test_the_page_is_what_the_tables_give(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["--check"]) == 0, capsys.readouterr().err


def test_a_stale_page_is_told_with_what_makes_it_anew(tmp_path, capsys):
    page = tmp_path / "rules.md"
    page.write_text(rules_page() + "more", encoding="utf-8")
    assert main(["--check", str(page)]) == 1
    assert "rule_page --write" in capsys.readouterr().err
    assert main(["--write", str(page)]) == 0
    assert main(["--check", str(page)]) == 0


def test_an_example_that_is_judged_otherwise_is_told_with_what_the_verifier_says():
    example = rules()["VER-VALUE-001"].supported._replace(by="VER-GONE-001")
    with pytest.raises(
        BadInput, match=r"supported by VER-GONE-001, .* says VER-VALUE-001 supported"
    ):
        judged_by_the_page(example, refused=False)


def test_every_link_of_the_page_leads_to_its_place():
    page = rules_page()
    standards = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    headings = {
        f"#{h.lower().replace(' ', '-')}" for h in re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    }
    places = {f"standards.md#{a}" for a in re.findall(r'<a id="([^"]+)">', standards)}
    places |= {f"standards.md#{h}" for h in re.findall(r"^## (.*)$", standards, re.MULTILINE)}
    links = set(re.findall(r"\]\(([^)]*)\)", page))
    assert len(links) > 60
    assert links <= headings | places | {"standards.md"}


def test_no_judge_reads_the_table():
    code = (
        "import sys; from wearable_coach.verification import verify_answer as v; "
        "from wearable_coach.day import day_of; "
        "from wearable_coach.records import Profile, Vitals; "
        "day = day_of(Profile(), Vitals(weight=70), hrmax_formula='tanaka'); "
        "v('체중은 70kg이에요.', day=day, kind=None); "
        "print('wearable_coach.verification.rules' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False"
