"""The commands and what they share: exit codes, and one line for every error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Annotated, Any

import typer

from wearable_coach import __version__
from wearable_coach.cli.ask import ask
from wearable_coach.cli.deployments import deploy, deployments, undeploy
from wearable_coach.cli.doctor import doctor
from wearable_coach.cli.evaluate import evaluate
from wearable_coach.cli.explain import explain
from wearable_coach.cli.export import export
from wearable_coach.cli.facts import facts
from wearable_coach.cli.finetune import finetune
from wearable_coach.cli.gate import gate
from wearable_coach.cli.import_days import import_days
from wearable_coach.cli.jobs import cancel, jobs, watch
from wearable_coach.cli.models import models
from wearable_coach.cli.pipeline import pipeline
from wearable_coach.cli.probe import probe
from wearable_coach.cli.promotion import history, promote, rollback
from wearable_coach.cli.prune import prune
from wearable_coach.cli.publish import publish
from wearable_coach.cli.refresh import refresh
from wearable_coach.cli.serve import serve
from wearable_coach.cli.served import served
from wearable_coach.cli.sign import sign
from wearable_coach.cli.up import up
from wearable_coach.cli.verify import verify
from wearable_coach.errors import BadInput
from wearable_coach.exits import BAD_INPUT, INTERRUPTED, guarded, one_line

_NAME = "wearable-coach"
_UsageError: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""Of the click that typer brings, or of click itself, as its versions have it."""
_EXIT_CODES = (
    "Exit codes: 0 done; 1 the answer is no (gate, verification, promotion, cost cap, a job that failed, "
    "a red check); 2 what was given, or what is around the program, cannot be worked with: one line names "
    "it and the remedy; 70 a fault of ours: a line says where to report it, with a file that says where it "
    "happened and holds no data; 130 Ctrl-C."
)

_UNTRACKED = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
_ON_TERMINAL = {"PREFECT_LOGGING_HANDLERS_CONSOLE_CLASS": "flows.prefect_api.console.OneLine"}
"""Prefect would show a traceback for every refusal; the logs of `up` keep theirs."""

app = typer.Typer(
    name=_NAME,
    epilog=_EXIT_CODES,
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
    gate,
    finetune,
    models,
    jobs,
    cancel,
    watch,
    evaluate,
    promote,
    rollback,
    history,
    deployments,
    deploy,
    undeploy,
    export,
    publish,
    probe,
    served,
    pipeline,
    ask,
    explain,
    serve,
    sign,
    up,
    doctor,
    prune,
):
    app.command()(_command)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer's form
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    command: typer.Context,
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version and stop.",
            is_eager=True,  # before a command is missed
            callback=_print_version,
        ),
    ] = False,
) -> None:
    del version
    own = {} if command.invoked_subcommand == "up" else _ON_TERMINAL
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
    """Run a command; whatever goes wrong is one line on standard error, and one exit code."""
    sys.exit(guarded(_NAME, _run))


def _run() -> int | None:
    """Run what the command line asks for, and return its exit code.

    Raises:
        BadInput: an argument is no text.
    """
    _need_text(sys.argv[1:])
    try:
        code: int | None = app(standalone_mode=False)
    except typer.Abort as error:  # what some of its versions make of Ctrl-C
        raise KeyboardInterrupt from error
    except _UsageError as error:
        _show_usage(error)
        return BAD_INPUT
    if code == INTERRUPTED:  # typer's own, after Ctrl-C
        raise KeyboardInterrupt
    return code


def _show_usage(error: Any) -> None:  # noqa: ANN401 - typer's own click, or click's
    """Show how the command is used and what is wrong, as click does, but in a line that can be read."""
    context = getattr(error, "ctx", None)
    if context is not None:
        usage = f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n\n"
        sys.stderr.write(usage)
    sys.stderr.write(f"Error: {one_line(error.format_message())}\n")


def _need_text(arguments: list[str]) -> None:
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            message = f"arguments: {argument!r} is not UTF-8; write it in UTF-8, and rename a file that is so named"
            raise BadInput(message) from None
