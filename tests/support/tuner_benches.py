"""The benches of the fine-tuners' contract beside the local one (`tests.support.local_training`)."""

from contextlib import ExitStack

from tests.support.azure_tuners import (
    azure_tuner,
    foundry_tuner,
    order_for,
    running_azure,
    training_data,
)
from tests.support.scripted_tuner import ScriptedTuner


class AzureBench:
    """The real SDK against a local Azure whose jobs run until they are told to end."""

    def __init__(self, monkeypatch):
        self._stack = ExitStack()
        self.azure = self._stack.enter_context(running_azure(monkeypatch, script=("Running",)))
        self.data = training_data()
        self.long = {"epochs": 100}

    def tuner(self):
        return azure_tuner()

    def order(self, **values):
        return order_for(self.tuner(), self.data, **values)

    def until(self, name, *states):
        """End the job as the cluster would, unless it was asked to stop already."""
        for _ in range(3):
            seen = self.tuner().status(name)
            if seen.state in states:
                return seen
            if states == ("Completed",):
                self.azure.state.jobs[name].forced = "Completed"
        message = f"{name} is {seen.state}"
        raise AssertionError(message)

    def close(self):
        self._stack.close()


class FoundryBench:
    """The real client against a local Foundry account whose jobs run until they are told to end."""

    def __init__(self, monkeypatch):
        self._stack = ExitStack()
        self.azure = self._stack.enter_context(running_azure(monkeypatch, script=("Running",)))
        self.data = training_data(12)
        self.long = {"epochs": 10}

    def tuner(self):
        return foundry_tuner()

    def order(self, **values):
        return order_for(self.tuner(), self.data, **values)

    def until(self, name, *states):
        """End the job as the service would, unless it was asked to stop already."""
        for _ in range(3):
            seen = self.tuner().status(name)
            if seen.state in states:
                return seen
            if states == ("Completed",):
                (job,) = [j for j in self.azure.state.tunings.values() if j.name == name]
                job.forced = "Completed"
        message = f"{name} is {seen.state}"
        raise AssertionError(message)

    def close(self):
        self._stack.close()


class ScriptedBench:
    """The scripted backend of the drills, held to the same promises as the real ones."""

    def __init__(self, folder):
        self.folder, self.states = folder, ("Running",)
        self.data = training_data()
        self.long = {"epochs": 100}

    def tuner(self):
        return ScriptedTuner(self.folder / "backend", states=self.states)

    def order(self, **values):
        return order_for(self.tuner(), self.data, **values)

    def until(self, name, *states):
        if states == ("Completed",):
            self.states = ("Completed",)
        seen = self.tuner().status(name)
        assert seen.state in states
        return seen

    def close(self):
        """Nothing is left."""
