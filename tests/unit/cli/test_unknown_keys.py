"""A key that nobody reads is told wherever people write keys: never passed over."""

import json
from functools import partial

import pytest
import typer
from typer.testing import CliRunner

from flows.openers.endpoints_file import endpoints_of
from wearable_coach.cli.facts import facts
from wearable_coach.cli.verify import verify
from wearable_coach.dataset.recipe import read_recipe
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.sets.case_file import read_cases
from wearable_coach.finetuning.base_models import base_model_row
from wearable_coach.finetuning.estimate import price_row
from wearable_coach.promotion.rule import read_rule
from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS

ANSWER = {"messages": [{"role": "assistant", "content": "쉬어요."}]}


def run(command, line):
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, [], input=json.dumps(line))


def refusal(command, line):
    result = run(command, line)
    assert isinstance(result.exception, BadInput)
    assert result.stdout == ""
    return str(result.exception)


@pytest.mark.parametrize("name", VITAL_FIELDS)
def test_a_reading_at_the_top_is_told_with_its_place(name):
    for command in (facts, verify):
        told = refusal(command, {name: 61, **(ANSWER if command is verify else {})})
        assert f"line 1: {name} is not known here; did you mean vitals.{name}?" in told
        assert "61" not in told


@pytest.mark.parametrize("name", Profile.model_fields)
def test_a_field_of_the_person_at_the_top_is_told_with_its_place(name):
    assert f"did you mean profile.{name}?" in refusal(facts, {name: 1, "vitals": {}})
    assert f"did you mean profile.{name}?" in refusal(verify, {name: 1, "vitals": {}, **ANSWER})


@pytest.mark.parametrize(("slip", "meant"), [("vital", "vitals"), ("Profile", "profile")])
def test_a_slip_is_told_with_what_was_meant(slip, meant):
    assert f"{slip} is not known here; did you mean {meant}?" in refusal(facts, {slip: {}})
    assert f"did you mean {meant}?" in refusal(verify, {slip: {}, **ANSWER})


def test_facts_knows_what_it_reads_and_what_import_writes_alone():
    line = {"profile": {}, "vitals": {}, "source": "table", "person": "real-0001", "completed": []}
    assert run(facts, {**line, "id": 7}).exit_code == 0
    assert "known are profile, vitals" in refusal(facts, {**line, "stratum": "x"})


def test_a_record_to_verify_may_carry_the_writer_s_own_keys():
    record = {"profile": {}, "vitals": {}, "usage": 3, "goal": "x", "page": 1, **ANSWER}
    assert run(verify, record).exit_code == 0


def written(tmp_path, text):
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_recipe, "sead: 7\n"),
        (read_recipe, "sources: {vitls: [x]}\n"),
        (read_rule, "nope: 1\n"),
        (
            partial(read_cases, hrmax_formula="tanaka", prompts=PRODUCT_PROMPTS),
            '{"vitals": {"steps": 1}, "questoin": "x"}',
        ),
        (
            partial(read_cases, hrmax_formula="tanaka", prompts=PRODUCT_PROMPTS),
            '{"cases": [{"vitals": {"steps": 1}}], "vitals": {}}',
        ),
        (
            partial(read_cases, hrmax_formula="tanaka", prompts=PRODUCT_PROMPTS),
            '{"vitals": {"steps": 1}, "expected": {"nope": 1}}',
        ),
        (lambda p: endpoints_of(p, {}), "endpoints: {}\nendpoint: {}\n"),
        (lambda p: endpoints_of(p, {}), "endpoints: {x: {url: 'https://x', nope: 1}}\n"),
        (lambda p: price_row("x", path=str(p)), "prices: {}\nprice: {}\n"),
        (lambda p: base_model_row("x", path=str(p)), "models: {x: {nope: 1}}\n"),
    ],
)
def test_no_file_that_people_write_has_a_key_that_is_passed_over(read, text, tmp_path):
    with pytest.raises(BadInput) as refused:
        read(written(tmp_path, text))
    assert len(str(refused.value).splitlines()) == 1


def test_a_copy_of_a_table_and_notes_beside_endpoints_are_read(tmp_path):
    path = written(tmp_path, "x-mine: {a: 1}\nendpoints: {}\n")
    assert endpoints_of(path, {}) == {}
    assert price_row("x", path=str(written(tmp_path, "rule: R\nprices: {}\n"))) is None


def test_standard_input_is_named_as_such():
    assert refusal(facts, {"zzz": 1}).startswith("standard input, line 1: zzz")
