"""A store whose files others may read is red, and green after what the line says."""

import subprocess

from deployments.doctor.checks import privacy
from tests.support.installations import installation, only
from tests.support.published import small_dataset
from wearable_coach.store import LocalStore


def look(check, folder):
    return only(check(installation(place=folder)))


def test_a_store_of_this_version_is_private(tmp_path):
    small_dataset(LocalStore(tmp_path))
    assert look(privacy.days, tmp_path).status == "ok"


def test_files_of_a_version_before_are_red_until_the_remedy_was_run(tmp_path):
    folder = tmp_path / "a store"
    dataset = small_dataset(LocalStore(folder))
    version = folder / "datasets" / dataset.version
    version.chmod(0o755)
    files = [*version.iterdir()]
    for file in files:
        file.chmod(0o644)
    found = look(privacy.days, folder)
    assert (found.status, found.detail.split()[0]) == ("fail", str(len(files)))
    version.chmod(0o700)
    assert look(privacy.days, folder).status == "ok", "nobody reaches what lies in a closed folder"
    version.chmod(0o755)
    subprocess.run(found.remedy, shell=True, check=True)  # noqa: S602 - as a person does
    assert look(privacy.days, folder).status == "ok"
    assert len(LocalStore(folder).keys("datasets/")) == len(files) + 1


def test_what_up_keeps_is_red_where_others_may_read_it(tmp_path):
    small_dataset(LocalStore(tmp_path))
    assert list(privacy.secrets(installation(place=tmp_path))) == []
    for name in ("up", "prefect"):
        (tmp_path / name).mkdir(0o755)
    found = look(privacy.secrets, tmp_path)
    assert (found.status, "prefect" in found.detail) == ("fail", True)
    subprocess.run(found.remedy, shell=True, check=True)  # noqa: S602 - as a person does
    assert look(privacy.secrets, tmp_path).status == "ok"
