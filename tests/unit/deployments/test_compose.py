"""What no container engine is needed for: that the compose file and the image keep the house's rules."""

import fnmatch
import importlib.util
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from backends.local import turn
from deployments import entrypoint, make_secrets, names
from deployments.pool_kinds import IMAGE_VARIABLE, POOL_VARIABLE
from tests.support.composed import CHECKOUT, COMPOSE, compose_file
from wearable_coach.client import proxies, service_counts

ONE_SHOT = {"setup"}
IMAGE_OF_OURS = re.compile(r"wearable-coach:\d+\.\d+\.\d+")
PINNED = re.compile(r"[\w./-]+:\d+\.\d+(\.\d+)?(-[a-z0-9]+)*")
TOP = {"name", "services", "networks", "volumes", "secrets"}
SERVICE = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "init",
    "logging", "mem_limit", "networks", "pids_limit", "ports", "profiles", "pull_policy",
    "read_only", "restart", "secrets", "security_opt", "shm_size", "stop_grace_period",
    "stop_signal", "tmpfs", "user", "volumes",
}  # fmt: skip
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}
DURATION = re.compile(r"\d+(ms|s|m|h)")
SETTINGS_OF_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "PGDATA"}
OTHER_SETTINGS = {"DO_NOT_TRACK", "WEARABLE_COACH_HOME"}
LOGGING_OVERRIDE = "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER"
"""Not among Prefect's settings: it overrides an entry of its logging.yml."""

FILE = compose_file()
SERVICES = FILE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]

each_service = pytest.mark.parametrize("name", SERVICES)
each_of_ours = pytest.mark.parametrize("name", OURS)


def test_every_part_of_the_installation_is_a_service():
    assert set(SERVICES) == {
        "postgres", "server", "setup", "worker", "receiver", "reports", "caretaker", "coach", "azurite",
    }  # fmt: skip
    assert SERVICES["azurite"]["profiles"] == ["azurite"]
    assert SERVICES["coach"]["profiles"] == ["serve"]


def test_the_file_uses_what_compose_knows():
    assert {key for key in FILE if not key.startswith("x-")} <= TOP
    for service in SERVICES.values():
        assert set(service) <= SERVICE
        assert set(service.get("networks", ())) <= set(FILE["networks"])
        assert {volume.split(":")[0] for volume in service.get("volumes", ())} <= set(
            FILE["volumes"]
        )
        assert set(service.get("depends_on", ())) <= set(SERVICES)
        assert isinstance(service.get("command", []), list)
        assert all(isinstance(value, str) for value in service.get("environment", {}).values())


def test_no_key_stands_twice():
    class Strict(yaml.SafeLoader):
        pass

    seen = []

    def mapping(loader, node):
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        assert len(keys) == len(set(keys)), f"line {node.start_mark.line}: {keys}"
        seen.extend(keys)
        loader.flatten_mapping(node)
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    yaml.load(COMPOSE.read_text(encoding="utf-8"), Strict)  # noqa: S506 - a safe loader's child
    assert {"services", "image"} <= set(seen)


@each_service
def test_every_service_says_how_it_is_or_ends_by_itself(name):
    service = SERVICES[name]
    if name in ONE_SHOT:
        assert service["restart"].startswith("on-failure")
        assert "healthcheck" not in service
        return
    assert service["restart"] == "unless-stopped"
    check = service["healthcheck"]
    assert set(check) == HEALTH
    assert check["test"][0] == "CMD"
    assert all(DURATION.fullmatch(check[key]) for key in ("interval", "timeout", "start_period"))


@each_service
def test_nobody_runs_as_root_or_can_become_it(name):
    service = SERVICES[name]
    uid, gid = service["user"].split(":")
    assert int(uid) > 0
    assert int(gid) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"] > 0


@each_service
def test_a_read_only_service_has_somewhere_for_what_passes(name):
    assert any(place.startswith("/tmp:") for place in SERVICES[name]["tmpfs"])  # noqa: S108


@each_service
def test_images_are_pinned(name):
    image = SERVICES[name]["image"]
    assert (IMAGE_OF_OURS if name in OURS else PINNED).fullmatch(image), image


def test_the_image_is_built_from_pinned_ones_and_named_after_the_version():
    text = (CHECKOUT / "deployments" / "Dockerfile").read_text(encoding="utf-8")
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert bases
    assert all(PINNED.fullmatch(base) and base.startswith("python:3.12.") for base in bases)
    assert re.search(r"^USER \$\{UID\}:\$\{UID\}$", text, re.MULTILINE)
    version = re.search(
        r'^version = "(.+)"', (CHECKOUT / "pyproject.toml").read_text(), re.MULTILINE
    )[1]
    assert {SERVICES[name]["image"] for name in OURS} == {f"wearable-coach:{version}"}


