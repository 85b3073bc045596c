"""Judging a model's answer before anyone sees it: one claim without support, and it is not shown."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from wearable_coach.answers.everyday.answers import sends_to_help
from wearable_coach.chat.contract import Answer
from wearable_coach.day import Day
from wearable_coach.records import Kind, Verdict
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.serving.fence import Fence
from wearable_coach.serving.need import need_of
from wearable_coach.serving.prompts import Asked, chat_day
from wearable_coach.serving.sentence_places import first_of, without
from wearable_coach.serving.urgency import NOTHING
from wearable_coach.serving.urgent_text import urgent_text, urgent_verdicts
from wearable_coach.standards.answer_format import length_range
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification import accepted, verify_answer
from wearable_coach.verification.sourced import SOURCED

_LEAST_HANGUL = 0.6
_SAME_SENTENCES = 3
_SENTENCE_FROM = 10
_LIST_MARKS = "-*•#|"
_PACKED_FROM, _LEAST_PACKED = 600, 0.2
_RESIDUE = re.compile(
    r"<\|?/?\w|\|>|\[/?INST\]|<<SYS|```|https?://|\x00|�|^\s*(?:system|user|assistant)\b[: ]?",
    re.IGNORECASE | re.MULTILINE,
)
_HANGUL, _LATIN = re.compile("[가-힣]"), re.compile("[A-Za-z\u00c0-\u024f]")
_FOREIGN = re.compile(
    "[\u0370-\u05ff\u0600-\u06ff\u0900-\u0fff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff]"
)
"""Letters of other scripts: Greek to Arabic, Indic and Thai, kana, Chinese characters."""
_ENDED = re.compile(r"[.!?~…)\]\"'”’]\s*$")
_SENTENCES = re.compile(r"[.!?\n]+")
SHORT = 120
"""How long a short answer may be, beside the sentence that sends to help [characters]."""
UNLIKE = "fence:unlike"
"""The reason of an answer with a sentence that is like none that its model was trained on."""
_VERIFYING = Lock()
"""The verifier keeps evidence a day and plans a sentence; one thread at a time writes them."""


class Guarded(NamedTuple):
    """What the guard says of an answer; without reasons it may be shown."""

    verdicts: tuple[Verdict, ...]
    reasons: tuple[str, ...]
    text: str = ""
    """What may be shown: the answer, or the answer without sentences that were not understood."""

    @property
    def ok(self) -> bool:
        """Whether the answer may be shown."""
        return not self.reasons


def judge(answer: Answer, asked: Asked, *, prompts: Prompts, fence: Fence | None = None) -> Guarded:
    """Judge a model's answer: its form first, then every claim of it, then each sentence's strangeness.

    Args:
        answer: What the model said.
        asked: What it was asked.
        prompts: The system prompts that it knows, of which no line may be shown.
        fence: The sentences that it was trained on, where they are known: one unlike all is not shown.
    """
    text = answer.text.strip()
    wrong = _form(text, asked, prompts, ended=answer.ended)
    if wrong:
        return Guarded((), (f"form:{wrong}",))
    verdicts = verified(text, asked)
    unlike = fence.unlike(text) if fence is not None else []
    reasons = _reasons(verdicts, unlike)
    in_table = any(text.startswith("|", start) for start, _ in unlike)
    if reasons and not in_table and _may_be_shortened(verdicts, asked):
        unread = [
            (v.start, v.start + len(v.span)) for v in verdicts if v.verdict == "not_understood"
        ]
        shorter = without(text, unread + unlike)
        if shorter and not _form(shorter, asked, prompts, ended=answer.ended):
            again = verified(shorter, asked)
            says_enough = bool(again) or (not unread and len(shorter) * 2 >= len(text))
            if accepted(again) and says_enough:
                return _as_long_as_wanted(Guarded(again, (), shorter), asked)
    return _as_long_as_wanted(Guarded(verdicts, reasons, text), asked)


def _as_long_as_wanted(found: Guarded, asked: Asked) -> Guarded:
    """Return what may be shown of an accepted answer where a short one is wanted: its beginning, and where to get help.

    What is left is judged again; on a day that bids to hold back nothing is left out.
    """
    facts = _spoken_of(asked).facts
    holds_back = facts.safety_level >= SafetyLevel.REDUCE or facts.max_intensity_allowed == "none"
    if not found.ok or asked.manner.length == "normal" or holds_back:
        return found
    ways = [(v.start, v.start + len(v.span)) for v in found.verdicts if v.rule == SOURCED]
    shorter = first_of(found.text, SHORT, sends_to_help, ways)
    again = verified(shorter, asked)
    return Guarded(again, (), shorter) if again and accepted(again) else found


def _reasons(verdicts: tuple[Verdict, ...], unlike: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return each reason why an answer may not be shown, once."""
    refused = dict.fromkeys(f"{v.verdict}:{v.rule}" for v in verdicts if v.verdict != "supported")
    return (*refused, *((UNLIKE,) if unlike else ()))


