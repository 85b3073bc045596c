"""Judging an answer: every claim read out of it, against the facts derived anew."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.day import Day
from wearable_coach.records import Kind, Message, Verdict
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.accounting import (
    AccountedClause,
    account,
    kind_of,
    shape_of,
    span_of,
)
from wearable_coach.verification.amounts.findings import HEART_RATE, explained, misstated
from wearable_coach.verification.by_ear import Placed, doubted, heard, is_doubtful
from wearable_coach.verification.claims import SentenceClaims
from wearable_coach.verification.evidence import Evidence, evidence_of
from wearable_coach.verification.judgement import (
    JudgedAnswer,
    JudgedClaim,
    Judgement,
    Span,
    is_within,
)
from wearable_coach.verification.masking import Masked, mask
from wearable_coach.verification.past_days import past_said
from wearable_coach.verification.plans import plans_of
from wearable_coach.verification.propositions.answer import Propositions
from wearable_coach.verification.sourced import NOTHING_SOURCED, sourced
from wearable_coach.verification.structure import judge_safety, judge_structure


def accepted(verdicts: Sequence[Verdict]) -> bool:
    """Say whether every claim is supported."""
    return all(v.verdict == "supported" for v in verdicts)


def judge_messages(
    messages: Sequence[Message], *, day: Day, kind: Kind | None, by_ear: bool = True
) -> Judgement:
    """Judge every assistant turn of a conversation; what the user said before counts as told.

    Of the day its records and its formula are taken; its facts are derived anew.

    Args:
        messages: The conversation.
        day: The readings that were told, of whom, and by which formula.
        kind: What kind of answer it is; None judges the claims but no structure.
        by_ear: Whether the learned reader of harm listens too, which may only refuse. What the
            phrase books compose needs none.
    """
    evidence = evidence_of(day.profile, day.vitals, day.hrmax_formula, day.told)
    found: list[JudgedAnswer] = []
    told: list[str] = []
    for index, message in enumerate(messages):
        if message.role == "user":
            told.append(message.content)
        elif message.role == "assistant":
            found.append(
                _judge(message.content, evidence, kind, "\n".join(told), index, by_ear=by_ear)
            )
    return Judgement(found)


def verify_messages(messages: Sequence[Message], *, day: Day, kind: Kind | None) -> list[Verdict]:
    """Return the verdicts of `judge_messages`."""
    return judge_messages(messages, day=day, kind=kind).verdicts()


def verify_answer(
    text: str, *, day: Day, kind: Kind | None, question: str = "", message: int = 0
) -> list[Verdict]:
    """Read an answer back into claims and judge each.

    Args:
        text: The assistant's answer.
        day: The readings that were told, of whom, and by which formula. Its facts are not taken:
            a judge derives them anew.
        kind: What kind of answer it is; None judges the claims but no structure.
        question: What the user said, for numbers that only the user told.
        message: Index of the message, carried into the verdicts.

    Returns:
        A verdict for every claim, in the order of the text; structure last.
    """
    return judge_answer(text, day=day, kind=kind, question=question, message=message).verdicts()


def judge_answer(
    text: str, *, day: Day, kind: Kind | None, question: str = "", message: int = 0
) -> Judgement:
    """Judge one answer as `verify_answer` does, with how much of it was understood."""
    evidence = evidence_of(day.profile, day.vitals, day.hrmax_formula, day.told)
    return Judgement([_judge(text, evidence, kind, question, message)])


def _judge(  # noqa: PLR0913 - an answer with all that it is judged by
    text: str,
    evidence: Evidence,
    kind: Kind | None,
    question: str,
    message: int,
    *,
    by_ear: bool = True,
) -> JudgedAnswer:
    masked = mask(text)
    plans = plans_of(masked.sentences)
    evidence.begin(question)
    _note(evidence, plans, masked.numbers)
    holds = Propositions(evidence, plans, masked)
    judged = _judge_claims(evidence, plans, masked, holds)
    accounts = _accounts(plans, masked)
    objected = _unmended(_objected(evidence, accounts, masked), holds)
    topics = NOTHING_SOURCED if kind in _REPORTS else sourced(masked, evidence)
    if by_ear:
        objected += heard(accounts, masked, judged)
        objected += doubted(evidence, accounts, masked)
        objected += _unexplained(_misstated(evidence, plans, masked, judged, topics.held), holds)
        objected += _said_once(holds, judged, topics.held)
    past = past_said(masked, plans, evidence)
    if past.claims:
        judged, objected = past.without(judged, masked.text), past.without(objected, masked.text)
        judged = sorted([*judged, *past.claims], key=lambda claim: claim[2])
    if topics.held:
        judged, objected = topics.answered(judged), topics.unanswered(objected)
    objected += topics.refused()
    acts = [
        (span_of(clause, sentence, place, base, masked.shifts)[0], clause.acts)
        for clause, sentence, place, base in accounts
        if clause.acts
    ]
    whole = judge_safety(text, evidence, acts, message)
    if kind is not None:
        whole += judge_structure(masked.sentences, evidence, kind, message)
    if not topics.held:
        whole += _nothing_read(masked.text, accounts, evidence, message, by_ear=by_ear)
    if kind in _REPORTS and not any(claim[4] is None for claim in judged):
        whole.append(_unread(masked.text, "확인된 주장이 하나도 없어요", message))
    return JudgedAnswer(
        message, masked.text, judged, whole, objected, tuple(a[0] for a in accounts)
    )


_OF_PROPOSITIONS = (
    "VER-CMP-", "VER-SCOPE-", "STD-SLP-", "STD-HR-", "STD-OXY-", "STD-BMI-", "STD-STEP-", "VER-NOWHERE-002", "VER-NUM-001",
)  # fmt: skip
"""Rules of what a clause's words say that its frames say better."""


