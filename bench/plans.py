"""How the plans of own rows follow the person: ``python -m bench.plans [ROWS]`` (of the whole recipe, 3,000).

Prints figures alone, read out of the answers' words: normalised mutual information of the goal with sets,
repetitions, first exercise, strength days and weekly minutes beside its mean over shuffled goals; wishes met; days
that put exercise off and say that one may start; holds; and what answers to people with a condition say of it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log, sqrt
from random import Random
from typing import NamedTuple

from wearable_coach.dataset.batches import generate_batch, make_plan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.records import Row
from wearable_coach.rendering.labels import condition_label
from wearable_coach.standards.table import table

KIND = "exercise_recommendation"
SHUFFLES = 50
SEED = 11
HOLD_S = 60
OLDER_FROM, OLDER_HOLD_S = 65, 30
_SETS = re.compile(r"(\d)세트 × (\d+~\d+)회")
_DAYS = re.compile(r"주 (\d)일")
_HOLD, _TIMES = re.compile(r"(\d+)초"), re.compile(r"(\d)회")
_FIRST = re.compile(r"^- ([^:\n]+?)(?: \d+분| \d세트[^:\n]*)?:", re.MULTILINE)
_WEEK = re.compile(r"= 주 (\d+)분")
_AEROBIC_DAYS = re.compile(r"× (\d)일 = 주")
_MAY_START = re.compile(
    r"운동을 (?:줄이거나 )?미룰 (?:만한 )?(?:이유|신호)[^.\n]{0,6}없|시작해도 (?:좋|돼|됩|괜찮)|진행할 수 있어요|계획대로 (?:시작|움직)|이어 가면 돼요|이어 갈 수 있어요|시작할 수 있는 경우"
)
_NOTHING_FOUND = re.compile(
    r"걸리는 항목은 없|질환이나 (?:운동 중 )?증상(?:은|이) 없|조건(?:은|이) (?:나오지|없)|질환 정보도 없|질환 정보는 없"
)
_WHOM_TO_ASK = re.compile(r"의사|의료진|의료기관|진료|산부인과|병원|주치의")
_CONSIDERED: dict[str, str] = {
    "cvd": r"재활|니트로글리세린|숨을 참|숨 참|가슴 증상|준비운동과 정리운동",
    "diabetes": r"혈당|저혈당|발에|발을|간식",
    "renal": r"투석|수분|붓|지치",
    "beta_blocker": r"심박수|일어설 때|어지러",
    "pacemaker": r"심박수|기기|어깨|점검",
    "atrial_fibrillation": r"맥|심박수|두근",
    "heart_transplant": r"심박|이식",
    "pregnancy": r"눕|배를|더위|산부인과",
    "hypertension": r"숨을? (?:참|내쉬)|무거운|혈압",
    "asthma": r"흡입기|쌕쌕|찬 공기",
    "anticoagulant": r"넘어|부딪|머리",
    "postpartum": r"골반|산후|출혈",
}
_LIMITS: dict[str, str] = {
    "knees": r"계단|런지|달리기|조깅|스텝|오르내리기|산행|둘레길|배드민턴|스쿼트|에어로빅(?<!저충격 에어로빅)",
    "back": r"데드리프트|바벨|로잉|힙 힌지|숙이|고블릿|윗몸|달리기",
    "shoulders": r"푸시업|숄더프레스|벤치프레스|랫풀다운|수영|자유형|체스트프레스|배드민턴",
}


class Answer(NamedTuple):
    """A plan with what it was asked by."""

    row: Row
    text: str
    level: int

    def section(self, heading: str) -> str:
        """Return a section's text, nothing where the answer has none of the name."""
        return self.text.partition(f"## {heading}\n")[2].partition("\n## ")[0]

    def of_week(self, what: str, part: str) -> str:
        """Return a cell of the week's table, whichever way round it stands; nothing where it has none."""
        lines = [line for line in self.section("주간 처방표").splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        for row_name, column in ((what, part), (part, what)):
            if not rows or column not in rows[0]:
                continue
            at = rows[0].index(column)
            for row in rows[1:]:
                if row[0] == row_name:
                    return row[at]
        return ""

    def wish(self, slot: str) -> str:
        """Return what was wished under a slot (place, days, limit), nothing where nothing was."""
        for name in self.row.template_ids:
            parts = name.split(".")
            if parts[0] == "q" and parts[1] in (slot, f"{slot}_short"):
                return parts[2]
        return ""


def answers(rows: int, seed: int = SEED) -> list[Answer]:
    """Return the prescriptions among `rows` rows of the recipe."""
    plan = make_plan(Recipe().scaled_to(rows), seed, ())
    made = [r for b in plan.batches() if b.category == KIND for r in generate_batch(b).rows]
    return [
        Answer(r, r.messages[2].content, int(json.loads(r.facts)["safety_level"])) for r in made
    ]


def _entropy(of: Iterable[object]) -> float:
    counts = Counter(of)
    total = sum(counts.values())
    return -sum(n / total * log(n / total) for n in counts.values())


def shared(a: Sequence[object], b: Sequence[object]) -> float:
    """Return the normalised mutual information of two labellings, 0 to 1."""
    whole = sqrt(_entropy(a) * _entropy(b))
    both = _entropy(a) + _entropy(b) - _entropy(list(zip(a, b, strict=True)))
    return both / whole if whole else 0.0


def _first(pattern: re.Pattern[str], text: str, group: int = 1) -> str:
    found = pattern.search(text)
    return found.group(group) if found else ""


_READ: dict[str, Callable[[Answer], str]] = {
    "sets": lambda a: _first(_SETS, a.of_week("근력", "운동량")),
    "reps": lambda a: _first(_SETS, a.of_week("근력", "운동량"), 2),
    "first exercise": lambda a: _first(_FIRST, a.section("본운동")),
    "strength days": lambda a: _first(_DAYS, a.of_week("근력", "빈도")),
    "weekly minutes": lambda a: "+".join(_WEEK.findall(a.section("주간 합계").partition("\n")[0])),
}


def by_goal(plans: Sequence[Answer]) -> None:
    """Print what the goal tells of the plan."""
    rng = Random(SEED)
    for name, read in _READ.items():
        told = [(a.row.profile.goal or "none", v) for a in plans if (v := read(a))]
        goals, values = [g for g, _ in told], [v for _, v in told]
        chance = []
        for _ in range(SHUFFLES):
            rng.shuffle(goals)
            chance.append(shared(goals, values))
        real, mean = shared([g for g, _ in told], values), sum(chance) / SHUFFLES
        print(
            f"  goal and {name:15s} {real:.3f}, shuffled {mean:.3f}: {real / mean if mean else 0:4.1f} ×"
        )


def _share(name: str, hits: Sequence[bool]) -> None:
    print(f"  {name}: {sum(hits)} of {len(hits)}")


def _places() -> dict[str, set[str]]:
    parts = table("exercises")
    return {
        row["name_ko"]: set(row["places"])
        for k in ("aerobic", "strength")
        for row in parts[k].values()
    }


def _named(a: Answer) -> list[str]:
    return [
        n
        for n in _places()
        if re.search(rf"^- {re.escape(n)}(?: \d|:)", a.section("본운동"), re.MULTILINE)
    ]


def wishes(plans: Sequence[Answer]) -> None:
    """Print how many wishes of place, days and limits are met by every exercise that is named."""
    for place in ("home", "gym", "outdoors", "pool"):
        aerobic = {row["name_ko"] for row in table("exercises")["aerobic"].values()}
        asked = [a for a in plans if a.wish("place") == place]
        met = [all(place in _places()[n] for n in _named(a) if n in aerobic) for a in asked]
        _share(f"place {place}, every aerobic exercise there", met)
    asked = [a for a in plans if a.wish("days")]
    met = [sum(map(int, _AEROBIC_DAYS.findall(a.section("주간 합계")))) for a in asked]
    _share(
        "days asked for", [str(days) == a.wish("days") for days, a in zip(met, asked, strict=True)]
    )
    for limit, breaking in _LIMITS.items():
        asked = [a for a in plans if a.wish("limit") == limit]
        broken = [bool(re.search(breaking, " ".join(_named(a)))) for a in asked]
        _share(f"limit of {limit}, kept", [not b for b in broken])


def holds(plans: Sequence[Answer]) -> None:
    """Print how long each muscle is stretched."""
    found = [
        (a, _HOLD.search(a.of_week("유연성", "시간")), _TIMES.search(a.of_week("유연성", "운동량")))
        for a in plans
    ]
    told = [(a, int(s.group(1)), int(n.group(1))) for a, s, n in found if s and n]
    _share(f"stretches of {HOLD_S} s in all", [hold * reps == HOLD_S for _, hold, reps in told])
    old = [h >= OLDER_HOLD_S for a, h, _ in told if (a.row.profile.age or 0) >= OLDER_FROM]
    _share(f"a hold of {OLDER_HOLD_S} s or more from {OLDER_FROM}", old)


def patients(said: Sequence[Answer]) -> None:
    """Print what answers to people with a condition say of it."""
    ill = [a for a in said if a.row.profile.conditions]
    every = [[condition_label(c) for c in a.row.profile.conditions] for a in ill]
    names = [all(n.split()[0] in a.text for n in ns) for a, ns in zip(ill, every, strict=True)]
    _share("name every condition", names)
    _share("say whom to ask about it", [bool(_WHOM_TO_ASK.search(_without_stop(a))) for a in ill])
    _share("hold a consideration of each", [
        all(re.search(_CONSIDERED[c], _without_stop(a)) for c in a.row.profile.conditions) for a in ill
    ])  # fmt: skip
    _share("say that nothing was found", [bool(_NOTHING_FOUND.search(a.text)) for a in ill])


def _without_stop(a: Answer) -> str:
    return a.text.replace(a.section("중단 신호"), "")


def main(rows: str = "3000") -> int:
    """Measure over own rows."""
    said = answers(int(rows))
    plans = [a for a in said if a.section("본운동")]
    usual = [a for a in plans if a.level == 0]
    strong = [s for a in plans if (s := _READ["sets"](a))]
    print(f"{len(said)} answers, {len(plans)} plans, {len(usual)} at level 0")
    print("all plans"), by_goal(plans)
    print("plans at level 0"), by_goal(usual)
    _share("strength of one set", [s == "1" for s in strong])
    _share("a rating of 6 to 20 beside strength", [
        "RPE" in line for a in plans for line in a.section("주간 처방표").splitlines() if line.startswith("| 근력")
    ])  # fmt: skip
    wishes(plans)
    holds(plans)
    put_off = [a for a in said if a.level >= 2]  # noqa: PLR2004 - deferred
    _share(
        "put off, and say that one may start", [bool(_MAY_START.search(a.text)) for a in put_off]
    )
    print("people with a condition, plans"), patients(plans)
    print("people with a condition, withheld"), patients([a for a in said if a not in plans])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