def _may_be_shortened(verdicts: tuple[Verdict, ...], asked: Asked) -> bool:
    """Say whether sentences may be left out: what was not understood, of a chat on a day that allows everything.

    On any other day a sentence that nobody understood may be the one that mattered: the rules answer. One that
    was understood and is only unlike the training rows may go on any day that does not send the person to rest.
    """
    facts = _spoken_of(asked).facts
    if facts.safety_level >= SafetyLevel.DEFER:
        return False
    if accepted(verdicts):
        return True
    only_unread = all(v.verdict in {"supported", "not_understood"} for v in verdicts)
    return only_unread and asked.kind == "coaching" and facts.max_intensity_allowed == "vigorous"


def verified(text: str, asked: Asked, *, kind: Kind | None = None) -> tuple[Verdict, ...]:
    """Verify a text against what is known of the day; every text that is shown went through here.

    What is said to whom needs help stands in a table with its sources, word for word, and is no claim about the day.
    """
    need = need_of(asked)
    if need != NOTHING and text == urgent_text(need, asked.known.profile):
        return urgent_verdicts(need, asked.known.profile)
    day = _spoken_of(asked)
    with _VERIFYING:
        found = verify_answer(text, day=day, kind=kind or asked.kind, question=told_words(asked))
    return tuple(found)


def told_words(asked: Asked) -> str:
    """Return what the user said, with the readings that they told beside the nine in figures."""
    told = asked.known.told
    said = [f"체온 {told.temperature:g}도"] if told.temperature is not None else []
    said += [f"혈당 {told.glucose}mg/dL"] if told.glucose is not None else []
    said += [f"혈압 {told.systolic_bp}mmHg"] if told.systolic_bp is not None else []
    said += [f"혈압 {told.diastolic_bp}mmHg"] if told.diastolic_bp is not None else []
    return "\n".join([asked.user_words, *said])


def _spoken_of(asked: Asked) -> Day:
    return chat_day(asked.known) if asked.kind == "coaching" else asked.known


def _form(text: str, asked: Asked, prompts: Prompts, *, ended: bool) -> str:
    """Return what is wrong with the form of an answer, nothing when it is right."""
    kind = asked.kind
    least, most = length_range(kind, level=_spoken_of(asked).facts.safety_level)
    if not text:
        return "empty"
    if len(text) > most:  # before any reading: what is endless is not read
        return "too_long"
    wrongs = (
        ("cut", not ended or (kind == "coaching" and not _ENDED.search(text))),
        ("too_short", len(text) < least),
        ("residue", bool(_RESIDUE.search(text)) or _tells_prompt(text, prompts)),
        ("not_korean", not _is_korean(text)),
        ("repeats", _repeats(text)),
    )
    return next((name for name, is_wrong in wrongs if is_wrong), "")


def _tells_prompt(text: str, prompts: Prompts) -> bool:
    """Say whether a text tells the prompt: a sentence of it anywhere, or a short line by itself."""
    sentences, short = _prompt_lines(prompts)
    return any(line in text for line in sentences) or not short.isdisjoint(_lines(text))


@lru_cache(maxsize=8)
def _prompt_lines(prompts: Prompts) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the lines of prompts, the long and the short; lists and headings an answer may have too."""
    lines = dict.fromkeys(line for prompt in prompts.all() for line in _lines(prompt))
    told = [line for line in lines if line and line[0] not in _LIST_MARKS]
    long = tuple(line for line in told if len(line) >= _SENTENCE_FROM)
    return long, frozenset(told).difference(long)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def _is_korean(text: str) -> bool:
    hangul, latin = len(_HANGUL.findall(text)), len(_LATIN.findall(text))
    return hangul > 0 and hangul >= _LEAST_HANGUL * (hangul + latin) and not _FOREIGN.search(text)


def _repeats(text: str) -> bool:
    sentences = (s.strip() for s in _SENTENCES.split(text))
    counts = Counter(s for s in sentences if len(s) >= _SENTENCE_FROM and not s.startswith("|"))
    if counts and max(counts.values()) >= _SAME_SENTENCES:
        return True
    data = text.encode()
    return len(data) > _PACKED_FROM and len(zlib.compress(data, 1)) < _LEAST_PACKED * len(data)
