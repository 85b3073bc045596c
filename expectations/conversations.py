"""The suite of the conversations: form, system prompt, sections, length, verdicts, tokens.

Every check is a boolean column that `expectations.frames` computes; numbers come from
standards/tables/answer_format.yaml, gate.yaml and tokens.yaml.
"""

from __future__ import annotations

from expectations.check import Check, holds, parameter
from wearable_coach.standards.table import table


def checks(max_tokens: int) -> list[Check]:
    """Return the checks of the conversations.

    Args:
        max_tokens: Longest conversation allowed [estimated tokens].
    """
    return [*_form(), *_content(), _tokens(max_tokens)]


def _form() -> list[Check]:
    gate, layout = table("gate"), table("answer_format")
    return [
        holds(
            "line_ok",
            code="CNV-LINE",
            rule=gate["rule"],
            source="Azure chat format: messages, each a role and a content",
            en="The training line holds exactly `messages`, each with a role and a text",
            ko="학습 줄에는 `messages`만 있고, 메시지마다 역할과 글이 있어요",
            expected='{"messages": [{"role", "content"} …]}',
        ),
        holds(
            "roles_ok",
            code="CNV-ROLES",
            rule=gate["rule"],
            source="Azure chat format",
            en="Roles are system, then user and assistant in turn",
            ko="역할은 system 다음에 user와 assistant가 번갈아 나와요",
            expected="system, user, assistant (, user, assistant …)",
        ),
        holds(
            "turns_ok",
            code="CNV-TURNS",
            rule=gate["rule"],
            source=gate["source"],
            en="The number of turns fits the kind of conversation",
            ko="대화의 차례 수가 종류에 맞아요",
            expected=", ".join(f"{k} {a}–{b}" for k, (a, b) in gate["turns"].items()),
        ),
        holds(
            "system_ok",
            code="CNV-SYSTEM",
            rule=gate["rule"],
            source="the plan's system prompts",
            en="The system prompt is the category's, word for word",
            ko="시스템 프롬프트가 분류에 정해진 글과 한 글자도 다르지 않아요",
            expected="word for word",
        ),
        holds(
            "sections_ok",
            code="CNV-SECTIONS",
            rule=layout["rule"],
            source=layout["source"],
            en="The answer has its sections, in the fixed order",
            ko="답변의 절이 정해진 차례대로 있어요",
            expected="headings of answer_format.yaml, in order",
        ),
        holds(
            "length_ok",
            code="CNV-LENGTH",
            rule=layout["rule"],
            source=layout["source"],
            en="Every answer is as long as its kind allows",
            ko="답변 길이가 종류별 범위 안에 있어요",
            expected=", ".join(
                f"{k} {a:,}–{b:,}" for k, (a, b) in layout["length_characters"].items()
            ),
        ),
    ]


def _content() -> list[Check]:
    gate = table("gate")
    return [
        holds(
            "inputs_told",
            code="CNV-INPUTS",
            rule=gate["rule"],
            source=gate["source"],
            en="The questions tell every reading that the record holds",
            ko="질문이 기록에 있는 측정값을 모두 말해 줘요",
            expected="every vital in the question",
        ),
        holds(
            "verdicts_ok",
            code="CNV-VERDICTS",
            rule=gate["rule"],
            source="the independent verifier",
            en="No claim of an answer is contradicted or unsupported",
            ko="답변에 틀리거나 근거 없는 주장이 없어요",
            expected="all supported",
        ),
        holds(
            "claims_ok",
            code="CNV-CLAIMS",
            rule=gate["rule"],
            source="the independent verifier",
            en="Where readings are given, the answer makes at least one claim that can be checked",
            ko="측정값이 있으면 답변에 확인할 수 있는 주장이 하나 이상 있어요",
            expected="≥ 1 claim",
        ),
        holds(
            "text_clean",
            code="CNV-RESIDUE",
            rule=gate["rule"],
            source=gate["source"],
            en="No text holds the remains of a template, nor an empty message",
            ko="틀의 흔적이나 빈 글이 없어요",
            expected="none of " + " ".join(gate["residue"]),
        ),
    ]


def _tokens(max_tokens: int) -> Check:
    tokens = table("tokens")
    return Check(
        code="CNV-TOKENS",
        rule=tokens["rule"],
        source=tokens["source"],
        severity="critical",
        en="The conversation fits the model's training window (estimated tokens)",
        ko="대화가 학습 길이 안에 들어가요 (토큰 추정치)",
        expected=f"≤ {max_tokens:,} estimated tokens",
        kind="ExpectColumnValuesToBeBetween",
        arguments={"column": "tokens", "min_value": 1, "max_value": parameter("max_tokens")},
    )
