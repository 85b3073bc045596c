"""Looking over a whole installation: every check, each by itself and within its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import copy_context
from importlib import import_module
from pathlib import Path
from threading import Thread
from time import monotonic
from traceback import extract_tb
from typing import NamedTuple

from deployments.doctor.finding import CannotTell, Finding, Status, fail, skip
from deployments.doctor.installation import Examined
from deployments.doctor.up_here import auth_file_of_up, variables_of_up
from wearable_coach.errors import CoachError

__all__ = [
    "SUBJECTS",
    "DoctorLine",
    "Examined",
    "auth_file_of_up",
    "checks_of",
    "examine",
    "variables_of_up",
]

SUBJECTS: Mapping[str, str] = {
    "packages": "packages",
    "server": "server",
    "workers": "workers",
    "deployments": "deployed",
    "runs": "runs",
    "automations": "automations",
    "blocks": "block_documents",
    "store": "stores",
    "contents": "contents",
    "privacy": "privacy",
    "webhook": "webhook",
    "reports": "reports",
    "credentials": "credentials",
    "models": "lifecycle",
    "hosting": "hosting",
}
"""The module of each subject, in the order of the report."""

_WITHOUT_PREFECT = {"packages", "webhook", "reports", "credentials", "models"}
_HEAVY = (
    "prefect.client.orchestration",
    "prefect.blocks.core",
    "flows.openers.chat_models",
    "flows.openers.stores",
)
"""Imported before the checks start: by several threads at once, Prefect's import locks up."""

SECONDS, SIGN_IN_SECONDS, DEEP_SECONDS = 15.0, 60.0, 6 * 3600.0
"""Time for a check, where Azure is asked, and where everything is read [s]."""

DoctorCheck = Callable[[Examined], Iterator[Finding]]


class DoctorLine(NamedTuple):
    """A line of the report."""

    subject: str
    name: str
    status: Status
    detail: str
    remedy: str


def examine(
    installation: Examined, subjects: Sequence[str] = (), *, seconds: float | None = None
) -> Iterator[DoctorLine]:
    """Run the checks side by side; yield what they find in the order of the subjects, then close it.

    Args:
        installation: What is looked at.
        subjects: Those of `SUBJECTS` to look at; all if empty.
        seconds: Time for a check; a check that needs longer is red.
    """
    if not {*subjects} <= _WITHOUT_PREFECT or not subjects:
        for name in _HEAVY:
            import_module(name)
    wait = seconds or _patience(installation)
    running = [
        (subject, _Running(check, installation))
        for subject in SUBJECTS
        if not subjects or subject in subjects
        for check in checks_of(subject)
    ]
    until = monotonic() + wait
    for subject, check in running:
        for finding in check.findings(until - monotonic(), wait):
            yield DoctorLine(subject, *finding)
    installation.close()


def _patience(installation: Examined) -> float:
    if installation.deep:
        return DEEP_SECONDS
    return SIGN_IN_SECONDS if installation.sign_in else SECONDS


def checks_of(subject: str) -> tuple[DoctorCheck, ...]:
    """Return the checks of a subject."""
    found: tuple[DoctorCheck, ...] = import_module(
        f"deployments.doctor.checks.{SUBJECTS[subject]}"
    ).CHECKS
    return found


class _Running:
    """A check in a thread of its own, which ends with the process if not before."""

    def __init__(self, check: DoctorCheck, installation: Examined) -> None:
        self._check, self._installation = check, installation
        self._found: list[Finding] = []
        self._thread = Thread(target=copy_context().run, args=(self._run,), daemon=True)
        self._thread.start()

    def findings(self, left: float, wait: float) -> list[Finding]:
        """Return what was found when it ended, or when the time is up."""
        self._thread.join(max(left, 0))
        found = list(self._found)
        if self._thread.is_alive():
            remedy = "look whether what it asks hangs, then again"
            found.append(fail(self._name, f"no answer within {wait:g} s", remedy))
        return found

    @property
    def _name(self) -> str:
        return self._check.__name__.replace("_", " ")

    def _run(self) -> None:
        try:
            self._found.extend(self._check(self._installation))
        except CannotTell as reason:
            self._found.append(skip(self._name, f"not looked at: {reason}"))
        except CoachError as error:
            self._found.append(fail(self._name, str(error), "mend that, then again"))
        except Exception as error:  # noqa: BLE001 - one broken check stops no other, and its text may hold anything
            remedy = "this check is broken, or what it met is: please report it"
            where = extract_tb(error.__traceback__)[-1]
            told = f"broke off with {type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
            self._found.append(fail(self._name, told, remedy))
