"""Whatever base trl has a training template for is trained and asked with one template."""

import pytest

from backends.local.chat_template import template_fault
from tests.support.base_families import FAMILIES, TAKEN, make_base, template_of
from tests.support.cases import some
from tests.support.few_steps import losses_of
from tests.support.local_training import needs_torch
from tests.support.training_rows import rows
from wearable_coach.finetuning.training_rows import read_rows
from wearable_coach.publishing.modelfile import template_pieces

pytestmark = pytest.mark.slow("training")
MORE = True
NO_THOUGHT = "{%- set enable_thinking = false -%}"
ROWS = read_rows(rows(6), name="train")


@pytest.fixture(scope="module", params=TAKEN)
def base(request, tmp_path_factory):
    needs_torch()
    folder = tmp_path_factory.mktemp(request.param.replace(" ", "-"))
    return make_base(FAMILIES[request.param], folder)


@pytest.fixture(scope="module")
def tuned(base, tmp_path_factory):
    """The base, and an adapter after two steps on it."""
    from backends.local.worker.job_folder import RunOptions
    from backends.local.worker.model import open_model, open_tokenizer
    from backends.local.worker.rows import token_row

    tokenizer = open_tokenizer(base)
    options = RunOptions(base_folder=str(base), base_sha256="")
    model = open_model(options, rank=4, alpha=8, seed=1)
    tokens = [token_row(messages, tokenizer) for messages in ROWS[:4]]
    losses = losses_of(model, tokens, rate=2e-2)
    folder = tmp_path_factory.mktemp("adapter")
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder, losses, model


def test_its_template_is_found_from_its_files_alone(base):
    assert template_fault(base) == ""


def test_it_is_asked_with_the_very_tokens_that_it_was_trained_with(base, tuned):
    from backends.local.chat_template import end_tokens
    from backends.local.generation import LocalModel
    from backends.local.worker.model import open_tokenizer
    from backends.local.worker.rows import IGNORED, token_row

    adapter, *_ = tuned
    tokenizer = open_tokenizer(base)
    asked = LocalModel(base, adapter=adapter)
    for messages in some(ROWS):
        row = token_row(messages, tokenizer)
        for n, message in enumerate(messages):
            if message.role != "assistant":
                continue
            prompt = asked._prompt(messages[:n])
            assert row.ids[: len(prompt)] == prompt
        learnt = [i for i in row.labels if i != IGNORED]
        said = [m.content for m in messages if m.role == "assistant"]
        assert all(text in tokenizer.decode(learnt) for text in said)
        ends = end_tokens(tokenizer)
        assert sum(i in ends for i in learnt) >= len(said)
        assert all(m.content not in tokenizer.decode(learnt) for m in messages if m.role == "user")


def test_lora_is_on_every_linear_layer_learns_and_answers(base, tuned):
    from torch.nn import Linear
    from transformers import AutoModelForCausalLM

    from backends.local.generation import LocalModel

    adapter, losses, model = tuned
    plain = AutoModelForCausalLM.from_pretrained(base)
    linear = {n.rpartition(".")[2] for n, m in plain.named_modules() if isinstance(m, Linear)}
    adapted = {
        n.partition(".lora_A")[0].rpartition(".")[2]
        for n, _ in model.named_parameters()
        if ".lora_A" in n
    }
    assert adapted == linear - {"lm_head"}
    assert losses[-1] < losses[0]
    together = LocalModel(base, adapter=adapter).answer([r[:2] for r in ROWS], max_new_tokens=5)
    assert all(0 < one.answer_tokens <= 5 for one in some(together))


def test_the_template_is_the_one_that_trl_itself_would_train_with(base):
    from transformers import AutoTokenizer
    from trl.chat_template_utils import get_training_chat_template

    from backends.local.chat_template import training_template

    tokenizer = AutoTokenizer.from_pretrained(base)
    ours = training_template(tokenizer)
    if "3.1" in base.name:  # trl has none for it: that of Llama 3 writes no date
        tokenizer.chat_template = template_of(FAMILIES["llama 3"])
    assert ours.removeprefix(NO_THOUGHT) == get_training_chat_template(tokenizer)
    assert ours.startswith(NO_THOUGHT) == ("qwen-3" in base.name)
    tokenizer.chat_template = ours
    assert training_template(tokenizer) == ours


def test_a_base_that_takes_no_system_message_is_refused_before_anything_is_trained(tmp_path):
    needs_torch()
    make_base(FAMILIES["gemma 2"], tmp_path)
    assert "takes no system message" in template_fault(tmp_path)
    (tmp_path / "chat_template.jinja").write_text(template_of(FAMILIES["gemma 3"]))
    assert template_fault(tmp_path) == ""


def test_ollama_is_told_the_same_prompts(base):
    from backends.local.export.ollama_out import rendered
    from backends.local.export.serving_files import serving_template
    from backends.local.worker.model import open_tokenizer

    tokenizer = open_tokenizer(base)
    marked, plain = tokenizer.chat_template, serving_template(tokenizer.chat_template)
    told = [[m.model_dump() for m in messages[:n]] for messages in ROWS for n in (2, len(messages))]
    for turns in some(told):
        for more in (False, True):
            one, other = (
                tokenizer.apply_chat_template(
                    turns, chat_template=t, add_generation_prompt=more, tokenize=False
                )
                for t in (marked, plain)
            )
            assert one == other
    (base / "chat_template.jinja").write_text(plain)
    render = rendered(tokenizer, base)
    pieces = template_pieces(render, bos=tokenizer.bos_token)
    for messages in some(ROWS):
        asked = [(m.role, m.content) for m in messages[:2]]
        assert pieces.render(asked) == render(messages[:2], MORE)
