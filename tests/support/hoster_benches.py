"""The benches of the hosters' contract: each kind with the real client against the local Azure."""

from contextlib import ExitStack

from backends.azure.hosting.opening import HostingAccess, open_with
from backends.azure.hosting.settings import HostingSettings
from tests.support.azure_tuners import running_azure
from tests.support.completed_jobs import completed_job
from tests.support.local_azure.state import FOUNDRY_ACCOUNT, workspace_path
from tests.support.scripted_hoster import ScriptedHoster
from wearable_coach.hosting.contract import UnknownDeployment

REGISTERED, FINE_TUNED = "coach-tuned", "gpt-4.1-mini-2025-04-14.ft-0123456789abcdef"
_ID = f"{workspace_path()}/models/{REGISTERED}/versions/1"
JOBS = {
    "managed": {"settings": {"route": "pipeline"}, "model": _ID},
    "serverless": {"settings": {"route": "serverless"}, "model": _ID},
    "foundry": {"backend": "foundry", "settings": {}, "model": FINE_TUNED},
}


def put_tuned_models(azure):
    """Let the local Azure have the models that `JOBS` left."""
    azure.state.models[REGISTERED, "1"] = {
        "id": _ID,
        "name": "1",
        "properties": {
            "modelType": "mlflow_model",
            "modelUri": "azureml://jobs/output",
            "flavors": {},
        },
    }
    azure.state.fine_tuned.add(FINE_TUNED)


class HosterBench:
    """A completed job, the hoster of its kind, and the local Azure that it speaks to."""

    def __init__(self, kind, monkeypatch, **state):
        self._stack = ExitStack()
        self.kind, self.job = kind, completed_job(**JOBS[kind])
        self.azure = self._stack.enter_context(running_azure(monkeypatch, **state))
        put_tuned_models(self.azure)
        self._opened = None

    def hoster(self, **settings):
        """Return the hoster of these settings."""
        if not settings:
            self._opened = self._opened or self.reopened()
            return self._opened
        return self.reopened(**settings)

    def reopened(self, **settings):
        """Return a new object over the same Azure, as another process would open it."""
        given = {"account": FOUNDRY_ACCOUNT, "timeout_s": 5} | settings
        access = HostingAccess(HostingSettings.model_validate(given), self.azure.environment)
        return open_with(self.kind, access)

    def order(self, **settings):
        return self.hoster(**settings).order_for(self.job)

    def until(self, name, *states):
        """Look at it, and go on with it, until it is in one of the states; Gone is one too."""
        hoster = self.hoster()
        for _ in range(12):
            try:
                seen = hoster.status(name)
            except UnknownDeployment:
                assert "Gone" in states, f"{name} is not there"
                return None
            if seen.state in states:
                return seen
            if seen.unfinished:
                hoster.deploy(hoster.order_for(self.job))
        message = f"{name} is {seen.state}"
        raise AssertionError(message)

    def close(self):
        self._stack.close()
        assert self.azure.refused == []


class ScriptedHosterBench:
    """The scripted hoster of the drills, held to the same promises as the real ones."""

    kind = "scripted"

    def __init__(self, folder):
        self.folder, self.job = folder, completed_job()

    def hoster(self, **settings):
        assert settings.keys() <= {"auth"}
        return ScriptedHoster(self.folder)

    reopened = hoster

    def order(self, **settings):
        return self.hoster(**settings).order_for(self.job)

    until = HosterBench.until

    def close(self):
        """Nothing is left."""
