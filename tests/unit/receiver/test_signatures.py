import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from deployments.receiver.signatures import new_secret, parsed_secrets, read_secrets
from wearable_coach.errors import BadInput

OLD, NEW = new_secret(), new_secret()
BODY = '{"reason": "새 데이터"}'.encode()


def secrets(*texts):
    return parsed_secrets([(f"line {n}", text) for n, text in enumerate(texts, 1)])


def signed(by=NEW, body=BODY, *, minutes=0):
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    return secrets(by).sign(body, delivery="msg_1", at=at)


def test_what_is_signed_here_any_standard_library_opens():
    assert Webhook(NEW).verify(BODY, signed(), json_parse=True) == json.loads(BODY)


def test_all_secrets_open_and_the_first_signs():
    both = secrets(NEW, OLD)
    assert both.opened_by(signed(NEW), BODY)
    assert both.opened_by(signed(OLD), BODY)
    assert secrets(NEW).opened_by(both.sign(BODY, delivery="msg_1", at=datetime.now(UTC)), BODY)
    assert not secrets(NEW).opened_by(signed(OLD), BODY)


def test_one_of_several_signatures_is_enough():
    headers = signed()
    headers["webhook-signature"] = f"v1,AAAA v2,{'A' * 8} {headers['webhook-signature']}"
    assert secrets(NEW).opened_by(headers, BODY)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_message_of_another_time_is_not_signed(minutes):
    assert not secrets(NEW).opened_by(signed(minutes=minutes), BODY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", "msg_2"),
        ("webhook-id", ""),
        ("webhook-timestamp", "nan"),
        ("webhook-timestamp", "1e400"),
        ("webhook-timestamp", "today"),
        ("webhook-signature", ""),
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1,é"),
        ("webhook-signature", "v1,A"),
        ("webhook-signature", "a,b,c"),
    ],
)
def test_a_header_changed_is_a_forgery(name, value):
    assert not secrets(NEW).opened_by(signed() | {name: value}, BODY)


def test_a_signature_holds_for_its_own_second_alone():
    headers = signed()
    later = str(int(headers["webhook-timestamp"]) + 1)
    assert not secrets(NEW).opened_by(headers | {"webhook-timestamp": later}, BODY)


@pytest.mark.parametrize("body", [b"", BODY + b" ", b"\xff"])
def test_a_body_changed_is_a_forgery(body):
    assert not secrets(NEW).opened_by(signed(), body)


def test_a_file_holds_a_secret_a_line(tmp_path):
    file = tmp_path / "secrets"
    file.write_text(f"# the new one first\n{NEW}\n\n  {OLD.rstrip('=')}\n")
    found = read_secrets(file)
    assert found.opened_by(signed(NEW), BODY)
    assert found.opened_by(signed(OLD), BODY)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("whsec_" + base64.b64encode(b"short-secret-here").decode(), "holds 17 bytes"),
        ("whsec_not*base64*at*all*but*long*enough", "is no base64"),
        ("whsec_", "holds 0 bytes"),
        (base64.b64encode(b"k" * 32).decode(), "does not begin with whsec_"),
    ],
)
def test_a_wrong_secret_is_named_by_its_line_and_never_told(tmp_path, line, named):
    file = tmp_path / "secrets"
    file.write_text(f"{NEW}\n{line}\n")
    with pytest.raises(BadInput, match=named) as raised:
        read_secrets(file)
    told = str(raised.value)
    assert f"line 2 of {file}" in told
    assert line == "whsec_" or line.removeprefix("whsec_") not in told
    assert "\n" not in told


def test_no_secret_is_no_set_of_secrets(tmp_path):
    file = tmp_path / "secrets"
    with pytest.raises(BadInput, match="cannot read"):
        read_secrets(file)
    file.write_text("# none yet\n")
    with pytest.raises(BadInput, match=f"{file} holds none"):
        read_secrets(file)


def test_secrets_do_not_show_in_text():
    assert NEW.removeprefix("whsec_")[:8] not in f"{secrets(NEW)!r} {secrets(NEW)}"


@pytest.mark.parametrize("wrong", ["", "a b", "a\nb", "a.b", "x" * 129, "é"])
def test_an_id_that_is_none_is_not_signed(wrong):
    with pytest.raises(BadInput, match="id: need"):
        secrets(NEW).sign(BODY, delivery=wrong, at=datetime.now(UTC))
