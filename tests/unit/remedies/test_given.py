"""A message about what was given says what to give, and that is taken."""

import re

import pytest

from tests.support.given import GIVEN
from wearable_coach.errors import CoachError


def told(remedy):
    """Return the pattern of a remedy: ``{}`` is any value, a number is written as people read it."""
    parts = [re.escape(part) for part in re.split(r"\{\}", remedy)]
    return re.sub(r"(\d)(\d{3})\b", r"\1,?\2", ".*".join(parts))


@pytest.mark.parametrize("row", GIVEN, ids=lambda row: f"{row.file}: {row.remedy}"[:90])
def test_what_the_message_says_to_give_is_taken(row, tmp_path):
    with pytest.raises(CoachError, match=told(row.remedy)):
        row.wrong(tmp_path)
    row.as_told(tmp_path)
