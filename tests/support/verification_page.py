"""What the verifier understands, as a page: every example is judged when the page is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from tests.support.twin_corpora import ToldSentence, ToldTwins, told_sentences, told_twins
from wearable_coach.day import Day
from wearable_coach.records import Message, Verdict
from wearable_coach.verification import judge_messages

_SHOWN = 4
"""Pairs of a kind that the page shows."""
_HEAD = """# What the verifier understands

An answer is read back, clause by clause, and each clause ends in one of three ways:

- **judged**: it says something of the person, a standard, a source, or what to do, and a [rule](rules.md) says that the facts
  support it, contradict it, or that nothing supports it;
- **harmless**: every word of it is known and none of them claims anything (a greeting, encouragement, everyday advice);
- **not understood**: a word beside a word of health is not known, or the sense cannot be decided. Nobody then says that it
  is wrong, and nobody lets it pass.

`wearable-coach verify` prints all three: `verdicts`, `coverage` (clauses, numbers and words of health: understood of all) and
`not_understood` with places. The dataset refuses what is not understood and composes it anew; serving leaves the sentence out or
lets the rules answer ([serving](serving.md)); an evaluation counts it as not judged, and holds where that is too much
([guide](guide.md#evaluation-and-promotion)).

How a sentence is read (words, numbers, denial, who is meant, when) is told in [Reading Korean](korean.md); what each rule
means, with a sentence for and against it, in [the rules](rules.md). To add a sentence form or check a rule:
[for physiologists](physiologists.md). How well texts of others are read, kind by kind: [bench/README.md](../bench/README.md).

This page is made from `tests/corpora` by `python -m tests.support.made_anew`; the verdicts are those of the verifier on that day.
✓ accepted, ✗ refused (by which rule), ? not understood.
"""
_REFUSED = """
## What it does not understand

Each of these keeps an answer from being accepted, until somebody teaches it the word or the form.
"""
_NOT_JUDGED = """
## What it does not judge

It reads claims, not manners. Words that claim nothing of the day pass, whether they are to the point or not, and so does a
figure of speech made of plain words. Style, length and whether the question was answered are no business of the verifier; the
[evaluation](guide.md#evaluation-and-promotion) measures some of it, and the [last fence](serving.md#the-last-fence) keeps a tuned
model to what it was trained on.
"""
_TITLES = {
    "value_digits": "Readings in figures",
    "numeral_words": "Numbers in words",
    "approx": "About, nearly, just over",
    "units": "Units",
    "number_role": "What a number is: reading, goal, dose, share",
    "threshold": "Bounds",
    "baseline": "Against the person's usual value",
    "comparison": "Comparison with a norm or a reading",
    "class_paraphrase": "A class in other words",
    "karvonen": "Target heart rates",
    "weekly_who": "Minutes a week",
    "norm_window": "Whose norm, in which window",
    "study_scope": "What a study says of whom",
    "attribution": "Who said so",
    "effort": "How hard it is, against the day's cap",
}
"""Of kinds; others are shown by their own names, spaced."""


def verification_page() -> str:
    """Return the page as Markdown."""
    return "".join(
        (
            _HEAD,
            *_understood(),
            _REFUSED,
            *_sentences(told_sentences("refused")),
            _NOT_JUDGED,
            *_sentences(told_sentences("not_judged")),
        )
    )


def _understood() -> Iterator[str]:
    yield "\n## What it understands\n\nOf each pair the first is right of its day and the second is not.\n"
    for kind, members in groupby(told_twins(), key=lambda t: t.kind):
        pairs = list(members)
        title = _TITLES.get(kind, kind.replace("_", " ").capitalize())
        yield f"\n### {title}\n\n| said | | of |\n|---|---|---|\n"
        yield from (row for pair in pairs[:_SHOWN] for row in _pair(pair))
        if len(pairs) > _SHOWN:
            yield f"\n{len(pairs)} pairs of this kind are tests.\n"


def _pair(pair: ToldTwins) -> Iterator[str]:
    about = _about(pair.day)
    yield f"| {_cell(pair.right)} | {_verdict(pair.right, pair.day, pair.question)} | {about} |\n"
    yield f"| {_cell(pair.wrong)} | {_verdict(pair.wrong, pair.day, pair.question)} | |\n"


def _sentences(sentences: Iterable[ToldSentence]) -> Iterator[str]:
    for kind, members in groupby(sentences, key=lambda s: s.kind):
        yield f"\n**{kind}**\n\n| said | |\n|---|---|\n"
        yield from (f"| {_cell(s.text)} | {_verdict(s.text, s.day)} |\n" for s in members)


def verdicts_of(text: str, day: Day, question: str = "") -> list[Verdict]:
    """Return the verdicts of a sentence that is not supported, as `verify` finds them."""
    asked = [Message(role="user", content=question)] if question else []
    said = [*asked, Message(role="assistant", content=text)]
    found = judge_messages(said, day=day, kind=None).verdicts()
    return [v for v in found if v.verdict != "supported"]


def _verdict(text: str, day: Day, question: str = "") -> str:
    bad = verdicts_of(text, day, question)
    if not bad:
        return "✓"
    first = next((v for v in bad if v.verdict != "not_understood"), bad[0])
    sign = "?" if first.verdict == "not_understood" else "✗"
    return f"{sign} [{first.rule}](rules.md#{first.rule.lower()}) {_cell(first.reason)}".rstrip()


def _about(day: Day) -> str:
    """Return the readings of a day in short; what a physician would look at first."""
    vitals, profile = day.vitals, day.profile
    told = (
        ("age", profile.age),
        ("RHR", vitals.resting_heart_rate),
        ("usual", profile.baseline_rhr),
        ("sleep", vitals.sleep_hr),
        ("steps", vitals.steps),
        ("SpO₂", vitals.oxygen_saturation),
        ("BMI", vitals.bmi),
    )
    parts = [f"{name} {value}" for name, value in told if value is not None]
    return ", ".join([*parts, *profile.symptoms, *profile.conditions])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ⏎ ")
