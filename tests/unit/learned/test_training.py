"""The weights that ship are what the training makes of the texts, to the byte, and it makes the same ones again."""

import importlib.util

import pytest

from tests.support.needs import lacking
from texts.training.corpus import answers, questions, utterances
from wearable_coach.learned.weights import FOLDER, Weights

CORPORA = {"harm": answers, "urgency": utterances, "topics": questions}


@pytest.mark.slow("training")
@pytest.mark.parametrize("name", CORPORA)
def test_the_weights_that_ship_are_what_the_texts_make(name):
    """All but the thresholds, which cost a training a writer; `python -m texts.training --check` makes these too."""
    if importlib.util.find_spec("sklearn") is None:
        lacking("scikit-learn", "scikit-learn; uv sync --group training")
    from texts.training.fitting import counted, fitted

    corpus = CORPORA[name]()
    made = fitted(corpus, counted(corpus), range(len(corpus.examples)))
    shipped = Weights.read(FOLDER / f"{name}.weights")
    made.head = made.head.model_copy(update={"thresholds": shipped.head.thresholds})
    assert made.written() == shipped.written()


def test_every_text_is_an_example_once():
    said = utterances().examples
    assert len({(one.text, one.label) for one in said}) == len(said)
    assert {one.urgency for one in said} == {"emergency", "crisis", "urgent", "contact", "none"}


def test_a_kind_that_is_rare_at_an_urgency_joins_its_usual_one():
    labels = [one.label for one in utterances().examples]
    assert min(labels.count(label) for label in set(labels)) >= 15


def test_no_figure_of_a_sentence_is_learnt():
    assert not any(set(one.text) & set("123456789") for one in answers().examples)
