"""Asking running services what they counted: `GET /days`, of each process of `wearable-coach serve`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import httpx

from wearable_coach.drift.counts import ServedCounts
from wearable_coach.errors import BadField, BadInput, CoachError, TransientError
from wearable_coach.input_files import read_text
from wearable_coach.store.parsing import Unparsed, record_of

URL_VARIABLE = "WEARABLE_COACH_SERVICE_URL"
"""Where services are reached, comma-separated: each process at an address of its own."""
KEYS_VARIABLE = "WEARABLE_COACH_SERVICE_KEYS"
"""Path of a file with an API key a line, as `serve --api-keys` takes it; the first one is sent."""
_TIMEOUT_S = 10.0
_REFUSED = (401, 403)


class AskedServices(NamedTuple):
    """What services said when they were asked."""

    counts: tuple[ServedCounts, ...]
    faults: tuple[str, ...] = ()
    """Why some did not say anything."""


class Services(NamedTuple):
    """Where services are reached, and with which key."""

    urls: tuple[str, ...]
    keys: Path | None = None

    def ask(self) -> AskedServices:
        """Ask each of them; one that does not answer is told as a fault.

        Raises:
            BadInput: the key cannot be read.
        """
        headers = {} if self.keys is None else {"X-API-Key": _first_key(self.keys)}
        counts, faults = [], []
        with httpx.Client(timeout=_TIMEOUT_S, headers=headers) as client:
            for url in self.urls:
                try:
                    counts.append(_days_of(client, f"{url}/days"))
                except CoachError as error:
                    faults.append(str(error))
        return AskedServices(tuple(counts), tuple(faults))


def services_of(environment: Mapping[str, str]) -> Services | None:
    """Return the services that the environment names; None where it names none.

    Raises:
        BadField: an address is none.
    """
    named = [url.strip().rstrip("/") for url in environment.get(URL_VARIABLE, "").split(",")]
    urls = tuple(dict.fromkeys(url for url in named if url))
    for url in urls:
        if not _is_address(url):
            what = "holds no address; need http://HOST:PORT of a service, without a query, comma-separated where there are several"
            raise BadField(URL_VARIABLE, what)
    file = environment.get(KEYS_VARIABLE, "")
    return Services(urls, Path(file) if file else None) if urls else None


def _is_address(text: str) -> bool:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return False
    return url.scheme in {"http", "https"} and bool(url.host) and not (url.query or url.userinfo)


def _days_of(client: httpx.Client, address: str) -> ServedCounts:
    try:
        answer = client.get(address)
    except httpx.HTTPError as error:
        message = f"service: {address} does not answer ({type(error).__name__}); start it, or correct {URL_VARIABLE}"
        raise TransientError(message) from None
    if answer.status_code in _REFUSED:
        message = f"service: {address} refuses the key ({answer.status_code}); name a file with one of its keys in {KEYS_VARIABLE}"
        raise BadInput(message)
    if not answer.is_success:
        message = f"service: {address} answers {answer.status_code}; correct {URL_VARIABLE}"
        raise BadInput(message)
    try:
        return record_of(answer.content, ServedCounts)
    except Unparsed as why:
        message = f"service: {address} says something else ({why}); run this version there too"
        raise BadInput(message) from None


def _first_key(file: Path) -> str:
    try:
        lines = [line.strip() for line in read_text(file).splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        what = f"cannot read {file} ({reason}); name a file with a key a line"
        raise BadField(KEYS_VARIABLE, what) from None
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys or not keys[0].isascii():
        what = f"{file} begins with no key; write one of the service's a line"
        raise BadField(KEYS_VARIABLE, what)
    return keys[0]
