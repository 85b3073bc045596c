"""Where each remedy is run, beside those of `given`; which no test runs is said in `remedies_not_run`.

python -m tests.support.remedy_rows       what has no row, and which rows no remedy has any more
"""

import sys

from tests.support.given import GIVEN
from tests.support.remedies import Remedy, remedies
from tests.support.remedies_not_run import ELSEWHERE

Rows = dict[str, dict[str, list[str]]]
"""A test → file → remedies."""

RUN: Rows = {
    "tests/unit/sources/devices/test_device_remedies.py::test_a_document_that_broke_off_is_exported_again": {
        "wearable_coach/sources/devices/apple.py": ["export it from the phone again"],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_a_report_by_the_week_is_chosen_by_the_day": {
        "wearable_coach/sources/devices/garmin_csv.py": [
            "choose a report by the day on the site and export it again"
        ],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_a_database_that_is_another_or_damaged_is_exported_again": {
        "wearable_coach/sources/devices/health_connect.py": [
            "export it from Health Connect again",
            "export it in Health Connect's settings",
        ],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_records_are_exported_by_their_names": {
        "wearable_coach/sources/devices/health_connect_json.py": [
            "export them by the record's name"
        ],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_a_zip_that_is_damaged_or_packed_as_no_export_is_got_again": {
        "wearable_coach/sources/exports.py": [
            "export or download it again",
            "give the zip as it was exported",
        ],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_a_zip_that_is_locked_or_packed_otherwise_is_unpacked": {
        "wearable_coach/sources/exports.py": [
            "unpack it with the password that its app showed, and give the folder",
            "unpack the zip and give the folder",
        ],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_a_member_that_cannot_be_read_is_exported_again": {
        "wearable_coach/sources/exports.py": [
            "export it again",
            "export it again, or save it as UTF-8",
        ],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_what_is_not_there_is_given_readable": {
        "wearable_coach/sources/exports.py": ["give a readable file"],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_what_is_larger_than_is_read_is_given_in_parts": {
        "wearable_coach/sources/exports.py": [
            "export fewer days at a time",
            "give an export of fewer days",
            "give the export's own folder",
        ],
    },
    "tests/unit/sources/devices/test_device_remedies.py::test_a_database_is_copied_where_there_is_room": {
        "wearable_coach/sources/exports.py": ["make room there"],
    },
    "tests/unit/backends/local/test_memory_settings.py::test_without_a_card_or_bitsandbytes_qlora_is_refused_with_the_remedy": {
        "backends/local/preflight.py": ["run `{}`, or leave --qlora out"],
    },
    "tests/unit/finetuning/test_opening_backends.py::test_qlora_is_of_this_machine_alone": {
        "flows/openers/finetuners.py": ["leave it out"],
    },
    "tests/unit/backends/test_mlflow_runs.py::test_a_server_that_is_named_without_the_client_is_refused": {
        "backends/mlflow_runs.py": [
            "run `python3 -m uv sync --inexact --group tracking`, or unset it"
        ],
    },
    "tests/unit/backends/test_mlflow_runs.py::test_a_server_that_does_not_answer_is_told_again": {
        "backends/mlflow_runs.py": ["it is told again in the next round"],
    },
    "tests/unit/publishing/test_hub.py::test_without_a_login_or_a_name_nothing_is_tried": {
        "backends/hub.py": [
            "need OWNER/NAME, as the Hub's address shows it",
            "run `hf auth login`, or set HF_TOKEN",
        ],
    },
    "tests/unit/publishing/test_dataset_folder.py::test_what_rests_on_real_people_is_given_away_only_where_somebody_says_so": {
        "wearable_coach/publishing/dataset_folder.py": [
            "give --with-real-days where these people and the files' licences allow it"
        ],
    },
    "tests/unit/publishing/test_dataset_folder.py::test_what_cannot_be_given_is_told_in_one_line_and_nothing_is_written": {
        "wearable_coach/cli/publish.py": ["leave it out", "need {}", "need {} or {}"],
    },
    "tests/unit/publishing/test_dataset_folder.py::test_a_version_without_records_gives_no_pairs_and_is_given_without_them": {
        "wearable_coach/publishing/pair_files.py": [
            "leave --pairs out",
            "leave --pairs out, or name another",
        ],
    },
    "tests/unit/publishing/test_dataset_folder.py::test_a_card_whose_head_cannot_be_read_is_told": {
        "wearable_coach/publishing/front_matter.py": [
            "have the version repaired with `wearable-coach refresh --repair`"
        ],
    },
    "tests/unit/publishing/test_modelfile.py::test_a_template_that_writes_turns_by_more_than_their_role_is_refused": {
        "wearable_coach/publishing/modelfile.py": [
            "take --to gguf, whose file carries the template itself, or merged"
        ],
    },
    "tests/unit/publishing/test_modelfile.py::test_it_is_asked_greedily_and_stops_where_it_was_taught_to": {
        "wearable_coach/publishing/modelfile.py": ["take --to gguf or merged"],
    },
    "tests/e2e/test_exported_models.py::test_a_file_for_llama_cpp_is_made_by_its_converter_or_it_is_said_what_is_missing": {
        "backends/local/export/gguf_out.py": [
            "set WEARABLE_COACH_LLAMA_CPP to that folder, and run `python3 -m pip --python .venv/bin/python install sentencepiece`",
            "name another, or move it away",
            "update llama.cpp, or take --to ollama or merged",
        ],
    },
    "tests/e2e/test_exported_models.py::test_a_folder_that_is_there_is_left_alone_and_a_changed_adapter_is_not_exported": {
        "backends/local/export/new_folder.py": ["name another, or move it away"],
    },
    "tests/unit/serving/test_manner.py::test_an_unknown_manner_is_refused_with_those_that_are_known": {
        "wearable_coach/serving/inputs.py": ["known are {}"],
    },
    "tests/unit/standards/test_topics.py::test_a_fault_is_told_with_its_place_and_what_to_do": {
        "wearable_coach/standards/topics.py": ["{remedy}"],
    },
    "tests/unit/explaining/test_explain_command.py::test_what_is_no_answer_is_refused_with_field_value_and_remedy": {
        "wearable_coach/explaining/answer_file.py": [
            "give the JSON that wearable-coach ask --json prints, or the service answers"
        ],
    },
    "tests/unit/explaining/test_explain_command.py::test_of_several_answers_one_is_taken": {
        "wearable_coach/explaining/answer_file.py": ["give one of them"],
    },
    "tests/unit/explaining/test_explain_command.py::test_what_is_longer_than_any_answer_is_refused_unread": {
        "wearable_coach/cli/explain.py": ["give one answer"],
    },
    "tests/unit/explaining/test_explain_command.py::test_standard_input_that_cannot_be_read_is_refused": {
        "wearable_coach/cli/explain.py": ["give a file that can be read"],
    },
    "tests/unit/promotion/test_fencing.py::test_a_fence_that_is_gone_or_changed_is_none_to_serve_with": {
        "wearable_coach/promotion/fence_file.py": [
            "run `wearable-coach promote {}`, or with --no-fence to serve without it"
        ],
    },
    "tests/unit/promotion/test_fencing.py::test_a_tuned_model_whose_rows_are_gone_is_not_promoted_unless_a_person_says_so": {
        "wearable_coach/promotion/fencing.py": ["or promote it with --no-fence"],
    },
    "tests/unit/promotion/test_fencing.py::test_a_person_may_want_one_against_the_rule_but_not_without_rows": {
        "wearable_coach/promotion/fencing.py": ["promote it without --fence"],
    },
    "tests/unit/tasks/test_gating.py::test_files_that_were_changed_stop_a_retraining_until_they_are_repaired": {
        "tasks/gating.py": ["nothing is trained on it, run `{}`"],
    },
    "tests/unit/tasks/test_gating.py::test_a_version_whose_rows_do_not_pass_is_replaced_by_another": {
        "tasks/gating.py": [
            "nothing is trained on it, make another version with `wearable-coach refresh`"
        ],
    },
    "tests/unit/tasks/test_gating.py::test_records_that_cannot_be_read_are_repaired": {
        "wearable_coach/dataset/records_file.py": [
            "have the version repaired, or name another dataset"
        ],
    },
    "tests/unit/cli/test_gate_command.py::test_a_recipe_that_cannot_be_read_is_told_and_heals_by_its_copy": {
        "wearable_coach/dataset/published.py": [
            "gate it with the version that made it, or restore it from a backup (docs/backup.md)"
        ],
    },
    "tests/unit/expectations/test_own_suites.py::test_they_run_with_ours_and_stand_in_gate_and_suites_and_when_gated_again": {
        "wearable_coach/dataset/published.py": ["restore it from a backup (docs/backup.md)"],
    },
    "tests/contract/test_deployments_command.py::test_what_is_served_stays_unless_it_is_forced": {
        "wearable_coach/cli/deployments.py": [
            "`wearable-coach rollback` first, or give --force: the rules answer then"
        ],
        "deployments/doctor/checks/hosting.py": ["wearable-coach deploy {} --service"],
    },
    "tests/contract/test_deployments_command.py::test_it_is_deployed_shown_with_its_money_and_taken_down": {
        "flows/openers/chat_models.py": ["`wearable-coach deploy {}` brings it up"],
        "deployments/doctor/checks/hosting.py": ["wearable-coach undeploy {}"],
    },
    "tests/contract/test_deployments_command.py::test_what_stands_without_a_record_is_taken_down_by_its_kind": {
        "deployments/doctor/checks/hosting.py": [
            "wearable-coach doctor --azure --only hosting",
            "wearable-coach undeploy {} --kind {}",
        ],
        "wearable_coach/cli/deployments.py": [
            "`wearable-coach doctor --azure --only hosting` lists them"
        ],
    },
    "tests/contract/test_deployments_command.py::test_one_that_nobody_has_is_told_and_all_are_listed": {
        "wearable_coach/hosting/ledger.py": ["`wearable-coach deployments` lists them"],
    },
    "tests/unit/hosting/test_bringing_up.py::test_a_failed_one_is_taken_away_and_made_anew_three_times_at_most": {
        "wearable_coach/hosting/making.py": ["mend that, then `wearable-coach deploy {}`"],
    },
    "tests/contract/test_azure_preflight.py::test_a_machine_to_host_on_has_a_price_in_the_currency_of_the_training": {
        "backends/azure/checks.py": ["name tables of one currency"],
        "backends/azure/hosting/rates.py": ["add one with its price"],
    },
    "tests/unit/hosting/test_cost.py::test_a_table_that_cannot_be_read_is_told_and_a_copy_of_ours_heals_it": {
        "wearable_coach/hosting/cost.py": [
            "start from a copy of wearable_coach/hosting/prices.yaml"
        ],
    },
    "tests/unit/cli/test_way.py::test_two_ways_at_once_are_refused": {
        "wearable_coach/cli/way.py": ["give one of them"],
    },
    "tests/unit/cli/test_way.py::test_settings_that_cannot_be_read_are_told_and_direct_does_without_them": {
        "wearable_coach/cli/way.py": ["--direct does without Prefect"],
    },
    "tests/e2e/test_prefect_start.py::test_an_up_that_still_starts_is_told_and_once_it_answers_it_has_the_run": {
        "flows/prefect_api/reaching.py": ["wait until `wearable-coach up` says where the UI is"],
    },
    "tests/unit/evaluation/test_changes.py::test_a_name_that_nothing_was_evaluated_by_is_told": {
        "wearable_coach/evaluation/changes.py": [
            "name a model that was evaluated, or the id that `evaluate` printed"
        ],
    },
    "tests/unit/evaluation/test_changes.py::test_answers_that_are_gone_are_there_when_it_is_evaluated_again": {
        "wearable_coach/evaluation/shelf.py": ["evaluate again"],
    },
    "tests/unit/evaluation/test_formula_of_the_dataset.py::test_a_manifest_that_names_an_unknown_formula_is_told": {
        "wearable_coach/dataset/taught.py": ["give one with --hrmax-formula"],
    },
    "tests/unit/evaluation/test_prompts_of_the_dataset.py::test_a_manifest_that_this_version_cannot_read_is_told": {
        "wearable_coach/dataset/taught.py": ["name another with --dataset"],
    },
    "tests/e2e/test_remedies_datasets.py::test_an_empty_store_is_filled_by_what_every_message_of_it_says": {
        "deployments/doctor/checks/contents.py": ["wearable-coach refresh"],
        "deployments/doctor/checks/stores.py": ["wearable-coach refresh"],
        "wearable_coach/finetuning/datasets.py": ["run `wearable-coach refresh` first"],
    },
    "tests/e2e/test_remedies_datasets.py::test_damaged_files_are_made_again_by_the_command_that_every_reader_names": {
        "deployments/doctor/checks/datasets.py": [
            "{self._installation.command(repair_command(version))}"
        ],
        "wearable_coach/store/wholeness.py": ["run `{}`"],
    },
    "tests/e2e/test_remedies_datasets.py::test_a_version_whose_manifest_cannot_be_read_is_moved_away_and_made_anew": {
        "deployments/doctor/checks/datasets.py": [
            "restore it from a backup (docs/backup.md), or move {} away and run {}"
        ],
        "wearable_coach/finetuning/datasets.py": [
            "restore it from a backup (docs/backup.md), or move {} away and run `wearable-coach refresh`"
        ],
        "wearable_coach/store/datasets.py": ["move {} away and run this again"],
    },
    "tests/e2e/test_remedies_datasets.py::test_a_version_that_cannot_be_made_as_it_was_is_moved_away_and_published_again": {
        "wearable_coach/store/wholeness.py": [
            "restore it from a backup (docs/backup.md), or move {} away and run this again"
        ],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_file_that_a_message_sends_to_the_backup_heals_by_its_copy_there": {
        "deployments/receiver/deliveries.py": ["restore it from a backup"],
        "wearable_coach/finetuning/ledger.py": ["restore it from a backup"],
        "wearable_coach/hosting/ledger.py": ["restore it from a backup"],
        "deployments/doctor/checks/hosting.py": ["restore it from a backup (docs/backup.md)"],
        "wearable_coach/promotion/pointer.py": ["restore it from a backup"],
        "wearable_coach/retention/shelf.py": ["restore it from a backup"],
        "deployments/doctor/checks/datasets.py": ["restore it from a backup (docs/backup.md)"],
        "tasks/dataset.py": [
            "restore {} from a backup (docs/backup.md), or repair it with version {} and the same files"
        ],
        "flows/compositions/repairing.py": ["restore {} from a backup (docs/backup.md)"],
    },
    "tests/unit/remedies/test_unreadable_remedies.py::test_a_damaged_file_of_a_job_s_folder_is_removed_and_the_job_goes_on": {
        "backends/local/worker/job_folder.py": ["{remedy}"],
    },
    "tests/unit/remedies/test_record_remedies.py::test_what_the_doctor_says_to_move_away_is_green_after": {
        "deployments/doctor/checks/datasets.py": [
            "restore it from a backup (docs/backup.md), or move {} away"
        ],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_pointer_that_was_moved_away_begins_a_new_history_by_promote": {
        "deployments/doctor/checks/served.py": [
            "restore it from a backup (docs/backup.md), or move {} away: the rules answer then, and {} begins a new history"
        ],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_broken_evaluation_that_was_moved_away_is_written_again_by_the_same_evaluation": {
        "deployments/doctor/checks/datasets.py": [" and run wearable-coach evaluate {}"],
        "wearable_coach/evaluation/shelf.py": ["remove it, and evaluate again"],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_broken_job_that_was_moved_away_is_taken_up_by_the_same_order": {
        "deployments/doctor/checks/contents.py": [
            "restore it from a backup (docs/backup.md), or move {} away; {} with the same options takes the job up where it is"
        ],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_damaged_model_is_trained_again_or_the_strange_file_moved": {
        "backends/local/adapter_files.py": [
            "move it away",
            "restore it from a backup (docs/backup.md), or train again with `wearable-coach finetune --again`",
        ],
        "backends/local/look.py": ["{AGAIN}"],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_served_model_that_does_not_open_is_rolled_back": {
        "deployments/doctor/checks/served.py": [
            "do that, or wearable-coach rollback; until then the rules answer"
        ],
    },
    "tests/unit/remedies/test_record_remedies.py::test_what_was_not_looked_at_is_by_the_command_that_says_so": {
        "deployments/doctor/checks/served.py": ["wearable-coach doctor --deep --only contents"],
        "deployments/doctor/checks/datasets.py": ["wearable-coach doctor --deep --only contents"],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_job_that_does_not_go_on_is_looked_at_and_ended": {
        "deployments/doctor/checks/contents.py": [
            "wearable-coach watch, then wearable-coach jobs {} --logs; wearable-coach cancel {} ends it"
        ],
    },
    "tests/unit/remedies/test_record_remedies.py::test_room_is_made_by_the_command_that_says_so": {
        "deployments/doctor/checks/stores.py": ["wearable-coach prune --yes, or a larger disk"],
    },
    "tests/unit/remedies/test_record_remedies.py::test_a_store_that_cannot_be_written_is_left_for_another": {
        "deployments/doctor/checks/stores.py": [
            "free space, mend the permissions, or name another store with --store"
        ],
    },
    "tests/unit/remedies/test_record_remedies.py::test_what_a_message_says_lists_something_lists_it": {
        "backends/local/adapter_files.py": ["`wearable-coach jobs` lists the models"],
        "wearable_coach/finetuning/ledger.py": ["`wearable-coach jobs` lists them"],
        "wearable_coach/promotion/pointer.py": [
            "`wearable-coach history` lists them",
            "`wearable-coach history` shows what was",
        ],
    },
    "tests/unit/remedies/test_reading_remedies.py::test_what_lies_where_a_file_belongs_is_moved_away": {
        "wearable_coach/store/reading.py": ["{remedy}"],
    },
    "tests/unit/remedies/test_reading_remedies.py::test_a_file_where_the_store_belongs_is_moved_away_or_another_folder_named": {
        "wearable_coach/store/reading.py": ["name a folder, or move the file away"],
    },
    "tests/unit/remedies/test_reading_remedies.py::test_a_store_that_went_away_goes_on_once_it_is_back": {
        "wearable_coach/store/local.py": ["bring it back, then again"],
    },
    "tests/unit/remedies/test_reading_remedies.py::test_a_pointer_to_the_latest_that_cannot_be_read_is_removed": {
        "wearable_coach/store/datasets.py": [
            "remove it, and the newest version is the latest, or run `wearable-coach refresh`, which writes it anew"
        ],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_setting_that_the_doctor_names_is_green_once_it_is_as_he_says": {
        "deployments/doctor/checks/credentials.py": [
            "correct {} (docs/azure.md)",
            "set AZURE_STORAGE_ACCOUNT, or unset {}",
            "set {} (docs/azure.md)",
            "set {}, or unset AZURE_CLIENT_SECRET (docs/azure.md)",
        ],
        "deployments/doctor/checks/lifecycle.py": ["correct {} or {}", "correct {}"],
        "deployments/doctor/checks/workers.py": [
            "unset {}; the server's and the receiver's /metrics stay"
        ],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_an_old_table_of_models_is_fresh_once_its_rows_were_read_again": {
        "deployments/doctor/checks/lifecycle.py": [
            "look up what `wearable-coach models` shows, and put dates and as_of into {} or a copy of it, named in {}",
        ],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_base_model_that_retires_is_offered_again_by_a_corrected_table": {
        "deployments/doctor/checks/lifecycle.py": ["set {} to one that is offered, or correct {}"],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_secret_is_made_by_the_command_that_says_so": {
        "deployments/doctor/checks/webhook.py": [
            '(umask 077; echo "{}$(head -c 32 /dev/urandom | base64)" >> FILE), then {}=FILE'
        ],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_file_of_bad_secrets_is_made_anew_by_the_command_that_says_so": {
        "deployments/doctor/checks/webhook.py": [
            'correct that, or make the file anew: (umask 077; echo "{}$(head -c 32 /dev/urandom | base64)" > {}.new && mv {}.new {})'
        ],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_secrets_that_are_open_to_others_are_closed_by_the_command_that_says_so": {
        "deployments/doctor/checks/webhook.py": [
            "chmod 600 {}, and make a new secret: others may know it"
        ],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_what_others_can_read_is_closed_by_the_command_that_says_so": {
        "deployments/doctor/checks/privacy.py": ["chmod -R go= {}"],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_the_secrets_of_containers_are_made_by_the_command_that_says_so": {
        "deployments/entrypoint.py": ["python -m deployments.make_secrets makes it"],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_an_endpoint_that_nothing_listens_at_is_started": {
        "deployments/doctor/checks/served.py": ["start it"],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_base_that_is_damaged_opens_once_the_file_is_as_it_was": {
        "backends/local/base_model.py": ["download the model again", "restore the file"],
        "backends/local/preflight.py": ["download the model again"],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_what_another_run_changed_is_read_again_and_written": {
        "wearable_coach/store/local.py": ["read it again"],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_place_that_cannot_be_written_is_left_for_another_folder": {
        "wearable_coach/store/local.py": [
            "free space, change the permissions or name another folder with --out"
        ],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_copy_beside_a_prune_is_made_again": {
        "wearable_coach/store/copying.py": ["let no prune run, and copy again"],
    },
    "tests/unit/remedies/test_setting_remedies.py::test_a_database_is_copied_from_where_up_keeps_it_and_over_none_in_use": {
        "deployments/backup.py": [
            "`wearable-coach up` keeps it as prefect/prefect.db in its folder",
            "stop it and move its folder away",
            "name a file",
            "check room and permissions, and copy again",
        ],
    },
    "tests/e2e/test_remedies_prefect.py::test_a_server_that_knows_nothing_of_the_project_is_set_up_by_the_remedies": {
        "deployments/doctor/checks/workers.py": ["prefect work-pool create {} --type {}{}"],
        "deployments/doctor/checks/block_documents.py": ["python -m deployments.register_blocks"],
        "deployments/doctor/checks/automations.py": [
            "python -m deployments.caretaker",
            "python -m deployments.register_blocks --notify-url-file FILE",
        ],
    },
    "tests/e2e/test_remedies_prefect.py::test_a_pool_of_another_kind_is_made_anew_with_all_deployments": {
        "deployments/doctor/checks/workers.py": [
            "prefect --no-prompt work-pool delete {} && prefect work-pool create {} --type {}{} && prefect --no-prompt deploy --all"
        ],
    },
    "tests/e2e/test_remedies_prefect.py::test_a_pool_that_is_shut_is_opened": {
        "deployments/doctor/checks/workers.py": [
            "prefect work-pool resume {}",
            "prefect work-pool clear-concurrency-limit {}",
        ],
    },
    "tests/e2e/test_remedies_prefect.py::test_a_deployment_that_is_gone_or_paused_is_deployed_again": {
        "deployments/doctor/checks/deployed.py": ["prefect --no-prompt deploy --name {}"],
    },
    "tests/unit/backends/local/test_turn.py::test_who_waits_too_long_is_told_what_helps_and_it_helps": {
        "backends/local/turn.py": ["end what is there, or set WEARABLE_COACH_MODEL_WORK=2"],
    },
    "tests/e2e/test_remedies_prefect.py::test_an_interval_that_is_set_and_not_deployed_is_deployed": {
        "deployments/doctor/checks/deployed.py": ["{}={} python -m deployments.set_up"],
    },
    "tests/e2e/test_remedies_prefect.py::test_automations_of_a_version_before_are_taken_away": {
        "deployments/doctor/checks/automations.py": ["python -m deployments.register_blocks"],
    },
    "tests/unit/flows/test_looking_before.py::test_a_flow_s_time_is_the_table_s_or_what_its_variable_says": {
        "flows/prefect_api/timeouts.py": ["need hours, a number above 0"],
    },
    "tests/flow/test_retrain_refresh.py::test_a_refresh_starts_one_retraining_a_version_and_is_refused_before_where_none_can_be": {
        "flows/starters/retrain.py": ["run `uv run prefect deploy --all`, or leave retrain off"],
    },
    "tests/flow/test_caretaker.py::test_a_block_that_sends_nothing_is_said_and_once_it_is_another_all_is_told": {
        "deployments/caretaker/telling.py": ["save one of another kind"],
    },
    "tests/e2e/test_remedies_prefect.py::test_late_runs_are_cancelled_and_the_log_of_a_failed_one_is_shown": {
        "deployments/doctor/checks/runs.py": [
            "prefect flow-run logs {}; once mended, run it again",
            "wearable-coach doctor --only workers, or {}",
        ],
    },
    "tests/unit/deployments/test_doctor_reports.py::test_reports_that_are_started_as_the_doctor_says_are_well": {
        "deployments/doctor/checks/reports.py": [
            "close what stands there, and start deployments.reports",
            "wearable-coach up, or python -m deployments.reports",
            "wearable-coach up, or python -m deployments.reports, and set it to the address that people open",
        ],
    },
    "tests/e2e/test_remedies_prefect.py::test_a_worker_is_started": {
        "deployments/doctor/checks/workers.py": ["prefect worker start --pool {} --type {}"],
    },
    "tests/e2e/test_up.py::test_one_command_brings_all_of_it_up_and_ctrl_c_all_of_it_down": {
        "deployments/doctor/checks/server.py": [
            "wearable-coach up, or set PREFECT_API_URL to the server's (http://HOST:4200/api)",
            "wearable-coach up, or start the server that PREFECT_API_URL names, or correct it",
            "start it by wearable-coach up, or by python -m deployments.prefect_server in place of prefect server start, with PREFECT_SERVER_CORS_ALLOWED_ORIGINS and {} unset or naming your own alone",
        ],
        "deployments/doctor/checks/webhook.py": [
            "wearable-coach up, or python -m deployments.receiver"
        ],
    },
    "tests/e2e/test_doctor.py::test_strangers_are_told_apart_from_the_expected": {
        "deployments/doctor/checks/server.py": [
            "set PREFECT_API_AUTH_STRING to the server's PREFECT_SERVER_API_AUTH_STRING; that of wearable-coach up lies in up/prefect-auth of its folder",
            "wearable-coach up makes credentials by itself; else set PREFECT_SERVER_API_AUTH_STRING to USER:PASSWORD at the server and PREFECT_API_AUTH_STRING to the same at worker, receiver and here, and restart all",
        ],
    },
    "tests/e2e/test_evaluate_command.py::test_a_model_is_evaluated_promoted_and_rolled_back_by_commands": {
        "wearable_coach/promotion/deciding.py": ["run `wearable-coach evaluate {}` first"],
    },
    "tests/unit/finetuning/test_submission.py::test_a_failed_job_is_not_started_again_unless_asked": {
        "tasks/finetuning.py": ["`wearable-coach finetune --again` tries once more"],
    },
    "tests/flow/test_evaluation_tries.py::test_each_failure_starts_one_more_run_after_a_pause_and_the_third_is_told": {
        "flows/starters/evaluation.py": ["mend that, then `wearable-coach evaluate {}`"],
    },
    "tests/unit/finetuning/test_collecting.py::test_an_adapter_that_is_gone_or_changed_ends_it": {
        "wearable_coach/finetuning/models.py": [
            "train again with `wearable-coach finetune --again`"
        ],
    },
    "tests/unit/finetuning/test_collecting.py::test_a_store_or_a_file_that_is_out_of_reach_does_not_end_it": {
        "wearable_coach/finetuning/models.py": ["mend that, and the next look reads it"],
    },
    "tests/flow/test_retrain_refresh.py::test_always_makes_a_new_version_and_a_named_one_forbids_it": {
        "flows/compositions/retrain.py": ["give dataset latest"],
    },
    "tests/unit/cli/test_import_command.py::test_no_file_is_written_over_another": {
        "wearable_coach/cli/import_days.py": ["name another file"],
    },
    "tests/unit/cli/test_import_command.py::test_a_folder_that_is_not_there_is_bad_input": {
        "wearable_coach/cli/import_days.py": ["name a file in a folder that can be written"],
    },
}

