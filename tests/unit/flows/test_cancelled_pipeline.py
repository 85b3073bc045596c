"""Whose training ends with a pipeline that is ended."""

from datetime import UTC, datetime

import pytest

from flows.compositions.pipeline import PipelineRequest, _leave
from flows.compositions.refresh_request import refresh_request
from flows.openers.contestants import Names
from tasks.running.direct import DirectSteps
from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import Watcher
from wearable_coach.finetuning.submission import place_order, submit_job
from wearable_coach.promotion.rule import read_rule
from wearable_coach.store import LocalStore


def now():
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("cancelled", "found_there", "state", "word"),
    [
        (True, False, "Canceled", "cancelled with the run that ordered it"),
        (True, True, "Running", "goes on by itself; `wearable-coach cancel"),
        (False, False, "Running", "goes on by itself; `wearable-coach cancel"),
    ],
    ids=["cancelled", "another run's", "out of time"],
)
def test_a_training_ends_with_the_run_that_ordered_it_where_a_person_cancels_that(
    tmp_path, cancelled, found_there, state, word
):
    store = LocalStore(tmp_path / "store")
    tuner = ScriptedTuner(tmp_path / "backend", states=("Running",))
    watcher = Watcher(store, lambda _: tuner, (), now)
    order = place_order(tuner, small_dataset(store), Hyperparameters())
    tries = [
        submit_job(store, tuner, order, tuner_name="scripted", clock=now)
        for _ in range(1 + found_there)
    ]
    refresh = refresh_request(Recipe(), rows=60, store=store, workers=1, due_at=now())
    request = PipelineRequest(
        refresh, "local", Hyperparameters(), Wanted(), Names(), read_rule(), {}, now, (),
        is_cancelled=lambda: cancelled,
    )  # fmt: skip
    told = []
    _leave(DirectSteps(told.append), request, watcher, tries[-1])
    name = order.name
    assert (JobLedger(store).read(name).state, tuner.status(name).state) == (state, state)
    assert any(text.startswith(name) and word in text for text in told), told
