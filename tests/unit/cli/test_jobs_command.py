"""`jobs` and `watch` name what they cannot read, and go on with the rest."""

import json
import shutil

import pytest

from tests.support.commands import run
from tests.support.damage import make_world
from wearable_coach.cli import jobs as commands
from wearable_coach.store import LocalStore


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path / "store")


def broken(world, name="coach-local-0123456789ab"):
    (world.folder / "jobs" / f"{name}.json").write_bytes(b"{half")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_jobs_shows_those_that_it_can_read_and_names_the_others(world, options):
    broken(world)
    broken(world, "coach-azure-0123456789ab")
    ran = run("jobs", *options, "--out", world.folder)
    assert ran.code == 2
    assert len(ran.lines) == 2
    assert all("0123456789ab.json cannot be read (no JSON: " in line for line in ran.lines)
    for name in (world.running, world.trained):
        assert name in ran.out


def test_a_job_by_its_name_is_shown_beside_a_broken_one(world):
    broken(world)
    assert run("jobs", world.running, "--out", world.folder).code == 0
    ran = run("jobs", "coach-local-0123456789ab", "--out", world.folder)
    assert (ran.code, len(ran.lines)) == (2, 1)


def test_watch_looks_at_the_others_and_ends_with_two(world):
    broken(world)
    ran = run("watch", "--out", world.folder)
    looked = {line["name"]: line["kind"] for line in map(json.loads, ran.out.splitlines())}
    assert ran.code == 2
    assert looked.pop("coach-local-0123456789ab") == "fault"
    assert looked.keys() == {world.running}


def test_a_watch_that_goes_on_outlives_a_broken_record_and_names_what_is_foreign_once(
    world, monkeypatch
):
    broken(world)
    (world.folder / "jobs" / "notes.txt").write_bytes(b"")
    rounds = []

    def sleep(_seconds):
        rounds.append(1)
        if len(rounds) == 3:
            shutil.rmtree(world.folder)

    monkeypatch.setattr(commands.time, "sleep", sleep)
    ran = run("watch", "--every", "1", "--out", world.folder)
    assert ran.code == 2
    assert [line["kind"] for line in map(json.loads, ran.out.splitlines())].count("fault") == 3
    assert len([line for line in ran.lines if "notes.txt" in line]) == 1
    assert "was there and is gone" in ran.lines[-1]


def test_prune_deletes_nothing_while_a_job_cannot_be_read(world):
    broken(world)
    before = LocalStore(world.folder).keys("")
    ran = run("prune", "--yes", "--keep-datasets", "1", "--out", world.folder)
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "nothing more is deleted" in ran.err
    assert LocalStore(world.folder).keys("") == before
