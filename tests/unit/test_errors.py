"""What a caller decides by is an attribute of the error, and comes through another process."""

import pickle

import pytest

from backends.azure.settings import settings_from
from wearable_coach.errors import BadField, BadInput


def test_a_bad_field_says_its_name_before_what_is_wrong():
    error = BadField("workspace", "not found: a: b; name another")
    assert str(error) == "workspace: not found: a: b; name another"
    assert isinstance(error, BadInput)


def test_a_bad_field_comes_back_whole_from_another_process():
    error = pickle.loads(pickle.dumps(BadField("workspace", "not found")))  # noqa: S301 - our own
    assert (error.about, error.what, str(error)) == (
        "workspace",
        "not found",
        "workspace: not found",
    )


def test_a_setting_that_is_missing_is_named_apart_from_what_is_wrong():
    with pytest.raises(BadField) as told:
        settings_from({})
    assert told.value.about == "AZURE_SUBSCRIPTION_ID"
    assert "not set" in told.value.what
