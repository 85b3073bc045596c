"""What cannot be trained is refused in one line, before anything is written."""

import json
import os
import struct

import pytest

from backends.local import machine
from backends.local.base_model import TINY_FOLDER, content_hash, open_base
from tests.support.local_training import LocalBench
from wearable_coach.errors import BadInput, StoreConflict

ENOUGH = 2**50


@pytest.fixture
def bench(tmp_path):
    return LocalBench(tmp_path)


@pytest.fixture
def big_base(tmp_path):
    """A folder that looks like a model of 120 million weights; its file is a hole."""
    folder = tmp_path / "big"
    folder.mkdir()
    config = json.loads((TINY_FOLDER / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer.json").write_bytes((TINY_FOLDER / "tokenizer.json").read_bytes())
    weights = 120_000_000
    header = json.dumps(
        {"w": {"dtype": "BF16", "shape": [weights], "data_offsets": [0, 2 * weights]}}
    ).encode()
    with (folder / "model.safetensors").open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        file.truncate(8 + len(header) + 2 * weights)
    return folder


def refusals(bench):
    found = bench.tuner().preflight(bench.order(), bench.data).refusals
    assert all("\n" not in check.message for check in found)
    return {check.name: check.message for check in found}


def test_a_big_model_without_a_gpu_is_refused_and_with_one_it_is_not(
    tmp_path, big_base, monkeypatch
):
    bench = LocalBench(tmp_path, base=str(big_base))
    monkeypatch.setattr(machine, "missing_packages", list)
    monkeypatch.setattr(machine, "gpu_bytes", lambda: 0)
    with monkeypatch.context() as patch:
        patch.setattr(machine, "missing_packages", lambda: ["tokenizers"])
        assert "there is none that torch can use" in refusals(bench)["gpu"]
        patch.setattr(machine, "gpu_bytes", lambda: 2**30)
        assert "free it or take a smaller model" in refusals(bench)["gpu"]
        patch.setattr(machine, "gpu_bytes", lambda: 80 * 2**30)
        assert "gpu" not in refusals(bench)


def test_a_template_that_does_not_mark_answers_is_refused_before_anything_is_written(tmp_path):
    folder = tmp_path / "base"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / name).write_bytes((TINY_FOLDER / name).read_bytes())
    bench = LocalBench(tmp_path, base=str(folder))
    assert "does not mark the answers" in refusals(bench)["chat template"]
    (folder / "tokenizer_config.json").write_text('{"chat_template": "{% generation %}"}')
    assert "chat template" not in refusals(bench)


def test_a_full_disk_is_refused(bench, monkeypatch):
    monkeypatch.setattr(machine, "free_disk_bytes", lambda _: 1000)
    assert "make room" in refusals(bench)["disk"]


def test_too_little_memory_is_refused(bench, monkeypatch):
    monkeypatch.setattr(machine, "memory_bytes", lambda: 2**28)
    assert "end other programs" in refusals(bench)["memory"]


def test_without_the_extra_it_is_said_how_to_install_it(bench, monkeypatch):
    monkeypatch.setattr(machine, "missing_packages", lambda: ["torch", "tokenizers"])
    order = bench.order()
    assert "-r requirements-local.txt" in refusals(bench)["packages"]
    with pytest.raises(
        BadInput, match=r"torch, tokenizers not installed; run .*requirements-local.txt"
    ):
        bench.submit(order)
    assert bench.tuner().list() == []


def test_a_jobs_folder_that_cannot_be_made_is_refused(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    bench = LocalBench(tmp_path / "file")
    assert "choose another folder" in refusals(bench)["disk"]
    monkeypatch.setattr(machine, "missing_packages", list)
    with pytest.raises(StoreConflict, match="job folder: cannot write"):
        bench.submit(bench.order())


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: [p.unlink() for p in f.iterdir()] and f.rmdir(), "there is no folder"),
        (lambda f: (f / "config.json").write_text("{"), "no readable config.json"),
        (lambda f: (f / "config.json").write_text('{"model_type": "gpt2"}'), "is a gpt2 model"),
        (lambda f: (f / "tokenizer.json").unlink(), "lacks tokenizer.json"),
        (lambda f: (f / "model.safetensors").unlink(), r"lacks \*.safetensors"),
        (lambda f: (f / "model.safetensors").write_bytes(b"GGUF"), "no safetensors file"),
        (
            lambda f: os.truncate(f / "model.safetensors", 50_000),
            "cut short",
        ),
        (
            lambda f: (f / "model.safetensors.index.json").write_text(
                '{"weight_map": {"a": "model-00002-of-00002.safetensors"}}'
            ),
            "lacks model-00002",
        ),
    ],
)
def test_a_base_folder_that_is_missing_or_spoilt_is_refused_in_one_line(tmp_path, spoil, says):
    folder = tmp_path / "base"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / name).write_bytes((TINY_FOLDER / name).read_bytes())
    open_base(str(folder))
    spoil(folder)
    with pytest.raises(BadInput, match=says) as refusal:
        LocalBench(tmp_path, base=str(folder)).order()
    assert "\n" not in str(refusal.value)


def test_a_base_that_does_not_fit_its_checksums_is_refused(tmp_path):
    for path in TINY_FOLDER.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    assert content_hash(tmp_path) == content_hash(TINY_FOLDER)
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(BadInput, match=r"tokenizer\.json does not have the checksum in SHA256SUMS"):
        content_hash(tmp_path)


def test_another_base_than_the_one_ordered_is_refused(bench, monkeypatch):
    monkeypatch.setattr(machine, "missing_packages", list)
    order = bench.order().model_copy(update={"base_model": "tiny@sha256:0"})
    with pytest.raises(BadInput, match="the order is for tiny@sha256:0"):
        bench.submit(order)


def test_data_that_are_not_those_of_the_order_are_refused(bench, monkeypatch):
    monkeypatch.setattr(machine, "missing_packages", list)
    order = bench.order()
    bench.data = bench.data._replace(valid=bench.data.train)
    with pytest.raises(BadInput, match="valid: its bytes are not those of the order"):
        bench.submit(order)
    assert bench.tuner().list() == []


@pytest.mark.parametrize("name", ["../x", "", ".", "a/b", "..", ".hidden"])
def test_a_name_that_is_none_is_unknown(bench, name):
    with pytest.raises(Exception, match="there is no"):
        bench.tuner().status(name)
