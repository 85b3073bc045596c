"""Every number of every form has its bounds in the schema that Prefect makes the form of, and checks by."""

from importlib import import_module

import pytest

FORMS = {
    "refresh_dataset": "refresh_dataset", "retrain": "retrain", "evaluate_model": "evaluate_model",
    "pipeline": "pipeline", "watch_finetuning": "watch_finetuning",
}  # fmt: skip
LEAST = {"minimum", "exclusiveMinimum"}
ANY_NUMBER = {"Wanted.seed"}
"""Numbers of which any is right."""


def numbers(schema):
    """Every number of a schema, with the bounds it has, by the model that holds it."""
    for holder, model in {"": schema, **schema.get("definitions", {})}.items():
        for name, field in model.get("properties", {}).items():
            for one in [field, *field.get("anyOf", [])]:
                if one.get("type") in {"integer", "number"}:
                    yield f"{holder}.{name}", one


@pytest.mark.parametrize("flow", FORMS)
def test_every_number_of_a_form_has_a_least_value(flow):
    made = vars(import_module(f"flows.{flow}"))[FORMS[flow]]
    found = dict(numbers(made.parameters.model_dump()))
    unbound = {name for name, one in found.items() if not LEAST & one.keys()}
    assert unbound <= ANY_NUMBER


@pytest.mark.parametrize(
    ("flow", "asked"),
    [
        ("pipeline", {"rows": -5}),
        ("pipeline", {"workers": -1}),
        ("pipeline", {"hyperparameters": {"epochs": 0}}),
        ("pipeline", {"cases": {"limit": -1}}),
        ("retrain", {"hyperparameters": {"learning_rate": 0}}),
        ("retrain", {"hyperparameters": {"lora_rank": 1_000_000}}),
        ("evaluate_model", {"cases": {"groups": -1}}),
        ("evaluate_model", {"cases": {"held_out": -1}}),
        ("refresh_dataset", {"rows": -5}),
    ],
)
def test_what_is_out_of_bounds_is_refused_before_the_run_begins(flow, asked):
    from prefect.exceptions import ParameterTypeError

    made = vars(import_module(f"flows.{flow}"))[FORMS[flow]]
    with pytest.raises(ParameterTypeError):
        made.validate_parameters(asked)
