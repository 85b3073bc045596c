"""The page on reading Korean says what is read today."""

from pathlib import Path

from wearable_coach.korean.page import korean_page

PAGE = Path(__file__).parents[3] / "docs" / "korean.md"


def test_the_page_shows_what_is_read_today():
    assert PAGE.read_text(encoding="utf-8") == korean_page(), "python -m tests.support.made_anew"
