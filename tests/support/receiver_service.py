"""The real webhook receiver, in a process of its own, and the deployment it starts."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from deployments.names import POOL, RETRAIN
from tests.support.prefect_service import free_port, prefect_client, prefect_environment, stop

ROOT = Path(__file__).parents[2]
START_SECONDS = 400
_PAGE = 200


class ReceiverPlace(NamedTuple):
    """Where a receiver runs and with what; several may share a store."""

    folder: Path
    prefect: str
    """URL of the Prefect API, be it up or down."""
    port: int
    rate: str = "1000000/minute"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def secrets(self) -> Path:
        """Its secrets' file."""
        return self.folder / "webhook-secrets"

    @property
    def store(self) -> Path:
        """The folder of its store."""
        return self.folder / "store"

    @property
    def log(self) -> Path:
        """What it says."""
        return self.folder / "receiver.log"

    def start(self, *, secrets: str = "") -> subprocess.Popen[bytes]:
        """Start it; it leads a session of its own."""
        command = [sys.executable, "-m", "deployments.receiver", "--port", str(self.port)]
        environment = prefect_environment(self.folder / "prefect", url=self.prefect)
        environment |= {
            "WEARABLE_COACH_HOME": str(self.store),
            "WEARABLE_COACH_WEBHOOK_SECRETS": secrets or str(self.secrets),
            "WEARABLE_COACH_WEBHOOK_RATE": self.rate,
            "PYTHONPATH": str(ROOT),
        }
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def health(self) -> dict[str, Any] | None:
        """What it says of itself; None while it does not listen."""
        with suppress(httpx.HTTPError):
            return dict(httpx.get(f"{self.url}/healthz", trust_env=False, timeout=10).json())
        return None

    def wait_for(self, process: subprocess.Popen[bytes], *, kept: int | None = None) -> None:
        """Wait until it listens, and until so many deliveries are kept."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert process.poll() is None, self.log.read_text()[-2000:]
            found = self.health()
            if found is not None and kept in {None, found["kept"]}:
                return
            time.sleep(0.2)
        message = f"not within {START_SECONDS} s: {self.health()}\n{self.log.read_text()[-2000:]}"
        raise AssertionError(message)


def receiver_place(folder: Path, prefect: str, secret: str) -> ReceiverPlace:
    """A place with its secret written down."""
    folder.mkdir(parents=True, exist_ok=True)
    place = ReceiverPlace(folder, prefect, free_port())
    place.secrets.write_text(f"{secret}\n")
    return place


@contextmanager
def receiver(place: ReceiverPlace, *, secrets: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Run a receiver until the block ends."""
    process = place.start(secrets=secrets)
    try:
        place.wait_for(process)
        yield process
    finally:
        stop(process)


def deploy_retrain(url: str) -> None:
    """Deploy the real retrain flow to a process pool that has no worker, as `prefect deploy` would."""
    from flows.retrain import retrain

    flow_name, name = RETRAIN.split("/")
    with prefect_client(url) as client:
        pool = {"name": POOL, "type": "process"}
        assert client.post("/work_pools/", json=pool).status_code in {201, 409}
        flow = client.post("/flows/", json={"name": flow_name}).raise_for_status().json()
        deployment = {
            "name": name,
            "flow_id": flow["id"],
            "entrypoint": "flows.retrain.retrain",
            "work_pool_name": POOL,
            "pull_steps": [],
            "parameter_openapi_schema": retrain.parameters.model_dump(),
            "enforce_parameter_schema": True,
        }
        client.post("/deployments/", json=deployment).raise_for_status()


def runs_by_key(url: str) -> dict[str, list[dict[str, Any]]]:
    """All flow runs of a server, by idempotency key."""
    found: dict[str, list[dict[str, Any]]] = {}
    with prefect_client(url) as client:
        while page := client.post(
            "/flow_runs/filter",
            json={
                "limit": _PAGE,
                "offset": sum(map(len, found.values())),
                "sort": "ID_DESC",
            },
        ).json():
            for run in page:
                found.setdefault(run["idempotency_key"], []).append(run)
    return found
