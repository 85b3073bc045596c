"""The installation that is looked at: where it is, and what of it is opened once for all checks."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

from deployments.deployed import defined
from deployments.doctor.api import Api, without_secrets
from deployments.doctor.finding import CannotTell
from wearable_coach.store import Store

CHECKOUT = Path(__file__).parents[2]
API_URL, API_AUTH = "PREFECT_API_URL", "PREFECT_API_AUTH_STRING"
NIGHTLY = "nightly-refresh"


class Examined:
    """An installation, as seen from here."""

    def __init__(  # noqa: PLR0913 - one option each
        self,
        environment: Mapping[str, str],
        *,
        now: datetime,
        place: str = "",
        sign_in: bool = False,
        deep: bool = False,
        auth_file: Path | None = None,
        checkout: Path = CHECKOUT,
    ) -> None:
        """Remember where to look; nothing is opened.

        Args:
            environment: The variables of this process.
            now: The time.
            place: Name of the store; empty: the one that the nightly deployment names, or the default.
            sign_in: Whether Azure may be asked.
            deep: Whether all is read that is long to read, and the served model is asked.
            auth_file: File with the credentials of the Prefect server, where a file holds them.
            checkout: Folder of prefect.yaml.
        """
        self.environment, self.now = environment, now
        self.sign_in, self.deep, self.checkout = sign_in, deep, checkout
        self.auth_file = auth_file
        self._place, self._lock = place, RLock()

    @property
    def api(self) -> Api:
        """The Prefect server."""
        with self._lock:
            return self._api

    def close(self) -> None:
        """Close what was opened."""
        with self._lock:
            if "_api" in vars(self):
                self._api.close()

    @cached_property
    def _api(self) -> Api:
        return Api.of_settings()

    def server_settings(self) -> dict[str, Any]:
        """Return what the server says of its own settings; secrets come masked.

        Raises:
            CannotTell: the server does not answer.
        """
        found: dict[str, Any] = (self.api.get("/admin/settings") or {}).get("server", {})
        return found

    def defined(self) -> list[dict[str, Any]]:
        """Return the deployments that prefect.yaml defines, with what the variables say otherwise.

        Raises:
            BadInput: a variable cannot be followed.
        """
        found: list[dict[str, Any]] = defined(self.environment, checkout=self.checkout)[
            "deployments"
        ]
        return found

    def deployed(self) -> list[dict[str, Any]]:
        """Return those of them that the server knows, asked once.

        Raises:
            CannotTell: the server does not answer.
        """
        with self._lock:
            return self._deployed

    @cached_property
    def _deployed(self) -> list[dict[str, Any]]:
        names = [d["name"] for d in defined({}, checkout=self.checkout)["deployments"]]
        asked = {"deployments": {"name": {"any_": names}}}
        found: list[dict[str, Any]] = self.api.post("/deployments/filter", asked)
        return found

    def nightly(self) -> dict[str, Any] | None:
        """Return the nightly deployment; None where there is none, or the server does not answer."""
        try:
            return next((d for d in self.deployed() if d["name"] == NIGHTLY), None)
        except CannotTell:
            return None

    @property
    def place(self) -> str:
        """Name of the store: as asked for, else as the nightly deployment has it, else the default."""
        if self._place:
            return self._place
        nightly = self.nightly() or {}
        return str(nightly.get("parameters", {}).get("store") or "")

    def command(self, words: str) -> str:
        """Return a command of ours as it is to be run here: on the store that is looked at."""
        return f"{words} --store {shlex.quote(self.place)}" if self.place else words

    def prefect(self, *commands: str) -> str:
        """Return commands that ask Prefect, each with the address of the server that is looked at.

        Without it Prefect's command line starts a server of its own, and looks at that.
        """
        url = without_secrets(self.api.url)
        given = f"{API_URL}={shlex.quote(url)} " if url else ""
        if given and self.auth_file is not None:
            given += f'{API_AUTH}="$(cat {shlex.quote(str(self.auth_file))})" '
        return " && ".join(f"{given}{command}" for command in commands)

    def store(self) -> Store:
        """Open the store.

        Raises:
            BadInput: there is no such store.
        """
        from flows.openers.stores import open_store  # noqa: PLC0415 - imports the workflow

        return open_store(self.place, environment=self.environment)
