import shutil

import pytest

from backends.local.base_model import TINY_FOLDER
from tests.support.local_training import LocalBench, needs_torch
from tests.support.running_up import running_up
from tests.support.sink import sink

EPOCHS = 8


@pytest.fixture
def local_bench(tmp_path):
    needs_torch()
    made = []

    def make(**options):
        bench = LocalBench(tmp_path, **options)
        made.append(bench)
        return bench

    yield make
    for bench in made:
        bench.close()


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory):
    """The result of a run that nothing disturbed."""
    needs_torch()
    bench = LocalBench(tmp_path_factory.mktemp("undisturbed"))
    name = bench.submit(bench.order(epochs=EPOCHS))
    bench.until(name, "Completed")
    return bench, name


@pytest.fixture(scope="session")
def told():
    """An address that failures are told to."""
    with sink() as address:
        yield address


@pytest.fixture(scope="session")
def up(told, tmp_path_factory):
    """The whole system, up, which tells `told`."""
    folder = tmp_path_factory.mktemp("up")
    file = folder / "notify-url"
    file.write_text(told.url)
    with running_up(folder / "home", "--notify-url-file", str(file)) as running:
        yield running


@pytest.fixture
def own_base(tmp_path):
    """A folder with a base of one's own."""
    folder = tmp_path / "own-base"
    shutil.copytree(TINY_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "SHA*", "__*"))
    return folder
