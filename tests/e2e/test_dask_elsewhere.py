"""A worker started in another folder, with the wheel and the checkout on its path, as on another machine."""

import shutil
import zipfile
from inspect import getfile
from pathlib import Path

import pytest

from tasks.engines.dask import DaskEngine, dask_engine
from tasks.engines.same_code import WorkersDiffer
from tests.support.dask_processes import address_of, free_port, scheduler, worker
from tests.support.wheels import CHECKOUT, build
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow("wheel"),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The wheel in one folder, the rest of the checkout in another: what goes on the path."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(build(folder).wheel) as wheel:
        wheel.extractall(folder / "wheel")
    for package in ("tasks", "expectations"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(CHECKOUT / package, folder / "rest" / package, ignore=ignored)
    return folder / "wheel", folder / "rest"


def test_a_worker_with_the_wheel_and_the_checkout_works_and_one_with_other_tables_is_refused(
    elsewhere, tmp_path
):
    store, port = LocalStore(tmp_path / "store"), free_port()
    away = tmp_path / "away"
    away.mkdir()
    with scheduler(port):
        with (
            worker(port, folder=away, path=elsewhere),
            dask_engine(address_of(port), 0, store, tell=print) as engine,
        ):
            assert Path(engine.run(getfile, LocalStore)).is_relative_to(elsewhere[0])
            assert Path(engine.run(getfile, DaskEngine)).is_relative_to(elsewhere[1])
        table = elsewhere[0] / "wearable_coach" / "standards" / "tables" / "population.yaml"
        table.write_text(table.read_text(encoding="utf-8") + "other: 1\n", encoding="utf-8")
        begun = dask_engine(address_of(port), 0, store, tell=print)
        differs = pytest.raises(WorkersDiffer, match=r"code .* there, .* here; tables .* there")
        with worker(port, folder=away, path=elsewhere), differs:
            begun.__enter__()
