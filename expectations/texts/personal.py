"""Personal data: what lets somebody be called, visited, identified or looked up, Korean and English."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from expectations.texts.found import any_of, hidden
from expectations.texts.names import named_person
from expectations.texts.places import address
from wearable_coach.standards.table import table

_LEFT, _RIGHT = r"(?<![\dA-Za-z.,])", r"(?![\dA-Za-z])"
_SPELLED = "공영빵일이삼사오육륙칠팔구"
_TELEPHONE = re.compile(
    rf"{_LEFT}(?:"
    r"01[016789][-. )]{0,2}\d{3,4}[-. ]?\d{4}"  # mobile
    r"|\(?0(?:2|[3-6]\d|70|50\d|80)\)?[-. )]{1,2}\d{3,4}[-. ]\d{4}"  # landline
    r"|0(?:2|[3-6][1-5]|70)\d{7,8}"
    r"|1[5-9]\d\d[-.]\d{4}"  # service numbers
    r"|\(?[2-9]\d\d\)?[-. ]\d{3}[-.]\d{4}"  # North America
    rf"){_RIGHT}"
    r"|(?<![\w+])\+\d{1,3}[-. ]?(?:\(\d{1,4}\)[-. ]?)?\d{1,4}(?:[-. ]?\d{2,4}){2,4}(?!\d)"
    rf"|(?<![가-힣])공[일1]\s?[공영빵][-\s]*(?:[{_SPELLED}][-\s]*){{7,8}}"
)
_AT = r"\s?(?:@|[(\[]\s?(?:at|앳)\s?[)\]]|\s골뱅이|골뱅이|앳\s)\s?"
_DOT = r"\s?(?:\.|[(\[]\s?(?:dot|점|닷)\s?[)\]]|\s(?:dot|닷|점)\s)\s?"
_EMAIL = re.compile(
    rf"[A-Za-z0-9][\w.+-]*{_AT}[\w-]{{2,}}(?:{_DOT}[A-Za-z가-힣]{{2,}})+"
    r"|[\w.+-]+\sat\s[\w-]+(?:\sdot\s|\.)(?:com|net|org|kr|co|edu|ac|io|me)\b",
    re.IGNORECASE,
)
_RESIDENT = re.compile(
    r"(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?[-–]?\s?[1-8](?:\d{6}|[*xX●○]{6})(?!\d)"
    r"|(?:주민|외국인)\s?(?:등록)?\s?번호[^\d\n]{0,12}\d{4,}"
    r"|(?:SSN|social security)[^\d\n]{0,12}\d{3}-?\d\d-?\d{4}"
    r"|(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])",
    re.IGNORECASE,
)
_CODE = r"(?=[\w:.-]*\d)[A-Za-z0-9][\w:.-]{5,}"
_LINK = r"(?:\s?(?:번호|아이디|주소|코드|ID|no\.?|number|address))?\s?(?:[:=#]|[은는이가]\s|\s)?\s?"
_DEVICE = re.compile(
    r"(?<![0-9A-F])(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}(?![0-9A-F])"
    r"|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"
    r"|(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"
    rf"|(?:시리얼|일련|기기|장치|단말기?|디바이스|serial|device|IMEI|IMSI|UDID|IDFA|S/N)[_ -]?{_LINK}{_CODE}"
    r"|(?<!\d)35\d{13}(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![\d-])(?!(?:19|20)\d\d-\d\d-\d\d(?!\d))\d{2,6}-\d{2,6}-\d{4,8}(?![\d-])"
    r"|(?<!\d)\d{4}([- ])\d{4}\1\d{4}\1\d{4}(?!\d)"
    r"|(?:계좌|카드|회원|환자|차트|등록|여권|면허|보험|고객|학생|사원|접수|진료|병록)\s?(?:증)?\s?(?:번호|아이디|ID|no\.?)[^\d\n가-힣]{0,4}(?:[은는이가]\s)?[A-Za-z]{0,2}\d{4,}"
    r"|(?:user|account|member|patient|login|customer)[_ -]?(?:id|no|number|name)\s?[:=#]\s?\S{3,}"
    r"|(?:아이디|계정)\s?(?:[:=]|[은는이가]\s|\s)?\s?[A-Za-z][\w.]{3,}"
    r"|(?<![\w.])@[A-Za-z_]\w[\w.]+"
    r"|(?<![A-Za-z\d])[MSRGDPT]\d{8}(?!\d)",
    re.IGNORECASE,
)
_READERS = (
    ("resident number", _RESIDENT),
    ("telephone", _TELEPHONE),
    ("e-mail", _EMAIL),
    ("device id", _DEVICE),
    ("account id", _ACCOUNT),
)


_HINTS = (
    re.compile(r"\d(?:[-. )]{0,2}\d){6}|\d\.\d{1,3}\.\d"),
    re.compile(r"[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]|[0-9a-fA-F]{8}-"),
    re.compile(r"(?:기기|장치|단말|바이스)\s?[A-Za-z0-9:]"),
)
_HINTING = any_of((
    "@", "번호", "아이디", "계정", "시리얼", "일련", "골뱅이", "앳", "공일공", "공 일", "공1", "공0", "(at", "( at", "[at", " at ",
    "id", "user", "account", "member", "patient", "login", "customer", "serial", "imei", "imsi", "ssn", "social", "s/n",
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
    for kind, pattern in _READERS if _is_hinted(plain) else ():
        for match in pattern.finditer(plain):
            if "".join(filter(str.isdigit, match[0])) not in _public_lines():
                return f"{kind} {hidden(match[0])}"
    for kind, found in (("address", address(plain)), ("name", named_person(plain))):
        if found:
            return f"{kind} {hidden(found)}"
    return ""
