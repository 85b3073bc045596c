"""A vital is known everywhere or the test says where it is not: file by file, with what is to be added there."""

from typing import get_args

import pytest

from tests.support.cases import some
from tests.support.field_registries import REGISTRIES, all_lacks
from wearable_coach.records import VITAL_FIELDS, Profile, Vitals
from wearable_coach.standards.fields import (
    class_tables,
    looks_like,
    profile_numbers,
    vital_rows,
    whole_numbers,
)
from wearable_coach.standards.numbers import bands
from wearable_coach.standards.table import table
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.norms import RULES, norm_bands


def test_every_vital_of_the_record_or_of_the_table_is_known_everywhere():
    named = dict.fromkeys((*VITAL_FIELDS, *table("vitals")["fields"]))
    lacks = [line for name in named for line in all_lacks(name)]
    assert not lacks, "a vital is not whole yet:\n" + "\n".join(lacks)


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda r: f"{r.file}-{REGISTRIES.index(r)}")
def test_no_place_takes_a_vital_for_known_that_it_has_never_heard_of(registry):
    assert list(registry.lacks("never_measured"))


def test_what_is_lacking_is_told_with_the_file_to_edit_and_the_name_to_add():
    for line in some(all_lacks("never_measured")):
        file, _, what = line.partition(": ")
        assert file in {r.file for r in REGISTRIES}
        assert "never_measured" in what


def test_a_number_of_the_profile_has_a_row_a_label_and_a_column_that_is_meant_by_it():
    numbers = {
        name
        for name, field in Profile.model_fields.items()
        if {int, float} & set(get_args(field.annotation))
    }
    assert set(profile_numbers()) == numbers <= set(LABELS)
    assert numbers <= {field for _, field in looks_like()}


def test_a_field_is_whole_in_the_table_where_its_record_holds_an_integer():
    records = {**Vitals.model_fields, **Profile.model_fields}
    rows = {**vital_rows(), **profile_numbers()}
    assert whole_numbers() == {n for n in rows if int in get_args(records[n].annotation)}


@pytest.mark.parametrize("name", sorted(class_tables()))
def test_a_vital_with_classes_is_judged_by_their_edges_and_their_rule(name):
    where, key = class_tables()[name]
    node = table(where)[key] if key else table(where)
    assert RULES[name] == node["rule"]
    assert tuple(band.name for band in norm_bands(name)) == bands(where, key).names
