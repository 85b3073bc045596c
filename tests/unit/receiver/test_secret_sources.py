import asyncio
import os
from datetime import UTC, datetime

import pytest

from deployments.receiver import secrets
from deployments.receiver.secrets import BlockSecrets, FileSecrets, load_secrets, open_secrets
from deployments.receiver.signatures import new_secret, parsed_secrets
from flows.prefect_api.own_server_faults import NoPrefect
from tests.support.scripted_runs import OUT_OF_REACH
from wearable_coach.errors import BadInput, TransientError

OLD, NEW = new_secret(), new_secret()


def opens(source, secret):
    headers = parsed_secrets([("", secret)]).sign(b"{}", delivery="m", at=datetime.now(UTC))
    return asyncio.run(source.now()).opened_by(headers, b"{}")


def rewrite(file, text):
    """As an editor or a secret manager does it: another file takes the name."""
    new = file.with_suffix(".new")
    new.write_bytes(text if isinstance(text, bytes) else text.encode())
    new.replace(file)


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "secrets"
    file.write_text(OLD)
    return file


def test_a_rotation_in_the_file_is_followed_without_a_restart(file):
    source = FileSecrets(file)
    assert opens(source, OLD)
    assert not opens(source, NEW)
    rewrite(file, f"{NEW}\n{OLD}\n")
    assert opens(source, OLD)
    assert opens(source, NEW)
    rewrite(file, NEW)
    assert not opens(source, OLD)
    assert opens(source, NEW)


@pytest.mark.parametrize(
    "broken", ["", "# none\n", "whsec_short", b"\xff", None, "folder", "unreadable"]
)
def test_taking_the_secrets_away_takes_them_away_at_once(file, broken, caplog):
    caplog.set_level("INFO")
    source = FileSecrets(file)
    assert opens(source, OLD)
    if broken == "unreadable":
        if os.geteuid() == 0:
            pytest.skip("root reads anything")
        file.chmod(0)
    elif broken is None or broken == "folder":
        file.unlink()
        if broken:
            file.mkdir()
    else:
        rewrite(file, broken)
    assert not opens(source, OLD)
    assert not opens(source, OLD)
    (told,) = [r.getMessage() for r in caplog.records if r.name == "wearable_coach.receiver"]
    assert '"outcome": "revoked"' in told
    assert str(file) in told
    assert "no delivery is taken" in told
    assert "short" not in told.replace("short;", "")
    if broken == "folder":
        file.rmdir()
    rewrite(file, NEW)
    assert opens(source, NEW)
    assert not opens(source, OLD)


def test_a_change_in_place_of_the_same_size_is_seen(file):
    source = FileSecrets(file)
    file.write_text(NEW)
    os.utime(file, (1, 1))
    assert opens(source, NEW)


def test_a_block_is_read_again_after_a_minute_and_not_before():
    now, held, reads = [0.0], [OLD], []

    def load():
        reads.append(now[0])
        return parsed_secrets([("current", held[0])])

    source = BlockSecrets(load, clock=lambda: now[0])
    held[0] = NEW
    now[0] = 59.0
    assert opens(source, OLD)
    now[0] = 60.0
    assert opens(source, NEW)
    assert opens(source, NEW)
    assert reads == [0.0, 60.0]


def test_a_block_out_of_reach_leaves_the_secrets_before_it():
    now = [0.0]

    def load():
        if now[0]:
            raise TransientError(OUT_OF_REACH)
        return parsed_secrets([("current", OLD)])

    source = BlockSecrets(load, clock=lambda: now[0])
    now[0] = 61.0
    assert opens(source, OLD)


def test_a_block_that_was_deleted_takes_its_secrets_away(caplog):
    caplog.set_level("INFO")
    now = [0.0]

    def load():
        if now[0]:
            message = "webhook secrets: there is no WebhookSecret block of that name"
            raise BadInput(message)
        return parsed_secrets([("current", OLD)])

    source = BlockSecrets(load, clock=lambda: now[0])
    now[0] = 61.0
    assert not opens(source, OLD)
    assert '"outcome": "revoked"' in caplog.text


def test_a_block_that_cannot_be_asked_for_want_of_an_api_revokes_nothing(monkeypatch):
    def nobody(*_, **__):
        message = "PREFECT_API_URL: nothing answers"
        raise NoPrefect(message)

    monkeypatch.setattr(secrets, "load_block", nobody)
    with pytest.raises(TransientError, match="nothing answers"):
        load_secrets("webhook")


def test_without_a_secret_there_is_no_source(tmp_path):
    with pytest.raises(BadInput, match="WEARABLE_COACH_WEBHOOK_SECRETS is not set"):
        open_secrets("")
    with pytest.raises(BadInput, match="cannot read"):
        open_secrets(str(tmp_path / "none"))


def test_the_block_gives_its_secrets_the_current_first_and_hides_them():
    from blocks import WebhookSecret

    block = WebhookSecret(current=NEW, previous=OLD)
    assert [name for name, _ in block.values()] == ["current", "previous"]
    assert [name for name, _ in WebhookSecret(current=NEW).values()] == ["current"]
    assert NEW not in f"{block!r} {block.model_dump_json()}"
    assert parsed_secrets(block.values()).opened_by(
        parsed_secrets([("", OLD)]).sign(b"{}", delivery="m", at=datetime.now(UTC)), b"{}"
    )
