"""Whole coaching conversations, kept as a reader read them.

Run as a module it writes them anew; read the difference aloud before accepting it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.coaching_cases import NAMES, golden_case
from wearable_coach.answers.coaching.composer import compose

FOLDER = Path(__file__).with_name("coaching")


def written(name: str) -> str:
    """Return a conversation as the golden file holds it."""
    turns = compose(golden_case(name)).turns
    return "\n\n".join(f"**사용자**\n\n{q}\n\n**코치**\n\n{a}" for q, a in turns) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_conversation_reads_as_it_was_approved(name):
    assert written(name) == (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def test_every_golden_text_belongs_to_a_case():
    assert {p.stem for p in FOLDER.glob("*.md")} == set(NAMES)


if __name__ == "__main__":
    for known in NAMES:
        (FOLDER / f"{known}.md").write_text(written(known), encoding="utf-8")
