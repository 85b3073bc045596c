"""The weights that ship are what the training makes of the texts, to the byte, and it makes the same ones again."""

import importlib.util
from heapq import nlargest
from itertools import product

import pytest

from tests.support.needs import lacking
from texts.training.corpus import answers, questions, utterances
from texts.training.labels import labelled
from wearable_coach.learned.nearness import PointReader, point_reader
from wearable_coach.learned.weights import FOLDER, Weights
from wearable_coach.standards.topics import everyday_topics

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


@pytest.mark.slow("training")
def test_the_nearness_that_ships_is_what_the_labels_make():
    """As good: sums of floating-point numbers end otherwise on another processor, and so does what is learnt by many steps."""
    if importlib.util.find_spec("sklearn") is None:
        lacking("scikit-learn", "scikit-learn; uv sync --group training")
    from texts.training.answering import SAID
    from texts.training.nearness import trained

    rows, files = labelled()
    again, shipped = PointReader(*trained(rows, files)), point_reader()
    points = {name: [p.id for p in topic.points] for name, topic in everyday_topics().items()}
    held = {again: 0.0, shipped: 0.0}
    asked = rows[::20]
    for reader, one in product(held, asked):
        odds = reader.nearness(reader.numbers(one.text), points[one.topic])
        nearest = nlargest(SAID, zip(odds, points[one.topic], strict=True))
        wanted = {f"{one.topic}.{name}" for name in one.points}
        held[reader] += len(wanted & {name for _, name in nearest}) / len(wanted) / len(asked)
    assert min(held.values()) >= 0.97


def test_a_labelled_question_stands_once_and_names_points_of_its_topic():
    rows, _ = labelled()
    assert len({(one.topic, one.text) for one in rows}) == len(rows) > 9_000
    ids = {point.id for topic in everyday_topics().values() for point in topic.points}
    assert {f"{one.topic}.{name}" for one in rows for name in one.points} <= ids


def test_every_text_is_an_example_once():
    said = utterances().examples
    assert len({(one.text, one.label) for one in said}) == len(said)
    assert {one.urgency for one in said} == {"emergency", "crisis", "urgent", "contact", "none"}


def test_a_kind_that_is_rare_at_an_urgency_joins_its_usual_one():
    labels = [one.label for one in utterances().examples]
    assert min(labels.count(label) for label in set(labels)) >= 15


def test_no_figure_of_a_sentence_is_learnt():
    assert not any(set(one.text) & set("123456789") for one in answers().examples)
