"""Measure local training: its speed beside plain trl, and what it does to the form of answers.

    uv run python bench/local_training.py speed            # tokens a CPU second, as a ratio
    uv run python bench/local_training.py form             # the whole run, then base against tuned

Both take the product's own rows (seed 7). Tokens are real ones, padding apart; start-up is not
counted. Runs of `speed` alternate, each figure is the best of `--repeat`, and plain trl gets the same
way of waiting for threads, without which it is far slower on a machine that does something else.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from random import Random

from backends.local.base_model import TINY_FOLDER
from backends.local.finetuner import LocalFineTuner, LocalOptions
from backends.local.generation import LocalModel
from backends.local.machine import WAITING
from backends.local.worker.job_folder import JobFolder
from wearable_coach.dataset.assembly import split_members, training_file
from wearable_coach.dataset.batches import make_plan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.rows import generate_row
from wearable_coach.day import day_of
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder, TrainingData, TrainingFile
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Row
from wearable_coach.verification import verify_answer

SEED = 7
PLAIN_TRL = """
import json, sys, time
import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import SFTConfig, SFTTrainer
rows, base, steps, threads, out = sys.argv[1:]
torch.set_num_threads(int(threads))
lines = [json.loads(line) for line in open(rows, encoding="utf-8")]
tokenizer = AutoTokenizer.from_pretrained(base)
model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
begun = []
class Clock(TrainerCallback):
    def on_step_end(self, args, state, control, **_):
        begun.append((time.process_time(), state.num_input_tokens_seen))
trainer = SFTTrainer(
    model=model, processing_class=tokenizer, train_dataset=Dataset.from_list(lines),
    peft_config=LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"),
    callbacks=[Clock()],
    args=SFTConfig(
        output_dir=out, max_steps=int(steps), per_device_train_batch_size=4, learning_rate=2e-3,
        assistant_only_loss=True, max_length=2048, gradient_checkpointing=False, use_cpu=True,
        include_num_input_tokens_seen="non_padding", report_to="none", save_strategy="no", logging_strategy="no",
        disable_tqdm=True, seed=7, bf16=False,
    ),
)
trainer.train()
(first, before), (last, after) = begun[0], begun[-1]
print((after - before) / (last - first))
"""


def made_rows() -> list[Row]:
    plan = make_plan(Recipe(), SEED, ())
    return [generate_row(spec, plan.settings).row for spec in plan.specs]


def data_of(rows: list[Row]) -> TrainingData:
    members = split_members(rows, seed=SEED)
    return TrainingData(*((training_file(members[s]),) for s in ("train", "valid")))


def order_of(tuner: LocalFineTuner, data: TrainingData) -> JobOrder:
    requested = Hyperparameters()
    terms = tuner.settle(requested)
    train, valid = (
        TrainingFile(key="-", sha256=sha256(b"".join(parts)).hexdigest()) for parts in data
    )
    return JobOrder(
        backend="local", dataset_version="bench", train=train, valid=valid, requested=requested,
        **terms.model_dump(),
    )  # fmt: skip


def started(folder: Path, data: TrainingData, threads: int) -> tuple[LocalFineTuner, str]:
    tuner = LocalFineTuner(folder, options=LocalOptions(threads=threads))
    order = order_of(tuner, data)
    tuner.submit(order, data)
    return tuner, order.name


def ours(folder: Path, data: TrainingData, steps: int, threads: int) -> float:
    tuner, name = started(folder, data, threads)
    before, used = at_step(folder / name, 1)
    after, used_then = at_step(folder / name, steps + 1)
    tuner.cancel(name)
    while tuner.status(name).state != "Canceled":
        time.sleep(0.5)
    return (after - before) / (used_then - used)


def at_step(folder: Path, step: int) -> tuple[int, float]:
    """Return tokens trained and CPU seconds used as soon as a step is done."""
    lines = JobFolder(folder).metrics()
    while not lines or lines[-1]["step"] < step:
        time.sleep(0.02)
        lines = JobFolder(folder).metrics()
    stat = Path(f"/proc/{JobFolder(folder).status().pid}/stat").read_text(encoding="ascii")
    ticks = sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return lines[-1]["tokens"], ticks / os.sysconf("SC_CLK_TCK")


def plain(folder: Path, data: TrainingData, steps: int, threads: int) -> float:
    (folder / "train.jsonl").write_bytes(b"".join(data.train))
    arguments = (folder / "train.jsonl", TINY_FOLDER, steps + 1, threads, folder / "trl")
    command = [sys.executable, "-c", PLAIN_TRL, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=WAITING | os.environ
    )
    if done.returncode:
        sys.exit(done.stderr)
    return float(done.stdout.split()[-1])


def speed(asked: argparse.Namespace) -> None:
    data, best = data_of(made_rows()), {"ours": 0.0, "plain": 0.0}
    for _ in range(asked.repeat):
        for name, measure in (("ours", ours), ("plain", plain)):
            with tempfile.TemporaryDirectory() as folder:
                found = measure(Path(folder), data, asked.steps, asked.threads)
            best[name] = max(best[name], found)
            print(f"  {name}: {found:,.0f} tokens a CPU second", flush=True)
    ratio = best["ours"] / best["plain"]
    print(
        f"{asked.threads} threads, {asked.steps} steps: LocalFineTuner {best['ours']:,.0f} tokens a CPU second, "
        f"plain trl SFTTrainer {best['plain']:,.0f}; ratio {ratio:.2f}"
    )


def form(asked: argparse.Namespace) -> None:
    rows = made_rows()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        tuner, name = started(Path(folder), data_of(rows), asked.threads)
        while (seen := tuner.status(name)).state not in {"Completed", "Failed", "Canceled"}:
            time.sleep(2)
        print(f"{seen.state} {seen.reason} after {time.monotonic() - begun:.0f} s, submit to end")
        result = tuner.result(name)
        print(json.dumps(result.metrics))
        valid = [row for row in rows if row.split == "valid"]
        Random(SEED).shuffle(valid)
        for label, adapter in (("base", None), ("tuned", Path(result.model))):
            judge(label, valid[: asked.rows], LocalModel(TINY_FOLDER, adapter=adapter))


def judge(label: str, rows: list[Row], model: LocalModel) -> None:
    begun = time.monotonic()
    answers = model.answer([row.messages[:2] for row in rows], max_new_tokens=1200)
    sections, claims, ended = [], [], sum(a.ended for a in answers)
    for row, answer in zip(rows, answers, strict=True):
        verdicts = verify_answer(
            answer.text,
            day=day_of(row.profile, row.vitals, hrmax_formula=DEFAULT_FORMULA),
            kind=row.kind,
            question=row.messages[1].content,
        )
        for verdict in verdicts:
            which = sections if verdict.claim == "structure:sections" else claims
            which.append(verdict.verdict == "supported")
    print(
        f"{label}: {len(rows)} valid rows, sections in order {sum(sections)} of {len(sections)}, "
        f"claims supported {sum(claims)} of {len(claims)} ({sum(claims) / max(1, len(claims)):.2f}), "
        f"ended {ended}, {sum(a.answer_tokens for a in answers):,} tokens in {time.monotonic() - begun:.0f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("bench", choices=["speed", "form"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=40, help="steps of `speed`")
    parser.add_argument("--repeat", type=int, default=3, help="runs of `speed`")
    parser.add_argument("--rows", type=int, default=300, help="valid rows of `form`")
    asked = parser.parse_args()
    {"speed": speed, "form": form}[asked.bench](asked)


if __name__ == "__main__":
    main()
