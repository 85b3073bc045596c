"""Whatever is given is read without an exception, at its places, in time that grows with its length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.cases import some
from wearable_coach.korean import SLOT, masked, read
from wearable_coach.korean.shapes import regular

KOREAN = st.text(
    alphabet="가나다라마바사아자차카하은는이를에서고지만면 요죠.,?!~12390%만천시간분보ㅋㅠ\n",
    max_size=120,
)
ANY = st.text(
    alphabet=st.characters(codec=None, min_codepoint=0, max_codepoint=0x1FFFF), max_size=80
)
SURROGATES = st.text(alphabet=st.characters(categories=("Cs", "Cc", "Cf", "Lo")), max_size=60)


@settings(max_examples=100, deadline=None)
@given(st.one_of(KOREAN, ANY, SURROGATES))
def test_every_place_of_what_is_read_lies_in_the_text(text):
    whole = read(text)
    tokens = [t for s in whole for t in s.tokens]
    owned = [[t.place for c in s.clauses for t in c.tokens] for s in whole]
    assert [text[t.start : t.end] for t in tokens] == [t.surface for t in tokens]
    assert all(0 <= s.start <= s.end <= len(text) for s in whole)
    assert [sorted(o) for o in owned] == [list(range(len(s.tokens))) for s in whole]


@settings(max_examples=40, deadline=None)
@given(KOREAN)
def test_masking_keeps_the_places_of_what_is_not_masked(text):
    shape = masked(text)
    kept = [k for k, char in enumerate(shape.text) if char != SLOT]
    assert [text[shape.place(k)] for k in kept] == [shape.text[k] for k in kept]


@pytest.mark.parametrize(
    "text",
    [
        "가\u0000슴",
        "가\ud800슴이 아파요",
        "\u200b\u200b",
        "ㄱ" * 3000,
        "|" * 3000,
        "(" * 3000,
        "1" * 3000,
        "만" * 3000,
        "1만 " * 1500,
        "안 " * 1500,
        "고 " * 1500,
        ". " * 1500,
        "~" * 3000,
        "ㅋ" * 5000,
    ],
)
def test_hostile_text_is_read(text):
    assert read(text).text == text


def test_letters_in_parts_are_put_together():
    apart = "\u1100\u1161\u1109\u1173\u11b7"  # 가슴 as a file system may write it
    assert regular(apart).text == "가슴"
    assert [t.surface for s in some(read(apart)) for t in s.tokens] == [apart]
