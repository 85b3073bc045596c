"""What a card holds decides: the base in 4 bits where that is asked for, layers reckoned anew where they do not fit."""

import json
import struct
from importlib.util import find_spec

import pytest

from backends.local import machine, preflight
from backends.local.base_model import TINY_FOLDER
from backends.local.checkpointing import shape_of
from tests.support.few_steps import losses_of
from tests.support.local_training import LocalBench, needs_torch
from tests.support.needs import lacking
from tests.support.training_rows import rows
from wearable_coach.finetuning.training_rows import read_rows

WEIGHTS = 8_000_000_000
GIB = 2**30
LLAMA_8B = {
    "hidden_size": 4096, "intermediate_size": 14336, "num_attention_heads": 32, "num_hidden_layers": 32,
    "num_key_value_heads": 8, "vocab_size": 128256, "max_position_embeddings": 8192, "head_dim": 128,
}  # fmt: skip


@pytest.fixture
def base(tmp_path):
    """A folder that looks like a Llama of 8 billion weights; its file is a hole."""
    folder = tmp_path / "big"
    folder.mkdir()
    config = json.loads((TINY_FOLDER / "config.json").read_text()) | LLAMA_8B
    (folder / "config.json").write_text(json.dumps(config))
    for name in ("tokenizer.json", "chat_template.jinja"):
        (folder / name).write_bytes((TINY_FOLDER / name).read_bytes())
    told = {"w": {"dtype": "BF16", "shape": [WEIGHTS], "data_offsets": [0, 4]}}
    header = json.dumps(told).encode()
    data = struct.pack("<Q", len(header)) + header + b"\0" * 4
    (folder / "model.safetensors").write_bytes(data)
    return str(folder)


@pytest.fixture
def card(monkeypatch):
    """A card of so many GiB, and the packages."""

    def put(gib, *, bitsandbytes=True):
        monkeypatch.setattr(machine, "gpu_bytes", lambda: int(gib * GIB))
        monkeypatch.setattr(machine, "missing_packages", lambda: ["tokenizers"])
        there = object() if bitsandbytes else None
        monkeypatch.setattr(preflight, "find_spec", lambda _name: there)

    return put


def refusals(bench):
    found = bench.tuner().preflight(bench.order(), bench.data)
    return {check.name: check.message for check in found.refusals}


def test_eight_billion_weights_fit_a_card_of_16_gb_in_4_bits_alone(tmp_path, base, card):
    card(15.5)
    assert "22.6 GiB" in refusals(LocalBench(tmp_path, base=base))["gpu"]
    assert "gpu" not in refusals(LocalBench(tmp_path, base=base, quantize=True))


def test_without_a_card_or_bitsandbytes_qlora_is_refused_with_the_remedy(tmp_path, base, card):
    bench = LocalBench(tmp_path, base=base, quantize=True)
    card(0, bitsandbytes=False)
    found = refusals(bench)
    assert "in 4 bits want a GPU with" in found["gpu"]
    assert "install bitsandbytes`, or leave --qlora out" in found["qlora"]
    card(15.5)
    assert not {"gpu", "qlora"} & refusals(bench).keys()
    tiny = LocalBench(tmp_path, quantize=True)
    card(0)
    assert "take base model 'tiny', or a machine with a GPU" in refusals(tiny)["gpu"]


def test_qlora_is_another_job_and_what_was_ordered_without_keeps_its_name(tmp_path, base):
    plain = LocalBench(tmp_path, base=base).order()
    asked = LocalBench(tmp_path, base=base, quantize=True).order()
    assert "quantization" not in plain.settings
    assert asked.settings["quantization"].startswith("nf4")
    assert asked.name != plain.name


def test_layers_are_reckoned_anew_where_the_largest_batch_does_not_fit_and_nowhere_else(
    tmp_path, base, card
):
    bench = LocalBench(tmp_path, base=base)
    order = bench.order()

    def checkpointed(gib):
        card(gib)
        return bench.tuner()._run_options(order, bench.data).gradient_checkpointing

    assert [checkpointed(gib) for gib in (18, 80, 0)] == [True, False, True]
    asked = LocalBench(tmp_path, base=base, quantize=True)
    card(80)
    options = asked.tuner()._run_options(asked.order(), asked.data)
    assert (options.quantized, options.device) == (True, "cuda")
    card(0)
    tiny = LocalBench(tmp_path).tuner()._run_options(LocalBench(tmp_path).order(), bench.data)
    assert (tiny.gradient_checkpointing, tiny.quantized, tiny.device) == (False, False, "cpu")


def test_a_base_whose_measures_are_not_told_has_no_estimate(base):
    from backends.local.base_model import open_base

    found = open_base(base)
    assert shape_of(found).keys == 1024
    assert shape_of(found._replace(config={"hidden_size": 4})) is None


@pytest.mark.slow("training")
@pytest.mark.parametrize("again", [False, True])
def test_a_base_in_4_bits_learns_by_its_adapter_alone(again):
    needs_torch()
    if find_spec("bitsandbytes") is None:
        lacking("bitsandbytes", "bitsandbytes not installed")
    from backends.local.worker.job_folder import RunOptions
    from backends.local.worker.model import open_model, open_tokenizer
    from backends.local.worker.rows import token_row

    options = RunOptions(
        base_folder=str(TINY_FOLDER), base_sha256="", quantized=True, gradient_checkpointing=again
    )
    model = open_model(options, rank=8, alpha=16, seed=1)
    assert {type(m).__name__ for m in model.modules()} >= {"Linear4bit"}
    trained = [n for n, p in model.named_parameters() if p.requires_grad]
    assert trained
    assert all(".lora_" in name for name in trained)
    tokenizer = open_tokenizer(TINY_FOLDER)
    told = [token_row(messages, tokenizer) for messages in read_rows(rows(4), name="train")]
    losses = losses_of(model, told, rate=5e-3)
    assert losses[-1] < 0.8 * losses[0]
