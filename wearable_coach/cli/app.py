"""The commands and what they share: exit codes, and one line for every error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import typer

from wearable_coach import __version__
from wearable_coach.cli.ask import ask
from wearable_coach.cli.doctor import doctor
from wearable_coach.cli.evaluate import evaluate
from wearable_coach.cli.facts import facts
from wearable_coach.cli.finetune import finetune
from wearable_coach.cli.import_days import import_days
from wearable_coach.cli.jobs import cancel, jobs, watch
from wearable_coach.cli.pipeline import pipeline
from wearable_coach.cli.promotion import history, promote, rollback
from wearable_coach.cli.prune import prune
from wearable_coach.cli.refresh import refresh
from wearable_coach.cli.serve import serve
from wearable_coach.cli.sign import sign
from wearable_coach.cli.up import up
from wearable_coach.cli.verify import verify
from wearable_coach.errors import BadInput, CoachError

EXIT_DONE, EXIT_REFUSED, EXIT_BAD_INPUT = 0, 1, 2

_UNTRACKED = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
_OWN_SERVER = {
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "http://127.0.0.1",
}
"""For the server that Prefect starts for one command alone: what matters of it the command tells, and no page
may read it, as it has none of its own."""

app = typer.Typer(
    name="wearable-coach",
    help="Turn wearable vitals into a verified Korean chat dataset, fine-tune on it, evaluate, promote and serve: no number without a source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(refresh)
app.command()(facts)
app.command()(verify)
app.command("import")(import_days)
for _command in (
    finetune,
    jobs,
    cancel,
    watch,
    evaluate,
    promote,
    rollback,
    history,
    pipeline,
    ask,
    serve,
    sign,
    up,
    doctor,
    prune,
):
    app.command()(_command)


@app.callback()
def _root(
    command: typer.Context,
    *,
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),  # noqa: FBT003 - typer's form
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit
    own = {} if command.invoked_subcommand == "up" else _OWN_SERVER
    for name, value in (_UNTRACKED | own).items():
        os.environ.setdefault(name, value)
    if os.environ.get("PREFECT_API_URL"):
        _sign_in()


def _sign_in() -> None:
    """Sign in to the server of `wearable-coach up`, if that is the one that is named."""
    with suppress(ImportError):  # the library alone runs none
        from deployments.signing_in import sign_in  # noqa: PLC0415 - the workflow, when needed

        sign_in(os.environ)


def main() -> None:
    """Run a command; a known error is one line on standard error."""
    try:
        app()
    except BadInput as error:
        _stop(error, EXIT_BAD_INPUT)
    except CoachError as error:
        _stop(error, EXIT_REFUSED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_DONE)


def _stop(error: CoachError, code: int) -> None:
    sys.stderr.write(f"wearable-coach: {error}\n")
    sys.exit(code)
