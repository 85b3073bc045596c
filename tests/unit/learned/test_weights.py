"""The weights that ship are whole, small, and made of the texts that stand beside them."""

import math
import tomllib
from pathlib import Path

import pytest

from tests.support.cases import some
from texts.training.asking import asked_file
from texts.training.corpus import WRITTEN, answers, questions, utterances
from texts.training.labels import labelled
from wearable_coach.learned.asked import FILE, read
from wearable_coach.learned.linear import LinearReader
from wearable_coach.learned.topics import OF_READINGS
from wearable_coach.learned.weights import FOLDER, Weights, WeightsHead, WeightsUnreadable
from wearable_coach.standards.topics import everyday_topics

READERS = ("harm", "urgency")
OF_POINTS = ("asking", "points")
SMALL = Weights(
    WeightsHead(
        reader="small",
        texts={},
        documents=3,
        groups=2,
        classes=("none", "pain"),
        intercepts=(0.5, -0.5),
        scales=(1.27, 1.27),
        thresholds={},
        trained_with="by hand",
    ),
    ["^", "아"],
    [3, 1],
    bytes([0, 0, 156, 100]),
)
"""`아` speaks for pain: −100 and +100 of 127."""


@pytest.mark.parametrize(("name", "corpus"), [("urgency", utterances), ("harm", answers)])
def test_the_weights_were_trained_on_the_texts_that_are_here(name, corpus):
    trained_on = Weights.read(FOLDER / f"{name}.weights").head.texts
    here = corpus().files
    assert trained_on == here, f"run: uv run --group training python -m texts.training {name}"
    files = {file for file in here if file.endswith(".jsonl")}
    named = "utterances" if name == "urgency" else "answers"
    assert {file.name for file in WRITTEN.glob(f"{named}-*.jsonl")} <= files


@pytest.mark.parametrize("name", [*READERS, "topics"])
def test_the_weights_were_trained_with_the_version_that_the_lock_names(name):
    """Another one may round a weight otherwise: where it is installed to compare, the bytes would differ."""
    lock = tomllib.loads((Path(__file__).parents[3] / "uv.lock").read_text(encoding="utf-8"))
    (locked,) = (one["version"] for one in lock["package"] if one["name"] == "scikit-learn")
    head = Weights.read(FOLDER / f"{name}.weights").head
    assert head.trained_with == f"scikit-learn {locked}", (
        f"run: uv run --locked --group training python -m texts.training {name}"
    )


def test_the_topics_were_learnt_from_the_texts_and_tables_that_are_here():
    head = Weights.read(FOLDER / "topics.weights").head
    assert head.texts == questions().files, (
        "run: uv run --group training python -m texts.training topics"
    )
    assert set(head.classes) == {*everyday_topics(), OF_READINGS}


@pytest.mark.parametrize("name", OF_POINTS)
def test_nearness_was_learnt_from_the_labels_and_points_that_are_here(name):
    again = "run: uv run --locked --group training python -m texts.training nearness"
    weights = Weights.read(FOLDER / f"{name}.weights")
    assert weights.head.texts == labelled()[1], again
    if name == "points":
        ids = [point.id for topic in everyday_topics().values() for point in topic.points]
        assert weights.groups == ids, again


def test_the_weights_of_judging_stay_below_five_megabytes_and_those_of_finding_below_two():
    assert {file.name for file in FOLDER.iterdir()} == {
        *(f"{name}.weights" for name in (*READERS, "topics", *OF_POINTS)),
        "asked.questions",
    }
    assert 0 < sum((FOLDER / f"{name}.weights").stat().st_size for name in READERS) <= 5_000_000
    assert 0 < (FOLDER / "topics.weights").stat().st_size <= 2_000_000
    assert 0 < (FOLDER / "asked.questions").stat().st_size <= 500_000
    assert 0 < sum((FOLDER / f"{name}.weights").stat().st_size for name in OF_POINTS) <= 2_000_000


def test_the_labelled_questions_that_ship_are_those_of_the_texts():
    head, rows = read(FILE)
    assert FILE.read_bytes() == asked_file(), (
        "run: uv run --group training python -m texts.training asked"
    )
    assert head.questions == len(rows) > 9_000


def test_a_damaged_file_of_questions_is_not_read_over(tmp_path):
    for damage in (lambda b: b[:-9], lambda b: b[:-20] + b"x" * 20, lambda b: b[:0] + b"{}"):
        file = tmp_path / "asked.questions"
        file.write_bytes(damage(FILE.read_bytes()))
        with pytest.raises(WeightsUnreadable, match="install wearable-coach again"):
            read(file)


def test_packed_weights_are_read_again_and_a_damaged_byte_is_not_read_over(tmp_path):
    file = tmp_path / "small.weights"
    head = SMALL.head.model_copy(update={"packed": True})
    packed = Weights(head, SMALL.groups, SMALL.held_by, SMALL.rows)
    file.write_bytes(packed.written())
    read = Weights.read(file)
    assert (read.groups, read.held_by, read.rows) == (SMALL.groups, SMALL.held_by, SMALL.rows)
    damaged = bytearray(packed.written())
    damaged[-6] ^= 1
    file.write_bytes(damaged)
    with pytest.raises(WeightsUnreadable, match="install wearable-coach again"):
        Weights.read(file)


def test_what_is_written_is_read_again(tmp_path):
    file = tmp_path / "small.weights"
    file.write_bytes(SMALL.written())
    read = Weights.read(file)
    assert (read.groups, read.held_by, read.rows) == (SMALL.groups, SMALL.held_by, SMALL.rows)
    assert read.written() == SMALL.written()


@pytest.mark.parametrize("at", [0, -1])
def test_a_byte_that_changed_is_not_read_over(tmp_path, at):
    damaged = bytearray(SMALL.written())
    damaged[at] ^= 1
    (tmp_path / "small.weights").write_bytes(damaged)
    with pytest.raises(WeightsUnreadable, match="install wearable-coach again"):
        Weights.read(tmp_path / "small.weights")


def test_a_margin_is_the_dot_product_of_a_row_of_length_one():
    margins = LinearReader(SMALL).margins("아")
    rarity = 1 + math.log(4 / 2)  # that of the mark of the start, which all three texts hold, is 1
    share = 1 / (rarity**2 + 1) ** 0.5
    assert margins["pain"] == pytest.approx(share - 0.5)
    assert margins["none"] == pytest.approx(0.5 - share)


def test_a_text_without_any_known_group_is_no_nearer_to_harm():
    assert LinearReader(Weights(SMALL.head, ["가", "나"], [1, 1], SMALL.rows)).margins("zzz") == {
        "none": 0.5,
        "pain": -0.5,
    }


def test_no_reader_needs_a_framework_to_read():
    source = Path(__file__).parents[3] / "wearable_coach" / "learned"
    for file in some(source.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert not any(name in text for name in ("import numpy", "sklearn", "import texts")), file
