"""A model's card says what it is, of what it was made, how it scored and on how much, and what it is not for."""

import re
from datetime import UTC, datetime

import pytest
import yaml

from wearable_coach.evaluation.evaluation import Costs, Evaluation, ModelResult
from wearable_coach.evaluation.figure import Figure
from wearable_coach.promotion.rule import Decision, read_rule
from wearable_coach.publishing.model_card import ModelFacts, model_card

FIGURES = (
    Figure(measure="numbers", share=0.8125, low=0.7, high=0.9, hits=65, of=80, n=40, unscored=2, people=12),
    Figure(measure="acts", share=None, hits=0, of=0, n=0, unscored=42),
)  # fmt: skip
DESCRIPTION = {
    "job": "coach-local-00000000000a",
    "backend": "local",
    "dataset_version": "20260101-0123456789ab",
    "requested": {"epochs": 3, "learning_rate": 2e-4},
    "effective": {"epochs": 3, "learning_rate": 2e-3, "precision": "float32"},
    "metrics": {"train_loss": 0.22378},
}


def evaluation():
    result = ModelResult(
        role="candidate", name="coach-local-00000000000a", fingerprint="f", headline=FIGURES,
        overall=FIGURES, costs=Costs(answered=42, unanswered=1, cut=3),
    )  # fmt: skip
    return Evaluation(
        id="e1", at=datetime(2026, 1, 2, tzinfo=UTC), candidate=result.name, dataset_version="20260101-0123456789ab",
        sets={"valid": 30, "drills": 13}, people=12, set_sha256="0", seed=7, rule=read_rule(), models=(result,),
        differences=(), decision=Decision(verdict="hold", candidate=result.name, rival=None, reasons=()),
    )  # fmt: skip


def facts(**changes):
    known = {
        "name": "coach-local-00000000000a", "form": "adapter", "base": "Qwen/Qwen2.5-7B-Instruct",
        "base_identity": "qwen@sha256:00", "is_tiny": False, "licence": "", "dtype": "bfloat16",
        "description": DESCRIPTION, "evaluation": evaluation(), "dataset": {"rows": 1500},
    }  # fmt: skip
    return ModelFacts(**(known | changes))


def read(card):
    _, head, body = card.split("---\n", 2)
    return yaml.safe_load(head), body


def test_its_head_is_what_the_hub_reads():
    head, _ = read(model_card(facts()))
    assert (head["base_model"], head["base_model_relation"]) == (
        "Qwen/Qwen2.5-7B-Instruct",
        "adapter",
    )
    assert (head["library_name"], head["language"]) == ("peft", ["ko"])
    assert (head["license"], head["license_name"]) == ("other", "as-the-base-model")
    (index,) = head["model-index"]
    (result,) = index["results"]
    assert result["metrics"] == [
        {
            "type": "numbers", "name": "numbers", "value": 0.8125,
            "args": {"low": 0.7, "high": 0.9, "n": 40, "people": 12, "hits": 65.0, "of": 80.0, "unread": 0.0},
        }
    ]  # fmt: skip


def test_the_client_of_the_hub_reads_its_scores():
    hub = pytest.importorskip("huggingface_hub")
    data = hub.ModelCard(model_card(facts())).data
    (score,) = data.eval_results
    assert (score.metric_type, score.metric_value) == ("numbers", 0.8125)
    assert score.metric_args["n"] == 40


def test_its_text_says_data_values_scores_with_n_and_limits():
    _, body = read(model_card(facts()))
    for said in (
        "`20260101-0123456789ab`, 1,500 rows",
        "| learning_rate | 0.0002 | 0.002 |",
        "| precision |  | float32 |",
        "| numbers | 0.812 | 0.700 to 0.900 | 40 | 65 of 80 |",
        "| acts | nothing to score | | 0 | |",
        "valid 30, drills 13 cases, 12 people",
        "Decision: **hold**",
        "Answered 42, not answered 1, cut by the token limit 3.",
        "no medical device",
        "The base's terms hold",
    ):
        assert said in body, said


def test_what_is_not_known_is_said_and_not_made_up():
    head, body = read(model_card(facts(evaluation=None, dataset=None, description={})))
    assert "model-index" not in head
    assert "It was not evaluated" in body
    assert "dataset: `not known`" in body
    assert not re.search(r"\d+ rows", body)


def test_the_tiny_base_is_named_for_what_it_is_and_no_path_of_this_machine_stands_in_a_card():
    head, body = read(model_card(facts(base="tiny", is_tiny=True, licence="")))
    assert ("base_model" in head, head["license"]) == (False, "mit")
    assert "it shows the loop, not medical quality" in body
    assert "base_model" not in read(model_card(facts(base="own-base")))[0]
    assert read(model_card(facts(licence="apache-2.0")))[0]["license"] == "apache-2.0"


def test_each_form_says_how_it_is_opened():
    assert "AutoPeftModelForCausalLM" in model_card(facts())
    merged = model_card(facts(form="merged"))
    assert 'AutoModelForCausalLM.from_pretrained(folder, dtype="bfloat16")' in merged
    assert "vllm serve ." in merged
    assert read(merged)[0]["library_name"] == "transformers"
    assert "ollama create" in model_card(facts(form="ollama"))
