"""The readers of texts, on snippets by someone who has seen neither them nor their tests."""

import json
from collections import Counter
from pathlib import Path

from expectations.texts.characters import odd_character
from expectations.texts.injection import injection
from expectations.texts.language import impolite
from expectations.texts.markup import markup
from expectations.texts.personal import personal_data
from expectations.texts.residue import residue
from expectations.texts.shape import cut_line, empty_section

BLIND = Path(__file__).parents[3] / "blind" / "gate" / "snippets.jsonl"
OF_ALL = (personal_data, markup, residue, odd_character)
OF_ANSWERS = (*OF_ALL, impolite, cut_line, empty_section)
OF_QUESTIONS = (*OF_ALL, injection)


def is_flagged(snippet):
    readers = OF_ANSWERS if snippet["role"] == "assistant" else OF_QUESTIONS
    return any(read(snippet["text"]) for read in readers)


def test_of_each_kind_nearly_all_are_flagged_and_of_the_clean_ones_nearly_none():
    snippets = [json.loads(line) for line in BLIND.read_text(encoding="utf-8").splitlines()]
    all_of = Counter(one["kind"] for one in snippets)
    flagged = Counter(one["kind"] for one in snippets if is_flagged(one))
    assert len(all_of) == 13
    assert flagged.pop("clean", 0) <= 2
    assert {kind: n for kind, n in flagged.items() if n < 0.85 * all_of[kind]} == {}
    assert flagged.keys() == all_of.keys() - {"clean"}
