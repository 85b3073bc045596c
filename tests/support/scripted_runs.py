"""Runs in a folder, one a key as Prefect's database holds them, with faults as a test wants them."""

import asyncio
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from deployments.receiver.run_starter import RunRefused
from wearable_coach.errors import TransientError

OUT_OF_REACH, REFUSED = "prefect: out of reach", "prefect: refused the run (409)"


class ScriptedRuns:
    """What the receiver starts runs with; several processes may share the folder."""

    def __init__(self, folder: Path) -> None:
        """Keep runs and events in `folder`."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.down = False
        self.hangs = False
        self.loses_answers = False
        self.refused: set[str] = set()
        self.asked: list[str] = []

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass

    async def start(self, delivery):
        self.asked.append(delivery.id)
        if self.hangs:
            await asyncio.sleep(3600)
        if self.down:
            raise TransientError(OUT_OF_REACH)
        if delivery.id in self.refused:
            raise RunRefused(REFUSED)
        run = _once(self._folder / f"run-{delivery.name}", str(uuid4()))
        if self.loses_answers:
            raise TransientError(OUT_OF_REACH)
        return run

    async def tell(self, delivery):
        if self.down:
            raise TransientError(OUT_OF_REACH)
        _once(self._folder / f"event-{delivery.event_id}", delivery.run)

    async def reachable(self):
        return not self.down

    def url(self, run):
        return f"http://prefect/runs/{run}"

    def runs(self) -> list[str]:
        """The runs that were created."""
        return [f.read_text() for f in sorted(self._folder.glob("run-*"))]

    def events(self) -> list[str]:
        """The runs that were told of, an event each."""
        return [f.read_text() for f in sorted(self._folder.glob("event-*"))]


def _once(file: Path, text: str) -> str:
    """Write a file unless it is there, complete or not at all; return what it holds."""
    new = file.with_name(f".{uuid4()}")
    new.write_text(text)
    with suppress(FileExistsError):
        file.hardlink_to(new)
    new.unlink()
    return file.read_text()
