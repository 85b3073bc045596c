"""The settings of a run: the five values, and what else decides the weights, all in the order."""

from __future__ import annotations

from typing import Any, NamedTuple

from wearable_coach.finetuning.order import JobOrder, Setting

DEFAULTS: dict[str, Setting] = {
    "seed": 7,
    "schedule": "linear",
    "warmup_share": 0.03,
    "max_grad_norm": 1.0,
    "optimizer": "adamw",
    "weight_decay": 0.0,
    "lora_targets": "all-linear",
    "lora_dropout": 0.0,
    "batches": "like lengths together",
    "loss_on": "assistant turns",
}
"""Part of an order's settings, so that a job says what was done and another value is another job."""


class Settings(NamedTuple):
    """What the run reads of an order."""

    epochs: int
    batch_size: int
    learning_rate: float
    lora_rank: int
    lora_alpha: int
    seed: int
    warmup_share: float
    max_grad_norm: float

    def rate(self, step: int, steps: int) -> float:
        """Return a step's learning rate: up for the first few, then down to nothing in a line."""
        warm = max(1, int(self.warmup_share * steps))
        if step < warm:
            return self.learning_rate * (step + 1) / warm
        return self.learning_rate * (steps - step) / max(1, steps - warm)


def settings_of(order: JobOrder) -> Settings:
    """Return an order's settings."""
    values: dict[str, Any] = {**DEFAULTS, **order.settings, **order.effective}
    return Settings(**{name: values[name] for name in Settings._fields})
