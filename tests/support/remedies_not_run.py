"""Remedies that no test runs, by the reason."""

_TRAINING = (
    "needs torch and a training: the extra `local`; tests/unit/backends/local has the refusals"
)
_AT_AZURE = "needs an account, a role or the portal of Azure"
_INSTALLS = "installs packages or a Python from an index"
_BY_HAND = "is done by hand in the Prefect UI; what a saved block does is in tests/flow/test_block_loading.py"
_ANOTHER_S = "waits for another's fault to pass, or sends to a log; there is nothing to run"
_NO_REMEDY = "says what is or comes by itself, and nothing to do"
_OTHER_WORDS = "points at the remedy that stands in the same line or report, which has its own row"
_IN_CODE = "told to a caller in code; no command prints it"
_FORM = "says the form of a file or value; that one of that form is taken is what every other test of it does"
_AS_ROOT = "a refusal of the file system, which nothing refuses to root; tests/unit/store has it for others"
_SERVER = "needs a server that is slow, gone, another's or out of room; tests/unit/flows holds the messages"
_WITHOUT_CHECKOUT = "needs a machine without the checkout; that a worker elsewhere works that has it is in tests/e2e/test_dask_elsewhere.py"
ELSEWHERE: dict[str, dict[str, list[str]]] = {
    _TRAINING: {
        "backends/local/export/merged_out.py": [
            "end other programs, or take --to adapter, which needs none"
        ],
        "backends/local/export/ollama_out.py": ["take --to gguf, or merged"],
        "backends/local/export/tuned.py": ["name a job that `wearable-coach jobs` lists"],
        "wearable_coach/cli/export.py": [
            "name a model that was tuned on this machine",
            "need {}",
        ],
        "wearable_coach/publishing/dataset_folder.py": ["name another"],
        "backends/local/chat_template.py": [
            "take a base that trl has a training template for (Llama 3, Qwen, Gemma 3, Phi-3 …), with trl installed, or add the marks"
        ],
        "backends/local/chat.py": [
            "check the base's folder, and that it fits in memory",
            "shorten it",
        ],
        "backends/local/finetuner.py": [
            "name the folder it was ordered with",
            "take at most {}",
            "wait for it or order it again",
        ],
        "backends/local/generation.py": ["train one with `finetune`"],
        "backends/local/job.py": [
            "make room or choose another folder",
            "order it under its own name",
            "read the dataset again",
        ],
        "backends/local/preflight.py": ["take base model 'tiny', or a machine with a GPU"],
        "backends/local/worker/rows.py": ["shorten the question"],
        "backends/local/worker/training.py": ["lower the learning rate"],
        "backends/local/worker/worker.py": ["restore it, or order a new job"],
        "wearable_coach/finetuning/ledger.py": [
            "run `wearable-coach finetune --wait` first, or name a model"
        ],
        "wearable_coach/cli/deployments.py": ["`wearable-coach evaluate {}` asks it"],
    },
    _AT_AZURE: {
        "backends/azure/foundry/files.py": ["delete it there, and look at the rows"],
        "backends/azure/foundry/jobs.py": ["submit a new attempt"],
        "backends/azure/foundry/translation.py": [
            "give the identity the role Foundry User on the resource (docs/azure.md)",
            "name your CA in REQUESTS_CA_BUNDLE",
            "sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (docs/azure.md)",
        ],
        "backends/azure/gpu.py": [
            "ask for more in the Azure portal (Quotas), or set WEARABLE_COACH_AZURE_INSTANCE_TYPE to another"
        ],
        "backends/azure/job_identity.py": ["submit a new attempt"],
        "backends/azure/registry.py": [
            "set WEARABLE_COACH_AZURE_BASE_MODEL to one of its catalogue"
        ],
        "backends/azure/translation.py": [
            "check AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP and AZUREML_WORKSPACE_NAME",
            "name your CA in REQUESTS_CA_BUNDLE",
            "give the identity the role AzureML Data Scientist on the workspace (docs/azure.md)",
            "sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (docs/azure.md)",
        ],
        "backends/azure/hosting/foundry.py": [
            "a model that Foundry tuned is deployed in its Foundry resource (docs/azure.md)"
        ],
        "backends/azure/hosting/managed.py": ["sign in"],
        "backends/azure/hosting/opening.py": ["hosting at Azure needs it (docs/azure.md)"],
        "backends/azure/hosting/ours.py": [
            "`wearable-coach jobs {}` says why",
            "it stays",
            "take it down there, or let it be",
        ],
        "backends/azure/hosting/resource_manager.py": ["the next look goes on"],
        "backends/azure/hosting/workspace.py": ["the next look goes on"],
        "blocks/service_principal.py": ["set them, or leave it out"],
        "flows/openers/hosters.py": ["name a block of fine-tuning at Azure"],
        "wearable_coach/hosting/following.py": [
            "the watch goes on with it, run the same command again"
        ],
        "wearable_coach/hosting/making.py": ["look at it in the Azure portal"],
        "backends/blob/store.py": [
            "bring it back, then again",
            "check its name and endpoint",
            "check the account's name and the network",
            "look at it in the portal",
            "look what proxy stands in between",
            "sign in, or check key, SAS and the role Storage Blob Data Contributor",
        ],
        "blocks/dataset_store.py": ["a SAS token goes into sas_token"],
        "deployments/doctor/checks/hosting.py": ["docs/azure.md"],
        "deployments/doctor/checks/credentials.py": [
            "docs/azure.md",
            "wearable-coach doctor --azure",
        ],
        "wearable_coach/client/web_store.py": ["renew the SAS token"],
    },
    _INSTALLS: {
        "wearable_coach/sources/workbooks.py": [
            "install wearable-coach[tables], or save it as CSV"
        ],
        "backends/hub.py": [
            "run `python3 -m pip --python .venv/bin/python install huggingface-hub`"
        ],
        "backends/local/preflight.py": ["run `{}`"],
        "deployments/doctor/checks/credentials.py": ["uv sync --inexact"],
        "deployments/doctor/checks/packages.py": [
            "python3 -m pip --python .venv/bin/python install -r requirements-local.txt",
            "uv python install 3.13 && uv sync --inexact",
            "uv sync --inexact",
        ],
        "deployments/doctor/checks/runs.py": [
            "wearable-coach doctor --only packages (SQLAlchemy?), at the server; just deployed: again in a minute"
        ],
        "deployments/doctor/checks/server.py": [
            "deployments/compose.yaml runs it on PostgreSQL",
            "uv sync at both ends",
        ],
        "wearable_coach/cli/serve.py": ['python3 -m pip install "wearable-coach[serve]"'],
        "wearable_coach/cli/workflow.py": [
            "clone the project and run `python3 -m uv run wearable-coach {}` in it",
            "name a folder, or clone the project and run `python3 -m uv run wearable-coach` in it",
            "run `python3 -m uv sync --inexact` in the checkout",
        ],
        "wearable_coach/operating_system.py": [
            "install WSL (`wsl --install`) and run it there, as on Linux"
        ],
        "wearable_coach/client/opening.py": [
            "install the current version",
            "serve from there, or promote an endpoint",
        ],
    },
    _SERVER: {
        "flows/prefect_api/own_server.py": [
            "free room in {}",
            "set PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS higher",
        ],
        "flows/prefect_api/reaching.py": [
            "correct that in the environment, in prefect.toml, or in profiles.toml in PREFECT_HOME (~/.prefect)",
            "name one, it ends in /api",
            "set it to that server's PREFECT_SERVER_API_AUTH_STRING",
            "set one of them",
            "start that server, or unset or correct the address (`prefect config view` shows where it is set)",
        ],
        "flows/prefect_api/through.py": ["run the command again", "{instead}"],
    },
    _BY_HAND: {
        "flows/openers/blocks.py": [
            "make it in the Prefect UI",
            "save it anew in the Prefect UI",
            "start Prefect first",
        ],
        "deployments/doctor/checks/block_documents.py": ["save it anew in the Prefect UI (Blocks)"],
        "flows/prefect_api/approval.py": ["run it again"],
        "flows/prefect_api/nights.py": ["run it again"],
        "wearable_coach/process_pool.py": ["memory may be short: free some, or give fewer workers"],
        "flows/starters/retrain.py": [
            "run the refresh again, which starts it, or start retrain/retrain by hand",
            "run it again once it answers",
        ],
    },
    _ANOTHER_S: {
        "backends/blob/copy.py": ["try again"],
        "tasks/engines/dask_workers.py": [
            "end those that hang, then the same command again",
            "look into its log, then the same command again",
            "start it, then the same command again",
        ],
        "backends/hub.py": [
            "see that the token may write there (`hf auth whoami`), then push again",
            "the folder is written, push it later with `hf upload {} {} --repo-type {}`",
        ],
        "deployments/doctor/checks/hosting.py": [
            "see that the watch runs (wearable-coach doctor --only deployments), or wearable-coach undeploy {}"
        ],
        "wearable_coach/cli/evaluate.py": ["run the command again"],
        "deployments/doctor/api.py": ["see its log"],
        "deployments/doctor/checks/webhook.py": [
            "free space and mend permissions there; it tries by itself",
            "mend the server; nothing is lost meanwhile",
            "they are started by themselves; if they stay, see its log",
        ],
        "deployments/doctor/examination.py": [
            "look whether what it asks hangs, then again",
            "this check is broken, or what it met is: please report it",
        ],
        "deployments/kept_settings.py": ["`prefect config validate` says which is wrong"],
        "deployments/receiver/run_starter.py": ["see the server's log"],
        "deployments/set_up.py": ["set ${}", "start it first"],
        "wearable_coach/exits.py": ["send it to a file, a pipe or /dev/null"],
        "deployments/up.py": [
            "see {}",
            "see {}setup.log, and start it again",
            "the end of {} says why:",
            "the end of {} says why: {}",
            "the end of {}setup.log says why:",
            "the end of {}setup.log says why: {}",
        ],
        "wearable_coach/chat/kept_answers.py": ["let one run at a time write there"],
        "wearable_coach/chat/sightings.py": ["let one run at a time write there"],
        "wearable_coach/drift/watched.py": ["let one run at a time write there"],
        "wearable_coach/client/answer_reading.py": ["check kind and url if this stays"],
        "wearable_coach/client/transport.py": ["check kind and url", "raise timeout_s"],
        "wearable_coach/client/web_store.py": ["check the network", "try again later"],
    },
    _NO_REMEDY: {
        "backends/azure/finetuner.py": ["a result is there once it has Completed"],
        "backends/azure/foundry/finetuner.py": ["a result is there once it has Completed"],
        "flows/starters/evaluation.py": [
            "it is started in the next round",
            "the next round looks",
            "it is started again at {}{} UTC",
        ],
        "tasks/dataset.py": ["nothing was published, the report is {}"],
        "wearable_coach/finetuning/datasets.py": ["its recipe's split needs train and valid"],
        "wearable_coach/finetuning/submission.py": ["nothing was submitted"],
        "wearable_coach/promotion/deciding.py": ["nothing was changed"],
        "wearable_coach/dataset/recipe.py": ["{}1 more"],
    },
    _OTHER_WORDS: {
        "deployments/doctor/checks/contents.py": [
            "wearable-coach doctor --only runs, then wearable-coach refresh"
        ],
        "deployments/doctor/checks/server.py": [
            "set PREFECT_API_URL to the API of the server: it ends in /api"
        ],
        "deployments/doctor/checks/webhook.py": [
            "wearable-coach doctor --only store, where the receiver runs"
        ],
        "deployments/doctor/examination.py": ["mend that, then again"],
        "deployments/receiver/run_starter.py": ["run `prefect deploy --all`"],
    },
    _IN_CODE: {
        "wearable_coach/client/asking_model.py": ["ask again"],
        "wearable_coach/client/endpoint_model.py": ["open it again"],
        "wearable_coach/client/web_store.py": ["write to the store it shows"],
        "wearable_coach/dataset/rows.py": ["take the stratum out of the recipe or report the rule"],
        "wearable_coach/dataset/twin_sieve.py": ["give a number from 0.7 to 1"],
        "wearable_coach/dataset/twins.py": ["sign the texts for the similarity that is looked for"],
        "wearable_coach/promotion/deciding.py": ["evaluate it by a name that does"],
        "wearable_coach/sources/bodies.py": ["choose another person"],
        "wearable_coach/sources/completion.py": ["take a day that real_day_index gives for it"],
        "wearable_coach/sources/days.py": [
            "ask for another stratum",
            "sample the person for that stratum",
        ],
        "wearable_coach/sources/readings.py": ["sample the person for that stratum"],
        "wearable_coach/sources/wishes.py": ["use one of {}"],
    },
    _FORM: {
        "wearable_coach/hosting/contract.py": ["need {}"],
        "expectations/own.py": [
            "correct it there",
            "correct its type",
            "docs/gate.md lists the columns",
            "give each expectation its own, or none",
            "write its value there",
        ],
        "expectations/validation.py": ["correct it there"],
        "tasks/gating.py": ["leave --data-docs out"],
        "wearable_coach/cli/gate.py": [
            "give one of them",
            "name the folder of a dataset version",
        ],
        "wearable_coach/dataset/own_suites.py": [
            "give a suite as Great Expectations writes it (docs/gate.md)",
            "give each a name of its own",
            "name a JSON file",
        ],
        "backends/local/turn.py": [
            "set 1, or 0 for no limit",
            "set WEARABLE_COACH_MACHINE_FOLDER to a folder that can be",
        ],
        "deployments/pool_kinds.py": ["set one of {}"],
        "deployments/deployed.py": ["set one, or unset it"],
        "deployments/installation.py": ["name another folder"],
        "deployments/caretaker/__main__.py": [
            "give the address of the Prefect server, as http://127.0.0.1:4200/api"
        ],
        "deployments/receiver/run_starter.py": [
            "give the address of the Prefect server, as http://127.0.0.1:4200/api"
        ],
        "deployments/receiver/signatures.py": ["a webhook's body is JSON"],
        "deployments/up.py": ["choose a free one with --{}"],
        "wearable_coach/cli/serve.py": ["give --api-keys FILE or ${}"],
        "wearable_coach/cli/app.py": ["write it in UTF-8, and rename a file that is so named"],
        "wearable_coach/cli/day_keys.py": [
            "{', '.join(known)}",
            "{_told(where, key, meant)}",
        ],
        "wearable_coach/cli/import_days.py": ["name a file in it"],
        "wearable_coach/cli/jsonlines_in.py": ["give a file"],
    },
    _WITHOUT_CHECKOUT: {
        "tasks/engines/dask.py": [
            "start both in the checkout, with its packages (docs/cluster.md)"
        ],
        "tasks/engines/dask_workers.py": [
            "start `dask worker` in the checkout, with its packages (docs/cluster.md)"
        ],
    },
    _AS_ROOT: {
        "backends/local/export/new_folder.py": ["make room, or name another", "name another"],
        "wearable_coach/client/listening.py": ["choose one above 1023 with --port"],
        "backends/local/pruning.py": ["let this user write there, then again"],
    },
}
