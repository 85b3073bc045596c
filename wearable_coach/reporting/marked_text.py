"""An answer with its claims coloured by what the verifier says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from wearable_coach.records import Verdict, VerdictName
from wearable_coach.reporting.labels import rule_label

_WORSE: dict[VerdictName, int] = {
    "supported": 0,
    "not_understood": 1,
    "unsupported": 2,
    "contradicted": 3,
}
_LABEL: dict[VerdictName, str] = {
    "supported": "확인됨",
    "not_understood": "읽지 못함",
    "unsupported": "근거 없음",
    "contradicted": "사실과 다름",
}
_HEADING = re.compile(r"#{1,4} ")


def marked(text: str, verdicts: Sequence[Verdict]) -> Markup:
    """Return a text as HTML with a coloured mark on each claim, the worst one where they overlap.

    Headings are bold, and the signs of Markdown for both are left out. Nothing of the text can
    become a tag of its own.

    Args:
        text: The answer.
        verdicts: Its verdicts, with places in `text`.
    """
    worst: list[Verdict | None] = [None] * len(text)
    for verdict in verdicts:
        for place in range(verdict.start, min(verdict.start + len(verdict.span), len(text))):
            known = worst[place]
            if known is None or _WORSE[verdict.verdict] > _WORSE[known.verdict]:
                worst[place] = verdict
    out, start = [], 0
    for line in text.splitlines(keepends=True):
        out.append(_line(line, worst[start : start + len(line)]))
        start += len(line)
    return Markup("").join(out)


def _line(line: str, worst: Sequence[Verdict | None]) -> Markup:
    heading = _HEADING.match(line)
    if heading is None:
        return _pieces(line, worst)
    skipped = heading.end()
    return Markup("<strong>{}</strong>").format(_pieces(line[skipped:], worst[skipped:]))


def _pieces(text: str, worst: Sequence[Verdict | None]) -> Markup:
    out, start = [], 0
    for place in range(1, len(text) + 1):
        if place == len(text) or worst[place] is not worst[start]:
            out.append(_piece(text[start:place].replace("**", ""), worst[start]))
            start = place
    return Markup("").join(out)


def _piece(text: str, verdict: Verdict | None) -> Markup:
    if verdict is None or not text.strip():
        return Markup("{}").format(text)
    title = f"{_LABEL[verdict.verdict]} · {rule_label(verdict.rule)}"
    title = f"{title} · {verdict.reason}" if verdict.reason else title
    return Markup('<mark class="{0}" title="{1}">{2}</mark>').format(verdict.verdict, title, text)
