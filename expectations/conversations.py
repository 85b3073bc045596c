"""The suite of the conversations: form, texts, tokens, and all that is judged anew.

Every column but `tokens` says in words what is wrong with a row there, and nothing where nothing is;
numbers come from standards/tables/answer_format.yaml, gate.yaml and tokens.yaml.
"""

from __future__ import annotations

from typing import Any

from expectations.check import Check, parameter
from wearable_coach.standards.table import table

_VERIFIER = "the independent verifier, in another process"
_DERIVED = "the standards, in another process"


def checks(max_tokens: int) -> list[Check]:
    """Return the checks of the conversations.

    Args:
        max_tokens: Longest conversation allowed [estimated tokens].
    """
    return [*_types(), *_form(), *_stored(), *_anew(), *_making(), *_texts(), _tokens(max_tokens)]


def finds_none(column: str, code: str, en: str, ko: str, expected: str, **of: Any) -> Check:  # noqa: ANN401 - a check's own
    """Return the check that nothing is found wrong; `of` gives another rule or source than the gate's."""
    gate = table("gate")
    return Check(
        code=code,
        rule=of.get("rule", gate["rule"]),
        source=of.get("source", gate["source"]),
        severity="critical",
        en=en,
        ko=ko,
        expected=expected,
        kind="ExpectColumnValuesToBeNull",
        arguments={"column": column},
    )


def _types() -> list[Check]:
    return [
        finds_none(
            "mistyped_fields",
            "CNV-TYPE",
            "Every field of a row holds a value of its type",
            "행의 모든 칸에 정해진 자료형의 값이 있어요",
            "each field its type",
        ),
    ]


def _form() -> list[Check]:
    gate, layout = table("gate"), table("answer_format")
    return [
        finds_none(
            "line_unlike",
            "CNV-LINE",
            "The training line holds exactly `messages`, each with a role and a text",
            "학습 줄에는 `messages`만 있고, 메시지마다 역할과 글이 있어요",
            '{"messages": [{"role", "content"} …]}',
            source="Azure chat format: messages, each a role and a content",
        ),
        finds_none(
            "roles_unlike",
            "CNV-ROLES",
            "Roles are system, then user and assistant in turn",
            "역할은 system 다음에 user와 assistant가 번갈아 나와요",
            "system, user, assistant (, user, assistant …)",
            source="Azure chat format",
        ),
        finds_none(
            "turns_unlike",
            "CNV-TURNS",
            "The number of turns fits the kind of conversation",
            "대화의 차례 수가 종류에 맞아요",
            ", ".join(f"{k} {a}–{b}" for k, (a, b) in gate["turns"].items()),
        ),
        finds_none(
            "system_unlike",
            "CNV-SYSTEM",
            "The system prompt is the category's, word for word",
            "시스템 프롬프트가 분류에 정해진 글과 한 글자도 다르지 않아요",
            "word for word",
            source="the plan's system prompts",
        ),
        finds_none(
            "sections_unlike",
            "CNV-SECTIONS",
            "The answer has its sections, in the fixed order",
            "답변의 절이 정해진 차례대로 있어요",
            "headings of answer_format.yaml, in order",
            rule=layout["rule"],
            source=layout["source"],
        ),
        finds_none(
            "length_unlike",
            "CNV-LENGTH",
            "Every answer is as long as its kind allows",
            "답변 길이가 종류별 범위 안에 있어요",
            ", ".join(f"{k} {a:,}–{b:,}" for k, (a, b) in layout["length_characters"].items()),
            rule=layout["rule"],
            source=layout["source"],
        ),
        finds_none(
            "empty_message",
            "CNV-EMPTY",
            "No message is empty",
            "빈 메시지가 없어요",
            "a text in each",
        ),
        finds_none(
            "inputs_untold",
            "CNV-INPUTS",
            "The questions tell every reading that the record holds",
            "질문이 기록에 있는 측정값을 모두 말해 줘요",
            "every vital in the question",
        ),
    ]


def _stored() -> list[Check]:
    return [
        finds_none(
            "verdicts_bad",
            "CNV-VERDICTS",
            "No stored verdict is contradicted or unsupported",
            "저장된 판정에 틀리거나 근거 없는 주장이 없어요",
            "all supported",
            source="the independent verifier",
        ),
        finds_none(
            "claims_lack",
            "CNV-CLAIMS",
            "Where readings are given, the answer makes at least one claim that can be checked",
            "측정값이 있으면 답변에 확인할 수 있는 주장이 하나 이상 있어요",
            "≥ 1 claim",
            source="the independent verifier",
        ),
    ]


