"""Answers of a base and of what was trained on it."""

import pytest

from backends.local.base_model import TINY_FOLDER
from tests.support.training_rows import rows
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.training_rows import read_rows

pytestmark = [pytest.mark.e2e, pytest.mark.slow("training")]
ASKED = [row[:2] for row in read_rows(rows(6, salt="저기요, "), name="valid")]


@pytest.fixture(scope="module")
def tuned(undisturbed):
    from backends.local.generation import LocalModel

    bench, name = undisturbed
    return LocalModel(TINY_FOLDER, adapter=bench.folder(name) / "adapter")


def test_what_was_trained_answers_in_the_form_it_was_taught_and_its_base_does_not(tuned):
    from backends.local.generation import LocalModel

    answers = tuned.answer(ASKED)
    assert all(a.text.startswith("## 읽기\n안정시 심박수") and a.ended for a in answers)
    base = LocalModel(TINY_FOLDER).answer(ASKED)
    assert not any(a.text.startswith("##") for a in base)


def test_an_answer_does_not_depend_on_what_it_is_batched_with(tuned):
    other = [ASKED[0], *[row[:4] for row in read_rows(rows(1), name="valid")], *ASKED[1:]]
    together = tuned.answer(other, batch_size=8)
    alone = [tuned.answer([one])[0] for one in other]
    assert together == alone


def test_an_answer_cut_by_the_limit_says_so(tuned):
    (answer,) = tuned.answer(ASKED[:1], max_new_tokens=3)
    assert (answer.answer_tokens, answer.ended) == (3, False)
    assert answer.prompt_tokens > 10


def test_a_model_that_is_not_there_is_refused_in_one_line(tmp_path):
    from backends.local.generation import LocalModel

    with pytest.raises(BadInput, match="there is no folder"):
        LocalModel(TINY_FOLDER, adapter=tmp_path / "none")
