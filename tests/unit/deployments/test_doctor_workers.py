from deployments.doctor.checks import workers
from tests.support.installations import installation, only


def test_metrics_of_the_client_are_red_since_runs_and_worker_want_one_port():
    assert list(workers.client_metrics(installation())) == []
    assert (
        list(workers.client_metrics(installation({"PREFECT_CLIENT_METRICS_ENABLED": "false"})))
        == []
    )
    found = only(workers.client_metrics(installation({"PREFECT_CLIENT_METRICS_ENABLED": "True"})))
    assert (found.status, "unset" in found.remedy) == ("fail", True)
