"""`wearable-coach evaluate`: is a model better than the one it would replace?"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from wearable_coach.cli.formula_option import DatasetFormulaOption
from wearable_coach.cli.way import CommandWay, DirectOption, PrefectOption, decided_way, find_blocks
from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    now,
    open_named_store,
    place_name,
    tell,
)
from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from flows.compositions.evaluation import Evaluated
    from flows.openers.contestants import Names
    from wearable_coach.evaluation.collecting import Wanted
    from wearable_coach.evaluation.evaluation import Evaluation
    from wearable_coach.store import Store

_SETS = "valid,sampled,real_days,safety,consistency"


def evaluate(  # noqa: PLR0913 - one option each
    candidate: Annotated[
        str,
        typer.Argument(
            help="latest (the job that completed last), a model of the store, base:tiny, base:FOLDER, "
            "block:NAME, or an entry of the endpoints file."
        ),
    ] = "latest",
    *,
    base: Annotated[
        str | None,
        typer.Option(help="Model to compare with besides the served one. Default: its own base."),
    ] = None,
    reference: Annotated[
        str | None, typer.Option(help="A further model, such as a general one.")
    ] = None,
    dataset: Annotated[
        str,
        typer.Option(
            help="own (what the candidate was trained on; the latest where that is not known), a version, or latest."
        ),
    ] = "own",
    sets: Annotated[
        str | None,
        typer.Option(help=f"Sets of cases. Default: {_SETS}; with --cases: file."),
    ] = None,
    real: Annotated[
        list[Path] | None,
        typer.Option(help="Export of real days; people in training are left out. May be repeated."),
    ] = None,
    cases: Annotated[
        list[Path] | None,
        typer.Option(help="Your own cases, JSON or JSON lines with the nine fields."),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            help="A trial: at most so many cases of the valid split and of the safety set, spread. 0: all.",
            min=0,
        ),
    ] = 0,
    sampled: Annotated[
        int | None,
        typer.Option(
            help="Sampled people whom no training row knows. Default: 1,800 (what the rule needs), 200 of a "
            "model of this machine, at most --limit where that is given.",
            min=0,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of samples and resampling.")] = 7,
    hrmax_formula: DatasetFormulaOption = None,
    endpoints: Annotated[
        Path | None,
        typer.Option(help="Endpoints file (YAML). Default: $WEARABLE_COACH_ENDPOINTS."),
    ] = None,
    rule: Annotated[
        Path | None, typer.Option(help="Your own promotion rule (YAML). Default: the product's.")
    ] = None,
    direct: DirectOption = False,
    prefect: PrefectOption = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Ask models the same questions, verify every answer, compare, and say what the rule decides.

    Compares the candidate with the model now served, with its base, and with a reference. Answers
    are kept as they come: a killed evaluation goes on, the same one again asks nothing. How likely an equal
    model passes the rule with so many questions is told before any is asked. The report
    is an HTML page in Korean, the verdict first; the verdict is printed as JSON.

    A model that lies at Azure is deployed for it, and taken down where the rule says reject; what
    stands after a hold, until when and for how much, is told.

    The run is recorded by the Prefect API that is configured, or that `up` has running; where there
    is none, it runs directly. It puts no model into service: `promote` does.

    Exit code 0: the rule says promote. 1: hold or reject. 2: bad input.

    Examples:

      wearable-coach evaluate

      wearable-coach evaluate azure-coach --endpoints endpoints.yaml --reference gpt --cases my.jsonl
    """
    place = place_name(out, store)
    need_workflow("evaluate")
    from flows.openers.contestants import Names  # noqa: PLC0415 - the workflow
    from wearable_coach.evaluation.collecting import Wanted, check_sets  # noqa: PLC0415

    chosen = sets if sets is not None else ("file" if cases else _SETS)
    kinds: tuple[Any, ...] = tuple(s.strip() for s in chosen.split(",") if s.strip())
    check_sets(kinds)
    wanted = Wanted(
        sets=kinds,
        dataset=dataset,
        real_days=tuple(str(p) for p in real or ()),
        case_files=tuple(str(p) for p in cases or ()),
        limit=limit,
        sampled=sampled,
        seed=seed,
        hrmax_formula=hrmax_formula,
    )
    way = decided_way(place, direct=direct, prefect=prefect)
    find_blocks(candidate, base, reference)
    asked = _Question(Names(candidate, base, reference), wanted, rule, endpoints, place)
    done = _through_prefect(way, asked) if way.through else _direct(way, asked)
    summarise(done)
    if done.evaluation.decision.verdict != "promote":
        raise typer.Exit(1)


