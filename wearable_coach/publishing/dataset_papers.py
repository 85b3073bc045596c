"""The papers of a dataset that is given to others: its card and its Croissant file.

A version that has them is given with its own; one of a version before, which has none, gets them here. Either way
the card's head names every form that lies in the folder, so that the Hub's reader offers each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from wearable_coach.dataset.hub_names import HUB_SPLITS, size_category
from wearable_coach.dataset.parts import WHOLE, PartKind, name_of_all, parts_of
from wearable_coach.publishing.front_matter import split_card, with_front_matter

CARD = "README.md"

Config = Mapping[str, str]
"""A form's files: split, as ours is called → path in the folder."""


def dataset_card(
    version: str,
    manifest: Mapping[str, Any],
    own: bytes | None,
    configs: Mapping[str, Config],
    *,
    licence: str,
) -> str:
    """Return the card, its head naming every form.

    Args:
        version: The dataset version.
        manifest: Its manifest.
        own: The card that the version has; None where it has none.
        configs: Form → its files; the first is what is loaded when none is named.
        licence: As the Hub spells it; empty: the card's own, or the project's.
    """
    head, body = split_card(own.decode()) if own is not None else ({}, _body(version, manifest))
    known = head or _head(version, manifest)
    named = [c for c in known.get("configs") or () if c.get("config_name") not in configs]
    if any(c.get("default") or c.get("config_name") == "default" for c in named):
        merged = [*named, *_configs(configs)[1:]]  # the version's own card names its messages
    else:
        merged = [*_configs(configs), *named]
    if own is not None and not licence and len(merged) == len(named):
        return own.decode()
    more = {"license": licence} if licence else {}
    return with_front_matter(known | more | {"configs": merged}, body)


def with_card(described: bytes, card: bytes) -> bytes:
    """Return a Croissant file whose entry of the card, where it has one, is of the card as it is given."""
    try:
        told = json.loads(described)
        entries = [f for f in told["distribution"] if f.get("contentUrl") == CARD]
    except (ValueError, KeyError, TypeError, AttributeError):
        return described
    if not entries:
        return described
    for entry in entries:
        entry["sha256"] = sha256(card).hexdigest()
        if "contentSize" in entry:
            entry["contentSize"] = f"{len(card)} B"
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


SUMMARY = (
    "Korean conversations about one day of a wearable. Every statement of every answer was read back by an independent "
    "verifier and found supported by the day's readings or a published standard."
)


def _head(version: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    rows = int(manifest.get("rows") or 0)
    return {
        "pretty_name": f"wearable-coach {version}",
        "language": ["ko"],
        "license": "mit",
        "task_categories": ["text-generation"],
        "tags": ["wearables", "health-coaching", "verified", "synthetic"],
        "size_categories": [size_category(rows)],
    }


def _body(version: str, manifest: Mapping[str, Any]) -> str:
    made = f"{int(manifest.get('rows') or 0):,} rows, made by version {manifest.get('code_version', 'not known')} with seed {manifest.get('seed', 'not known')}"
    files = manifest.get("files") or {}

    def named(kind: PartKind) -> str:
        return name_of_all(parts_of(files, kind) or (WHOLE[kind],))

    return (
        f"# {version}\n\n{SUMMARY}\n\n{made}; its recipe and the hashes of its files stand in `manifest.json`, what each row "
        f"was made of in `{named('records')}`, what was refused and why in `{named('rejects')}`. It is no medical advice.\n"
    )


def _configs(configs: Mapping[str, Config]) -> Sequence[dict[str, Any]]:
    return [
        {
            "config_name": form,
            **({"default": True} if n == 0 else {}),
            "data_files": [{"split": HUB_SPLITS[s], "path": path} for s, path in files.items()],
        }
        for n, (form, files) in enumerate(configs.items())
    ]
