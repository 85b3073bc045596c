"""A tuned model answers the same words in the product, in plain peft, and merged."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from flows.openers.chat_models import open_chat_model
from tests.support.adapters import put_model
from tests.support.commands import run
from tests.support.local_training import needs_torch
from wearable_coach.records import Message
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("training")]
NAME = "coach-local-00000000000a"
PLAIN = Path(__file__).parents[1] / "support" / "plain_answers.py"
_WORDS = [
    "오늘",
    "어제",
    "걸음",
    "수면",
    "심박수",
    "체중",
    "운동",
    "기침",
    "산책",
    "62bpm",
    "8,000보",
    "7시간",
    "무릎",
    "식사",
    "물",
    "밤에",
    "조금",
    "많이",
    "괜찮을까요?",
    "어때요?",
    "알려",
    "주세요.",
]


def questions(count):
    """Questions that differ in everything: what a model makes of them differs too."""
    draw = Random(17)
    return [
        [
            {"role": "system", "content": "당신은 코치입니다."},
            {"role": "user", "content": " ".join(draw.sample(_WORDS, draw.randint(2, 9)))},
        ]
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def world(undisturbed, tmp_path_factory):
    """A store with a model as the version before left it, and what it says in the product."""
    bench, name = undisturbed
    folder = tmp_path_factory.mktemp("store")
    adapter = bench.folder(name) / "adapter"
    files = {p.name: p.read_bytes() for p in adapter.iterdir()}
    assert b'"tiny@sha256:' in files["adapter_config.json"]
    put_model(LocalStore(folder), NAME, files)
    asked = questions(24)
    model = open_chat_model(NAME, store=LocalStore(folder), environment={})
    told = [tuple(Message(**turn) for turn in one) for one in asked]
    said = [answer.text for answer in model.answer(told)]
    assert len(set(said)) > 8
    return folder, asked, said


@pytest.fixture(scope="module")
def exported(world, tmp_path_factory):
    """Both forms, exported by the command."""
    needs_torch()
    store, *_ = world
    folder = tmp_path_factory.mktemp("exported")
    for form in ("adapter", "merged"):
        done = run("export", NAME, "--to", form, "--into", str(folder / form), "--out", str(store))
        assert (done.code, done.out) == (0, f"{folder / form}\n"), done.err
    return folder


@pytest.mark.parametrize("form", ["adapter", "merged"])
def test_other_programs_hear_the_words_that_the_product_says(form, world, exported, tmp_path):
    _, asked, said = world
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    done = subprocess.run(
        [sys.executable, "-I", str(PLAIN), str(exported / form), str(tmp_path / "asked.json")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["peft"] is (form == "adapter")
    assert found["answers"] == said


def test_what_is_exported_is_rendered_with_the_tokens_of_training(world, exported):
    from transformers import AutoTokenizer

    from backends.local.export.serving_files import TRAINING_TEMPLATE
    from backends.local.worker.model import open_tokenizer

    _, asked, _ = world
    ours = open_tokenizer(exported / "adapter" / "base")
    for form in ("adapter", "merged"):
        theirs = AutoTokenizer.from_pretrained(exported / form)
        assert "generation" not in theirs.chat_template.replace("add_generation_prompt", "")
        marked = (exported / form / TRAINING_TEMPLATE).read_text(encoding="utf-8")
        assert marked == ours.chat_template
        for one in asked:
            whole = [*one, {"role": "assistant", "content": "좋아요."}]
            for turns, more in ((one, True), (whole, False)):
                assert theirs.apply_chat_template(
                    turns, add_generation_prompt=more, tokenize=True
                ) == ours.apply_chat_template(turns, add_generation_prompt=more, tokenize=True)


def test_a_folder_that_is_there_is_left_alone_and_a_changed_adapter_is_not_exported(
    world, exported
):
    store, *_ = world
    done = run("export", NAME, "--into", str(exported / "adapter"), "--out", str(store))
    assert (done.code, "not empty; name another" in done.err) == (2, True)
    path = store / "models" / NAME / "adapter" / "adapter_model.safetensors"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"\1")
    try:
        done = run("export", NAME, "--into", str(exported / "new"), "--out", str(store))
    finally:
        path.write_bytes(whole)
    assert (done.code, "was changed after training" in done.err) == (2, True)
    assert not (exported / "new").exists()


CONVERTER = """
import sys; from pathlib import Path
folder, _, file, *rest = sys.argv[1:]
assert rest == ["--outtype", "f32"], rest
if not (Path(folder) / "config.json").exists() or Path(file).name.startswith("no"):
    sys.exit("ValueError: no such model")
