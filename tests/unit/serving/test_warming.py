"""What the rules answer everyday questions with can be read before anybody asks."""

import gc
import threading
import time

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.support.hanging import HUNG_S
from wearable_coach.korean.reading import read_shape
from wearable_coach.korean.sentences import sentences
from wearable_coach.korean.shapes import masked, regular
from wearable_coach.records import Profile, Vitals
from wearable_coach.serving import warming
from wearable_coach.serving.warming import WarmUp, read_topics
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.verification import verify_answer

KNOWN = day(Profile(age=40, sex="F", regularly_active=True), Vitals(sleep_hr=7.5))


@pytest.fixture
def few(monkeypatch):
    """Topics enough to see something of, and what they say."""
    topics = dict(list(everyday_topics().items())[:2])
    monkeypatch.setattr(warming, "everyday_topics", lambda: topics)
    return [way for topic in topics.values() for point in topic.points for way in point.ways]


def test_what_was_read_beforehand_is_not_read_again_on_another_day(few):
    read_shape.cache_clear()
    assert read_topics() == len(few)
    before = read_shape.cache_info().misses
    for way in some(few):
        verify_answer(way, day=KNOWN, kind="coaching")
    assert read_shape.cache_info().misses == before


def test_it_waits_while_somebody_is_answered_and_goes_on_after(few):
    asked = iter([True, True, False])
    assert read_topics(is_busy=lambda: next(asked, False)) == len(few)
    assert next(asked, None) is None
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    assert read_topics(stop=stop, is_busy=lambda: True) == 0


def test_as_many_sentences_are_remembered_as_the_topics_have():
    ways = (w for t in everyday_topics().values() for p in t.points for w in p.ways)
    shapes = (masked(regular(way).text).text for way in ways)
    said = {shape[start:end] for shape in shapes for start, end in sentences(shape)}
    assert 1_000 < len(said) < read_shape.cache_info().maxsize


@pytest.mark.usefixtures("few")
def test_it_ends_where_it_is_told_to():
    stop = threading.Event()
    stop.set()
    assert read_topics(stop=stop) == 0


@pytest.mark.usefixtures("few")
def test_it_goes_on_beside_other_work_to_its_end():
    reading = WarmUp()
    until = time.monotonic() + HUNG_S
    while not reading.is_done() and time.monotonic() < until:
        time.sleep(0.01)
    assert reading.is_done()
    assert gc.get_freeze_count() > 0
    reading.end()
    assert gc.get_freeze_count() == 0
