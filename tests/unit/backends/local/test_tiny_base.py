from random import Random

import pytest

import blocks
from backends.local.finetuner import LocalFineTuner
from backends.local.tiny_base import corpus

MARKS = ("#", "**", "|", "- ")


@pytest.fixture(scope="module")
def exchanges():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "ROWS", 60)
        return corpus.exchanges()


def test_the_base_has_seen_no_row_of_a_valid_split(exchanges):
    assert len(exchanges) == 48


def test_the_base_has_seen_nothing_of_the_reports_format(exchanges):
    rng = Random(1)
    told = [corpus.lesson(rng.choice(exchanges), ["가", "7"], 1.0, rng) for _ in range(300)]
    assert not [t.answer for t in told if t.answer.startswith(MARKS) or "\n" in t.answer]
    assert not [t.answer for t in told if "**" in t.answer or "|" in t.answer]


def test_lessons_grow_longer(exchanges):
    rng = Random(1)
    early, late = (
        sum(len(corpus.lesson(rng.choice(exchanges), ["가"], far, rng).answer) for _ in range(200))
        for far in (0.0, 1.0)
    )
    assert late > 2 * early


def test_a_local_trainer_can_be_configured_as_a_block(tmp_path):
    block = blocks.LocalTraining(jobs=str(tmp_path), threads=1)
    tuner = block.open()
    assert isinstance(tuner, LocalFineTuner)
    assert tuner.options.threads == 1
    assert {"DatasetStore", "LocalTraining"} <= set(dir(blocks))
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = blocks.Nothing
