"""A point's nearness is the dot product of its row with the question's, and nothing of a point that was not learnt."""

import pytest

from wearable_coach.learned.linear import rarity
from wearable_coach.learned.nearness import START, PointReader, point_reader
from wearable_coach.learned.weights import Weights, WeightsHead
from wearable_coach.standards.topics import everyday_topics


def weights(reader, groups, classes, rows):
    head = WeightsHead(
        reader=reader,
        texts={},
        documents=3,
        groups=len(groups),
        classes=classes,
        intercepts=(0.0,) * len(classes),
        scales=(1.27,) * len(classes),
        thresholds={},
        trained_with="by hand",
    )
    return Weights(head, groups, [1] * len(groups), bytes(n % 256 for row in rows for n in row))


SMALL = PointReader(
    weights("asking", ["아"], ("0", "1"), [(100, -50)]),
    weights("points", ["a.one", "a.two"], ("0", "1", START), [(100, 0, -100), (0, 100, 50)]),
)


def test_nearness_is_the_dot_product_and_the_start():
    odds = SMALL.nearness(SMALL.numbers("아"), ["a.two", "a.one"])
    one = 1 / rarity(1, 3)
    assert odds == pytest.approx([-0.5 * one + 0.5, one - 1.0])


def test_a_question_of_unknown_letters_leaves_the_start():
    assert SMALL.nearness(SMALL.numbers("zzz"), ["a.two", "a.one"]) == pytest.approx([0.5, -1.0])


def test_a_point_that_was_not_there_at_training_is_neither_near_nor_far():
    assert SMALL.nearness(SMALL.numbers("아"), ["a.new"]) == [0.0]


def test_words_that_mean_alike_lie_near_the_same_point():
    """The shipped reader: neither question has a word of the other."""
    reader, points = point_reader(), [point.id for point in everyday_topics()["golf"].points]
    for question in ("드라이버 거리가 안 나요", "비거리 늘리고 싶어요"):
        odds = dict(zip(points, reader.nearness(reader.numbers(question), points), strict=True))
        assert "golf.trunk_turn" in sorted(points, key=odds.__getitem__)[-2:]
