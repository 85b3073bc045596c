"""A trained adapter of the store, asked as a chat model."""

import pytest

from backends.local.base_model import TINY_FOLDER
from flows.openers.chat_models import open_chat_model
from tests.support.adapters import Elsewhere, put_model
from tests.support.local_training import needs_torch
from tests.support.training_rows import rows
from wearable_coach.chat.asking import Ask, ask_all
from wearable_coach.chat.contract import AnswerRefused
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.training_rows import read_rows
from wearable_coach.records import Message
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("training")]
ASKED = [row[:2] for row in read_rows(rows(6, salt="저기요, "), name="valid")]


@pytest.fixture(scope="module")
def adapter(undisturbed):
    bench, name = undisturbed
    return bench.folder(name) / "adapter"


@pytest.fixture(params=[LocalStore, Elsewhere])
def store(request, adapter, tmp_path):
    made = request.param(tmp_path / "store")
    put_model(made, "job-1", {p.name: p.read_bytes() for p in adapter.iterdir()})
    return made


def opened(name, store, tmp_path):
    return open_chat_model(name, store=store, environment={"WEARABLE_COACH_HOME": str(tmp_path)})


def test_a_model_of_the_store_says_what_its_adapter_says_and_no_question_is_asked_twice(
    store, adapter, tmp_path
):
    from backends.local.generation import LocalModel

    model = opened("job-1", store, tmp_path)
    found = ask_all(store, model, [Ask(str(i), one) for i, one in enumerate(ASKED)])
    expected = LocalModel(TINY_FOLDER, adapter=adapter).answer(ASKED, max_new_tokens=768)
    assert [a.text for a in found.answers.values()] == [a.text for a in expected]
    assert all(a.ended and a.answer_tokens for a in found.answers.values())
    model.close()
    base = opened("base:tiny", store, tmp_path)
    assert base.fingerprint != model.fingerprint
    again = opened("job-1", store, tmp_path)
    assert again.fingerprint == model.fingerprint
    known = ask_all(store, again, [Ask(str(i), one) for i, one in enumerate(ASKED)])
    assert (known.known, known.asked) == (6, 0)
    assert known.answers == found.answers


def test_a_changed_adapter_is_not_loaded(store, tmp_path):
    model = opened("job-1", store, tmp_path)
    key = "models/job-1/adapter/adapter_model.safetensors"
    store.replace(key, b"\0" * 100, etag=store.read(key).etag)
    with pytest.raises(BadInput, match="was changed after training"):
        model.answer(ASKED[:1])


def test_a_question_longer_than_the_model_takes_is_refused_and_the_others_are_answered(tmp_path):
    needs_torch()
    store = LocalStore(tmp_path)
    model = opened("base:tiny", store, tmp_path)
    long = (Message(role="user", content="가나다라 " * 5000),)
    with pytest.raises(AnswerRefused, match="shorten it"):
        model.answer([long])
    found = ask_all(store, model, [Ask("long", long), Ask("short", ASKED[0])])
    assert (found.asked, found.refused) == (2, 1)
    model.close()
