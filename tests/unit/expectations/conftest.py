from __future__ import annotations

import pytest

from tests.support.rows import good_rows
from wearable_coach.records import Row


@pytest.fixture
def rows() -> list[Row]:
    return good_rows()