@each_service
def test_what_is_reached_from_outside_is_reached_on_loopback_unless_said_otherwise(name):
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))


def test_the_database_is_reached_by_the_server_alone():
    inside = {name for name, service in SERVICES.items() if "database" in service["networks"]}
    assert inside == {"postgres", "server"}
    assert FILE["networks"]["database"] == {"internal": True}
    assert "ports" not in SERVICES["postgres"]
    assert "ports" not in SERVICES["worker"]


@each_service
def test_no_folder_of_the_host_is_mounted(name):
    assert all(
        volume.split(":")[0] in FILE["volumes"] for volume in SERVICES[name].get("volumes", ())
    )


def test_every_secret_is_a_file_that_make_secrets_makes_and_git_ignores():
    assert {f"./secrets/{name}" for name in make_secrets.SECRETS} == {
        secret["file"] for secret in FILE["secrets"].values()
    }
    ignored = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"deployments/secrets/*", "deployments/.env"} <= set(ignored)
    assert {"deployments/secrets", "deployments/.env"} <= set(
        (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    )


@each_service
def test_a_service_reads_the_secrets_that_it_is_given_and_no_others(name):
    service = SERVICES[name]
    given = {f"/run/secrets/{secret}" for secret in service.get("secrets", ())}
    words = [*service.get("environment", {}).values(), *service.get("command", ())]
    read = {path for word in words for path in re.findall(r"/run/secrets/\w+", word)}
    assert read == given


@each_service
def test_no_secret_stands_in_the_file(name):
    given = SERVICES[name].get("environment", {})
    assert not given.keys() & set(entrypoint.FROM_FILES)
    for variable, value in given.items():
        if re.search(r"PASSWORD|AUTH|SECRET|TOKEN|KEY|CONNECTION", variable):
            assert value.startswith("/run/secrets/"), variable
        assert not re.search(r"whsec_|://[^/\s]+@|admin:", value), variable


@each_of_ours
def test_every_variable_is_one_that_somebody_reads(name):
    from prefect.settings import get_current_settings
    from prefect.settings.legacy import _get_settings_fields
    from prefect.settings.models.root import Settings

    assert get_current_settings()
    known = set(_get_settings_fields(Settings)) | {LOGGING_OVERRIDE} | OTHER_SETTINGS
    known |= {f"{name}_FILE" for name in entrypoint.FROM_FILES}
    known |= {
        service_counts.URL_VARIABLE,
        service_counts.KEYS_VARIABLE,
        proxies.VARIABLE,
        turn.SLOTS_VARIABLE,
        POOL_VARIABLE,
        IMAGE_VARIABLE,
    }
    known |= {value for key, value in vars(names).items() if key.endswith("_VARIABLE")}
    assert set(SERVICES[name]["environment"]) <= known


def test_postgres_gets_what_its_image_knows():
    assert set(SERVICES["postgres"]["environment"]) == SETTINGS_OF_POSTGRES


@each_of_ours
def test_every_command_is_there(name):
    for command in (SERVICES[name]["command"], SERVICES[name].get("healthcheck", {}).get("test")):
        if command is None:
            continue
        words = command[1:] if command[0] == "CMD" else command
        assert shutil.which(words[0], path=str(Path(sys.executable).parent)), words[0]
        modules = [word for word in words if re.fullmatch(r"deployments\.\w+(:\w+)?", word)]
        for module in modules:
            assert importlib.util.find_spec(module.split(":")[0]), module


def test_ports_pool_and_paths_are_those_that_the_rest_of_the_house_knows():
    assert f"--pool={names.POOL}" in SERVICES["worker"]["command"]
    assert f"--limit={names.LEAST_WORKER_LIMIT}" in SERVICES["worker"]["command"]
    assert f"${{{names.WORKER_LIMIT_VARIABLE}:-" in COMPOSE.read_text(encoding="utf-8")
    assert str(names.SERVER_PORT) in SERVICES["server"]["command"]
    assert f"--port={names.RECEIVER_PORT}" in SERVICES["receiver"]["command"]
    for name in ("worker", "receiver", "caretaker"):
        assert SERVICES[name]["environment"]["WEARABLE_COACH_HOME"] == "/data"
        assert "store:/data" in SERVICES[name]["volumes"]


def test_the_image_holds_every_package_and_what_deploying_reads():
    allowed = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in ("wearable_coach", "flows", "tasks", "backends", "blocks", "expectations", "deployments",
                 "prefect.yaml", "pyproject.toml", "uv.lock", "requirements-local.txt"):  # fmt: skip
        assert f"!{name}" in allowed
    assert any(fnmatch.fnmatch("secrets", line) for line in allowed)
