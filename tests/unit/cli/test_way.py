"""Which way a command runs: said by an option, else by what is configured or up, else directly."""

import fcntl
import json
from contextlib import contextmanager

import pytest

from deployments.doctor.up_here import LOCK
from wearable_coach.cli.way import decided_way, find_blocks, tuner_opener
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore

UP, OTHER = "http://127.0.0.1:4999/api", "http://127.0.0.1:4711/api"
AUTH = "admin:planted"


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """The variables of this process, in an empty folder with nothing of Prefect's set."""
    for name in ("PREFECT_API_AUTH_STRING", "PREFECT_API_URL", "PREFECT_PROFILE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@contextmanager
def up_runs(home):
    """Let `up` run on a folder, as far as its lock says so."""
    lock = home / LOCK
    lock.parent.mkdir(parents=True)
    auth = home / "auth"
    auth.write_text(f"{AUTH}\n")
    told = {"api": UP, "prefect_auth": str(auth), "webhook": "http://x/", "webhook_secrets": "/s"}
    lock.write_text(json.dumps(told))
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def configure(tmp_path, url):
    (tmp_path / "prefect").mkdir()
    text = f'active = "mine"\n[profiles.mine]\nPREFECT_API_URL = "{url}"\n'
    (tmp_path / "prefect" / "profiles.toml").write_text(text)


def way(place="", *, direct=False, prefect=False):
    return decided_way(place, direct=direct, prefect=prefect)


def seen():
    import os

    return os.environ.get("PREFECT_API_URL"), os.environ.get("PREFECT_API_AUTH_STRING")


@pytest.mark.usefixtures("environment")
def test_with_nothing_there_it_runs_directly_and_one_line_says_how_to_have_prefect(capsys):
    found = way()
    assert not found.through
    say = found.teller()
    assert capsys.readouterr().err == "", "a refusal of what was given stays one line"
    say("composing")
    say("publishing")
    line, *_ = told = capsys.readouterr().err.splitlines()
    assert [len(told), told[1][-9:]] == [3, "composing"]
    assert all(part in line for part in ("without Prefect", "wearable-coach up", "--prefect"))
    assert seen() == (None, None)


def test_what_is_configured_records_it_and_nothing_is_said(environment, tmp_path, capsys):
    configure(tmp_path, OTHER)
    found = way()
    found.teller()("on its way")
    assert (found.through, found.of_up, "without Prefect" in capsys.readouterr().err) == (
        True,
        False,
        False,
    )
    (tmp_path / "prefect" / "profiles.toml").unlink()
    environment.setenv("PREFECT_API_URL", OTHER)
    assert way().through


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(("home", "place"), [("home", ""), ("home", "try"), ("store", "store")])
def test_the_prefect_of_up_records_it_signed_in(tmp_path, home, place):
    with up_runs(tmp_path / home):
        found = way(place)
    assert (found.through, found.of_up) == (True, True)
    assert seen() == (UP, AUTH)


@pytest.mark.usefixtures("environment")
def test_an_up_that_was_killed_records_nothing(tmp_path):
    with up_runs(tmp_path / "home"):
        pass
    assert not way().through


@pytest.mark.usefixtures("environment")
def test_another_api_that_is_configured_goes_before_that_of_up(tmp_path):
    configure(tmp_path, OTHER)
    with up_runs(tmp_path / "home"):
        found = way()
    assert (found.through, found.of_up) == (True, False)
    assert seen() == (None, None), "credentials of one server are not given to another"


@pytest.mark.usefixtures("environment")
def test_a_profile_that_names_the_server_of_up_is_signed_in_to_it(tmp_path):
    configure(tmp_path, UP)
    with up_runs(tmp_path / "home"):
        assert way().through
    assert seen() == (None, AUTH)


@pytest.mark.usefixtures("environment")
def test_direct_is_direct_whatever_is_there(tmp_path, capsys):
    configure(tmp_path, OTHER)
    with up_runs(tmp_path / "home"):
        found = way(direct=True)
    found.teller()("on its way")
    assert (found.through, seen()) == (False, (None, None))
    assert "without Prefect" not in capsys.readouterr().err


@pytest.mark.usefixtures("environment")
def test_prefect_goes_through_prefect_whatever_is_there(tmp_path, capsys):
    temporary = way(prefect=True)
    with up_runs(tmp_path / "home"):
        of_up = way(prefect=True)
    temporary.teller()("on its way")
    assert (temporary.through, temporary.of_up) == (True, False)
    assert (of_up.through, of_up.of_up) == (True, True)
    assert "without Prefect" not in capsys.readouterr().err


@pytest.mark.usefixtures("environment")
def test_two_ways_at_once_are_refused():
    with pytest.raises(BadInput, match="--direct and --prefect are two ways to run; give one"):
        way(direct=True, prefect=True)
    assert way(prefect=True).through
    assert not way(direct=True).through


@pytest.mark.parametrize("more", [{}, {"prefect": True}])
def test_settings_that_cannot_be_read_are_told_and_direct_does_without_them(
    environment, tmp_path, more
):
    from flows.prefect_api import reaching
    from flows.prefect_api.own_server_faults import NoPrefect

    def unreadable():
        message = "prefect: its settings cannot be read"
        raise NoPrefect(message)

    environment.setattr(reaching, "settings_of_prefect", unreadable)
    (tmp_path / "prefect.toml").write_text("[api")
    with pytest.raises(BadInput, match="cannot be read; --direct does without Prefect"):
        way(**more)
    assert not way(direct=True).through


@pytest.mark.usefixtures("environment")
def test_a_block_is_looked_for_in_the_prefect_of_up(tmp_path):
    with up_runs(tmp_path / "home"):
        find_blocks("", "local", None)
        assert seen() == (None, None)
        find_blocks("local", "block:mine")
    assert seen() == (UP, AUTH)


@pytest.mark.usefixtures("environment")
def test_the_backend_of_a_job_is_looked_for_there_too_once_it_is_a_block(tmp_path, monkeypatch):
    from flows.openers import finetuners

    monkeypatch.setattr(finetuners, "opener", lambda *_, **__: lambda name: (name, *seen()))
    opened = tuner_opener(LocalStore(tmp_path / "store"))
    with up_runs(tmp_path / "home"):
        assert opened("local") == ("local", None, None)
        assert opened("block:mine") == ("block:mine", UP, AUTH)