def _unmended(objected: list[JudgedClaim], holds: Propositions) -> list[JudgedClaim]:
    """Return what was objected to, without what a proposition of the same words explains."""
    return [
        one
        for one in objected
        if not (one[1].startswith(_OF_PROPOSITIONS) and holds.hold(one[2], one[3]))
    ]


def _unexplained(objected: list[JudgedClaim], holds: Propositions) -> list[JudgedClaim]:
    """Return the amounts that were objected to, without those that a proposition accounts for."""
    rules = {"VER-VALUE-001", "VER-CMP-001"}
    return [one for one in objected if not (one[1] in rules and holds.explain(one[2], one[3]))]


def _said_once(
    holds: Propositions, judged: list[JudgedClaim], held: Sequence[Span]
) -> list[JudgedClaim]:
    """Return the propositions that do not hold, without what a claim of the same words was refused for already.

    What the topics' table says word for word proposes nothing of this person's readings.
    """
    refused = [(start, end, said) for _, _, start, end, said in judged if said is not None]
    return [
        (kind_of(o), o.rule, start, end, o)
        for start, end, o in holds.refused(held)
        if not any(a < end and start < b and said == o for a, b, said in refused)
    ]


def _misstated(
    evidence: Evidence,
    plans: list[SentenceClaims],
    masked: Masked,
    judged: list[JudgedClaim],
    held: Sequence[Span],
) -> list[JudgedClaim]:
    """Refuse amounts in any form that do not hold where their clause says what they are, each number once."""
    found: list[JudgedClaim] = []
    refused = [(claim[2], claim[3]) for claim in judged if claim[4] is not None]
    base = place = 0
    carry = ""
    for plan, sentence in zip(plans, masked.sentences, strict=True):
        head = place + masked.shifts[base]
        whole = masked.text[head : place + len(sentence) + masked.shifts[base + plan.slots]]
        is_held = is_within(head, head + len(whole), held)
        for start, end, objection in () if is_held else misstated(whole, evidence, carry):
            begin, finish = head + start, head + end
            if not any(a < finish and begin < b for a, b in refused):
                found.append((kind_of(objection), objection.rule, begin, finish, objection))
        base += plan.slots
        place += len(sentence) + 1
        carry = carry if plan.carry is None else plan.carry
    return found


_REPORTS = frozenset({"health_interpretation", "exercise_recommendation"})
_SHOWN = 40


def _nothing_read(
    text: str, accounts: list[Placed], evidence: Evidence, message: int, *, by_ear: bool
) -> list[Verdict]:
    """Say that nothing of an answer was understood: what is not read is not right."""
    for clause, sentence, *_ in accounts:
        is_unknown = clause.unknown or (by_ear and is_doubtful(clause, sentence))
        if not is_unknown and not _is_unread(clause, evidence):
            return []
    return [_unread(text, "알아들은 말이 하나도 없어요", message)]


def _is_unread(clause: AccountedClause, evidence: Evidence) -> bool:
    return any(o.verdict == "not_understood" for o in clause.objections(evidence))


