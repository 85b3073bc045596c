"""Rows cut into shards, each looked at by itself, and gated together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from expectations.keys import answer_text
from expectations.shards.gating import gate_shards
from expectations.shards.looking import look
from expectations.typed import typed
from wearable_coach.dataset.batches import DatasetPlan
from wearable_coach.records import GatePlan, GateReport, Row


class LookedAt:
    """Shards as the gate finds them: files in a folder, and what each look told."""

    def __init__(
        self, folder: Path, rows: Sequence[Row], plan: DatasetPlan, cuts: Sequence[int]
    ) -> None:
        """Look at the rows between each two cuts and write what is found into the folder."""
        self.looks: list[dict[str, Path]] = []
        self.told: list[dict[str, Any]] = []
        self._rows: list[Sequence[Row]] = []
        for number, (start, end) in enumerate(pairwise(cuts)):
            part, ordered = rows[start:end], plan.specs[start:end]
            seen = look(part, plan.gate, plan.settings.system_prompts, ordered, first=start)
            here = folder / f"{number:05d}"
            here.mkdir()
            for name, data in seen.files.items():
                (here / name).write_bytes(data)
            self.looks.append({name: here / name for name in seen.files})
            self.told.append(json.loads(json.dumps(seen.told)))
            self._rows.append(typed(part).rows)

    def gated(self, plan: GatePlan, **of: Any) -> GateReport:
        """Return what the gate says of all of them."""
        return gate_shards(self.looks, plan, told=self.told, texts=self._answers, **of)

    def _answers(self, number: int, places: Sequence[int]) -> list[str]:
        return [answer_text(self._rows[number][place]) for place in places]
