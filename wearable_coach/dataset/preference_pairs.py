"""Preference pairs: an accepted answer against a wrong one to the same question, and why it is wrong.

A wrong answer is one that the verifier refused while the dataset was made, where it answers the very question of an
accepted one, or an accepted one with one thing in it changed (a number, or the word of a class) such that the
verifier contradicts it. What it does not contradict makes no pair: a pair without a reason teaches nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, Literal, NamedTuple

from wearable_coach.dataset.seeds import seed_of
from wearable_coach.day import Day, day_of
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Message, Row, Verdict
from wearable_coach.verification import judge_messages

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_CLASS = "class:"
_NUMBERED = (
    "value:",
    "target:",
    "difference:",
    "arithmetic",
    "dose:",
    "session:",
    "band:",
    "norm:",
    "week:",
)
"""Claims whose number is changed."""
_SCALES = (0.5, 0.6, 0.7, 0.8, 1.25, 1.4, 1.6, 2.0)
_MOST_TRIES = 6
_REFUSED = re.compile(r"(?P<code>contradicted:[^ ]+): (?P<words>.*)", re.DOTALL)

Origin = Literal["refused", "planted_number", "planted_class"]


class Pair(NamedTuple):
    """An accepted answer and a wrong one, after the same turns."""

    row_id: str
    split: str
    prompt: tuple[Message, ...]
    chosen: Message
    rejected: Message
    origin: Origin
    claim: str
    """What the wrong one claims, e.g. ``value:resting_heart_rate``; of a refused one empty."""
    rule: str
    """Id of the rule that contradicts it."""
    span: str
    """Its words that are contradicted; of a refused one empty."""
    reason: str

    def line(self) -> bytes:
        """Return it as a JSON line in the form that trl's DPO takes; other columns are passed over there."""
        said: dict[str, Any] = {
            "prompt": [m.model_dump() for m in self.prompt],
            "chosen": [self.chosen.model_dump()],
            "rejected": [self.rejected.model_dump()],
            "origin": self.origin,
            "claim": self.claim,
            "rule": self.rule,
            "span": self.span,
            "reason": self.reason,
            "row_id": self.row_id,
        }
        return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def preference_pairs(
    rows: Sequence[Row],
    rejects: Iterable[Mapping[str, Any]],
    *,
    seed: int,
    hrmax_formula: HrmaxFormula,
    words: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Pair]:
    """Yield the pairs of a dataset version: of each row at most one planted, and those of refused attempts.

    The same rows, seed and formula give the same pairs in the same order; a row's do not depend on the others', but
    for the words of a class, which come from all of them.

    Args:
        rows: The accepted rows.
        rejects: The lines of ``rejects.jsonl``.
        seed: Of the run.
        hrmax_formula: By which the rows go.
        words: The words of each class, by claim; None takes those of these rows.
    """
    refused = _refused_by_prompt(rejects)
    words = class_words(rows) if words is None else words
    for row in rows:
        for n, message in enumerate(row.messages):
            if message.role == "assistant":
                yield from _of_refused(row, n, refused)
        planted = planted_pair(row, words, seed=seed, hrmax_formula=hrmax_formula)
        if planted is not None:
            yield planted


def planted_pair(
    row: Row, words: Mapping[str, Sequence[str]], *, seed: int, hrmax_formula: HrmaxFormula
) -> Pair | None:
    """Return a row's last answer against the same with one thing changed; None where nothing is contradicted.

    Args:
        row: An accepted row.
        words: The words of each class, by claim.
        seed: Of the run; what is changed is drawn from it and the row alone.
        hrmax_formula: By which the row goes.
    """
    rng = Random(seed_of(seed, "pair", row.row_id))
    last = max(n for n, m in enumerate(row.messages) if m.role == "assistant")
    day = day_of(row.profile, row.vitals, hrmax_formula=hrmax_formula)
    changes = [
        (verdict, after)
        for verdict in row.read_verdicts()
        if verdict.message == last and verdict.verdict == "supported"
        for after in _changed(verdict, words, rng)
    ]
    rng.shuffle(changes)
    for verdict, after in changes[:_MOST_TRIES]:
        text = row.messages[last].content
        end = verdict.start + len(verdict.span)
        wrong = Message(role="assistant", content=text[: verdict.start] + after + text[end:])
        found = _contradiction(row, last, wrong, verdict, day)
        if found is not None:
            is_class = verdict.claim.startswith(_CLASS)
            origin: Origin = "planted_class" if is_class else "planted_number"
            return Pair(row.row_id, row.split, row.messages[:last], row.messages[last], wrong, origin,
                        found.claim, found.rule, found.span, found.reason)  # fmt: skip
    return None


def class_words(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Return the words by which the rows name each class, by claim, sorted."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for verdict in row.read_verdicts():
            if verdict.claim.startswith(_CLASS):
                found.setdefault(verdict.claim, set()).add(verdict.span)
    return {claim: tuple(sorted(words)) for claim, words in sorted(found.items())}


def _changed(verdict: Verdict, words: Mapping[str, Sequence[str]], rng: Random) -> Iterator[str]:
    """Yield one other wording of a claim's words; none where nothing in them can be changed."""
    if verdict.claim.startswith(_CLASS):
        others = [w for w in words.get(verdict.claim, ()) if w != verdict.span]
        if others:
            yield rng.choice(others)
    elif verdict.claim.startswith(_NUMBERED) and (number := _NUMBER.search(verdict.span)):
        other = _other_number(number[0], rng)
        if other != number[0]:
            yield verdict.span[: number.start()] + other + verdict.span[number.end() :]


def _other_number(written: str, rng: Random) -> str:
    decimals = len(written.partition(".")[2])
    scaled = float(written.replace(",", "")) * rng.choice(_SCALES)
    return f"{scaled:,.{decimals}f}" if "," in written else f"{scaled:.{decimals}f}"


def _contradiction(
    row: Row, last: int, wrong: Message, changed: Verdict, day: Day
) -> Verdict | None:
    """Return the verdict that contradicts a changed answer: that of the change itself, else the first there is."""
    judged = judge_messages((*row.messages[:last], wrong), day=day, kind=row.kind, by_ear=False)
    found = [v for v in judged.verdicts() if v.message == last and v.verdict == "contradicted"]
    near = (v for v in found if v.start <= changed.start < v.start + len(v.span))
    return next(near, found[0] if found else None)


def _refused_by_prompt(
    rejects: Iterable[Mapping[str, Any]],
) -> dict[tuple[Message, ...], list[tuple[Message, str, str]]]:
    """Return the contradicted answers of refused attempts, by the turns before them: answer, rule, reason."""
    found: dict[tuple[Message, ...], list[tuple[Message, str, str]]] = {}
    for line in rejects:
        said = [_REFUSED.fullmatch(str(reason)) for reason in line.get("reasons") or ()]
        why = next((match for match in said if match), None)
        turns = tuple(Message.model_validate(m) for m in line.get("messages") or ())
        if why is None or not turns or turns[-1].role != "assistant":
            continue
        rule = why["code"].partition(":")[2]
        found.setdefault(turns[:-1], []).append((turns[-1], rule, why["words"]))
    return found


def _of_refused(
    row: Row,
    n: int,
    refused: Mapping[tuple[Message, ...], Sequence[tuple[Message, str, str]]],
) -> Iterator[Pair]:
    for wrong, rule, reason in refused.get(row.messages[:n], ()):
        if wrong != row.messages[n]:
            yield Pair(row.row_id, row.split, row.messages[:n], row.messages[n], wrong, "refused",
                       "", rule, "", reason)  # fmt: skip
