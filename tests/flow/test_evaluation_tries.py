"""A job's success is followed until there is a verdict: a run that failed is no verdict."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from tests.support.verdicts import judged
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import StoreSink, Watcher
from wearable_coach.finetuning.submission import place_order, submit_job
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


class Followed:
    """A job that completes with the next look, and a watcher whose clock a test turns."""

    def __init__(self, folder, rate, **how):
        from flows.evaluate_model import evaluate_model
        from flows.starters.evaluation import EvaluationStarter

        evaluate_model.to_deployment(name="evaluate").apply()
        self.store = LocalStore(folder / "store")
        self.ahead = timedelta()
        self.tuner = ScriptedTuner(folder / "backend", states=("Running", "Completed"))
        order = place_order(
            self.tuner, small_dataset(self.store, salt=f"{rate} "), Hyperparameters()
        )
        self.name = order.name
        submit_job(self.store, self.tuner, order, tuner_name="x", clock=self.clock)
        starter = EvaluationStarter(self.store, str(self.store.folder), clock=self.clock, **how)
        sinks = (StoreSink(self.store), starter)
        self.watcher = Watcher(self.store, lambda _: self.tuner, sinks, self.clock)

    def clock(self):
        return datetime.now(UTC) + self.ahead

    def look(self):
        return [look.kind for look in self.watcher.poll_all()]

    def runs(self):
        from flows.starters.evaluation import runs_of

        return runs_of(self.name)

    def end(self, state):
        """Let the last run begin and end, as a worker would."""
        from prefect.client.orchestration import get_client
        from prefect.states import Running

        run = self.runs()[-1].id
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(run, Running(), force=True)
            client.set_flow_run_state(run, state, force=True)

    @property
    def told(self):
        return list(JobLedger(self.store).read(self.name).event.told_at)


@pytest.fixture
def followed(tmp_path, request):
    return Followed(tmp_path, request.node.name)


def test_each_failure_starts_one_more_run_after_a_pause_and_the_third_is_told(followed):
    from prefect.states import Crashed, Failed

    assert followed.look() == ["ended"]
    for state, pause, runs in [
        (Failed(message="the store is full"), timedelta(minutes=16), 2),
        (Crashed(), timedelta(hours=1, minutes=1), 3),
    ]:
        assert followed.look() == ["following"]
        followed.end(state)
        assert [followed.look(), followed.look()] == [["following"], ["following"]]
        assert len(followed.runs()) == runs - 1
        followed.ahead += pause
        assert [followed.look(), followed.look()] == [["following"], ["following"]]
        assert len(followed.runs()) == runs
    followed.end(Failed(message="the store is full"))
    (look,) = followed.watcher.poll_all()
    assert look.kind == "alarm"
    assert "failed 3 times, last: the store is full" in look.message
    followed.ahead += timedelta(days=3)
    assert followed.look() == []
    assert [run.idempotency_key for run in followed.runs()] == [
        f"evaluate:{followed.name}",
        f"evaluate:{followed.name}:2",
        f"evaluate:{followed.name}:3",
    ]


@pytest.mark.parametrize("end", ["Completed", "Cancelled", "a verdict, then Failed"])
def test_a_verdict_or_a_person_s_cancel_is_the_end_of_it(followed, end):
    from prefect import states

    followed.look()
    state = getattr(states, end.rpartition(" ")[2])()
    if end.startswith("a verdict"):
        followed.end(states.Running())
        judged(followed.store, followed.name, "promote", at=datetime.now(UTC))
    followed.end(state)
    assert followed.look() == ["settled"]
    assert set(followed.told) == {"store", "evaluation"}
    assert len(followed.runs()) == 1


def test_whoever_evaluates_it_already_is_waited_for_and_no_longer_than_the_lease_holds(followed):
    ledger = JobLedger(followed.store)
    ledger.update(followed.name, lambda job: job.leased("a pipeline", at=followed.clock()))
    assert [followed.look(), followed.look()] == [["ended"], ["following"]]
    assert followed.runs() == []
    followed.ahead += timedelta(minutes=31)
    assert followed.look() == ["following"]
    assert len(followed.runs()) == 1


def test_a_model_that_cannot_be_deployed_is_waited_for_and_after_two_days_people_are_told(tmp_path):
    from wearable_coach.finetuning.polling import StillUnderWay

    def refused(_job):
        message = "no quota"
        raise StillUnderWay(message, fault=True)

    followed = Followed(tmp_path, "refused", ready=refused)
    assert [followed.look(), followed.look()] == [["ended"], ["unreachable"]]
    followed.ahead += timedelta(days=2)
    (look,) = followed.watcher.poll_all()
    assert (look.kind, look.state) == ("alarm", "Completed"), "the job stays what it is"
    assert "not evaluated for 2 days: no quota; mend that" in look.message
    assert followed.look() == []
    assert followed.runs() == []
