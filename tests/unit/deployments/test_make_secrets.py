import base64
import os
import stat
import subprocess
import sys

from deployments.make_secrets import CONTAINER_UID, SECRETS, UID_VARIABLE, make_secrets, write_uid
from tests.support.cases import some
from wearable_coach.client.api_keys import read_api_keys


def test_each_missing_secret_is_made_for_its_owner_alone(tmp_path):
    assert make_secrets(tmp_path) == list(SECRETS)
    for name in SECRETS:
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_what_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "prefect_auth").write_text("me:mine\n")
    assert "prefect_auth" not in make_secrets(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in SECRETS}
    assert make_secrets(tmp_path) == []
    assert before == {name: (tmp_path / name).read_bytes() for name in SECRETS}
    assert before["prefect_auth"] == b"me:mine\n"


def test_a_link_is_not_written_through(tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "prefect_auth").symlink_to(tmp_path / "elsewhere")
    assert "prefect_auth" not in make_secrets(tmp_path / "secrets")
    assert not (tmp_path / "elsewhere").exists()


def test_no_two_installations_have_a_secret_in_common(tmp_path):
    make_secrets(tmp_path / "one")
    make_secrets(tmp_path / "other")
    for name in some(SECRETS):
        one, other = ((tmp_path / place / name).read_text() for place in ("one", "other"))
        assert not one or one != other


def test_secrets_have_the_form_that_their_readers_take(tmp_path):
    make_secrets(tmp_path)
    text = {name: (tmp_path / name).read_text().strip() for name in SECRETS}
    user, _, password = text["prefect_auth"].partition(":")
    assert user == "admin"
    assert len(password) >= 40
    assert len(base64.b64decode(text["webhook_secrets"].removeprefix("whsec_"))) == 32
    assert read_api_keys(tmp_path / "coach_api_keys", {}).opens(text["coach_api_keys"])
    assert text["notify_url"] == text["azure_storage_connection"] == ""


def test_compose_is_told_once_who_owns_them(tmp_path):
    env = tmp_path / ".env"
    env.write_text("OTHER=1\n")
    write_uid(env, 1234)
    write_uid(env, 5678)
    assert env.read_text().splitlines() == ["OTHER=1", f"{UID_VARIABLE}=1234"]


def test_the_command_says_what_it_made_and_nothing_of_what_is_in_it(tmp_path):
    folder = tmp_path / "secrets"
    command = [sys.executable, "-m", "deployments.make_secrets", "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for name in SECRETS:
        text = (folder / name).read_text().strip()
        assert name in done.stdout
        assert not text or text not in done.stdout + done.stderr
    owner = CONTAINER_UID if os.geteuid() == 0 else os.geteuid()
    assert (folder / "prefect_auth").stat().st_uid == owner
    assert f"{UID_VARIABLE}={owner}" in (tmp_path / ".env").read_text()
