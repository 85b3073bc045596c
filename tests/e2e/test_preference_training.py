"""The pairs that `publish --pairs` writes are what trl's DPO takes: a few steps on the tiny base for real."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.commands import run
from tests.support.local_training import needs_torch
from tests.support.published_rows import put_version
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("training")]
STEPS = 6
TRAIN = """
import json, sys
from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DPOConfig, DPOTrainer

folder, base, out, steps = sys.argv[1:]
pairs = load_dataset(folder, "pairs", split="train").select(range(8))
told = DPOConfig(
    output_dir=out, max_steps=int(steps), per_device_train_batch_size=4, learning_rate=2e-3, logging_steps=1,
    report_to=[], use_cpu=True, save_strategy="no", seed=7, disable_tqdm=True, max_length=2048,
)
lora = LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM")
trainer = DPOTrainer(
    AutoModelForCausalLM.from_pretrained(base, dtype="float32"), args=told, train_dataset=pairs,
    processing_class=AutoTokenizer.from_pretrained(base), peft_config=lora,
)
trainer.train()
print(json.dumps([line["rewards/margins"] for line in trainer.state.log_history if "rewards/margins" in line]))
"""


def test_trl_learns_to_prefer_the_accepted_answers(tmp_path):
    needs_torch()
    from backends.local.base_model import TINY_FOLDER

    store = LocalStore(tmp_path / "store")
    put_version(store)
    folder = tmp_path / "given"
    done = run("publish", "dataset", "latest", "--to", folder, "--pairs", "--out", store.folder)
    assert done.code == 0, done.err
    here = {"HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, "-I", "-c", TRAIN, folder, TINY_FOLDER, tmp_path / "out", str(STEPS)],
        env=os.environ | here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    margins = json.loads(ran.stdout.splitlines()[-1])
    assert (len(margins), margins[0]) == (STEPS, 0)
    assert min(margins[-2:]) > 0
