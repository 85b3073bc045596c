"""Which keys of a store are the product's own; whatever else lies among them is somebody else's.

A file of somebody else's (``.DS_Store``, ``jobs/notes.txt``, ``datasets/foo/…``) is named, passed over
and left where it is: it decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wearable_coach.dataset.parts import PART_PATTERN

MAKING = "making/"
"""Where a dataset of many shards is made; what lies there is of no version yet."""
FOLDERS = (
    "datasets/",
    MAKING,
    "models/",
    "jobs/",
    "deployments/",
    "answers/",
    "probes/",
    "served/",
    "events/",
    "refused/",
    "webhooks/",
)
"""All that a store holds; other files of a local folder are not its."""
_VERSION = r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-[0-9a-f]{12}"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
_MODEL = rf"models/{_NAME}"
_MADE, _STAGE = rf"{MAKING}[0-9a-f]{{12}}", r"(r\d+|finished)"
_FILES = re.compile(
    "|".join(
        (
            r"datasets/latest\.json",
            rf"datasets/{_VERSION}/(manifest|gate|suites)\.json",
            rf"datasets/{_VERSION}/{PART_PATTERN}",
            rf"datasets/{_VERSION}/(report(\.en)?\.html|README\.md|croissant\.json|between\.parquet)",
            rf"{_MADE}/([a-z]+\.json|{_STAGE}/[a-z]+(-\d{{5}})?\.(jsonl|json|parquet|npz|npy|bin))",
            r"models/promoted\.json",
            rf"{_MODEL}/(model\.json|evaluation\.json|report\.html)",
            rf"{_MODEL}/adapter/{_NAME}",
            rf"{_MODEL}/sentences-[0-9a-f]{{12}}\.gz",
            rf"{_MODEL}/evaluations/{_NAME}/(evaluation\.json|report\.html|answers\.jsonl)",
            r"(jobs|deployments)/coach-[a-z]+-[0-9a-f]{12}\.json",
            r"events/[0-9a-f-]{36}\.json",
            r"answers/[0-9a-f]{16}/[0-9a-f]{32}-\d+\.json",
            r"probes/[0-9a-f]{16}\.json",
            r"served/watched\.json",
            rf"refused/{_VERSION}/(gate\.json|report\.html)",
            r"webhooks/([0-9a-f]{2}|waiting)/[0-9a-f]{64}\.json",
            r"webhooks/waiting/trial",  # of the receiver, which tries whether it could keep a delivery
        )
    )
)
_SUBFOLDERS = re.compile(
    "|".join(
        (
            rf"(datasets|refused)/{_VERSION}",
            rf"{_MADE}(/{_STAGE})?",
            rf"{_MODEL}(/(adapter|evaluations(/{_NAME})?))?",
            r"answers/[0-9a-f]{16}",
            r"webhooks/([0-9a-f]{2}|waiting)",
        )
    )
)
_ENDING = re.compile(r"/+$")


def is_ours(key: str) -> bool:
    """Say whether the product writes objects of this name."""
    return _FILES.fullmatch(key) is not None


def may_hold_ours(folder: str) -> bool:
    """Say whether an object of the product's can lie in a folder, named without a ``/`` at its end."""
    return not folder.startswith(FOLDERS) or _SUBFOLDERS.fullmatch(folder) is not None


def foreign(keys: Iterable[str]) -> list[str]:
    """Return what of some keys is somebody else's, a whole folder by its name alone, sorted."""
    return sorted({_outermost(key) for key in keys if key.startswith(FOLDERS) and not is_ours(key)})


def shown(key: str) -> str:
    """Return a name as it fits into one line, whatever characters it has."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in key)


def foreign_line(key: str) -> str:
    """Return the line that names what is somebody else's."""
    folder = key.partition("/")[0]
    return f"{shown(key)}: is not of this product and is passed over; it need not lie in {folder}/"


def _outermost(key: str) -> str:
    parts = _ENDING.sub("", key).split("/")
    folders = ("/".join(parts[:n]) for n in range(2, len(parts)))
    return next((f"{folder}/" for folder in folders if not may_hold_ours(folder)), key)
