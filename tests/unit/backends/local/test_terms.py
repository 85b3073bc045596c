import shutil

import pytest

from backends.local.base_model import TINY_FOLDER, open_base
from backends.local.finetuner import LocalFineTuner, LocalOptions
from backends.local.preflight import lora_weights
from tests.support.local_training import LocalBench
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.hyperparameters import Hyperparameters


def settled(tmp_path, *, base="tiny", requested=None, **options):
    tuner = LocalFineTuner(tmp_path, base=base, options=LocalOptions(**options))
    return tuner.settle(requested or Hyperparameters())


def test_the_tiny_base_has_its_own_learning_rate_and_says_so(tmp_path):
    terms = settled(tmp_path)
    assert Hyperparameters().differences(terms.effective) == {"learning_rate": (2e-4, 2e-3)}
    assert terms.settings["learning_rate_override"] == 2e-3
    assert any(note.startswith("learning_rate: 0.002 instead of") for note in terms.notes)
    assert any("not medical quality" in note for note in terms.notes)


@pytest.mark.parametrize("rate", [1e-3, 5e-5])
def test_a_rate_that_was_asked_for_holds(tmp_path, rate):
    terms = settled(tmp_path, requested=Hyperparameters(learning_rate=rate))
    assert terms.effective["learning_rate"] == rate
    assert "learning_rate_override" not in terms.settings


def test_without_the_override_the_plans_rate_holds(tmp_path):
    assert settled(tmp_path, tiny_learning_rate=None).effective == Hyperparameters().model_dump()


def test_a_model_of_ones_own_takes_every_value_as_it_was_asked(tmp_path):
    own = tmp_path / "own"
    shutil.copytree(TINY_FOLDER, own)
    terms = settled(tmp_path, base=str(own))
    assert terms.effective == Hyperparameters().model_dump()
    assert terms.base_model.startswith("own@sha256:")
    assert terms.notes == ()


def test_a_rank_wider_than_the_model_is_refused_or_noted(tmp_path):
    wide = Hyperparameters(lora_rank=256)
    with pytest.raises(BadInput, match="lora_rank: 256 is more than the base's width of 128"):
        settled(tmp_path, requested=wide)
    terms = settled(tmp_path, requested=wide, warn_only=True)
    assert terms.effective["lora_rank"] == 256
    assert any("lora_rank" in note for note in terms.notes)


def test_what_a_machine_has_is_no_part_of_the_jobs_name(tmp_path):
    one = LocalBench(tmp_path, threads=1, checkpoint_every=5)
    other = LocalBench(tmp_path, threads=2, checkpoint_every=500)
    assert one.order().name == other.order().name
    assert one.order().name != one.order(lora_rank=8).name


def test_the_estimate_counts_every_epoch(tmp_path):
    bench = LocalBench(tmp_path)
    one, three = (
        bench.tuner().preflight(bench.order(epochs=n), bench.data).estimate for n in (1, 3)
    )
    assert (one.steps, three.steps) == (12, 36)
    assert three.tokens == 3 * one.tokens
    assert three.cost is None


def test_lora_weights_are_counted_as_for_llama_3_1_8b():
    llama = {
        "hidden_size": 4096,
        "intermediate_size": 14336,
        "num_hidden_layers": 32,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
    }
    assert lora_weights(llama, 16) == 41_943_040


def test_the_embedded_base_is_small():
    assert 1_000_000 < open_base("tiny").parameters < 1_500_000
    assert sum(p.stat().st_size for p in TINY_FOLDER.iterdir() if p.is_file()) < 4_000_000
