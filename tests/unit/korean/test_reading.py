"""A text is read at its places, once a shape, and nothing disturbs it."""

import subprocess
import sys

import pytest

from tests.support.cases import some
from wearable_coach.korean import ClauseKind, Modality, Polarity, found, masked, read, read_shape

TEXT = "## 오늘\n- 심박수는 62bpm이고, 9,050보를 걸으셨어요. 뛰지 마시고 물을 마시고 쉬세요!\n| 걸음 | 9,050 |"


def test_every_part_stands_at_its_place_in_the_text():
    for sentence in some(read(TEXT)):
        assert TEXT[sentence.start : sentence.end] == sentence.text
        for token in sentence.tokens:
            assert TEXT[token.start : token.end] == token.surface
        for clause in sentence.clauses:
            assert TEXT[clause.start : clause.end] == clause.text


def test_every_word_belongs_to_one_clause():
    for sentence in some(read(TEXT)):
        places = sorted(t.place for c in sentence.clauses for t in c.tokens)
        assert places == list(range(len(sentence.tokens)))


def test_sentences_of_one_shape_are_read_once():
    first, second = masked("62bpm이에요"), masked("118bpm이에요")
    assert first.text == second.text
    assert read_shape(first.text) is read_shape(second.text)


def test_drinking_is_no_forbidding():
    forbidden, drink, rest = read("뛰지 마시고 물을 마시고 쉬세요").clauses
    assert forbidden.lemmas[0] == "뛰다"
    assert (forbidden.frame.modality, forbidden.frame.polarity) == (
        Modality.FORBID,
        Polarity.DENIED,
    )
    assert drink.frame.predicate.lemma == "마시다"
    assert rest.frame.modality is Modality.ADVISE


def test_a_relative_clause_stands_apart_from_the_one_around_it():
    inner, outer = read("아침에 먹은 약이 써요").clauses
    assert (inner.kind, inner.text) == (ClauseKind.RELATIVE, "아침에 먹은")
    assert outer.lemmas == ("약", "쓰다")
    assert inner.parent == 1


@pytest.mark.parametrize(
    "text", ["가슴이 너무 쪼여요", "가슴이너무쪼여요", "가슴이\u200b 너무 쪼여요"]
)
def test_spaces_and_invisible_characters_change_nothing(text):
    assert read(text).clauses[0].lemmas == ("가슴", "너무", "조이다")


def test_an_entry_is_never_found_over_a_border_of_words():
    assert not found("자해", read("수영 혼자 해도 되나요").clauses[0].tokens)
    assert found("자해", read("자해를 했어요").clauses[0].tokens)
    assert found("땀을 빼다", read("헬스장에서 땀 좀 빼고 오세요").clauses[0].tokens)


def test_a_condition_hangs_on_what_it_conditions():
    sentence = next(iter(read("어지러우면 멈추고 119에 전화하세요")))
    condition, stop, call = sentence.clauses
    assert sentence.hanging_on(call) == (stop,)
    assert sentence.hanging_on(stop) == (condition,)


def test_the_dictionary_is_opened_by_the_first_sentence_only():
    program = "import sys, wearable_coach.client, wearable_coach.korean as k; before = 'mecab_ko' in sys.modules; k.read('가'); print(before, 'mecab_ko' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
