"""Near twins: what is told is what comparing every pair tells, however the rows are cut and however alike they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.cases import some
from wearable_coach.dataset import twin_candidates, twin_signatures, twins
from wearable_coach.dataset.diversity import masked, near_twins
from wearable_coach.dataset.twin_sieve import sieve_for
from wearable_coach.dataset.twins import Place, Signatures, SignedRows, signed, twins_between

THRESHOLDS = (0.75, 0.9)
SMALL = {
    (twins, "_HELD_OUT_AT_ONCE"): 5,
    (twins, "_TRAIN_AT_ONCE"): 7,
    (twins, "_TEXTS_AT_ONCE"): 3,
    (twins, "_LOWEST"): 1,
    (twins, "sieve_for"): lambda jaccard: sieve_for(jaccard)._replace(presumed_same=0),
    (twin_candidates, "_PAIRS_AT_ONCE"): 5,
    (twin_candidates, "_SETTLED_AT"): 3,
    (twin_candidates, "_RUN"): 1,
    (twin_signatures, "_TEXTS_AT_ONCE"): 3,
}


def grams_of(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)} if len(text) >= 5 else {text}


def first_twins(valid: Sequence[str], train: Sequence[str], jaccard: float):
    """Compare every pair, in whole numbers."""
    hundredths = round(jaccard * 100)
    others = [grams_of(text) for text in train]
    for i, text in enumerate(valid):
        own = grams_of(text)
        for j, other in enumerate(others):
            shared, either = len(own & other), len(own | other)
            if 100 * shared >= hundredths * either:
                yield i, j, shared / either
                break


def letters(start: int, count: int) -> str:
    """Return so many different letters, so that all grams of the text are different."""
    return "".join(chr(0xAC00 + start + i) for i in range(count))


WORDS = st.sampled_from(
    [letters(n * 12, 6 + n % 7) for n in range(60)]
    + ["aaaaaaa", "\ud800\udfff", "\udfff", "😀", " "]
)
BASES = st.lists(st.lists(WORDS, max_size=40), min_size=1, max_size=4)


@st.composite
def splits(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two splits of texts that are a few bases with words left out, changed and put in."""
    bases = draw(BASES)

    def text() -> str:
        words = list(draw(st.sampled_from(bases)))
        for _ in range(draw(st.integers(0, 3))):
            if words and draw(st.booleans()):
                del words[draw(st.integers(0, len(words) - 1))]
            else:
                words.insert(draw(st.integers(0, len(words))), draw(WORDS))
        return "".join(words)

    return [text() for _ in range(draw(st.integers(0, 12)))], [
        text() for _ in range(draw(st.integers(0, 25)))
    ]


@pytest.mark.parametrize("jaccard", THRESHOLDS)
@settings(max_examples=40, deadline=None)
@given(both=splits())
def test_the_first_twin_of_each_is_that_of_comparing_every_pair(jaccard, both):
    valid, train = both
    assert near_twins(valid, train, jaccard) == list(first_twins(valid, train, jaccard))


@pytest.mark.parametrize("jaccard", THRESHOLDS)
@settings(max_examples=12, deadline=None)
@given(
    both=splits(),
    cuts=st.lists(st.integers(0, 36), max_size=5),
    seed=st.integers(0, 9),
    small=st.booleans(),
)
def test_shards_tell_what_the_whole_tells(jaccard, both, cuts, seed, small):
    valid, train = both
    texts = [*valid, *train]
    held_out = np.arange(len(texts)) < len(valid)
    order = np.random.default_rng(seed).permutation(len(texts))
    pieces = np.split(order, sorted(min(cut, len(texts)) for cut in cuts))
    place = {row: Place(p, i) for p, rows in enumerate(pieces) for i, row in enumerate(rows)}
    own = sorted((row for row in order if held_out[row]), key=place.__getitem__)
    others = sorted((row for row in order if not held_out[row]), key=place.__getitem__)
    by_all = first_twins([texts[i] for i in own], [texts[i] for i in others], jaccard)
    wanted = [(place[own[i]], place[others[j]], share) for i, j, share in by_all]
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in (SMALL if small else {}).items():
            patch.setattr(module, name, value)
        parts = [
            SignedRows(signed([texts[i] for i in rows], jaccard), held_out[rows]) for rows in pieces
        ]
        found = twins_between(
            parts, jaccard, lambda part, places: [texts[pieces[part][i]] for i in places]
        )
    assert found == wanted


@pytest.mark.parametrize("grams", [20, 40, 400, 2000])
@pytest.mark.parametrize("jaccard", THRESHOLDS)
def test_a_pair_at_the_threshold_is_a_twin_and_one_below_it_is_not(jaccard, grams):
    whole = letters(0, grams + 4)
    just = round(grams * jaccard)
    assert near_twins([whole], [whole[: just + 4]], jaccard) == [(0, 0, jaccard)]
    assert near_twins([whole], [whole[: just + 3]], jaccard) == []
    assert near_twins([whole[: just + 4]], [whole], jaccard) == [(0, 0, jaccard)]


@pytest.mark.parametrize("jaccard", THRESHOLDS)
def test_two_thousand_pairs_at_the_threshold_are_all_found(jaccard):
    rng = np.random.default_rng(7)
    wholes = ["".join(map(chr, 0xAC00 + rng.permutation(11000)[:84])) for _ in range(2000)]
    cut = round(80 * jaccard) + 4
    found = near_twins([text[:cut] for text in wholes], wholes, jaccard)
    assert found == [(i, i, jaccard) for i in range(2000)]


