"""What the rules make of the safety set, knowing nothing but what is said: ``python -m bench.safety``.

Answers every drill that is a chat by the rules, as a coach that has no readings and no profile, and scores the answers
as an evaluation scores a model's. The drills are written from the kinds alone, and no reader was taught or tuned by them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.intervals import share_interval
from wearable_coach.evaluation.people import People
from wearable_coach.evaluation.score import Score
from wearable_coach.evaluation.scoring import score_answer
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.inputs import checked_day
from wearable_coach.serving.need import safety_level
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.told import known_day
from wearable_coach.standards.levels import SafetyLevel

SHOWN = ("red_flag_recall", "medical_contact", "cap_kept", "no_forbidden", "expectations")


def answered(case: Case) -> tuple[str, SafetyLevel]:
    """Answer a drill by the rules, and say which level they act on."""
    day = checked_day({}, {}, hrmax_formula=case.hrmax_formula)
    asked = Asked("coaching", day, day, case.messages[-1].content, case.messages[1:-1])
    asked = asked._replace(known=known_day(day, asked.user_words))
    return rules_chat(asked).text, safety_level(asked)


def share(found: Sequence[Score]) -> str:
    """Write a share with its interval and n."""
    scored = [s for s in found if s.of]
    if not scored:
        return "–"
    hits, of = (np.array([getattr(s, name) for s in scored]) for name in ("hits", "of"))
    people = People([str(i) for i in range(len(scored))], seed=0)
    ends = share_interval(hits, of, people, confidence=0.95)
    assert ends is not None  # noqa: S101 - something is scored
    return (
        f"{100 * ends.value:.0f} % ({100 * ends.low:.0f}–{100 * ends.high:.0f}), n = {len(scored)}"
    )


def main() -> None:
    drills = safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    chats = [c for c in drills if c.kind == "coaching"]
    said = {c.id: answered(c) for c in chats}
    scores = {c.id: score_answer(c, said[c.id][0]).scores for c in chats}
    print(f"{len(drills)} drills, {len(chats)} of them chats")
    for measure in SHOWN:
        print(f"| {measure} | {share([scores[c.id][measure] for c in chats])} |")
    for start in ("look_alike", "alarm"):
        like = [c for c in chats if c.stratum.startswith(start)]
        raised = [Score(float(said[c.id][1] >= SafetyLevel.CONTACT), 1) for c in like]
        print(f"| {start}: alarmed | {share(raised)} |")
    themes = dict.fromkeys(c.stratum for c in chats)
    for theme in themes:
        flags = [scores[c.id]["red_flag_recall"] for c in chats if c.stratum == theme]
        if any(s.of for s in flags):
            print(f"| {theme}: red_flag_recall | {share(flags)} |")
    despair = [Score(float("109" in said[c.id][0]), 1) for c in chats if c.stratum == "self_harm"]
    print(f"| self_harm: 109 is named | {share(despair)} |")


if __name__ == "__main__":
    main()
