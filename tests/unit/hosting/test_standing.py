"""What stands unused is told with its money, and what no record wants is found."""

from wearable_coach.hosting.standing import (
    is_to_be_told,
    money_an_hour,
    replaced,
    strays,
    unused,
)
from wearable_coach.promotion.pointer import Entry, Promoted


def served(bench, *models):
    return Promoted(
        entries=tuple(
            Entry(serial=n, action="promote", model=model, at=bench.now)
            for n, model in enumerate(models, start=1)
        )
    )


def test_unasked_for_a_day_it_is_told_with_what_it_cost(bench):
    b = bench()
    b.until_ready(asked_by="evaluation-1")
    b.later(hours=23)
    assert unused([b.record()], served=(), now=b.now) == []
    b.later(hours=7)
    (told,) = unused([b.record()], served=(), now=b.now)
    assert told.line == (
        f"{b.record().name} stands and nobody asked it for 30 h, 3.67 USD an hour, about 110.10 USD "
        f"so far; `wearable-coach undeploy {b.job.name}` takes it down"
    )
    assert unused([b.record()], served=(b.job.name,), now=b.now) == []


def test_it_is_told_once_a_day(bench):
    b = bench()
    b.until_ready()
    assert is_to_be_told(b.record(), b.now)
    told = b.record().told_of(at=b.now)
    assert not is_to_be_told(told, b.now)
    b.later(hours=25)
    assert is_to_be_told(told, b.now)


def test_what_was_served_and_is_no_more_is_replaced(bench):
    b = bench()
    b.until_ready()
    assert replaced(served(b, b.job.name), [b.record()]) == []
    assert replaced(served(b, b.job.name, "another"), [b.record()]) == [b.job.name]
    assert replaced(served(b, "another"), [b.record()]) == []


def test_money_is_of_what_stands_alone(bench):
    b = bench()
    b.until_ready()
    assert {k: str(v) for k, v in money_an_hour([b.record()]).items()} == {"USD": "3.67"}
    b.down()
    b.round()
    b.round()
    assert money_an_hour([b.record()]) == {}


def test_what_stands_without_a_record_is_a_stray(bench):
    b = bench()
    name = b.until_ready().name
    assert strays(b.hoster, [b.record()]) == []
    assert strays(b.hoster, []) == [name]
