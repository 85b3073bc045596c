"""Deployments for a container pool and for Kubernetes are those of prefect.yaml, but for where they run."""

import subprocess
import sys

import pytest
import yaml

from deployments.deployed import CHECKOUT, defined, is_otherwise
from deployments.names import POOL
from deployments.pool_kinds import (
    IMAGE_VARIABLE,
    KINDS,
    POOL_VARIABLE,
    base_job_template,
    pool_file,
    work_pool_of,
)
from tests.support.cases import some
from wearable_coach.errors import BadInput

CONTAINERS = [kind for kind in KINDS if kind != "process"]
COMPOSE = yaml.safe_load((CHECKOUT / "deployments" / "compose.yaml").read_text(encoding="utf-8"))
of_containers = pytest.mark.parametrize("kind", CONTAINERS)


def deployments(**variables):
    return {one["name"]: one for one in defined(variables)["deployments"]}


def without_place(one):
    return {k: v for k, v in one.items() if k not in {"work_pool", "parameters"}}


@of_containers
def test_they_are_the_same_deployments_in_another_pool(kind):
    here, there = deployments(), deployments(**{POOL_VARIABLE: kind})
    assert {n: without_place(d) for n, d in there.items()} == {n: without_place(d) for n, d in here.items()}  # fmt: skip
    for name, one in some(there.items()):
        assert one["work_pool"]["name"] == work_pool_of({POOL_VARIABLE: kind}) == f"{POOL}-{kind}"
        ours, before = one["work_pool"]["job_variables"], here[name]["work_pool"]["job_variables"]
        assert ours["command"] == before["command"]
        assert before["env"].items() <= ours["env"].items()
        assert ours["env"]["WEARABLE_COACH_HOME"] == "/data"


@of_containers
def test_a_training_that_would_die_with_its_container_is_not_what_retrain_orders(kind):
    changed = {n: d["parameters"] for n, d in deployments(**{POOL_VARIABLE: kind}).items() if d["parameters"]}  # fmt: skip
    before = {n: d["parameters"] for n, d in deployments().items() if d["parameters"]}
    assert changed == {**before, "retrain": {"backend": "azure"}}


@of_containers
def test_what_is_set_up_builds_nothing_and_takes_the_image_that_is_named(kind):
    content = defined({POOL_VARIABLE: kind, IMAGE_VARIABLE: "registry.example.org/coach:1"})
    assert content["build"] is content["push"] is None
    images = {one["work_pool"]["job_variables"]["image"] for one in content["deployments"]}
    assert images == {"registry.example.org/coach:1"}
    assert deployments(**{POOL_VARIABLE: kind})["retrain"]["work_pool"]["job_variables"]["image"] == COMPOSE["services"]["worker"]["image"]  # fmt: skip


def test_a_container_has_the_network_the_store_and_as_little_right_as_those_of_the_compose_file():
    variables = pool_file("docker")["work_pool"]["job_variables"]
    worker, name = COMPOSE["services"]["worker"], COMPOSE["name"]
    assert variables["networks"] == [f"{name}_{network}" for network in worker["networks"]]
    assert variables["volumes"] == [f"{name}_{volume}" for volume in worker["volumes"]]
    for setting in ("read_only", "cap_drop", "security_opt", "pids_limit", "init"):
        assert variables["container_create_kwargs"][setting] == worker[setting]
    assert variables["env"]["PREFECT_API_URL"] == worker["environment"]["PREFECT_API_URL"]


def test_a_pod_has_no_right_that_it_does_not_need_and_the_store():
    template = base_job_template("kubernetes")
    pod = template["job_configuration"]["job_manifest"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/data", "/tmp"}  # noqa: S108
    known = template["variables"]["properties"].keys()
    assert pool_file("kubernetes")["work_pool"]["job_variables"].keys() <= known
    assert base_job_template("process") is base_job_template("docker") is None


@of_containers
def test_what_is_printed_builds_the_image_of_this_checkout(kind):
    command = [sys.executable, "-m", "deployments.deployed", kind]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    printed = yaml.safe_load(done.stdout)
    (step,) = printed["build"][0].values()
    assert (CHECKOUT / step["dockerfile"]).is_file()
    assert f"{step['image_name']}:{step['tag']}" == COMPOSE["services"]["worker"]["image"]
    assert {d["work_pool"]["job_variables"]["image"] for d in printed["deployments"]} == {"{{ built.image }}"}  # fmt: skip
    assert ("&id" in done.stdout, bool(printed["push"])) == (False, kind == "kubernetes")


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(BadInput, match="set one of process, docker, kubernetes"):
        work_pool_of({POOL_VARIABLE: "podman"})
    assert work_pool_of({}) == work_pool_of({POOL_VARIABLE: "process"}) == POOL
    assert not is_otherwise({POOL_VARIABLE: "process"})
    assert is_otherwise({POOL_VARIABLE: "docker"})
