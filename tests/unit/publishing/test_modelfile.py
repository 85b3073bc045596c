"""Ollama is asked with the prompt that the chat template writes, greedily, and stops where the model was taught to."""

import re

import jinja2
import pytest

from wearable_coach.errors import BadInput
from wearable_coach.publishing.modelfile import go_template, modelfile, template_pieces
from wearable_coach.records import Message

CHATML = "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}{% if more %}{{ '<|im_start|>assistant\n' }}{% endif %}"
BEGUN = "{{ '<s>' }}" + CHATML
BRACES = CHATML.replace("<|im_end|>", "}}")
FOLDED = "{% for m in messages %}{% if m.role == 'system' %}{% else %}{{ '<' + m.role + '>' + (messages[0].content if loop.index0 == 1 else '') + m.content }}{% endif %}{% endfor %}{% if more %}<assistant>{% endif %}"
NUMBERED = "{% for m in messages %}{{ loop.index }}: {{ m.content }}{% endfor %}"
MORE = True
TALK = [
    ("system", "코치입니다."),
    ("user", "{{ 어때요? }}"),
    ("assistant", "좋아요."),
    ("user", "왜요?"),
]


def rendering(template):
    made = jinja2.Environment(autoescape=False, keep_trailing_newline=True).from_string(template)  # noqa: S701 - no HTML
    return lambda turns, more: made.render(messages=turns, more=more)


def by_go(template, talk):
    """Write a prompt as Go would by the template: one range, one if, literals."""
    turns, _, after = template.partition("{{ end }}{{ end }}")
    frames = dict(re.findall(r'eq \.Role "(\w+)" }}(.*?)(?={{ else if|\Z)', turns, re.DOTALL))
    told = [frames[role].replace("{{ .Content }}", "\x00", 1) for role, _ in talk]
    text = "".join(
        literals(f).replace("\x00", words) for f, (_, words) in zip(told, talk, strict=True)
    )
    return text + literals(after)


def literals(text):
    return re.sub(
        r'{{ "((?:[^"\\]|\\.)*)" }}',
        lambda m: m[1].replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\"),
        text,
    )


@pytest.mark.parametrize("template", [CHATML, BRACES, FOLDED])
def test_its_template_writes_what_the_chat_template_writes(template):
    render = rendering(template)
    pieces = template_pieces(render, bos="")
    turns = [Message(role=role, content=words) for role, words in TALK]
    assert by_go(go_template(pieces), TALK) == render(turns, MORE)
    assert by_go(go_template(pieces), TALK[:2]) == render(turns[:2], MORE)


def test_the_mark_that_begins_a_text_is_left_to_ollama():
    pieces = template_pieces(rendering(BEGUN), bos="<s>")
    assert pieces.begins == "<s>"
    assert "<s>" not in go_template(pieces)
    assert go_template(pieces) == go_template(template_pieces(rendering(CHATML), bos=""))


def test_a_template_that_writes_turns_by_more_than_their_role_is_refused():
    for template in (NUMBERED, "{{ messages[0].content }}", "{{ raise_exception('no') }}"):
        with pytest.raises(
            BadInput, match="take --to gguf, whose file carries the template itself"
        ):
            template_pieces(rendering(template), bos="")


def test_it_is_asked_greedily_and_stops_where_it_was_taught_to():
    pieces = template_pieces(rendering(CHATML), bos="")
    text = modelfile(
        pieces, system="코치입니다.", ends=["<|im_end|>", '"'], context=2048, most_tokens=768
    )
    lines = text.splitlines()
    assert lines[0] == "FROM ."
    for line in ("PARAMETER temperature 0", "PARAMETER repeat_penalty 1", "PARAMETER num_ctx 2048",
                 'PARAMETER stop "<|im_end|>"', 'PARAMETER stop "\\""', 'SYSTEM """코치입니다."""'):  # fmt: skip
        assert line in lines
    with pytest.raises(BadInput, match="cannot quote"):
        modelfile(pieces, system='"""', ends=[], context=1, most_tokens=1)
