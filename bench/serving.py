"""What verified serving adds to a call of the model: prompt, place, pointer, verification.

`uv run python bench/serving.py [requests a kind]`: the model answers at once with what the rules
would say, so that all that is measured is ours.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from wearable_coach.chat.contract import Answer
from wearable_coach.chat.served import Endpoint
from wearable_coach.client import Coach
from wearable_coach.client.following import Limits, Served
from wearable_coach.client.tracing import provenance_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.records import Kind, Profile, Vitals
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.guard import judge
from wearable_coach.serving.inputs import checked_day
from wearable_coach.serving.prompts import Asked, conversation
from wearable_coach.serving.rules import rules_report
from wearable_coach.serving.structuring import structured
from wearable_coach.serving.told import known_day
from wearable_coach.sources.population import sample_day, sample_person
from wearable_coach.sources.strata import STRATA
from wearable_coach.standards.validity import check_records
from wearable_coach.store import LocalStore

QUESTIONS = ("오늘 운동해도 되나요?", "잠을 충분히 잔 건가요?", "목표 심박수는 얼마인가요?", "걸음수를 늘리고 싶어요")  # fmt: skip
WARM_UP = 200


class Instant:
    """A model that answers at once with what was laid ready."""

    name = fingerprint = "instant"
    prices = None
    workers, batch_size = 8, 1

    def __init__(self) -> None:
        """Have nothing ready yet."""
        self.ready = ""

    def answer(self, _conversations: object, *, timeout_s: float | None = None) -> list[Answer]:  # noqa: ARG002
        """Answer with what is ready."""
        return [Answer(text=self.ready, latency_s=0)]

    def close(self) -> None:
        """Hold nothing."""


def days(kind: Kind, count: int) -> list[tuple[Profile, Vitals]]:
    """Return new days of every stratum below the emergency, which asks no model."""
    found: list[tuple[Profile, Vitals]] = []
    seed = 0
    while len(found) < count:
        seed += 1
        stratum = STRATA[seed % len(STRATA)]
        if stratum == "no_vitals":
            continue
        rng = Random(seed)
        profile, vitals = sample_day(
            sample_person(rng, stratum=stratum, kind=kind), rng, stratum=stratum, kind=kind
        )
        valid = check_records(profile, vitals, hrmax_formula=None).valid
        if not valid:
            continue
        day = checked_day(vitals, profile, hrmax_formula=DEFAULT_FORMULA)
        if day.facts.safety_level < 4:  # noqa: PLR2004
            found.append((profile, vitals))
    return found


def measured(kind: Kind, count: int) -> dict[str, float]:
    """Return percentiles [ms] of a whole call and of its parts."""
    model = Instant()
    whole, cpu, prompt, guard, rules, beside = (list[float]() for _ in range(6))
    served = Served(None, None, Limits(), hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore(Path(folder))
        promote(
            store,
            Change(
                "instant",
                Endpoint(url="http://instant"),
                datetime.now(UTC),
                DEFAULT_FORMULA,
                PRODUCT_PROMPTS,
            ),
        )
        with Coach(store, lambda _serving, _store: model) as coach:
            for number, (profile, vitals) in enumerate(days(kind, count + WARM_UP)):
                question = QUESTIONS[number % len(QUESTIONS)]
                raw_vitals, raw_profile = dict(vitals), dict(profile)
                day = checked_day(raw_vitals, raw_profile, hrmax_formula=DEFAULT_FORMULA)
                asked = Asked(kind, day, day)
                if kind == "coaching":
                    asked = asked._replace(question=question, known=known_day(day, question))
                began = time.perf_counter()
                written = rules_chat(asked) if kind == "coaching" else rules_report(asked)
                if written.minimal:  # too short for a model's answer
                    continue
                after_rules = time.perf_counter()
                model.ready = written.text
                conversation(asked, prompts=PRODUCT_PROMPTS)
                after_prompt = time.perf_counter()
                judge(Answer(text=model.ready, latency_s=0), asked, prompts=PRODUCT_PROMPTS)
                after_guard, spent = time.perf_counter(), time.process_time()
                if kind == "coaching":
                    answer = coach.chat(question, raw_vitals, raw_profile)
                elif kind == "health_interpretation":
                    answer = coach.interpret(raw_vitals, raw_profile)
                else:
                    answer = coach.prescribe(raw_vitals, raw_profile)
                ended, spent_then = time.perf_counter(), time.process_time()
                if answer.source != "model":
                    sys.exit(f"{kind}: the rules answered ({answer.why}); nothing is measured")
                began_beside = time.process_time()
                structured(answer.text, answer.verdicts, asked)
                provenance_of("model", answer.verdicts, asked, served)
                spent_beside = time.process_time() - began_beside
                if number >= WARM_UP:
                    beside.append(spent_beside)
                    whole.append(ended - after_guard)
                    cpu.append(spent_then - spent)
                    prompt.append(after_prompt - after_rules)
                    guard.append(after_guard - after_prompt)
                    rules.append(after_rules - began)
    parts = {
        "call": whole,
        "call_cpu": cpu,
        "prompt": prompt,
        "guard": guard,
        "rules": rules,
        "beside_cpu": beside,
    }
    return {
        f"{name}_p{share}_ms": round(_percentile(times, share) * 1e3, 2)
        for name, times in parts.items()
        for share in (50, 95)
    }


def _percentile(times: list[float], share: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * share // 100)]


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    kinds: tuple[Kind, ...] = ("health_interpretation", "exercise_recommendation", "coaching")
    for each in kinds:
        print(json.dumps({"kind": each, "requests": count, **measured(each, count)}))
