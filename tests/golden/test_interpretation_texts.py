"""Whole reports, pinned: read the diff aloud before accepting it (run as a module it rewrites them)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.interpretation_cases import PINNED, make_case
from wearable_coach.answers.interpretation.composer import compose

_FOLDER = Path(__file__).parent / "interpretation"


def _written(name: str) -> str:
    profile, vitals, voice, frame = PINNED[name]
    ((question, answer),) = compose(make_case(profile, vitals, voice=voice, frame=frame)).turns
    return f"{question}\n\n---\n\n{answer}\n"


@pytest.mark.parametrize("name", sorted(PINNED))
def test_a_report_reads_as_pinned(name: str) -> None:
    assert _written(name) == (_FOLDER / f"{name}.md").read_text(encoding="utf-8")


def test_every_golden_file_has_its_case() -> None:
    assert {path.stem for path in _FOLDER.glob("*.md")} == set(PINNED)


if __name__ == "__main__":
    _FOLDER.mkdir(exist_ok=True)
    for pinned in PINNED:
        (_FOLDER / f"{pinned}.md").write_text(_written(pinned), encoding="utf-8")
