"""The suite of the whole dataset: counts exact, nothing twice, nothing leaks between splits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expectations.check import Check, holds, parameter
from expectations.conversations import finds_none
from wearable_coach.records import GatePlan
from wearable_coach.sources.importers import source_names
from wearable_coach.standards.table import table

_RECIPE = "the recipe"


def checks(plan: GatePlan) -> list[Check]:
    """Return the checks of the dataset, with the plan's numbers in their `expected`."""
    return [*_counts(plan), *_diversity(plan), *_language(plan), *_leaks()]


def parameters(plan: GatePlan) -> dict[str, Any]:
    """Return the run-time numbers that the suites ask for."""
    return {
        "rows": sum(plan.category_counts.values()),
        "category_counts": dict(plan.category_counts),
        "stratum_counts": flat(plan.stratum_counts),
        "split_counts": dict(plan.split_counts),
        "split_category_counts": flat(plan.split_category_counts),
        "min_masked_distinct": plan.min_masked_distinct,
        "min_share_without_twin": round(1 - plan.max_near_twin_share, 12),
        "max_tokens": plan.max_tokens,
    }


def flat(counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return nested counts as one mapping, ``outer/inner`` → rows; empty cells are left out."""
    return {f"{a}/{b}": n for a, inner in counts.items() for b, n in inner.items() if n}


def _counts(plan: GatePlan) -> list[Check]:
    rule = table("gate")["rule"]
    rows = sum(plan.category_counts.values())
    cells = len(flat(plan.stratum_counts))
    return [
        Check(
            "DST-ROWS", rule, _RECIPE, "critical",
            "The dataset has exactly the rows ordered", "주문한 만큼의 행이 정확히 있어요",
            f"{rows:,} rows", "ExpectTableRowCountToEqual", {"value": parameter("rows")}, by_row=False,
        ),
        Check(
            "DST-ROW-ID", rule, _RECIPE, "critical",
            "Every row has its own id", "행마다 고유한 번호가 있어요",
            "unique", "ExpectColumnValuesToBeUnique", {"column": "row_id"}, by_row=False,
        ),
        _equal(
            "DST-CATEGORY", "category", "category_counts",
            "Category counts are exact", "분류별 건수가 정확해요", _listed(plan.category_counts),
        ),
        _equal(
            "DST-STRATUM", "category_stratum", "stratum_counts",
            "Every stratum of every category has exactly its rows",
            "분류와 층마다 정해진 건수가 정확히 있어요", f"{cells} cells as planned",
        ),
        finds_none(
            "group_short",
            "DST-GROUPS",
            "Every group of people and questions has at least the rows that the recipe promises",
            "조리법이 약속한 사람과 질문의 묶음마다 그만큼의 행이 있어요",
            _listed(plan.group_floors) or "none promised",
            source=_RECIPE,
        )._replace(by_row=False),
        _equal(
            "DST-SPLIT", "split", "split_counts",
            "Split counts are exact", "학습·검증 건수가 정확해요", _listed(plan.split_counts),
        ),
        _equal(
            "DST-SPLIT-CATEGORY", "split_category", "split_category_counts",
            "The split is stratified by category", "분류마다 같은 비율로 나뉘었어요",
            _listed(flat(plan.split_category_counts)),
        ),
    ]  # fmt: skip


def _equal(code: str, column: str, counts: str, en: str, ko: str, expected: str) -> Check:  # noqa: PLR0913, PLR0917 - a table's columns
    return Check(
        code, table("gate")["rule"], _RECIPE, "critical", en, ko, expected,
        "ExpectColumnCountsToEqual",
        {"column": column, "counts": parameter(counts), "tolerance": 0}, by_row=False,
    )  # fmt: skip


def _diversity(plan: GatePlan) -> list[Check]:
    gate = table("gate")
    twins, masked = plan.max_near_twin_share, gate["masked_twin_jaccard"]
    return [
        finds_none(
            "same_conversation",
            "DST-DISTINCT",
            "All conversations are distinct, whatever their spaces, marks and letters' case",
            "띄어쓰기, 부호, 대소문자만 다른 대화도 없어요",
            "no conversation twice",
        ),
        finds_none(
            "same_question",
            "DST-QUESTION-TWICE",
            "No two conversations open with the same question",
            "같은 질문으로 시작하는 대화가 둘 없어요",
            "no opening question twice",
        ),
        Check(
            "DST-MASKED", gate["rule"], gate["source"], "critical",
            "Answers stay distinct with their numbers masked", "숫자를 가려도 답변이 서로 달라요",
            f"≥ {plan.min_masked_distinct:.0%} distinct", "ExpectColumnProportionOfUniqueValuesToBeBetween",
            {"column": "masked_answer", "min_value": parameter("min_masked_distinct"), "max_value": 1.0},
            by_row=False,
        ),
        holds(
            "has_no_twin",
            code="DST-TWINS",
            rule=gate["rule"],
            source=gate["source"],
            en=f"Answers outside train have no near twin in train (5-gram Jaccard ≥ {plan.near_twin_jaccard})",
            ko=f"학습 답변과 거의 같은 검증 답변이 없어요 (5-gram Jaccard ≥ {plan.near_twin_jaccard})",
            expected=f"≤ {twins:.1%} of rows outside train",
            mostly=parameter("min_share_without_twin"),
        ),
        finds_none(
            "masked_twin",
            "DST-TWINS-MASKED",
            f"With numbers masked, answers outside train have no near twin in train (5-gram Jaccard ≥ {masked})",
            f"숫자를 가려도 학습 답변과 거의 같은 검증 답변이 없어요 (5-gram Jaccard ≥ {masked})",
            "none",
        ),
    ]  # fmt: skip


def _language(plan: GatePlan) -> list[Check]:
    floors = plan.language.items()
    checks = [
        finds_none(
            "skeletons_few",
            "DST-SKELETONS",
            "Each category has enough different sentences, numbers masked",
            "숫자를 가려도 분류마다 서로 다른 문장이 충분해요",
            _asked("≥", {name: f"{f.skeletons_min:,}" for name, f in floors if f.skeletons_min}),
        ),
        finds_none(
            "sentences_common",
            "DST-COMMON",
            "The 20 commonest sentences are a small part of a category",
            "가장 잦은 문장 20개가 차지하는 몫이 작아요",
            _asked("≤", {name: f"{f.top_share_max:.0%}" for name, f in floors}),
        ),
        finds_none(
            "language_shared",
            "DST-LANGUAGE",
            "Most of the valid split's sentences do not stand in train, numbers masked",
            "숫자를 가려도 검증 답변의 문장 가운데 학습 답변에 있는 것이 적어요",
            _asked("≤", {name: f"{f.shared_max:.0%}" for name, f in floors}),
        ),
    ]
    return [check._replace(by_row=False) for check in checks]


def _asked(sign: str, bounds: Mapping[str, str]) -> str:
    """Write what is asked of each category; nothing is, of few rows or of strata of the recipe's own."""
    return ", ".join(f"{name} {sign} {bound}" for name, bound in bounds.items()) or "not asked"


def _leaks() -> list[Check]:
    gate = table("gate")
    return [
        finds_none(
            "answer_in_other_split",
            "DST-COPY-ANSWER",
            "No conversation's answers stand in another split, whatever their spaces, marks and letters' case",
            "다른 쪽에 있는 대화와 답변이 같은 대화가 없어요",
            "no copy",
        ),
        finds_none(
            "opening_in_other_split",
            "DST-COPY-QUESTION",
            "No opening question stands in another split, whatever its spaces, marks and letters' case",
            "다른 쪽에 있는 대화와 첫 질문이 같은 대화가 없어요",
            "no copy",
        ),
        finds_none(
            "kind_unlike_category",
            "DST-KIND",
            "All rows of a category are of one kind",
            "한 분류의 대화는 모두 같은 종류예요",
            "one kind a category",
        ),
        finds_none(
            "not_as_ordered",
            "DST-ORDERED",
            "Every row is what was planned under its id, with its real day's readings",
            "모든 행이 그 번호로 계획한 것과 같고, 실제 기록의 값이 그대로예요",
            "as planned",
            source=_RECIPE,
        ),
        finds_none(
            "person_of_other_source",
            "DST-PERSON-SOURCE",
            "All days of a person are of one source",
            "한 사람의 기록은 모두 한 출처에서 왔어요",
            "one source a person",
        )._replace(by_row=False),
        finds_none(
            "origin_in_other_split",
            "DST-ORIGIN",
            "Nobody of a source is in two splits, by what the source says and not by pseudonyms",
            "출처가 같은 사람이라고 하는 기록은 가명과 상관없이 모두 한쪽에 있어요",
            "each one of a source in one split",
        )._replace(by_row=False),
        holds(
            "person_in_one_split",
            code="DST-PERSON",
            rule=gate["rule"],
            source=gate["source"],
            en="No person is in two splits",
            ko="한 사람이 두 쪽에 나뉘어 있지 않아요",
            expected="each person in one split",
            by_row=False,
        ),
        holds(
            "family_in_one_split",
            code="DST-FAMILY",
            rule=gate["rule"],
            source=gate["source"],
            en="No template family is in two splits",
            ko="한 글틀 묶음이 두 쪽에 나뉘어 있지 않아요",
            expected="each family in one split",
            by_row=False,
        ),
        Check(
            "DST-SOURCE", gate["rule"], gate["source"], "critical",
            "The source of every row's vitals is known", "모든 행의 측정값 출처가 알려져 있어요",
            ", ".join(source_names()), "ExpectColumnValuesToBeInSet",
            {"column": "source", "value_set": list(source_names())}, by_row=False,
        ),
    ]  # fmt: skip


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in counts.items())
