"""What the `FineTuner` protocol promises, asked of every backend."""

import pytest

from wearable_coach.errors import BadInput, CoachError, StoreConflict
from wearable_coach.finetuning.contract import UnknownJob
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.states import TERMINAL, canonical

NOBODY = "coach-nobody-000000000000"


def test_a_job_completes_once_with_what_was_settled_and_stays_completed(bench):
    order = bench.order()
    bench.tuner().submit(order, bench.data)
    bench.until(order.name, "Completed")
    result = bench.tuner().result(order.name)
    settled = bench.tuner().settle(order.requested)
    assert result.effective == settled.effective == order.effective
    assert result.model
    bench.tuner().cancel(order.name)
    bench.tuner().submit(order, bench.data)
    assert bench.tuner().status(order.name).state == "Completed"
    assert bench.tuner().result(order.name) == result
    assert isinstance(bench.tuner().logs(order.name), str)


def test_submitting_again_is_the_same_job_and_another_configuration_is_refused(bench, monkeypatch):
    order = bench.order(**bench.long)
    for _ in range(3):
        bench.tuner().submit(order, bench.data)
    assert bench.tuner().list() == [order.name]
    other = bench.order(**(bench.long | {"lora_rank": 4}))
    name = order.name
    monkeypatch.setattr(JobOrder, "name", property(lambda _: name))
    with pytest.raises(StoreConflict):
        bench.tuner().submit(other, bench.data)
    assert bench.tuner().status(order.name).state not in TERMINAL


def test_a_canceled_job_is_canceled_for_good(bench):
    order = bench.order(**bench.long)
    bench.tuner().submit(order, bench.data)
    for _ in range(2):
        bench.tuner().cancel(order.name)
    bench.until(order.name, "Canceled")
    bench.tuner().submit(order, bench.data)
    bench.tuner().cancel(order.name)
    assert bench.tuner().status(order.name).state == "Canceled"
    with pytest.raises(CoachError):
        bench.tuner().result(order.name)


def test_a_job_that_was_never_submitted_is_unknown_to_every_call(bench):
    tuner = bench.tuner()
    assert tuner.list() == []
    for call in (tuner.status, tuner.cancel, tuner.logs, tuner.result):
        with pytest.raises(UnknownJob, match=NOBODY):
            call(NOBODY)


def test_settling_and_looking_ahead_start_nothing(bench):
    order = bench.order()
    preflight = bench.tuner().preflight(order, bench.data)
    assert preflight.refusals == ()
    assert preflight.estimate.tokens > 0
    assert preflight.estimate.steps > 0
    assert preflight.estimate.basis
    assert bench.tuner().list() == []


def test_every_state_told_is_one_of_the_known(bench):
    order = bench.order()
    bench.tuner().submit(order, bench.data)
    seen = {bench.tuner().status(order.name).state}
    seen.add(bench.until(order.name, "Completed").state)
    assert all(canonical(state) == state for state in seen)


def test_what_is_settled_names_all_five_values(bench):
    requested = Hyperparameters(epochs=2, batch_size=8, learning_rate=1e-3, lora_rank=8)
    terms = bench.tuner().settle(requested)
    assert set(terms.effective) >= set(requested.model_dump())
    assert bench.tuner().settle(requested) == terms
    assert terms.base_model


def test_rows_that_cannot_be_read_are_refused_before_anything_is_started(bench):
    order, broken = bench.order(), bench.data._replace(train=(b'{"messages": 1}\n',))
    try:
        refusals = bench.tuner().preflight(order, broken).refusals
    except BadInput as error:
        told = str(error)
    else:
        told = "; ".join(check.message for check in refusals)
    assert "train, line 1" in told
    assert bench.tuner().list() == []
