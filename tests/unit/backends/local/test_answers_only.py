"""The loss is on what the assistant says, all of it and nothing else."""

import pytest

from backends.local.base_model import TINY_FOLDER
from tests.support.cases import some
from tests.support.local_training import needs_torch
from tests.support.training_rows import rows
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.training_rows import read_rows

pytestmark = pytest.mark.slow("training")

LLAMA_3 = "{% for m in messages %}{{ '<|start_header_id|>' + m.role + '<|end_header_id|>' + m.content + '<|eot_id|>' }}{% endfor %}"


@pytest.fixture(params=["tiny", "llama 3"])
def tokenizer(request, tmp_path):
    needs_torch()
    from backends.local.worker.model import open_tokenizer

    if request.param == "tiny":
        return open_tokenizer(TINY_FOLDER)
    from transformers import AutoTokenizer

    made = AutoTokenizer.from_pretrained(TINY_FOLDER)
    names = ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")
    made.add_special_tokens({"additional_special_tokens": list(names), "eos_token": "<|eot_id|>"})
    made.chat_template = LLAMA_3
    made.save_pretrained(tmp_path)
    return open_tokenizer(tmp_path)


def test_the_loss_is_on_every_assistant_turn_with_its_end_and_on_nothing_else(tokenizer):
    from backends.local.worker.rows import IGNORED, token_row

    for messages in some(read_rows(rows(9), name="train")):
        row = token_row(messages, tokenizer)
        learnt = tokenizer.decode([i for i in row.labels if i != IGNORED])
        end = tokenizer.eos_token
        assert learnt == "".join(m.content + end for m in messages if m.role == "assistant")
        assert all(label in {IGNORED, i} for i, label in zip(row.ids, row.labels, strict=True))


def test_what_is_served_is_the_beginning_of_what_was_trained(tokenizer):
    for messages in some(read_rows(rows(2), name="train")):
        told = [m.model_dump() for m in messages]
        trained = tokenizer.apply_chat_template(told, tokenize=False)
        asked = tokenizer.apply_chat_template(told[:2], tokenize=False, add_generation_prompt=True)
        assert trained.startswith(asked + messages[2].content)


def test_every_generated_row_fits_the_tiny_base_whole(tokenizer):
    from backends.local.worker.rows import token_rows
    from wearable_coach.dataset.assembly import training_line
    from wearable_coach.dataset.batches import make_plan
    from wearable_coach.dataset.recipe import Recipe
    from wearable_coach.dataset.rows import generate_row

    plan = make_plan(Recipe().scaled_to(150), 11, ())
    made = [generate_row(spec, plan.settings).row for spec in plan.specs]
    read = token_rows(map(training_line, made), tokenizer, context=2048, name="train")
    assert read.truncated == 0
    assert max(len(row.ids) for row in read.rows) > 1000


def test_a_row_cut_before_its_answer_is_refused_and_a_longer_one_is_counted():
    needs_torch()
    from backends.local.worker.model import open_tokenizer
    from backends.local.worker.rows import token_rows

    tokenizer = open_tokenizer(TINY_FOLDER)
    read = token_rows((rows(6),), tokenizer, context=40, name="train")
    assert read.truncated > 0
    assert all(len(row.ids) <= 40 for row in read.rows)
    with pytest.raises(BadInput, match=r"train, row 1: no answer within the context of 8 tokens"):
        token_rows((rows(6),), tokenizer, context=8, name="train")


def test_a_template_that_does_not_mark_answers_is_refused():
    needs_torch()
    from transformers import AutoTokenizer

    from backends.local.chat_template import training_template

    tokenizer = AutoTokenizer.from_pretrained(TINY_FOLDER)
    tokenizer.chat_template = "{% for m in messages %}{{ m.content }}{% endfor %}"
    with pytest.raises(BadInput, match="does not mark the answers"):
        training_template(tokenizer)