def _anew() -> list[Check]:
    return [
        finds_none(
            "impossible",
            "CNV-POSSIBLE",
            "Profile and readings are possible, each and together",
            "프로필과 측정값이 저마다, 그리고 함께 있을 수 있는 값이에요",
            "as every day that is taken",
            source=_DERIVED,
        ),
        finds_none(
            "facts_differ",
            "CNV-FACTS",
            "The stored facts are those that follow from profile and readings",
            "저장된 사실이 프로필과 측정값에서 나오는 것과 같아요",
            "as derived anew",
            source=_DERIVED,
        ),
        finds_none(
            "unsupported_anew",
            "CNV-VERDICTS-ANEW",
            "Verified anew, no claim of an answer is contradicted or unsupported",
            "새로 검증해도 답변에 틀리거나 근거 없는 주장이 없어요",
            "all supported",
            source=_VERIFIER,
        ),
        finds_none(
            "verdicts_differ",
            "CNV-VERDICTS-STORED",
            "The stored verdicts are those of verifying anew",
            "저장된 판정이 새로 검증한 것과 같아요",
            "as verified anew",
            source=_VERIFIER,
        ),
        finds_none(
            "claims_differ",
            "CNV-CLAIMS-STORED",
            "The stored number of claims is that of verifying anew",
            "저장된 주장 수가 새로 검증한 것과 같아요",
            "as verified anew",
            source=_VERIFIER,
        ),
        finds_none(
            "stratum_denied",
            "CNV-STRATUM",
            "The stratum holds of the day",
            "층이 그날의 기록에 맞아요",
            "what defines the stratum",
            source=_DERIVED,
        ),
        finds_none(
            "unjudged",
            "CNV-JUDGED",
            "Every row can be judged anew",
            "모든 행을 새로 판단할 수 있어요",
            "no judge stumbles",
            source=_VERIFIER,
        ),
    ]


def _making() -> list[Check]:
    return [
        finds_none(
            "id_unlike",
            "CNV-ID",
            "A row's id is its category and its place",
            "행의 번호가 분류와 자리로 되어 있어요",
            "category-000000",
        ),
        finds_none(
            "family_unlike",
            "CNV-FAMILY",
            "The template family is of the kind and of the question that was asked",
            "글틀 묶음이 대화의 종류와 질문에 맞아요",
            "kind/q00/v00",
        ),
        finds_none(
            "origin_unclear",
            "CNV-ORIGIN",
            "Source and person go together: a sampled person's key, or a real person's pseudonym",
            "출처와 사람이 서로 맞아요: 만든 사람의 열쇠 또는 실제 사람의 가명",
            "a key of its own cell, or real-0000 of an importer",
        ),
        finds_none(
            "completed_wrongly",
            "CNV-COMPLETED",
            "What is said to be sampled is told, is no real reading, and is of a real day",
            "채워 넣었다고 적은 값은 실제 기록의 날에 속하고 질문에 나와요",
            "fields that are told, in order",
        ),
    ]


def _texts() -> list[Check]:
    return [
        finds_none(
            "personal",
            "CNV-PERSONAL",
            "No text and no id holds personal data",
            "글과 번호에 개인정보가 없어요",
            "no telephone, e-mail, resident number, address, device, account or name",
        ),
        finds_none(
            "odd_characters",
            "CNV-CHARACTERS",
            "No control, direction, zero-width, replacement or decomposed character",
            "제어·방향·너비 없는·깨진·풀어 쓴 글자가 없어요",
            "characters that can be seen",
        ),
        finds_none(
            "markup",
            "CNV-MARKUP",
            "No HTML, image, link or fenced code",
            "HTML, 그림, 링크, 코드 울타리가 없어요",
            "plain text",
        ),
        finds_none(
            "residue",
            "CNV-RESIDUE",
            "No text holds the remains of a template, a missing value or a note",
            "틀의 흔적, 빠진 값, 메모가 글에 남아 있지 않아요",
            "none of {steps}, null, TODO, 은(는), " + ", ".join(table("gate")["residue"]),
        ),
        finds_none(
            "not_korean",
            "CNV-HANGUL",
            "Texts are Korean: enough Hangul, no letters of other scripts",
            "글이 한국어예요: 한글이 충분하고 다른 문자가 없어요",
            ", ".join(f"{r} ≥ {s:.0%}" for r, s in table("gate")["hangul_share_min"].items()),
        ),
        finds_none(
            "impolite",
            "CNV-REGISTER",
            "Every sentence of an answer ends politely",
            "답변의 문장이 모두 높임말로 끝나요",
            "해요, 합니다",
        ),
        finds_none(
            "empty_section",
            "CNV-SECTION-BODY",
            "Every section of an answer says something",
            "답변의 모든 절에 내용이 있어요",
            "a body under each heading",
        ),
        finds_none(
            "cut",
            "CNV-CUT",
            "No answer stops in mid-sentence",
            "중간에 끊긴 답변이 없어요",
            "every line ends",
        ),
        finds_none(
            "injected",
            "CNV-INJECTION",
            "No question gives orders to the model, unless its answer declines in our words",
            "질문이 모델에 지시를 내리지 않아요. 정해진 말로 거절하는 답이 있을 때만 괜찮아요",
            "none that is not declined",
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
