"""The plans of an answer's sentences: each is read once, with as much of what stands before it as it depends on."""

from __future__ import annotations

from wearable_coach.verification.claims import SentenceClaims
from wearable_coach.verification.reader import read
from wearable_coach.verification.remembering import make_room

PLANS: dict[str, SentenceClaims] = {}
"""By masked sentence, of those that mean the same wherever they stand."""
IN_CONTEXT: dict[tuple[str, str, str], SentenceClaims] = {}
"""By section, carried field or header, and sentence."""
USES: dict[str, int] = {}
"""Which of the context a sentence's reading depends on, for those that do."""
MOST_PLANS = 24_000
"""Of each of the first two: some 10 MB, twice what 10,000 rows bring."""


def plans_of(sentences: list[str]) -> list[SentenceClaims]:
    """Return what each masked sentence of an answer says, in order."""
    section = carry = header = ""
    found: list[SentenceClaims] = []
    append, known = found.append, PLANS
    for sentence in sentences:
        plan = known.get(sentence)
        if plan is None:
            if sentence[:1] == "|":
                plan = _row(sentence, section, header)
                header = plan.carry or ""
                append(plan)
                continue
            plan = _read(sentence, section, carry)
        header = ""
        if plan.section is not None:
            section = plan.section
        if plan.carry is not None:
            carry = plan.carry
        append(plan)
    return found


def _row(sentence: str, section: str, header: str) -> SentenceClaims:
    key = (section, header, sentence)
    plan = IN_CONTEXT.get(key)
    if plan is None:
        make_room(IN_CONTEXT, MOST_PLANS)
        plan = IN_CONTEXT[key] = read(sentence, section, header)
    return plan


def _read(sentence: str, section: str, carry: str) -> SentenceClaims:
    used = USES.get(sentence, 0)
    key = (section if used & 1 else "", carry if used & 2 else "", sentence)
    plan = IN_CONTEXT.get(key) if used else None
    if plan is None:
        plan = read(sentence, section, carry)
        used |= plan.used
        make_room(PLANS, MOST_PLANS)
        make_room(IN_CONTEXT, MOST_PLANS)
        if used:
            make_room(USES, MOST_PLANS)
            USES[sentence] = used
            IN_CONTEXT[section if used & 1 else "", carry if used & 2 else "", sentence] = plan
        else:
            PLANS[sentence] = plan
    return plan
