"""Whatever happened to a store: one line that names it, no traceback, and nothing deleted by a guess."""

import os
import shutil
import tempfile
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.support.commands import run, without_rights
from tests.support.damage import DAMAGE, FOREIGN, Damage, World, make_world
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
        shutil.rmtree(folder)


def files_of(folder: Path) -> set[str]:
    return {str(Path(at, name)) for at, _, names in os.walk(folder) for name in names}


def done(command: str, world: World):
    return run(*(w.format(**world._asdict()) for w in COMMANDS[command]), "--out", world.folder)


def as_whom(damage: Damage, world: World):
    return without_rights(world.folder) if damage.denied else nullcontext()


def test_a_sound_store_stops_nobody(world):
    for command in COMMANDS:
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


@pytest.mark.parametrize("damage", ONE_A_PLACE, ids=name_of)
def test_no_damage_ends_any_command_otherwise_than_it_may_end(damage, world):
    damage.do(world)
    with as_whom(damage, world):
        for command in COMMANDS:
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
