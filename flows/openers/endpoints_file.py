"""The endpoints file: models by name, in YAML, without their keys.

``endpoints: {NAME: {kind: openai, url: https://…/v1, key_variable: NAME_KEY}}``; the fields are those
of `wearable_coach.chat.served`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from wearable_coach.chat.served import Serving
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded, read_text
from wearable_coach.input_values import place_of, yaml_of

VARIABLE = "WEARABLE_COACH_ENDPOINTS"
_SERVING: TypeAdapter[Serving] = TypeAdapter(Serving)


def endpoints_of(path: Path | None, environment: Mapping[str, str]) -> dict[str, Serving]:
    """Return all models of the file; none where no file is named.

    Args:
        path: The file; the one that ``$WEARABLE_COACH_ENDPOINTS`` names if None.
        environment: Where that stands.

    Raises:
        BadInput: the file cannot be read, or an entry is wrong.
    """
    named = path or environment.get(VARIABLE)
    if not named:
        return {}
    file = expanded(Path(named))
    found = _read(file)
    entries = found.get("endpoints") if isinstance(found, dict) else None
    if not isinstance(entries, dict):
        message = f"endpoints: {file} has no mapping `endpoints:`; write NAME: {{kind: …, url: …}} under it"
        raise BadInput(message)
    if unknown := [
        str(key) for key in found if key != "endpoints" and not str(key).startswith("x-")
    ]:
        message = f"endpoints: {unknown[0]} in {file} is not known; known is `endpoints:`, and x-… for your own notes"
        raise BadInput(message)
    return {str(name): _entry(file, str(name), entry) for name, entry in entries.items()}


def _read(file: Path) -> Any:  # noqa: ANN401 - what YAML holds
    try:
        return yaml_of(read_text(file))
    except OSError as error:
        message = f"endpoints: cannot read {file} ({error.strerror}); check {VARIABLE}"
    except (ValueError, yaml.YAMLError) as error:
        message = f"endpoints: {file} is no YAML{place_of(error)}; correct it"
    raise BadInput(message) from None


def _entry(file: Path, name: str, entry: Any) -> Serving:  # noqa: ANN401
    if not isinstance(entry, dict):
        message = f"endpoints: {name} in {file} is no mapping; write {name}: {{kind: …, url: …}}"
        raise BadInput(message)
    if "key" in entry:
        message = f"endpoints: {name} in {file} holds a key; export it, and name the variable as key_variable"
        raise BadInput(message)
    try:
        return _SERVING.validate_python({"kind": "openai"} | entry)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        # The first step of the place is the kind, which the person did not write there.
        field = ".".join(str(step) for step in first["loc"][1:]) or "kind"
        message = f"endpoints: {name}.{field} in {file}: {first['msg']}; correct it"
        raise BadInput(message) from None
