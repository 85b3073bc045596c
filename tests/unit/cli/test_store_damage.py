"""Whatever happened to a store: one line that names it, no traceback, and nothing deleted by a guess."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from deployments.doctor.checks import contents, stores
from deployments.doctor.finding import CannotTell
from tests.support.cases import some
from tests.support.commands import run, without_rights
from tests.support.damage import DAMAGE, FOREIGN, Damage, World, make_world
from tests.support.installations import installation
from wearable_coach.errors import CoachError
from wearable_coach.store.layout import shown

COMMANDS = {
    "jobs": ("jobs",),
    "history": ("history",),
    "finetune": ("finetune", "--dry-run"),
    "evaluate": ("evaluate", "--sets", "safety"),
    "ask": ("ask", "오늘 운동해도 되나요?"),
    "prune": ("prune", "--yes", "--keep-datasets", "1"),
    "promote": ("promote", "{trained}"),
    "rollback": ("rollback",),
    "watch": ("watch",),
}

IN_A_PROCESS = {
    ("jobs", "a link to itself"): "prune",
    ("models/promoted.json", "nested too deep"): "history",
    ("datasets/latest.json", "an endless device"): "finetune",
}
ONE_A_PLACE = list({d.names: d for d in DAMAGE}.values())


def name_of(damage: Damage) -> str:
    return f"{damage.names or 'store'}: {damage.kind}"


@pytest.fixture(scope="module")
def sound():
    """A world beside which copies are damaged, where another user may come too."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield make_world(Path(folder) / "sound")


@pytest.fixture
def world(sound):
    folder = sound.folder.with_name("copy")
    shutil.copytree(sound.folder, folder)
    yield sound._replace(folder=folder)
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=not folder.exists())


def files_of(folder: Path) -> set[str]:
    return {str(Path(at, name)) for at, _, names in os.walk(folder) for name in names}


def done(command: str, world: World):
    return run(*(w.format(**world._asdict()) for w in COMMANDS[command]), "--out", world.folder)


def as_whom(damage: Damage, world: World):
    return without_rights(world.folder) if damage.denied else nullcontext()


def test_a_sound_store_stops_nobody(world):
    for command in some(COMMANDS):
        ran = done(command, world)
        assert ran.code in {0, 1, 2}
        assert "passed over" not in ran.err
        if command not in {"finetune", "evaluate"}:  # those need packages that may not be there
            assert ran.code == 0, ran.err


@pytest.mark.parametrize("damage", DAMAGE, ids=name_of)
def test_what_cannot_be_read_stops_whoever_decides_by_it(damage, world):
    damage.do(world)
    before = files_of(world.folder)
    named = shown(damage.names.format(**world._asdict()))
    with as_whom(damage, world):
        for command in damage.stops:
            ran = done(command, world)
            assert ran.code == 2, (command, ran)
            assert len([line for line in ran.lines if named in line]) == 1, (command, ran)
            assert ran.lines[-1].startswith("wearable-coach: "), (command, ran)
        assert done("ask", world).code in {0, 2}
    if "prune" in damage.stops:
        assert before <= files_of(world.folder)


@pytest.mark.parametrize("damage", [*DAMAGE, *FOREIGN], ids=name_of)
def test_no_check_of_the_doctor_breaks_off_by_damage(damage, world):
    damage.do(world)
    with as_whom(damage, world):
        for check in (*contents.CHECKS, *stores.CHECKS):
            with suppress(CannotTell, CoachError):  # which the doctor tells in a line
                assert all(found.detail for found in check(installation(place=world.folder)))


@pytest.mark.parametrize("damage", ONE_A_PLACE, ids=name_of)
def test_no_damage_ends_any_command_otherwise_than_it_may_end(damage, world):
    damage.do(world)
    with as_whom(damage, world):
        for command in some(COMMANDS):
            ran = done(command, world)
            assert ran.code in {0, 1, 2}, (command, ran)
            assert (ran.code == 2) >= (command in damage.stops), (command, ran)


@pytest.mark.parametrize("damage", FOREIGN, ids=name_of)
def test_what_is_somebody_else_s_is_named_and_left_and_stops_nobody(damage, world):
    damage.do(world)
    path = world.folder / damage.names.format(**world._asdict())
    with as_whom(damage, world):
        pruned = done("prune", world)
        assert pruned.code == 0, pruned.err
        assert "deleted" in pruned.err
        assert len([line for line in pruned.lines if "passed over" in line]) == 1, pruned.err
        for command in ("jobs", "watch"):
            ran = done(command, world)
            assert ran.code == 0, ran.err
            told = [line for line in ran.lines if "passed over" in line]
            assert len(told) == damage.names.startswith("jobs/"), ran.err
    assert path.is_symlink() or path.exists()


@pytest.mark.parametrize(("place", "command"), IN_A_PROCESS.items(), ids=str)
def test_a_process_of_its_own_says_the_same(world, place, command):
    damage = next(d for d in DAMAGE if (d.names, d.kind) == place)
    damage.do(world)
    words = [sys.executable, "-m", "wearable_coach", *COMMANDS[command], "--out", world.folder]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1), ran.stderr
    assert damage.names in ran.stderr


def test_a_store_that_goes_while_a_refresh_composes_is_not_made_again(world):
    words = [sys.executable, "-m", "wearable_coach", "refresh", "--direct", "--rows", "30"]
    with subprocess.Popen(
        [*words, "--out", world.folder], stderr=subprocess.PIPE, text=True
    ) as refresh:
        assert refresh.stderr is not None
        first = refresh.stderr.readline()
        shutil.rmtree(world.folder)
        rest = refresh.stderr.read().splitlines()
    assert first.startswith("[")
    assert refresh.returncode == 2
    assert "was there and is gone" in rest[-1]
    assert not any("Traceback" in line for line in rest)
    assert not world.folder.exists()
