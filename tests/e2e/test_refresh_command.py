"""The command from the outside, as a user runs it: directly, by itself or by `--direct`, so no server is needed."""

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

LIFESNAPS = Path(__file__).parents[2].parent / "shared" / "data" / "lifesnaps_daily.csv"
DIRECT = ["refresh", "--direct", "--seed", "7"]


def run(*args, cwd, python=()):
    """Run a command where nothing of Prefect's is configured."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    mine |= {
        "WEARABLE_COACH_HOME": str(cwd / "home"),
        "PREFECT_HOME": str(cwd.with_name(f"{cwd.name}-prefect")),
    }
    return subprocess.run(
        [sys.executable, *python, "-m", "wearable_coach", *args],
        cwd=cwd, capture_output=True, text=True, check=False, env=mine,
    )  # fmt: skip


def files(folder):
    return {p.name: p.read_bytes() for p in Path(folder).iterdir()}


@pytest.fixture(scope="module")
def by_default(tmp_path_factory):
    """How the command runs where nothing is set; Python tells what it imports."""
    folder = tmp_path_factory.mktemp("published")
    words = ["refresh", "--seed", "7", "--rows", "300"]
    done = run(*words, cwd=folder, python=["-X", "importtime"])
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def published(by_default):
    return Path(by_default.stdout.strip())


def test_where_nothing_is_set_it_runs_without_prefect_and_one_line_says_how_to_have_it(by_default):
    lines = by_default.stderr.splitlines()
    imported = {
        line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")
    }
    assert "flows.prefect_api.configured" in imported, (
        "it was looked whether there is a Prefect API"
    )
    assert not {"prefect", "uvicorn", "flows.prefect_api.reaching"} & imported
    (line,) = (line for line in lines if "without Prefect" in line)
    assert all(part in line for part in ("no API is configured", "`up`", "--prefect")), line
    folder = Path(by_default.stdout.strip()).parents[2].parent
    assert not folder.with_name(f"{folder.name}-prefect").exists()


def test_a_version_holds_all_its_files_and_a_true_manifest(published):
    made = files(published)
    manifest = json.loads(made.pop("manifest.json"))
    assert {n: sha256(data).hexdigest() for n, data in made.items()} == manifest["files"]
    assert {name.partition("_")[0].partition(".")[0] for name in made} == {
        "train", "valid", "records", "rejects", "gate", "suites", "columns", "report", "README", "croissant",
    }  # fmt: skip
    lines = [
        line
        for n, data in made.items()
        if n.startswith(("train", "valid"))
        for line in data.splitlines()
    ]
    assert len(lines) == manifest["rows"] == 300
    assert made["report.html"].count(b"<details") == 12


@pytest.mark.slow("whole")
@pytest.mark.parametrize("workers", ["2", "8"])
def test_the_same_seed_gives_the_same_bytes_with_any_workers(published, tmp_path, workers):
    done = run(*DIRECT, "--rows", "300", "--workers", workers, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert files(done.stdout.strip()) == files(published)


@pytest.mark.slow("whole")
def test_the_same_content_again_rewrites_nothing(published):
    before = {p: p.stat().st_mtime_ns for p in published.iterdir()}
    done = run(
        *DIRECT, "--rows", "300", "--out", str(published.parents[1]), cwd=published.parents[2]
    )
    assert "nothing rewritten" in done.stderr
    assert {p: p.stat().st_mtime_ns for p in published.iterdir()} == before


@pytest.mark.skipif(not LIFESNAPS.exists(), reason="the real days are not beside this checkout")
def test_real_days_are_published_without_an_identifier(tmp_path):
    done = run(
        *DIRECT, "--rows", "300", "--vitals", str(LIFESNAPS), "--real-share", "0.3", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "90 rows from real days" in done.stderr
    made = b"".join(files(done.stdout.strip()).values())
    assert b"621e2e8e67b776a24055b564" not in made


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--rows", "0"], "rows: got 0"),
        (["--vitals", "nowhere.csv"], "nowhere.csv"),
        (["--recipe", "nowhere.yaml"], "recipe: cannot read nowhere.yaml"),
        (["--real-share", "0.5"], "add --vitals"),
        (["--real-share", "1.5", "--vitals", "x.csv"], "real_share"),
        (["--seed", "-1"], "seed"),
        (["--workers", "-1"], "workers: got -1"),
        (["--out", "a-file"], "a-file"),
        (["--out", "a", "--store", "b"], "give one of them"),
        (["--prefect"], "--direct and --prefect are two ways"),
        (["--store", "block:none"], "no Dataset store block"),
    ],
)
def test_bad_input_is_one_line_exit_2_and_nothing_written(tmp_path, args, message):
    (tmp_path / "a-file").write_text("")
    done = run("refresh", "--direct", *args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    lines = done.stderr.splitlines()
    told = [line for line in lines if not line.startswith("[")]  # a slow machine waits, and says so
    assert len(told) == 1, done.stderr
    assert [p.name for p in tmp_path.rglob("*")] == ["a-file"]


@pytest.mark.slow("kills")
@pytest.mark.parametrize("after_s", [0.5, 1.5, 3.0, 5.0, 7.0, 8.0])
def test_a_kill_leaves_a_version_complete_or_absent(tmp_path, after_s):
    from wearable_coach.store import LocalStore
    from wearable_coach.store.datasets import existing_version, read_manifest, versions

    command = [
        sys.executable,
        "-m",
        "wearable_coach",
        *DIRECT,
        "--rows",
        "100",
        "--out",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.wait()
    store = LocalStore(tmp_path)
    for version in versions(store):
        assert existing_version(store, read_manifest(store, version)["content_sha256"]) == version
    done = run(*DIRECT, "--rows", "100", "--out", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(versions(store)) == 1
