"""Azure's words are told in one line, with what is secret covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.azure.translation import one_line

JWT = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"header Bearer {JWT} refused", JWT),
        (f"token {JWT}", JWT),
        ("bearer opaque-token, refused", "opaque-token"),
        ("https://a.blob.core.windows.net/c/b?sv=1&sig=Ab%2Bc%3D&se=2", "Ab%2Bc%3D"),
        ("DefaultEndpointsProtocol=https;AccountKey=a2V5a2V5==;x", "a2V5a2V5=="),
        ("client_secret=hush&scope=x", "hush"),
    ],
)
def test_a_secret_is_covered(text, secret):
    told = one_line(text)
    assert secret not in told
    assert "***" in told


@pytest.mark.parametrize(("length", "shown"), [(299, 299), (300, 300), (301, 300), (5000, 300)])
def test_a_long_text_is_cut_and_says_so_by_an_ellipsis(length, shown):
    told = one_line("x" * length)
    assert len(told) == shown
    assert told.endswith("…") is (length > 300)


@given(st.text())
def test_any_text_is_one_line_of_bearable_length(text):
    told = one_line(text)
    assert len(told.splitlines()) <= 1
    assert len(told) <= 300
