"""Where runs run: as processes of the worker's machine, as containers of a host, or as jobs of a Kubernetes cluster."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from deployments.names import POOL
from wearable_coach.errors import BadInput

POOL_VARIABLE = "WEARABLE_COACH_POOL"
"""The kind of the work pool."""

IMAGE_VARIABLE = "WEARABLE_COACH_IMAGE"
"""The image of a container pool, in place of the one that the pool's file names."""

PROCESS = "process"
KINDS = (PROCESS, "docker", "kubernetes")
_FOLDER = Path(__file__).parent / "pools"


def kind_of(environment: Mapping[str, str]) -> str:
    """Return the kind of the work pool.

    Raises:
        BadInput: there is no such kind.
    """
    kind = environment.get(POOL_VARIABLE) or PROCESS
    if kind not in KINDS:
        message = (
            f"{POOL_VARIABLE}: {kind!r} is no kind of work pool; set one of {', '.join(KINDS)}"
        )
        raise BadInput(message)
    return kind


def work_pool_of(environment: Mapping[str, str]) -> str:
    """Return the name of the work pool.

    Raises:
        BadInput: there is no such kind.
    """
    kind = kind_of(environment)
    return POOL if kind == PROCESS else f"{POOL}-{kind}"


def pool_file(kind: str) -> dict[str, Any]:
    """Return what the file of a container pool says."""
    text = (_FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def base_job_template(kind: str) -> dict[str, Any] | None:
    """Return the pool's own base job template; None where Prefect's is taken."""
    if kind == PROCESS:
        return None
    name = pool_file(kind)["work_pool"].get("base_job_template")
    if name is None:
        return None
    found: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return found


def moved(
    content: Mapping[str, Any], kind: str, *, image: str = "", built: bool = False
) -> dict[str, Any]:
    """Return the content of prefect.yaml for a container pool.

    Args:
        content: What prefect.yaml says.
        kind: docker or kubernetes.
        image: In place of the image that the pool's file names.
        built: Whether deploying builds the image, and pushes it where the file says so.
    """
    file = pool_file(kind)
    if not built:
        file = {**file, "build": None, "push": None}
        image = image or file["work_pool"]["job_variables"]["image"]
    deployments = [
        _moved(one, file, image or "{{ built.image }}") for one in content["deployments"]
    ]
    steps = {name: file.get(name) for name in ("build", "push")}
    plain = {k: v for k, v in content.items() if k not in {"definitions", "deployments"}}
    return {**plain, **steps, "deployments": deployments}


def _moved(deployment: Mapping[str, Any], file: Mapping[str, Any], image: str) -> dict[str, Any]:
    pool = file["work_pool"]
    before, ours = deployment["work_pool"]["job_variables"], pool["job_variables"]
    variables = {**before, **ours, "image": image, "env": {**before["env"], **ours["env"]}}
    changed = file.get("parameters", {}).get(deployment["name"], {})
    return {
        **deployment,
        "parameters": {**deployment["parameters"], **changed},
        "work_pool": {"name": pool["name"], "job_variables": variables},
    }
