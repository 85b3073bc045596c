"""The wheel, built here and put into an environment that has nothing else, far from the checkout."""

import json
import signal
import subprocess
import tarfile
import time
import zipfile
from email.parser import HeaderParser
from hashlib import sha256

import httpx
import pytest

from tests.support.old_store import dataset, evaluation, job
from tests.support.prefect_service import free_port
from tests.support.wheels import bare_environment, build, install, tracked_files
from wearable_coach.chat.served import Endpoint
from wearable_coach.evaluation.shelf import publish_evaluation
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("wheel")]
OF_SERVE = {"fastapi", "prometheus_client", "starlette", "uvicorn"}
"""What the extra `serve` brings."""
DAY = '{"profile": {"age": 45, "baseline_rhr": 63}, "vitals": {"resting_heart_rate": 66}}\n'
NEEDS_CHECKOUT = [
    ["refresh"],
    ["finetune"],
    ["jobs", "a-job", "--logs"],
    ["jobs", "a-job", "--follow"],
    ["cancel", "a-job"],
    ["watch"],
    ["evaluate"],
    ["promote", "block:coach"],
    ["pipeline"],
    ["sign", "{}"],
    ["up"],
    ["doctor"],
    ["prune"],
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def library(built, tmp_path_factory):
    return install(tmp_path_factory.mktemp("library") / "venv", str(built.wheel))


def metadata(built):
    with zipfile.ZipFile(built.wheel) as wheel:
        [name] = [n for n in wheel.namelist() if n.endswith(".dist-info/METADATA")]
        return HeaderParser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_the_library_whole_and_typed_and_nothing_else(built):
    with zipfile.ZipFile(built.wheel) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == {name for name in tracked_files() if name.startswith("wearable_coach/")}
    assert "wearable_coach/py.typed" in held


def test_the_wheel_says_what_it_is_for_and_offers_no_extra_that_gives_nothing(built):
    told = metadata(built)
    assert told.get_all("Provides-Extra") == ["serve", "tables"]
    classifiers = told.get_all("Classifier")
    for minor in (11, 12, 13):
        assert f"Programming Language :: Python :: 3.{minor}" in classifiers
    assert told["Requires-Python"] == "<3.14,>=3.11"
    assert {"Natural Language :: Korean", "Typing :: Typed"} <= {*classifiers}
    systems = {c for c in classifiers if c.startswith("Operating System")}
    assert systems == {"Operating System :: MacOS", "Operating System :: POSIX :: Linux"}


def test_the_source_package_has_what_a_checkout_has_and_nothing_that_lies_about(built):
    with tarfile.open(built.source) as source:
        held = {member.name.partition("/")[2] for member in source.getmembers()}
    assert {name for name in tracked_files() if name.startswith("tests/")} <= held
    assert {"pyproject.toml", "uv.lock", "LICENSE", "README.md", "prefect.yaml"} <= held
    assert held <= {*tracked_files(), "PKG-INFO"}


def test_help_names_every_command(library, tmp_path):
    done = library.run("--help", cwd=tmp_path)
    assert done.returncode == 0
    for words in (["facts"], ["ask"], *NEEDS_CHECKOUT):
        assert words[0] in done.stdout


def test_what_is_pure_works(library, tmp_path):
    facts = library.run("facts", cwd=tmp_path, given=DAY)
    assert json.loads(facts.stdout)["valid"] is True
    asked = library.run(
        "ask", "오늘 운동해도 되나요?", "--vitals", '{"sleep_hr": 5.5}', cwd=tmp_path
    )
    assert (asked.returncode, asked.stderr.partition(" ")[0]) == (0, "source:"), asked.stderr
    answer = [
        {"role": "user", "content": "어때요?"},
        {"role": "assistant", "content": "안정시 심박수 66bpm이에요."},
    ]
    record = json.dumps({**json.loads(DAY), "messages": answer}, ensure_ascii=False)
    judged = library.run("verify", cwd=tmp_path, given=record)
    assert (judged.returncode, json.loads(judged.stdout)["ok"]) == (0, True), judged.stdout
    (tmp_path / "days.jsonl").write_text('{"resting_heart_rate": 61, "steps": 4000}\n')
    imported = library.run("import", "days.jsonl", cwd=tmp_path)
    assert (imported.returncode, imported.stdout.count("\n")) == (0, 1), imported.stderr


def test_every_module_is_imported_but_those_that_serve_or_compute_with_numpy(library, tmp_path):
    program = """
from importlib import import_module
from pkgutil import walk_packages
import wearable_coach
for found in walk_packages(wearable_coach.__path__, "wearable_coach."):
    try:
        found.name.endswith("__main__") or import_module(found.name)
    except ModuleNotFoundError as error:
        print(found.name.removeprefix("wearable_coach."), error.name)
"""
    command = [library.python, "-c", program]
    done = subprocess.run(
        command, cwd=tmp_path, env=bare_environment(), capture_output=True, check=True
    )
    lacking = dict(line.split() for line in done.stdout.decode().splitlines())
    computing = {f"evaluation.{n}" for n in ("comparison", "intervals", "judging", "people")}
    computing |= {f"dataset.twin{n}" for n in ("_candidates", "_sieve", "_signatures", "s")}
    assert {name for name, package in lacking.items() if package == "numpy"} == computing
    serving = {name for name in lacking if name.startswith("client.")}
    assert lacking.keys() == computing | serving
    assert {lacking[name] for name in serving} <= OF_SERVE
    assert {"client.service", "client.coach"} & lacking.keys() == {"client.service"}


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A store with a job and models that were evaluated, made by the checkout."""
    store = LocalStore(tmp_path_factory.mktemp("used") / "store")
    data = dataset(store, 5)
    made = job(store, data, "Completed", 4)
    found = evaluation(store, made.name, data.version, 3)
    for name in ("remote", "block:coach"):
        publish_evaluation(store, behind_http(found, name), {"report.html": b"<p>"})
    return store, made.name


def behind_http(found, name):
    """The same evaluation of another model, which an endpoint serves."""
    [model] = found.models
    reached = Endpoint(url="https://127.0.0.1:9/v1", model=name)
    return found.model_copy(
        update={
            "id": sha256(name.encode()).hexdigest()[:12],
            "candidate": name,
            "models": (model.model_copy(update={"name": name, "serving": reached}),),
            "decision": found.decision.model_copy(update={"candidate": name}),
        }
    )


def test_a_store_is_read_and_its_model_promoted_and_taken_back(library, used, tmp_path):
    store, name = used
    place = ("--store", store.folder)
    assert name in library.run("jobs", *place, cwd=tmp_path).stdout
    assert name in library.run("jobs", name, *place, cwd=tmp_path).stdout
    done = library.run("promote", "remote", "--reason", "as told", *place, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    refused = library.run("promote", name, "--reason", "as told", *place, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"{name} was compared with the rules, and remote answers by now" in refused.stderr
    done = library.run("promote", name, "--override", "never compared", *place, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    back = library.run("rollback", *place, cwd=tmp_path)
    assert (back.returncode, json.loads(back.stdout)["model"]) == (0, "remote"), back.stderr
    lines = library.run("history", *place, cwd=tmp_path).stdout.splitlines()
    assert [json.loads(line)["model"] for line in lines] == ["remote", name, "remote"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", NEEDS_CHECKOUT, ids=" ".join)
def test_what_needs_the_checkout_says_how_to_get_there(library, used, words, tmp_path):
    store, name = used
    typed = [name if word == "a-job" else word for word in words]
    place = ("--out", str(store.folder)) if words[0] != "sign" else ()
    done = library.run(*typed, *place, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.count("\n") == 1
    assert "needs the checkout" in done.stderr
    assert f"run `python3 -m uv run wearable-coach {typed[0]}" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["jobs"], ["history"], ["rollback"], ["ask", "왜요?"]])
@pytest.mark.parametrize("store", ["azure://box/prefix?sig=PLANTED", "block:nightly"])
def test_a_store_that_the_checkout_opens_is_told_in_a_line(library, command, store, tmp_path):
    done = library.run(*command, "--store", store, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "checkout" in done.stderr
    assert "PLANTED" not in done.stderr


def test_without_its_extra_serve_names_it_and_with_it_serves(built, library, used, tmp_path):
    refused = library.run("serve", cwd=tmp_path)
    assert refused.returncode == 2
    assert 'python3 -m pip install "wearable-coach[serve]"' in refused.stderr
    served = install(tmp_path / "venv", f"{built.wheel}[serve]")
    port = free_port()
    command = [served.command, "serve", "--port", str(port), "--store", used[0].folder]
    process = subprocess.Popen(command, cwd=tmp_path, env=bare_environment())
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/healthz")
        day = {"vitals": {"resting_heart_rate": 66}, "profile": {"age": 45}}
        answer = httpx.post(f"{url}/v1/interpret", json=day, timeout=30)
        assert (answer.status_code, answer.json()["source"]) == (200, "rules"), answer.text
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(url):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return httpx.get(url, timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer within a minute")
