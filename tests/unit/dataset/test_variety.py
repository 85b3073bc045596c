"""The measures of variety say what they promise, and the product's own rows keep the splits' language apart."""

from __future__ import annotations

import pytest

from tests.support.cases import some
from tests.support.generated import rows_of
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.variety import (
    language_floors,
    self_bleu,
    sentence_counts,
    sentences_of,
    varieties,
)
from wearable_coach.records import Message, Row

MOST_SHARED = 0.4
"""Fewer rows share less; 1,500 share at most 0.25."""


def test_sentences_are_what_is_said_and_neither_titles_nor_tables() -> None:
    answer = "## 제목\n- **걸음수** 9,000보예요. 6.5시간 잤어요!\n| 가 | 나 |\n|---|---|\n1. 쉬어요.\n- 체중 62kg\n\n그래요?"
    assert list(sentences_of(answer)) == [
        "걸음수 9,000보예요.",
        "6.5시간 잤어요!",
        "쉬어요.",
        "그래요?",
    ]


def worded(*answers: tuple[str, str]) -> list[Row]:
    return [
        Row.model_construct(
            category="coaching", split=split, messages=(Message(role="assistant", content=text),)
        )
        for split, text in answers
    ]


def test_what_valid_shares_with_train_is_counted_as_written_and_masked() -> None:
    rows = worded(
        ("train", "5분 걸어요. 좋아요."), ("valid", "7분 걸어요. 좋아요. 물을 드세요. 쉬세요.")
    )
    found = sentence_counts(rows)["coaching"]
    assert (found.shared, found.shared_as_written) == (0.5, 0.25)
    assert (found.sentences, found.skeletons) == (6, 4)
    assert found.top_share == 1.0
    assert sentence_counts(rows[:1])["coaching"].shared is None


def test_titles_and_tables_are_left_out_and_their_share_is_told() -> None:
    found = sentence_counts(worded(("train", "## 제목\n| 가 |\n걸어요. 쉬어요.")))["coaching"]
    assert (found.left_out, found.sentences) == (0.5, 2)


def test_distinct_grams_are_a_share_of_all() -> None:
    assert varieties(worded(("train", "가 나 가 나.")))["coaching"].distinct[0] == 0.75


def test_self_bleu_goes_from_nothing_shared_to_all() -> None:
    one, other = ["가", "나", "다", "라", "마", "바"], ["사", "아", "자", "차", "카", "타"]
    assert self_bleu([one, one]) == pytest.approx(1.0)
    assert self_bleu([one, other]) == 0
    assert 0 < self_bleu([one, [*one[:5], "하"]]) < 1
    assert self_bleu([one]) == 0


def test_self_bleu_is_that_of_its_definition() -> None:
    """1 of 2 texts: 5 of 6 words, 4 of 5 pairs, 3 of 4, 2 of 3, as long as the other."""
    one, other = ["가", "나", "다", "라", "마", "바"], ["가", "나", "다", "라", "마", "하"]
    assert self_bleu([one, other]) == pytest.approx((5 / 6 * 4 / 5 * 3 / 4 * 2 / 3) ** 0.25)


def test_floors_are_asked_of_enough_rows_and_of_the_kinds_own_strata() -> None:
    assert set(language_floors(Recipe())) == {c.name for c in Recipe().categories}
    assert all(f.skeletons_min for f in language_floors(Recipe()).values())
    small = language_floors(Recipe().scaled_to(750))
    assert {f.skeletons_min for f in small.values()} == {0}
    assert language_floors(Recipe().scaled_to(60)) == {}
    own = Recipe().categories[0].model_copy(update={"strata": {"normal": 1.0}})
    assert language_floors(Recipe(categories=(own,))) == {}


@pytest.fixture(scope="module")
def composed() -> tuple[Row, ...]:
    return rows_of(Recipe().scaled_to(90))


def test_valid_is_worded_apart_from_train(composed: tuple[Row, ...]) -> None:
    for found in some(sentence_counts(composed).values()):
        assert found.shared is not None
        assert found.shared < MOST_SHARED, found
