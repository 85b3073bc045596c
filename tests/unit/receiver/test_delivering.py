import asyncio
from datetime import UTC, datetime

import pytest

from deployments.receiver import delivering
from deployments.receiver.deliveries import Deliveries, Delivery
from deployments.receiver.delivering import Deliverer
from deployments.receiver.requests import RetrainData
from tests.support.scripted_runs import OUT_OF_REACH
from wearable_coach.errors import TransientError

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def kept(store, *ids):
    deliveries = Deliveries(store)
    return [
        deliveries.keep(
            Delivery(id=i, received_at=NOW, body_sha256="a", data=RetrainData(reason=i))
        )
        for i in ids
    ]


def deliverer(store, runs, **options):
    return Deliverer(Deliveries(store), runs, clock=lambda: NOW, **options)


async def until_none_waits(store):
    async with asyncio.timeout(20):
        while Deliveries(store).waiting():  # noqa: ASYNC110 - a folder tells nobody
            await asyncio.sleep(0.01)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(delivering, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(delivering, "LONGEST_PAUSE_SECONDS", 0.05)


def test_what_was_kept_is_delivered_at_the_start(store, runs):
    kept(store, "a", "b", "c")

    async def work():
        async with deliverer(store, runs).in_background():
            await until_none_waits(store)

    asyncio.run(work())
    assert len(runs.runs()) == len(runs.events()) == 3


@pytest.mark.usefixtures("quick")
def test_what_is_kept_while_prefect_is_down_is_delivered_when_it_is_back(store, runs):
    async def work():
        mine = deliverer(store, runs)
        async with mine.in_background():
            runs.down = True
            for one in kept(store, "a", "b", "c"):
                assert (await mine.deliver(one)).run is None
            await asyncio.sleep(0.2)
            assert len(Deliveries(store).waiting()) == 3
            runs.down = False
            await until_none_waits(store)

    asyncio.run(work())
    assert len(runs.runs()) == 3


def test_a_server_that_does_not_answer_ends_the_round_at_its_first(store, runs):
    kept(store, "a", "b", "c")
    runs.hangs = True
    assert not asyncio.run(deliverer(store, runs, start_s=0.05).deliver_waiting())
    assert len(runs.asked) == 1


def test_one_that_prefect_refuses_does_not_hold_up_the_others(store, runs):
    kept(store, "a", "b", "c")
    runs.refused.add("b")
    assert not asyncio.run(deliverer(store, runs).deliver_waiting())
    assert len(runs.runs()) == 2
    assert len(Deliveries(store).waiting()) == 1
    runs.refused.clear()
    assert asyncio.run(deliverer(store, runs).deliver_waiting())
    assert len(runs.runs()) == 3


def test_one_that_cannot_be_read_does_not_hold_up_the_others(store, runs):
    damaged, *_ = kept(store, "a", "b", "c")
    key = f"webhooks/{damaged.name[:2]}/{damaged.name}.json"
    store.replace(key, b"{", etag=store.read(key).etag)
    assert not asyncio.run(deliverer(store, runs).deliver_waiting())
    assert len(runs.runs()) == 2


def test_starts_come_one_after_another(store, runs, monkeypatch):
    at_once = []

    async def slow(delivery, start=runs.start):
        at_once.append(1)
        await asyncio.sleep(0.01)
        assert sum(at_once) == 1
        at_once.pop()
        return await start(delivery)

    monkeypatch.setattr(runs, "start", slow)

    async def work():
        mine = deliverer(store, runs)
        await asyncio.gather(*(mine.deliver(d) for d in kept(store, *"abcdef")))

    asyncio.run(work())
    assert len(runs.runs()) == 6


def test_an_answer_that_was_lost_is_not_a_second_run(store, runs):
    (one,) = kept(store, "a")
    runs.loses_answers = True
    assert asyncio.run(deliverer(store, runs).deliver(one)).run is None
    runs.loses_answers = False
    assert asyncio.run(deliverer(store, runs).deliver_waiting())
    assert [Deliveries(store).find(one.name).run] == runs.runs()


def test_two_receivers_on_one_store_start_each_once(store, runs):
    ones = kept(store, *"abcdefgh")

    async def work():
        mine, other = deliverer(store, runs), deliverer(store, runs)
        async with mine.in_background(), other.in_background():
            begun = await asyncio.gather(*(d.deliver(o) for o in ones for d in (mine, other)))
            await until_none_waits(store)
        return begun

    begun = asyncio.run(work())
    assert len(runs.runs()) == 8
    assert {d.run for d in begun} == {*runs.runs()}


def test_an_event_that_cannot_be_told_is_no_fault_of_the_delivery(store, runs, monkeypatch):
    async def deaf(_):
        raise TransientError(OUT_OF_REACH)

    monkeypatch.setattr(runs, "tell", deaf)
    (one,) = kept(store, "a")
    assert asyncio.run(deliverer(store, runs).deliver(one)).run == runs.runs()[0]
    assert Deliveries(store).waiting() == []


def test_a_started_one_whose_receiver_died_is_told_and_settled(store, runs):
    (one,) = kept(store, "a")
    Deliveries(store).started(one.name, run="run", at=NOW)
    assert asyncio.run(deliverer(store, runs).deliver_waiting())
    assert runs.asked == []
    assert runs.events() == ["run"]
    assert Deliveries(store).waiting() == []


def test_while_prefect_is_known_to_be_down_no_sender_waits_for_it(store, runs):
    mine = deliverer(store, runs, start_s=0.05)

    async def work():
        runs.hangs = True
        await mine.deliver(first)
        await mine.deliver(second)
        assert runs.asked == ["a"]
        runs.hangs = False
        assert await mine.deliver_waiting()
        return await mine.deliver(*kept(store, "d"))

    first, second, *_ = kept(store, "a", "b", "c")
    assert asyncio.run(work()).run is not None
    assert len(runs.runs()) == 4
