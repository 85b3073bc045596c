"""The card of a version of many parts: counts of all rows, pictures of some, and it says of how many."""

import re

import pytest
import yaml

from tests.support.cases import some
from tests.support.generated import SEED, generated_rows
from tests.support.sharded import cut
from wearable_coach.dataset.assembly import split_members, training_file
from wearable_coach.dataset.file_facts import FileFact
from wearable_coach.dataset.floors import group_counts
from wearable_coach.dataset.parts import part_name
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.dataset.variety import sentence_counts
from wearable_coach.records import GateReport
from wearable_coach.reporting import CardData, render_card
from wearable_coach.reporting.card_words import card_words
from wearable_coach.reporting.hub_card import hub_card
from wearable_coach.reporting.row_counts import counts_in, counts_of

REJECTS = {"DST-TWINS-MASKED": 12, "DST-UNIQUE": 3, "contradicted:STD-SLP-001": 5}


def data(rows, **changes):
    told = {
        "version": "20260101-0123456789ab", "rows": tuple(rows), "seed": SEED, "recipe": {"seed": SEED},
        "report": GateReport(results=(), rows=len(generated_rows())), "rejects": REJECTS,
    }  # fmt: skip
    return CardData(**(told | changes))


@pytest.fixture(scope="module")
def whole():
    return data(generated_rows())


@pytest.fixture(scope="module")
def drawn():
    rows = generated_rows()
    counts = counts_of(rows)._replace(groups=group_counts(rows))
    return data(rows[::4], of_all=counts, sentences=sentence_counts(rows))


def section(page, title):
    """What stands under a heading, without its marks."""
    body = page[page.index(f"<h2>{title}</h2>") :]
    return re.sub(r"<[^>]*>|\s+", " ", body[: body.index("<h2>", 4)])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_counts_are_of_all_rows_though_some_are_drawn(whole, drawn, language):
    texts = card_words(language).text
    pages = [render_card(card, language) for card in (whole, drawn)]
    for heading in some(("strata", "mended", "attempts")):
        one, other = (section(page, texts[heading]) for page in pages)
        assert one == other, heading
    tiles = [re.findall(r'<div class="tile"><b>(.*?)</b>', page) for page in pages]
    assert tiles[0] == tiles[1]
    assert tiles[0][0] == "200"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_of_drawn_rows_says_of_how_many(whole, drawn, language):
    texts = card_words(language).text
    page = render_card(drawn, language)
    said = texts["of_drawn"].format(n="50")
    assert texts["drawn"].format(n="50", rows="200") in page
    for heading in some(("people", "level_cap", "samples")):
        assert said in section(page, texts[heading]), heading
    assert texts["drawn_diversity"].format(n="50") in section(page, texts["diversity"])
    assert "n = 50" in section(page, texts["length"])
    assert said not in render_card(whole, language)


def test_sentences_and_skeletons_are_of_all_rows(whole, drawn):
    for category, found in some(drawn.diversity.items()):
        assert found.counts == whole.diversity[category].counts
        assert found.distinct != whole.diversity[category].distinct
    assert whole.drawn is None
    assert drawn.drawn == 50


def test_records_in_parts_are_counted_as_the_rows_are():
    rows = generated_rows()
    parts = [records_parquet(part) for part in cut(rows, 3)]
    found, wanted = counts_in(parts, group_counts(rows)), counts_of(rows)
    assert dict(found.cells) == dict(wanted.cells)
    assert (found.rows, found.claims, found.groups) == (200, wanted.claims, group_counts(rows))
    assert sum(found.by("stratum", "category").values()) == 200


def test_repeats_and_twins_are_told_apart_from_other_reasons(drawn):
    texts = card_words("en").text
    page = render_card(drawn, "en")
    mended = section(page, texts["mended"])
    assert re.search(r"with numbers masked, almost the same as one in train\s+12", mended)
    assert re.search(r"the same as another conversation\s+3", mended)
    assert "twin" not in section(page, texts["attempts"]).lower()
    assert "not as the facts are" in section(page, texts["attempts"])


def test_every_group_has_a_name_in_both_languages(drawn):
    assert set(card_words("ko").names["groups"]) == set(card_words("en").names["groups"])
    assert set(drawn.counts.groups) == set(card_words("en").names["groups"])
    assert "65세 이상" in section(render_card(drawn), card_words("ko").text["counts"])


def test_the_readme_names_parts_by_a_pattern_and_counts_all_rows(drawn):
    files = {}
    for number, rows in enumerate(cut(generated_rows(), 3)):
        for split, members in split_members(rows, seed=SEED).items():
            files[part_name(split, number, 3)] = FileFact("0" * 64, len(training_file(members)))
        files[part_name("records", number, 3)] = FileFact("0" * 64, 1)
    text = hub_card(drawn, files)
    head = yaml.safe_load(text.split("---\n")[1])
    assert head["configs"][0]["data_files"][0] == {"split": "train", "path": "train-*-of-00003.jsonl"}  # fmt: skip
    told = {s["name"]: s for s in head["dataset_info"][0]["splits"]}
    train = [row for row in generated_rows() if row.split == "train"]
    assert told["train"]["num_examples"] == len(train)
    assert told["train"]["num_bytes"] == len(training_file(train))
    assert 'data_files="FOLDER/records-*-of-00003.parquet"' in text