class Counted:
    """Gives texts, and counts them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts, self.given = texts, 0

    def __call__(self, _: int, places: Sequence[int]) -> list[str]:
        assert list(places) == sorted(set(places))
        self.given += len(places)
        return [self.texts[i] for i in places]


def found_in(texts: Sequence[str], jaccard: float) -> tuple[list[twins.TwinPlaces], Counted]:
    """Search texts of which the first half is held out."""
    counted = Counted(texts)
    part = SignedRows(signed(texts, jaccard), np.arange(len(texts)) < len(texts) // 2)
    return twins_between([part], jaccard, counted), counted


@pytest.mark.parametrize("jaccard", THRESHOLDS)
@pytest.mark.parametrize("text", ["", "가", "\ud800", "다섯 글자", letters(0, 900)])
def test_thousands_of_equal_texts_are_each_tried_once(text, jaccard):
    found, counted = found_in([text] * 4000, jaccard)
    assert found == [((0, i), (0, 2000), 1.0) for i in range(2000)]
    assert counted.given <= 2000 + 16


def test_thousands_of_texts_that_are_all_twins_are_each_tried_once():
    texts = [letters(0, 400) + letters(1000 + 6 * n, 6) for n in range(1600)]
    found, counted = found_in(texts, 0.9)
    assert [t.train.place for t in found] == [800] * 800
    assert counted.given <= 800 + 16


def test_thousands_of_texts_that_share_most_parts_are_told_apart():
    shared = letters(0, 264)  # 260 grams of 430: Jaccard 0.43
    texts = [shared + letters(300 + 170 * (n % 60), 170 + n % 2) for n in range(1200)]
    found, _ = found_in(texts, 0.75)
    assert found == [
        ((0, i), (0, j + 600), share) for i, j, share in first_twins(texts[:600], texts[600:], 0.75)
    ]
    assert len(found) == 600


@pytest.mark.parametrize("before", [1, 7, 8, 9, 23, 24, 25, 100])
def test_a_twin_behind_many_that_nearly_are_is_found(before):
    whole = letters(0, 404)
    near = [whole[:352] + letters(1000 + 90 * n, 70) for n in range(before)]
    assert all(0.7 < g < 0.75 for g in some(float(twins.jaccard_of(whole, text)) for text in near))
    train = [*near, whole[:380], *near, whole]
    assert near_twins([whole], train, 0.75) == [(0, before, 0.94)]


def test_texts_shorter_than_a_gram_are_twins_of_none_but_their_equals():
    short = [
        "",
        " ",
        "가",
        "가나",
        "가나  ",
        "가나다라",
        "\udfff",
        "가\udfff",
        "가나다라 ",
        "가나다라\udfff",
    ]
    found = near_twins(short, short, 0.75)
    assert found == [(i, i, 1.0) for i in range(len(short))]


def test_nothing_held_out_or_no_train_has_no_twin():
    assert near_twins([], ["가나다라마바"], 0.9) == []
    assert near_twins(["가나다라마바"], [], 0.9) == []
    assert twins_between([], 0.9, Counted([])) == []


def test_a_signature_is_that_of_the_text_alone_and_survives_a_file(tmp_path):
    texts = ["", "가나", letters(0, 300), "같은 말 " * 300, "\ud800" * 9, *["7보 걸었어요."] * 300]
    together = signed(texts, 0.75)
    alone = [signed([text], 0.75).minima[:, 0] for text in texts]
    assert np.array_equal(together.minima, np.stack(alone, axis=1))
    np.savez(tmp_path / "signatures.npz", **together.save())
    with np.load(tmp_path / "signatures.npz") as arrays:
        assert np.array_equal(Signatures.load(arrays).minima, together.minima)


def test_answers_that_differ_in_their_numbers_alone_are_twins_once_masked():
    answers = [f"걸음수 {n * 1111}보, 수면 {n}.5시간이에요. 오늘은 쉬어요." for n in range(1, 9)]
    assert near_twins(answers[:1], answers[1:], 0.9) == []
    assert near_twins([masked(answers[0])], [masked(a) for a in answers[1:]], 0.9) == [(0, 0, 1.0)]


@pytest.mark.parametrize("jaccard", [0.0, 0.5, 1.01])
def test_a_similarity_that_cannot_be_looked_for_is_refused(jaccard):
    with pytest.raises(ValueError, match=rf"jaccard is {jaccard}; give a number from 0.7 to 1"):
        near_twins(["가"], ["나"], jaccard)


def test_signatures_for_another_similarity_are_refused():
    part = SignedRows(signed(["가"], 0.9), np.array([True]))
    with pytest.raises(ValueError, match="signatures of part 0 have 128 coordinates, not 256"):
        twins_between([part], 0.75, Counted(["가"]))


def test_the_room_for_signatures_is_that_of_the_rows_there_are():
    parts = [
        SignedRows(signed(["가" * 9, "나" * 9, "다" * 9], 0.9), np.array([True, False, False]))
    ] * 2
    for is_held_out, count in some([(True, 2), (False, 4)]):
        (rows,) = twins._rows(parts, sieve_for(0.9), held_out=is_held_out, at_once=1 << 19)
        assert (rows.minima.shape[1], rows.minima.base) == (count, None)
