"""Every chat model under the same laws: endpoints of three kinds, and an adapter in this process."""

import pytest

from tests.support.chat_models import KEY, KINDS, asked, model_of
from tests.support.chat_server import ChatServer
from tests.support.local_training import needs_torch
from wearable_coach.chat.contract import Answer


@pytest.fixture(params=[*KINDS, pytest.param("local", marks=pytest.mark.slow("training"))])
def model(request, tmp_path):
    if request.param == "local":
        yield local(tmp_path)
        return
    with ChatServer(key=KEY) as server:
        made = model_of(server, request.param)
        yield made
        made.close()


def local(folder):
    needs_torch()
    from backends.local.chat import LocalChat
    from wearable_coach.chat.served import LocalAdapter
    from wearable_coach.store import LocalStore

    return LocalChat(LocalAdapter(max_tokens=12), store=LocalStore(folder))


def test_answers_come_in_the_order_asked(model):
    questions = [asked(f"질문 {'가' * i}") for i in range(model.batch_size)][:4]
    together = model.answer(questions)
    alone = [model.answer([one])[0] for one in questions]
    assert [a.text for a in together] == [a.text for a in alone]
    assert all(isinstance(a, Answer) and a.latency_s > 0 for a in together)


def test_the_same_question_has_the_same_answer(model):
    first, second = (model.answer([asked("안정시 심박수 62bpm이에요.")])[0] for _ in range(2))
    assert first.text == second.text


def test_nothing_asked_is_nothing_answered(model):
    assert model.answer([]) == []


def test_what_it_says_of_itself_holds_no_secret(model):
    told = f"{model!r} {model.name} {model.fingerprint} {model.prices} {vars(type(model))}"
    assert KEY not in told
    assert model.name
    assert len(model.fingerprint) == 64
    assert model.workers >= 1
    assert model.batch_size >= 1


def test_it_closes_twice(model):
    model.answer([asked("네?")])
    model.close()
    model.close()
