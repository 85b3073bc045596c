"""A model in this process as a chat model: a base, with or without an adapter of the store."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock

from backends.local.adapter_files import (
    AGAIN,
    Adapter,
    adapter_folder,
    check_base,
    describe_adapter,
)
from backends.local.base_model import content_hash, open_base
from backends.local.generation import LocalModel
from backends.local.preflight import packages_check, wants_gpu
from wearable_coach.chat.contract import Answer, AnswerRefused, Conversation
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.store import LocalStore, Store

CACHE = Path("~/.cache/wearable-coach/adapters")


class LocalChat:
    """A local model as a `ChatModel`. Greedy: the same question has the same answer.

    The weights are loaded with the first question, which takes seconds.
    """

    prices = None
    workers = 1
    batch_size = 32

    def __init__(self, serving: LocalAdapter, *, store: Store, cache: Path | None = None) -> None:
        """Look at base and adapter; nothing is loaded yet, and of another store nothing fetched.

        Args:
            serving: Base and adapter.
            store: Where the adapter lies.
            cache: Where an adapter of a store elsewhere is put; the user's cache if None.

        Raises:
            BadInput: one of them is not there or damaged, they do not belong together, or torch is
                missing.
        """
        packages = packages_check()
        if not packages.ok:
            message = f"packages: {packages.message}"
            raise BadInput(message)
        self._serving, self._store = serving, store
        self._cache = expanded(cache or CACHE)
        self._base = open_base(serving.base)
        digest = content_hash(self._base.folder)
        self._adapter = describe_adapter(store, serving.adapter) if serving.adapter else None
        if self._adapter:
            check_base(self._adapter, self._base.folder, digest)
            if isinstance(store, LocalStore):  # read in place: damage is told before a question
                adapter_folder(store, self._adapter, cache=self._cache)
        self._lock = Lock()
        self._model: LocalModel | None = None
        self.fingerprint = _fingerprint(serving, digest, self._adapter)
        self.identity = _identity(digest, self._adapter)
        if serving.identity not in {None, self.identity}:
            message = f"model: {self.name} is not the one that was evaluated: base or adapter have other files; {AGAIN}, or evaluate it again"
            raise BadInput(message)

    @property
    def name(self) -> str:
        """The job that made the adapter, or ``base:NAME``."""
        if self._adapter:
            return self._adapter.key.split("/")[-2]
        return f"base:{self._serving.base if self._base.is_tiny else self._base.folder.name}"

    def answer(
        self, conversations: Sequence[Conversation], *, timeout_s: float | None = None
    ) -> list[Answer]:
        """Answer conversations, in their order.

        They are generated as one batch, and each answer's latency is the time of the whole batch,
        padding and the longest answer included, since that is what one of them is waited for; the
        first batch's is without the loading.

        Args:
            conversations: Best of like length.
            timeout_s: Taken for the form of it: a batch that runs is not interrupted.

        Raises:
            AnswerRefused: one of them is longer than the model takes.
            BadInput: a file of the adapter was changed, or the weights cannot be loaded.
        """
        del timeout_s
        if not conversations:
            return []
        with self._lock:
            model = self._model = self._model or self._loaded()
            self._check_lengths(model, conversations)
            began = time.perf_counter()
            said = model.answer(
                conversations,
                max_new_tokens=self._serving.max_tokens,
                batch_size=self.batch_size,
            )
            took = time.perf_counter() - began
        return [
            Answer(
                text=one.text,
                prompt_tokens=one.prompt_tokens,
                answer_tokens=one.answer_tokens,
                latency_s=took,
                ended=one.ended,
            )
            for one in said
        ]

    def close(self) -> None:
        """Let go of the weights."""
        with self._lock:
            self._model = None

    def _loaded(self) -> LocalModel:
        folder = None
        if self._adapter:
            folder = adapter_folder(self._store, self._adapter, cache=self._cache)
        device = "cuda" if wants_gpu(self._base, "auto") else "cpu"
        try:
            return LocalModel(self._base.folder, adapter=folder, device=device)
        except (OSError, ValueError, RuntimeError) as error:
            message = f"model: {self.name} cannot be loaded on {device} ({type(error).__name__}); check the base's folder, and that it fits in memory"
            raise BadInput(message) from error

    def _check_lengths(self, model: LocalModel, conversations: Sequence[Conversation]) -> None:
        for one in conversations:
            length = model.prompt_tokens(one)
            if length >= self._base.context:
                message = f"question: {length} tokens, and the model takes {self._base.context}; shorten it"
                raise AnswerRefused(message)


def _identity(base: str, adapter: Adapter | None) -> ServedIdentity:
    """Return which model it is: the base's files, and the adapter's."""
    if adapter is None:
        return ServedIdentity(base=f"sha256:{base}")
    job = adapter.key.rpartition("/")[0].rpartition("/")[2]
    return ServedIdentity(job=job, base=f"sha256:{base}", files=f"sha256:{adapter.checksum}")


def _fingerprint(serving: LocalAdapter, base: str, adapter: Adapter | None) -> str:
    deciding = [
        "local",
        base,
        adapter.checksum if adapter else "",
        serving.max_tokens,
    ]
    return sha256(json.dumps(deciding).encode()).hexdigest()
