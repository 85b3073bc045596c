"""A small dataset version as a refresh makes it, to be looked at and tampered with."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

from flows.compositions.refresh import compose_refresh
from tasks.dataset import RefreshRequest
from tasks.running.direct import DirectSteps
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.dataset.records_file import read_rows, records_parquet
from wearable_coach.store import LocalStore

ROWS = 60


def make_version(folder: Path, **recipe) -> Path:
    """Make a version in a store of `folder`, and return its own folder."""
    asked = checked_recipe(Recipe().scaled_to(ROWS).model_dump() | {"seed": 7} | recipe)
    request = RefreshRequest(recipe=asked, seed=7, date="20260101", store=LocalStore(folder))
    done = compose_refresh(DirectSteps(lambda _text: None), request)
    return Path(done.published.where)


def received(version: Path, folder: Path) -> Path:
    """Copy a version as somebody who is given it, under its name."""
    return Path(shutil.copytree(version, folder / version.name))


def resigned(version: Path) -> None:
    """Write the hashes of the files, as they are now, into the manifest."""
    path = version / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for name in manifest["files"]:
        manifest["files"][name] = sha256((version / name).read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def with_an_impossible_reading(version: Path) -> str:
    """Edit one row's heart rate to what nobody has, and let the manifest's hashes agree; return its id."""
    path = version / "records.parquet"
    rows = read_rows(path.read_bytes())
    vitals = rows[3].vitals.model_copy(update={"heart_rate": 251})
    rows[3] = rows[3].model_copy(update={"vitals": vitals})
    path.write_bytes(records_parquet(rows))
    resigned(version)
    return rows[3].row_id