def _unread(text: str, why: str, message: int) -> Verdict:
    return Verdict("unread", "not_understood", "VER-READ-002", text[:_SHOWN], why, message, 0)


def _accounts(plans: list[SentenceClaims], masked: Masked) -> list[Placed]:
    """Return the clauses of an answer, each with its sentence's place."""
    numbers = masked.numbers
    found: list[Placed] = []
    base = place = 0
    for plan, sentence in zip(plans, masked.sentences, strict=True):
        shape = shape_of(sentence, numbers[base : base + plan.slots]) if plan.slots else sentence
        found += [(clause, sentence, place, base) for clause in account(shape)]
        base += plan.slots
        place += len(sentence) + 1
    return found


def _objected(evidence: Evidence, accounts: list[Placed], masked: Masked) -> list[JudgedClaim]:
    found: list[JudgedClaim] = []
    strict = evidence.facts.safety_level >= SafetyLevel.CONTACT
    for clause, sentence, place, base in accounts:
        if clause.judges or (clause.unknown and (strict or clause.health_words)):
            for objection in clause.objections(evidence):
                span = span_of(clause, sentence, place, base, masked.shifts)
                found.append((kind_of(objection), objection.rule, *span, objection))
    return found


def _note(evidence: Evidence, plans: list[SentenceClaims], numbers: list[str]) -> None:
    base = 0
    for plan in plans:
        for statement, first, last in plan.notes:
            statement.note(evidence, numbers[base + first : base + last])
        base += plan.slots


_REREAD = frozenset({
    "value", "number", "norm", "comparison", "difference", "dose", "session", "week", "share", "band", "target", "rpe",
    "count", "frequency", "progress", "class", "unit", "nowhere",
})  # fmt: skip
"""Kinds of claims whose numbers are read a second time where the first reading refuses them."""


_READ_ONCE = frozenset({"value:sex", "unit:active_calories", "norm:rhr_delta"})
"""Claims whose first reading holds: the second takes more for right than there is."""


_FINAL = frozenset({"STD-SLP-002", "STD-SLP-010", "STD-HR-001", "STD-HR-010"})
"""Rules whose refusal no second reading mends: it is the name that is wrong there, not the number."""


_UNMENDED = frozenset({"norm"})
"""Kinds that no proposition mends: an edge of a rule is printed, or it is not."""


_FIRM = (
    "STD-SLP-002", "STD-SLP-010", "STD-SAFE-", "STD-HR-011", "VER-FORBID-", "VER-NOWHERE-", "VER-MATH-", "STD-EX-", "STD-DOSE-",
)  # fmt: skip
"""Rules whose refusal no proposition mends: what is unsafe or withheld stays so, however rightly it is reckoned."""


def _judge_claims(
    evidence: Evidence, plans: list[SentenceClaims], masked: Masked, holds: Propositions
) -> list[JudgedClaim]:
    numbers, shifts, text = masked.numbers, masked.shifts, masked.text
    found: list[JudgedClaim] = []
    append = found.append
    base = place = 0
    carry = ""
    for plan, sentence in zip(plans, masked.sentences, strict=True):
        for kind, rule, judge, first, last, start, end, before, until in plan.claims:
            finding = judge.judge(evidence, numbers[base + first : base + last])
            begin = place + start + shifts[base + before]
            finish = place + end + shifts[base + until]
            if (
                finding is not None
                and kind.partition(":")[0] in _REREAD
                and finding.rule not in _FINAL
                and kind not in _READ_ONCE
            ):
                head = place + shifts[base]
                whole = text[head : place + len(sentence) + shifts[base + plan.slots]]
                of_heart = bool(HEART_RATE.search(whole))
                if (
                    evidence.was_told(text[begin:finish], of_heart=of_heart)
                    and finding.rule == "VER-NUM-001"
                ) or explained(whole, begin - head, finish - head, evidence, carry, kind=kind):
                    finding = None
            if (
                finding is not None
                and finding.verdict == "unsupported"  # what contradicts the day stays so
                and kind.partition(":")[0] not in _UNMENDED
                and not finding.rule.startswith(_FIRM)
                and holds.explain(begin, finish)
            ):
                finding = None
            append((kind, rule, begin, finish, finding))
        base += plan.slots
        place += len(sentence) + 1
        carry = carry if plan.carry is None else plan.carry
    return found
