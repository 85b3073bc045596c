"""An answer with its claims coloured by what the verifier says of them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from wearable_coach.records import Verdict

_WORSE = {"supported": 0, "unsupported": 1, "contradicted": 2}
_LABEL = {"supported": "확인됨", "unsupported": "근거 없음", "contradicted": "사실과 다름"}


def marked(text: str, verdicts: Sequence[Verdict]) -> Markup:
    """Return a text as HTML with a coloured mark on each claim, the worst one where they overlap.

    Nothing of the text can become a tag of its own.

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
    for place in range(1, len(text) + 1):
        if place == len(text) or worst[place] is not worst[start]:
            out.append(_piece(text[start:place], worst[start]))
            start = place
    return Markup("").join(out)


def _piece(text: str, verdict: Verdict | None) -> Markup:
    if verdict is None:
        return Markup("{}").format(text)
    told = f"{_LABEL[verdict.verdict]} · {verdict.rule}"
    told = f"{told} · {verdict.reason}" if verdict.reason else told
    return Markup('<mark class="{0}" title="{1}">{2}</mark>').format(verdict.verdict, told, text)
