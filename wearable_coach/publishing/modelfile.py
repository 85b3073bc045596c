"""A Modelfile for Ollama: the chat template in its own language, greedy parameters, the coach's system prompt.

Ollama writes prompts by Go templates, and a model of transformers comes with a Jinja template. What each role's turn
begins and ends with is found by rendering a few conversations; the pieces are put together again and compared with what
the Jinja template writes for others. Where they do not agree, there is no Modelfile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from jinja2 import TemplateError

from wearable_coach.errors import BadInput
from wearable_coach.records import Message

Render = Callable[[Sequence[Message], bool], str]
"""Renders turns; with True, up to where the answer begins."""
_NOT_SAID = "\x00{}\x00"
_TURNS: tuple[tuple[str, ...], ...] = (
    ("system", "user"),
    ("system", "user", "assistant", "user"),
    ("system", "user", "assistant", "user", "assistant", "user"),
)
"""Conversations on which the pieces are tried."""
_QUOTES = '"""'


class TemplatePieces(NamedTuple):
    """What stands between the words of a prompt."""

    begins: str
    """Before all turns."""
    opens: dict[str, str]
    """By role, before its words."""
    closes: dict[str, str]
    """By role, after its words."""
    answer: str
    """After all turns: where the answer begins."""

    def render(self, roles_and_words: Sequence[tuple[str, str]]) -> str:
        """Return a prompt put together of the pieces."""
        turns = (self.opens[role] + words + self.closes[role] for role, words in roles_and_words)
        return self.begins + "".join(turns) + self.answer


def template_pieces(render: Render, *, bos: str) -> TemplatePieces:
    """Find the pieces of a chat template.

    Args:
        render: Renders turns by it.
        bos: The mark that begins a text; empty where there is none.

    Raises:
        BadInput: turns are not written one after the other by it, each in its role's own frame.
    """
    try:
        found = _pieces(render, bos)
        agree = found is not None and all(_agrees(render, found, roles) for roles in _TURNS)
    except (TemplateError, ValueError, LookupError, TypeError):  # turns that it does not take
        found, agree = None, False
    if found is None or not agree:
        message = "ollama: its chat template does not write a turn by its role alone, so Ollama's template cannot say the same; take --to gguf, whose file carries the template itself, or merged"
        raise BadInput(message)
    return found


def modelfile(
    pieces: TemplatePieces, *, system: str, ends: Sequence[str], context: int, most_tokens: int
) -> str:
    """Return the Modelfile of a merged folder, which it lies in.

    Args:
        pieces: Of its chat template.
        system: The system prompt that is used where none is given.
        ends: The marks that end an answer.
        context: The longest sequence [tokens].
        most_tokens: Where an answer is cut [tokens].

    Raises:
        BadInput: a piece holds what a Modelfile cannot quote.
    """
    template = go_template(pieces)
    for text in (template, system):
        if _QUOTES in text:
            message = 'ollama: template or system prompt holds """, which a Modelfile cannot quote; take --to gguf or merged'
            raise BadInput(message)
    stops = [f"PARAMETER stop {_quoted(end)}" for end in ends]
    lines = [
        "FROM .",
        f"TEMPLATE {_QUOTES}{template}{_QUOTES}",
        f"SYSTEM {_QUOTES}{system}{_QUOTES}",
        "PARAMETER temperature 0",
        "PARAMETER top_k 1",
        "PARAMETER repeat_penalty 1",  # its default of 1.1 punishes a number that is told twice
        f"PARAMETER num_ctx {context}",
        f"PARAMETER num_predict {most_tokens}",
        *stops,
    ]
    return "\n".join(lines) + "\n"


def go_template(pieces: TemplatePieces) -> str:
    """Return the pieces as a template of Ollama's, which writes the mark that begins a text by itself."""
    branches: list[str] = []
    for role in ("system", "user", "assistant"):
        test = f'{{{{ {"if" if not branches else "else if"} eq .Role "{role}" }}}}'
        words = _literal(pieces.opens[role]) + "{{ .Content }}" + _literal(pieces.closes[role])
        branches.append(test + words)
    turns = "{{ range .Messages }}" + "".join(branches) + "{{ end }}{{ end }}"
    return turns + _literal(pieces.answer)


def _pieces(render: Render, bos: str) -> TemplatePieces:
    """Return pieces that write the same prompts as long as each begins with a system message, as a Modelfile's do.

    Where the end of a turn is cut from the beginning of the next is free: both are always written together.
    """
    lead, told, after = _between(render, ("system", "user"))
    _, _, asked, answered, _ = _between(render, ("system", "user", "assistant", "user"))
    begins = bos if bos and lead.startswith(bos) else ""
    opens_user = _shared_end(told, answered)
    return TemplatePieces(
        begins,
        {"system": lead.removeprefix(begins), "user": opens_user, "assistant": asked},
        {
            "system": told.removesuffix(opens_user),
            "user": "",
            "assistant": answered.removesuffix(opens_user),
        },
        after,
    )


def _shared_end(one: str, other: str) -> str:
    pairs = zip(reversed(one), reversed(other), strict=False)
    size = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return one[len(one) - size :]


def _between(render: Render, roles: Sequence[str]) -> list[str]:
    """Return what stands before, between and after the words of some turns."""
    words = [_NOT_SAID.format(n) for n in range(len(roles))]
    turns = [Message.model_validate({"role": r, "content": w}) for r, w in zip(roles, words, strict=True)]  # fmt: skip
    text = render(turns, True)  # noqa: FBT003 - the form of it
    places = [text.index(w) for w in words]
    ends = [0, *(p + len(w) for p, w in zip(places, words, strict=True))]
    return [text[a:b] for a, b in zip(ends, [*places, len(text)], strict=True)]


def _agrees(render: Render, pieces: TemplatePieces, roles: Sequence[str]) -> bool:
    words = [f"{n}번째 말이에요." for n in range(len(roles))]
    told = [*zip(roles, words, strict=True)]
    turns = [Message.model_validate({"role": r, "content": w}) for r, w in told]
    return pieces.render(told) == render(turns, True)  # noqa: FBT003


def _literal(text: str) -> str:
    """Return a text as a Go template writes it, whatever stands in it."""
    if not text:
        return ""
    plain = all(a + b not in {"{{", "}}"} for a, b in pairwise(text)) and text[-1] not in "{}"
    return text if plain else "{{ " + _quoted(text) + " }}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
