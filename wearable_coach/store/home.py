"""The folder of the embedded default."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wearable_coach.input_files import expanded

_VARIABLE = "WEARABLE_COACH_HOME"
_DEFAULT = ".wearable-coach"


def home_folder(environment: Mapping[str, str]) -> Path:
    """Return ``$WEARABLE_COACH_HOME``, else ``./.wearable-coach``."""
    return expanded(Path(environment.get(_VARIABLE) or _DEFAULT))
