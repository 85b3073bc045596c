"""A model folder with files that are none of a model's is told in one line."""

from pathlib import Path

import pytest

from backends.local.base_model import hub_name, open_base
from tests.support.fuzzing.values import MODELS
from wearable_coach.errors import BadInput


@pytest.mark.parametrize("name", MODELS)
def test_a_folder_that_is_no_model_is_told(name, tmp_path):
    for file, data in MODELS[name].items():
        (tmp_path / file).write_bytes(data)
    with pytest.raises(BadInput, match=r"^base model: .*; (give|download)") as refused:
        open_base(str(tmp_path))
    assert len(str(refused.value).splitlines()) == 1


def test_the_shipped_model_is_one():
    assert open_base("tiny").parameters > 0


def test_a_folder_of_the_hub_s_cache_says_what_it_is_called_there():
    snapshot = Path("/c/hub/models--Qwen--Qwen2.5-7B-Instruct/snapshots") / ("0a" * 20)
    assert hub_name(snapshot) == ("Qwen/Qwen2.5-7B-Instruct", "0a" * 20)
    assert hub_name(Path("/models/Qwen2.5-7B-Instruct")) is None
