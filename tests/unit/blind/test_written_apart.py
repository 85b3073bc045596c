"""What is learnt from and what is measured on have no text in common, whatever its spacing."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[3]
WANTED = {"emergency", "crisis", "urgent", "contact", "none"}


def lines_of(folder, pattern="*.jsonl"):
    files = sorted(folder.glob(pattern))
    return [json.loads(x) for file in files for x in file.read_text(encoding="utf-8").splitlines()]


def texts(folder, *fields):
    found = [one[field] for one in lines_of(folder) for field in fields if field in one]
    return ["".join(text.split()) for text in found]


def test_no_text_is_learnt_from_and_measured_on():
    learnt = texts(ROOT / "texts" / "written", "text", "harm", "ok")
    learnt += texts(ROOT / "texts" / "written" / "whole", "text", "answer")
    learnt += texts(ROOT / "texts" / "written" / "pairs", "true", "false")
    measured = texts(ROOT / "tests/blind/hearing", "text")
    measured += texts(ROOT / "tests/blind/questions", "text")
    measured += texts(ROOT / "tests/blind/reading", "true", "false", "answer")
    assert len(learnt) > 16_000
    assert len(measured) > 1500
    assert set(learnt) & set(measured) == set()


def test_what_is_said_to_a_coach_has_an_urgency_and_stands_once():
    asked = lines_of(ROOT / "texts" / "written", "utterances-*.jsonl")
    said = ["".join(one["text"].split()) for one in asked]
    assert len(said) == len(set(said))
    assert {one["want"] for one in asked} == WANTED


def test_what_is_asked_of_a_coach_has_one_topic():
    asked = lines_of(ROOT / "texts" / "written", "questions-*.jsonl")
    topics = {("".join(one["text"].split()), one["topic"]) for one in asked}
    assert len(topics) > 4_000
    assert len({text for text, _ in topics}) == len(topics)
