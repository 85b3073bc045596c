"""The papers of a dataset that is given to others: its card and its Croissant file.

A version that has them is given with its own; one of a version before, which has none, gets them here. Either way
the card's head names every form that lies in the folder, so that the Hub's reader offers each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from wearable_coach.publishing.front_matter import split_card, with_front_matter

CARD, CROISSANT = "README.md", "croissant.json"
HUB_SPLITS = {"train": "train", "valid": "validation", "test": "test"}
"""Our splits by what the Hub calls them."""
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))

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


def croissant(version: str, manifest: Mapping[str, Any], config: Config) -> bytes:
    """Return a Croissant description of a version's conversations, as version 1.0 of that format has it.

    Args:
        version: The dataset version.
        manifest: Its manifest.
        config: Split → file of the messages.

    Source:
        MLCommons Croissant Format Specification 1.0, http://mlcommons.org/croissant/1.0.
    """
    digests = dict(manifest["files"])
    described: dict[str, Any] = {
        "@context": {
            "@vocab": "https://schema.org/",
            "sc": "https://schema.org/",
            "cr": "http://mlcommons.org/croissant/",
            "dct": "http://purl.org/dc/terms/",
            "conformsTo": "dct:conformsTo",
            "column": "cr:column",
            "data": {"@id": "cr:data", "@type": "@json"},
            "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
            "extract": "cr:extract",
            "field": "cr:field",
            "fileObject": "cr:fileObject",
            "jsonPath": "cr:jsonPath",
            "recordSet": "cr:recordSet",
            "source": "cr:source",
        },
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": version,
        "version": "1.0.0",
        "description": _SUMMARY,
        "license": "https://spdx.org/licenses/MIT",
        "inLanguage": "ko",
        "datePublished": f"{version[:4]}-{version[4:6]}-{version[6:8]}",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": name,
                "name": name,
                "contentUrl": name,
                "encodingFormat": "application/jsonlines",
                "sha256": digests[name],
            }
            for name in config.values()
        ],
        "recordSet": [_records(split, name) for split, name in config.items()],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


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


_SUMMARY = (
    "Korean conversations about one day of a wearable. Every statement of every answer was read back by an independent "
    "verifier and found supported by the day's readings or a published standard."
)


def _records(split: str, name: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": HUB_SPLITS[split],
        "name": HUB_SPLITS[split],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{HUB_SPLITS[split]}/messages",
                "name": "messages",
                "description": "The conversation: role and content of each turn.",
                "dataType": "sc:Text",
                "source": {"fileObject": {"@id": name}, "extract": {"column": "messages"}},
            }
        ],
    }


def _head(version: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    rows = int(manifest.get("rows") or 0)
    size = next((name for most, name in _SIZES if rows < most), "n>1M")
    return {
        "pretty_name": f"wearable-coach {version}",
        "language": ["ko"],
        "license": "mit",
        "task_categories": ["text-generation"],
        "tags": ["wearables", "health-coaching", "verified", "synthetic"],
        "size_categories": [size],
    }


def _body(version: str, manifest: Mapping[str, Any]) -> str:
    made = f"{int(manifest.get('rows') or 0):,} rows, made by version {manifest.get('code_version', 'not known')} with seed {manifest.get('seed', 'not known')}"
    return (
        f"# {version}\n\n{_SUMMARY}\n\n{made}; its recipe and the hashes of its files stand in `manifest.json`, what each row "
        "was made of in `records.parquet`, what was refused and why in `rejects.jsonl`. It is no medical advice.\n"
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
