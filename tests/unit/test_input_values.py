"""JSON and YAML from outside: what cannot be used is one line, whatever it is."""

import pytest
import yaml

from wearable_coach.input_values import json_of, place_of, yaml_of

LAUGHS = "a0: &a0 [x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("9" * 5000, "thousands of digits"),
        ('"\\ud800"', "half of a character"),
        ('{"\\uDCff": 1}', "half of a character"),
        (b'["\\ud83c\\ud83c"]', "half of a character"),
        ("{", "Expecting property name"),
        (b"\xff", "utf-8"),
    ],
)
def test_json_that_cannot_be_used_says_why(text, why):
    with pytest.raises(ValueError, match=why):
        json_of(text)


def test_json_keeps_whole_characters_of_two_halves():
    assert json_of('"\\ud83c\\udfc3"') == "🏃"
    assert json_of(b'"\\\\ud800"') == "\\ud800"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 100_000, "nested too deeply"),
        (LAUGHS, "more than 20 references"),
        ("seed: 1\nseed: 2\n", "at line 2: key 'seed' stands twice"),
        ("a: !!python/object/apply:os.system [x]", "at line 1: could not determine a constructor"),
        ("a: 2026-99-99", "month must be in"),
        ("? [a]\n: {b: 1}", "at line 1: found unhashable key"),
        ("a: !!int x", "invalid literal"),
        ("a: {", "at line 1"),
    ],
)
def test_yaml_that_cannot_be_used_says_where_and_why(text, why):
    with pytest.raises((ValueError, yaml.YAMLError)) as refused:
        yaml_of(text)
    told = place_of(refused.value)
    assert why in told
    assert "\n" not in told


def test_a_few_references_are_welcome():
    assert yaml_of("a: &x [1]\nb: *x\nc:\n  <<: {d: 2}\n") == {"a": [1], "b": [1], "c": {"d": 2}}
