"""A model is what decides its answers: another behind one address is another, one behind two is one."""

import json

import pytest
from pydantic import ValidationError

from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import (
    Endpoint,
    LocalAdapter,
    identified,
    reached_alike,
    same_model,
)
from wearable_coach.client.endpoint_wire import endpoint_fingerprint
from wearable_coach.promotion.pointer import KEY, read_promoted
from wearable_coach.store import LocalStore

TUNED = {"job": "coach-azure-1", "model": "coach", "version": "3", "deployment": "d", "base": "b"}


def endpoint(identity=None, **changes):
    known = ServedIdentity(**identity) if identity else None
    return Endpoint(**({"url": "https://host/v1", "model": "m"} | changes), identity=known)


def test_each_thing_that_makes_a_model_another_makes_its_fingerprint_another():
    found = {endpoint_fingerprint(endpoint())}
    known = [TUNED, *(TUNED | {name: "other"} for name in TUNED), {"sighting": "s"}]
    found |= {endpoint_fingerprint(endpoint(one)) for one in known}
    assert len(found) == len(known) + 1


def test_a_known_model_is_the_same_wherever_it_is_reached_and_an_unknown_one_is_not():
    elsewhere = {"url": "https://elsewhere/v1"}
    at_home = endpoint_fingerprint(endpoint(TUNED))
    assert endpoint_fingerprint(endpoint(TUNED, **elsewhere)) == at_home
    for unknown in (None, {"sighting": "s"}):
        one, other = endpoint(unknown), endpoint(unknown, **elsewhere)
        assert endpoint_fingerprint(one) != endpoint_fingerprint(other)


def test_settings_that_change_answers_change_the_fingerprint_of_a_known_model_too():
    changed = [{"temperature": 0.5}, {"max_tokens": 7}, {"model": "other"}, {"kind": "managed"}]
    found = {endpoint_fingerprint(endpoint(TUNED, **one)) for one in ({}, *changed)}
    assert len(found) == len(changed) + 1


def test_without_an_identity_the_fingerprint_is_what_it_was_so_that_kept_answers_are_found():
    """Of the version before identities, for this very endpoint."""
    before = "344002533e3cae75"
    assert endpoint_fingerprint(endpoint(max_tokens=1536))[:16] == before


def test_what_older_versions_wrote_is_read_and_they_read_what_says_nothing_new():
    old = {"kind": "openai", "url": "https://host/v1", "model": "m", "api_version": "",
           "key_variable": "K", "key_header": "bearer", "temperature": 0.0, "max_tokens": 1536,
           "timeout_s": 60.0, "retries": 4, "at_once": 32, "prices": None}  # fmt: skip
    read = Endpoint.model_validate(old)
    assert (read.auth, read.scope, read.identity) == ("key", "", None)
    assert json.loads(read.model_dump_json()) == old
    assert LocalAdapter().model_dump() == {
        "kind": "local", "base": "tiny", "adapter": "", "max_tokens": 1536,
    }  # fmt: skip


def test_a_pointer_of_the_version_before_is_read(tmp_path):
    entry = {"serial": 1, "action": "promote", "model": "tuned", "at": "2026-01-01T00:00:00Z",
             "serving": {"kind": "openai", "url": "https://host/v1", "model": "m"}}  # fmt: skip
    store = LocalStore(tmp_path)
    store.create(KEY, json.dumps({"schema_version": 1, "entries": [entry]}).encode())
    current = read_promoted(store).promoted.current
    assert current.serving == endpoint()


@pytest.mark.parametrize("made", [endpoint(TUNED, auth="entra", scope="https://x/.default"),
                                  LocalAdapter(identity=ServedIdentity(files="f"))])  # fmt: skip
def test_what_is_written_of_a_known_model_is_read_again(made):
    assert type(made).model_validate_json(made.model_dump_json()) == made


def test_an_identity_says_something_and_shows_it():
    with pytest.raises(ValidationError, match="name job, model or deployment"):
        ServedIdentity()
    shown = ServedIdentity(**TUNED).label
    assert shown == f"coach-azure-1#{ServedIdentity(**TUNED).sha256[:12]}"


def test_a_key_beside_a_token_is_refused():
    with pytest.raises(ValidationError, match="leave one of them out"):
        endpoint(auth="entra", key_variable="K")


def test_models_are_compared_by_what_they_are_where_both_say_it():
    one, other = ServedIdentity(job="1"), ServedIdentity(job="2")
    known, swapped = identified(endpoint(), one), identified(endpoint(), other)
    assert (same_model(known, known), same_model(known, swapped)) == (True, False)
    assert same_model(known, endpoint()) is same_model(None, known) is None
    assert reached_alike(known, endpoint())
    assert not reached_alike(known, swapped)
    assert not reached_alike(known, identified(endpoint(max_tokens=7), one))
    assert identified(known, other) is known