class _Question(NamedTuple):
    """What an evaluation is asked."""

    names: Names
    cases: Wanted
    rule: Path | None
    endpoints: Path | None
    place: str
    """The store's name."""


def _direct(way: CommandWay, asked: _Question) -> Evaluated:
    from flows.compositions.hosted_evaluation import (  # noqa: PLC0415 - the workflow
        HostedRequest,
        compose_hosted_evaluation,
        settle,
    )
    from tasks.running.direct import DirectSteps  # noqa: PLC0415
    from wearable_coach.promotion.rule import read_rule  # noqa: PLC0415

    rule, store, steps = read_rule(asked.rule), open_named_store(asked.place), DirectSteps(way.teller())  # fmt: skip
    request = HostedRequest(
        store, asked.names, asked.cases, rule, os.environ, now, "evaluate", asked.endpoints
    )
    done = compose_hosted_evaluation(steps, request)
    settle(steps, request, done.evaluation, wait=True)
    return done


def _through_prefect(way: CommandWay, asked: _Question) -> Evaluated:
    from flows.compositions.evaluation import Evaluated  # noqa: PLC0415
    from wearable_coach.evaluation.shelf import find_evaluation  # noqa: PLC0415
    from wearable_coach.promotion.rule import read_rule  # noqa: PLC0415

    read_rule(asked.rule)
    store = _looked(asked)  # what is missing is told before a run is made of it
    names, rule, endpoints = asked.names, asked.rule, asked.endpoints
    told: dict[str, Any] = way.run_flow(
        "flows.evaluate_model",
        "evaluate_model",
        **names._asdict(),
        cases=asked.cases,
        promotion="never",
        rule=str(rule.absolute()) if rule else "",
        endpoints=str(endpoints.absolute()) if endpoints else "",
        store=asked.place,
    )
    found = find_evaluation(store, told["candidate"], told["evaluation"])
    if found is None:
        message = (
            f"evaluation: {told['evaluation']} is not in the store any more; run the command again"
        )
        raise BadInput(message)
    return Evaluated(found, told["report"], told["created"])


def _looked(asked: _Question) -> Store:
    """Open the store, and see that the models that are named can be opened; where they answer is seen later."""
    from flows.openers.contestants import (  # noqa: PLC0415 - the workflow
        closing,
        look_at_models,
        open_contenders,
    )
    from flows.openers.hosted import look_at_deployment  # noqa: PLC0415

    store, environment = open_named_store(asked.place), os.environ
    name, endpoints = asked.names.candidate, asked.endpoints
    found = look_at_deployment(store, name, environment=environment, endpoints=endpoints)
    if found.remote is not None:
        look_at_models(store, asked.names, environment=environment, endpoints=endpoints)
        return store
    with closing(open_contenders(store, asked.names, environment=environment, endpoints=endpoints)):
        return store


def summarise(done: Evaluated) -> None:
    """Tell what was found: reasons for people, the verdict as JSON for programs."""
    found = done.evaluation
    made = "" if done.created else " (known already, nothing was asked)"
    tell(f"{found.candidate}: {found.decision.verdict}{made}")
    for reason in found.decision.reasons:
        tell(f"  {'ok' if reason.met else 'NO'}  {reason.text}")
    tell(f"report: {done.report}")
    sys.stdout.write(json.dumps(verdict_line(found, done.report), ensure_ascii=False) + "\n")


def verdict_line(found: Evaluation, report: str) -> dict[str, Any]:
    """Return an evaluation in one line: the verdict, what stood in the way, headline shares."""
    return {
        "evaluation": found.id,
        "candidate": found.candidate,
        "rival": found.decision.rival,
        "verdict": found.decision.verdict,
        "unmet": [reason.about for reason in found.decision.unmet],
        "cases": found.sets,
        "faults": {
            model.name: kinds
            for model in found.models
            if (kinds := model.costs.faults.model_dump(exclude_defaults=True))
        },
        "headline": {
            model.name: {
                f.measure: None if f.share is None else round(f.share, 4)
                for f in model.headline
                if f.measure in found.rule.headline
            }
            for model in found.models
        },
        "report": report,
    }
