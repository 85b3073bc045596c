"""Each dimension of reading is what its corpus says."""

import pytest

from wearable_coach.korean import notation, read, standing
from wearable_coach.korean.tables import table


def cases(name):
    return [pytest.param(text, wanted, id=text) for text, *wanted in table(f"corpora/{name}")]


@pytest.mark.parametrize(("text", "wanted"), cases("quantities"))
def test_an_amount_is_read_as_its_corpus_says(text, wanted):
    assert [notation.amount(q) for q in read(text).quantities] == wanted


@pytest.mark.parametrize(("text", "wanted"), cases("sentences"))
def test_sentences_are_cut_as_their_corpus_says(text, wanted):
    assert [s.text for s in read(text)] == wanted


@pytest.mark.parametrize(("text", "wanted"), cases("clauses"))
def test_clauses_are_cut_as_their_corpus_says(text, wanted):
    assert [notation.clause(c) for c in read(text).clauses] == wanted


@pytest.mark.parametrize(("text", "wanted"), cases("morphemes"))
def test_words_have_the_dictionary_forms_that_their_corpus_says(text, wanted):
    assert " ".join(w for s in read(text) for w in s.lemmas) == wanted[0]


@pytest.mark.parametrize(("text", "wanted"), cases("scope"))
def test_a_word_is_meant_where_it_stands_as_its_corpus_says(text, wanted):
    (sentence,) = read(text)
    found = {word: standing(sentence, text.index(str(word))) for word in wanted[0]}
    assert {word: notation.standing(said) for word, said in found.items()} == wanted[0]


def of_statements(text, shown):
    return {f.predicate.lemma: shown(f) for f in read(text).frames}


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        pytest.param(*case.values, shown, id=f"{name}: {case.id}")
        for name, shown in (
            ("polarity", lambda f: f.polarity.value),
            ("modality", lambda f: f.modality.value),
            ("proposals", lambda f: f.proposes),
            ("holders", notation.holder),
            ("times", notation.time),
            ("comparisons", notation.comparison),
        )
        for case in cases(name)
    ],
)
def test_a_statement_is_meant_as_its_corpus_says(text, wanted, shown):
    found = of_statements(text, shown)
    assert {lemma: found.get(lemma) for lemma in wanted[0]} == wanted[0]