Path(file).write_bytes(b"GGUF" + (Path(folder) / "model.safetensors").read_bytes()[:8])
"""


@pytest.fixture
def llama_cpp(tmp_path, monkeypatch):
    """A checkout of llama.cpp, whose converter takes what the real one is given."""
    from backends.local.export import gguf_out

    (tmp_path / "llama.cpp" / "gguf-py").mkdir(parents=True)
    script = tmp_path / "llama.cpp" / "convert_hf_to_gguf.py"
    script.write_text(CONVERTER)
    monkeypatch.setenv(gguf_out.LLAMA_CPP, str(script.parent))
    monkeypatch.setattr(gguf_out, "find_spec", lambda _name: object())
    return script


def test_a_file_for_llama_cpp_is_made_by_its_converter_or_it_is_said_what_is_missing(
    world, llama_cpp, tmp_path, monkeypatch
):
    store, *_ = world
    asked = ("export", NAME, "--to", "gguf", "--into", tmp_path / "made", "--out", store)
    done = run(*asked)
    assert (done.code, done.out) == (0, f"{tmp_path / 'made' / NAME}.gguf\n"), done.err
    assert (tmp_path / "made" / f"{NAME}.gguf").read_bytes().startswith(b"GGUF")
    assert "is there already" in run(*asked).err
    llama_cpp.write_text("import sys; sys.exit('ValueError: this kind is not known')")
    refused = run(*asked[:4], "--into", tmp_path / "other", *asked[6:])
    assert (refused.code, "this kind is not known" in refused.err) == (2, True)
    monkeypatch.setattr("backends.local.export.gguf_out.find_spec", lambda _name: None)
    assert (
        "sentencepiece is not installed"
        in run(*asked[:4], "--into", tmp_path / "other", *asked[6:]).err
    )
    (llama_cpp.parent / "gguf-py").rmdir()
    assert "there is no" in run(*asked[:4], "--into", tmp_path / "other", *asked[6:]).err
    llama_cpp.unlink()
    assert "there is no" in run(*asked[:4], "--into", tmp_path / "other", *asked[6:]).err
    monkeypatch.delenv("WEARABLE_COACH_LLAMA_CPP")
    monkeypatch.setenv("PATH", "")
    none = run(*asked[:4], "--into", tmp_path / "other", *asked[6:])
    assert (none.code, "clone github.com/ggml-org/llama.cpp" in none.err) == (2, True)
    assert not (tmp_path / "other").exists()


def test_the_converter_gets_the_sentencepiece_model_of_a_base_that_has_one(tmp_path):
    from backends.local.export.gguf_out import give_sentencepiece

    base, merged = tmp_path / "base", tmp_path / "merged"
    base.mkdir()
    merged.mkdir()
    give_sentencepiece(base, merged)
    assert not list(merged.iterdir())
    (base / "tokenizer.model").write_bytes(b"pieces and scores")
    give_sentencepiece(base, merged)
    assert (merged / "tokenizer.model").read_bytes() == b"pieces and scores"


def test_a_folder_for_ollama_has_the_merged_model_and_how_it_is_asked(world, exported, tmp_path):
    store, *_ = world
    done = run("export", NAME, "--to", "ollama", "--into", tmp_path / "o", "--out", store)
    assert done.code == 0, done.err
    merged = exported / "merged" / "model.safetensors"
    assert (tmp_path / "o" / "model.safetensors").read_bytes() == merged.read_bytes()
    told = (tmp_path / "o" / "Modelfile").read_text(encoding="utf-8")
    assert told.startswith('FROM .\nTEMPLATE """{{ range .Messages }}')
    assert 'PARAMETER stop "<|end|>"' in told
    assert "피트니스 코치" in told