_AZURE_FAULTS = "tests/contract/test_azure_faults.py"
RUN |= {
    "tests/unit/promotion/test_deciding.py::test_a_model_replaces_only_what_it_was_compared_with_and_is_let_in_once_it_was": {
        "wearable_coach/promotion/deciding.py": [
            "compare it with that: `wearable-coach evaluate {}`"
        ],
    },
}
_PREFLIGHT = "tests/contract/test_azure_preflight.py"
RUN |= {
    f"{_AZURE_FAULTS}::test_a_name_that_is_refused_as_taken_but_not_there_is_transient": {
        "backends/azure/finetuner.py": ["submit again"],
    },
    f"{_AZURE_FAULTS}::test_an_upload_that_breaks_off_is_taken_up_again": {
        "backends/azure/data_assets.py": ["submit again"],
    },
    f"{_AZURE_FAULTS}::test_answers_that_stay_lost_are_transient_and_the_next_submit_finds_the_job": {
        "backends/azure/translation.py": ["try again", "try again later"],
    },
    "tests/contract/test_foundry_finetuner.py::test_an_answer_lost_after_the_job_was_made_is_never_asked_for_twice": {
        "backends/azure/foundry/translation.py": ["try again later"],
    },
    "tests/contract/test_foundry_finetuner.py::test_a_file_that_is_still_read_is_waited_for_by_the_next_submit": {
        "backends/azure/foundry/files.py": ["submit again"],
    },
    "tests/contract/test_foundry_faults.py::test_a_token_refused_after_it_worked_is_transient_and_at_once_is_for_a_person": {
        "backends/azure/foundry/finetuner.py": ["try again"],
        "backends/azure/foundry/translation.py": ["try again"],
    },
    "tests/contract/test_foundry_preflight.py::test_a_resource_that_is_not_named_is_told_with_its_variable": {
        "backends/azure/foundry/settings.py": [
            "fine-tuning at Foundry needs it, or AZURE_OPENAI_ENDPOINT (docs/azure.md)"
        ],
    },
    "tests/contract/test_foundry_preflight.py::test_a_model_that_the_resource_will_train_no_more_is_refused_from_that_day_on": {
        "backends/azure/foundry/preflight.py": ["name another in {}"],
    },
    "tests/contract/test_foundry_preflight.py::test_a_file_of_half_a_gigabyte_is_refused": {
        "backends/azure/foundry/preflight.py": ["make a smaller dataset"],
    },
    "tests/contract/test_foundry_preflight.py::test_fewer_than_ten_rows_are_refused_and_ten_taken": {
        "backends/azure/foundry/preflight.py": ["make a larger dataset"],
    },
    "tests/e2e/test_finetune_command.py::test_finetune_at_foundry_is_followed_to_completed_and_its_model_is_the_services": {
        "backends/azure/foundry/terms.py": [
            "train with the backend azure, or allow it with --allow-unhonoured or WEARABLE_COACH_AZURE_ON_UNHONOURED=warn"
        ],
    },
    "tests/unit/deployments/test_doctor_azure.py::test_the_model_that_foundry_is_to_train_is_looked_at": {
        "deployments/doctor/checks/lifecycle.py": [
            "name another in base_model, or in WEARABLE_COACH_AZURE_FOUNDRY_BASE_MODEL"
        ],
    },
    "tests/unit/deployments/test_doctor_azure.py::test_the_model_of_a_block_that_trains_at_foundry_is_looked_at": {
        "deployments/doctor/checks/lifecycle.py": ["correct {} of the block {}"],
    },
    "tests/unit/finetuning/test_opening_backends.py::test_foundry_has_no_routes": {
        "flows/openers/finetuners.py": ["only --backend azure has routes, leave it out"],
    },
    f"{_PREFLIGHT}::test_at_the_cap_they_are_let_through_and_the_estimate_holds_them": {
        "backends/azure/checks.py": [
            "ask for less, raise WEARABLE_COACH_AZURE_MAX_COST, or set WEARABLE_COACH_AZURE_HOSTING_MONTH_HOURS to the hours that it is to serve"
        ],
    },
    f"{_PREFLIGHT}::test_a_region_may_be_spelt_as_in_the_portal": {
        "backends/azure/preflight.py": [
            "name another workspace or correct WEARABLE_COACH_AZURE_REGION"
        ],
    },
    f"{_PREFLIGHT}::test_all_is_looked_at_and_told_when_all_is_well": {
        "backends/azure/checks.py": ["add one with its context and retirement"],
    },
    f"{_PREFLIGHT}::test_the_line_that_a_refusal_of_a_retired_model_names_chooses_one_that_is_offered": {
        "backends/azure/checks.py": ["{}, or correct {}"],
    },
    "tests/unit/backends/test_azure_checks.py::test_a_tier_that_a_model_lacks_is_refused_and_each_of_those_named_is_taken": {
        "backends/azure/checks.py": ["take one of them"],
    },
    f"{_PREFLIGHT}::test_a_batch_that_does_not_fit_the_card_is_refused": {
        "backends/azure/gpu.py": [
            "shorten the longest rows, or set WEARABLE_COACH_AZURE_INSTANCE_TYPE to a machine with more"
        ],
    },
    "tests/unit/backends/test_azure_routes.py::test_the_pipeline_honours_all_five_values": {
        "backends/azure/routes.py": [
            "take the pipeline route, ask for what the route does, or set on_unhonoured to warn"
        ],
    },
    "tests/unit/backends/test_azure_settings.py::test_every_setting_has_a_variable": {
        "backends/azure/settings.py": ["fine-tuning at Azure needs it (docs/azure.md)"],
    },
    "tests/contract/test_blob_damage.py::test_a_service_that_is_busy_for_a_moment_is_not_noticed": {
        "backends/blob/store.py": ["try again"],
    },
    "tests/contract/test_blob_damage.py::test_a_writer_killed_half_way_leaves_nothing_and_the_next_one_succeeds": {
        "backends/blob/upload.py": ["write it again"],
    },
    "tests/contract/test_store_contract.py::test_no_increment_of_many_swappers_is_lost": {
        "backends/blob/upload.py": ["read it again"],
    },
    "tests/contract/test_blob_damage.py::test_a_file_of_a_dataset_that_is_damaged_at_rest_is_put_right": {
        "backends/blob/store.py": [
            "read it again, and if it stays so restore it from a backup (docs/backup.md)"
        ],
    },
    "tests/unit/chat/test_opening_chat_models.py::test_a_base_of_ones_own_is_found_by_the_job_or_the_variable": {
        "backends/local/adapter_files.py": ["name that base's folder"],
    },
    "tests/unit/chat/test_opening_chat_models.py::test_an_entry_of_the_endpoints_file_is_asked_with_its_key": {
        "backends/local/adapter_files.py": ["name the endpoint that serves it"],
        "flows/openers/chat_models.py": [
            "the endpoints file has {}",
        ],
    },
    "tests/flow/test_chat_model_blocks.py::test_a_key_that_only_a_block_holds_is_no_way_for_a_server": {
        "flows/openers/chat_models.py": [
            "name there the environment variable that holds the key where it is served, then promote again"
        ],
    },
    "tests/unit/dataset/test_plan.py::test_more_real_days_than_there_are_is_told": {
        "wearable_coach/dataset/real_share.py": ["lower --real-share to {}100 or add files"],
    },
    "tests/unit/dataset/test_floors.py::test_a_floor_that_cannot_be_met_is_refused_with_what_can_be_had": {
        "wearable_coach/dataset/floors.py": [
            "lower it to {}1000 or less, or raise the counts of strata that can carry it: {}"
        ],
    },
    "tests/unit/chat/test_adapter_identity.py::test_one_with_other_files_under_the_same_name_is_not_opened_as_the_one_evaluated": {
        "backends/local/chat.py": ["{}, or evaluate it again"],
    },
    "tests/unit/promotion/test_probing.py::test_the_doctor_says_it_until_it_is_mended": {
        "deployments/doctor/checks/probes.py": [
            "wearable-coach probe",
            "wearable-coach evaluate {}, or wearable-coach rollback",
            "unset it, or wearable-coach probe now and then",
            "do that, then wearable-coach probe",
            "wearable-coach probe, and wearable-coach doctor --only runs says whether the watch runs",
        ],
    },
    "tests/unit/drift/test_looking.py::test_the_doctor_is_green_only_where_enough_answers_were_as_evaluated": {
        "deployments/doctor/checks/drift.py": [
            "set it where the worker runs, and {}",
            "wearable-coach served",
            "wearable-coach evaluate {}, or wearable-coach rollback",
            "wearable-coach evaluate {}, and promote that",
            "unset it, or wearable-coach served now and then",
            "do that, then wearable-coach served",
            "wearable-coach served, and wearable-coach doctor --only runs says whether the watch runs",
        ],
    },
    "tests/unit/drift/test_looking.py::test_the_command_says_it_by_its_exit_code": {
        "wearable_coach/cli/served.py": ["name the services, as http://127.0.0.1:8040"],
    },
    "tests/unit/drift/test_looking.py::test_who_does_not_answer_or_refuses_the_key_is_named_with_what_to_do": {
        "wearable_coach/client/service_counts.py": [
            "correct WEARABLE_COACH_SERVICE_URL",
            "name a file with one of its keys in WEARABLE_COACH_SERVICE_KEYS",
            "run this version there too",
            "start it, or correct WEARABLE_COACH_SERVICE_URL",
        ],
    },
    "tests/unit/drift/test_looking.py::test_a_record_that_cannot_be_read_is_told_and_heals_by_moving_it_away": {
        "wearable_coach/drift/watched.py": [
            "move it away: counting then begins with what the services know"
        ],
    },
    "tests/unit/chat/test_identity.py::test_an_identity_says_something_and_shows_it": {
        "wearable_coach/chat/identity.py": ["name job, model or deployment, or leave identity out"],
    },
    "tests/unit/chat/test_identity.py::test_a_key_beside_a_token_is_refused": {
        "wearable_coach/chat/served.py": ["leave one of them out"],
    },
    "tests/unit/chat/test_probes.py::test_what_was_seen_and_cannot_be_read_is_told_and_heals_by_moving_it_away": {
        "wearable_coach/chat/sightings.py": [
            "move it away: what is served then counts as seen for the first time"
        ],
    },
    "tests/contract/test_keyless_endpoints.py::test_nobody_signed_in_ends_the_question_with_what_to_do": {
        "wearable_coach/client/credential_tokens.py": [
            "sign in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET"
        ],
    },
    "tests/unit/chat/test_entra.py::test_a_new_token_that_does_not_come_leaves_the_present_one_while_it_is_good": {
        "wearable_coach/client/credential_tokens.py": ["try again later"],
    },
    "tests/unit/chat/test_entra.py::test_the_library_alone_opens_it_with_tokens_that_are_handed_in_and_says_so_without": {
        "wearable_coach/client/endpoint_model.py": [
            "open it with `open_with(tokens)` (docs/serving.md), or name a key in key_variable with auth: key"
        ],
    },
    "tests/unit/chat/test_pace.py::test_a_question_without_a_turn_in_its_time_is_throttled_and_asked_when_fewer_are": {
        "wearable_coach/client/endpoint_model.py": ["ask fewer at once"],
    },
    "tests/unit/chat/test_endpoint_model.py::test_what_may_pass_is_tried_again": {
        "wearable_coach/client/answer_reading.py": ["try again later"],
        "wearable_coach/client/transport.py": ["try again later"],
    },
    "tests/unit/finetuning/test_watching.py::test_a_backend_out_of_reach_for_days_does_not_end_a_job": {
        "wearable_coach/finetuning/following.py": ["the job goes on, run the same command again"],
    },
    "tests/e2e/test_shards_read.py::test_parts_that_went_away_are_made_again_by_the_command_that_each_reader_names": {
        "tasks/part_gate.py": ["run `{}`"],
        "wearable_coach/dataset/published.py": ["run `{}`"],
    },
    "tests/unit/finetuning/test_parts_of_an_order.py::test_other_parts_than_were_ordered_are_refused_and_read_when_ordered_anew": {
        "wearable_coach/finetuning/datasets.py": ["run `{}`, or order the job anew"],
    },
    "tests/unit/tasks/test_dask_choice.py::test_where_nobody_answers_it_is_said_within_the_time_and_a_scheduler_there_is_taken": {
        "tasks/engines/dask_cluster.py": [
            "start one with `dask scheduler`, or leave --dask-address out for a cluster of this machine"
        ],
    },
    "tests/unit/tasks/test_dask_engine.py::test_a_scheduler_without_workers_is_refused_within_the_time_and_taken_with_one": {
        "tasks/engines/dask_workers.py": [
            "start some with `dask worker {} --nthreads 1` in the checkout (docs/cluster.md)"
        ],
    },
    "tests/unit/tasks/test_dask_engine.py::test_a_worker_that_sees_another_store_is_refused_and_one_of_all_is_taken": {
        "tasks/engines/dask_workers.py": [
            "name one that all can open with --store, such as azure://CONTAINER/PREFIX or a folder that all machines share"
        ],
    },
    "tests/unit/tasks/test_dask_engine.py::test_work_that_ends_every_worker_is_given_up_with_a_remedy": {
        "tasks/engines/dask.py": [
            "memory may be short: give each worker more, or take --engine pool"
        ],
    },
    "tests/e2e/test_dask_shards.py::test_a_local_cluster_whose_worker_and_then_itself_are_killed_goes_on_to_the_same_version": {
        "tasks/engines/dask.py": [
            "give the same command again: what is done stays",
            "what is done stays, and the same command goes on",
        ],
    },
    "tests/e2e/test_dask_elsewhere.py::test_a_worker_with_the_wheel_and_the_checkout_works_and_one_with_other_tables_is_refused": {
        "tasks/engines/same_code.py": [
            "give it the same checkout and the packages of its uv.lock (docs/cluster.md), and start it again"
        ],
    },
    "tests/flow/test_dask_steps.py::test_workers_that_do_not_reach_prefect_are_named_before_anything_is_asked": {
        "tasks/running/dask_tasks.py": [
            "give PREFECT_API_URL an address that the workers reach, or run with --direct"
        ],
    },
    "tests/unit/deployments/test_doctor_datasets.py::test_a_large_dataset_left_half_made_is_told_after_a_week_and_goes_by_prune": {
        "deployments/doctor/checks/datasets.py": [
            "wearable-coach refresh with the same options goes on with it; wearable-coach prune --yes removes it"
        ],
    },
    "tests/unit/finetuning/test_watching.py::test_an_event_whose_answer_was_lost_is_told_again_under_the_same_id": {
        "flows/starters/events.py": ["it is told again in the next round"],
    },
}


def rows() -> dict[Remedy, str]:
    """Return where each remedy is run, or why it is not."""
    found = {Remedy(row.file, row.remedy): "given" for row in GIVEN}
    for table in (RUN, ELSEWHERE):
        for where, files in table.items():
            found |= {Remedy(file, text): where for file, texts in files.items() for text in texts}
    return found


def main() -> None:
    """Print what differs between source and rows."""
    printed, held = {*remedies()}, {*rows()}
    for sign, differing in (("+", printed - held), ("-", held - printed)):
        for one in sorted(differing):
            sys.stdout.write(f"{sign} {one.file}: {one.text}\n")


if __name__ == "__main__":
    main()
