"""The component chat_completion_pipeline, as far as a job can be wrong about it.

The names are those of its published specification in the repository Azure/azureml-assets.
"""

from __future__ import annotations

import re
from typing import Any

_INPUTS = frozenset(
    """
    instance_type_model_import instance_type_preprocess instance_type_finetune
    instance_type_model_evaluation shm_size_finetune num_nodes_finetune
    number_of_gpu_to_use_finetuning huggingface_id pytorch_model_path mlflow_model_path task_name
    batch_size pad_to_max_length max_seq_length train_file_path validation_file_path test_file_path
    train_mltable_path validation_mltable_path test_mltable_path apply_lora merge_lora_weights
    lora_alpha lora_r lora_dropout num_train_epochs max_steps per_device_train_batch_size
    per_device_eval_batch_size auto_find_batch_size optim learning_rate warmup_steps weight_decay
    adam_beta1 adam_beta2 adam_epsilon gradient_accumulation_steps eval_accumulation_steps
    lr_scheduler_type precision seed enable_full_determinism dataloader_num_workers
    ignore_mismatched_sizes max_grad_norm evaluation_strategy evaluation_steps_interval eval_steps
    logging_strategy logging_steps metric_for_best_model resume_from_checkpoint save_total_limit
    apply_early_stopping early_stopping_patience early_stopping_threshold apply_deepspeed deepspeed
    deepspeed_stage apply_ort evaluation_config evaluation_config_params compute_model_import
    compute_preprocess compute_finetune compute_model_evaluation
    """.split()  # noqa: SIM905 - readable as a list of words
)
_OUTPUTS = frozenset({"pytorch_model_folder", "mlflow_model_folder"})
_ENUMS = {
    "task_name": {"ChatCompletion"},
    "apply_lora": {"true", "false"},
    "auto_find_batch_size": {"true", "false"},
    "precision": {"16", "32"},
}


def wrong_inputs(properties: dict[str, Any]) -> str:
    """Say what a pipeline job has wrong about the component; nothing where it is right."""
    for node in properties.get("jobs", {}).values():
        inputs = node.get("inputs", {})
        if unknown := [*(set(inputs) - _INPUTS), *(set(node.get("outputs", {})) - _OUTPUTS)]:
            return f"the component has no {', '.join(sorted(unknown))}"
        for name, allowed in _ENUMS.items():
            if name in inputs and inputs[name]["value"] not in allowed:
                return f"{name} must be one of {', '.join(sorted(allowed))}"
        if unbound := _unbound(inputs, properties.get("inputs", {})):
            return f"the job has no input {unbound}"
    return ""


def _unbound(inputs: dict[str, Any], of_the_job: dict[str, Any]) -> str:
    bound = re.findall(r"\$\{\{parent\.inputs\.(\w+)\}\}", str(inputs))
    return ", ".join(name for name in bound if name not in of_the_job)


def values_in_use(properties: dict[str, Any]) -> dict[str, str]:
    """Return the literal inputs that reach the component, bindings followed."""
    of_the_job = properties.get("inputs", {})
    (node,) = properties["jobs"].values()
    found = {}
    for name, value in node["inputs"].items():
        bound = re.fullmatch(r"\$\{\{parent\.inputs\.(\w+)\}\}", str(value.get("value", "")))
        held = of_the_job[bound[1]] if bound else value
        if "value" in held:
            found[name] = held["value"]
    return found
