"""``README.md`` of a version: the card that the Hub shows, its data first for programs, then for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from wearable_coach.dataset.features import TRAINING_FEATURES
from wearable_coach.dataset.file_facts import FileFact
from wearable_coach.dataset.hub_names import HUB_SPLITS, size_category
from wearable_coach.dataset.parts import WHOLE, by_split, name_of_all, parts_of
from wearable_coach.dataset.variety import Variety
from wearable_coach.reporting.card_data import CardData
from wearable_coach.reporting.card_words import CardWords, Language, card_words
from wearable_coach.reporting.row_counts import CountedRows

README = "README.md"
_PAGES: dict[Language, str] = {"ko": "report.html", "en": "report.en.html"}


def hub_card(data: CardData, files: Mapping[str, FileFact]) -> str:
    """Return the dataset's README.

    Args:
        data: The version.
        files: Its files with their sizes.
    """
    head = yaml.safe_dump(
        _metadata(data.counts, files), allow_unicode=True, sort_keys=False, width=100
    )
    body = "\n\n".join(["\n".join(_body(data, files, card_words(language))) for language in _PAGES])
    return f"---\n{head}---\n\n{body}\n"


def _metadata(rows: CountedRows, files: Mapping[str, FileFact]) -> dict[str, Any]:
    counts, training = rows.by("split"), by_split(files)
    return {
        "license": "mit",
        "language": ["ko"],
        "pretty_name": "wearable-coach",
        "size_categories": [size_category(rows.rows)],
        "task_categories": ["text-generation"],
        "tags": ["health", "wearable", "exercise", "verified", "synthetic"],
        "configs": [
            {
                "config_name": "default",
                "default": True,
                "data_files": [
                    {"split": HUB_SPLITS[split], "path": name_of_all(parts)}
                    for split, parts in training.items()
                ],
            },
        ],
        "dataset_info": [
            {
                "config_name": "default",
                "features": TRAINING_FEATURES,
                "splits": [
                    {
                        "name": HUB_SPLITS[split],
                        "num_bytes": sum(files[name].size for name in parts),
                        "num_examples": counts.get((split,), 0),
                    }
                    for split, parts in training.items()
                ],
            },
        ],
    }


def _body(data: CardData, files: Iterable[str], words: CardWords) -> Iterator[str]:
    text = words.text
    yield f"# {text['title']} {data.version}"
    yield ""
    yield f"{text['lead']} [{text['title']}]({_PAGES[words.language]})"
    yield ""
    yield from ("```python", *_reading(files), "```", "")
    yield from _counts(data.counts, words)
    yield from _diversity(data.diversity, words)
    for part in ("use_for", "not_for", "licence", "limits"):
        yield f"## {text[part]}"
        yield ""
        yield from (f"- {line}" for line in words.file[part])
        yield ""


def _reading(files: Iterable[str]) -> Iterator[str]:
    """Yield the lines that read conversations and records."""
    records = name_of_all(parts_of(files, "records") or (WHOLE["records"],))
    yield "from datasets import load_dataset"
    yield ""
    for line, what in (
        ('conversations = load_dataset("FOLDER")', "messages, by split"),
        (
            f'records = load_dataset("parquet", data_files="FOLDER/{records}")',
            "whom, what, facts, verdicts",
        ),
    ):
        yield f"{line:<75} # {what}"


def _counts(rows: CountedRows, words: CardWords) -> Iterator[str]:
    text = words.text
    found = rows.by("category", "split")
    splits = [split for split in HUB_SPLITS if any(s == split for _, s in found)]
    yield from _heading(
        text["counts"], [text["category"], *(words.name("splits", s) for s in splits)]
    )
    for (category,) in rows.by("category"):
        numbers = [f"{found.get((category, split), 0):,}" for split in splits]
        yield _line([words.name("categories", category), *numbers])
    yield ""


def _diversity(found: Mapping[str, Variety], words: CardWords) -> Iterator[str]:
    text = words.text
    columns = ("category", "sentences", "skeletons", "top_share", "shared", "self_bleu")
    yield from _heading(text["diversity"], [text[c] for c in columns])
    for category, of in found.items():
        counts = of.counts
        shared = "–" if counts.shared is None else f"{counts.shared:.1%}"
        numbers = [f"{counts.sentences:,}", f"{counts.skeletons:,}", f"{counts.top_share:.1%}"]
        yield _line([words.name("categories", category), *numbers, shared, f"{of.self_bleu:.2f}"])
    yield ""


def _heading(title: str, columns: Sequence[str]) -> Iterator[str]:
    yield from (f"## {title}", "", _line(columns), _line(["---"] * len(columns)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', ' ') for cell in cells)} |"
