import shutil

import pytest

from blocks.base_model import TINY_FOLDER
from tests.support.local_training import LocalBench, needs_torch

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


@pytest.fixture
def own_base(tmp_path):
    """A folder with a base of one's own."""
    folder = tmp_path / "own-base"
    shutil.copytree(TINY_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "SHA*", "__*"))
    return folder
