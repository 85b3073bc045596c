"""What a job left at Azure may not be there at once; that does not end a paid job."""

from datetime import UTC, datetime

from tests.support.azure_tuners import azure_tuner, order_for, running_azure, training_data
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.submission import write_down
from wearable_coach.store import LocalStore

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def test_a_model_that_is_not_found_right_after_the_job_completed_is_looked_for_again(
    monkeypatch, tmp_path
):
    store = LocalStore(tmp_path)
    ledger = JobLedger(store)
    with running_azure(monkeypatch, script=("Completed",)) as azure:
        tuner, data = azure_tuner(), training_data()
        order = order_for(tuner, data)
        job, _ = ledger.open(order, tuner="azure", estimate=None, at=NOW)
        tuner.submit(order, data)
        azure.fault("GET", f"/models/{order.name}", status=404)
        looks = []
        for _ in range(2):
            seen = tuner.status(order.name)
            job = write_down(store, tuner, ledger.read(job.name), seen, clock=lambda: NOW)
            looks.append(job.state)
    assert looks == ["Collecting", "Completed"]
    assert job.result.model.endswith(f"/models/{order.name}/versions/1")
