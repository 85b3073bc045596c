"""A service and a backend read what everyday answers are made of before they are asked."""

import asyncio
import threading

from fastapi.testclient import TestClient

from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.coach import Coach
from wearable_coach.client.service import create_app
from wearable_coach.client.under_way import CountingRequests, UnderWay
from wearable_coach.serving import warming
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.store import LocalStore


def test_a_service_reads_while_it_answers_and_leaves_no_thread_behind(tmp_path):
    app = create_app(Coach(LocalStore(tmp_path)), api_keys=ApiKeys(()), warm_up=True)
    with TestClient(app, base_url="http://localhost") as opened:
        assert "read-topics" in {thread.name for thread in threading.enumerate()}
        assert opened.get("/healthz").json()["model"] == "rules"
    assert "read-topics" not in {thread.name for thread in threading.enumerate()}


def test_nothing_is_read_while_somebody_is_answered():
    under_way, seen = UnderWay(), []

    async def answering(_scope, _receive, _send):
        seen.append(under_way.any())

    counting = CountingRequests(answering, under_way)
    asyncio.run(counting({"type": "http"}, None, None))
    asyncio.run(counting({"type": "lifespan"}, None, None))
    assert (seen, under_way.any()) == ([True, False], False)


def test_a_backend_may_ask_for_it(monkeypatch, tmp_path):
    topics = dict(list(everyday_topics().items())[:2])
    monkeypatch.setattr(warming, "everyday_topics", lambda: topics)
    ways = [way for topic in topics.values() for point in topic.points for way in point.ways]
    with Coach(LocalStore(tmp_path)) as coach:
        assert coach.warm_up() == len(ways)
