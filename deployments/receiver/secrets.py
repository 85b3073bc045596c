"""Where the receiver has its secrets from, and how it follows them while it runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from deployments.names import SECRETS_VARIABLE
from deployments.receiver.log import log_line
from deployments.receiver.signatures import Secrets, parsed_secrets, read_secrets
from flows.openers.blocks import load_block
from flows.prefect_api.own_server_faults import NoPrefect
from wearable_coach.errors import BadInput, CoachError, TransientError
from wearable_coach.input_files import expanded

BLOCK = "block:"
BLOCK_SECONDS = 60.0
_PATIENCE_SECONDS = 3.0
Stamp = tuple[int, int, int, int] | None


class SecretSource(Protocol):
    """Gives the secrets that are valid now."""

    async def now(self) -> Secrets:
        """Return them; none where they were taken away."""


class FileSecrets:
    """Secrets of a file, read again when it changes.

    Taking the file or its content away takes the secrets away at once: what cannot be read opens nothing.
    """

    def __init__(self, file: Path) -> None:
        """Read the file.

        Raises:
            BadInput: it holds no secret, or a wrong one.
        """
        self._file = file
        self._stamp = self._look()
        self._secrets = read_secrets(file)

    async def now(self) -> Secrets:
        """Return the secrets, read again if the file changed."""
        stamp = self._look()
        if stamp != self._stamp:
            self._secrets = self._read_again()
            self._stamp = stamp
        return self._secrets

    def _read_again(self) -> Secrets:
        try:
            secrets = read_secrets(self._file)
        except BadInput as error:
            log_line(
                "secrets", outcome="revoked", reason=f"{error}; until then no delivery is taken"
            )
            return Secrets(())
        log_line("secrets", outcome="read")
        return secrets

    def _look(self) -> Stamp:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


class BlockSecrets:
    """Secrets of a `WebhookSecret` block, read again at most once a minute.

    A block that is gone or holds a wrong secret opens nothing; while Prefect is out of reach, nobody can
    have changed it there, and what was read last holds.
    """

    def __init__(
        self,
        load: Callable[[], Secrets],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read the block by `load`, now and later in a thread.

        Raises:
            BadInput: there is no such block, or it holds a wrong secret.
            TransientError: Prefect is out of reach.
        """
        self._load, self._clock = load, clock
        self._secrets, self._due = load(), clock() + BLOCK_SECONDS

    async def now(self) -> Secrets:
        """Return the secrets, read again if a minute has passed."""
        if self._clock() >= self._due:
            self._due = self._clock() + BLOCK_SECONDS  # first, so that others needn't wait for it
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    self._secrets = await asyncio.to_thread(self._load)
            except (TransientError, TimeoutError) as error:
                log_line("secrets", outcome="unread", reason=str(error) or "prefect: no answer")
            except CoachError as error:
                log_line("secrets", outcome="revoked", reason=str(error))
                self._secrets = Secrets(())
        return self._secrets


def open_secrets(name: str) -> SecretSource:
    """Open the source of a name: a file's path, or ``block:NAME``.

    Raises:
        BadInput: nothing is named, or what is named holds no secret or a wrong one.
        TransientError: the block's server is out of reach.
    """
    if not name:
        message = f"webhook secrets: {SECRETS_VARIABLE} is not set; name a file with a whsec_… secret a line, or {BLOCK}NAME"
        raise BadInput(message)
    if name.startswith(BLOCK):
        return BlockSecrets(lambda: load_secrets(name.removeprefix(BLOCK)))
    return FileSecrets(expanded(Path(name)))


def load_secrets(name: str) -> Secrets:
    """Read a block; not to be called where an event loop runs.

    Raises:
        BadInput: there is no such block, or it holds a wrong secret.
        TransientError: Prefect is out of reach.
    """
    try:
        block = load_block(("WebhookSecret",), name, field="webhook secrets", what="WebhookSecret")
    except NoPrefect as error:  # it may be there the next time: nothing is revoked by it
        raise TransientError(str(error)) from None
    return parsed_secrets((f"{field} of block {name}", text) for field, text in block.values())
