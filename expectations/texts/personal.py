"""Personal data: what lets somebody be called, visited, identified or looked up, Korean and English."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from expectations.texts.accounts import ACCOUNT, DEVICE
from expectations.texts.digits import APART, DIGIT, GROUPED, RUN, spoken_number
from expectations.texts.found import any_of, hidden
from expectations.texts.names import named_person
from expectations.texts.places import address
from wearable_coach.standards.table import table

_LEFT, _RIGHT = r"(?<!\d)(?<!\d[.,])", r"(?!\d)"
_CALLED = r"(?:핸드폰|휴대폰|휴대전화|폰|전화|연락처|번호|hp|h\.p\.?|tel|phone|mobile|cell)"
_TELEPHONE = re.compile(
    rf"{_LEFT}(?:"
    rf"01[016789](?:{GROUPED}|,\s?)\d{{3,4}}(?:{GROUPED}|,\s?)\d{{4}}"  # mobile
    r"|0([-\s_.,/])\1?1\1{1,2}[016789](?:[-\s_.,/]{1,3}\d){7,8}"  # mobile, digit by digit
    rf"|\(?0(?:2|[3-6]\d|70|50\d|80)\)?(?=\D){GROUPED}\d{{3,4}}(?=\D){GROUPED}\d{{4}}"  # landline
    r"|0(?:2|[3-6][1-5]|70)\d{7,8}"
    r"|1[5-9]\d\d[-.ㅡ\u1173–—_]\d{4}"  # service numbers
    r"|\(?[2-9]\d\d\)?[-. ]\d{3}[-.]\d{4}"  # North America
    rf"){_RIGHT}"
    rf"|(?<![\w+])\+\d{{1,3}}{GROUPED}(?:\(\d{{1,4}}\){GROUPED})?\d{{1,4}}(?:{GROUPED}\d{{2,4}}){{2,4}}(?!\d)"
    rf"|(?<![A-Za-z\d])[0o\u110b][1l][0o\u110b]{GROUPED}\d{{3,4}}{GROUPED}\d{{4}}{_RIGHT}"
    rf"|{_LEFT}(?:00)?82{GROUPED}0?10{GROUPED}\d{{4}}{GROUPED}\d{{4}}{_RIGHT}",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"{_CALLED}[^\w\n]{{0,3}}(?:번호)?(?:[은는이가도]|끝자리)?\s?[:=]?\s?\d{{3,4}}(?=\D){GROUPED}\d{{4}}{_RIGHT}",
    re.IGNORECASE,
)
_AT = r"\s?(?:@|[(\[]\s?(?:at|앳)\s?[)\]]|\s골뱅이|골뱅이|앳\s)\s?"
_DOT = r"\s?(?:\.|[(\[]\s?(?:dot|점|닷)\s?[)\]]|\s(?:dot|닷|점)\s)\s?"
_EMAIL = re.compile(
    rf"[A-Za-z0-9][\w.+-]*{_AT}[\w-]{{2,}}(?:{_DOT}[A-Za-z가-힣]{{2,}})+"
    r"|[\w.+-]+\sat\s[\w-]+(?:\sdot\s|\.)(?:com|net|org|kr|co|edu|ac|io|me)\b",
    re.IGNORECASE,
)
_BORN = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_RESIDENT = re.compile(
    rf"(?<!\d){_BORN}[^\d\n]{{0,12}}[1-8](?:\d{{6}}|[*xX●○]{{6}})(?!\d)"
    rf"|(?<!\d){_BORN}\s?[-–—ㅡ_/.]\s?[1-8](?:[\s.]?\d){{6}}(?!\d)"
    rf"|(?:주민|민증|외국인)\s?(?:등록)?\s?(?:번호|증)?[^\d\n]{{0,15}}?{DIGIT}(?:{APART}{DIGIT}){{5,}}"
    rf"|(?:[뒷뒤]\s?자리|뒤\s?(?:일곱|7)\s?자리)[^\d\n]{{0,8}}?{DIGIT}(?:{APART}{DIGIT}){{6}}(?!\d)"
    r"|(?:주민|외국인)\s?(?:등록)?\s?번호[^\d\n]{0,12}\d{4,}"
    r"|(?:SSN|social security)[^\d\n]{0,12}\d{3}-?\d\d-?\d{4}"
    r"|(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])",
    re.IGNORECASE,
)
_READERS = (
    ("resident number", _RESIDENT),
    ("telephone", _TELEPHONE),
    ("telephone", _TOLD),
    ("e-mail", _EMAIL),
    ("device id", DEVICE),
    ("account id", ACCOUNT),
)


_HINTS = (
    RUN,
    re.compile(r"\d\.\d{1,3}\.\d"),
    re.compile(r"(?:[0-9A-Fa-f]{2}[-:._ ]?){4}"),
    re.compile(
        r"(?:기기|장치|단말|바이스)\s?[A-Za-z0-9:]|S\s?[/.]?\s?N(?![A-Za-z])|s\s?[/.]?\s?n(?![A-Za-z])"
    ),
)
_HINTING = any_of((
    "@", "번호", "아이디", "계정", "리얼", "일련", "식별", "골뱅이", "앳", "주민", "민증", "핸들", "닉네임", "학번", "사번", "군번", "로그인", "팔로우", "가입", "넘버",
    "(at", "( at", "[at", " at ", "id", "user", "account", "member", "patient", "login", "customer", "handle", "serial", "imei", "imsi",
    "ssn", "social", "s/n",
))  # fmt: skip
"""What none of the patterns can do without, whichever digits stand there: few texts are looked through by all of them."""


@cache
def _public_lines() -> frozenset[str]:
    """Return the numbers of help lines that anyone may name, digits alone."""
    return frozenset("".join(filter(str.isdigit, n)) for n in table("gate")["public_lines"])


def may_be_personal(shape: str) -> bool:
    """Say whether a line can hold personal data of which only the shape is known, each digit a nought."""
    plain = unicodedata.normalize("NFKC", shape)
    return _is_hinted(plain) or bool(address(plain) or named_person(plain))


def _is_hinted(plain: str) -> bool:
    return bool(_HINTING.search(plain.lower())) or any(hint.search(plain) for hint in _HINTS)


def personal_data(text: str) -> str:
    """Return the first personal data of a text, kind first, the data itself hidden; nothing: ""."""
    plain = unicodedata.normalize("NFKC", text)
    if _is_hinted(plain) and (found := _numbered(plain)):
        return found
    for kind, found in (("address", address(plain)), ("name", named_person(plain))):
        if found:
            return f"{kind} {hidden(found)}"
    return ""


def _numbered(plain: str) -> str:
    for kind, pattern in _READERS:
        for match in pattern.finditer(plain):
            if "".join(filter(str.isdigit, match[0])) not in _public_lines():
                return f"{kind} {hidden(match[0])}"
    for kind, is_resident in (("resident number", True), ("telephone", False)):
        if said := spoken_number(plain, is_resident=is_resident):
            return f"{kind} {hidden(said)}"
    return ""
