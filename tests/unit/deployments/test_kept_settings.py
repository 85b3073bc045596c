"""What a person set in Prefect, wherever, holds in `up`; what is not used is named."""

from pathlib import Path

import pytest

from deployments.installation import Installation
from deployments.kept_settings import kept_settings, own_auth
from deployments.prefect_auth import checked_auth, new_auth, read_auth
from wearable_coach.errors import BadInput

HOME = Path("/somewhere")
AUTH = "me:my-password"
SERVER_AUTH = "PREFECT_SERVER_API_AUTH_STRING"


@pytest.fixture
def outer(tmp_path, monkeypatch):
    """Variables of a person who set nothing, and a folder of theirs that holds no file of Prefect's."""
    monkeypatch.chdir(tmp_path)
    return {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}


def environment(outer, **more):
    return Installation(HOME, 1, 2).environment(
        kept_settings(outer | more).environment, auth="admin:made"
    )


OWN = {
    "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "True",
    "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": "https://coach.example",
    "PREFECT_SERVER_API_CORS_ALLOWED_METHODS": "GET",
    "PREFECT_API_SSL_CERT_FILE": "/etc/own-ca.pem",
    "PREFECT_API_TLS_INSECURE_SKIP_VERIFY": "True",
    "PREFECT_CLIENT_CUSTOM_HEADERS": '{"X-Proxy": "1"}',
    "PREFECT_API_REQUEST_TIMEOUT": "90.0",
    "PREFECT_WORKER_QUERY_SECONDS": "9.0",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "PT5S",
    "PREFECT_SERVER_ENCRYPTION_KEY": "0",
}


def test_settings_of_the_users_go_before_ours(outer):
    found = environment(outer, **OWN)
    assert {name: found[name] for name in OWN} == OWN
    assert {*OWN} & {*environment(outer)} == {
        "PREFECT_WORKER_QUERY_SECONDS",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS",
    }, "what we set where nobody else did"


def test_settings_of_profile_and_file_are_kept_under_their_own_names(outer, tmp_path):
    profiles = tmp_path / ".prefect" / "profiles.toml"
    profiles.parent.mkdir()
    profiles.write_text(
        f'active = "mine"\n[profiles.mine]\n{SERVER_AUTH} = "{AUTH}"\n'
        'PREFECT_API_URL = "https://other.example/api"\n'
    )
    (tmp_path / "prefect.toml").write_text("[server.api]\ncsrf_protection_enabled = true\n")
    (tmp_path / ".env").write_text("PREFECT_SERVER_CORS_ALLOWED_ORIGINS=https://mine.example\n")
    kept = kept_settings(outer)
    assert kept.environment[SERVER_AUTH] == AUTH
    assert kept.environment["PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED"] == "True"
    assert kept.environment["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "https://mine.example"
    assert kept.dropped == ("PREFECT_API_URL",)
    assert own_auth(kept, None)
    installation = Installation(HOME, 1, 2, own_auth=True)
    assert installation.auth(kept.environment) == AUTH
    assert installation.auth_file is None


def test_what_leads_to_another_server_is_named_and_not_used(outer):
    others = {
        "PREFECT_API_URL": "https://other.example/api",
        "PREFECT_API_KEY": "planted-key",
        "PREFECT_API_AUTH_STRING": "other:planted",
        "PREFECT_UI_URL": "https://other.example",
        "PREFECT_SERVER_UI_API_URL": "https://other.example/api",
        "PREFECT_HOME": outer["HOME"],
    }
    kept = kept_settings(outer | others)
    assert {*kept.dropped} == {*others}
    found = Installation(HOME, 1, 2).environment(kept.environment, auth="admin:made")
    assert found["PREFECT_API_URL"] == found["PREFECT_UI_URL"] + "/api" == "http://127.0.0.1:1/api"
    assert found["PREFECT_API_AUTH_STRING"] == found[SERVER_AUTH] == "admin:made"
    assert "planted" not in str(found)


def test_nothing_is_asked_and_nothing_dropped_where_nothing_is_set(outer, monkeypatch):
    monkeypatch.setattr("deployments.kept_settings.subprocess", None)
    set_by_us = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    assert kept_settings(outer | set_by_us) == (outer | set_by_us, ())


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("PREFECT_SERVER_API_BASE_PATH", "/v2/api", "found at /api"),
        ("PREFECT_CLIENT_CUSTOM_HEADERS", '{"Authorization": "planted"}', "sets Authorization"),
        ("PREFECT_SERVER_API_KEEPALIVE_TIMEOUT", "planted", "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_kept_is_refused_in_one_line(outer, setting, value, named):
    with pytest.raises(BadInput, match=named) as refused:
        kept_settings(outer | {setting: value})
    assert "planted" not in str(refused.value)


def test_credentials_of_a_setting_and_of_a_file_are_one_too_many(outer):
    kept = kept_settings(outer | {SERVER_AUTH: AUTH})
    with pytest.raises(BadInput, match="--prefect-auth"):
        own_auth(kept, Path("file"))
    assert not own_auth(kept_settings(outer), Path("file"))


@pytest.mark.parametrize("wrong", ["", "planted", ":planted", "me:", "me:pl anted", "나:planted"])
def test_credentials_that_prefect_cannot_compare_are_refused_and_not_told(tmp_path, wrong):
    file = tmp_path / "auth"
    file.write_text(wrong)
    with pytest.raises(BadInput, match="USER:PASSWORD") as refused:
        read_auth(file)
    assert str(file) in str(refused.value)
    assert "planted" not in str(refused.value)
    file.unlink()
    with pytest.raises(BadInput, match="cannot read"):
        read_auth(file)


def test_new_credentials_are_such_and_nobodys():
    assert checked_auth(new_auth(), "") != new_auth()
